"""Words in a timetable's cells that are no lessons: they are never one, and what was passed over is told."""

from pathlib import Path

import pytest

from scheduler.plan import StrayLesson
from scheduler.school import Area, School, Subject, Week
from scheduler.workbook.plan.reader import PlanReading, read_plan
from tests.scheduler.workbook.plan.test_reader import FIRST, SECOND, lesson, placements, two_rows, write
from tests.schools import SUBJECTS, course, make_school, slot

FREE = ("无", "空", "休息", "Free Period", "—", "n/a", "放学")
ACTIVITIES = (
    "大扫除",
    "阅读",
    "社团",
    "机动",
    "自习",
    "活动",
    "午休",
    "班队活动",
    "自习 王芳",
    "社团\n足球",
    "Assembly",
)


def of_cell(folder: Path, text: str, school: School | None = None) -> PlanReading:
    rows = [*two_rows(), [FIRST, text, "语文"], [SECOND]]
    return read_plan(write(folder / "p.xlsx", rows), school or make_school())


def asked(reading: PlanReading) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.cell, problem.value) for problem in reading.problems]


@pytest.mark.parametrize("text", [*FREE, *ACTIVITIES])
def test_words_that_are_no_lesson_are_told_once_and_are_none(tmp_path: Path, text: str) -> None:
    reading = of_cell(tmp_path, text)
    assert placements(reading) == {lesson(f"{FIRST}|语文", 1, 2)} and asked(reading) == []
    assert reading.plan is not None and reading.plan.strays == ()
    (note,) = [note.text for note in reading.notes if "不是课" in note.text.zh]
    assert text.split(maxsplit=1)[0] in note.zh and "Sheet!B3" in note.zh and "Sheet!B3" in note.en


def test_a_school_s_own_subject_of_that_name_is_a_lesson(tmp_path: Path) -> None:
    subjects = (*SUBJECTS, Subject(id="阅读", area=Area.CHINESE))
    school = make_school((course(FIRST, "阅读", "王芳", 1), course(FIRST, "语文", "王芳", 5)), subjects=subjects)
    assert lesson(f"{FIRST}|阅读", 1, 1) in placements(of_cell(tmp_path, "阅读", school))


@pytest.mark.parametrize(
    ("text", "severity"), [("待定", "warning"), ("?", "warning"), ("#N/A", "error"), ("#REF!", "error")]
)
def test_what_is_not_settled_and_what_excel_could_not_work_out_is_named(
    tmp_path: Path, text: str, severity: str
) -> None:
    reading = of_cell(tmp_path, text)
    assert asked(reading) == [(severity, "B3", text)]
    assert placements(reading) == {lesson(f"{FIRST}|语文", 1, 2)}
    assert reading.plan is not None and reading.plan.strays == ()


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("自习(数学)", ()),
        ("物理竞赛", ()),
        ("数学拓展", ("数学",)),
        ("体锻", ("体育",)),
        ("体育活动", ("体育",)),
        ("科技节排练", ()),
        ("复习", ()),
    ],
)
def test_an_uncertain_word_is_asked_about_and_is_nothing(
    tmp_path: Path, text: str, candidates: tuple[str, ...]
) -> None:
    subjects = (*SUBJECTS, Subject(id="物理", area=Area.PHYSICS))
    reading = of_cell(tmp_path, text, make_school(subjects=subjects))
    assert asked(reading) == [("error", "B3", text)] and reading.problems[0].candidates == candidates
    assert all(reading.problems[0].cure) and "休息" not in reading.problems[0].cure.zh
    assert placements(reading) == {lesson(f"{FIRST}|语文", 1, 2)}
    assert reading.plan is not None and reading.plan.strays == ()


def test_an_activity_that_may_be_a_subject_is_asked_about(tmp_path: Path) -> None:
    courses = (course(FIRST, "语文", "王芳", 5), course(FIRST, "班会", "王芳", 1))
    reading = of_cell(tmp_path, "班队活动", make_school(courses))
    assert [problem.candidates for problem in reading.problems if problem.cell] == [("班会",)]


def test_a_subject_that_the_school_surely_has_not_is_a_stray(tmp_path: Path) -> None:
    reading = of_cell(tmp_path, "化学")
    assert reading.plan is not None
    assert reading.plan.strays == (StrayLesson(class_id=FIRST, slot=slot(1, 1), subject="化学"),)


@pytest.mark.parametrize("text", ["语文 王芳(代)", "语文\n王芳（代课）", "语文(连堂)\n王芳", "语文-王芳", "语文1"])
def test_remarks_beside_names_are_no_people(tmp_path: Path, text: str) -> None:
    reading = of_cell(tmp_path, text)
    assert lesson(f"{FIRST}|语文", 1, 1) in placements(reading) and asked(reading) == []
    assert ("-" in text) is not any("当作备注" in note.text.zh for note in reading.notes)


def test_a_word_beside_a_known_teacher_hides_no_lesson(tmp_path: Path) -> None:
    reading = of_cell(tmp_path, "语文\n王芳\n西楼东")
    assert lesson(f"{FIRST}|语文", 1, 1) in placements(reading)
    assert asked(reading) == [("error", "B3", "西楼东")]


def alternating() -> School:
    odd, even = course(FIRST, "音乐", "孙悦", 1, week=Week.ODD), course(FIRST, "美术", "周敏", 1, week=Week.EVEN)
    return make_school((odd, even, course(FIRST, "语文", "王芳", 5)))


@pytest.mark.parametrize("text", ["单周:音乐\n双周:美术", "音乐(单)/美术(双)", "单音乐 双美术", "单周音乐双周美术"])
def test_weeks_in_one_cell(tmp_path: Path, text: str) -> None:
    reading = of_cell(tmp_path, text, alternating())
    assert {lesson(f"{FIRST}|音乐", 1, 1), lesson(f"{FIRST}|美术", 1, 1)} < placements(reading)
    assert asked(reading) == []


def test_other_weeks_than_the_school_s_are_asked_about(tmp_path: Path) -> None:
    reading = of_cell(tmp_path, "双 音乐", alternating())
    assert [(p.severity, p.cell) for p in reading.problems if p.cell] == [("error", "B3")]
    assert placements(reading) == {lesson(f"{FIRST}|语文", 1, 2)}


def test_weeks_that_are_not_told_are_noted(tmp_path: Path) -> None:
    assert any("音乐" in n.text.zh and "单周" in n.text.zh for n in of_cell(tmp_path, "音乐", alternating()).notes)


@pytest.mark.parametrize("text", ["自习", "备课", "休息", "七(1)自习"])
def test_a_teacher_s_words_that_are_no_lesson(tmp_path: Path, text: str) -> None:
    rows = [["教师", "周一1", "周一2"], ["王芳", text, "701语文"], ["李强", "#N/A", "待定"]]
    reading = read_plan(write(tmp_path / "p.xlsx", rows), make_school())
    assert placements(reading) == {lesson(f"{FIRST}|语文", 1, 2)}
    assert asked(reading)[:2] == [("error", "B3", "#N/A"), ("warning", "C3", "待定")]
    assert reading.plan is not None and reading.plan.strays == ()
    assert any(text[-2:] in note.text.zh for note in reading.notes)


def of_teachers(folder: Path, school: School, *rows: list[str]) -> PlanReading:
    return read_plan(write(folder / "p.xlsx", [["教师", "周一1", "周二1"], *rows]), school)


def test_a_teacher_s_lesson_in_other_weeks_is_asked_about(tmp_path: Path) -> None:
    reading = of_teachers(tmp_path, alternating(), ["孙悦", "七(1)音乐 双", "七(1)音乐"], ["周敏", "七(1)美术 双"])
    assert placements(reading) == {lesson(f"{FIRST}|音乐", 2, 1), lesson(f"{FIRST}|美术", 1, 1)}
    assert ("error", "B2", f"{FIRST} 音乐") in asked(reading)
    assert any("音乐 没有写单双周" in note.text.zh for note in reading.notes)


def test_a_teacher_s_lesson_of_another_s_course_is_noted(tmp_path: Path) -> None:
    reading = of_teachers(tmp_path, make_school(), ["李强", "七(1)语文"], ["王芳", "七(1)物理竞赛"])
    assert reading.plan is not None and placements(reading) == set()
    assert [(stray.subject, stray.teacher) for stray in reading.plan.strays] == [("语文", "李强"), ("物理竞赛", "王芳")]
    assert any("语文 李强 ≠ 王芳" in note.text.zh for note in reading.notes)


def test_a_row_without_a_class_is_asked_about(tmp_path: Path) -> None:
    rows = [["班级", "周一1", "周二1"], [None, "语文", "数学"], [FIRST, "数学", "语文"], [SECOND]]
    reading = read_plan(write(tmp_path / "p.xlsx", rows), make_school())
    assert asked(reading) == [("error", "B2", "语文")] and len(placements(reading)) == 2
