"""A workbook that is mended cell by cell without its file being touched: what was typed stands in it when it is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.workbook.files import editable_workbook, filled_cells, open_workbook
from scheduler.workbook.problem import Problem
from scheduler.workbook.spreadsheet import save_workbook, set_value

Mends = Mapping[tuple[str, str], str]
"""What was typed, by sheet and cell; an empty text clears the cell. A sheet that the workbook does not have is added."""

SPARE_ROWS = 3  # below the last one, to write in


class RawCell(NamedTuple):
    """A cell as it is shown: its name, its text, how many columns and rows it covers."""

    name: str
    text: str
    columns: int = 1
    rows: int = 1


class RawSheet(NamedTuple):
    """A sheet as it stands in the workbook: the rows that are shown by their numbers, the letters of its columns."""

    title: str
    columns: tuple[str, ...]
    rows: Mapping[int, tuple[RawCell, ...]]


def open_mended(path: Path, mends: Mends) -> tuple[Workbook | None, tuple[Problem, ...]]:
    """Return a workbook as `open_workbook` does, mended; what could not be read of a mended cell is no problem any more."""
    book, problems = open_workbook(path)
    if book is None:
        return None, problems
    mend(book, mends)
    return book, tuple(problem for problem in problems if (problem.sheet, problem.cell) not in mends)


def write_mended(path: Path, mends: Mends, out: Path) -> None:
    """Write a mended copy of a workbook, with the looks and formulas of the file. Raises OSError, ValueError for no workbook."""
    book = editable_workbook(path)
    mend(book, mends)
    save_workbook(book, out)


def mend(book: Workbook, mends: Mends) -> None:
    """Put what was typed into a workbook."""
    for (title, name), text in mends.items():
        sheet = book[title] if title in book.sheetnames else book.create_sheet(title)
        set_value(corner(sheet, name), text or None)


def corner(sheet: Worksheet, name: str) -> Cell:
    """Return a cell, or the one that speaks for it where it is merged."""
    cell = sheet[name]
    if isinstance(cell, MergedCell):
        area = next(area for area in sheet.merged_cells.ranges if name in area)
        cell = sheet.cell(area.min_row, area.min_col)
    assert isinstance(cell, Cell)
    return cell


def raw_sheets(book: Workbook, wanted: Iterable[tuple[str, str]], most_rows: int) -> tuple[RawSheet, ...]:
    """Return the sheets of a workbook as a person sees them; of a sheet with more than `most_rows` rows its first ones and
    those around the `wanted` cells."""
    rows_of: dict[str, set[int]] = {}
    for title, name in wanted:
        if name:
            rows_of.setdefault(title, set()).add(coordinate_to_tuple(name)[0])
    return tuple(_raw_sheet(sheet, rows_of.get(sheet.title, set()), most_rows) for sheet in book.worksheets)


def _raw_sheet(sheet: Worksheet, wanted: set[int], most_rows: int) -> RawSheet:
    filled = list(filled_cells(sheet))
    last = max((row for row, _ in filled), default=1) + SPARE_ROWS
    width = max((column for _, column in filled), default=1) + 1
    numbers = [number for number in range(1, last + 1) if last <= most_rows or _near(number, wanted, most_rows // 4)]
    spans = {
        (area.min_row, area.min_col): (min(area.max_col, width) - area.min_col + 1, area.max_row - area.min_row + 1)
        for area in sheet.merged_cells.ranges
    }
    covered = {place for area in sheet.merged_cells.ranges for place in area.cells} - set(spans)
    letters = tuple(get_column_letter(column) for column in range(1, width + 1))
    rows = {
        number: tuple(
            RawCell(f"{letter}{number}", _text(sheet, number, column), *spans.get((number, column), (1, 1)))
            for column, letter in enumerate(letters, 1)
            if (number, column) not in covered
        )
        for number in numbers
    }
    return RawSheet(sheet.title, letters, rows)


def _near(number: int, wanted: set[int], first: int) -> bool:
    return number <= first or any(row - 2 <= number <= row + 2 for row in wanted)


def _text(sheet: Worksheet, row: int, column: int) -> str:
    """Return what a cell says, as it was typed; a whole number without a point."""
    value = sheet.cell(row, column).value
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
