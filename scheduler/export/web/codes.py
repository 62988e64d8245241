"""QR codes: as a picture to send, and as a sheet to print for parents' meetings, several on a page to be cut apart."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from PIL import Image
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.colors import black, grey
from reportlab.pdfgen.canvas import Canvas

from scheduler.export.pdf_text import Box, TextLine, draw_text
from scheduler.text import Text
from scheduler.workbook.spreadsheet import A4, PAPER_POINTS

QUIET = 4  # modules around a code that stay white, as ISO 18004 asks
COLUMNS, ROWS = 3, 4
MARGIN = 24.0  # points
CODE_POINTS = 125.0
PIXELS = 8  # of a module of a picture
HINT = Text("用手机扫一扫，随时看最新课表", "Scan to see the timetable at any time")


class CodeCard(NamedTuple):
    """A code with what stands above it: whose timetable it leads to."""

    title: str
    link: str


@lru_cache(maxsize=2048)
def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the QR code of a text, row by row, dark or not; a seventh of it may be soiled."""
    code: Any = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    size = range(code.getModuleCount())
    return tuple(tuple(bool(code.isDark(row, column)) for column in size) for row in size)


def code_png(text: str) -> bytes:
    """Return the QR code of a text as a picture."""
    rows = modules(text)
    size = len(rows) + 2 * QUIET
    picture = Image.new("1", (size, size), 1)
    for row, cells in enumerate(rows, QUIET):
        for column, dark in enumerate(cells, QUIET):
            if dark:
                picture.putpixel((column, row), 0)
    written = io.BytesIO()
    picture.resize((size * PIXELS, size * PIXELS), Image.Resampling.NEAREST).save(written, "PNG")
    return written.getvalue()


def code_sheets(cards: Sequence[CodeCard], *, school: str, language: str) -> bytes:
    """Return pages of A4 with twelve codes each, with lines to cut along."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=PAPER_POINTS[A4], invariant=True, pageCompression=1)
    canvas.setTitle(school)
    wide, high = PAPER_POINTS[A4]
    size = ((wide - 2 * MARGIN) / COLUMNS, (high - 2 * MARGIN) / ROWS)
    for start in range(0, len(cards), COLUMNS * ROWS):
        for index, card in enumerate(cards[start : start + COLUMNS * ROWS]):
            row, column = divmod(index, COLUMNS)
            left, bottom = MARGIN + column * size[0], high - MARGIN - (row + 1) * size[1]
            _draw_card(canvas, Box(left, bottom, *size), card, (school, HINT.get(language)))
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def _draw_card(canvas: Canvas, box: Box, card: CodeCard, words: tuple[str, str]) -> None:
    """Draw a card: the school, whose timetable, the code, a hint."""
    canvas.setStrokeColor(grey)
    canvas.setLineWidth(0.4)
    canvas.setDash(2, 2)
    canvas.rect(box.left, box.bottom, box.width, box.height, stroke=1, fill=0)
    canvas.setDash()
    head = Box(box.left, box.bottom + box.height - 44, box.width, 40)
    draw_text(canvas, head, [TextLine(words[0], 8, False, "5F6670"), TextLine(card.title, 15, True)])
    draw_text(canvas, Box(box.left, box.bottom + 6, box.width, 14), [TextLine(words[1], 8, False, "5F6670")])
    _draw_code(canvas, box.left + (box.width - CODE_POINTS) / 2, box.bottom + 22, card.link)


def _draw_code(canvas: Canvas, left: float, bottom: float, text: str) -> None:
    rows = modules(text)
    side = CODE_POINTS / (len(rows) + 2 * QUIET)
    canvas.setFillColor(black)
    path = canvas.beginPath()
    for row, cells in enumerate(rows, QUIET):
        y, column = bottom + CODE_POINTS - (row + 1) * side, QUIET
        for dark, run in groupby(cells):
            length = len(list(run))
            if dark:
                path.rect(left + column * side, y, length * side, side)
            column += length
    canvas.drawPath(path, stroke=0, fill=1)
