"""Workbooks whose XML is written by hand, as no sane program would."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def saved(path: Path, **cells: object) -> Path:
    """Write a workbook with some cells, by their names."""
    book = Workbook()
    for name, value in cells.items():
        book.active[name] = value
    book.save(path)
    return path


def rewritten(path: Path, part: str, change: bytes | Callable[[bytes], bytes] | None) -> Path:
    """Give a part of a workbook another content, or none at all."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    content = change(parts[part]) if callable(change) else change
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, old in {**parts, part: content}.items():
            if old is not None:
                archive.writestr(name, old)
    return path


def sheet(data: str, after: str = "") -> bytes:
    """Return the XML of a sheet with some rows and what comes after them."""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData>{after}</worksheet>'.encode()


def text(name: str, said: str) -> str:
    """Return the XML of a cell with a text."""
    return f'<c r="{name}" t="inlineStr"><is><t>{said}</t></is></c>'


def styles(*numbers: int, fill: str = "none", codes: str = "") -> bytes:
    """Return a stylesheet whose styles have these number formats."""
    cells = "".join(f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0"/>' for number in numbers)
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts>{codes}</numFmts><fonts><font/></fonts>'
        f'<fills><fill><patternFill patternType="{fill}"/></fill></fills><borders><border/></borders>'
        f"<cellXfs>{cells}</cellXfs></styleSheet>"
    ).encode()
