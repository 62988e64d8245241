"""Opens a workbook that came from anywhere: whatever is wrong with the file becomes one clear problem."""

from __future__ import annotations

import re
import stat
import warnings
import zipfile
from collections.abc import Callable, Container, Iterator, Sequence
from pathlib import Path

from openpyxl import DEFUSEDXML, Workbook
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.text import Text
from scheduler.workbook.problem import Problem

MOST_PACKED = 50 * 1024**2  # bytes of the file
MOST_UNPACKED = 64 * 1024**2  # bytes of all its parts
MOST_PARTS = 5000
MOST_CELLS = 1_000_000  # stored cells, empty ones with a format among them
MOST_ROWS, MOST_COLUMNS = 20_000, 500  # of cells that say something

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1024**2
_EMPTY_FORMULA = re.compile(
    rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:</(?:\w+:)?c>|<(?:\w+:)?v\s*(?:/>|></))"
)
_LONGEST_END = 10_000  # bytes of a formula that may reach over two chunks

Choice = Callable[[Sequence[str]], Container[str]]  # of the titles of all sheets, those that are read

if not DEFUSEDXML:  # a dependency of ours: without it XML from strangers could eat all memory
    raise ImportError("openpyxl must use defusedxml")


class _UnusableError(Exception):
    """A file that is no readable workbook."""

    def __init__(self, text: Text, cure: Text) -> None:
        super().__init__(text.en)
        self.text = text
        self.cure = cure


_SAVE_AS = Text("用 Excel 或 WPS 打开，另存为 .xlsx 后再试", "Open it in Excel or WPS and save it as .xlsx")
_AGAIN = Text("重新取一份完好的文件；能打开的话另存为 .xlsx", "Get an undamaged copy, or open it and save it as .xlsx")


class _Reader(ExcelReader):
    """Reads the chosen sheets of a workbook: those with many merged and formatted cells take seconds."""

    def __init__(self, path: Path, choice: Choice, *, values: bool) -> None:
        super().__init__(path, data_only=values)
        self.choice = choice

    def read_worksheets(self) -> None:
        """Read no sheet but the chosen ones."""
        chosen = self.choice([sheet.name for sheet in self.parser.sheets])
        self.parser.sheets = [sheet for sheet in self.parser.sheets if sheet.name in chosen]
        super().read_worksheets()


def all_sheets(titles: Sequence[str]) -> Sequence[str]:
    """Choose every sheet."""
    return titles


def open_workbook(path: Path, choice: Choice = all_sheets) -> tuple[Workbook | None, tuple[Problem, ...]]:
    """Return an open workbook with the values of its formulas, or None and the one problem that keeps it from being read.

    It has no sheets but those that `choice` takes of the titles of all.
    """
    try:
        _check_file(path)
        formulas = _check_parts(path)
        book = _load(path, choice)
        for sheet in book.worksheets:
            _check_size(sheet)
        return book, tuple(_uncalculated(path, book)) if formulas else ()
    except _UnusableError as error:
        return None, (Problem("error", path.name, "", "", error.text, error.cure),)


def _check_file(path: Path) -> None:
    try:
        status = path.stat()
        if stat.S_ISREG(status.st_mode):
            with path.open("rb") as file:
                start = file.read(8)
    except FileNotFoundError:
        raise _UnusableError(
            Text("找不到这个文件", "There is no such file"), Text("核对文件名和所在文件夹", "Check its name and folder")
        ) from None
    except OSError as error:
        raise _UnusableError(
            Text(f"读不了这个文件（{error.strerror}）", f"This file cannot be read ({error.strerror})"),
            Text("在别的程序里关闭它，并确认有读取权限", "Close it elsewhere, and check that you may read it"),
        ) from None
    if not stat.S_ISREG(status.st_mode):
        raise _UnusableError(
            Text("这不是文件，而是文件夹", "This is a folder, not a file"),
            Text("写到 .xlsx 文件为止", "Name the .xlsx file in it"),
        )
    if status.st_size == 0:
        raise _UnusableError(Text("这是空文件，里面什么也没有", "This file is empty"), _AGAIN)
    if status.st_size > MOST_PACKED:
        raise _too_big(f"{status.st_size // 1024**2} MB")
    if start == _OLE:
        raise _old_format(path)
    if not start.startswith(_ZIP):
        raise _UnusableError(Text("这不是 xlsx 工作簿", "This is no xlsx workbook"), _SAVE_AS)


def _old_format(path: Path) -> _UnusableError:
    """Tell what is in a file of the format that Office used before xlsx, and still uses around encrypted ones."""
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return _UnusableError(
            Text("这个工作簿设了打开密码", "This workbook is protected by a password"),
            Text(
                "在 Excel 里打开，“文件 → 信息 → 保护工作簿”去掉密码后保存",
                "Open it in Excel and take the password off (File, Info, Protect Workbook)",
            ),
        )
    return _UnusableError(Text("这是旧的 .xls 格式，读不了", "This is the old .xls format"), _SAVE_AS)


def _too_big(size: str) -> _UnusableError:
    return _UnusableError(
        Text(f"文件太大（{size}），不像学校工作簿", f"Too big for a school workbook ({size})"),
        Text(
            "删去图片、多余的工作表和空行空列后另存为 .xlsx", "Delete pictures, other sheets and empty rows, then save"
        ),
    )


def _check_parts(path: Path) -> bool:
    """Raise when the parts are not those of a workbook of sane size; tell whether some formula has no stored result."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS:
                raise _too_big(f"{unpacked // 1024**2} MB")
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names or not any(name.endswith("workbook.xml") for name in names):
                raise _UnusableError(Text("这不是 xlsx 工作簿", "This is no xlsx workbook"), _SAVE_AS)
            if any(part.flag_bits & 1 for part in parts):
                raise _UnusableError(Text("这个压缩包设了密码", "This archive is protected by a password"), _SAVE_AS)
            return _count_cells(archive)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
        raise _damaged(error) from None
    except Exception as error:  # zlib and lzma have errors of their own
        if isinstance(error, _UnusableError):
            raise
        raise _damaged(error) from None


def _damaged(error: Exception) -> _UnusableError:
    return _UnusableError(
        Text("文件不完整或已损坏，打不开", f"This file is truncated or damaged ({type(error).__name__})"), _AGAIN
    )


def _count_cells(archive: zipfile.ZipFile) -> bool:
    """Raise when the sheets store too many cells to be loaded; tell whether some formula has no stored result."""
    cells, formulas = 0, False
    for part in archive.infolist():
        if "worksheets/" in part.filename and part.filename.endswith(".xml"):
            with archive.open(part) as stream:
                tail = b""
                while chunk := stream.read(_CHUNK):
                    cells += chunk.count(b"<c ") + chunk.count(b"<c>") + chunk.count(b":c ")
                    formulas = formulas or _EMPTY_FORMULA.search(tail + chunk) is not None
                    tail = chunk[-_LONGEST_END:]
                    if cells > MOST_CELLS:
                        raise _too_big(f"> {MOST_CELLS} cells")
    return formulas


def _load(path: Path, choice: Choice, *, values: bool = True) -> Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of drop-downs and styles that openpyxl does not keep
            reader = _Reader(path, choice, values=values)
            reader.read()
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise _damaged(error) from None
    if not reader.wb.worksheets:
        raise _UnusableError(Text("工作簿里没有工作表", "This workbook has no sheet"), _AGAIN)
    return reader.wb


def filled_cells(sheet: Worksheet) -> Iterator[tuple[int, int]]:
    """Yield row and column of each cell that has a value.

    `iter_rows` would walk to the last formatted cell, which stray formats put at column 16,384.
    """
    for place, cell in sheet._cells.items():
        if cell.value is not None:
            yield place


def _check_size(sheet: Worksheet) -> None:
    rows, columns = 0, 0
    for row, column in filled_cells(sheet):
        rows, columns = max(rows, row), max(columns, column)
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise _UnusableError(
            Text(
                f"工作表“{sheet.title}”有 {rows} 行 {columns} 列，超过 {MOST_ROWS} 行、{MOST_COLUMNS} 列",
                f"Sheet “{sheet.title}” has {rows} rows and {columns} columns, more than {MOST_ROWS} x {MOST_COLUMNS}",
            ),
            Text("删去这张表里多余的行列后保存", "Delete the surplus rows and columns and save"),
        )


def _uncalculated(path: Path, book: Workbook) -> Iterator[Problem]:
    """Yield a warning for each sheet with formulas whose results the program that wrote the file did not store."""
    for sheet in _load(path, lambda _: book.sheetnames, values=False).worksheets:
        values = book[sheet.title]
        empty = [
            (row, column)
            for row, column in filled_cells(sheet)
            if sheet._cells[row, column].data_type == "f" and values._cells[row, column].value is None
        ]
        if empty:
            cell = sheet._cells[min(empty)]
            yield Problem(
                "warning",
                sheet.title,
                cell.coordinate,
                str(cell.value),
                Text(f"{len(empty)} 个公式没有存下结果，按空格处理", f"{len(empty)} formulas have no stored result"),
                Text("用 Excel 或 WPS 打开并保存一次", "Open the file in Excel or WPS and save it once"),
            )
