"""任课 in the ways in which schools write it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from scheduler.school import Course, Week
from scheduler.workbook import read_school
from tests.scheduler.workbook.books import Books, Rows, errors, notes


def facts(course: Course) -> tuple[object, ...]:
    return course.teachers, course.lessons, course.doubles


def matrix(*rows: list[object]) -> Rows:
    return [["班级", "语文", "数学"], *rows]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("王芳 4", (("王芳",), 4, 0)),
        ("王芳 4+1", (("王芳",), 6, 1)),
        ("王芳（2+1+1）", (("王芳",), 6, 2)),
        ("王芳５节", (("王芳",), 5, 0)),
        ("王芳、李强 3", (("王芳", "李强"), 3, 0)),
        (" 王　芳 ", (("王芳",), 6, 0)),
        ("王芳", (("王芳",), 6, 0)),
    ],
)
def test_a_cell_names_teachers_and_lessons(books: Books, cell: str, expected: tuple[object, ...]) -> None:
    courses = books.courses(任课=matrix(["七（1）班", cell]))
    assert facts(courses["七(1)班|语文"]) == expected


def test_classes_written_in_any_way_and_blank_rows(books: Books) -> None:
    rows = matrix(["七年级1班", "王芳", None], [None], ["７０２", "王芳", "李强"], [703, "王芳"], [None, None, None])
    school = books.school(任课=rows)
    assert [klass.id for klass in school.classes] == ["七(1)班", "七(2)班", "七(3)班"]
    assert len(school.courses) == 4


def test_two_teachers_of_one_subject_each_with_lessons(books: Books) -> None:
    courses = books.courses(任课=matrix(["七(1)班", "王芳 4; 李强 2", "李强 5"]))
    assert facts(courses["七(1)班|语文|王芳"]) == (("王芳",), 4, 0)
    assert facts(courses["七(1)班|语文|李强"]) == (("李强",), 2, 0)
    assert facts(courses["七(1)班|数学"]) == (("李强",), 5, 0)


def test_the_rest_of_the_lessons_is_the_other_teachers(books: Books) -> None:
    courses = books.courses(任课=matrix(["七(1)班", "王芳 4; 李强"]))
    assert courses["七(1)班|语文|李强"].lessons == 2


def test_two_teachers_without_lessons_must_say_how_many(books: Books) -> None:
    assert books.errors(任课=matrix(["七(1)班", "王芳; 李强"])) == [("任课", "B2")]


def test_teachers_of_odd_and_even_weeks_share_the_slots(books: Books) -> None:
    courses = books.courses(任课=[["班级", "美术", "课时"], ["高一(1)班", "罗俊/张建国", 1]])
    odd, even = courses["高一(1)班|美术|罗俊"], courses["高一(1)班|美术|张建国"]
    assert (odd.week, even.week) == (Week.ODD, Week.EVEN)
    assert odd.lessons == even.lessons == 1
    assert odd.pair == even.pair == "高一(1)班|美术"


def test_two_subjects_that_alternate(books: Books) -> None:
    rows = [["班级", "劳动/综合实践"], ["七(1)班", "王芳"], ["七(2)班", "王芳/李强"], ["七(3)班", "王芳 0+1"]]
    courses = books.courses(任课=rows)
    first, second = courses["七(1)班|劳动"], courses["七(1)班|综合实践"]
    assert (first.week, second.week) == (Week.ODD, Week.EVEN)
    assert (first.lessons, second.lessons) == (2, 2)
    assert first.pair == second.pair == "七(1)班|劳动/综合实践"
    assert first.teachers == second.teachers == ("王芳",)
    assert courses["七(2)班|综合实践"].teachers == ("李强",)
    assert facts(courses["七(3)班|综合实践"]) == (("王芳",), 2, 1)


def test_single_and_double_weeks_in_a_cell(books: Books) -> None:
    courses = books.courses(任课=[["班级", "信息", "心理"], ["高一(1)班", "王芳 单", "李强 1双"]])
    assert (courses["高一(1)班|信息"].week, courses["高一(1)班|信息"].lessons) == (Week.ODD, 1)
    assert (courses["高一(1)班|心理"].week, courses["高一(1)班|心理"].lessons) == (Week.EVEN, 1)


def test_half_lessons_pair_up(books: Books) -> None:
    rows = [["班级", "信息", "心理", "书法"], ["高一(1)班", "王芳 0.5", "李强 1.5", "孙悦 0.5"]]
    reading = books.read(任课=rows)
    assert reading.school is not None
    courses = reading.school.course
    assert courses["高一(1)班|信息"].pair == courses["高一(1)班|心理|李强|双周"].pair == "高一(1)班|信息/心理"
    assert courses["高一(1)班|信息"].week is Week.ODD
    assert courses["高一(1)班|心理|李强|双周"].week is Week.EVEN
    assert courses["高一(1)班|心理|李强|每周"].lessons == 1
    assert courses["高一(1)班|书法"].pair is None
    assert "书法隔周一节" in notes(reading)


@pytest.mark.parametrize("other", ["王芳 1 合:七(1)班", "王芳 1", "王芳", None])
def test_a_joint_class_named_from_one_row_or_both(books: Books, other: object) -> None:
    courses = books.courses(任课=[["班级", "校本"], ["七(1)班", "王芳 1 合:七(2)班"], ["七(2)班", other]])
    assert list(courses) == ["七(1)班+七(2)班|校本"]
    assert courses["七(1)班+七(2)班|校本"].classes == ("七(1)班", "七(2)班")


@pytest.mark.parametrize(
    "cells",
    [
        ("王芳 1 合:七(2)班", "王芳 1 合:七(3)班", "王芳 1"),
        ("王芳 1", "王芳 1 合:七(1)班", "王芳 1 合:七(2)班"),
        ("王芳 1 合:七(3)班", None, "王芳 1 合:七(2)班"),
    ],
)
def test_joint_classes_one_with_another_are_one(books: Books, cells: tuple[object, ...]) -> None:
    rows = [["班级", "校本"], *([f"七({n})班", cell] for n, cell in enumerate(cells, 1))]
    reading = books.read(任课=rows)
    assert reading.school is not None
    assert [c.classes for c in reading.school.courses] == [("七(1)班", "七(2)班", "七(3)班")]
    assert "合班一个接一个的，算一起上：七(1)班、七(2)班、七(3)班的校本" in notes(reading)


def test_joint_classes_of_two_teachers_stay_two(books: Books) -> None:
    rows = [["班级", "校本"], ["七(1)班", "王芳 1 合:七(2)班"], ["七(2)班", "李强 1 合:七(3)班"], ["七(3)班", "李强 1"]]
    assert set(books.courses(任课=rows)) == {"七(1)班+七(2)班|校本", "七(2)班+七(3)班|校本"}


def test_another_teachers_course_is_no_part_of_the_joint_class(books: Books) -> None:
    rows = [["班级", "校本"], ["七(1)班", "王芳 1 合:七(2)班"], ["七(2)班", "李强 1"]]
    assert set(books.courses(任课=rows)) == {"七(1)班+七(2)班|校本", "七(2)班|校本"}


def test_a_row_of_two_classes_is_a_joint_class(books: Books) -> None:
    assert list(books.courses(任课=[["班级", "校本"], ["七(1)班、七(2)班", "王芳 1"]])) == ["七(1)班+七(2)班|校本"]


@pytest.mark.parametrize("merged", [True, False])
def test_headings_in_two_rows(merged: bool, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "任课表"
    for row in (
        ["样例中学 2026 年任课安排"],
        ["年级", "班级", "语文", None, "数学", None, "备注"],
        [None, None, "教师", "课时", "教师", "课时", None],
        ["高一", "1班", "王芳", 5, "李强", 5],
        [None if merged else "高一", "2班", "王芳", 5, "李强", "4+1", "实验班"],
        [None],
        ["高二", "1班", "钱多", "5节", "孙悦 ", 5],
        ["合计", None, None, 15, None, 16],
    ):
        sheet.append(row)
    for area in ("A1:G1", "C2:D2", "E2:F2", "A4:A5") if merged else ():
        sheet.merge_cells(area)
    book.save(tmp_path / "a.xlsx")
    reading = read_school(tmp_path / "a.xlsx")
    assert reading.problems == ()
    assert reading.school is not None
    assert {course.id: facts(course) for course in reading.school.courses} == {
        "高一(1)班|语文": (("王芳",), 5, 0),
        "高一(1)班|数学": (("李强",), 5, 0),
        "高一(2)班|语文": (("王芳",), 5, 0),
        "高一(2)班|数学": (("李强",), 6, 1),
        "高二(1)班|语文": (("钱多",), 5, 0),
        "高二(1)班|数学": (("孙悦",), 5, 0),
    }


def test_the_long_form_under_any_title(books: Books) -> None:
    rows: Rows = [
        ["班级", "课程", "任课教师", "周课时", "单双周"],
        ["七(1)班", "语文", "王芳", 5, None],
        ["七(1)班", "美术", "罗俊/张三", 1, None],
        ["七(1)班", "信息", "钱多", 1, "单"],
        ["七(2)班、七(3)班", "体育", "赵军、孙悦", "1+1", None],
    ]
    asked = books.read(Sheet1=rows)
    assert [(p.severity, p.cell, p.value) for p in asked.problems if p.blocks] == [("question", "A5", "几个班一行")]
    reading = books.read(Sheet1=rows, 确认=[["写法", "就是"], ["几个班一行", "合班"]])
    assert reading.school is not None
    assert "Sheet1" in notes(reading)
    courses = reading.school.course
    assert set(courses) == {
        "七(1)班|语文",
        "七(1)班|美术|罗俊",
        "七(1)班|美术|张三",
        "七(1)班|信息",
        "七(2)班+七(3)班|体育",
    }
    assert courses["七(1)班|信息"].week is Week.ODD
    assert courses["七(1)班|美术|张三"].pair == "七(1)班|美术"
    assert facts(courses["七(2)班+七(3)班|体育"]) == (("赵军", "孙悦"), 3, 1)


def test_the_long_form_says_more_about_a_course_of_the_matrix(books: Books) -> None:
    school = books.school(
        任课=matrix(["七(1)班", "王芳 5", "李强 5"]),
        任课明细=[["班级", "学科", "课时", "场地"], ["七(1)班", "数学", "2+2", "机房"]],
        场地=[["场地"], ["机房"]],
    )
    course = school.course["七(1)班|数学"]
    assert facts(course) == (("李强",), 6, 2)
    assert course.venue_kind == "机房"


def test_walking_classes_run_together(books: Books) -> None:
    rows: Rows = [
        ["班级", "学科", "教师", "课时", "走班组"],
        ["七(1)班、七(2)班", "英语", "王芳", 5, "英语走班"],
        ["七(2)班、七(1)班", "英语", "李强", 5, "英语走班"],
    ]
    school = books.school(任课明细=rows)
    assert [course.id for course in school.courses] == ["七(1)班+七(2)班|英语|王芳", "七(1)班+七(2)班|英语|李强"]
    assert {course.together for course in school.courses} == {"英语走班"}


def test_pairs_of_the_long_form(books: Books) -> None:
    rows: Rows = [
        ["班级", "学科", "教师", "课时", "单双周", "轮换组"],
        ["七(1)班", "音乐", "王芳", 1, "单", "音美"],
        ["七(1)班", "美术", "李强", 1, "双", "音美"],
    ]
    assert {course.pair for course in books.courses(任课明细=rows).values()} == {"音美"}


def test_a_pair_that_does_not_alternate_is_warned_of(books: Books) -> None:
    rows: Rows = [["班级", "学科", "教师", "课时", "轮换组"], ["高一(1)班", "音乐", "王芳", 1, "音美"]]
    reading = books.read(任课明细=rows)
    assert [(p.severity, p.sheet, p.cell) for p in reading.problems] == [("warning", "任课明细", "C2")]


def test_homeroom_and_size_beside_the_class(books: Books) -> None:
    school = books.school(任课=[["班级", "班主任", "人数", "语文"], ["七(1)班", "王芳", "48人", "王芳"]])
    assert (school.classes[0].homeroom_teacher, school.classes[0].size) == ("王芳", 48)


def test_a_homeroom_teacher_who_teaches_nothing_is_a_teacher(books: Books) -> None:
    school = books.school(任课=[["班级", "班主任", "语文"], ["七(1)班", "周敏", "王芳"]])
    assert {teacher.id for teacher in school.teachers} == {"王芳", "周敏"}


def test_another_spelling_of_a_subject_is_the_same_subject(books: Books) -> None:
    reading = books.read(
        任课=[["班级", "体育", "外语"], ["高一(1)班", "赵军", "王芳"]],
        学科=[["学科", "领域"], ["体育与健康", "体育"], ["英语", "外语"]],
        课程计划=[["年级", "体育与健康", "英语"], [10, 3, 5]],
    )
    assert reading.school is not None
    assert {course.subject: course.lessons for course in reading.school.courses} == {"体育与健康": 3, "英语": 5}
    assert "学科“体育”就是“体育与健康”" in notes(reading)


@pytest.mark.parametrize(
    ("sheets", "places"),
    [
        ({"任课": matrix()}, [("任课", "")]),
        ({"任课": []}, [("任课", "")]),
        ({"任课": [["王芳", "李强"], ["赵军", "孙悦"]]}, [("任课", "A1")]),
        ({"其他": [["a", "b"], [1, 2]]}, [("任课", "")]),
        ({"任课": matrix(["2024级3班", "王芳"])}, [("任课", "A2")]),
        ({"任课": matrix([None, "王芳", "李强"])}, [("任课", "B2")]),
        ({"任课": matrix(["七(1)班", "王芳"], ["七1班", "李强"])}, [("任课", "A3")]),
        ({"任课": matrix(["七(1)班", "甲/乙/丙"])}, [("任课", "B2")]),
        ({"任课": matrix(["七(1)班", "王芳 4++1"])}, [("任课", "B2")]),
        ({"任课": matrix(["七(1)班", "王芳 合:二班"])}, [("任课", "B2")]),
        ({"任课": matrix(["七(1)班", "王芳 @天文台"]), "场地": [["场地"], ["操场"]]}, [("任课", "B2")]),
        ({"任课": [["班级", "语文", "课时"], ["高一(1)班", "王芳", date(2026, 4, 1)]]}, [("任课", "C2")]),
        ({"任课明细": [["班级", "学科"], ["七(1)班", None], [None, "语文"]]}, [("任课明细", "A3"), ("任课明细", "B2")]),
        (
            {"任课明细": [["班级", "学科", "教师"], ["七(1)班", "语文", "王芳"], ["七1班", "语文", "王芳"]]},
            [("任课明细", "C3")],
        ),
    ],
)
def test_what_is_wrong_has_its_place(books: Books, sheets: dict[str, Rows], places: list[tuple[str, str]]) -> None:
    assert sorted(books.errors(**sheets)) == places


def test_an_unknown_name_is_told_once_with_all_its_places(books: Books) -> None:
    reading = books.read(
        任课=matrix(["高一(1)班", "王芳 5", "李强 5"], ["高一(2)班", "王芳 5", "李强 5"]),
        教师=[["姓名"], ["李强"]],
        教研=[["名称", "成员"], ["语文", "王芳、李强"]],
    )
    assert [(sheet, cell) for sheet, cell, _ in errors(reading)] == [("任课", "B2")]
    assert "另在 任课 B3、教研 B2" in reading.problems[0].text.zh


def test_a_zero_is_no_teacher(books: Books) -> None:
    assert list(books.courses(任课=matrix(["高一(1)班", "王芳 5", 0]))) == ["高一(1)班|语文"]


def test_a_column_without_heading_is_warned_of(books: Books) -> None:
    reading = books.read(任课=[["班级", "语文", None, "数学"], ["高一(1)班", "王芳 5", "钱多 5", "李强 5"]])
    assert [(p.severity, p.sheet, p.cell) for p in reading.problems] == [("warning", "任课", "C1")]


def test_lessons_without_a_teacher_are_warned_of(books: Books) -> None:
    reading = books.read(任课=[["班级", "语文", "课时"], ["高一(1)班", None, 5], ["高一(2)班", "王芳", 0]])
    assert [(p.severity, p.cell) for p in reading.problems][:1] == [("warning", "B2")]
    assert ("任课", "B3", "任课表里，高一(2)班没有一门课") not in errors(reading)


def test_classes_of_different_bell_schedules_cannot_be_joined(books: Books) -> None:
    assert books.errors(任课=[["班级", "校本"], ["六(1)班", "王芳 1 合:七(1)班"], ["七(1)班", None]]) == [
        ("任课", "B2")
    ]
