"""Whatever is wrong with a file becomes one clear problem."""

import os
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from scheduler.workbook.files import open_workbook
from scheduler.workbook.sheet_cells import NO_RESULT
from scheduler.workbook.sizes import MOST_UNPACKED
from tests.scheduler.workbook.parts import rewritten, saved

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def problem_text(path: Path) -> str:
    book, problems = open_workbook(path)
    assert book is None
    assert len(problems) == 1
    assert problems[0].severity == "error"
    assert problems[0].sheet == path.name
    assert problems[0].cure.zh
    return problems[0].text.zh


def test_a_workbook_opens(tmp_path: Path) -> None:
    book, problems = open_workbook(saved(tmp_path / "a.xlsx", A1="班级"))
    assert book is not None
    assert book.active["A1"].value == "班级"
    assert problems == ()


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert "找不到" in problem_text(tmp_path / "none.xlsx")
    assert "文件夹" in problem_text(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx")
    path.chmod(0)
    assert "读不了" in problem_text(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空文件"),
        (b"a,b\n1,2\n", "不是 xlsx"),
        (OLE + bytes(1000), ".xls"),
        (OLE + bytes(1000) + "EncryptedPackage".encode("utf-16-le"), "密码"),
    ],
)
def test_files_that_are_no_workbooks(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert words in problem_text(path)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.9, 0.999])
def test_a_truncated_file(tmp_path: Path, share: float) -> None:
    content = saved(tmp_path / "a.xlsx", A1="班级").read_bytes()
    path = tmp_path / "b.xlsx"
    path.write_bytes(content[: int(len(content) * share)])
    assert "损坏" in problem_text(path)


def test_damage_in_the_middle_of_a_file(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", **{f"A{row}": f"第{row * 7919}行" for row in range(1, 400)})
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    content = bytearray(path.read_bytes())
    middle = part.header_offset + part.compress_size // 2
    content[middle : middle + 40] = bytes(40)
    path.write_bytes(content)
    assert "损坏" in problem_text(path)


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert "不是 xlsx" in problem_text(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = rewritten(saved(tmp_path / "a.xlsx"), "xl/styles.xml", b" " * MOST_UNPACKED)
    opened: list[str] = []
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda _, part, *__: opened.append(part))
    assert "太大" in problem_text(path)
    assert not opened


def test_a_bomb_of_entities(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData>&b;</sheetData></worksheet>'
    path = rewritten(saved(tmp_path / "a.xlsx"), "xl/worksheets/sheet1.xml", bomb)
    assert "损坏" in problem_text(path)


def test_too_many_rows_or_columns(tmp_path: Path) -> None:
    assert "20001 行" in problem_text(saved(tmp_path / "a.xlsx", A20001="x"))
    assert "501 列" in problem_text(saved(tmp_path / "b.xlsx", SG1="x"))


def test_formats_without_content_do_not_count(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "班级"
    book.active["XFB16"].number_format = "0.00"
    book.save(tmp_path / "a.xlsx")
    opened, problems = open_workbook(tmp_path / "a.xlsx")
    assert opened is not None
    assert problems == ()


def test_formulas_without_results_are_no_empty_cells(tmp_path: Path) -> None:
    book, problems = open_workbook(saved(tmp_path / "a.xlsx", A1=1, B1="=A1+1", B2="=A1+2"))
    assert book is not None and problems == ()
    assert [book.worksheets[0][cell].value for cell in ("A1", "B1", "B2")] == [1, NO_RESULT, NO_RESULT]
