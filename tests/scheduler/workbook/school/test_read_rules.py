"""规则: what differs from the defaults is taken, what cannot be used is told at its cell."""

from __future__ import annotations

import pytest

from constraints.catalogue import active_rules, catalogue
from constraints.places.law import law
from scheduler.school import RuleSetting
from scheduler.workbook.school.write_rules import rule_rows
from tests.scheduler.workbook.books import Books, Rows, errors, notes

LESSONS: Rows = [["班级", "语文"], ["高一(1)班", "王芳 5"]]
HEADING = ["规则编号", "启用", "级别", "权重", "参数", "参数值"]


def rules(*rows: list[object]) -> Rows:
    return [HEADING, *rows]


def settings(books: Books, *rows: list[object]) -> tuple[RuleSetting, ...]:
    school = books.school(任课=LESSONS, 规则=rules(*rows))
    active_rules(school)
    return school.rule_settings


def test_the_defaults_change_nothing(books: Books) -> None:
    columns = {
        "规则编号": "rule",
        "启用": "enabled",
        "级别": "level",
        "权重": "weight",
        "参数": "parameter",
        "参数值": "value",
    }
    rows: list[list[object]] = [[row.get(columns[title]) for title in HEADING] for row in rule_rows((), law())]
    assert len(rows) >= len(catalogue())
    assert settings(books, *rows) == ()


def test_whatever_a_school_changes(books: Books) -> None:
    found = settings(
        books,
        ["subject_per_day", "是", "软性", 7, "每天最多节数", 2],
        ["parallel_progress", "否", None, None, None, None],
        ["weekly_total", None, "法规", None, "1-2年级周课时上限", 25],
        ["weekly_total", None, None, None, "grades_3_6", "29"],
    )
    assert found == (
        RuleSetting(rule="subject_per_day", level="soft", weight=7, parameters={"most": "2"}),
        RuleSetting(rule="parallel_progress", enabled=False),
        RuleSetting(rule="weekly_total", parameters={"grades_1_2": "25", "grades_3_6": "29"}),
    )


def test_the_parameters_of_a_rule_may_stand_below_its_name(books: Books) -> None:
    found = settings(
        books,
        ["weekly_total", None, None, None, "1-2年级周课时上限", 25],
        [None, None, None, None, "3-6年级周课时上限", 29],
    )
    assert found == (RuleSetting(rule="weekly_total", parameters={"grades_1_2": "25", "grades_3_6": "29"}),)


def test_a_rule_by_its_title(books: Books) -> None:
    assert settings(books, ["同一学科每天节数", None, None, 9, None, None]) == (
        RuleSetting(rule="subject_per_day", weight=9),
    )


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["no_homework", None, None, None, None, None], "A"),
        (["hours_in_full", "否", None, None, None, None], "B"),
        (["hours_in_full", "大概", None, None, None, None], "B"),
        (["hours_in_full", None, "软性", None, None, None], "C"),
        (["subject_per_day", None, "必须", None, None, None], "C"),
        (["subject_per_day", None, None, "很重", None, None], "D"),
        (["subject_per_day", None, None, -1, None, None], "D"),
        (["subject_per_day", None, None, None, "最多", 2], "E"),
        (["subject_per_day", None, None, None, "每天最多节数", 0], "F"),
        (["subject_per_day", None, None, None, "每天最多节数", "两节"], "F"),
        (["hours_in_full", None, None, None, None, 3], "F"),
    ],
)
def test_what_cannot_be_used_has_its_place(books: Books, row: list[object], column: str) -> None:
    reading = books.read(任课=LESSONS, 规则=rules(row))
    assert [(sheet, cell) for sheet, cell, _ in errors(reading)] == [("规则", f"{column}2")]


# A rule that stands twice, names that mean nothing.


@pytest.mark.parametrize(
    ("first", "second", "column"),
    [
        (["subject_per_day", "是", None, None, None, None], ["subject_per_day", "否", None, None, None, None], "B"),
        (
            ["subject_per_day", None, "软性", None, None, None],
            ["同一学科每天节数", None, "硬性", None, None, None],
            "C",
        ),
        (["subject_per_day", None, None, 7, None, None], ["subject_per_day", None, None, 9, None, None], "D"),
        (["subject_per_day", None, None, None, None, 2], ["subject_per_day", None, None, None, "most", 3], "F"),
    ],
)
def test_a_rule_that_says_two_things_is_told_with_both_cells(
    first: list[object], second: list[object], column: str, books: Books
) -> None:
    [(sheet, cell, text)] = errors(books.read(任课=LESSONS, 规则=rules(first, second)))
    assert (sheet, cell) == ("规则", f"{column}3")
    assert f"{column}2" in text


def test_a_rule_that_stands_twice_is_told(books: Books) -> None:
    row: list[object] = ["subject_per_day", None, None, 7, "每天最多节数", 2]
    reading = books.read(任课=LESSONS, 规则=rules(row, row))
    assert errors(reading) == []
    assert [p.cell for p in reading.problems if p.sheet == "规则"] == ["A3"]


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("core_in_morning", "语文:80 数雪:80"),
        ("core_in_morning", "语文:80 语文:60"),
        ("core_in_morning", "语文80"),
        ("core_per_day", "语文、数雪"),
        ("subject_neighbours", "数雪-物理"),
    ],
)
def test_a_subject_that_does_not_exist_is_told(rule: str, value: str, books: Books) -> None:
    name = "主要学科" if rule == "core_per_day" else None
    [(sheet, cell, text)] = errors(books.read(任课=LESSONS, 规则=rules([rule, None, None, None, name, value])))
    assert (sheet, cell) == ("规则", "F2")
    assert "数雪" not in value or "“数雪”不是本校的学科，是不是“数学”？" in text


def test_areas_and_subjects_of_the_school_are_names(books: Books) -> None:
    lessons: Rows = [["班级", "语文", "国学"], ["高一(1)班", "王芳 5", "王芳 1"]]
    school = books.school(任课=lessons, 规则=rules(["core_in_morning", None, None, None, None, "国学:50 物理:80"]))
    assert school.rule_settings[0].parameters == {"shares": "国学:50 物理:80"}


@pytest.mark.parametrize("name", ["evening", "晚间起点"])
def test_parameters_that_moved_to_the_school_are_said(books: Books, name: str) -> None:
    rows = [["规则编号", "参数", "参数值"], ["service_exempt", name, "18:00"]]
    reading = books.read(任课=LESSONS, 规则=rows, 学校=[["学校名称", "晚间起点"], ["一中", "18:00"]])
    assert reading.school is not None, errors(reading)
    assert reading.school.evening == 18 * 60
    assert "全校的“晚间起点”写在“学校”表里" in notes(reading)
    assert books.errors(任课=LESSONS, 学校=[["学校名称", "晚间起点"], ["一中", "8:00"]]) == [("学校", "B2")]
