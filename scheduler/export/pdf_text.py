"""Text of a PDF, wrapped into boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from scheduler.export.pdf_fonts import runs

LEADING = 1.28
PADDING = 2.0
LEAST_SHARE = 0.3
BASELINE = 0.86  # of a line's font size, from its top
BOLD = 0.035  # the Chinese fonts have one weight: bold is drawn with an outline of this share of the size
_WORDS = re.compile(r"(?:[!-~]+ ?|.)[，。、；：？！）》”’·…]*")  # what is not broken between lines


class TextLine(NamedTuple):
    """A line of a box before it is wrapped: its text, size in points, weight and colour (RRGGBB)."""

    text: str
    points: float
    bold: bool = False
    color: str = "000000"


class Box(NamedTuple):
    """A place on the page, in points from its lower left corner."""

    left: float
    bottom: float
    width: float
    height: float


def width_of_text(text: str, points: float) -> float:
    """Return the points that a text takes on one line."""
    return points * sum(map(_width_of_letter, text))


@cache
def _width_of_letter(letter: str) -> float:
    """Return how wide a letter is, in sizes of its font: no letter moves its neighbours."""
    return sum(float(pdfmetrics.stringWidth(part, font, 1000)) for font, part in runs(letter)) / 1000


@cache
def wrapped(text: str, points: float, room: float) -> tuple[str, ...]:
    """Return the lines that a text takes in some room; a Latin word is broken only where it is longer than a line."""
    lines, line, used = [], "", 0.0
    for word in _WORDS.findall(text):
        if line and used + width_of_text(word.rstrip(), points) > room:
            lines.append(line.rstrip())
            line, used = "", 0.0
        for letter in word:
            wide = points * _width_of_letter(letter)
            if line and used + wide > room and letter != " ":
                lines.append(line)
                line, used = "", 0.0
            line += letter
            used += wide
    return (*lines, line.rstrip())


def draw_text(canvas: Canvas, box: Box, lines: Sequence[TextLine], *, align: str = "center", top: bool = False) -> None:
    """Draw lines into a box, wrapped, in the middle of its height unless at its `top`; smaller where they would not fit."""
    room, share = max(1.0, box.width - 2 * PADDING), 1.0
    rows = _rows(lines, room, share)
    while share > LEAST_SHARE and _height(rows) > box.height:
        share *= 0.94
        rows = _rows(lines, room, share)
    spare = 0.0 if top else max(0.0, box.height - _height(rows)) / 2
    y = box.bottom + box.height - spare
    for row in rows:
        _draw_row(canvas, box, y, row, align)
        y -= row.points * LEADING


def _rows(lines: Sequence[TextLine], room: float, share: float) -> list[TextLine]:
    found = []
    for line in lines:
        points = round(line.points * share, 2)
        found += [line._replace(text=text, points=points) for text in wrapped(line.text, points, room)]
    return found


def _height(rows: Sequence[TextLine]) -> float:
    return sum(row.points * LEADING for row in rows)


def _draw_row(canvas: Canvas, box: Box, top: float, row: TextLine, align: str) -> None:
    if not row.text:
        return
    spare = box.width - width_of_text(row.text, row.points)
    x = box.left + {"left": PADDING, "right": spare - PADDING}.get(align, spare / 2)
    text = canvas.beginText(x, top - row.points * (LEADING - 1) / 2 - row.points * BASELINE)
    text.setFillColor(color_of(row.color))
    if row.bold:
        canvas.setLineWidth(row.points * BOLD)
        canvas.setStrokeColor(color_of(row.color))
        text.setTextRenderMode(2)
    for font, part in runs(row.text):
        text.setFont(font, row.points)
        text.textOut(part)
    if row.bold:
        text.setTextRenderMode(0)
    canvas.drawText(text)


@cache
def color_of(rgb: str) -> Color:
    """Return a colour that is written RRGGBB."""
    return HexColor(f"#{rgb}")
