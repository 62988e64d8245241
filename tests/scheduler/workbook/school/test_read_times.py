"""教师时间 and 时间段: whose time is closed when, however it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from scheduler.school import MarkLevel, MarkOwner
from scheduler.workbook import Reading, read_school
from tests.scheduler.workbook.books import Books, Rows, errors

ASSIGNMENT: Rows = [["班级", "语文", "数学"], ["七(1)班", "王芳 6", "李强 5"]]
RANGES = ["名称", "星期", "开始", "结束", "标记"]


def marks(books: Books, **sheets: Rows) -> list[tuple[str, int, int, int]]:
    """Return owner, day, start and end of each mark."""
    return [(m.owner, m.day, m.start, m.end) for m in books.school(任课=ASSIGNMENT, **sheets).marks]


@pytest.mark.parametrize(
    ("start", "end", "meant"),
    [("2:00", "4:00", "14:00-16:00"), ("8:00", "5:00", "08:00-17:00"), ("11:00", "1:00", "11:00-13:00")],
)
def test_times_that_can_only_be_meant_for_the_afternoon_are_asked_about(
    start: str, end: str, meant: str, books: Books
) -> None:
    reading = books.read(任课=ASSIGNMENT, 时间段=[RANGES, ["王芳", "三", start, end, "禁"]])
    [problem] = [p for p in reading.problems if p.severity == "error"]
    assert problem.sheet == "时间段"
    assert problem.cell in ("C2", "D2")
    assert problem.cure.zh.startswith(f"是不是 {meant}？")


def test_a_mark_on_a_time_without_periods_is_told(books: Books) -> None:
    reading = books.read(任课=ASSIGNMENT, 时间段=[RANGES, ["王芳", "六", "08:00", "12:00", "禁"]])
    assert errors(reading) == []
    [problem] = [p for p in reading.problems if p.sheet == "时间段"]
    assert (problem.cell, problem.severity) == ("C2", "warning")
    assert "什么也没有管到" in problem.text.zh


@pytest.mark.parametrize(
    "text",
    [
        "14:20-16:00",
        "14:20~16:00",
        "14:20～16:00",
        "14:20至16:00",
        "14:20–16:00",
        "14:20——16:00",
        "14：20－16：00",
        "14点20分-16点",
        "下午2:20-4:00",
    ],
)
def test_start_and_end_in_one_column(text: str, books: Books) -> None:
    rows: Rows = [["名称", "星期", "时间", "标记"], ["王芳", "三", text, "禁"]]
    assert marks(books, 时间段=rows) == [("王芳", 3, 860, 960)]
    assert marks(books, 时间段=[RANGES, ["王芳", "三", text, None, "禁"]]) == [("王芳", 3, 860, 960)]


def test_one_column_that_is_no_stretch_of_time_is_told(books: Books) -> None:
    rows: Rows = [["名称", "星期", "时间", "标记"], ["王芳", "三", "14:20", "禁"], ["王芳", "三", None, "禁"]]
    assert books.errors(任课=ASSIGNMENT, 时间段=rows) == [("时间段", "C2"), ("时间段", "C3")]


# 教师时间.


def in_two_rows(folder: Path, *, merged: bool, name_below: bool) -> Reading:
    """Return the reading of a workbook whose 教师时间 has days above lessons."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("任课")
    for row in ASSIGNMENT:
        sheet.append(list(row))
    times = book.create_sheet("教师时间")
    times.append([None if name_below else "名称", *(text for day in "一二" for text in (f"周{day}", *[None] * 6))])
    times.append(["名称" if name_below else None, *range(1, 8), *(f"第{n}节" for n in range(1, 8))])
    times.append(["王芳", *[None] * 2, "禁", *[None] * 10, "避"])
    if merged:
        times.merge_cells("B1:H1")
        times.merge_cells("I1:O1")
        if not name_below:
            times.merge_cells("A1:A2")
    book.save(folder / "学校.xlsx")
    return read_school(folder / "学校.xlsx")


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("name_below", [True, False])
def test_days_above_lessons(tmp_path: Path, *, merged: bool, name_below: bool) -> None:
    reading = in_two_rows(tmp_path, merged=merged, name_below=name_below)
    assert [p for p in reading.problems if p.sheet == "教师时间"] == []
    school = reading.school
    assert school is not None
    bell = school.schedules[0]
    third, seventh = (bell.periods[bell.lesson_periods[n]].start for n in (2, 6))
    assert [(m.day, m.start, m.level) for m in school.marks] == [
        (1, third, MarkLevel.FORBIDDEN),
        (2, seventh, MarkLevel.AVOIDED),
    ]
    assert {(m.owner_kind, m.owner) for m in school.marks} == {(MarkOwner.TEACHER, "王芳")}


@pytest.mark.parametrize("second", ["周一第5节", "一5", "周一下午第1节"])
def test_two_columns_of_one_lesson_are_told(second: str, books: Books) -> None:
    rows: Rows = [["名称", "周一第5节", "周二第1节", second], ["王芳", "禁", None, None]]
    [(sheet, cell, text)] = errors(books.read(任课=ASSIGNMENT, 教师时间=rows))
    assert (sheet, cell) == ("教师时间", "D1")
    assert "B1" in text


def test_a_day_in_odd_weeks_is_refused_with_the_reason(books: Books) -> None:
    reading = books.read(
        任课=ASSIGNMENT,
        教师时间=[["名称", "单周一第1节"], ["王芳", "禁"]],
        时间段=[RANGES, ["王芳", "单周 六", "08:00", "12:00", "禁"]],
    )
    assert [(s, c) for s, c, _ in errors(reading)] == [("教师时间", "B1"), ("时间段", "B2")]
    assert all("不能分单双周" in text for _, _, text in errors(reading))


# The layouts in which schools write them.


def lessons_marked(books: Books, rows: Rows, **sheets: Rows) -> set[tuple[str, int, int, str]]:
    """Return owner, day, lesson of the day and mark of what is marked."""
    school = books.school(任课=ASSIGNMENT, 教师时间=rows, **sheets)
    bell = school.schedules[0]
    starts = {bell.periods[index].start: number for number, index in enumerate(bell.lesson_periods, 1)}
    return {(mark.owner, mark.day, starts[mark.start], mark.level.value) for mark in school.marks}


def marked(
    owner: str, day: int, *numbers: int, level: MarkLevel = MarkLevel.FORBIDDEN
) -> set[tuple[str, int, int, str]]:
    return {(owner, day, number, level.value) for number in numbers}


MORNING, AFTERNOON, ALL_DAY = (1, 2, 3, 4), (5, 6, 7), (1, 2, 3, 4, 5, 6, 7)
AVOIDED = {"level": MarkLevel.AVOIDED}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [["姓名", "星期", "节次", "标记"], ["王芳", "周一", "1、2", "禁"], ["李强老师", "三", "下午", "避"]],
            marked("王芳", 1, 1, 2) | marked("李强", 3, *AFTERNOON, **AVOIDED),
        ),
        (
            [["姓名", "学科", "职务", "周一上午", "周三下午"], ["王芳", "语文", "组长", "禁", "/"], ["李强", "数学", None, "-", "避"]],
            marked("王芳", 1, *MORNING) | marked("李强", 3, *AFTERNOON, **AVOIDED),
        ),
        (
            [["姓名", "周一", "周三"], ["王芳", "禁 1、2", "禁"], ["李强", "上午避", None]],
            marked("王芳", 1, 1, 2) | marked("王芳", 3, *ALL_DAY) | marked("李强", 1, *MORNING, **AVOIDED),
        ),
        (
            [["姓名", "不排课时间"], ["王芳", "周一上午、周三第5节"], ["李强", "周三第6、7节"]],
            marked("王芳", 1, *MORNING) | marked("王芳", 3, 5) | marked("李强", 3, 6, 7),
        ),
        (
            [["姓名", "时间", "要求"], ["王芳", "周一上午", "不排"], ["李强", "周三5", "避"]],
            marked("王芳", 1, *MORNING) | marked("李强", 3, 5, **AVOIDED),
        ),
        (
            [["姓名", "周一", None, "周三", None], [None, "上午", "下午", "上午", "下午"], ["王芳", "禁", None, None, "避"]],
            marked("王芳", 1, *MORNING) | marked("王芳", 3, *AFTERNOON, **AVOIDED),
        ),
    ],
)  # fmt: skip
def test_layouts_of_times(rows: Rows, expected: set[tuple[str, int, int, str]], books: Books) -> None:
    assert lessons_marked(books, rows) == expected


BARE: Rows = [["姓名", "周一", "周三"], ["王芳", "1、2", "全天"], ["李强", "上午", None]]


def test_times_without_a_mark_are_asked_about_once(books: Books) -> None:
    assert books.errors(任课=ASSIGNMENT, 教师时间=BARE) == [("教师时间", "B2")]
    answered = lessons_marked(books, BARE, 确认=[["写法", "就是"], ["只写了时间的格", "禁"]])
    assert answered == marked("王芳", 1, 1, 2) | marked("王芳", 3, *ALL_DAY) | marked("李强", 1, *MORNING)
    school = books.school(任课=ASSIGNMENT, 不可用时间=BARE)
    assert len(school.marks) == len(answered)


@pytest.mark.parametrize("word", ["√", "○", "可以", "禁(单周)", "优（除周一）", "外出"])
def test_a_word_that_is_no_mark_is_asked_about_once(word: str, books: Books) -> None:
    rows: Rows = [["姓名", "周一1", "周一2"], ["王芳", word, word], ["李强", None, word]]
    assert books.errors(任课=ASSIGNMENT, 教师时间=rows) == [("教师时间", "B2")]
    assert lessons_marked(books, rows, 确认=[["写法", "就是"], [word, "不读"]]) == set()
    assert len(lessons_marked(books, rows, 确认=[["写法", "就是"], [word, "避"]])) == 3


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([["姓名", "电话"], ["王芳", "138"]], "A1"),
        ([["姓名", "上课一", "周1早", "周一3"], ["王芳", "禁", "禁", "禁"]], "B1"),
        ([["姓名", "不排课时间"], ["王芳", "周一、周三下午"]], "B2"),
        ([["姓名", "不排课时间"], ["王芳", "周五8:00-9:00"]], "B2"),
        ([["姓名", "不排课时间"], ["王芳", "1、2"]], "B2"),
        ([["姓名", "周一"], ["王芳", "周二"]], "B2"),
        ([["姓名", "周一"], ["王芳", "一"]], "B2"),
        ([["姓名", "周一上午"], ["王芳", "下午"]], "B2"),
        ([["姓名", "周一1"], ["王芳", "避"], ["王芳", "优"]], "B3"),
        ([["姓名", "星期", "节次", "标记"], ["王芳", "一", None, "禁"]], "C2"),
    ],
)
def test_times_that_are_not_certain_are_no_marks(rows: Rows, cell: str, books: Books) -> None:
    assert books.errors(任课=ASSIGNMENT, 教师时间=rows) == [("教师时间", cell)]


def test_a_wish_for_a_time_that_is_closed_is_told(books: Books) -> None:
    rows: Rows = [["姓名", "周三5"], ["王芳", "优"]]
    closed: Rows = [RANGES, ["王芳", "三", "14:00", "18:00", "禁"]]
    assert books.errors(任课=ASSIGNMENT, 教师时间=rows, 时间段=closed) == [("时间段", "E2")]
