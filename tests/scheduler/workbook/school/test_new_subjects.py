"""Names of subjects that no sheet lists, wherever one may stand first: in 任课, in 任课明细 and in 课程计划."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scheduler.workbook import Reading
from tests.scheduler.workbook.books import Books, Rows

Sheets = dict[str, Rows]


def matrix(name: str) -> Sheets:
    return {"任课": [["班级", "语文", "英语", name], ["三(1)班", "孙丽 7", "王芳 3", "赵军 2"]]}


def long(name: str) -> Sheets:
    head = ["班级", "学科", "教师", "课时"]
    rows = [["三(1)班", "语文", "孙丽", 7], ["三(1)班", "英语", "王芳", 3], ["三(1)班", name, "赵军", 2]]
    return {"任课明细": [head, *rows]}


def curriculum(name: str) -> Sheets:
    rows = [["年级", "语文", "英语", name], ["高一", 7, 3, 2]]  # no standard asks for more in grade 10
    return {"课程计划": rows, "任课": [["班级", "语文", "英语", name], ["高一(1)班", "孙丽", "王芳", "赵军"]]}


PLACES: dict[str, Callable[[str], Sheets]] = {"任课": matrix, "任课明细": long, "课程计划": curriculum}
place = pytest.mark.parametrize("sheets", PLACES.values(), ids=PLACES)


def subjects(reading: Reading) -> list[str]:
    assert reading.school is not None, [problem.line.zh for problem in reading.problems]
    return sorted({course.subject for course in reading.school.courses} - {"语文", "英语"})


@place
@pytest.mark.parametrize(
    ("written", "name"),
    [("体育", "体育"), ("体育:", "体育"), ("体育*", "体育"), ("体育课", "体育"), ("体", "体育与健康"), ("书法", "书法"), ("P.E.", "P.E.")],
)  # fmt: skip
def test_what_is_surely_a_subject_is_one(
    written: str, name: str, sheets: Callable[[str], Sheets], books: Books
) -> None:
    assert subjects(books.read(**sheets(written))) == [name]


@place
@pytest.mark.parametrize(
    ("written", "likely"),
    [
        ("体肓", "体育"),
        ("数学(5", "数学"),
        ("数学#", "数学"),
        ("数学1班", "数学"),
        ("美木", "美术"),
        ("围棋", None),
        ("机器人", None),
    ],
)
def test_what_may_be_none_is_asked_about_once(
    written: str, likely: str | None, sheets: Callable[[str], Sheets], books: Books
) -> None:
    reading = books.read(**sheets(written))
    [asked] = [problem for problem in reading.problems if problem.blocks]
    assert (asked.severity, asked.value) == ("question", written)
    assert (asked.candidates[0] == likely) if likely else (asked.candidates == (written, "不读"))
    assert asked.candidates[-2:] == (written, "不读")


@place
@pytest.mark.parametrize(
    ("written", "means", "name"),
    [("体肓", "体育", ["体育"]), ("体肓", "体肓", ["体肓"]), ("体肓", "不读", []), ("数学(5", "数学", ["数学"])],
)
def test_an_answer_is_taken(
    written: str, means: str, name: list[str], sheets: Callable[[str], Sheets], books: Books
) -> None:
    told: Rows = [["写法", "就是"], [written, means]]
    assert subjects(books.read(确认=told, **sheets(written))) == name


@pytest.mark.parametrize(
    ("place", "missing"), [("任课明细", "没有开齐国家规定的课程"), ("课程计划", "缺少国家规定的课程")]
)
def test_what_is_said_to_be_no_subject_excuses_nothing(place: str, missing: str, books: Books) -> None:
    sheets = PLACES[place]("体肓")
    if place == "课程计划":
        sheets = {place: [*sheets[place][:1], [3, 7, 3, 2]], "任课": [["班级", "语文"], ["三(1)班", "孙丽"]]}
    reading = books.read(确认=[["写法", "就是"], ["体肓", "不读"]], **sheets)
    assert missing in "".join(problem.text.zh for problem in reading.problems)
