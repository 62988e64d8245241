"""Writing cells safely, measuring text, and setting up pages for the printer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import copy
from functools import cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.export.styles import INK, CellStyle, font
from scheduler.text import Text
from scheduler.workbook.spreadsheet import (
    FONT_NAME,
    HEADER_INCHES,
    LINE,
    MARGIN_INCHES,
    lines_needed,
    pages_needed,
    set_value,
)

_lines = cache(lines_needed)
WIDER_FONT = 8 / 7  # pixels of a digit of DejaVu Sans to one of Arial, at 10 points


class TextRun(NamedTuple):
    """A line of a cell with its own size in points."""

    text: str
    points: float
    bold: bool = False
    color: str = INK


def put(sheet: Worksheet, row: int, column: int, value: str | int | float | None, look: CellStyle) -> Cell:
    """Write a value with its look. Text is text: a name that begins with `=` never becomes a formula."""
    cell: Cell = sheet.cell(row, column)  # type: ignore[assignment]
    dress(cell, look)
    set_value(cell, value)
    return cell


def put_lines(sheet: Worksheet, row: int, column: int, runs: Sequence[TextRun], look: CellStyle) -> None:
    """Write lines of different sizes into one cell."""
    if len(runs) == 1:
        run = runs[0]
        put(sheet, row, column, run.text, look._replace(font=font(run.points, bold=run.bold, color=run.color)))
        return
    cell = put(sheet, row, column, None, look)
    if runs:
        ends = ["\n"] * (len(runs) - 1) + [""]
        cell.value = CellRichText([_block(run, end) for run, end in zip(runs, ends, strict=True)])


def _block(run: TextRun, end: str) -> TextBlock:
    return TextBlock(_inline_font(run.points, run.bold, run.color), ILLEGAL_CHARACTERS_RE.sub("", run.text) + end)


@cache
def _inline_font(points: float, bold: bool, color: str) -> InlineFont:
    return InlineFont(rFont=FONT_NAME, sz=points, b=bold, color=Color(rgb=color))


class _Dressed(NamedTuple):
    """A look, kept so that its parts keep their identity, and the style that a workbook made of it."""

    look: CellStyle
    style: StyleArray


_dressed: WeakKeyDictionary[Workbook, dict[tuple[int, ...], _Dressed]] = WeakKeyDictionary()


def dress(cell: Cell, look: CellStyle) -> None:
    """Give a cell its look. openpyxl compares every part with all others it knows, so each look is asked for once."""
    known = _dressed.setdefault(cell.parent.parent, {})  # type: ignore[arg-type]
    key = tuple(map(id, look))
    if key in known:
        cell._style = copy(known[key].style)  # type: ignore[attr-defined]
        return
    _set_style(cell, look)
    known[key] = _Dressed(look, copy(cell._style))  # type: ignore[attr-defined]


def _set_style(cell: Cell, look: CellStyle) -> None:
    cell.font = look.font
    cell.alignment = look.alignment
    if look.fill is not None:
        cell.fill = look.fill
    if look.border is not None:
        cell.border = look.border


def merge(
    sheet: Worksheet, rows: tuple[int, int], columns: tuple[int, int], value: str | None, look: CellStyle
) -> None:
    """Write a value over merged cells; every one of them gets the border."""
    for row in range(rows[0], rows[1] + 1):
        for column in range(columns[0], columns[1] + 1):
            dress(sheet.cell(row, column), look)  # type: ignore[arg-type]
    put(sheet, rows[0], columns[0], value, look)
    if rows[0] < rows[1] or columns[0] < columns[1]:
        # Not merge_cells: that works out the borders again, and is slow.
        area = CellRange(min_row=rows[0], max_row=rows[1], min_col=columns[0], max_col=columns[1])
        sheet.merged_cells.ranges.add(area)


def height_of(runs: Sequence[TextRun], width: float) -> float:
    """Return the points that lines of text need in a column of this width."""
    return sum(_lines(run.text, width, run.points) * run.points * LINE for run in runs) + 4


def widths(sheet: Worksheet, values: Sequence[float], first: int = 1) -> None:
    """Set the widths of neighbouring columns."""
    for column, value in enumerate(values, first):
        sheet.column_dimensions[get_column_letter(column)].width = value


def sheet_title(book: Workbook, name: str) -> str:
    """Return a name that Excel takes for a sheet and that the book does not have yet."""
    plain = INVALID_TITLE_REGEX.sub("_", name).strip("'")[:28]
    taken, number, title = {existing.casefold() for existing in book.sheetnames}, 1, plain
    while title.casefold() in taken:
        number += 1
        title = f"{plain} {number}"
    return title


def fit_pages(sheet: Worksheet, paper: int, columns: Sequence[float], *, landscape: bool) -> None:
    """Let a wide sheet shrink a little rather than put its last few rows on a page of their own."""
    heights = sum(sheet.row_dimensions[row].height or 15.0 for row in range(1, sheet.max_row + 1))
    sheet.page_setup.fitToHeight = pages_needed(heights, paper, columns, landscape=landscape)


def end_page(sheet: Worksheet, row: int) -> None:
    """Begin a new page after a row."""
    sheet.row_breaks.append(Break(id=row))


def set_page(
    sheet: Worksheet, paper: int, header: tuple[str, str], language: str, *, landscape: bool, fit_width: bool = True
) -> None:
    """Set paper, orientation, margins, and the header (left, right) and footer (sheet, page of pages).

    `fit_width` shrinks the sheet to one page in width. Excel may then ignore manual page breaks, so that sheets with blocks
    that stand whole scale themselves with `scale_to_page`.
    """
    sheet.page_setup.paperSize = paper
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = fit_width  # type: ignore[union-attr]
    if fit_width:
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    margins = sheet.page_margins
    margins.left = margins.right = MARGIN_INCHES
    margins.top = margins.bottom = MARGIN_INCHES + HEADER_INCHES
    margins.header = margins.footer = 0.35
    sheet.print_options.horizontalCentered = True
    page = Text("第 &P 页，共 &N 页", "Page &P of &N").get(language)
    head, foot = sheet.oddHeader, sheet.oddFooter
    if head is not None and foot is not None:
        head.left.text, head.right.text = _escaped(header[0]), _escaped(header[1])
        foot.left.text, foot.right.text = "&A", page


def _escaped(text: str) -> str:
    """Return header text in which an ampersand is no code; a leading digit would be read as a font size."""
    return " " + text.replace("&", "&&") if text else ""


def scale_to_page(
    sheet: Worksheet, need: tuple[float, float], room: tuple[float, float], *, kept: bool = False
) -> None:
    """Scale a sheet so that its widest and highest page (points) fits the paper; never enlarge.

    Columns are as wide as the default font, Arial: where a machine has another, Friday would fall off the paper. So a sheet
    of one page, or of pages that are `kept` also where manual breaks are ignored, is fitted in width by whoever prints it, unless its height asks for less.
    All others leave room for columns that are wider by a seventh, as those of DejaVu Sans are.
    """
    alone = not sheet.row_breaks.brk
    if (alone or kept) and need[1] <= room[1]:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(alone)
        return
    share = min(1.0, room[0] / (need[0] * WIDER_FONT), room[1] / need[1])
    sheet.page_setup.scale = max(10, math.floor(share * 100))
