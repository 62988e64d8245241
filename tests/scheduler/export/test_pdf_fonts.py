from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from scheduler.export import pdf_fonts, pdf_text
from scheduler.export.pdf_fonts import CHINESE, LATIN, MISSING, SYSTEM_FONTS, runs
from scheduler.export.pdf_text import Box, TextLine, draw_text
from tests.scheduler.export.reading_pdf import words

BEYOND = "𬭎"  # of the third plane of Unicode, as in names
FOUND = [file for file in SYSTEM_FONTS if file.exists()]
needs_font = pytest.mark.skipif(not FOUND, reason="no TrueType font for Chinese, as in Debian's fonts-wqy-zenhei")
CACHED = (pdf_fonts._font, runs, pdf_text._width_of_letter, pdf_text.wrapped)


def forget() -> None:
    for function in CACHED:
        function.cache_clear()


@pytest.fixture
def fonts(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """Nothing but the given files are the fonts of the system."""
    monkeypatch.setattr(pdf_fonts, "SYSTEM_FONTS", request.param)
    forget()
    yield
    forget()


def with_fonts(*files: Path) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("fonts", [files], indirect=True, ids=["fonts"])


def drawn(text: str) -> PdfReader:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 100))
    draw_text(canvas, Box(0, 0, 300, 100), [TextLine(text, 12), TextLine(text, 12, bold=True)])
    canvas.save()
    return PdfReader(out)


def embedded(reader: PdfReader) -> dict[str, bool]:
    """Whether each font is in the file."""
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]
    return {
        str(font["/BaseFont"]): "/FontFile2" in font["/FontDescriptor"] for font in fonts if "/FontDescriptor" in font
    }


@with_fonts()
@pytest.mark.usefixtures("fonts")
def test_without_a_font_of_the_system_the_readers_own_is_named() -> None:
    assert runs("李明 a1–2①") == ((CHINESE, "李明"), (LATIN, " a1–2"), (CHINESE, "①"))


@with_fonts()
@pytest.mark.usefixtures("fonts")
def test_what_no_font_has_is_not_shown_as_another_letter() -> None:
    assert runs(f"王{BEYOND}") == ((CHINESE, f"王{MISSING}"),)
    assert [word.text for word in words(drawn(f"王{BEYOND}").pages[0])] == [f"王{MISSING}"] * 2


@with_fonts(Path("no such.ttf"), Path(__file__))
@pytest.mark.usefixtures("fonts")
def test_files_that_are_no_fonts_are_passed_over() -> None:
    assert runs("李") == ((CHINESE, "李"),)


@needs_font
@with_fonts(*FOUND[:1])
@pytest.mark.usefixtures("fonts")
def test_a_font_of_the_system_is_in_the_file() -> None:
    reader = drawn("周一 数学 a1")
    found = embedded(reader)
    assert list(found.values()) == [True]
    assert [word.text for word in words(reader.pages[0])] == ["周一 数学 a1"] * 2
