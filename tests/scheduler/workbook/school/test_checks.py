"""Lessons that do not fit the time of a class or a teacher."""

from __future__ import annotations

import pytest

from scheduler.workbook import Reading
from tests.scheduler.workbook.books import Books, Rows, errors

BELLS: Rows = [
    ["节次", "类型", "开始", "结束"],
    ["第1节", "正课", "08:00", "08:40"],
    ["第2节", "正课", "08:50", "09:30"],
    ["午间", "午间", "11:50", "14:00"],
    ["第3节", "正课", "14:00", "14:40"],
]
FORBIDDEN: Rows = [["类别", "名称", "周一第1节"], ["班级", "高一(1)班", "禁"]]


def lessons(first: int, second: int = 1) -> Rows:
    """The lessons of two classes, all held by one teacher but for three of the first."""
    return [
        ["班级", "语文", "数学"],
        ["高一(1)班", f"王芳 {first}", "李强 3"],
        ["高一(2)班", f"王芳 {second}", "李强 3"],
    ]


def places(books: Books, **sheets: Rows) -> list[tuple[str, str]]:
    return [(sheet, cell) for sheet, cell, _ in errors(books.read(作息=BELLS, **sheets))]


def test_a_week_that_is_full(books: Books) -> None:
    assert places(books, 任课=lessons(12, 3)) == []


def test_a_class_with_more_lessons_than_slots(books: Books) -> None:
    assert places(books, 任课=lessons(13)) == [("任课", "A2")]
    assert places(books, 任课=lessons(12), 教师时间=FORBIDDEN) == [("教师时间", "B2")]


def test_a_teacher_with_more_lessons_than_slots(books: Books) -> None:
    assert places(books, 任课=lessons(12, 4)) == [("任课", "B2")]


@pytest.mark.parametrize(
    ("column", "limit", "fits"),
    [("每天最多节数", 2, 10), ("每周最多天数", 3, 9), ("每周最多半天数", 4, 8)],
)
def test_a_teacher_with_more_lessons_than_his_limits_allow(books: Books, column: str, limit: int, fits: int) -> None:
    teachers: Rows = [["姓名", column], ["李强", None], ["王芳", limit]]
    assert places(books, 任课=lessons(fits - 1), 教师=teachers) == []
    assert places(books, 任课=lessons(fits), 教师=teachers) == [("教师", "A3")]


def test_slots_of_two_bell_schedules_that_overlap_count_once(books: Books) -> None:
    bells: Rows = [
        ["作息表", "节次", "类型", "开始", "结束"],
        ["小学作息", "第1节", "正课", "08:00", "08:40"],
        ["初中作息", "第1节", "正课", "08:30", "09:15"],
        ["初中作息", "第2节", "正课", "09:20", "10:00"],
    ]
    rows: Rows = [["班级", "英语"], ["六(1)班", "王芳 5"], ["七(1)班", "王芳 6"]]
    reading = books.read(作息=bells, 任课=rows)
    assert [(sheet, cell) for sheet, cell, _ in errors(reading)] == [("任课", "B2")]
    assert "11 节课，最多能排 10 节" in errors(reading)[0][2]


def test_odd_and_even_weeks_share_a_slot(books: Books) -> None:
    rows: Rows = [["班级", "语文", "音乐/美术"], ["高一(1)班", "王芳 14", "李强 1"]]
    assert places(books, 任课=rows) == []


def test_wrong_times_are_told_and_nothing_that_follows_from_them(books: Books) -> None:
    bells = [list(row) for row in BELLS]
    bells[4][2] = "13:00"
    reading = books.read(
        作息=bells,
        任课=lessons(20),
        固定课=[["班级", "学科", "星期", "节次"], ["高一(1)班", "语文", 5, 3]],
        教师时间=[["名称", "周五第3节"], ["王芳", "禁"]],
    )
    assert [(sheet, cell) for sheet, cell, _ in errors(reading)] == [("作息", "C5")]


SATURDAYS: Rows = [
    ["节次", "类型", "开始", "结束", "星期"],
    ["第1节", "正课", "08:00", "08:40", "一至六"],
    ["第2节", "正课", "08:50", "09:30", "一至五"],
]


@pytest.mark.parametrize(("name", "fits", "warned"), [("九(1)班", 10, True), ("高一(1)班", 11, False)])
def test_lessons_on_saturday_are_for_senior_grades(books: Books, name: str, fits: int, warned: bool) -> None:
    def read(count: int) -> Reading:
        return books.read(作息=SATURDAYS, 任课=[["班级", "语文"], [name, f"王芳 {count}"]])

    assert (errors(read(fits)), [(s, c) for s, c, _ in errors(read(fits + 1))]) == ([], [("任课", "A2")])
    told = [p for p in read(fits).problems if "周末不上课" in p.line.zh]
    assert [(p.sheet, p.cell) for p in told] == ([("作息", "E2")] if warned else [])


def test_lessons_fixed_on_saturday(books: Books) -> None:
    fixed: Rows = [["班级", "学科", "星期", "节次"], ["九(1)班", "语文", "六", 1]]
    given: Rows = [["班级", "语文"], ["九(1)班", "王芳 3"]]
    (found,) = errors(books.read(作息=SATURDAYS, 任课=given, 固定课=fixed))
    assert (found[0], found[2]) == ("固定课", "九(1)班的语文固定在周六第1节，一至九年级周末不上课")


def test_a_row_that_fixes_classes_on_a_day_of_some_weeks_is_told_once(books: Books) -> None:
    bells: Rows = [[*row] for row in SATURDAYS]
    days = bells[0].index("星期")
    for row in bells[1:]:
        row[days] = "一至五、单周六"
    given: Rows = [["班级", "语文"], ["高一(1)班", "王芳 3"], ["高一(2)班", "李强 3"]]
    fixed: Rows = [["班级", "学科", "星期", "节次"], ["全校", "语文", "六", 1]]
    (found,) = errors(books.read(作息=bells, 任课=given, 固定课=fixed))
    assert (found[0], found[2]) == (
        "固定课",
        "高一(1)班、高一(2)班的语文固定在单周六第1节，这天不是这门课的每一周都上课",
    )
