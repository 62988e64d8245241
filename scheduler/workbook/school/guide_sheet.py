"""The 说明 sheet: Chinese, with English below."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.text import Text
from scheduler.workbook.school.form import NEEDED, set_page
from scheduler.workbook.school.guide import EXAMPLES, NEEDED_AT_LEAST, PURPOSES, REMARKS, STEPS
from scheduler.workbook.school.layout import ASSIGNMENT, GUIDE, SHEETS
from scheduler.workbook.spreadsheet import A4, FONT_NAME, LINE, lines_needed, set_value

WIDTHS = (22.0, 84.0)
SCALE = 82  # per cent: each language on a page of its own
_INK = "FF1F2328"
_BAND = PatternFill("solid", start_color="FFDCE6F1", end_color="FFDCE6F1")
_ACCENT = PatternFill("solid", start_color="FFFCE4D6", end_color="FFFCE4D6")
_LINE = Side(style="thin", color="FFB4BAC4")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def add_guide(book: Workbook) -> None:
    """Add the guide to a book."""
    sheet: Worksheet = book.create_sheet(GUIDE.title.zh)
    sheet.sheet_properties.tabColor = NEEDED
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("AB", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    page = _Page(sheet)
    page.line("学校排课工作簿", size=16, bold=True)
    page.line(NEEDED_AT_LEAST.zh, size=11, bold=True, fill=_ACCENT)
    _tell(page, "zh")
    sheet.row_breaks.append(Break(id=page.row))
    page.line("In English", size=13, bold=True)
    page.line(NEEDED_AT_LEAST.en, bold=True, fill=_ACCENT)
    _tell(page, "en")
    set_page(sheet, A4, landscape=False, scale=SCALE)


def _tell(page: _Page, language: str) -> None:
    """Write all sections in one language."""

    def said(zh: str, en: str) -> str:
        return Text(zh, en).get(language)

    page.band(said("填写步骤", "Steps"))
    for step in STEPS:
        page.line(step.get(language))
    page.band(said("“任课”格子的写法", "What a cell of 任课 may say"))
    for example in EXAMPLES:
        page.pair(example.cell, example.meaning.get(language))
    page.band(said("各张工作表", "The sheets"))
    for sheet in SHEETS[1:]:
        title = sheet.title.zh if language == "zh" else f"{sheet.title.zh} {sheet.title.en}"
        page.pair(title, PURPOSES[sheet.key].get(language), needed=sheet is ASSIGNMENT)
    page.band(said("提示", "Remarks"))
    for remark in REMARKS:
        page.line(remark.get(language))


class _Page:
    """Writes one row after the other."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.row = 0

    def line(self, text: str, *, size: int = 10, bold: bool = False, fill: PatternFill | None = None) -> None:
        """Write a text over the whole width."""
        self.row += 1
        self._put(1, text, size=size, bold=bold, fill=fill)
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=2)
        self._height(lines_needed(text, sum(WIDTHS), size), size)

    def band(self, text: str) -> None:
        """Write the heading of a section, after an empty row."""
        self.row += 1
        self.sheet.row_dimensions[self.row].height = 8
        self.line(text, size=11, bold=True, fill=_BAND)

    def pair(self, name: str, text: str, *, needed: bool = False) -> None:
        """Write a name and what it means."""
        self.row += 1
        for column, value in enumerate((name, text), 1):
            self._put(column, value, bold=column == 1, fill=_ACCENT if needed else None, grid=True)
        lines = (lines_needed(value, width, 10) for value, width in zip((name, text), WIDTHS, strict=True))
        self._height(max(lines), 10)

    def _put(
        self,
        column: int,
        text: str,
        *,
        size: int = 10,
        bold: bool = False,
        fill: PatternFill | None = None,
        grid: bool = False,
    ) -> None:
        cell = self.sheet.cell(self.row, column)
        set_value(cell, text)  # type: ignore[arg-type]
        cell.font = Font(name=FONT_NAME, size=size, bold=bold, color=_INK)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        if fill is not None:
            cell.fill = fill
        if grid:
            cell.border = _GRID

    def _height(self, lines: int, size: float) -> None:
        self.sheet.row_dimensions[self.row].height = lines * size * LINE + 2
