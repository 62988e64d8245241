"""班级, 教师, 学科, 场地, 作息: what each column may hold."""

from __future__ import annotations

from datetime import datetime

import pytest

from scheduler.school import StaffKind
from tests.scheduler.workbook.books import Books, Rows, errors

LESSONS: Rows = [["班级", "语文", "体育"], ["高一(1)班", "王芳 5", "赵军 3"]]
BELLS = ["节次", "类型", "开始", "结束", "星期"]
LESSON = ["第1节", "正课", "08:00", "08:40", None]


def test_a_class_with_a_name_of_its_own_has_its_grade_beside_it(books: Books) -> None:
    classes: Rows = [
        ["班级", "年级", "人数", "固定教室"],
        ["2026级实验班", "高一", "40人", "A101"],
        ["宏志班", 10, None, None],
    ]
    rows: Rows = [["班级", "语文"], ["2026级实验班", "王芳 5"], ["宏志班", "李强 5"]]
    first, second = books.school(班级=classes, 任课=rows).classes
    assert (first.id, first.grade, first.number, first.size, first.home_room) == ("2026级实验班", 10, 1, 40, "A101")
    assert (second.id, second.grade, second.number, second.size) == ("宏志班", 10, 2, 45)


def test_a_grade_that_contradicts_the_name_is_refused(books: Books) -> None:
    assert books.errors(班级=[["班级", "年级"], ["高一(1)班", 11]], 任课=LESSONS) == [("班级", "B2")]


def test_limits_of_teachers(books: Books) -> None:
    heading = ["姓名", "性质", "工作量%", "每天最多节数", "连上最多节数", "每周最多半天数", "每周最多天数", "师父"]
    teachers: Rows = [
        heading,
        ["王芳", "在编", 100, 4, 2, 6, 4, None],
        ["赵 军", "外聘", "50%", None, None, None, None, "王芳"],
    ]
    first, second = books.school(教师=teachers, 任课=LESSONS).teachers
    assert (first.max_per_day, first.max_in_row, first.max_half_days, first.max_days) == (4, 2, 6, 4)
    assert (second.id, second.kind, second.fte, second.mentor) == ("赵军", StaffKind.EXTERNAL, 50, "王芳")


@pytest.mark.parametrize(
    ("sheet", "rows", "cell"),
    [
        ("班级", [["班级", "年级"], ["高一(1)班", None], ["宏志班", None]], "A3"),
        ("班级", [["班级", "年级"], ["高一(1)班", "十三"]], "B2"),
        ("班级", [["班级", "人数"], ["高一(1)班", 0]], "B2"),
        ("班级", [["班级", "班主任"], ["高一(1)班", "王方"]], "B2"),
        ("班级", [["班级", "作息表"], ["高一(1)班", "夏季"]], "B2"),
        ("班级", [["班级", "人数"], ["高一(1)班", 45], ["1001", 45]], "A3"),
        ("教师", [["姓名", "师父"], ["王芳", "王方"], ["赵军", None]], "B2"),
        ("教师", [["姓名", "工作量"], ["王芳", "全职"], ["赵军", None]], "B2"),
        ("教师", [["姓名", "每周最多天数"], ["王芳", 9], ["赵军", None]], "B2"),
        ("教师", [["姓名", "性质"], ["王芳", "临时"], ["赵军", None]], "B2"),
        ("教师", [["教研组"], ["语文组"]], "A1"),
        ("学科", [["学科", "领域"], ["语文", "国文"], ["体育", None]], "B2"),
        ("学科", [["学科"], ["语文"], ["体育"], ["语 文"]], "A4"),
        ("学科", [["学科", "每天最多节数"], ["语文", "一"], ["体育", None]], "B2"),
        ("场地", [["场地", "容纳班数"], ["操场", 1.5]], "B2"),
        ("场地", [["场地", "类型"], ["操场", "运动场"], ["操场", "运动场"]], "A3"),
        ("作息", [BELLS, LESSON, ["第2节", "正课", "08:30", "09:10", None]], "C3"),
        ("作息", [BELLS, LESSON, ["第2节", "正课", "09:30", "09:10", None]], "D3"),
        ("作息", [BELLS, LESSON, ["第2节", "正课", "八点", "09:10", None]], "C3"),
        ("作息", [BELLS, LESSON, ["第2节", "活动", "09:00", "09:10", None]], "B3"),
        ("作息", [BELLS, LESSON, ["第2节", "正课", "09:00", None, None]], "D3"),
        ("作息", [BELLS, LESSON, ["第2节", "正课", "09:00", "09:40", "每天"]], "E3"),
    ],
)
def test_what_is_wrong_has_its_place(books: Books, sheet: str, rows: Rows, cell: str) -> None:
    reading = books.read(任课=LESSONS, **{sheet: rows})
    assert [(where, place) for where, place, _ in errors(reading)] == [(sheet, cell)]


def test_periods_of_different_days_may_overlap(books: Books) -> None:
    bells: Rows = [
        BELLS,
        [*LESSON[:4], "1-4"],
        ["第2节", "正课", "08:30", "09:10", "五"],
        ["第3节", "正课", "9:20", "10:00"],
    ]
    school = books.school(任课=[["班级", "语文"], ["高一(1)班", "王芳 5"]], 作息=bells)
    assert len(school.lesson_slots[school.schedules[0].id]) == 10


def test_a_short_name_stands_for_its_subject(books: Books) -> None:
    school = books.school(
        学科=[["学科", "简称", "领域"], ["体育与健康", "体", "体育"], ["语文", "语", "语文"]],
        任课=[["班级", "语", "体"], ["高一(1)班", "王芳 5", "赵军 3"]],
    )
    assert [course.id for course in school.courses] == ["高一(1)班|语文", "高一(1)班|体育与健康"]


# 作息 with its times in one column, or without a thought of the afternoon.


@pytest.mark.parametrize("dash", ["-", "~", "至", "–", "—", "－"])
def test_periods_with_both_times_in_one_column(dash: str, books: Books) -> None:
    bells: Rows = [
        ["节次", "类型", "时间", "星期"],
        ["第1节", "正课", f"08:00{dash}08:45", "一至六"],
        ["第2节", "正课", f"8点55分{dash}9点40分", "一至六"],
    ]
    first, second = books.school(作息=bells, 任课=LESSONS).schedules[0].periods
    assert (first.start, first.end, second.start, second.end) == (480, 525, 535, 580)
    assert first.days == (1, 2, 3, 4, 5, 6)


def test_a_wrong_time_in_one_column_is_told_once(books: Books) -> None:
    bells: Rows = [["节次", "类型", "时间"], ["第1节", "正课", "08:00"], ["第2节", "正课", None]]
    assert books.errors(作息=bells, 任课=LESSONS) == [("作息", "C2"), ("作息", "C3")]


def test_an_afternoon_before_the_morning_is_asked_about(books: Books) -> None:
    bells: Rows = [BELLS[:4], LESSON[:4], ["第2节", "正课", "2:00", "2:45"], ["第3节", "正课", "2:55", "3:40"]]
    reading = books.read(作息=bells, 任课=LESSONS)
    cures = {p.cell: p.cure.zh for p in reading.problems if p.severity == "error"}
    assert set(cures) == {"C3", "C4"}
    assert cures["C3"].startswith("是不是 14:00-14:45？")


# Days of odd or of even weeks alone.


def test_saturdays_of_odd_weeks(books: Books) -> None:
    bells: Rows = [
        BELLS,
        ["第1节", "正课", "08:00", "08:45", "一至五、单周六"],
        ["午间", "午间", "12:00", "14:00", "一至五、六（单周）"],
        ["第2节", "正课", "14:00", "14:45", "一至五、双周六"],
    ]
    schedule = books.school(作息=bells, 任课=LESSONS).schedules[0]
    assert [(p.days, p.odd_days, p.even_days) for p in schedule.periods] == [
        ((1, 2, 3, 4, 5, 6), (6,), ()),
        ((1, 2, 3, 4, 5, 6), (6,), ()),
        ((1, 2, 3, 4, 5, 6), (), (6,)),
    ]


@pytest.mark.parametrize(
    ("kind", "days"), [("正课", "隔周六"), ("正课", "单周六、日"), ("自习", "一至五、单周六"), ("晚自习", "单周六")]
)
def test_days_that_are_not_certain_or_cannot_alternate(kind: str, days: str, books: Books) -> None:
    bells: Rows = [BELLS, LESSON, ["第2节", kind, "09:00", "09:40", days]]
    assert books.errors(作息=bells, 任课=LESSONS) == [("作息", "E3")]


# What Excel made of the names of classes.


@pytest.mark.parametrize("sheet", ["班级", "任课", "固定课"])
def test_a_class_that_became_a_date(sheet: str, books: Books) -> None:
    day = datetime(2026, 7, 1)
    rows: dict[str, Rows] = {
        "班级": [["班级", "年级"], [day, 7], ["七(2)班", 7]],
        "任课": [["班级", "语文"], ["七(2)班", "王芳 6"], [day, "王芳 6"]],
        "固定课": [["班级", "学科", "星期", "节次"], [day, "语文", 5, 1]],
    }
    rows = {"任课": [["班级", "语文"], ["七(2)班", "王芳 6"]], **{sheet: rows[sheet]}}
    [(_, cell, text)] = errors(books.read(**rows))
    assert cell == {"班级": "A2", "任课": "A3", "固定课": "A2"}[sheet]
    assert "Excel" in text
    assert "7-1" in text


@pytest.mark.parametrize("name", ["高一1-2班", "高一(1)-(2)班", "1001-1002"])
def test_a_row_of_the_matrix_for_a_range_of_classes_is_asked_about(name: str, books: Books) -> None:
    [(sheet, cell, text)] = errors(books.read(任课=[["班级", "语文"], [name, "王芳 5"], ["高一(3)班", "李强 5"]]))
    assert (sheet, cell) == ("任课", "A2")
    assert "2 个班" in text


TEN = [float(f"7.{n}") for n in range(1, 10)]


def test_a_tenth_class_that_lost_its_zero_in_a_list(books: Books) -> None:
    lessons: Rows = [["班级", "语文"], *([name, "王芳 1"] for name in TEN)]
    assert len(books.school(任课=lessons).classes) == 9
    tenth: Rows = [*lessons, [7.1, "王芳 1"]]
    [(sheet, cell, text)] = errors(books.read(任课=tenth))
    assert (sheet, cell) == ("任课", "A11")
    assert "七(1)班" in text
    assert "七(10)班" in text
    classes: Rows = [["班级"], *([name] for name in TEN), [7.1]]
    [(sheet, cell, text)] = errors(books.read(班级=classes, 任课=lessons))
    assert (sheet, cell) == ("班级", "A11")
    assert "七(10)班" in text


def test_a_number_that_may_be_the_first_or_the_tenth_class(books: Books) -> None:
    lessons: Rows = [["班级", "语文"], *([f"七({n})班", "王芳 1"] for n in range(1, 11))]
    locks: Rows = [["班级", "学科", "星期", "节次"], [7.1, "语文", 5, 1], [7.2, "语文", 5, 2], ["7.10", "语文", 4, 1]]
    assert books.errors(任课=lessons, 固定课=locks) == [("固定课", "A2")]
    school = books.school(任课=lessons[:4], 固定课=locks[:3])
    assert {lock.course for lock in school.locks} == {"七(1)班|语文", "七(2)班|语文"}
