"""合规报告: each rule kept or broken and what it costs, then every violation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from constraints.audit import Finding, Report
from constraints.places.law import law_of
from constraints.rule import ActiveRule, Violation
from scheduler.export.law import article_words, law_title
from scheduler.export.page import TextRun, height_of, merge, put, set_page, widths
from scheduler.export.styles import BODY, DIFFERENCE_FILL, HEADING, RED, SUBTITLE, TEXT, TITLE, CellStyle, font, solid
from scheduler.model.owner import LEVEL_NAMES, Level
from scheduler.plan.layout import COMPLIANCE
from scheduler.text import Text
from scheduler.workbook.spreadsheet import A4

RULE_COLUMNS = (
    (Text("级别", "Level"), 10.0),
    (Text("规则", "Rule"), 25.0),
    (Text("依据", "Article"), 39.0),
    (Text("结果", "Result"), 11.0),
    (Text("检查处数", "Judged"), 10.0),
    (Text("满足率", "Met"), 10.0),
    (Text("未满足", "Unmet"), 14.0),
    (Text("扣分", "Cost"), 10.0),
)
COLUMNS = len(RULE_COLUMNS)
WORDS_WIDTH = sum(width for _, width in RULE_COLUMNS[1:-2])
POINTS = 9.0
SMALL, SMALL_TEXT = BODY._replace(font=font(POINTS)), TEXT._replace(font=font(POINTS))
BAD = SMALL._replace(font=font(POINTS, bold=True, color=RED), fill=solid(DIFFERENCE_FILL))
GROUP = HEADING._replace(font=font(POINTS, bold=True), alignment=TEXT.alignment)
SECTION = TITLE._replace(font=font(12, bold=True), alignment=TEXT.alignment)


def add_compliance(
    book: Workbook, report: Report, language: str, bound: int | None, unavoidable: Sequence[Text] = ()
) -> None:
    """Add 合规报告: the verdict, the total cost and its proven bound, a row a rule, a row a violation."""
    sheet = book.create_sheet(COMPLIANCE.get(language))
    school = report.school
    merge(sheet, (1, 1), (1, COLUMNS), f"{school.name} {sheet.title}", TITLE)
    merge(sheet, (2, 2), (1, COLUMNS), summary(report, bound).get(language), SUBTITLE._replace(font=font(10)))
    widths(sheet, [width for _, width in RULE_COLUMNS])
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 28, 20
    for column, (heading, _) in enumerate(RULE_COLUMNS, 1):
        put(sheet, 3, column, heading.get(language), HEADING)
    row = 3
    for finding in report.findings:
        row += 1
        _rule_row(sheet, row, finding, language)
    row = _notes(sheet, row, report, language, unavoidable)
    _violations(sheet, row, report, language)
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "1:1"
    set_page(sheet, A4, (school.name, school.term), language, landscape=False)


def summary(report: Report, bound: int | None) -> Text:
    """Return the verdict in a sentence, with the cost and what is proven of it."""
    broken = sum(1 for _ in report.violations(Level.REGULATION, Level.HARD))
    verdict = (
        Text("法规与硬性要求全部满足", "Every regulation and hard rule is kept")
        if report.compliant
        else Text(f"有 {broken} 处违反法规或硬性要求", f"{broken} violations of regulations or hard rules")
    )
    if bound is None:
        return Text(f"{verdict.zh}；软性要求总扣分 {report.cost}。", f"{verdict.en}; total cost {report.cost}.")
    return Text(
        f"{verdict.zh}；软性要求总扣分 {report.cost}，已证明任何课表不低于 {bound}。",
        f"{verdict.en}; total cost {report.cost}; no plan can cost less than {bound}.",
    )


def _rule_row(sheet: Worksheet, row: int, finding: Finding, language: str) -> None:
    active, verdict = finding.active, finding.verdict
    soft = active.level is Level.SOFT
    if verdict.unjudged is not None:
        result, look = Text("无法判断", "not judged"), SMALL
    elif not verdict.judged and finding.kept:
        result, look = Text("不涉及", "not concerned"), SMALL
    elif finding.kept:
        result, look = Text("满足", "kept"), SMALL
    else:
        result = Text("未全满足", "partly met") if soft else Text("违反", "broken")
        look = SMALL if soft else BAD
    unmet = f"{verdict.amount} {active.rule.unit.get(language)}" if verdict.amount else ""
    values: tuple[tuple[str | float | None, CellStyle], ...] = (
        (LEVEL_NAMES[active.level].get(language), SMALL),
        (active.rule.title.get(language), SMALL_TEXT),
        (_article(active, language), SMALL_TEXT),
        (result.get(language), look),
        (verdict.judged, SMALL),
        (verdict.kept_share if verdict.judged else None, SMALL),
        (unmet, SMALL),
        (finding.cost if soft else None, SMALL),
    )
    for column, (value, cell_look) in enumerate(values, 1):
        put(sheet, row, column, value, cell_look)
    sheet.cell(row, 6).number_format = "0.0%"
    sheet.row_dimensions[row].height = max(
        height_of([TextRun(str(values[index][0]), POINTS)], RULE_COLUMNS[index][1]) for index in (1, 2, 3, 6)
    )


def _article(active: ActiveRule, language: str) -> str:
    return article_words(active.article, active.newer).get(language) if active.article else ""


def _notes(sheet: Worksheet, row: int, report: Report, language: str, unavoidable: Sequence[Text]) -> int:
    """Write what cannot be avoided, what rules remark and why some could not be judged; return the last row written."""
    said: dict[str, list[str]] = defaultdict(list)
    for finding in report.findings:
        unjudged = [finding.verdict.unjudged] if finding.verdict.unjudged is not None else []
        for text in (*unjudged, *finding.verdict.notes):
            said[text.get(language)].append(finding.active.rule.title.get(language))
    at = law_of(report.school)
    based = Text(f"依据：{law_title(at).zh}。", f"Based on: {law_title(at).en}.")
    lines = [text.get(language) for text in (based, *at.notes, *unavoidable)]
    lines += [f"{'、'.join(titles)}：{text}" for text, titles in said.items()]
    if report.switched_off:
        titles = "、".join(rule.title.get(language) for rule in report.switched_off)
        lines.append(Text(f"未启用的规则：{titles}", f"Rules not in use: {titles}").get(language))
    row = _section(sheet, row + 2, Text("说明", "Notes").get(language))
    for line in lines:
        row += 1
        merge(sheet, (row, row), (1, COLUMNS), line, SMALL_TEXT)
        sheet.row_dimensions[row].height = height_of([TextRun(line, POINTS)], sum(width for _, width in RULE_COLUMNS))
    return row


def _section(sheet: Worksheet, row: int, title: str) -> int:
    merge(sheet, (row, row), (1, COLUMNS), title, SECTION)
    sheet.row_dimensions[row].height = 24
    return row


def _violations(sheet: Worksheet, row: int, report: Report, language: str) -> None:
    """Write every violation under the name of its rule."""
    count = sum(1 for _ in report.violations())
    if not count:
        return
    title = Text(f"全部 {count} 处未满足之处", f"All {count} places where a rule is not kept")
    row = _section(sheet, row + 2, title.get(language))
    for finding in report.findings:
        if finding.verdict.violations:
            row = _rule_violations(sheet, row + 1, finding, language)


def _rule_violations(sheet: Worksheet, row: int, finding: Finding, language: str) -> int:
    """Write a rule's violations below a line with its name; return the last row written."""
    active, violations = finding.active, finding.verdict.violations
    level, rule, article = (
        LEVEL_NAMES[active.level].get(language),
        active.rule.title.get(language),
        _article(active, language),
    )
    count = Text(f"{len(violations)} 处", f"{len(violations)} places").get(language)
    name = "  ".join(part for part in (f"{level} · {rule}", count, article) if part)
    merge(sheet, (row, row), (1, COLUMNS), name, GROUP)
    sheet.row_dimensions[row].height = height_of([TextRun(name, POINTS)], WORDS_WIDTH)
    for number, violation in enumerate(violations, 1):
        row += 1
        words = violation.text.get(language)
        put(sheet, row, 1, number, SMALL)
        merge(sheet, (row, row), (2, COLUMNS - 2), words, SMALL_TEXT)
        merge(sheet, (row, row), (COLUMNS - 1, COLUMNS), f"{violation.amount} {active.rule.unit.get(language)}", SMALL)
        sheet.row_dimensions[row].height = height_of([TextRun(words, POINTS)], WORDS_WIDTH)
    return row


def violation_cells(active: ActiveRule, violation: Violation, language: str) -> tuple[str, str, str, str, str]:
    """Return level, rule, article, amount with unit, and words of a violation."""
    return (
        LEVEL_NAMES[active.level].get(language),
        active.rule.title.get(language),
        _article(active, language),
        f"{violation.amount} {active.rule.unit.get(language)}",
        violation.text.get(language),
    )
