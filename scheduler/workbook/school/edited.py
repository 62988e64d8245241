"""The school that edited sheets say: read as if they stood in a workbook, without a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook

from scheduler.workbook.school.form import Form, add_plain
from scheduler.workbook.school.reader import Reading, read_book


def read_forms(forms: Iterable[Form], name: str) -> Reading:
    """Return the school that some sheets say and every problem in them, the first row of a form being row `FIRST_ROW`.

    `name` is that of the workbook: a school without a name takes it.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for form in forms:
        add_plain(book, form)
    return read_book(book, Path(name))
