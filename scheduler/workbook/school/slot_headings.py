"""Headings of 教师时间 in two rows: the day above, reaching over its lessons or halves, these below."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TypeVar

from scheduler.text import day_name
from scheduler.workbook.notation import NotationError, read_day, read_lesson_number
from scheduler.workbook.sheet import Column
from scheduler.workbook.tables import HEADING_ROWS, Cell, Grid, find_heading

T = TypeVar("T")
_FEWEST = 2
_HALVES = ("上午", "下午")
_HALF_WORDS = {None: "", 0: "上午", 1: "下午"}


def join_headings(grid: Grid, columns: tuple[Column, ...]) -> None:
    """Put day and lesson of a heading in two rows into its heading row, as 周一第3节 or 周一上午; another sheet stays as it is."""
    for above, below in pairwise(list(grid.by_row)[:HEADING_ROWS]):
        found = _slots(grid, above, below)
        if len(found) >= _FEWEST:
            heading = find_heading(grid, columns)
            row, other = (below, above) if heading is not None and heading[0] == below else (above, below)
            _write(grid, row, other, found)
            return


def _slots(grid: Grid, above: int, below: int) -> dict[int, str]:
    """Return the time that two cells below each other name together; a day holds for the empty cells right of it."""
    found: dict[int, str] = {}
    day: int | None = None
    last = -1
    for column in sorted({*grid.by_row[above], *grid.by_row[below]}):
        top, low = grid.cell(above, column), grid.cell(below, column)
        if top.text:
            named = None if top.text.isdigit() else _read(read_day, top)
            last = last if named == day else -1
            day = named
        below_day = _below_day(low)
        if day is None or below_day is None:
            continue
        order, words = below_day
        if not top.text and order <= last:
            day = None  # the next day, whose name is missing
            continue
        last = order
        found[column] = f"{day_name(day).zh}{words}"
    return found


def _below_day(cell: Cell) -> tuple[int, str] | None:
    """Return the place in the day of what stands below it, a lesson or a half, and its words; None for other texts."""
    if cell.text in _HALVES:
        return _HALVES.index(cell.text), cell.text
    number = _read(read_lesson_number, cell)
    return None if number is None else (number[0], f"{_HALF_WORDS[number[1]]}第{number[0]}节")


def _read(reader: Callable[[object], T], cell: Cell) -> T | None:
    try:
        return reader(cell.value)
    except NotationError:
        return None


def _write(grid: Grid, row: int, other: int, found: dict[int, str]) -> None:
    for column, text in found.items():
        grid.values[row, column] = text
        grid.corners.pop((row, column), None)
    grid.by_row[row] = sorted(column for at, column in grid.values if at == row)
    if other > row:
        del grid.by_row[other]  # no row of marks
