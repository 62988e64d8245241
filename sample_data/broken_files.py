"""Files that are called .xlsx and are no workbook, one reason each, and words that the reader must say of them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from typing import NamedTuple

from scheduler.text import Text

BOMB_BYTES = 220 << 20
_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


class BrokenFile(NamedTuple):
    """One such file: `words` must stand in the Chinese message; `make` turns a good workbook's bytes into this file's."""

    name: str
    title: Text
    words: str
    make: Callable[[bytes], bytes]


def empty(good: bytes) -> bytes:
    """Return nothing."""
    return b""


def truncated(good: bytes) -> bytes:
    """Return the first two thirds of the workbook, as a broken download leaves it."""
    return good[: len(good) * 2 // 3]


def renamed_text(good: bytes) -> bytes:
    """Return a table as text."""
    return "班级,语文,数学\n三(1)班,王芳,李强\n".encode()


def other_archive(good: bytes) -> bytes:
    """Return a zip archive without a workbook in it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("任课表.txt"), "三(1)班 语文 王芳")
    return target.getvalue()


def old_excel(good: bytes) -> bytes:
    """Return the container of an .xls file of Excel 97."""
    return _compound_file(("Workbook",))


def encrypted(good: bytes) -> bytes:
    """Return the container in which Excel puts a workbook with a password."""
    return _compound_file(("EncryptionInfo", "EncryptedPackage"))


def bomb(good: bytes) -> bytes:
    """Return a workbook of a few hundred kilobytes whose first sheet unpacks to 220 MB."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            if entry.filename != "xl/worksheets/sheet1.xml":
                archive.writestr(entry, source.read(entry))
                continue
            with archive.open(_undated(entry.filename), "w") as sheet:
                spaces = b" " * (1 << 20)
                for _ in range(BOMB_BYTES >> 20):
                    sheet.write(spaces)
    return target.getvalue()


def _undated(name: str) -> zipfile.ZipInfo:
    """Return an entry without the time at which it is written, so that the file is the same every time."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


BROKEN_FILES = (
    BrokenFile("empty", Text("空文件", "An empty file"), "空", empty),
    BrokenFile("truncated", Text("没有下载完的文件", "A file cut short"), "损坏", truncated),
    BrokenFile("renamed-text", Text("改名为 xlsx 的文本", "Text renamed to xlsx"), "不是", renamed_text),
    BrokenFile("other-archive", Text("改名为 xlsx 的压缩包", "Another archive renamed to xlsx"), "不是", other_archive),
    BrokenFile("old-excel", Text("旧版 .xls 文件", "An old .xls file"), ".xls", old_excel),
    BrokenFile("encrypted", Text("加了密码的工作簿", "A workbook with a password"), "密码", encrypted),
    BrokenFile("bomb", Text("展开后有 220 MB 的工作簿", "A workbook that unpacks to 220 MB"), "MB", bomb),
)


def _compound_file(streams: Sequence[str]) -> bytes:
    """Return a compound file (MS-CFB, version 3) with a FAT sector, a directory sector and empty streams of these names."""
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0, 0)
    header += struct.pack("<I", _FREE) * 108
    fat = struct.pack("<II", _FAT, _END) + struct.pack("<I", _FREE) * (_SECTOR // 4 - 2)
    directory = _entry("Root Entry", 5, child=1)
    directory += b"".join(
        _entry(name, 2, right=number + 1 if number < len(streams) else _FREE) for number, name in enumerate(streams, 1)
    )
    return header + fat + directory.ljust(_SECTOR, b"\0")


def _entry(name: str, kind: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    """Return a directory entry of 128 bytes."""
    text = (name + "\0").encode("utf-16-le")
    start = _END if kind == 5 else 0
    return text.ljust(64, b"\0") + struct.pack("<HBBIII36xIQ", len(text), kind, 1, _FREE, right, child, start, 0)
