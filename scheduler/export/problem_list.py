"""问题清单: every violation of a checked plan with the cells where it stands, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from constraints.audit import Report
from constraints.rule import ActiveRule, Violation
from scheduler.export.compliance import violation_cells
from scheduler.export.page import TextRun, height_of, merge, put, set_page, sheet_title, widths
from scheduler.export.styles import BODY, DIFFERENCE_FILL, HEADING, SUBTITLE, TEXT, TITLE, font, solid
from scheduler.model.owner import Level
from scheduler.plan.layout import PROBLEMS
from scheduler.text import Text
from scheduler.workbook.plan.places import places_text
from scheduler.workbook.plan.service import Place
from scheduler.workbook.problem import Problem
from scheduler.workbook.spreadsheet import A4

COLUMNS = (
    (Text("序号", "No."), 6.0),
    (Text("级别", "Level"), 11.0),
    (Text("规则", "Rule"), 26.0),
    (Text("依据", "Article"), 26.0),
    (Text("违反程度", "Amount"), 13.0),
    (Text("何处、何事", "What and where"), 52.0),
    (Text("所在单元格", "Cells"), 30.0),
)
READ, UNREAD = Text("读取", "reading"), Text("没有读懂的内容", "not understood")
HEAD_ROWS = 3
POINTS = 9.0
CELLS_NAMED = 3
SMALL, SMALL_TEXT = BODY._replace(font=font(POINTS)), TEXT._replace(font=font(POINTS))
LINK = TEXT._replace(font=font(POINTS, color="FF0563C1"))
MUST = SMALL._replace(font=font(POINTS, bold=True), fill=solid(DIFFERENCE_FILL))


class ListedViolation(NamedTuple):
    """A violation with the cells that it is about."""

    active: ActiveRule
    violation: Violation
    places: list[Place]

    @property
    def must(self) -> bool:
        """Whether it breaks a regulation or hard rule."""
        return self.active.level is not Level.SOFT


def add_problem_list(
    book: Workbook,
    report: Report,
    lines: Sequence[ListedViolation],
    problems: Sequence[Problem],
    language: str,
) -> None:
    """Put 问题清单 before all other sheets: what could not be read, then the violations, each with a link to its cell."""
    sheet = book.create_sheet(sheet_title(book, PROBLEMS.get(language)), 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    merge(sheet, (1, 1), (1, len(COLUMNS)), f"{report.school.name} {PROBLEMS.get(language)}", TITLE)
    merge(sheet, (2, 2), (1, len(COLUMNS)), _summary(lines, problems).get(language), SUBTITLE)
    widths(sheet, [width for _, width in COLUMNS])
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 28, 18
    for column, (heading, _) in enumerate(COLUMNS, 1):
        put(sheet, HEAD_ROWS, column, heading.get(language), HEADING)
    row = HEAD_ROWS
    for problem in problems:
        row += 1
        place = [(problem.sheet, problem.cell)] if problem.cell and problem.sheet in book.sheetnames else []
        words = (READ.get(language), UNREAD.get(language), "", "", problem_text(problem).get(language))
        _row(sheet, row, words, place, language, must=problem.blocks)
    for line in lines:
        row += 1
        words = violation_cells(line.active, line.violation, language)
        _row(sheet, row, words, line.places, language, must=line.must)
    sheet.freeze_panes = f"A{HEAD_ROWS + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROWS}:G{max(HEAD_ROWS + 1, row)}"
    sheet.print_title_rows = f"{HEAD_ROWS}:{HEAD_ROWS}"
    set_page(sheet, A4, (report.school.name, report.school.term), language, landscape=True)


def _summary(lines: Sequence[ListedViolation], problems: Sequence[Problem]) -> Text:
    must = sum(1 for line in lines if line.must)
    zh = f"违反法规或硬性要求 {must} 处，软性要求未满足 {len(lines) - must} 处"
    en = f"{must} violations of regulations or hard rules, {len(lines) - must} wishes not met"
    if problems:
        zh, en = f"{zh}，没有读懂 {len(problems)} 处", f"{en}, {len(problems)} things not understood"
    return Text(f"{zh}。点“所在单元格”可跳到课表。", f"{en}. Click a cell's name to go there.")


def problem_text(problem: Problem) -> Text:
    """Return what is wrong, the value and the cure in one sentence or two."""
    zh, en = problem.said
    return Text(f"{zh}。{problem.cure.zh}", f"{en}. {problem.cure.en}") if problem.cure.zh else Text(zh, en)


def _row(
    sheet: Worksheet,
    row: int,
    words: tuple[str, str, str, str, str],
    places: list[Place],
    language: str,
    *,
    must: bool,
) -> None:
    values: tuple[int | str, ...] = (row - HEAD_ROWS, *words, places_text(places, CELLS_NAMED).get(language))
    looks = (SMALL, MUST if must else SMALL, SMALL_TEXT, SMALL_TEXT, SMALL, SMALL_TEXT, LINK)
    for column, (value, look) in enumerate(zip(values, looks, strict=True), 1):
        put(sheet, row, column, value, look)
    if places:
        name, target = places[0][0].replace("'", "''"), places[0][1]
        sheet.cell(row, len(COLUMNS)).hyperlink = Hyperlink(ref=f"G{row}", location=f"'{name}'!{target}")
    sheet.row_dimensions[row].height = max(
        height_of([TextRun(str(values[index]), POINTS)], COLUMNS[index][1]) for index in range(1, len(COLUMNS))
    )
