"""What every workbook that we write shares: text that stays text, measured columns, files written whole."""

from __future__ import annotations

import io
import math
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4
from weakref import WeakKeyDictionary
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

FONT_NAME = "微软雅黑"
LINE = 1.45  # height of a line of 微软雅黑, in font sizes
POINTS_PER_WIDTH = 5.25  # a unit of column width, in points
A4, A3 = 9, 8  # as Excel numbers paper
CELL_PADDING = 3.75  # what each column adds to its width, in points
OVERHANG = 0.15  # the share of a page that is squeezed into the pages before it
MARGIN_INCHES, HEADER_INCHES = 0.45, 0.3
SLACK = 10.0  # points of a page that are left empty: printers round
PAPER_POINTS = {A4: (595, 842), A3: (842, 1191)}
_LEADING_A_FORMULA = ("=", "+", "-", "@")
_SAVED_AT = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.DOTALL)
_OLDEST = (1980, 1, 1, 0, 0, 0)
_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*)>(<f>[^<]*</f>)<v\s*(?:/>|></v>)')
_results: WeakKeyDictionary[Workbook, dict[str, dict[str, float]]] = WeakKeyDictionary()


def set_value(cell: Cell, value: str | int | float | None) -> None:
    """Put a value into a cell. Text is text: a name that begins with `=` never becomes a formula."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"
    if value.startswith(_LEADING_A_FORMULA):
        cell.quotePrefix = True


def set_formula(cell: Cell, formula: str, result: float) -> None:
    """Put a formula of ours into a cell, with its result for readers that do not calculate; no text of a person is part of it."""
    cell.value = formula
    sheet: Worksheet = cell.parent  # type: ignore[assignment]
    known = _results.setdefault(sheet.parent, {})  # type: ignore[arg-type]
    known.setdefault(sheet.title, {})[cell.coordinate] = result


def set_width_unit(book: Workbook) -> None:
    """Make a unit of column width as wide everywhere: it is a digit of the default font, and Calibri is not everywhere."""
    book._named_styles["Normal"].font = Font(name="Arial", size=10)  # type: ignore[attr-defined]
    book._fonts[0] = Font(name="Arial", size=10)  # type: ignore[attr-defined]


def lines_needed(text: str, width: float, points: float) -> int:
    """Return how many lines a text takes in a column of this width, never fewer than it has."""
    room = max(points, width * POINTS_PER_WIDTH - 4)
    return sum(max(1, math.ceil(_ems(line) * points / room)) for line in text.split("\n"))


def width_needed(text: str, points: float) -> float:
    """Return the width of the column in which each line of a text is one line."""
    return max(_ems(line) * points + 4 for line in text.split("\n")) / POINTS_PER_WIDTH


def _ems(text: str) -> float:
    """Return how wide a text is, in font sizes; digits and Latin letters of 微软雅黑 are a little wider than half."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.55 for character in text)


def width_of(columns: Sequence[float]) -> float:
    """Return the points that columns of these widths take together."""
    return sum(column * POINTS_PER_WIDTH + CELL_PADDING for column in columns)


def pages_needed(height: float, paper: int, columns: Sequence[float], *, landscape: bool) -> int:
    """Return the pages that rows of this height in all take when the sheet is one page wide."""
    high = printable(paper, landscape=landscape)[1]
    return max(1, math.ceil(height * width_share(paper, columns, landscape=landscape) / high - OVERHANG))


def width_share(paper: int, columns: Sequence[float], *, landscape: bool) -> float:
    """Return how much a sheet is shrunk to be one page wide: 1 for not at all."""
    return min(1.0, printable(paper, landscape=landscape)[0] / width_of(columns))


def printable(paper: int, *, landscape: bool) -> tuple[float, float]:
    """Return the width and height in points that our margins leave on a sheet of paper, less a little for rounding."""
    short, long = PAPER_POINTS[paper]
    wide, high = (long, short) if landscape else (short, long)
    margins = 2 * MARGIN_INCHES * 72
    return wide - margins - SLACK, high - margins - 2 * HEADER_INCHES * 72 - SLACK


def save_workbook(book: Workbook, path: Path) -> None:
    """Write a workbook whole or not at all; the same workbook gives the same bytes. Raises OSError when it cannot be written."""
    written = io.BytesIO()
    results = _results_by_part(book)
    book.save(written)
    with replacing(path) as temporary, ZipFile(written) as source, ZipFile(temporary, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, _OLDEST)
            entry.create_system, entry.compress_type = 0, ZIP_DEFLATED
            content = source.read(name)
            if name in results:
                content = _with_results(content, results[name])
            target.writestr(entry, _SAVED_AT.sub(b"", content) if name == "docProps/core.xml" else content)


def _results_by_part(book: Workbook) -> dict[str, dict[str, float]]:
    """Return the results of a book's formulas by the part of the file that holds their sheet."""
    known = _results.get(book, {})
    parts = {f"xl/worksheets/sheet{number}.xml": sheet.title for number, sheet in enumerate(book.worksheets, 1)}
    return {part: known[title] for part, title in parts.items() if title in known}


def _with_results(content: bytes, results: dict[str, float]) -> bytes:
    """Return the XML of a sheet with the results of its formulas; openpyxl leaves them empty."""

    def filled(found: re.Match[bytes]) -> bytes:
        name, more, formula = found.groups()
        result = results.get(name.decode())
        value = b"<v/>" if result is None else f"<v>{result:.10g}</v>".encode()
        return b'<c r="%b"%b>%b%b' % (name, more, formula, value)

    return _FORMULA.sub(filled, content)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path`; it takes the place of `path` when the block ends well, else nothing changes.

    Raises OSError when the folder cannot be written or `path` is held open by another program.
    """
    temporary = path.with_name(f".{path.stem}-{os.getpid()}-{uuid4().hex[:8]}{path.suffix}")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
