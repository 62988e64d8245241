"""Every sheet without any one of its columns: never an exception, and a needed column is named."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from scheduler.text import Text
from scheduler.workbook import write_school
from scheduler.workbook.school.layout import GUIDE, SHEETS
from scheduler.workbook.school.reader import read_book
from scheduler.workbook.sheet import Column, Sheet
from scheduler.workbook.tables import Cell, ReadingReport, find_heading, find_sheets
from tests.scheduler.edits.whole_school import whole_school
from tests.scheduler.workbook.books import Books


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The workbook of a school with something of everything, and all columns."""
    path = tmp_path_factory.mktemp("whole") / "学校.xlsx"
    write_school(whole_school(), path)
    return load_workbook(path)


def columns(book: Workbook, layout: Sheet) -> Iterator[tuple[str, Column, int]]:
    """Yield the title of each sheet of a layout with each of its columns and where that stands."""
    for grid in find_sheets(book, layout):
        found = find_heading(grid, layout.columns)
        assert found is not None, grid.title
        for column in layout.columns:
            yield grid.title, column, found[1][column.key]


@pytest.mark.parametrize("layout", [sheet for sheet in SHEETS if sheet is not GUIDE], ids=lambda sheet: sheet.key)
def test_a_sheet_without_a_column(book: Workbook, layout: Sheet) -> None:
    tried = 0
    for title, column, number in columns(book, layout):
        cells = book[title]._cells
        taken = {place: cells.pop(place) for place in list(cells) if place[1] == number}
        reading = read_book(book, Path("学校.xlsx"))
        cells.update(taken)
        tried += 1
        errors = [problem for problem in reading.problems if problem.severity == "error"]
        assert (reading.school is None) == bool(errors), column.title.zh
        if column.required:
            assert any(p.sheet == title and column.title.zh in p.text.zh for p in errors), column.title.zh
    assert tried == len(layout.columns)


BELLS = [["节次", "类型", "开始", "结束"], ["第1节", "正课", "08:00", "08:40"], ["课后", "课后服务", "15:30", "16:30"]]
LESSONS = [["班级", "语文"], ["一(1)班", "王芳 5"]]


def test_contents_that_are_missing_are_told_for_each_stage(books: Books) -> None:
    """The column is missing too, so that each is told at its kind: the same words, and not once for both."""
    stages = [
        ["时段名称", "类型", "节次", "年级"],
        ["活动一", "活动", "课后", "一"],
        ["活动二", "活动", "课后", "一"],
    ]
    assert books.errors(作息=BELLS, 任课=LESSONS, 课后服务=stages) == [("课后服务", "B2"), ("课后服务", "B3")]


def test_contents_of_separators_alone_are_none(books: Books) -> None:
    stages = [["时段名称", "类型", "节次", "年级", "内容"], ["活动", "活动", "课后", "一", "、"]]
    assert books.errors(作息=BELLS, 任课=LESSONS, 课后服务=stages) == [("课后服务", "E2")]


def test_the_same_problem_told_again_is_one_problem_and_counted() -> None:
    report = ReadingReport()
    for _ in range(2):
        report.error(Cell("课后服务", ""), Text("没有写", "Missing"), Text("补上", "Add it"))
    assert len(report.problems) == 1 and report.tellings == 2
