from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from constraints.catalogue import catalogue
from constraints.curriculum.standard import total_lessons
from constraints.places.law import law
from scheduler.school import School, Stage, stage_of
from scheduler.workbook import STAGES, read_school, write_template
from scheduler.workbook.school import layout
from scheduler.workbook.school.template import template_school
from tests.scheduler.workbook.school.test_writer import FIRST, HEADING


def fill_in(path: Path, share: int = 3) -> None:
    """Write a name into every open cell of 任课: a teacher for each subject and `share` neighbouring classes."""
    book = load_workbook(path)
    sheet: Worksheet = book[layout.ASSIGNMENT.title.zh]
    for column in range(2, sheet.max_column + 1):
        for row in range(FIRST, sheet.max_row + 1):
            if sheet.cell(row, 1).value and sheet.cell(row, column).fill.fill_type is None:
                subject = str(sheet.cell(HEADING, column).value).replace("活动", "")  # what nobody is called
                sheet.cell(row, column).value = f"{subject}老师{row // share}"
    book.save(path)


@pytest.mark.parametrize(("stage", "classes"), [("primary", 12), ("primary", 7), ("junior", 5), ("nine-year", 20)])
def test_names_in_the_matrix_are_enough(stage: str, classes: int, tmp_path: Path) -> None:
    path = tmp_path / "school.xlsx"
    write_template(path, stage, classes)
    fill_in(path)
    reading = read_school(path)
    assert reading.problems == ()
    school = reading.school
    assert school is not None
    assert len(school.classes) == classes
    for klass in school.classes:
        total = total_lessons(law(), klass.grade)
        assert total is not None
        assert sum(course.lessons for course in school.class_courses[klass.id]) == total
        assert len(school.class_slots(klass.id)) >= total
    assert all(course.teachers for course in school.courses)
    assert school.rule_settings == ()


def test_the_template_itself_asks_for_the_matrix(tmp_path: Path) -> None:
    write_template(tmp_path / "school.xlsx", "junior", 3)
    reading = read_school(tmp_path / "school.xlsx")
    assert reading.school is None
    assert {problem.sheet for problem in reading.problems} == {layout.ASSIGNMENT.title.zh}


@pytest.mark.parametrize("stage", STAGES)
def test_classes_are_spread_evenly_over_the_grades(stage: str) -> None:
    school = template_school(stage, 20)
    counts = [sum(klass.grade == grade for klass in school.classes) for grade in STAGES[stage]]
    assert sum(counts) == 20
    assert max(counts) - min(counts) <= 1
    assert counts == sorted(counts, reverse=True)


def test_fewer_classes_than_grades_leave_the_upper_grades_out() -> None:
    school = template_school("primary", 2)
    assert [klass.id for klass in school.classes] == ["一(1)班", "二(1)班"]
    assert {item.grade for item in school.curriculum} == {1, 2}
    assert "信息科技" not in {subject.id for subject in school.subjects}


def test_a_nine_year_school_has_a_bell_schedule_for_each_stage() -> None:
    school = template_school("nine-year", 18)
    schedules = {stage_of(klass.grade): klass.schedule for klass in school.classes}
    assert set(schedules) == {Stage.PRIMARY, Stage.JUNIOR}
    assert len(set(schedules.values())) == len(school.schedules) == 2


def room(school: School, kind: str) -> int:
    return sum(venue.capacity for venue in school.venues if venue.kind == kind)


@pytest.mark.parametrize(("stage", "classes"), [("primary", 1), ("primary", 36), ("junior", 60), ("nine-year", 120)])
def test_the_venues_hold_all_lessons_that_ask_for_them(stage: str, classes: int) -> None:
    school = template_school(stage, classes)
    hours = {(item.grade, item.subject): item.lessons for item in school.curriculum}
    kinds = {subject.venue_kind for subject in school.subjects if subject.venue_kind}
    assert kinds == {venue.kind for venue in school.venues}
    fewest_slots = min(len(slots) for slots in school.lesson_slots.values())
    for kind in kinds:
        subjects = [subject.id for subject in school.subjects if subject.venue_kind == kind]
        wanted = sum(hours.get((klass.grade, s), 0) for klass in school.classes for s in subjects)
        assert room(school, kind) * fewest_slots >= wanted


def test_cells_of_subjects_that_a_grade_does_not_have_are_grey(tmp_path: Path) -> None:
    write_template(tmp_path / "school.xlsx", "primary", 6)
    sheet: Worksheet = load_workbook(tmp_path / "school.xlsx")[layout.ASSIGNMENT.title.zh]
    english = next(cell.column for cell in sheet[HEADING] if cell.value == "英语")
    grey = [sheet.cell(row, english).fill.fill_type == "solid" for row in range(FIRST, FIRST + 6)]
    assert grey == [True, True, False, False, False, False]


def test_every_rule_stands_in_the_template(tmp_path: Path) -> None:
    write_template(tmp_path / "school.xlsx", "primary", 6)
    sheet: Worksheet = load_workbook(tmp_path / "school.xlsx")[layout.RULES.title.zh]
    written = {sheet.cell(row, 1).value for row in range(FIRST, sheet.max_row + 1)}
    assert written >= {rule.id for rule in catalogue()}


def test_the_guide_says_what_is_needed_and_explains_every_sheet(tmp_path: Path) -> None:
    write_template(tmp_path / "school.xlsx", "primary", 6)
    guide: Worksheet = load_workbook(tmp_path / "school.xlsx")[layout.GUIDE.title.zh]
    said = [str(cell.value) for row in guide.iter_rows() for cell in row if cell.value]
    assert any("只要填好“任课”表" in text for text in said)
    assert {sheet.title.zh for sheet in layout.SHEETS[1:]} <= set(said)
    assert "王芳 4+1" in said


@pytest.mark.parametrize(("stage", "classes"), [("senior", 6), ("primary", 0)])
def test_what_cannot_be_made_is_refused(stage: str, classes: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="must be"):
        write_template(tmp_path / "school.xlsx", stage, classes)
    assert list(tmp_path.iterdir()) == []
