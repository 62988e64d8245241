"""Workbooks damaged at random: cells, rows, columns, sheets, and the XML that they are stored in."""

from __future__ import annotations

import datetime
import re
import zipfile
from pathlib import Path
from random import Random

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

NASTY: tuple[object, ...] = (
    "", " ", "、", "，；", "/", "-", "—", "()", "→", "@", "合:", "合:三(9)班", "?", "待定", "无", "全部", "#N/A", "#REF!", "王芳(代)", "王芳/", "王芳 3;", "王芳+李强", "1e5",
    "3-1", "一至", "99年级", "0", "周八", "24:61", "2:00", "8点半", "禁;避", "①", "½", "１２", "é", "😀" * 20, "a" * 300, "单", "双周", "每周", "三(1)班", "七1-2班", "12→", "=1",
    "'", '"', "<b>", "&amp;", "\n", "\u200b", "\ufeff", "-1", "%", "null", "None", "语文 80", "语文:80 数雪:80", "数学", "体肓", "07:00-08:00", "2026/13/01", "教师", "班级",
    -1, 0, 0.5, 1e9, 10**20, 3.14, True, False, datetime.datetime(2026, 9, 1), datetime.time(8, 20), datetime.timedelta(hours=30),
)  # fmt: skip
_CELLS_MOST = 12


def mutated(source: Path, target: Path, seed: int) -> None:
    """Write a copy of a workbook with a few things changed; the same for the same seed."""
    random = Random(seed)
    if random.random() < 0.25:
        _rewrite_parts(random, source, target)
        return
    book = load_workbook(source)
    for _ in range(random.randint(1, 3)):
        random.choice(
            (_change_cells, _change_cells, _change_cells, _change_rows, _change_columns, _change_sheets, _merge)
        )(random, book)
    book.save(target)


def _sheet(random: Random, book: Workbook) -> Worksheet:
    return random.choice(book.worksheets)


def _row(random: Random, sheet: Worksheet) -> int:
    return random.randint(1, min(sheet.max_row, 30))


def _column(random: Random, sheet: Worksheet) -> int:
    return random.randint(1, min(sheet.max_column, 30))


def _change_cells(random: Random, book: Workbook) -> None:
    sheet = _sheet(random, book)
    for _ in range(random.randint(1, _CELLS_MOST)):
        cell = sheet.cell(_row(random, sheet), _column(random, sheet))
        if not isinstance(cell, MergedCell):
            cell.value = random.choice(NASTY)  # type: ignore[assignment]


def _change_rows(random: Random, book: Workbook) -> None:
    sheet = _sheet(random, book)
    row, kind = _row(random, sheet), random.randrange(4)
    if kind == 0:
        sheet.delete_rows(row, random.randint(1, 3))
    elif kind == 1:
        sheet.insert_rows(row, random.randint(1, 3))
    elif kind == 2:
        for column in range(1, min(sheet.max_column, 40) + 1):
            other = sheet.cell(row + 1, column)
            if not isinstance(other, MergedCell):
                other.value = sheet.cell(row, column).value
    else:
        sheet.row_dimensions[row].hidden = True


def _change_columns(random: Random, book: Workbook) -> None:
    sheet = _sheet(random, book)
    column, kind = _column(random, sheet), random.randrange(3)
    if kind == 0:
        sheet.delete_cols(column)
    elif kind == 1:
        sheet.insert_cols(column)
    else:
        for row in range(1, min(sheet.max_row, 60) + 1):
            other = sheet.cell(row, column + 1)
            if not isinstance(other, MergedCell):
                other.value = sheet.cell(row, column).value


def _change_sheets(random: Random, book: Workbook) -> None:
    sheet, kind = _sheet(random, book), random.randrange(4)
    if kind == 0 and len(book.worksheets) > 1:
        book.remove(sheet)
    elif kind == 1:
        book.copy_worksheet(sheet)
    elif kind == 2:
        sheet.title = random.choice(
            ("Sheet1", sheet.title + "表", sheet.title[:1], sheet.title + "(旧)", "任课", "课表")
        )[:31]
    else:
        sheet.sheet_state = "hidden"


def _merge(random: Random, book: Workbook) -> None:
    sheet = _sheet(random, book)
    row, column = _row(random, sheet), _column(random, sheet)
    sheet.merge_cells(
        start_row=row, start_column=column, end_row=row + random.randint(0, 3), end_column=column + random.randint(0, 3)
    )


# The parts of the file.

_NUMBER = re.compile(rb'(?<=")\d+(?=")')
_TAG = re.compile(rb"<[^>]+>")


def _rewrite_parts(random: Random, source: Path, target: Path) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = random.choice([name for name in old.namelist() if name.endswith((".xml", ".rels"))])
        for name in old.namelist():
            data = old.read(name)
            changed = _damaged(random, data) if name == chosen else data
            if changed is not None:
                new.writestr(name, changed)
    if random.random() < 0.1:
        data = target.read_bytes()
        target.write_bytes(data[: random.randrange(1, len(data))])


def _damaged(random: Random, data: bytes) -> bytes | None:
    """Return an XML part with numbers or tags changed, cut off or empty; None for none."""
    kind = random.randrange(6)
    if kind == 0:
        return None
    if kind == 1:
        return data[: random.randrange(len(data) + 1)]
    if kind == 2:
        return b""
    if kind == 3:
        number = random.choice((b"0", b"-1", b"999999", b"4294967296", b"x", b"1048576", b""))
        return _NUMBER.sub(lambda found: number if random.random() < 0.02 else found[0], data)
    if kind == 4:
        return _TAG.sub(lambda found: b"" if random.random() < 0.01 else found[0], data)
    place = random.randrange(len(data) + 1)
    return data[:place] + bytes(random.randrange(256) for _ in range(8)) + data[place:]
