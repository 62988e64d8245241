"""A copy of a school workbook with its problems marked: coloured cells with comments, and a list of all on the first sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.export.page import TextRun, height_of, merge, put, set_page, sheet_title, widths
from scheduler.export.styles import BODY, HEADING, RED, SUBTITLE, TEXT, TITLE, font
from scheduler.plan.layout import PROBLEMS
from scheduler.text import Text
from scheduler.workbook.files import editable_workbook
from scheduler.workbook.mended import Mends, corner, mend
from scheduler.workbook.problem import SEVERITY_WORDS, Problem
from scheduler.workbook.spreadsheet import A4, save_workbook

COLUMNS = (
    (Text("序号", "No."), 6.0),
    (Text("级别", "Level"), 8.0),
    (Text("工作表", "Sheet"), 14.0),
    (Text("单元格", "Cell"), 9.0),
    (Text("现在的内容", "Content"), 22.0),
    (Text("问题", "Problem"), 46.0),
    (Text("怎么改", "Cure"), 46.0),
)
HEAD_ROWS, CELL_COLUMN, COMMENT_WIDTH = 3, 4, 320
POINTS = 10.0
_SMALL, _TEXT = BODY._replace(font=font(POINTS)), TEXT._replace(font=font(POINTS))
_LINK = BODY._replace(font=font(POINTS, color="FF0563C1"))
_FILLS = {
    "error": PatternFill("solid", start_color="FFFFB3B3", end_color="FFFFB3B3"),
    "warning": PatternFill("solid", start_color="FFFFE699", end_color="FFFFE699"),
}
_SIDE = Side(style="medium", color=RED)
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


def write_marked_school(
    path: Path, problems: Sequence[Problem], out: Path, *, language: str = "zh", mends: Mends | None = None
) -> None:
    """Write a copy of a school workbook with its problems, whole or not at all; first of all it is mended as `mends` say.

    A cell with an error is red, one with a warning yellow; a comment says what is wrong and how to cure it. 问题清单, put
    before all other sheets, lists every problem with a link to its cell. The reader takes no notice of that sheet.
    Raises OSError, and ValueError for a file that is no readable workbook: it has no cells to mark.
    """
    book = editable_workbook(path)
    mend(book, mends or {})
    if PROBLEMS.zh in book.sheetnames:  # of an earlier marking
        del book[PROBLEMS.zh]
    at: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.cell and problem.sheet in book.sheetnames:
            at[problem.sheet, problem.cell].append(problem)
    for (sheet, name), found in at.items():
        _mark(book[sheet], name, found, language)
    _add_list(book, path, problems, language)
    save_workbook(book, out)


def _mark(sheet: Worksheet, name: str, found: Sequence[Problem], language: str) -> None:
    cell = corner(sheet, name)
    severity = "error" if any(problem.blocks for problem in found) else "warning"
    cell.fill, cell.border = _FILLS[severity], _BORDER
    lines = [f"{problem.text.get(language)}\n→ {problem.cure.get(language)}" for problem in found]
    if cell.comment is not None and cell.comment.author != "paike 检查":
        lines.append(cell.comment.text)
    comment = Comment("\n".join(lines), "paike 检查", width=COMMENT_WIDTH)
    comment.height = 24 + 54 * len(lines)
    cell.comment = comment


def _add_list(book: Workbook, path: Path, problems: Sequence[Problem], language: str) -> None:
    sheet = book.create_sheet(sheet_title(book, PROBLEMS.get(language)), 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    merge(sheet, (1, 1), (1, len(COLUMNS)), PROBLEMS.get(language), TITLE)
    merge(sheet, (2, 2), (1, len(COLUMNS)), _summary(problems).get(language), SUBTITLE)
    widths(sheet, [width for _, width in COLUMNS])
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 28, 18
    for column, (heading, _) in enumerate(COLUMNS, 1):
        put(sheet, HEAD_ROWS, column, heading.get(language), HEADING)
    for number, problem in enumerate(problems, 1):
        _add_row(book, sheet, number, problem, language)
    sheet.freeze_panes = f"A{HEAD_ROWS + 1}"
    sheet.print_title_rows = f"{HEAD_ROWS}:{HEAD_ROWS}"
    set_page(sheet, A4, (path.stem, ""), language, landscape=True)


def _summary(problems: Sequence[Problem]) -> Text:
    errors = sum(1 for problem in problems if problem.blocks)
    return Text(
        f"{errors} 处要改正（红格），{len(problems) - errors} 处提醒（黄格）。点单元格可跳过去；改好后存盘再上传，本表不用删。",
        f"{errors} to correct (red), {len(problems) - errors} warnings (yellow). Click a cell to go there; this sheet may stay.",
    )


def _add_row(book: Workbook, sheet: Worksheet, number: int, problem: Problem, language: str) -> None:
    row = HEAD_ROWS + number
    texts = (problem.text.get(language), problem.cure.get(language))
    severity = SEVERITY_WORDS[problem.severity].get(language)
    values: tuple[int | str, ...] = (number, severity, problem.sheet, problem.cell, problem.value, *texts)
    looks = (_SMALL, _SMALL, _SMALL, _LINK, _TEXT, _TEXT, _TEXT)
    for column, (value, look) in enumerate(zip(values, looks, strict=True), 1):
        put(sheet, row, column, value, look)
    sheet.cell(row, 2).fill = _FILLS["error" if problem.blocks else "warning"]
    if problem.cell and problem.sheet in book.sheetnames:
        name = problem.sheet.replace("'", "''")
        target = Hyperlink(ref=f"D{row}", location=f"'{name}'!{problem.cell}")
        sheet.cell(row, CELL_COLUMN).hyperlink = target
    sheet.row_dimensions[row].height = max(
        height_of([TextRun(str(value), POINTS)], width) for value, (_, width) in zip(values, COLUMNS, strict=True)
    )
