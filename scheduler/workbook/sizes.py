"""How much a workbook would take in memory, counted in bounded memory before any of it is read."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from typing import NamedTuple
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries

from scheduler.text import Text

MOST_UNPACKED = 64 * 1024**2  # bytes of all parts
MOST_PARTS = 5000
MOST_SHEETS = 500
MOST_CELLS = 1_000_000  # stored cells, empty ones with a format among them
MOST_ELEMENTS = 2_500_000  # of XML in all parts
MOST_DEPTH = 200  # of elements within each other
MOST_STRUCTURE = 50_000  # elements that say which parts there are
MOST_LOOKS = 300_000  # elements of styles, drawings and the like; a copy with more is made without looks
MOST_CHARACTERS = 10_000_000  # of all cells of a sheet: a text that is stored once may stand in many
MOST_COVERED = 500_000  # cells below merged areas and links

_CHUNK = 1024**2
_STRUCTURE = ("Types", "Relationships", "workbook")  # roots of such parts
_AREAS = ("mergeCell", "hyperlink", "comment")  # elements whose `ref` openpyxl turns into cells, however many


class TooBigError(Exception):
    """A workbook that is refused before it fills the memory."""

    def __init__(self, size: Text) -> None:
        super().__init__(size.en)
        self.size = size


class Sizes(NamedTuple):
    """What openpyxl would create one by one: the cells below merged areas, links and comments, and all looks."""

    covered: int
    looks: int

    @property
    def editable(self) -> bool:
        """Whether openpyxl may read all of it."""
        return self.covered <= MOST_COVERED and self.looks <= MOST_LOOKS


def check_sizes(archive: zipfile.ZipFile) -> Sizes:
    """Return the sizes of a workbook. Raises TooBigError for one that is not to be read.

    A part that is not sound XML is counted up to where it breaks: no reader gets further.
    """
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED:
        raise TooBigError(Text(f"展开后有 {unpacked // 1024**2} MB", f"{unpacked // 1024**2} MB when unpacked"))
    if len(parts) > MOST_PARTS:
        raise TooBigError(Text(f"有 {len(parts)} 个部件", f"{len(parts)} parts"))
    counter = _Counter()
    for part in parts:
        with archive.open(part) as stream:
            counter.begin()
            try:
                while chunk := stream.read(_CHUNK):
                    counter.parser.Parse(chunk)
            except (expat.ExpatError, _EntityError, ValueError):  # a picture, or what its reader will tell
                continue
    return Sizes(counter.covered, counter.looks)


class _EntityError(Exception):
    """A part that declares entities; openpyxl refuses it."""


class _Counter:
    """Counts the elements of one part after the other. Raises TooBigError as soon as they are too many."""

    def __init__(self) -> None:
        self.elements = self.cells = self.sheets = self.structure = self.covered = self.looks = 0

    def begin(self) -> None:
        """Begin another part."""
        self.depth, self.root = 0, ""
        self.parser = expat.ParserCreate()
        self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._entity

    def _start(self, name: str, attributes: Sequence[str]) -> None:
        name = name.rpartition(":")[2]
        self.elements += 1
        self.depth += 1
        if self.depth == 1:
            self.root = name
            self.sheets += name == "worksheet"
        if name == "c" and self.root == "worksheet":
            self.cells += 1
        elif name in _AREAS:
            self.covered += _size_of(attributes)
        if self.root not in ("worksheet", "sst"):
            self.looks += 1
            self.structure += self.root in _STRUCTURE
        self._compare()

    def _compare(self) -> None:
        if self.cells > MOST_CELLS:
            raise TooBigError(Text(f"超过 {MOST_CELLS} 个单元格", f"more than {MOST_CELLS} cells"))
        if self.sheets > MOST_SHEETS:
            raise TooBigError(Text(f"超过 {MOST_SHEETS} 张工作表", f"more than {MOST_SHEETS} sheets"))
        if self.elements > MOST_ELEMENTS or self.depth > MOST_DEPTH or self.structure > MOST_STRUCTURE:
            raise TooBigError(
                Text(
                    f"内部结构过大：{self.elements} 项，{self.depth} 层",
                    f"its inner structure: {self.elements} elements, {self.depth} deep",
                )
            )

    def _end(self, name: str) -> None:
        self.depth -= 1

    def _entity(self, *declaration: object) -> None:
        raise _EntityError


def _size_of(attributes: Sequence[str]) -> int:
    """Return the number of cells of the area that an element is about."""
    where = dict(zip(attributes[::2], attributes[1::2], strict=True)).get("ref", "")
    if ":" not in where:
        return 1
    try:
        left, top, right, bottom = range_boundaries(where)
    except ValueError:
        return 1
    if left is None or top is None or right is None or bottom is None:  # whole rows or columns: A:A
        return MOST_COVERED + 1
    return max(1, (right - left + 1) * (bottom - top + 1))
