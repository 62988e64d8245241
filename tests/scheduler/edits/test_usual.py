"""What is usual is filled in such that the sheets say it, a week with it can be planned, and what the school has said stays."""

from __future__ import annotations

import pytest

from scheduler.edits.usual import FILLS, usual_venues
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.explanation.counting.counting import shortages
from scheduler.school import DutyKind, PeriodKind, School
from scheduler.workbook.school.edited import read_forms
from scheduler.workbook.school.template import template_school
from scheduler.workbook.school.writer import school_forms
from tests.schools import make_school
from tests.service_schools import service_school


def bare(school: School) -> School:
    """Return a school that has told of its lessons alone."""
    subjects = tuple(subject.model_copy(update={"venue_kind": None}) for subject in school.subjects)
    courses = tuple(course.model_copy(update={"venue": None, "venue_kind": None}) for course in school.courses)
    teachers = tuple(teacher.model_copy(update={"subject_group": None}) for teacher in school.teachers)
    none: dict[str, tuple[()] | None] = dict.fromkeys(
        ("venues", "meetings", "stages", "enrolments", "clubs", "duties", "contracts", "pay_rates"), ()
    )
    told = {**none, "working": None, "subjects": subjects, "courses": courses, "teachers": teachers}
    read = read_forms(school_forms(school.model_copy(update=told)), "school.xlsx").school
    assert read is not None
    return read


def filled(school: School) -> School:
    for fill in FILLS.values():
        school = fill(school)
    return school


@pytest.mark.parametrize("key", list(FILLS))
def test_each_part_is_what_its_sheets_say_and_leaves_nothing_short(key: str) -> None:
    school = bare(service_school())
    for each in FILLS:
        before, school = school, FILLS[each](school)
        if each == key:
            break
    assert school != before
    reading = read_forms(school_forms(school), "school.xlsx")
    assert reading.school == school and not [problem for problem in reading.problems if problem.blocks]
    assert not shortages(school)


def test_the_whole_week_can_be_planned() -> None:
    school = filled(bare(service_school()))
    assert solve(school, StoppingCriterion(None, deterministic=5), workers=1).report is not None


def test_what_the_school_has_said_stays() -> None:
    school = filled(bare(service_school()))
    assert filled(school) == school
    told = service_school()
    kept = filled(told)
    assert kept.working == told.working
    for name in ("venues", "stages", "clubs", "enrolments", "duties", "meetings"):
        assert set(getattr(told, name)) <= set(getattr(kept, name))


def test_duties_are_where_the_bell_schedule_has_a_time_for_them() -> None:
    school = filled(bare(service_school()))
    kinds = {DutyKind.NOON: PeriodKind.NOON, DutyKind.BREAK: PeriodKind.BIG_BREAK}
    found = {(duty.kind, school.schedule[duty.schedule].periods[duty.period].kind) for duty in school.duties}
    assert set(kinds.items()) <= found


def test_a_bell_schedule_without_service_has_nothing_usual_after_lessons() -> None:
    usual = make_school().schedules[0]
    lessons = tuple(period for period in usual.periods if period.kind is PeriodKind.LESSON)
    school = make_school(schedules=(usual.model_copy(update={"periods": lessons}),))
    assert not filled(school).stages and not filled(school).clubs and filled(school).working is None


def test_lessons_that_name_a_place_need_no_usual_one() -> None:
    school = template_school("primary", 6)
    assert usual_venues(school) is school  # it has no lessons yet
