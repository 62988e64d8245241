"""The layout that schools exchange is read as it is, and so are its grids."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from constraints.catalogue import catalogue
from scheduler.engine.result import Status
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.model.owner import Level
from scheduler.school import Lock, MarkLevel, MarkOwner, RuleSetting, School, Slot, Week
from scheduler.workbook import read_school
from scheduler.workbook.tables import Grid
from tests.scheduler.workbook.books import Books, Rows, errors, notes

EXCHANGED = Path(__file__).parents[1] / "data" / "keshi-layout.xlsx"


@pytest.fixture(scope="module")
def exchanged() -> School:
    reading = read_school(EXCHANGED)
    assert reading.problems == ()
    assert reading.school is not None
    return reading.school


def test_its_classes_and_teachers(exchanged: School) -> None:
    assert [klass.id for klass in exchanged.classes] == [f"{grade}({n})班" for grade in "七八九" for n in (1, 2, 3, 4)]
    assert exchanged.school_class["八(3)班"].homeroom_teacher == "孙丽"
    assert {"刘洋1", "刘洋2", "孙丽"} <= set(exchanged.teacher)
    assert len(exchanged.teachers) == 37


def test_its_doubles(exchanged: School) -> None:
    course = exchanged.course["七(1)班|语文"]
    assert (course.lessons, course.doubles) == (6, 1)
    course = exchanged.course["九(4)班|语文"]
    assert (course.lessons, course.doubles) == (5, 1)


def test_its_teachers_of_odd_and_even_weeks_share_a_slot(exchanged: School) -> None:
    pair = [course for course in exchanged.courses if course.pair == "九(2)班|美术"]
    assert [(c.teachers, c.week, c.lessons) for c in pair] == [(("罗俊",), Week.ODD, 1), (("张建国",), Week.EVEN, 1)]


def test_its_placed_lesson_and_forbidden_times(exchanged: School) -> None:
    bell = exchanged.schedules[0]
    assert exchanged.locks == (Lock(course="七(1)班|数学", slot=Slot(bell.id, 3, bell.lesson_periods[2])),)
    assert [(m.owner_kind, m.owner, m.day, m.level) for m in exchanged.marks] == [
        (MarkOwner.TEACHER, "李敏", 2, MarkLevel.FORBIDDEN),
        (MarkOwner.SUBJECT, "体育与健康", 5, MarkLevel.FORBIDDEN),
    ]
    assert exchanged.marks[0].start == bell.periods[bell.lesson_periods[0]].start
    assert exchanged.marks[1].end == bell.periods[bell.lesson_periods[6]].end


def test_what_it_does_not_say_is_assumed_and_told() -> None:
    said = notes(read_school(EXCHANGED))
    for words in ("班级", "教师", "作息", "班主任", "课程计划", "七年级1班"):
        assert words in said


def test_it_has_a_timetable(exchanged: School) -> None:
    wishes = tuple(RuleSetting(rule=rule.id, enabled=False) for rule in catalogue() if rule.level is Level.SOFT)
    found = solve(
        exchanged.model_copy(update={"rule_settings": wishes}),
        StoppingCriterion(seconds=None, deterministic=20),
        workers=1,
    )
    assert found.status is Status.OPTIMAL
    assert found.report is not None
    assert found.report.compliant


@pytest.mark.parametrize("dimension", ["A1", "A1:XFD1048576", "B2:C3"])
def test_wrong_stored_dimensions_do_not_matter(exchanged: School, dimension: str, tmp_path: Path) -> None:
    file = tmp_path / "wps.xlsx"
    with zipfile.ZipFile(EXCHANGED) as source, zipfile.ZipFile(file, "w") as target:
        for part in source.infolist():
            data = source.read(part)
            if "worksheets/" in part.filename:
                data = re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{dimension}"'.encode(), data)
            target.writestr(part, data)
    reading = read_school(file)
    assert reading.problems == ()
    assert reading.school is not None
    assert reading.school.courses == exchanged.courses


@pytest.mark.parametrize(
    ("cell", "value", "place"),
    [
        ("课时设置!D5", None, ("课时设置", "D5")),
        ("课时设置!E5", "五节", ("课时设置", "E5")),
        ("课时设置!U5", 2, ("课时设置", "U5")),
        ("课时设置!C3", "6+1", ("课时设置", "A3")),
        ("课程预排!B2", "七年级1班-李敏-数学", ("课程预排", "B2")),
        ("课程预排!C2", "七年级1班-李敏-英语", ("课程预排", "C2")),
        ("课程预排!F8", "七年级1班-杨磊-体育与健康", ("课程预排", "F8")),
        ("不排课!B2", "李梅", ("不排课", "B2")),
    ],
)
def test_one_fault_in_it_is_told_once(
    cell: str, value: str | int | None, place: tuple[str, str], tmp_path: Path
) -> None:
    book = load_workbook(EXCHANGED)
    sheet, name = cell.split("!")
    book[sheet][name] = value
    book.save(tmp_path / "a.xlsx")
    reading = read_school(tmp_path / "a.xlsx")
    assert [(problem.sheet, problem.cell) for problem in reading.problems] == [place]


LESSONS: Rows = [
    ["班级", "语文", "英语", "班会"],
    ["高一(1)班", "王芳 5", "李强 5", "王芳 1"],
    ["高一(2)班", "王芳 5", "李强 5", "李强 1"],
]


def test_several_names_in_a_cell_of_forbidden_times(books: Books) -> None:
    grid: Rows = [[None, "星期一", "星期二"], ["第一节", "王芳、高一1班", None], ["第2节", None, "英语\n李强"]]
    school = books.school(任课=LESSONS, 不排课=grid)
    assert [(m.owner, m.day) for m in school.marks] == [("王芳", 1), ("高一(1)班", 1), ("英语", 2), ("李强", 2)]


def test_several_lessons_in_a_cell_of_placed_ones_and_rows_by_half_days(books: Books) -> None:
    grid: Rows = [
        [None, None, "周一", "周五"],
        ["上午", "第1节", None, "高一1班-王芳-语文、高一(2)班-英语"],
        ["下午", "第1节", None, "班会-高一(2)班"],
    ]
    school = books.school(任课=LESSONS, 课程预排=grid)
    bell = school.schedules[0]
    assert set(school.locks) == {
        Lock(course="高一(1)班|语文", slot=Slot(bell.id, 5, bell.lesson_periods[0])),
        Lock(course="高一(2)班|英语", slot=Slot(bell.id, 5, bell.lesson_periods[0])),
        Lock(course="高一(2)班|班会", slot=Slot(bell.id, 5, bell.lesson_periods[5])),
    }


@pytest.mark.parametrize("text", ["10-1-语文", "语文-10-1班-王芳", "高一1班—王芳—语文"])
def test_dashes_in_names_of_classes(books: Books, text: str) -> None:
    school = books.school(任课=LESSONS, 课程预排=[[None, "周一", "周二"], ["1", text, None]])
    assert [lock.course for lock in school.locks] == ["高一(1)班|语文"]


def test_a_placed_lesson_without_a_subject_is_told(books: Books) -> None:
    grid: Rows = [[None, "周一", "周二"], ["1", "高一1班-王芳", None], ["2", None, "高一1班-王方-语文"]]
    assert books.errors(任课=LESSONS, 课程预排=grid) == [("课程预排", "B2"), ("课程预排", "C3")]


def test_more_rows_than_usual_lessons_make_a_longer_day(books: Books) -> None:
    rows: Rows = [["班级", "语文"], ["七(1)班", "王芳"]]
    grid: Rows = [
        [None, "周一", "周二"],
        *([f"第{n}节", None, None] for n in "一二三四五六七"),
        ["第八节", "王芳", None],
    ]
    reading = books.read(任课=rows, 不排课=grid)
    assert reading.school is not None
    assert len(reading.school.schedules[0].lesson_periods) == 8
    assert "每天 8 节" in notes(reading)


def test_a_grid_without_days_is_told(books: Books) -> None:
    reading = books.read(任课=LESSONS, 不排课=[["王芳"]])
    assert errors(reading) == [("不排课", "", "找不到写有周一、周二……的表头行")]


def test_the_fully_formatted_sheet_is_read_by_its_filled_cells() -> None:
    grid = Grid(load_workbook(EXCHANGED)["课时设置"])
    assert max(column for _, column in grid.values) < 50


# A week of six days, told by the grids alone.

SIX_DAYS = ["", *(f"周{day}" for day in "一二三四五六")]
SIX_DAY_LESSONS: Rows = [
    ["年级", "语文", "课时", "数学", "课时", "体育", "课时"],
    *([f"高一{n}班", "赵芳", 20, f"钱多{n}", 20, "孙伟", 12] for n in (1, 2)),
]


def grid(marks: dict[tuple[int, int], str], rows: int = 9, heading: list[str] = SIX_DAYS) -> Rows:
    """Return a grid of some days with something in the cells of some days and lessons."""
    labels = [f"第{'一二三四五六七八九'[row - 1]}节" for row in range(1, rows + 1)]
    return [
        heading,
        *([labels[row - 1], *(marks.get((day, row)) for day in range(1, len(heading)))] for row in range(1, rows + 1)),
    ]


def test_days_and_lessons_of_the_grids_are_those_of_the_week(books: Books) -> None:
    reading = books.read(课时设置=SIX_DAY_LESSONS, 课程预排=grid({}), 不排课=grid({(6, 9): "高一2班"}))
    assert reading.school is not None
    bell = reading.school.schedules[0]
    assert len(reading.school.lesson_slots[bell.id]) == 54
    assert reading.school.days == (1, 2, 3, 4, 5, 6)
    assert "周一至周六每天 9 节" in notes(reading)


@pytest.mark.parametrize(("rows", "lessons"), [(8, 8), (10, 10), (2, 9)])
def test_rows_of_a_grid_are_the_lessons_of_a_day(rows: int, lessons: int, books: Books) -> None:
    given: Rows = [["年级", "语文", "课时"], ["高一1班", "赵芳", 5]]
    placed: Rows = [["", "周一", "周二"], *([str(row), None, None] for row in range(1, rows + 1))]
    bell = books.school(课时设置=given, 课程预排=placed).schedules[0]
    assert len(bell.lesson_periods) == lessons


@pytest.mark.parametrize("first", [1, 5])
def test_the_noon_of_a_grid_is_that_of_the_day(first: int, books: Books) -> None:
    given: Rows = [["年级", "语文", "课时"], ["高一1班", "赵芳", 5]]
    rows = [("上午", n) for n in range(1, 5)] + [("下午", n) for n in range(first, first + 4)]
    placed: Rows = [
        ["", "", "周一", "周二"],
        *([part, f"第{n}节", "高一1班-语文" if (part, n) == ("下午", first) else None, None] for part, n in rows),
    ]
    school = books.school(课时设置=given, 课程预排=placed)
    bell = school.schedules[0]
    assert [bell.part(period) for period in bell.lesson_periods] == [0, 0, 0, 0, 1, 1, 1, 1]
    [lock] = school.locks
    assert bell.lesson_number(lock.slot.day, lock.slot.period) == 5


def test_a_course_that_is_not_held_at_a_time(books: Books) -> None:
    forbidden = grid({(4, 5): "高一1班-钱多1-数学\n高一2班-赵芳-语文", (6, 8): "体育", (1, 1): "高一1-2班"})
    school = books.school(课时设置=SIX_DAY_LESSONS, 不排课=forbidden)
    assert {(m.owner_kind, m.owner, m.day) for m in school.marks} == {
        (MarkOwner.COURSE, "高一(1)班|数学", 4),
        (MarkOwner.COURSE, "高一(2)班|语文", 4),
        (MarkOwner.SUBJECT, "体育", 6),
        (MarkOwner.CLASS, "高一(1)班", 1),
        (MarkOwner.CLASS, "高一(2)班", 1),
    }
    assert all(m.level is MarkLevel.FORBIDDEN for m in school.marks)


@pytest.mark.parametrize(
    ("heading", "label", "cells"),
    [
        (["", "周一", "周二", "隔周六"], "第一节", ["D1"]),
        (["", "周一", "周二", "备忘"], "第一节", ["D1"]),
        (["", "周一", "周二"], "早读", ["A2"]),
        (["", "周一", "周一"], "第一节", ["C1"]),
    ],
)
def test_cells_without_a_day_or_a_lesson_are_told(
    heading: list[str], label: str, cells: list[str], books: Books
) -> None:
    placed: Rows = [heading, [label, *["高一1班-语文"] * (len(heading) - 1)]]
    reading = books.read(课时设置=SIX_DAY_LESSONS[:2], 课程预排=placed)
    assert [cell for sheet, cell, _ in errors(reading) if sheet == "课程预排"][: len(cells)] == cells


def test_an_error_value_in_a_grid_is_told(books: Books) -> None:
    reading = books.read(课时设置=SIX_DAY_LESSONS, 课程预排=grid({(4, 5): "#REF!"}))
    assert [(sheet, cell) for sheet, cell, _ in errors(reading)] == [("课程预排", "E6")]


def test_a_forbidden_course_that_does_not_exist_is_told(books: Books) -> None:
    reading = books.read(课时设置=SIX_DAY_LESSONS, 课程预排=grid({}), 不排课=grid({(4, 5): "高一1班-钱多2-数学"}))
    assert [(sheet, cell) for sheet, cell, _ in errors(reading)] == [("不排课", "E6")]


# Saturdays of odd weeks.

ODD_SIX_DAYS = [*SIX_DAYS[:6], "单周六"]
CALLIGRAPHY: Rows = [
    ["班级", "学科", "教师", "课时", "单双周"],
    ["高一(1)班", "书法", "钱多1", 2, "单"],
    ["高一(1)班", "绘画", "钱多1", 2, "双"],
    ["高一(1)班", "语文", "赵芳", 2, "单"],
]
FEWER_LESSONS: Rows = [
    ["年级", "语文", "课时", "数学", "课时"],
    *([f"高一{n}班", "赵芳", 20, f"钱多{n}", 20] for n in (1, 2)),
]


@pytest.mark.parametrize("heading", ["单周六", "星期六（单周）", "单六"])
def test_a_grid_with_saturdays_of_odd_weeks_makes_such_a_week(heading: str, books: Books) -> None:
    placed = grid({(6, 1): "高一1班-书法", (6, 2): "高一1班-语文"}, heading=[*SIX_DAYS[:6], heading])
    closed = grid({(6, 9): "高一2班"}, heading=[*SIX_DAYS[:6], heading])
    reading = books.read(课时设置=FEWER_LESSONS, 任课明细=CALLIGRAPHY, 课程预排=placed, 不排课=closed)
    assert errors(reading) == [] and reading.school is not None
    school = reading.school
    weeks = {period.week_on(6) for period in school.schedules[0].periods if 6 in period.days}
    assert weeks == {Week.ODD}
    assert "周一至周五、单周六每天 9 节" in notes(reading)
    assert [(school.course[lock.course].subject, school.course[lock.course].week) for lock in school.locks] == [
        ("书法", Week.ODD),
        ("语文", Week.ODD),
    ]
    assert [(mark.owner, mark.day) for mark in school.marks] == [("高一(2)班", 6)]


@pytest.mark.parametrize("text", ["高一1班-绘画", "高一1班-数学"])
def test_lessons_of_other_weeks_cannot_stand_on_odd_saturdays(text: str, books: Books) -> None:
    def told(heading: list[str], placed: str) -> list[tuple[str, str]]:
        sheets = {"课程预排": grid({(6, 1): placed}, heading=heading), "不排课": grid({}, heading=ODD_SIX_DAYS)}
        return books.errors(课时设置=FEWER_LESSONS, 任课明细=CALLIGRAPHY, **sheets)

    assert told(ODD_SIX_DAYS, text) == [("课程预排", "G1")]


def test_a_fixed_lesson_of_every_week_on_an_odd_saturday_is_told(books: Books) -> None:
    given: Rows = [["班级", "学科", "星期", "节次"], ["高一(2)班", "数学", "六", 1]]
    sheets: dict[str, Rows] = {"不排课": grid({}, heading=ODD_SIX_DAYS), "固定课": given}
    [(sheet, cell, text)] = errors(books.read(课时设置=FEWER_LESSONS, **sheets))
    assert (sheet, cell) == ("固定课", "D2") and "单周六第1节" in text


def test_a_fixed_lesson_is_of_the_course_that_is_held_in_just_its_weeks(books: Books) -> None:
    lessons: Rows = [["班级", "语文"], ["高一1班", "赵芳 5; 赵芳 2单"]]
    placed = grid({(2, 1): "高一1班-语文", (6, 1): "高一1班-语文"}, heading=ODD_SIX_DAYS)
    school = books.school(任课=lessons, 课程预排=placed)
    assert [(lock.slot.day, school.course[lock.course].week) for lock in school.locks] == [
        (2, Week.EVERY),
        (6, Week.ODD),
    ]


def test_closing_only_the_odd_saturdays_of_a_week_with_all_is_refused(books: Books) -> None:
    placed, closed = grid({}), grid({(6, 1): "高一2班", (6, 2): "高一2班"}, heading=ODD_SIX_DAYS)
    found = errors(books.read(课时设置=SIX_DAY_LESSONS, 课程预排=placed, 不排课=closed))
    assert [(sheet, cell) for sheet, cell, _ in found] == [("不排课", "G1")]


def test_more_lessons_than_a_week_without_saturday_has_room_for(books: Books) -> None:
    """46 lessons of every week do not fit 45 slots of every week and 9 of odd ones."""
    lessons: Rows = [["年级", "语文", "课时", "数学", "课时"], ["高一1班", "赵芳", 26, "钱多", 20]]
    reading = books.read(课时设置=lessons, 不排课=grid({}, heading=ODD_SIX_DAYS))
    [problem] = [problem for problem in reading.problems if problem.blocks]
    assert "46 节课，只有 45 个" in problem.text.zh and "单周六只能排只在这些周上的课" in problem.cure.zh
