"""半班组 of 任课明细: what makes a half class, what keeps its groups from taking turns, and that it is written as it was read."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from scheduler.school import School
from scheduler.workbook import read_school, write_school
from tests.scheduler.workbook.books import Books, Rows, errors

ONE, TWO = "七(1)班", "七(2)班"
MANY = ("语文", "数学", "英语", "体育", "音乐", "美术", "物理", "化学", "生物", "历史", "地理")
HEADINGS = ["班级", "学科", "教师", "课时", "单双周", "走班组", "轮换组", "半班组"]


def listed(*rows: list[object]) -> Rows:
    return [HEADINGS, *rows]


def row(subject: str, teacher: str, lessons: object = 1, *, halves: str = "信劳", **more: str) -> list[object]:
    return [ONE, subject, teacher, lessons, *(more.get(name) for name in ("week", "together", "pair")), halves]


def halves(school: School) -> dict[str, tuple[str | None, int, int]]:
    return {course.id: (course.together, course.groups, course.lessons) for course in school.courses}


def test_the_courses_run_together_as_often_as_there_are_groups(books: Books) -> None:
    school = books.school(任课明细=listed(row("信息科技", "王芳"), row("劳动", "李强"), row("音乐", "孙悦")))
    assert halves(school) == {f"{ONE}|{name}": ("信劳", 3, 3) for name in ("信息科技", "劳动", "音乐")}
    assert [course.attended for course in school.courses] == [1, 1, 1]
    assert len(school.occupying_courses[ONE]) == 1
    assert len(school.attended_courses[ONE]) == 3


def test_the_lessons_are_those_of_the_curriculum(books: Books) -> None:
    plan = [["年级", "信息科技", "劳动"], ["七年级", 2, 2]]
    rows = listed(row("信息科技", "王芳", None), row("劳动", "李强", None))
    reading = books.read(任课明细=rows, 课程计划=plan)
    assert not [e for e in errors(reading) if "课程计划是" in e[2] or "没有信息科技" in e[2]]
    one, two = rows[1:]
    one[3] = two[3] = 4
    told = [text for *_, text in errors(books.read(任课明细=rows, 课程计划=plan))]
    assert f"{ONE}的信息科技是 4 节，课程计划是 2 节" in told


def test_classes_may_use_one_name(books: Books, tmp_path: Path) -> None:
    rows = listed(row("信息科技", "王芳"), row("劳动", "李强"), row("信息科技", "周敏"), row("劳动", "赵军"))
    rows[3][0] = rows[4][0] = TWO
    school = books.school(任课明细=rows)
    assert {c.together for c in school.courses} == {f"{ONE}|信劳", f"{TWO}|信劳"}
    write_school(school, tmp_path / "again.xlsx")
    sheet = load_workbook(tmp_path / "again.xlsx")["任课明细"]
    column = next(cell.column for cell in sheet[2] if cell.value == "半班组")
    assert [sheet.cell(line, column).value for line in range(3, 7)] == ["信劳"] * 4
    again = read_school(tmp_path / "again.xlsx")
    assert again.school is not None
    assert again.school.courses == school.courses


@pytest.mark.parametrize(
    ("rows", "cell", "words"),
    [
        ([row("信息科技", "王芳"), row("劳动", "李强", 2)], "D3", "劳动 2 节，信息科技 1 节"),
        ([row("信息科技", "王芳"), row("劳动", "李强", halves="")], "H2", "有 1 门课"),
        ([row("信息科技", "王芳", "0+1"), row("劳动", "李强", "0+1")], "D2", "有连堂或单双周"),
        ([row("信息科技", "王芳", week="单"), row("劳动", "李强", week="双")], "D2", "有连堂或单双周"),
        ([row("信息科技", "王芳", together="走"), row("劳动", "李强")], "H2", "又写了走班组"),
        ([row("信息科技", "王芳", pair="换"), row("劳动", "李强")], "H2", "又写了轮换组"),
        ([row("信息科技", "王芳", 21), row("劳动", "李强", 21)], "H2", "每门课一周超过 40 节"),
        ([row("信息科技", "王芳"), row("劳动", "王芳")], "C3", "王芳要同时上信息科技和劳动"),
        ([row(subject, "王芳") for subject in MANY], "H2", "有 11 门课"),
        # No timetable could tell the two apart.
        ([row("劳动", "暂缺"), row("信息科技", "王芳"), row("劳动", "暂缺")], "C4", "劳动重复"),
    ],
)
def test_groups_that_cannot_take_turns(books: Books, rows: list[list[object]], cell: str, words: str) -> None:
    (found,) = errors(books.read(任课明细=listed(*rows)))
    assert found[:2] == ("任课明细", cell)
    assert words in found[2]


def test_a_row_that_cannot_be_read_is_told_alone(books: Books) -> None:
    (found,) = errors(books.read(任课明细=listed(row("信息科技", "王芳", "很多"), row("劳动", "李强"))))
    assert found[:2] == ("任课明细", "D2")


@pytest.mark.parametrize("column", ["走班组", "轮换组", "半班组"])
@pytest.mark.parametrize("said", ["待定", "?"])
def test_a_group_that_is_not_settled_is_no_name(column: str, said: str, books: Books) -> None:
    place = HEADINGS.index(column)
    rows = [row(subject, who, halves="") for subject, who in (("信息科技", "王芳"), ("劳动", "李强"))]
    for each in rows:
        each[place] = said
    (found,) = [p for p in books.read(任课明细=listed(*rows)).problems if p.severity == "error"]
    assert (found.sheet, found.cell[1:]) == ("任课明细", "2")
    assert found.text.zh.startswith(f"“{said}”：还没有定下来")


@pytest.mark.parametrize(("column", "field"), [("走班组", "together"), ("轮换组", "pair"), ("半班组", "together")])
def test_spaces_in_the_name_of_a_group(column: str, field: str, books: Books) -> None:
    rows = [row(subject, who, halves="") for subject, who in (("信息科技", "王芳"), ("劳动", "李强"))]
    for each, name, week in zip(rows, ("信劳", "信　劳"), "单双", strict=True):
        each[HEADINGS.index(column)] = name
        each[HEADINGS.index("单双周")] = week if column == "轮换组" else None
    assert [getattr(c, field) for c in books.school(任课明细=listed(*rows)).courses] == ["信劳", "信劳"]
