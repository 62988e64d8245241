"""How a sheet of the school workbook is laid out: a line of purpose, headings with notes, drop-downs, room to write, the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.text import Text
from scheduler.workbook.school.choices import CHOICES, NUMBERS, Choice
from scheduler.workbook.school.guide import PURPOSES
from scheduler.workbook.sheet import Column, Sheet
from scheduler.workbook.spreadsheet import (
    A3,
    A4,
    FONT_NAME,
    HEADER_INCHES,
    LINE,
    MARGIN_INCHES,
    lines_needed,
    pages_needed,
    set_value,
    width_needed,
    width_share,
)

HEADING_ROW = 2
FIRST_ROW = HEADING_ROW + 1
LAST_ROW = 2000  # drop-downs reach down to here
LEAST_ROWS, SPARE_ROWS = 15, 3  # bordered rows to write in
NARROWEST, PLAIN, WIDE = (
    (8.0, 26.0),
    (10.0, 26.0),
    (34.0, 64.0),
)  # least and most width: numbers and matrices, words, lists
LEAST_SHARE = 0.72  # a wide sheet is shrunk to an upright page down to this size
NEEDED, USUAL, OPTIONAL = "C55A11", "2F5D8C", "B4BAC4"  # colours of the sheets' tabs

Value = str | int | float | None
Row = Mapping[str, Value]


def _solid(color: str) -> PatternFill:
    return PatternFill("solid", start_color=color, end_color=color)


_LINE = Side(style="thin", color="FFB4BAC4")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_PURPOSE = Font(name=FONT_NAME, size=9, color="FF5F6670")
_NEEDED_HEADING, _NEEDED_FILL = Font(name=FONT_NAME, size=10, bold=True, color="FFFFFFFF"), _solid("FF2F5D8C")
_HEADING, _HEADING_FILL = Font(name=FONT_NAME, size=10, bold=True, color="FF1F2328"), _solid("FFDCE6F1")
_BODY = Font(name=FONT_NAME, size=10, color="FF1F2328")
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)


@dataclass(frozen=True)
class Form:
    """What stands on a sheet. `further` are a matrix's own headings; `fills` colours cells (row from 0, heading).

    `purpose` is the line above the headings, where the guide has none for it. `rows` are followed by bordered ones to write in unless the form is `complete`. `fixed` columns stay in sight; `choices` are drop-downs that this school adds to those of every workbook, by key, and
    `own_choices` are those of single cells.
    """

    sheet: Sheet
    rows: Sequence[Row]
    further: tuple[str, ...] = ()
    further_choice: Choice | None = None
    further_numbers: bool = False
    fills: Mapping[tuple[int, str], str] = field(default_factory=dict)
    fixed: int = 1
    wide: tuple[str, ...] = ()
    choices: Mapping[str, Choice | None] = field(default_factory=dict)
    own_choices: Mapping[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)
    complete: bool = False
    paper: int = A4
    tab: str = OPTIONAL
    purpose: Text | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns: keys of the layout, then the matrix's own headings."""
        return (*(column.key for column in self.sheet.columns), *self.further)

    def is_number(self, key: str) -> bool:
        """Tell whether a column holds numbers."""
        return self.further_numbers if key in self.further else (self.sheet.key, key) in NUMBERS


def add_form(book: Workbook, form: Form) -> None:
    """Add a sheet to a book."""
    sheet: Worksheet = book.create_sheet(form.sheet.title.zh)
    sheet.sheet_properties.tabColor = form.tab
    _write(sheet, 1, 1, (form.purpose or PURPOSES[form.sheet.key]).zh, _PURPOSE).alignment = Alignment(
        vertical="center"
    )
    sheet.row_dimensions[1].height = 20
    widths = _set_columns(sheet, form)
    _write_headings(sheet, form, widths)
    looks = _Looks()
    for index in range(len(form.rows) if form.complete else max(LEAST_ROWS, len(form.rows) + SPARE_ROWS)):
        _write_row(sheet, form, index, widths, looks)
    _add_drop_downs(sheet, form)
    sheet.freeze_panes = f"{get_column_letter(form.fixed + 1)}{FIRST_ROW}"
    _set_page(sheet, form.paper, widths)
    sheet.print_title_rows = f"1:{HEADING_ROW}"
    if form.further:
        sheet.print_title_cols = f"A:{get_column_letter(form.fixed)}"


def add_plain(book: Workbook, form: Form) -> None:
    """Add a sheet with the headings and rows of a form alone, in their places."""
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


def _write(sheet: Worksheet, row: int, column: int, value: Value, font: Font) -> Cell:
    cell: Cell = sheet.cell(row, column)  # type: ignore[assignment]
    set_value(cell, value)
    cell.font = font
    return cell


def _set_columns(sheet: Worksheet, form: Form) -> list[float]:
    """Set the columns' widths and return them. Empty columns of text are text, so that 3-1 does not become a date."""
    found = []
    titles = [column.title.zh for column in form.sheet.columns] + list(form.further)
    for number, (key, title) in enumerate(zip(form.keys, titles, strict=True), 1):
        texts = [title, *(str(row.get(key) or "") for row in form.rows)]
        least, most = NARROWEST if form.is_number(key) or key in form.further else PLAIN
        if key in form.wide:
            least, most = WIDE
        needed = max(width_needed(text, 10) for text in texts) + (0.3 if key in form.further else 2)
        width = min(most, max(least, needed))
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = width
        if not form.is_number(key):
            dimension.number_format = "@"
        found.append(width)
    return found


def _write_headings(sheet: Worksheet, form: Form, widths: Sequence[float]) -> None:
    columns: list[Column | None] = [*form.sheet.columns, *(None for _ in form.further)]
    for number, (column, key) in enumerate(zip(columns, form.keys, strict=True), 1):
        needed = column is not None and column.required
        cell = _write(
            sheet, HEADING_ROW, number, column.title.zh if column else key, _NEEDED_HEADING if needed else _HEADING
        )
        cell.fill = _NEEDED_FILL if needed else _HEADING_FILL
        cell.border, cell.alignment = _GRID, _CENTRED
        if column is not None:
            cell.comment = _note(column)
    titles = [column.title.zh if column else key for column, key in zip(columns, form.keys, strict=True)]
    lines = max(lines_needed(title, width, 10) for title, width in zip(titles, widths, strict=True))
    sheet.row_dimensions[HEADING_ROW].height = lines * 10 * LINE + 10


def _note(column: Column) -> Comment:
    needed = "（必填）" if column.required else ""
    text = f"{column.note.zh}{needed}\n{column.title.en}: {column.note.en}"
    lines = sum(lines_needed(line, 34, 9) for line in text.split("\n"))
    return Comment(text, "paike", height=26 + 17 * lines, width=240)


def _write_row(sheet: Worksheet, form: Form, index: int, widths: Sequence[float], looks: _Looks) -> None:
    row = form.rows[index] if index < len(form.rows) else {}
    lines = 1
    for number, (key, width) in enumerate(zip(form.keys, widths, strict=True), 1):
        value = row.get(key)
        cell: Cell = sheet.cell(FIRST_ROW + index, number)  # type: ignore[assignment]
        looks.dress(cell, form, index, key)
        set_value(cell, value)
        lines = max(lines, lines_needed(str(value or ""), width, 10))
    sheet.row_dimensions[FIRST_ROW + index].height = lines * 10 * LINE + 5


class _Looks:
    """The looks of a sheet's cells. openpyxl compares every style with all that it knows, so each is made once."""

    def __init__(self) -> None:
        self.made: dict[tuple[bool, bool, str | None], StyleArray] = {}

    def dress(self, cell: Cell, form: Form, index: int, key: str) -> None:
        """Give the cell of a column its look."""
        wanted = key in form.wide, form.is_number(key), form.fills.get((index, key))
        if wanted in self.made:
            cell._style = copy(self.made[wanted])  # type: ignore[attr-defined]
            return
        is_wide, is_number, fill = wanted
        cell.font, cell.border = _BODY, _GRID
        cell.alignment = _LEFT if is_wide else _CENTRED
        if not is_number:
            cell.number_format = "@"
        if fill is not None:
            cell.fill = _solid(fill)
        self.made[wanted] = copy(cell._style)  # type: ignore[attr-defined]


# Drop-downs.


def _add_drop_downs(sheet: Worksheet, form: Form) -> None:
    own = {key for _, key in form.own_choices}
    for number, key in enumerate(form.keys, 1):
        letter = get_column_letter(number)
        area = f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}"
        choice = form.choices.get(key, CHOICES.get((form.sheet.key, key)))
        if choice is not None and key not in own:
            _validate(sheet, choice, area)
        _validate_number(sheet, NUMBERS.get((form.sheet.key, key)), area)
    if form.further_choice is not None and form.further:
        first, last = len(form.sheet.columns) + 1, len(form.keys)
        area = f"{get_column_letter(first)}{FIRST_ROW}:{get_column_letter(last)}{LAST_ROW}"
        _validate(sheet, form.further_choice, area)
    _add_own_choices(sheet, form)


def _add_own_choices(sheet: Worksheet, form: Form) -> None:
    """Add the drop-downs of single cells, one for all cells with the same words."""
    areas: dict[tuple[str, ...], list[str]] = {}
    for (index, key), words in form.own_choices.items():
        cell = f"{get_column_letter(form.keys.index(key) + 1)}{FIRST_ROW + index}"
        areas.setdefault(words, []).append(cell)
    for words, cells in areas.items():
        _validate(sheet, Choice(words), *cells)


def _validate(sheet: Worksheet, choice: Choice, *areas: str) -> None:
    rule = DataValidation(type="list", formula1=choice.formula(FIRST_ROW, LAST_ROW), allow_blank=True)
    rule.showErrorMessage = choice.strict
    rule.errorTitle = "请从下拉表选"
    rule.error = "只能填下拉表里的内容。Please choose from the list."
    _apply(sheet, rule, areas)


def _validate_number(sheet: Worksheet, bounds: tuple[int, int] | None, area: str) -> None:
    if bounds is None:
        return
    rule = DataValidation(
        type="whole", operator="between", formula1=str(bounds[0]), formula2=str(bounds[1]), allow_blank=True
    )
    rule.showErrorMessage = True
    rule.errorTitle = "请填整数"
    rule.error = f"应是 {bounds[0]} 到 {bounds[1]} 的整数。A whole number, {bounds[0]} to {bounds[1]}."
    _apply(sheet, rule, (area,))


def _apply(sheet: Worksheet, rule: DataValidation, areas: Iterable[str]) -> None:
    for area in areas:
        rule.add(area)
    sheet.add_data_validation(rule)


# The page.


def _set_page(sheet: Worksheet, paper: int, widths: Sequence[float]) -> None:
    """Set the page; a sheet that nearly fits an upright A4 is printed so, and few rows get no page of their own."""
    landscape = paper == A3 or width_share(A4, widths, landscape=False) < LEAST_SHARE
    set_page(sheet, paper, landscape=landscape)
    height = sum(sheet.row_dimensions[row].height or 15.0 for row in range(1, sheet.max_row + 1))
    sheet.page_setup.fitToHeight = pages_needed(height, paper, widths, landscape=landscape)


def set_page(sheet: Worksheet, paper: int, *, landscape: bool, scale: int | None = None) -> None:
    """Set paper, orientation and margins; a sheet says its name and the page below.

    It is one page wide unless its `scale` in per cent is given: Excel keeps page breaks at a given scale only.
    """
    sheet.page_setup.paperSize = paper
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    if scale is not None:
        sheet.page_setup.scale = scale
    elif sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    margins = sheet.page_margins
    margins.left = margins.right = MARGIN_INCHES
    margins.top = margins.bottom = MARGIN_INCHES + HEADER_INCHES
    margins.header = margins.footer = 0.35
    foot = sheet.oddFooter
    if foot is not None:
        foot.left.text, foot.right.text = "&A", "第 &P 页，共 &N 页"
