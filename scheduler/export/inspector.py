"""督学报告: what an inspector asks, article by article, what was found, where, and what proves it; with lines to sign on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from constraints.articles import ArticleFindings, Result, by_article
from constraints.audit import Finding, Report
from constraints.rule import Violation
from scheduler.engine.bounds import Bounds
from scheduler.export.law import article_words
from scheduler.export.page import TextRun, fit_pages, height_of, merge, put, set_page, widths
from scheduler.export.pdf import sheets_pdf
from scheduler.export.styles import DIFFERENCE_FILL, FAINT, RED, SUBTITLE, TITLE, CellStyle, font, solid
from scheduler.export.table import POINTS, SMALL, SMALL_HEADING, SMALL_TEXT
from scheduler.export.two_timetables import Fate, TwoTimetables, verdict
from scheduler.model.owner import Level
from scheduler.text import Text
from scheduler.workbook.spreadsheet import A4, replacing, save_workbook, set_width_unit

INSPECTOR = Text("督学报告", "For the inspector")
WORKBOOK_NAME, PDF_NAME = Text("督学报告.xlsx", "inspector.xlsx"), Text("督学报告.pdf", "inspector.pdf")
COLUMNS = (
    (Text("依据", "Article"), 23.5),
    (Text("要求", "Asked"), 31.0),
    (Text("查到", "Found"), 9.5),
    (Text("在哪里", "Where"), 27.0),
    (Text("证明", "Proof"), 32.0),
)
LAST = len(COLUMNS)
WIDTH = sum(width for _, width in COLUMNS)
PLACES_SHOWN = 3
FINGERPRINT = 12  # hexadecimal digits
RESULTS: dict[Result, Text] = {
    Result.KEPT: Text("符合", "kept"),
    Result.PARTLY: Text("大体符合", "mostly"),
    Result.BROKEN: Text("不符合", "broken"),
    Result.UNJUDGED: Text("无法判断", "not judged"),
    Result.NOT_CONCERNED: Text("不涉及", "not concerned"),
}
BAD = SMALL._replace(font=font(POINTS, bold=True, color=RED), fill=solid(DIFFERENCE_FILL))
OPEN = SMALL._replace(font=font(POINTS, color=FAINT))
LOOKS = {Result.BROKEN: BAD, Result.UNJUDGED: OPEN, Result.NOT_CONCERNED: OPEN}
SIGNED = SMALL_TEXT._replace(font=font(10), border=None)
SMALL_NOTE = SMALL_TEXT._replace(font=font(8, color=FAINT), border=None)
TWO = Text("“阴阳课表”", "Two timetables")
TWO_ASKS = Text(
    "公示的课表与实际上课一致，体音美劳等课不被挤占",
    "lessons are held as they are posted; protected ones are not displaced",
)
NOT_COMPARED = Text("没有给出实际上课的记录", "no record of what was held is given")


class _Row(NamedTuple):
    """A line of the report."""

    cited: Text
    asks: Text
    result: Result
    where: Text
    proof: Text


def inspector_workbook(
    report: Report,
    *,
    language: str = "zh",
    bounds: Bounds | None = None,
    unread: int = 0,
    held: TwoTimetables | None = None,
) -> Workbook:
    """Return the report as a workbook of one sheet, A4 upright.

    `bounds` are proven of the costs, `held` compares with what was held, `unread` things in the plan were not understood. What is not judged is said so; an article without a rule
    that could be judged is never called kept.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    set_width_unit(book)
    sheet = book.create_sheet(INSPECTOR.get(language))
    rows = [_row(each, bounds) for each in by_article(report)]
    rows.append(_two_timetables(held))
    _head(sheet, report, rows, unread, bounds, language)
    row = 6
    for each in rows:
        row += 1
        _write(sheet, row, each, language)
    row = _own_rules(sheet, row, report, language)
    _signatures(sheet, row + 1, language)
    sheet.freeze_panes = "A7"
    sheet.print_title_rows = "6:6"
    set_page(sheet, A4, (report.school.name, report.school.term), language, landscape=False)
    fit_pages(sheet, A4, [width for _, width in COLUMNS], landscape=False)
    return book


def write_inspector(
    report: Report,
    folder: Path,
    *,
    language: str = "zh",
    bounds: Bounds | None = None,
    unread: int = 0,
    held: TwoTimetables | None = None,
) -> tuple[Path, Path]:
    """Write the report as workbook and PDF into a folder, which is made where need be; return both. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    book = inspector_workbook(report, language=language, bounds=bounds, unread=unread, held=held)
    files = folder / WORKBOOK_NAME.get(language), folder / PDF_NAME.get(language)
    save_workbook(book, files[0])
    with replacing(files[1]) as temporary:
        temporary.write_bytes(inspector_pdf(book, report, language))
    return files


def inspector_pdf(book: Workbook, report: Report, language: str) -> bytes:
    """Return the workbook of the report as PDF."""
    return sheets_pdf(book.worksheets, title=f"{report.school.name} {INSPECTOR.get(language)}")


# What is said of an article.


def _row(found: ArticleFindings, bounds: Bounds | None) -> _Row:
    cited = article_words(found.article, found.findings[0].active.newer)
    return _Row(cited, found.article.asks, found.result, _where(found), _proof(found, bounds))


def _where(found: ArticleFindings) -> Text:
    """Return the first places of what is broken, or of the wishes that are not met, and how many more there are."""
    if found.result is Result.UNJUDGED:
        why = dict.fromkeys(each.verdict.unjudged for each in found.findings if each.verdict.unjudged is not None)
        return _lines(list(why))
    binding = [each for each in found.findings if each.active.level is not Level.SOFT]
    violations = [v for each in binding or found.findings for v in each.verdict.violations]
    return _shortened(violations)


def _shortened(violations: Sequence[Violation]) -> Text:
    texts = [violation.text for violation in violations[:PLACES_SHOWN]]
    rest = len(violations) - len(texts)
    if rest > 0:
        texts.append(Text(f"……另有 {rest} 处，见合规报告", f"… and {rest} more: see the compliance report"))
    return _lines(texts)


def _lines(texts: Sequence[Text]) -> Text:
    return Text("\n".join(text.zh for text in texts), "\n".join(text.en for text in texts))


def _proof(found: ArticleFindings, bounds: Bounds | None) -> Text:
    """Return what proves it, rule by rule: every place looked at, with the number broken; of a wish also what no plan can undercut."""
    return _lines([_proof_of(each, bounds) for each in found.findings])


def _proof_of(finding: Finding, bounds: Bounds | None) -> Text:
    title, verdict_ = finding.active.rule.title, finding.verdict
    if verdict_.unjudged is not None:
        return Text(f"{title.zh}：没有判断", f"{title.en}: not judged")
    if not verdict_.judged:
        return Text(f"{title.zh}：没有要查的", f"{title.en}: nothing to look at")
    places, count = verdict_.judged, len(verdict_.violations)
    zh, en = f"{title.zh}：{places} 处全部符合", f"{title.en}: all {places} places kept"
    if count:
        zh, en = f"{title.zh}：{places} 处中 {count} 处不符", f"{title.en}: {count} of {places} places broken"
    bound = None if bounds is None else bounds.by_rule.get(finding.active.rule.id)
    if finding.active.level is Level.SOFT and finding.cost and bound is not None:
        zh, en = (
            f"{zh}；扣分 {finding.cost}，已证明任何课表不低于 {bound}",
            f"{en}; cost {finding.cost}, no plan below {bound}",
        )
    return Text(zh, en)


def _two_timetables(held: TwoTimetables | None) -> _Row:
    if held is None or not held.hours:
        why = NOT_COMPARED if held is None else verdict(held)
        return _Row(TWO, TWO_ASKS, Result.UNJUDGED, why, Text("没有比对", "not compared"))
    lost = held.lost
    result = Result.BROKEN if lost else Result.PARTLY if held.differences else Result.KEPT
    told = [each for each in held.differences if each.fate is Fate.LOST or not lost]
    texts = [
        Text(f"{each.class_id} {each.posted.zh}：{each.held.zh}", f"{each.class_id} {each.posted.en}: {each.held.en}")
        for each in told[:PLACES_SHOWN]
    ]
    if len(told) > PLACES_SHOWN:
        rest = len(told) - PLACES_SHOWN
        texts.append(Text(f"……另有 {rest} 节", f"… and {rest} more"))
    return _Row(TWO, TWO_ASKS, result, _lines(texts), verdict(held))


# On the sheet.


def _head(
    sheet: Worksheet, report: Report, rows: Sequence[_Row], unread: int, bounds: Bounds | None, language: str
) -> None:
    school = report.school
    widths(sheet, [width for _, width in COLUMNS])
    merge(sheet, (1, 1), (1, LAST), f"{school.name} {INSPECTOR.get(language)}", TITLE)
    merge(sheet, (2, 2), (1, LAST), _facts(report, bounds).get(language), SUBTITLE)
    words = _summary(rows, unread).get(language)
    broken = not report.compliant or bool(unread) or any(row.result is Result.BROKEN for row in rows)
    look = SMALL_TEXT._replace(font=font(11, bold=True, color=RED if broken else "FF1E6B35"), border=None)
    merge(sheet, (3, 3), (1, LAST), words, look)
    note = Text(
        "“证明”一栏：每条规则对全部相关的班、教师、时段逐处核查，数字是查的处数；带“已证明”的是求解器证明的界，任何课表都低不过它",
        "Proof: each rule was checked at every class, teacher and time that it concerns, the number is of these; what is “proven” is a bound below "
        "which no timetable can be",
    ).get(language)
    merge(sheet, (4, 4), (1, LAST), note, SMALL_NOTE)
    for number, height in ((1, 28.0), (2, 16.0), (5, 4.0), (6, 20.0)):
        sheet.row_dimensions[number].height = height
    sheet.row_dimensions[3].height = max(22.0, height_of([TextRun(words, 11)], WIDTH))
    sheet.row_dimensions[4].height = height_of([TextRun(note, 8)], WIDTH)
    for column, (heading, _) in enumerate(COLUMNS, 1):
        put(sheet, 6, column, heading.get(language), SMALL_HEADING)


def _facts(report: Report, bounds: Bounds | None) -> Text:
    """Return who was looked at: the size of the school, the fingerprint of the very plan, its cost beside what is proven of it."""
    school = report.school
    mark = hashlib.sha256(report.plan.model_dump_json().encode()).hexdigest()[:FINGERPRINT]
    pupils = sum(klass.size for klass in school.classes)
    zh = f"{school.term}　{len(school.classes)} 个班、{pupils} 名学生、{len(school.teachers)} 位教师　课表指纹 {mark}"
    en = f"{school.term}  {len(school.classes)} classes, {pupils} pupils, {len(school.teachers)} teachers; plan {mark}"
    if bounds is not None:
        zh += f"　愿望扣分 {report.cost}，已证明任何课表不低于 {bounds.total}"
        en += f"; cost of wishes {report.cost}, no plan below {bounds.total}"
    return Text(zh.strip("　"), en.strip())


def _summary(rows: Sequence[_Row], unread: int) -> Text:
    counts = {result: sum(row.result is result for row in rows) for result in Result}
    zh = "、".join(f"{RESULTS[result].zh} {count} 条" for result, count in counts.items() if count)
    en = ", ".join(f"{RESULTS[result].en} {count}" for result, count in counts.items() if count)
    if unread:
        zh = f"{zh}；课表里有 {unread} 处没有读懂，这些地方没有查"
        en = f"{en}; {unread} things in the plan were not understood and not looked at"
    return Text(f"逐条核查 {len(rows)} 条：{zh}", f"{len(rows)} articles: {en}")


def _write(sheet: Worksheet, row: int, each: _Row, language: str) -> None:
    texts = [text.get(language) for text in (each.cited, each.asks, RESULTS[each.result], each.where, each.proof)]
    looks: tuple[CellStyle, ...] = (SMALL_TEXT, SMALL_TEXT, LOOKS.get(each.result, SMALL), SMALL_TEXT, SMALL_TEXT)
    for column, (text, look) in enumerate(zip(texts, looks, strict=True), 1):
        put(sheet, row, column, text or None, look)
    heights = (height_of([TextRun(text, POINTS)], COLUMNS[index][1]) for index, text in enumerate(texts))
    sheet.row_dimensions[row].height = max(18.0, *heights)


def _own_rules(sheet: Worksheet, row: int, report: Report, language: str) -> int:
    """Say in a line what the plan breaks of the rules without an article, which are the school's own; return the last row."""
    violations = [
        violation
        for finding in report.findings
        if finding.active.article is None and finding.active.level is Level.HARD
        for violation in finding.verdict.violations
    ]
    if not violations:
        return row
    row += 1
    text = Text(
        f"另有 {len(violations)} 处违反排课的硬性要求（教师、场地冲突等），见合规报告：{_shortened(violations).zh}",
        f"Besides, hard rules of timetabling are broken in {len(violations)} places: {_shortened(violations).en}",
    ).get(language)
    merge(sheet, (row, row), (1, LAST), text, SMALL_TEXT._replace(font=font(POINTS, color=RED)))
    sheet.row_dimensions[row].height = height_of([TextRun(text, POINTS)], WIDTH)
    return row


def _signatures(sheet: Worksheet, row: int, language: str) -> None:
    """Add the lines to sign on; they stay together on a page."""
    sheet.row_dimensions[row].height = 8
    for number, line in enumerate(_signature_lines(), 1):
        merge(sheet, (row + number, row + number), (1, LAST), line.get(language), SIGNED)
        sheet.row_dimensions[row + number].height = 30


def _signature_lines() -> Iterator[Text]:
    blank = "_" * 22
    yield Text(f"学校意见：{blank * 2}", f"The school: {blank * 2}")
    yield Text(
        f"校长（签字、盖章）：{blank}　　责任督学（签字）：{blank}　　日期：____年__月__日",
        f"Head (signature, seal): {blank}   Inspector: {blank}   Date: ____________",
    )
