"""Measures what Excel shows of a cell, apart from how the program measures it."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

DIGIT, PADDING = 5.25, 4.0  # points of a unit of column width, of the space left and right of a text
LEADING = 1.32  # of 微软雅黑, in font sizes


class Need(NamedTuple):
    """What a text needs and what its cell has, in points."""

    cell: str
    text: str
    height: float
    room: float


def needs(sheet: Worksheet) -> Iterator[Need]:
    """Yield what each text of a sheet needs."""
    corners = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    for line in sheet.iter_rows():
        for cell in line:
            if not isinstance(cell.value, str | CellRichText):
                continue
            assert isinstance(cell, Cell)
            area = corners.get((cell.row, cell.column))
            last_row, last_column = (area.max_row, area.max_col) if area else (cell.row, cell.column)
            width = sum(_width(sheet, column) for column in range(cell.column, last_column + 1))
            room = sum(sheet.row_dimensions[row].height or 15.0 for row in range(cell.row, last_row + 1))
            yield Need(f"{sheet.title}!{cell.coordinate}", str(cell.value), _height(cell, width), room)


def _width(sheet: Worksheet, column: int) -> float:
    dimension = sheet.column_dimensions.get(get_column_letter(column))
    return (dimension.width if dimension else 13.0) * DIGIT


def _height(cell: Cell, width: float) -> float:
    height = 0.0
    for text, points in _lines(cell):
        wide = sum(points if unicodedata.east_asian_width(c) in "WFA" else points * 0.55 for c in text)
        height += max(1, math.ceil(wide / (width - PADDING))) * points * LEADING
    return height


def _lines(cell: Cell) -> Iterator[tuple[str, float]]:
    if not isinstance(cell.value, CellRichText):
        for line in str(cell.value).split("\n"):
            yield line, float(cell.font.sz or 11)
        return
    for block in cell.value:
        assert not isinstance(block, str) and block.font is not None
        for line in block.text.removesuffix("\n").split("\n"):
            yield line, float(block.font.sz or 11)
