"""How the plan workbook looks: fonts, borders, and a colour for each subject area."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from scheduler.school import Area
from scheduler.workbook.spreadsheet import FONT_NAME

INK, QUIET, FAINT, RED = "FF1F2328", "FF3A414A", "FF5F6670", "FFC00000"


class Shade(NamedTuple):
    """The look of a subject area: a light fill, and bold where another area has nearly the same grey."""

    fill: str
    bold: bool = False


# Printed in grey, two shades differ by at least four hundredths of lightness, or one is bold and the other is not.
CHINESE, MATHS, FOREIGN = Shade("FDE5D5", True), Shade("C6DDF7", True), Shade("D3B9EE", True)
HUMANITIES, SCIENCES, OTHER = Shade("F1E7D9"), Shade("C6E7E1"), Shade("F6F6DD")
ARTS, SPORT, LABOUR, PLAIN = Shade("EFC1D8"), Shade("ADD7AD"), Shade("CBB994"), Shade("FFFFFF")

SHADES: dict[Area, Shade] = {
    Area.CHINESE: CHINESE,
    Area.MATHS: MATHS,
    Area.FOREIGN: FOREIGN,
    Area.MORALITY: HUMANITIES,
    Area.HISTORY: HUMANITIES,
    Area.GEOGRAPHY: HUMANITIES,
    Area.SCIENCE: SCIENCES,
    Area.BIOLOGY: SCIENCES,
    Area.PHYSICS: SCIENCES,
    Area.CHEMISTRY: SCIENCES,
    Area.IT: OTHER,
    Area.LOCAL: OTHER,
    Area.OTHER: OTHER,
    Area.PE: SPORT,
    Area.SPORT_ACTIVITY: SPORT,
    Area.MUSIC: ARTS,
    Area.ART: ARTS,
    Area.LABOUR: LABOUR,
    Area.PRACTICE: LABOUR,
    Area.CLASS_MEETING: PLAIN,
    Area.ACTIVITY: PLAIN,
}

HEADING_FILL, BAND_FILL, DIFFERENCE_FILL = "E4E8EE", "F3F4F6", "FFD9D9"
_THIN, _FIRM = Side(style="thin", color="FF8A929C"), Side(style="medium", color="FF3C444D")
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
DAY_START = Border(left=_FIRM, right=_THIN, top=_THIN, bottom=_THIN)


class CellStyle(NamedTuple):
    """All that is set on a cell."""

    font: Font
    fill: PatternFill | None = None
    border: Border | None = GRID
    alignment: Alignment = CENTRED


@cache
def font(points: float, *, bold: bool = False, color: str = INK) -> Font:
    """Return a font of the workbook."""
    return Font(name=FONT_NAME, size=points, bold=bold, color=color)


@cache
def solid(color: str) -> PatternFill | None:
    """Return a plain fill; None for white, so that the paper stays empty."""
    return None if color == PLAIN.fill else PatternFill("solid", start_color=color, end_color=color)


TITLE = CellStyle(font(16, bold=True), border=None)
SUBTITLE = CellStyle(font(9, color=FAINT), border=None)
HEADING = CellStyle(font(10, bold=True), solid(HEADING_FILL))
BAND = CellStyle(font(9, color=FAINT), solid(BAND_FILL))
BODY = CellStyle(font(10))
TEXT = CellStyle(font(10), alignment=LEFT)
