"""Names in a plan that are not certain are asked about, and nothing is made of them."""

from pathlib import Path

import pytest

from constraints.audit import audit
from scheduler.school import Subject, Teacher
from scheduler.workbook.plan.reader import read_plan
from tests.scheduler.workbook.plan.test_reader import FIRST, SECOND, lesson, placements, two_rows, write
from tests.schools import course, make_school


@pytest.mark.parametrize("text", ["刘洋 语文", "语文 刘洋", "语 刘"])
def test_a_teacher_who_may_be_two_is_asked_about(tmp_path: Path, text: str) -> None:
    courses = (course(FIRST, "语文", "刘洋1", 2, id="甲"), course(FIRST, "语文", "刘洋2", 2, id="乙"))
    school = make_school(courses, teachers=(Teacher(id="刘洋1"), Teacher(id="刘洋2")))
    reading = read_plan(write(tmp_path / "p.xlsx", [*two_rows(), [FIRST, text]]), school)
    asked = next(problem for problem in reading.problems if problem.severity == "error")
    assert asked.cell == "B3" and set(asked.candidates) >= {"刘洋1", "刘洋2"}


def test_a_subject_that_may_be_two_is_asked_about(tmp_path: Path) -> None:
    names = ("数学", "数学拓展")
    school = make_school(
        tuple(course(FIRST, name, "李强", 2) for name in names),
        subjects=tuple(Subject(id=name, area="maths") for name in names),
    )
    reading = read_plan(write(tmp_path / "p.xlsx", [*two_rows(), [FIRST, "数", "数拓"]]), school)
    asked = [problem for problem in reading.problems if problem.severity == "error"]
    assert [(problem.cell, problem.candidates) for problem in asked] == [("B3", names)]
    assert placements(reading) == {lesson(f"{FIRST}|数学拓展", 1, 2)}


def test_a_heading_of_no_lesson_is_asked_about_once(tmp_path: Path) -> None:
    rows = [["班级", "周一1", "周二9"], [FIRST, "语文", "数学\n李强"], [SECOND, "数学", "语文" * 40]]
    (asked,) = read_plan(write(tmp_path / "p.xlsx", rows), make_school()).problems
    assert (asked.cell, asked.value) == ("C2", "数学 李强") and "周二“9”" in asked.text.zh and "C3" in asked.text.zh


def test_a_teacher_who_is_misspelled_hides_only_what_he_teaches(tmp_path: Path) -> None:
    rows = [["序号", "教师", "周一1", "周二1"], [1, "王方", "701", "702"], [2, "李强", "702数学", "701数学"]]
    school = make_school()
    reading = read_plan(write(tmp_path / "p.xlsx", rows), school)
    asked = next(problem for problem in reading.problems if problem.severity == "error")
    assert (asked.cell, asked.value, asked.candidates) == ("B2", "王方", ("王芳",))
    assert reading.plan is not None
    report = audit(school, reading.plan, reading.omissions)
    short = {v.owner.id for active, v in report.violations() if active.rule.id == "hours_in_full"}
    assert short == {f"{FIRST}|数学", f"{SECOND}|数学"}


def test_a_class_that_is_not_told_or_unknown_is_asked_about_as_written(tmp_path: Path) -> None:
    rows = [["教师", "周一1", "周二1", "周三1"], ["王芳", "十(2)语文", "语文", "701语文"]]
    problems = read_plan(write(tmp_path / "p.xlsx", rows), make_school()).problems
    asked = [problem for problem in problems if problem.cell]
    assert [(problem.cell, problem.value) for problem in asked] == [("B2", "十(2)语文"), ("C2", "语文")]
    assert all("班" in problem.text.zh and problem.candidates for problem in asked)
