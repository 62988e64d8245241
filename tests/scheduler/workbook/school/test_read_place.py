"""所在地 and 学年 of the sheet 学校."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from scheduler.workbook.school.reader import read_school
from scheduler.workbook.school.writer import write_school
from tests.scheduler.workbook.books import Books, notes
from tests.schools import make_school

LESSONS = [["班级", "语文"], ["三1", "王芳"]]
ABOUT = ["学校名称", "所在地", "学年", "开学日期"]


def about(*values: object) -> list[list[object]]:
    return [ABOUT, ["一小", *values]]


@pytest.mark.parametrize("year", [2026, "2026", "2026学年", "2026-2027", "2026—2027学年", "2026-2027学年度"])
def test_place_and_year(books: Books, year: object) -> None:
    school = books.school(任课=LESSONS, 学校=about("天津市", year, "2026-09-01"))
    assert (school.place, school.year) == ("天津市", 2026)


def test_what_is_assumed_is_said(books: Books) -> None:
    assert "没有写所在地，按郑州市金水区的规定" in notes(books.read(任课=LESSONS))
    assert "没有单独收录广州市，按广东省的规定" in notes(books.read(任课=LESSONS, 学校=about("广州市", 2026, None)))
    said = notes(books.read(任课=LESSONS, 学校=about("金水区", 2026, None)))
    assert "所在地" not in said and "学年" not in said


def test_an_unknown_place_is_asked_about(books: Books) -> None:
    sheets = {"任课": LESSONS, "学校": about("广冬省", 2026, None)}
    (problem,) = [each for each in books.read(**sheets).problems if each.cell == "B2"]
    assert problem.sheet == "学校" and problem.value == "广冬省" and "广东省" in problem.candidates
    answered = books.school(**sheets, 确认=[["写法", "就是"], ["广冬省", "广东省"]])
    assert answered.place == "广东省"


@pytest.mark.parametrize(
    ("year", "start", "cell"),
    [
        ("今年", None, "C2"),
        ("2026-2028", None, "C2"),
        (1999, None, "C2"),
        (2025, "2026-09-01", "C2"),
        (2026, "2026-07-31", "C2"),
    ],
)
def test_a_year_that_is_none_or_another(books: Books, year: object, start: object, cell: str) -> None:
    assert books.errors(任课=LESSONS, 学校=about("天津", year, start)) == [("学校", cell)]


def test_a_spring_term_is_of_the_year_before(books: Books) -> None:
    assert books.school(任课=LESSONS, 学校=about("天津", 2026, "2027-02-22")).year == 2026


def test_they_are_written_as_they_are_read(tmp_path: Path) -> None:
    school = make_school(place="广东省广州市", year=2026, term_start=datetime.date(2026, 9, 1))
    write_school(school, tmp_path / "学校.xlsx")
    read = read_school(tmp_path / "学校.xlsx").school
    assert read is not None and (read.place, read.year) == ("广东省广州市", 2026)
