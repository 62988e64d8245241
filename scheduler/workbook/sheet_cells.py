"""Reads the cells and merged areas of one sheet with openpyxl, and passes over what else a sheet has, sound or not."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Generator
from typing import IO, Any, NamedTuple
from xml.etree.ElementTree import Element

from openpyxl.cell.cell import Cell
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter, range_boundaries
from openpyxl.worksheet._reader import (
    CELL_TAG,
    COL_TAG,
    FORMULA_TAG,
    INLINE_STRING,
    MERGE_TAG,
    ROW_TAG,
    VALUE_TAG,
    WorkSheetParser,
    WorksheetReader,
)
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.merge import MergedCellRange
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import iterparse

from scheduler.text import Text
from scheduler.workbook.sizes import MOST_CHARACTERS, MOST_COVERED, TooBigError

NEAR = 50  # rows or columns beyond the last cell that says something; a merged area that ends there is left as it is
LONGEST_TEXT = 32_767  # characters of a cell in Excel
_ENDLESS = 2**20
_SHOWN = 100  # characters of a damaged value
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_TYPES = ("n", "s", "str", "inlineStr", "b", "e", "d")


NO_RESULT = "#NO_RESULT!"  # in place of the result of a formula that is not stored


class Spot(NamedTuple):
    """A cell of a sheet with something that a reader should know: by row and column from 1."""

    row: int
    column: int
    value: str

    @property
    def name(self) -> str:
        """Its name, such as C7."""
        return f"{get_column_letter(self.column)}{self.row}"


def text_of(element: Element | None) -> str:
    """Return the text of a string item, whatever its looks; how it is pronounced is no part of it."""
    if element is None:
        return ""
    runs = [child for child in element if _local(child) == "t"]
    runs += [part for child in element if _local(child) == "r" for part in child if _local(part) == "t"]
    return unescaped("".join(run.text or "" for run in runs))


def unescaped(text: str) -> str:
    """Return a text in which characters that XML cannot hold, such as _x000D_, stand for themselves."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _is_possible(value: object) -> bool:
    """Tell whether Excel could hold a value in a cell."""
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, str) or len(value) <= LONGEST_TEXT


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


_NAMESPACE = CELL_TAG.rpartition("}")[0] + "}"
_KEPT = {CELL_TAG, VALUE_TAG, FORMULA_TAG, INLINE_STRING, COL_TAG, *(_NAMESPACE + n for n in ("t", "r", "mergeCell"))}


class SheetParser(WorkSheetParser):
    """Parses rows, merged areas and widths alone. What is wrong with single cells is kept, not raised.

    `unreadable` are cells whose content is damaged, `unformatted` numbers of which the file does not tell whether they are
    dates, `uncalculated` formulas without a stored result.
    """

    formats: frozenset[int] = frozenset()  # the styles of which the number format is known

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.areas: list[str] = []
        self.unreadable: list[Spot] = []
        self.unformatted: list[Spot] = []
        self.uncalculated: list[Spot] = []

    def parse(self) -> Generator[Any, None, None]:
        """Yield the cells of each row."""
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                element.attrib = {name: element.attrib[name] for name in ("r", "hidden") if name in element.attrib}
                row = self.parse_row(element)
                element.clear()
                yield row
            elif element.tag == MERGE_TAG:
                self.areas += [area.get("ref", "") for area in element]
                element.clear()
            elif element.tag not in _KEPT:
                element.clear()  # of something that no reader asks for
            elif element.tag == COL_TAG:
                with contextlib.suppress(ValueError, KeyError):
                    self.parse_column_dimensions(element)

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """Return row, column, value, type and style of a cell; one that cannot be read has no value."""
        if element.tag != CELL_TAG:
            return {"row": self.row_counter, "column": 0, "value": None}
        style = element.get("s", "0")
        known = style.isdecimal() and int(style) in self.formats
        element.set("s", style if known else "0")
        raw = element.findtext(VALUE_TAG) or ""
        if element.get("t") == "inlineStr":
            raw = text_of(element.find(INLINE_STRING))
            element.set("t", "str")
            element.insert(0, Element(VALUE_TAG))
            element[0].text = raw
        try:
            if element.get("t", "n") not in _TYPES or (element.get("t") == "s" and not raw.strip().isdecimal()):
                raise ValueError(raw)
            cell: dict[str, Any] = super().parse_cell(element)
            if not _is_possible(cell["value"]):
                raise ValueError(raw)
        except Exception:  # whatever Python makes of a wrong number, date or index
            return self._unreadable(element, raw)
        self._look_at(element, cell, raw, known)
        return cell

    def _unreadable(self, element: Element, raw: str) -> dict[str, Any]:
        where = element.get("r")
        row, column = coordinate_to_tuple(where) if where else (self.row_counter, self.col_counter)
        self.unreadable.append(Spot(row, column, raw[:_SHOWN]))
        return {"row": row, "column": column, "value": None, "data_type": "n", "style_id": 0}

    def _look_at(self, element: Element, cell: dict[str, Any], raw: str, known: bool) -> None:
        """Keep what a reader should know of a cell that was read."""
        place = (cell["row"], cell["column"])
        kind = element.get("t", "n")
        if kind == "str" and isinstance(cell["value"], str) and cell["data_type"] != "f":
            cell["value"] = unescaped(cell["value"])
        if kind == "n" and raw and not known and cell["data_type"] != "f":
            self.unformatted.append(Spot(*place, raw))
        formula = element.find(FORMULA_TAG)
        if formula is not None and not raw and (kind != "str" or element.find(VALUE_TAG) is None):
            self.uncalculated.append(Spot(*place, "=" + (formula.text or "")))


class SheetReader(WorksheetReader):
    """Puts what a `SheetParser` finds into a sheet: cells, merged areas, widths and what is hidden."""

    ws: Any  # a Worksheet: what is used of it here is not typed
    parser: SheetParser

    def __init__(self, sheet: Worksheet, source: IO[bytes], strings: list[str], *, values: bool) -> None:
        book: Any = sheet.parent
        self.ws = sheet
        self.parser = SheetParser(source, strings, values, book.epoch, book._date_formats, book._timedelta_formats)

    def bind_all(self) -> None:
        """Read the sheet. Raises TooBigError, and whatever openpyxl raises of rows that cannot be read."""
        self.bind_cells()
        self.bind_merged_cells()
        with contextlib.suppress(Exception):  # looks
            self.bind_col_dimensions()
            self.bind_row_dimensions()

    def bind_cells(self) -> None:
        """Create the cells that say something."""
        characters = 0
        for _, row in self.parser.parse():
            for found in row:
                if found["value"] is None:
                    continue
                characters += len(found["value"]) if isinstance(found["value"], str) else 0
                if characters > MOST_CHARACTERS:
                    raise TooBigError(
                        Text(f"超过 {MOST_CHARACTERS} 个字", f"more than {MOST_CHARACTERS} characters in a sheet")
                    )
                place = (found["row"], found["column"])
                if place in self.ws._cells and self.ws._cells[place].value != found["value"]:
                    self.parser.unreadable.append(Spot(*place, str(found["value"])))  # stands there twice
                style = self.ws.parent._cell_styles[found["style_id"]]
                cell: Any = Cell(self.ws, row=found["row"], column=found["column"], style_array=style)
                cell._value, cell.data_type = found["value"], found["data_type"]
                self.ws._cells[place] = cell

    def bind_merged_cells(self) -> None:
        """Merge the areas; one that reaches far beyond the cells that say something, such as a whole column, is cut there."""
        places = [place for place, cell in self.ws._cells.items() if cell.value is not None]
        last_row, last_column = (max((place[i] for place in places), default=0) for i in (0, 1))
        ranges, covered = [], 0
        for area in self.parser.areas:
            left, top, right, bottom = _boundaries(area)
            right = last_column if right > last_column + NEAR else right
            bottom = last_row if bottom > last_row + NEAR else bottom
            size = (right - left + 1) * (bottom - top + 1)
            if right < left or bottom < top or size == 1:
                continue
            covered += size
            if covered > MOST_COVERED:
                raise TooBigError(
                    Text(
                        f"工作表“{self.ws.title}”的合并区域 {area} 等盖住了超过 {MOST_COVERED} 格",
                        f"merged areas of sheet “{self.ws.title}” such as {area} cover more than {MOST_COVERED} cells",
                    )
                )
            ranges.append(MergedCellRange(self.ws, CellRange(None, left, top, right, bottom).coord))
            self.ws._clean_merge_range(ranges[-1])
        self.ws.merged_cells = MultiCellRange(ranges)


def _boundaries(area: str) -> tuple[int, int, int, int]:
    """Return first column and row, last column and row of an area; whole rows and columns reach to the end.

    Raises ValueError.
    """
    left, top, right, bottom = range_boundaries(area)
    return left or 1, top or 1, right or _ENDLESS, bottom or _ENDLESS
