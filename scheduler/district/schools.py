"""The workbooks of a district in a folder: its schools', and the one of the district itself."""

from __future__ import annotations

import contextlib
import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from html import unescape
from pathlib import Path
from typing import NamedTuple

from scheduler.engine.usual_time import usual_seconds
from scheduler.workbook.names import class_name, key

SHARED_TEACHERS = "共享教师"  # the sheet by which the district's own workbook is known
SUFFIXES = frozenset({".xlsx", ".xlsm"})
_MOST_TEXTS = 16 * 1024**2  # bytes of a workbook's texts that are looked at
_UNREADABLE = (
    OSError,
    KeyError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
)
_TEXT = re.compile(r"<t(?: [^>]*)?>([^<]{2,16})</t>")
_PARTS_WITH_TEXT = re.compile(r"xl/sharedStrings\.xml|xl/worksheets/[^/]+\.xml")
_SHEET = re.compile(r'<(?:\w+:)?sheet [^>]*?name="([^"]*)"')
_BYTES_OF_A_CLASS, _BYTES = 1500, 60_000  # of a workbook of ours; where its texts do not tell

_OVERHEAD, _OVERHEAD_OF_A_CLASS = 6.0, 0.25  # seconds beside the search: beginning, reading, audit, export
_MEMORY, _MEMORY_OF_A_CLASS, _MEMORY_OF_A_THREAD = 1500, 25, 150  # MB; twice what benchmarks/results.md shows


class SchoolFile(NamedTuple):
    """A school's workbook. `title` names its folder in the results; `classes` is a guess from the file, made without reading it."""

    path: Path
    title: str
    classes: int

    @property
    def name(self) -> str:
        """Its name without a folder: what results call it."""
        return self.path.name

    def seconds(self, limit: float | None) -> float:
        """Return how long its turn is expected to take at most, with so many seconds to search or the usual ones."""
        search = float(usual_seconds(self.classes)) if limit is None else limit
        return search + _OVERHEAD + _OVERHEAD_OF_A_CLASS * self.classes

    def memory(self, threads: int) -> int:
        """Return the bytes beyond which its process is ended."""
        return 1024**2 * (_MEMORY + _MEMORY_OF_A_CLASS * self.classes + _MEMORY_OF_A_THREAD * threads)


class DistrictFolder(NamedTuple):
    """The schools of a folder, by name, and the workbook of the district where there is one."""

    schools: tuple[SchoolFile, ...]
    district: Path | None


def district_folder(folder: Path) -> DistrictFolder:
    """Return what workbooks a folder holds; those that Excel hides or keeps open are none. Raises OSError."""
    files = [path for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES and path.is_file()]
    files = [path for path in files if not path.name.startswith(("~$", "."))]
    districts = [path for path in files if SHARED_TEACHERS in _sheets(path)]
    schools = [path for path in files if path not in districts[:1]]
    titles = _titles(schools)
    found = (SchoolFile(path, title, _classes(path)) for path, title in zip(schools, titles, strict=True))
    return DistrictFolder(tuple(found), districts[0] if districts else None)


def longest_first(schools: Iterable[SchoolFile], limit: float | None) -> list[SchoolFile]:
    """Return the schools in the order in which they are begun: so that none that takes long is left for the end."""
    return sorted(schools, key=lambda school: (-school.seconds(limit), -school.classes, school.name))


def content_of(*parts: bytes) -> str:
    """Return what tells whether a school is the one that was planned: SHA-256 of its workbook, or of all that it was made of."""
    digest = hashlib.sha256(parts[0])
    for part in parts[1:]:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _titles(paths: Sequence[Path]) -> list[str]:
    """Return a name for the folder of each, no two of which are one folder to Windows."""
    stems = [path.stem.strip(" .").casefold() for path in paths]
    return [
        path.stem.strip(" .") if stems.count(stem) == 1 else path.name for path, stem in zip(paths, stems, strict=True)
    ]


def _sheets(path: Path) -> list[str]:
    return [key(unescape(title)) for title in _SHEET.findall(_text_of(path, re.compile(r"xl/workbook\.xml")))]


def _classes(path: Path) -> int:
    """Return about how many classes a school has: as many as its workbook names, or what its size tells."""
    texts = {unescape(text) for text in _TEXT.findall(_text_of(path, _PARTS_WITH_TEXT))}
    names = {class_name(text) for text in texts if text.endswith("班")} - {None}
    if names:
        return len(names)
    with contextlib.suppress(OSError):
        return max(1, (path.stat().st_size - _BYTES) // _BYTES_OF_A_CLASS)
    return 1


def _text_of(path: Path, parts: re.Pattern[str]) -> str:
    """Return parts of a workbook as text, the beginning where they are long; '' where it cannot be read: its reader will tell."""
    found: list[str] = []
    left = _MOST_TEXTS
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if parts.fullmatch(name) and left > 0:
                    with archive.open(name) as part:
                        data = part.read(left)
                    left -= len(data)
                    found.append(data.decode("utf-8", "replace"))
    except _UNREADABLE:
        return ""
    return "".join(found)
