"""Reads the text of our PDF files back, with where it stands."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, DecodedStreamObject

_DRAWN = re.compile(rb"^.*(?: w| RG| S| rg| f\*)\n", re.MULTILINE)  # lines and areas: most of a page, and no text


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
    stack, scale, shift, size, place, shown, font = [], 1.0, (0.0, 0.0), 0.0, (0.0, 0.0), "", ""
    alphabets = {name: _alphabet(font) for name, font in page["/Resources"]["/Font"].items()}  # type: ignore[index]
    for operands, operator in _writing(page).operations:
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
            font = operands[0]
        elif operator == b"Tm":
            place = (float(operands[4]), float(operands[5]))
        elif operator == b"Tj":
            shown += alphabets[font](operands[0].original_bytes)
        elif operator == b"ET" and shown:
            yield Word(shown, scale * size, shift[0] + scale * place[0], shift[1] + scale * place[1])
            shown = ""


def _writing(page: PageObject) -> ContentStream:
    """Return what a page draws, without its lines and areas."""
    contents, writing = page.get_contents(), DecodedStreamObject()
    assert contents is not None
    writing.set_data(_DRAWN.sub(b"", contents.get_data()))
    return ContentStream(writing, page.pdf)


def _alphabet(font: Any) -> Callable[[bytes], str]:
    """Return what says the codes of a font: an embedded one has a table of its own."""
    if "/ToUnicode" in font:
        told = re.findall(rb"^<(\w\w)> <(\w+)>$", font["/ToUnicode"].get_data(), re.MULTILINE)
        letters = {int(code, 16): chr(int(letter, 16)) for code, letter in told}
        return lambda codes: "".join(letters[code] for code in codes)
    return lambda codes: codes.decode("utf-16-be" if "STSong" in font["/BaseFont"] else "cp1252")


def text(page: PageObject) -> str:
    return "\n".join(word.text for word in words(page))
