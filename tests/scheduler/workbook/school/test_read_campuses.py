"""校区 in 作息 and 场地, 校区路程 in 学校."""

import pytest

from scheduler.school import School
from tests.scheduler.workbook.books import Books, Rows, errors

BELL = ["作息表", "节次", "类型", "开始", "结束", "校区"]
VENUES = ["场地", "类型", "校区"]
ASSIGNMENT: Rows = [["班级", "语文"], ["七(1)班", "王芳 2"], ["七(2)班", "王芳 2"]]
CLASSES: Rows = [["班级", "作息表"], ["七(1)班", "东作息"], ["七(2)班", "西作息"]]


def bells(*campuses: str) -> Rows:
    """Two bell schedules of two lessons each, with the campus that each row names."""
    names, times = ("东作息", "东作息", "西作息", "西作息"), (("08:00", "08:40"), ("08:50", "09:30")) * 2
    rows = zip(names, times, campuses, strict=True)
    return [BELL, *([name, f"第{i % 2 + 1}节", "课", *time, campus] for i, (name, time, campus) in enumerate(rows))]


def campuses(school: School) -> tuple[list[str | None], list[str | None]]:
    return [s.campus for s in school.schedules], [v.campus for v in school.venues]


def test_campuses_and_the_way(books: Books) -> None:
    school = books.school(
        学校=[["学校名称", "校区路程"], ["两校区学校", "25"]],
        任课=ASSIGNMENT,
        班级=CLASSES,
        作息=bells("东校区", "", "西校区", "西 校区"),
        场地=[VENUES, ["东操场", "操场", "东 校区"], ["礼堂", "礼堂", ""]],
    )
    assert campuses(school) == (["东校区", "西校区"], ["东校区", None])
    assert school.campus_way == 25


def test_one_campus_needs_no_name(books: Books) -> None:
    school = books.school(任课=ASSIGNMENT, 班级=CLASSES, 作息=bells("", "", "", ""))
    assert (school.campuses, school.campus_way) == ((), 30)


def test_a_schedule_on_two_campuses_is_refused(books: Books) -> None:
    reading = books.read(任课=ASSIGNMENT, 班级=CLASSES, 作息=bells("东校区", "南校区", "西校区", "西校区"))
    (problem,) = [p for p in reading.problems if p.severity == "error"]
    assert (problem.sheet, problem.cell, problem.value) == ("作息", "F3", "南校区")
    assert problem.text.zh == "作息表“东作息”在 F2 写了校区“东校区”，这里又写“南校区”"
    assert "一套作息只属一个校区" in problem.cure.zh


def test_a_venue_where_no_class_is_is_told(books: Books) -> None:
    reading = books.read(
        任课=ASSIGNMENT,
        班级=CLASSES,
        作息=bells("东校区", "", "西校区", ""),
        场地=[VENUES, ["泳池", "泳池", "北校区"]],
    )
    assert errors(reading) == []
    (problem,) = [p for p in reading.problems if p.sheet == "场地"]
    assert (problem.severity, problem.cell, problem.value) == ("warning", "C2", "北校区")
    assert problem.cure.zh.startswith("改成：东校区、西校区")
    assert reading.school is not None
    assert reading.school.venues[0].campus == "北校区"


@pytest.mark.parametrize(
    ("first", "second", "venue", "cells"),
    [
        ("东校区", "东校", "", [("作息", "F4")]),
        ("校本部", "本部", "", [("作息", "F4")]),
        ("东校区", "西校区", "东校", [("场地", "C2")]),
        ("待定", "西校区", "", [("作息", "F2")]),
        ("东校区", "?", "待定", [("作息", "F4"), ("场地", "C2")]),
        ("东校区", "北校区", "北校区", []),
        ("一校区", "二校区", "二校区", []),
    ],
)
def test_campuses_that_are_not_certain_are_no_facts(
    first: str, second: str, venue: str, cells: list[tuple[str, str]], books: Books
) -> None:
    place: Rows = [VENUES, ["泳池", "泳池", venue]]
    reading = books.read(任课=ASSIGNMENT, 班级=CLASSES, 作息=bells(first, "", second, ""), 场地=place)
    assert [(p.sheet, p.cell) for p in reading.problems if p.blocks] == cells


def test_a_way_that_is_no_number_is_refused(books: Books) -> None:
    reading = books.read(学校=[["学校名称", "校区路程"], ["两校区学校", "很远"]], 任课=ASSIGNMENT)
    assert [(p.sheet, p.cell) for p in reading.problems if p.severity == "error"] == [("学校", "B2")]


def test_a_class_that_names_no_schedule_is_said_to_be_on_the_first_campus(books: Books) -> None:
    rows = [
        [cell.replace("作息", "初中") if cell.endswith("作息") else cell for cell in row] for row in bells(*"东东西西")
    ]
    reading = books.read(任课=ASSIGNMENT, 作息=rows)
    assert errors(reading) == []
    assert any("按“东初中”算在东" in note.text.zh for note in reading.notes)
