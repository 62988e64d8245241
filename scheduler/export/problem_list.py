"""问题清单: every violation of a checked plan with the cells where it stands, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from constraints.rule import ActiveRule, Level, Violation
from scheduler.audit import Report
from scheduler.export.compliance import violation_cells
from scheduler.export.page import Run, height_of, merge, put, set_page, sheet_title, widths
from scheduler.export.styles import BODY, DIFFERENCE_FILL, HEADING, SUBTITLE, TEXT, TITLE, font, solid
from scheduler.plan.layout import PROBLEMS
from scheduler.spreadsheet import A4
from scheduler.workbook.plan_service import Place
from scheduler.workbook.problem import Problem

COLUMNS = (
    ("序号", 6.0),
    ("级别", 9.0),
    ("规则", 26.0),
    ("依据", 26.0),
    ("违反程度", 13.0),
    ("何处、何事", 54.0),
    ("所在单元格", 30.0),
)
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
    book: Workbook, report: Report, lines: Sequence[ListedViolation], problems: Sequence[Problem]
) -> None:
    """Put 问题清单 before all other sheets: what could not be read, then the violations, each with a link to its cell."""
    sheet = book.create_sheet(sheet_title(book, PROBLEMS.zh), 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    must = sum(1 for line in lines if line.must)
    words = f"违反法规或硬性要求 {must} 处，软性要求未满足 {len(lines) - must} 处"
    words += f"，没有读懂 {len(problems)} 处。" if problems else "。"
    merge(sheet, (1, 1), (1, len(COLUMNS)), f"{report.school.name} {PROBLEMS.zh}", TITLE)
    merge(sheet, (2, 2), (1, len(COLUMNS)), words + "点“所在单元格”可跳到课表。", SUBTITLE)
    widths(sheet, [width for _, width in COLUMNS])
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 28, 18
    for column, (heading, _) in enumerate(COLUMNS, 1):
        put(sheet, HEAD_ROWS, column, heading, HEADING)
    row = HEAD_ROWS
    for problem in problems:
        row += 1
        value = f"（现为“{problem.value}”）" if problem.value else ""
        words = f"{problem.text.zh}{value}。{problem.cure.zh}" if problem.cure.zh else f"{problem.text.zh}{value}"
        place = [(problem.sheet, problem.cell)] if problem.cell and problem.sheet in book.sheetnames else []
        _row(sheet, row, ("读取", "没有读懂的内容", "", "", words), place, must=problem.severity == "error")
    for line in lines:
        row += 1
        _row(sheet, row, violation_cells(line.active, line.violation, "zh"), line.places, must=line.must)
    sheet.freeze_panes = f"A{HEAD_ROWS + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROWS}:G{max(HEAD_ROWS + 1, row)}"
    sheet.print_title_rows = f"{HEAD_ROWS}:{HEAD_ROWS}"
    set_page(sheet, A4, (report.school.name, report.school.term), "zh", landscape=True)


def _row(sheet: Worksheet, row: int, words: tuple[str, str, str, str, str], places: list[Place], *, must: bool) -> None:
    values: tuple[int | str, ...] = (row - HEAD_ROWS, *words, _names(places))
    looks = (SMALL, MUST if must else SMALL, SMALL_TEXT, SMALL_TEXT, SMALL, SMALL_TEXT, LINK)
    for column, (value, look) in enumerate(zip(values, looks, strict=True), 1):
        put(sheet, row, column, value, look)
    if places:
        name, target = places[0][0].replace("'", "''"), places[0][1]
        sheet.cell(row, len(COLUMNS)).hyperlink = Hyperlink(ref=f"G{row}", location=f"'{name}'!{target}")
    sheet.row_dimensions[row].height = max(
        height_of([Run(str(values[index]), POINTS)], COLUMNS[index][1]) for index in range(1, len(COLUMNS))
    )


def _names(places: list[Place]) -> str:
    """Return the cells for a reader: each sheet with its cells, the first few of many."""
    sheets: dict[str, list[str]] = {}
    for sheet, cell in places[:CELLS_NAMED]:
        sheets.setdefault(sheet, []).append(cell)
    names = [f"{sheet}!{'、'.join(cells)}" for sheet, cells in sheets.items()]
    if len(places) > CELLS_NAMED:
        names.append(f"等 {len(places)} 格")
    return " ".join(names)
