"""Reads the text of our PDF files back, with where it stands."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import NamedTuple

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream


class Word(NamedTuple):
    """A text as it was put on the page, with its size and its place in points from the lower left corner."""

    text: str
    points: float
    x: float
    y: float


def pages_of(data: bytes) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(data)).pages)


def words(page: PageObject) -> Iterator[Word]:
    """Yield the texts of a page in the order of drawing."""
    stack, scale, shift, size, place, shown, code = [], 1.0, (0.0, 0.0), 0.0, (0.0, 0.0), "", "cp1252"
    fonts = page["/Resources"]["/Font"]  # type: ignore[index]
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"q":
            stack.append((scale, shift))
        elif operator == b"Q":
            scale, shift = stack.pop()
        elif operator == b"cm":
            a, _b, _c, _d, e, f = (float(value) for value in operands)
            shift = (shift[0] + scale * e, shift[1] + scale * f)
            scale *= a
        elif operator == b"Tf":
            size = float(operands[1])
            code = "utf-16-be" if "STSong" in fonts[operands[0]]["/BaseFont"] else "cp1252"
        elif operator == b"Tm":
            place = (float(operands[4]), float(operands[5]))
        elif operator == b"Tj":
            shown += operands[0].original_bytes.decode(code)
        elif operator == b"ET" and shown:
            yield Word(shown, scale * size, shift[0] + scale * place[0], shift[1] + scale * place[1])
            shown = ""


def text(page: PageObject) -> str:
    return "\n".join(word.text for word in words(page))
