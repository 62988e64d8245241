"""Finds the tables in a sheet of 任课: turned, beside each other, below each other, without a word above the classes."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.school.defaults import tells_area
from scheduler.workbook.names import class_name
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.layout import ASSIGNMENT
from scheduler.workbook.tables import HEADING_ROWS, Grid, is_titled

CORNER_TITLES = (  # what stands above the classes of a matrix
    *ASSIGNMENT.columns[0].title,
    *ASSIGNMENT.columns[0].aliases,
    "班级名称",
    "班别",
    "班次",
    "班级/学科",
    "年级/班级",
    "年级班级",
)
_GRADE_TITLES = ("年级", "grade")


def matrices(draft: Draft, grid: Grid) -> list[Grid]:
    """Return the matrices in a sheet, each with a row a class and the classes' heading in its first row; several are said."""
    corner = turned_corner(grid)
    if corner is not None:
        draft.report.note(
            f"“{grid.title}”一行一门学科、一列一个班，照此读",
            f"“{grid.title}” has a row a subject and a column a class",
        )
        grid = grid.turned(*corner, ASSIGNMENT.columns[0].title.zh)
    grid = _with_corner(grid)
    found = list(_windows(grid))
    if len(found) > 1:
        draft.report.note(
            f"“{grid.title}”里有 {len(found)} 张任课表，都读了", f"“{grid.title}” holds {len(found)} tables, all read"
        )
    return found or [grid]


def turned_corner(grid: Grid) -> tuple[int, int] | None:
    """Return row and column of the cell above the subjects and left of the classes; None where classes have rows."""
    for row in list(grid.by_row)[:HEADING_ROWS]:
        classes = [column for column, cell in grid.row(row) if class_name(cell.text) is not None]
        if len(classes) < 2:
            continue
        below = [number for number in grid.by_row if number > row]
        for column in range(1, min(classes)):
            texts = [grid.cell(number, column).text for number in below]
            if sum(tells_area(text) for text in texts) >= 2:
                return row, column
        return None
    return None


def class_column(grid: Grid, row: int) -> int | None:
    """Return the column in which classes stand below a row, left of its first subject; None without such a one."""
    subjects = [column for column, cell in grid.row(row) if tells_area(cell.text)]
    if not subjects:
        return None
    for column in range(1, subjects[0]):
        texts = [text for number in grid.by_row if number > row and (text := grid.cell(number, column).text)]
        if texts and 2 * sum(class_name(text) is not None for text in texts) > len(texts):
            return column
    return None


def _with_corner(grid: Grid) -> Grid:
    """Return a matrix with 班级 above its classes, where something else stands there: nothing, 班级\\学科."""
    if any(_class_columns(grid, row) for row in list(grid.by_row)[:HEADING_ROWS]):
        return grid
    for row in list(grid.by_row)[:HEADING_ROWS]:
        subjects = sum(tells_area(cell.text) for _, cell in grid.row(row))
        column = class_column(grid, row)
        if subjects > 1 and column is not None and not is_titled(grid.cell(row, column).text, _GRADE_TITLES):
            return grid.saying(row, column, ASSIGNMENT.columns[0].title.zh)
    return grid


def _class_columns(grid: Grid, row: int) -> list[int]:
    """Return the columns of a row that are headed 班级; a merged heading counts once."""
    return [
        column
        for column, cell in grid.row(row)
        if is_titled(cell.text, CORNER_TITLES) and grid.corners.get((row, column), (row, column))[1] == column
    ]


def _windows(grid: Grid) -> Iterator[Grid]:
    headings = _headings(grid)
    if not headings:
        return
    ends = [row - 1 for row in headings[1:]] + [max(grid.by_row, default=0)]
    last = max((column for _, column in grid.values), default=0)
    for row, end in zip(headings, ends, strict=True):
        columns = _class_columns(grid, row)
        firsts = [c - 1 if c > 1 and is_titled(grid.cell(row, c - 1).text, _GRADE_TITLES) else c for c in columns]
        firsts = [1, *firsts[1:]]
        for first, following in zip(firsts, [*firsts[1:], last + 1], strict=True):
            yield grid.window(range(row, end + 1), range(first, following))


def _headings(grid: Grid) -> list[int]:
    """Return the rows with the headings of a table; of two below each other the one that names more subjects."""
    found: list[int] = []
    for row in grid.by_row:
        if not _class_columns(grid, row) or (found and not _subjects(grid, row)):
            continue
        if found and row == found[-1] + 1:
            if _subjects(grid, row) > _subjects(grid, found[-1]):
                found[-1] = row
            continue
        found.append(row)
    return found


def _subjects(grid: Grid, row: int) -> int:
    return sum(tells_area(cell.text) for _, cell in grid.row(row))
