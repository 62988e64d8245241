"""Tables of the plan workbook with a title, one row of headings and rows as high as their texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.export.page import TextRun, fit_pages, height_of, merge, put, set_page, sheet_title, widths
from scheduler.export.styles import BODY, HEADING, SUBTITLE, TEXT, TITLE, CellStyle, font
from scheduler.school import School
from scheduler.text import Text
from scheduler.workbook.spreadsheet import A4

HEAD_ROWS = 3
POINTS = 9.0
LEAST_ROW = 18.0
SMALL, SMALL_TEXT = BODY._replace(font=font(POINTS)), TEXT._replace(font=font(POINTS))
BOLD = SMALL._replace(font=font(POINTS, bold=True))
SMALL_HEADING = HEADING._replace(font=font(POINTS, bold=True))
SECTION = TEXT._replace(font=font(11, bold=True), border=None)

Value = str | int | float | None


class Column(NamedTuple):
    """A column of a table."""

    heading: Text
    width: float
    look: CellStyle = SMALL


class Headed(Protocol):
    """What a table is told: whose it is, of which term, and the language of its headings."""

    @property
    def language(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def term(self) -> str: ...  # noqa: D102
    def text(self, text: Text) -> str: ...  # noqa: D102


class Page(NamedTuple):
    """What the tables of a school are told: the school and the language of its headings."""

    school: School
    language: str

    @property
    def name(self) -> str:
        """The name of the school."""
        return self.school.name

    @property
    def term(self) -> str:
        """Its term."""
        return self.school.term

    def text(self, text: Text) -> str:
        """Return a text in the language of the workbook."""
        return text.get(self.language)


class TableSheet:
    """A sheet with one table, to be printed on A4 as it is; `row` is the last row written."""

    def __init__(
        self, book: Workbook, page: Headed, name: Text, columns: Sequence[Column], subtitle: str, *, landscape: bool
    ) -> None:
        self.page = page
        self.columns = columns
        self.sheet: Worksheet = book.create_sheet(sheet_title(book, page.text(name)))
        last = len(columns)
        merge(self.sheet, (1, 1), (1, last), f"{page.name} {page.text(name)}", TITLE)
        merge(self.sheet, (2, 2), (1, last), subtitle, SUBTITLE)
        widths(self.sheet, [column.width for column in columns])
        wide = sum(column.width for column in columns)
        self.sheet.row_dimensions[1].height = 28
        self.sheet.row_dimensions[2].height = max(18.0, height_of([TextRun(subtitle, POINTS)], wide))
        self.headings(HEAD_ROWS)
        self.row = HEAD_ROWS
        self.sheet.freeze_panes = f"B{HEAD_ROWS + 1}"
        self.sheet.print_title_rows = f"1:{HEAD_ROWS}"
        self.landscape = landscape
        set_page(self.sheet, A4, (page.name, page.term), page.language, landscape=landscape)

    def headings(self, row: int) -> None:
        """Write the columns' headings into a row."""
        texts = [self.page.text(column.heading) for column in self.columns]
        for number, text in enumerate(texts, 1):
            put(self.sheet, row, number, text, SMALL_HEADING)
        pairs = zip(texts, self.columns, strict=True)
        self.sheet.row_dimensions[row].height = max(
            20.0, *(height_of([TextRun(text, POINTS)], column.width) for text, column in pairs)
        )

    def add(self, values: Sequence[Value], looks: dict[int, CellStyle] | None = None) -> int:
        """Write a row, its height that of its texts; `looks` are those of single columns (from 0). Return its number."""
        self.row += 1
        height = LEAST_ROW
        for index, (value, column) in enumerate(zip(values, self.columns, strict=True)):
            put(self.sheet, self.row, index + 1, value, (looks or {}).get(index, column.look))
            if isinstance(value, str):
                height = max(height, height_of([TextRun(value, POINTS)], column.width))
        self.sheet.row_dimensions[self.row].height = height
        return self.row

    def section(self, title: Text) -> None:
        """Write a heading over the rows that follow."""
        self.row += 1
        merge(self.sheet, (self.row, self.row), (1, len(self.columns)), self.page.text(title), SECTION)
        self.sheet.row_dimensions[self.row].height = LEAST_ROW + 6

    def finish(self) -> None:
        """Let the sheet shrink a little rather than put its last few rows on a page of their own."""
        fit_pages(self.sheet, A4, [column.width for column in self.columns], landscape=self.landscape)
