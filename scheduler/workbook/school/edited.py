"""The school that edited sheets say: read as if they stood in a workbook, without a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell

from scheduler.workbook.school.form import FIRST_ROW, HEADING_ROW, Form
from scheduler.workbook.school.reader import Reading, read_book
from scheduler.workbook.spreadsheet import set_value


def read_forms(forms: Iterable[Form], name: str) -> Reading:
    """Return the school that some sheets say and every problem in them, the first row of a form being row `FIRST_ROW`.

    `name` is that of the workbook: a school without a name takes it.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for form in forms:
        _add_plain(book, form)
    return read_book(book, Path(name))


def _add_plain(book: Workbook, form: Form) -> None:
    sheet = book.create_sheet(form.sheet.title.zh)
    titles = [column.title.zh for column in form.sheet.columns] + list(form.further)
    for number, (key, title) in enumerate(zip(form.keys, titles, strict=True), 1):
        sheet.cell(HEADING_ROW, number, title)
        for index, row in enumerate(form.rows):
            value = row.get(key)
            if value is not None:
                cell = sheet.cell(FIRST_ROW + index, number)
                assert isinstance(cell, Cell)
                set_value(cell, value)
