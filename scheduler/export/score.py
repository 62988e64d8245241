"""评分: what each soft rule costs a checked plan, beside what is proven of it, and what could not be judged."""

from __future__ import annotations

from openpyxl import Workbook

from constraints.audit import Report
from scheduler.engine.bounds import Bounds
from scheduler.export.page import TextRun, height_of, merge, put, set_page, sheet_title, widths
from scheduler.export.styles import BODY, HEADING, SUBTITLE, TEXT, TITLE, font
from scheduler.model.owner import Level
from scheduler.text import Text
from scheduler.workbook.spreadsheet import A4

SCORE = Text("评分", "Score")
COLUMNS = (
    (Text("要求", "Wish"), 34.0),
    (Text("满足率", "Met"), 11.0),
    (Text("未满足", "Unmet"), 17.0),
    (Text("扣分", "Cost"), 11.0),
    (Text("已证明的下限", "Proven bound"), 15.0),
)
UNKNOWN, NOT_JUDGED = Text("未知", "unknown"), Text("无法判断", "not judged")
TOTAL = Text("合计", "Total")
BOLD = BODY._replace(font=font(10, bold=True))


def add_score(book: Workbook, report: Report, language: str, bounds: Bounds | None, position: int) -> None:
    """Add 评分 at a position: a row a soft rule, their sum, then why rules could not be judged."""
    sheet = book.create_sheet(sheet_title(book, SCORE.get(language)), position)
    last = len(COLUMNS)
    merge(sheet, (1, 1), (1, last), f"{report.school.name} {SCORE.get(language)}", TITLE)
    merge(sheet, (2, 2), (1, last), bound_words(bounds).get(language), SUBTITLE)
    widths(sheet, [width for _, width in COLUMNS])
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 28, 20
    for column, (heading, _) in enumerate(COLUMNS, 1):
        put(sheet, 3, column, heading.get(language), HEADING)
    row = 3
    for finding in report.findings:
        if finding.active.level is not Level.SOFT:
            continue
        row += 1
        rule, verdict = finding.active.rule, finding.verdict
        judged = verdict.unjudged is None
        unmet = f"{verdict.amount} {rule.unit.get(language)}" if verdict.amount else ""
        bound = bounds.by_rule.get(rule.id) if bounds is not None and judged else None
        put(sheet, row, 1, rule.title.get(language), TEXT)
        put(sheet, row, 2, verdict.kept_share if judged else NOT_JUDGED.get(language), BODY)
        put(sheet, row, 3, unmet, BODY)
        put(sheet, row, 4, finding.cost if judged else None, BODY)
        put(sheet, row, 5, UNKNOWN.get(language) if judged and bound is None else bound, BODY)
        sheet.cell(row, 2).number_format = "0.0%"
    row += 1
    total = UNKNOWN.get(language) if bounds is None else bounds.total
    for column, value in enumerate((TOTAL.get(language), None, None, report.cost, total), 1):
        put(sheet, row, column, value, BOLD)
    row += 1
    for line in unjudged_lines(report):
        row += 1
        merge(sheet, (row, row), (1, last), line.get(language), TEXT)
        sheet.row_dimensions[row].height = height_of([TextRun(line.get(language), 10)], sum(w for _, w in COLUMNS))
    sheet.freeze_panes = "A4"
    set_page(sheet, A4, (report.school.name, report.school.term), language, landscape=False)


def bound_words(bounds: Bounds | None) -> Text:
    """Return what the bounds mean."""
    if bounds is None:
        return Text("下限未知：核查时加 --bound 30 可求证。", "No bound is known: check with --bound 30 to prove one.")
    return Text(
        "下限：任何合规课表在该项上的扣分都不低于此数，已证明。",
        "Bound: no compliant plan costs less there; proven.",
    )


def unjudged_lines(report: Report, most: int | None = None) -> list[Text]:
    """Return, for each reason, the rules that could not be judged for it (at most so many by name), and what rules remark."""
    titles: dict[Text, list[Text]] = {}
    notes: dict[Text, None] = {}
    for finding in report.findings:
        notes |= dict.fromkeys(finding.verdict.notes)
        if finding.verdict.unjudged is not None:
            titles.setdefault(finding.verdict.unjudged, []).append(finding.active.rule.title)
    return [*(_unjudged(why, rules, most) for why, rules in titles.items()), *notes]


def _unjudged(why: Text, rules: list[Text], most: int | None) -> Text:
    count, reason = len(rules), Text(why.zh.removesuffix("，未判断"), why.en.removesuffix(": not judged"))
    zh, en = "、".join(rule.zh for rule in rules[:most]), ", ".join(rule.en for rule in rules[:most])
    if most is not None and count > most:
        zh, en = f"{zh}等 {count} 条规则", f"{en} … {count} rules"
    return Text(f"{reason.zh}，无法判断：{zh}", f"{reason.en}; not judged: {en}")
