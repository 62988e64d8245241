"""A sheet of many pages, each with a title of its own: a list for each club, class or pupil."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook

from scheduler.export.page import TextRun, end_page, height_of, merge, put, set_page, sheet_title, widths
from scheduler.export.styles import SUBTITLE, TITLE, CellStyle, font
from scheduler.export.table import LEAST_ROW, POINTS, SMALL, SMALL_HEADING, SMALL_TEXT, Page, Value
from scheduler.text import Text
from scheduler.workbook.spreadsheet import A4

BLOCK_TITLE = TITLE._replace(font=font(14, bold=True))


class PagedSheet:
    """A sheet of upright A4 pages, shrunk to a `scale` in per cent; `begin` starts a page with title and headings, `add` writes a row of it."""

    def __init__(self, book: Workbook, page: Page, name: Text, columns: Sequence[float], *, scale: int = 100) -> None:
        self.page, self.columns = page, columns
        self.sheet = book.create_sheet(sheet_title(book, page.text(name)))
        widths(self.sheet, columns)
        school = page.school
        set_page(self.sheet, A4, (school.name, school.term), page.language, landscape=False, fit_width=False)
        self.sheet.page_setup.scale = scale
        self.row = 0

    def begin(self, title: str, subtitle: str, headings: Sequence[str]) -> None:
        """Begin a page."""
        if self.row:
            end_page(self.sheet, self.row)
        last = len(self.columns)
        merge(self.sheet, (self.row + 1, self.row + 1), (1, last), title, BLOCK_TITLE)
        merge(self.sheet, (self.row + 2, self.row + 2), (1, last), subtitle, SUBTITLE)
        self.sheet.row_dimensions[self.row + 1].height = 26
        self.sheet.row_dimensions[self.row + 2].height = 18
        self.row += 2
        self.add(headings, [SMALL_HEADING] * last)

    def add(self, values: Sequence[Value], looks: Sequence[CellStyle] = ()) -> None:
        """Write a row, as high as its texts."""
        self.row += 1
        height = LEAST_ROW
        for index, (value, width) in enumerate(zip(values, self.columns, strict=True)):
            put(self.sheet, self.row, index + 1, value, looks[index] if looks else SMALL)
            if isinstance(value, str):
                height = max(height, height_of([TextRun(value, POINTS)], width))
        self.sheet.row_dimensions[self.row].height = height

    def space(self) -> None:
        """Leave a row empty."""
        self.row += 1
        self.sheet.row_dimensions[self.row].height = LEAST_ROW

    def line(self, label: str, text: str) -> None:
        """Write a row with a label and one text over all other columns."""
        self.row += 1
        put(self.sheet, self.row, 1, label, SMALL)
        merge(self.sheet, (self.row, self.row), (2, len(self.columns)), text, SMALL_TEXT)
        height = height_of([TextRun(text, POINTS)], sum(self.columns[1:]))
        self.sheet.row_dimensions[self.row].height = max(LEAST_ROW, height)
