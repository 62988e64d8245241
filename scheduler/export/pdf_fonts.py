"""The fonts of a PDF: TrueType fonts of the system, of which the file takes what it needs, else one that every PDF reader has.

A reader shows `STSong-Light`, which is named in the file and no part of it, in a font of its own. It has no way to say what lies beyond
the first plane of Unicode, where rare characters of names are.
"""

from __future__ import annotations

import os
from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

LATIN, CHINESE = "Helvetica", "STSong-Light"
MISSING = "〓"  # what typesetters put where they have no letter
_LAST_OF_FIRST_PLANE = "\uffff"
_WINDOWS = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
# Those with more of the rare characters come after the first, which sets nearly everything.
SYSTEM_FONTS = (
    _WINDOWS / "simsun.ttc",
    _WINDOWS / "msyh.ttc",
    _WINDOWS / "simsunb.ttf",
    Path("/System/Library/Fonts/Supplemental/Songti.ttc"),
    Path("/System/Library/Fonts/STHeiti Light.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    Path("/usr/share/fonts/truetype/hanazono/HanaMinA.ttf"),
    Path("/usr/share/fonts/truetype/hanazono/HanaMinB.ttf"),
)


@cache
def runs(text: str) -> tuple[tuple[str, str], ...]:
    """Return the parts of a text that are set in one font each, as (font, part); a letter of no font becomes `MISSING`."""
    shown = "".join(letter if _font(letter) else MISSING for letter in text)
    return tuple((font, "".join(part)) for font, part in groupby(shown, key=_font))


@cache
def _font(letter: str) -> str:
    """Return the name of a font that has a letter, nothing where none has."""
    if letter <= "\xff" or letter == "–":
        return LATIN
    for file in SYSTEM_FONTS:
        font = _loaded(file)
        if font is not None and ord(letter) in font.face.charToGlyph:
            return str(font.fontName)
    return _named() if letter <= _LAST_OF_FIRST_PLANE else ""


@cache
def _named() -> str:
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
    return CHINESE


@cache
def _loaded(file: Path) -> TTFont | None:
    """Return the font in a file; None where there is none, or one with outlines that a PDF cannot take."""
    try:
        font = TTFont(file.stem, str(file), subfontIndex=0)
    except (TTFError, OSError):
        return None
    pdfmetrics.registerFont(font)
    return font
