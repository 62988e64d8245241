"""What a file says, without reading it as a school or a plan: the titles of its sheets and all its texts. It takes milliseconds."""

from __future__ import annotations

import re
import zipfile
import zlib
from html import unescape
from pathlib import Path
from typing import NamedTuple

from scheduler.workbook.names import HAN

MOST_BYTES = 8 * 1024**2  # of a part of a workbook, or of another file
_SHEET = re.compile(r'<(?:\w+:)?sheet [^>]*?name="([^"]*)"')
_TEXT = re.compile(r"<(?:\w+:)?t(?: [^>]*)?>([^<]+)</(?:\w+:)?t>")
_RUN = re.compile(f"{HAN.pattern}+")
LONGEST = 4  # characters of a name that is sought among the parts of texts


class Peek(NamedTuple):
    """What a file says. `parts` are all parts of 2 to 4 Chinese characters of its texts: whether it names somebody is a look-up."""

    titles: tuple[str, ...]
    text: str
    parts: frozenset[str]

    def names(self, name: str) -> bool:
        """Tell whether a name stands in it; a number that tells two of one name apart (刘洋1) need not."""
        plain = name.rstrip("0123456789")
        if 2 <= len(plain) <= LONGEST and _RUN.fullmatch(plain):
            return plain in self.parts
        return name in self.text


NOTHING = Peek((), "", frozenset())


def peek(path: Path) -> Peek:
    """Return what a file says; nothing of one that cannot be read: its reader will say why."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                titles = tuple(unescape(title) for title in _SHEET.findall(_part(archive, "xl/workbook.xml")))
                return _peeked(titles, "\n".join(_texts(archive)))
        with path.open("rb") as file:
            return _peeked((), file.read(MOST_BYTES).decode("utf-8", "replace"))
    except (OSError, KeyError, ValueError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zlib.error):
        return NOTHING


def _texts(archive: zipfile.ZipFile) -> list[str]:
    """Return the texts of all cells: those that the sheets share, else those that stand in the sheets."""
    shared = [name for name in archive.namelist() if name.lower() == "xl/sharedstrings.xml"]
    found = [text for name in shared for text in _TEXT.findall(_part(archive, name))]
    if not found:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        found = [text for name in sheets for text in _TEXT.findall(_part(archive, name))]
    return [unescape(text) for text in found]


def _part(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as part:
        return part.read(MOST_BYTES).decode("utf-8", "replace")


def _peeked(titles: tuple[str, ...], text: str) -> Peek:
    runs = set(_RUN.findall(text))
    parts = {run[i : i + n] for run in runs for n in range(2, LONGEST + 1) for i in range(len(run) - n + 1)}
    return Peek(titles, text, frozenset(parts))
