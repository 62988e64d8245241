"""A fault of a workbook: what it is, how it is made, and where and in what words the reader must tell it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from sample_data.generator import StageName
from scheduler.school import School
from scheduler.text import Text
from scheduler.workbook.sheet import Sheet


class FaultPlace(NamedTuple):
    """The sheet and cell that a message must name; an empty cell means the sheet as a whole."""

    sheet: str
    cell: str = ""


class Fault(NamedTuple):
    """One fault: `words` must stand in the Chinese message; `make` puts it in a good workbook and returns its place.

    `stage` is that of the school whose workbook it is.
    """

    name: str
    title: Text
    words: str
    make: Callable[[Book], FaultPlace]
    stage: StageName = "primary"


class Book:
    """A written school workbook whose cells are found by sheet, heading and row name."""

    def __init__(self, workbook: Workbook, school: School) -> None:
        self.workbook = workbook
        self.school = school

    def sheet(self, of: Sheet) -> Worksheet:
        """Return a sheet. Raises KeyError when the workbook has none of that title."""
        found: Worksheet = self.workbook[of.title.zh]
        return found

    def cell(self, of: Sheet, row: str | int, column: str) -> Cell:
        """Return the cell in the column headed `column`, in the row whose first cells hold `row`, or the row-th data row."""
        sheet = self.sheet(of)
        head = self._heading(sheet, column)
        found = head.row + row if isinstance(row, int) else self._row(sheet, head.row, row)
        return self._at(sheet, found, head.column)

    def next_free(self, of: Sheet, column: str) -> Cell:
        """Return the first empty cell below all rows in the column headed `column`."""
        sheet = self.sheet(of)
        head = self._heading(sheet, column)
        used = [row for row in range(head.row, sheet.max_row + 1) if any(x.value is not None for x in sheet[row])]
        return self._at(sheet, used[-1] + 1, head.column)

    def beside(self, cell: Cell, of: Sheet, column: str) -> Cell:
        """Return the cell of another column in the same row."""
        sheet = self.sheet(of)
        return self._at(sheet, cell.row, self._heading(sheet, column).column)

    @staticmethod
    def _heading(sheet: Worksheet, title: str) -> Cell:
        for row in sheet.iter_rows(min_row=1, max_row=6):
            for cell in row:
                if isinstance(cell, Cell) and str(cell.value or "").strip() == title:
                    return cell
        raise KeyError(f"{sheet.title}: no column {title}")

    @staticmethod
    def _row(sheet: Worksheet, after: int, name: str) -> int:
        for row in range(after + 1, sheet.max_row + 1):
            if name in [str(sheet.cell(row, column).value) for column in (1, 2, 3)]:
                return row
        raise KeyError(f"{sheet.title}: no row {name}")

    @staticmethod
    def _at(sheet: Worksheet, row: int, column: int) -> Cell:
        cell = sheet.cell(row, column)
        if not isinstance(cell, Cell):
            raise KeyError(f"{sheet.title}: {cell.coordinate} is merged")
        return cell


def put(cell: Cell, value: object) -> FaultPlace:
    """Put a value into a cell and return its place."""
    cell.value = value  # type: ignore[assignment]
    parent = cell.parent
    return FaultPlace(parent.title, cell.coordinate)


def fault(zh: str, en: str, words: str, make: Callable[[Book], FaultPlace], stage: StageName = "primary") -> Fault:
    """Return a fault that is called as the function that makes it."""
    return Fault(make.__name__.replace("_", "-"), Text(zh, en), words, make, stage)
