"""Workbooks mended without their file: what was typed is read in place of what stands there, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from scheduler.workbook import read_school
from scheduler.workbook.mended import open_mended, raw_sheets, write_mended
from tests.scheduler.workbook.books import make

ROWS = [["青禾小学任课表"], ["班级", "语文", "数学"], ["三(1)班", "王芳 4+x", "李强 5"], ["三(2)班", "王芳", "李强"]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make(tmp_path / "任课.xlsx", 任课=ROWS)


def test_a_mended_cell_is_read_and_the_file_stays(path: Path) -> None:
    before = path.read_bytes()
    assert read_school(path).school is None
    school = read_school(path, mends={("任课", "B3"): "王芳 6"}).school
    assert school is not None and school.course["三(1)班|语文"].lessons == 6
    assert path.read_bytes() == before


def test_what_is_wrong_stays_wrong_until_it_is_mended(path: Path) -> None:
    reading = read_school(path, mends={("任课", "C4"): "李强 5"})
    assert reading.school is None and [problem.cell for problem in reading.problems if problem.blocks] == ["B3"]


def test_an_empty_text_clears_a_cell_and_a_new_sheet_is_added(path: Path) -> None:
    mends = {("任课", "B3"): "", ("场地", "A1"): "场地", ("场地", "A2"): "操场"}
    book = open_mended(path, mends)[0]
    assert book is not None and book["任课"]["B3"].value is None and book["场地"]["A2"].value == "操场"


def test_a_formula_that_is_typed_is_text(path: Path, tmp_path: Path) -> None:
    write_mended(path, {("任课", "B3"): "=1+1"}, tmp_path / "out.xlsx")
    cell = load_workbook(tmp_path / "out.xlsx")["任课"]["B3"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_merged_cell_is_mended_at_its_corner(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title, sheet["A1"] = "任课", "表头"
    sheet.merge_cells("A1:C1")
    book.save(tmp_path / "a.xlsx")
    mended = open_mended(tmp_path / "a.xlsx", {("任课", "B1"): "新"})[0]
    assert mended is not None and mended["任课"]["A1"].value == "新"
    [raw] = raw_sheets(mended, (), 100)
    assert next((cell.name, cell.text, cell.columns) for cell in raw.rows[1]) == ("A1", "新", 2)


def test_a_sheet_is_shown_as_it_stands(path: Path) -> None:
    book = open_mended(path, {})[0]
    assert book is not None
    [raw] = raw_sheets(book, (), 100)
    assert raw.columns == ("A", "B", "C", "D") and list(raw.rows) == list(range(1, 8))
    assert [cell.text for cell in raw.rows[3]] == ["三(1)班", "王芳 4+x", "李强 5", ""]


def test_of_a_long_sheet_its_head_and_what_is_wanted_are_shown(tmp_path: Path) -> None:
    file = make(tmp_path / "a.xlsx", 任课=[[number] for number in range(1, 201)])
    book = open_mended(file, {})[0]
    assert book is not None
    [raw] = raw_sheets(book, [("任课", "A150")], 40)
    assert list(raw.rows) == [*range(1, 11), *range(148, 153)]
