"""Sheets of 任课 in which the tables stand in other ways than one below its headings."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from scheduler.workbook import Reading, read_school
from tests.scheduler.workbook.books import Books, Rows, errors, make, notes

ONE, TWO = ["三(1)班", "孙丽", "孔浩"], ["三(2)班", "王芳", "孔浩"]
COURSES = {"三(1)班|语文": "孙丽", "三(1)班|数学": "孔浩", "三(2)班|语文": "王芳", "三(2)班|数学": "孔浩"}
FURTHER = {"七(1)班|物理": "钱进", "七(1)班|历史": "尤勇", "七(2)班|物理": "钱进", "七(2)班|历史": "尤勇"}


def taught(reading: Reading) -> dict[str, str]:
    assert reading.school is not None, errors(reading)
    return {course.id: "、".join(course.teachers) for course in reading.school.courses}


@pytest.mark.parametrize("corner", ["班级\\学科", "班级 科目", None, "班级名称", "班别", "  ", "学科"])
def test_any_word_may_stand_above_the_classes(books: Books, corner: str | None) -> None:
    assert taught(books.read(任课=[[corner, "语文", "数学"], ONE, TWO])) == COURSES


def test_a_heading_over_the_subjects(tmp_path: Path) -> None:
    path = make(tmp_path / "学校.xlsx", 任课=[["班级", "任课教师", None], [None, "语文", "数学"], ONE, TWO])
    book = load_workbook(path)
    for area in ("A1:A2", "B1:C1"):
        book["任课"].merge_cells(area)
    book.save(path)
    assert taught(read_school(path)) == COURSES


def test_tables_below_each_other(books: Books) -> None:
    rows: Rows = [
        ["班级", "语文", "数学"],
        ONE,
        TWO,
        [],
        ["班级", "物理", "历史"],
        ["七(1)班", "钱进", "尤勇"],
        ["七(2)班", "钱进", "尤勇"],
    ]
    reading = books.read(任课=rows)
    assert taught(reading) == COURSES | FURTHER
    assert "有 2 张任课表" in notes(reading)


def test_tables_beside_each_other(books: Books) -> None:
    rows: Rows = [
        ["班级", "语文", "数学", None, "班级", "物理", "历史"],
        [*ONE, None, "七(1)班", "钱进", "尤勇"],
        [*TWO, None, "七(2)班", "钱进", "#N/A"],
    ]
    assert books.errors(任课=rows) == [("任课", "G3")]
    rows[2][-1] = "尤勇"  # type: ignore[index]
    assert taught(books.read(任课=rows)) == COURSES | FURTHER


def test_a_row_of_lessons(books: Books) -> None:
    reading = books.read(任课=[["班级", "语文", "数学"], ["周课时", 6, "4+1"], ONE, TWO])
    assert reading.school is not None
    assert [(c.lessons, c.doubles) for c in reading.school.courses] == [(6, 0), (6, 1)] * 2


def test_rows_that_add_up_are_no_classes(books: Books) -> None:
    rows: Rows = [
        ["班级", "语文", "数学"],
        ONE,
        TWO,
        ["合计", 2, 2],
        ["备课组长", "孙丽", "孔浩"],
        ["平均课时", 7, 4],
        ["制表：教务处"],
    ]
    with pytest.raises(AssertionError):
        taught(books.read(任课=rows))  # a leader's row names teachers: of which class?
    assert taught(books.read(任课=[*rows[:4], *rows[5:]])) == COURSES


@pytest.mark.parametrize("answer", ["分班", "合班"])
def test_a_row_of_several_classes_with_all_subjects_is_asked_about(books: Books, answer: str) -> None:
    rows: Rows = [["班级", "语文", "数学", "体育"], ["三(1)班、三(4)班", "孙丽", "孔浩", "赵军"], [*TWO, "赵军"]]
    assert books.errors(任课=rows) == [("任课", "A2")]
    reading = books.read(任课=rows, 确认=[["写法", "就是"], ["几个班一行", answer]])
    assert len(taught(reading)) == (9 if answer == "分班" else 6)


@pytest.mark.parametrize(("answer", "teacher"), [("同上", "孔浩"), ("待定", "")])
def test_a_list_whose_names_stand_once(books: Books, answer: str, teacher: str) -> None:
    rows: Rows = [
        ["姓名", "学科", "班级"],
        ["孙丽", "语文", "三(1)班"],
        ["孔浩", "数学", "三(1)班"],
        [None, "道法", "三(1)班"],
        ["小计", None, 3],
    ]
    assert books.errors(任课=rows) == [("任课", "A4")]
    assert taught(books.read(任课=rows, 确认=[["写法", "就是"], ["没有写教师的行", answer]]))["三(1)班|道法"] == teacher


def test_copies_under_free_titles_are_asked_about_once(books: Books) -> None:
    rows: Rows = [["班级", "语文", "数学"], ONE, TWO]
    assert books.errors(Sheet1=rows, Sheet2=rows) == [("Sheet2", "A1")]
    assert taught(books.read(Sheet1=rows, Sheet2=rows, 确认=[["写法", "就是"], ["Sheet2", "不读"]])) == COURSES


def test_another_grade_than_the_class_says_is_refused(books: Books) -> None:
    assert books.errors(
        任课=[["年级", "班级", "语文"], ["一年级", "六(4)班", "孙丽"], ["三年级", "三(1)班", "王芳"]]
    ) == [("任课", "A2")]
