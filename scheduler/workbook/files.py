"""Opens a workbook that came from anywhere: whatever is wrong with the file becomes one clear problem."""

from __future__ import annotations

import contextlib
import io
import stat
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from openpyxl import DEFUSEDXML, Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.text import Text
from scheduler.workbook.lenient import Choice, LenientReader, OtherNamespaceError, UnreadableSheetError
from scheduler.workbook.problem import Problem
from scheduler.workbook.sizes import Sizes, TooBigError, check_sizes

MOST_PACKED = 50 * 1024**2  # bytes of the file
MOST_ROWS, MOST_COLUMNS = 20_000, 500  # of cells that say something

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

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


def all_sheets(titles: Sequence[str]) -> Sequence[str]:
    """Choose every sheet."""
    return titles


def open_workbook(path: Path, choice: Choice = all_sheets) -> tuple[Workbook | None, tuple[Problem, ...]]:
    """Return an open workbook with the values of its formulas, or None, and what is wrong with the file or with single cells.

    It has no sheets but those that `choice` takes of the titles of all, and no looks but number formats. A cell whose content
    cannot be read is empty, and an error.
    """
    try:
        _check_file(path)
        _check_parts(path)
        reader = _load(path, choice, values=True)
        for sheet in reader.wb.worksheets:
            _check_size(sheet)
        return reader.wb, tuple(reader.problems)
    except _UnusableError as error:
        return None, (Problem("error", path.name, "", "", error.text, error.cure),)


def editable_workbook(path: Path) -> Workbook:
    """Return a workbook with its formulas and looks, to be changed and saved; without looks where openpyxl cannot read these.

    Raises ValueError for a file that `open_workbook` does not open.
    """
    try:
        _check_file(path)
        sizes = _check_parts(path)
        with contextlib.suppress(Exception), warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            if sizes.editable:
                with path.open("rb") as file:
                    return load_workbook(file, rich_text=True)
        return _load(path, all_sheets, values=False).wb
    except _UnusableError as error:
        raise ValueError(f"no readable workbook: {error.text.en}") from error


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
        size = f"{status.st_size // 1024**2} MB"
        raise _too_big(TooBigError(Text(size, size)))
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


def _check_parts(path: Path) -> Sizes:
    """Raise when the parts are not those of a workbook of sane size; else return what they hold."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names or not any(name.endswith("workbook.xml") for name in names):
                raise _UnusableError(Text("这不是 xlsx 工作簿", "This is no xlsx workbook"), _SAVE_AS)
            if any(part.flag_bits & 1 for part in parts):
                raise _UnusableError(Text("这个压缩包设了密码", "This archive is protected by a password"), _SAVE_AS)
            return check_sizes(archive)
    except _UnusableError:
        raise
    except TooBigError as error:
        raise _too_big(error) from None
    except Exception as error:  # zlib and lzma have errors of their own
        raise _damaged(error) from None


def _too_big(error: TooBigError) -> _UnusableError:
    return _UnusableError(
        Text(f"文件太大（{error.size.zh}），不像学校工作簿", f"Too big for a school workbook ({error.size.en})"),
        Text(
            "删去图片、多余的工作表、空行空列和过大的合并区域后另存为 .xlsx",
            "Delete pictures, other sheets, empty rows and huge merged areas, then save",
        ),
    )


def _damaged(error: Exception) -> _UnusableError:
    return _UnusableError(
        Text("文件不完整或已损坏，打不开", f"This file is truncated or damaged ({type(error).__name__})"), _AGAIN
    )


def _load(path: Path, choice: Choice, *, values: bool) -> LenientReader:
    try:
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of dates outside the calendar
            reader = LenientReader(file, choice, values=values)
            reader.read()
    except TooBigError as error:
        raise _too_big(error) from None
    except OtherNamespaceError:
        raise _UnusableError(
            Text("这是“严格 Open XML”格式的工作簿，读不了", "This workbook is of the kind “Strict Open XML”"),
            Text("在 Excel 里另存为“Excel 工作簿 (*.xlsx)”", "Save it in Excel as “Excel Workbook (*.xlsx)”"),
        ) from None
    except UnreadableSheetError as error:
        raise _UnusableError(
            Text(
                f"文件不完整或已损坏，工作表“{error.title}”读不出",
                f"This file is truncated or damaged: sheet “{error.title}” cannot be read",
            ),
            _AGAIN,
        ) from None
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise _damaged(error) from None
    if not reader.wb.worksheets:
        raise _UnusableError(Text("工作簿里没有工作表", "This workbook has no sheet"), _AGAIN)
    return reader


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
