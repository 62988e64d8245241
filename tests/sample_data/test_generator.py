from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter, defaultdict

import pytest

from constraints.catalogue import catalogue
from sample_data.generator import StageName, make_school
from scheduler.engine.result import Status
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.model.owner import Level
from scheduler.school import Area, MarkLevel, MarkOwner, PeriodKind, RuleSetting, School, StaffKind, Teacher, Week

SAMPLES: list[tuple[StageName, int, range]] = [
    ("primary", 36, range(80, 91)),
    ("junior", 36, range(120, 136)),
    ("nine-year", 54, range(140, 166)),
]
EVERY_SIZE: list[tuple[StageName, int]] = [
    (stage, classes) for stage in ("primary", "junior", "nine-year") for classes in (12, 13, 17, 36, 54, 97, 120)
]
TOTALS = {1: 26, 2: 26, 3: 30, 4: 30, 5: 30, 6: 30, 7: 34, 8: 34, 9: 34}
CORE = {Area.CHINESE, Area.MATHS, Area.FOREIGN}


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda sample: f"{sample[0]}-{sample[1]}")
def sample(request: pytest.FixtureRequest) -> tuple[School, range]:
    stage, classes, teachers = request.param
    return make_school(stage, classes), teachers


def schedules_of(school: School, teacher: str) -> set[str]:
    return {school.school_class[c.classes[0]].schedule for c in school.teacher_courses[teacher]}


@pytest.mark.parametrize(("stage", "classes"), EVERY_SIZE)
def test_each_size_has_its_classes_and_their_hours(stage: StageName, classes: int) -> None:
    school = make_school(stage, classes)
    assert len(school.classes) == classes
    planned = {(item.grade, item.subject): item.lessons for item in school.curriculum}
    for klass in school.classes:
        hours: dict[str, float] = defaultdict(float)
        for course in school.occupying_courses[klass.id]:
            if school.subject[course.subject].counts:
                hours[course.subject] += course.weekly
        assert sum(hours.values()) == TOTALS[klass.grade]
        assert dict(hours) == {subject: count for (grade, subject), count in planned.items() if grade == klass.grade}


@pytest.mark.parametrize(("stage", "classes"), EVERY_SIZE)
def test_nobody_is_overloaded(stage: StageName, classes: int) -> None:
    school = make_school(stage, classes)
    for teacher in teaching(school):
        courses = [c for c in school.teacher_courses[teacher.id] if school.subject[c.subject].counts]
        load = sum(course.weekly for course in courses)
        assert 0 < load <= 18
        if teacher.max_days:
            assert load <= teacher.max_days * 4
        if teacher.mentor:
            mentored = sum(course.weekly for course in school.teacher_courses[teacher.mentor])
            assert load + mentored <= 24


def test_the_same_seed_gives_the_same_school_in_every_process() -> None:
    program = "from sample_data.generator import make_school; print(make_school('nine-year', 18, 7).model_dump_json())"
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert answers == {make_school("nine-year", 18, 7).model_dump_json() + "\n"}


def test_another_seed_gives_other_names() -> None:
    first, second = make_school("primary", 12, 1), make_school("primary", 12, 2)
    assert [t.id for t in first.teachers] != [t.id for t in second.teachers]


@pytest.mark.parametrize(("stage", "classes"), [("senior", 36), ("primary", 11), ("junior", 481)])
def test_what_cannot_be_made_is_refused(stage: StageName, classes: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        make_school(stage, classes)


def teaching(school: School) -> list[Teacher]:
    """Return who has lessons; people from outside may lead clubs only."""
    contracts = {contract.teacher for contract in school.contracts}
    return [teacher for teacher in school.teachers if teacher.id not in contracts]


def test_the_scale_is_true(sample: tuple[School, range]) -> None:
    school, teachers = sample
    assert len(teaching(school)) in teachers


def test_a_class_is_led_by_a_teacher_of_a_core_subject(sample: tuple[School, range]) -> None:
    school, _ = sample
    assert len({klass.homeroom_teacher for klass in school.classes}) == len(school.classes)
    for klass in school.classes:
        taught = {school.area_of(c) for c in school.class_courses[klass.id] if klass.homeroom_teacher in c.teachers}
        assert taught & CORE
        assert Area.CLASS_MEETING in taught


def test_staff_of_every_kind(sample: tuple[School, range]) -> None:
    school, _ = sample
    assert any(t.kind is StaffKind.EXTERNAL and t.max_days == 2 for t in school.teachers)
    assert any(t.fte < 100 and t.kind is StaffKind.STAFF and t.max_half_days for t in school.teachers)
    assert any(t.max_per_day and t.max_in_row for t in school.teachers)
    groups = {t.id: t.subject_group for t in school.teachers}
    mentored = [t for t in school.teachers if t.mentor]
    assert mentored
    assert all(groups[t.id] == groups[t.mentor or ""] for t in mentored)


def test_wishes_of_every_kind(sample: tuple[School, range]) -> None:
    school, _ = sample
    marked = {(mark.owner_kind, mark.level) for mark in school.marks}
    assert {(MarkOwner.TEACHER, level) for level in MarkLevel} <= marked
    assert (MarkOwner.SUBJECT, MarkLevel.AVOIDED) in marked
    assert (MarkOwner.VENUE, MarkLevel.FORBIDDEN) in marked
    assert any(m.slot for m in school.meetings)
    assert any(m.slot is None and m.days for m in school.meetings)
    assert max(m.length for m in school.meetings) == 2
    assert {bool(e.teachers) for e in school.exclusions} == {True, False}
    assert {school.area_of(school.course[lock.course]) for lock in school.locks} >= {Area.CLASS_MEETING}
    assert school.exams


def test_courses_of_every_kind(sample: tuple[School, range]) -> None:
    school, _ = sample
    assert {c.week for c in school.courses} == set(Week)
    pairs = Counter(c.pair for c in school.courses if c.pair)
    assert set(pairs.values()) == {2}
    assert any(c.doubles and c.week is Week.EVERY for c in school.courses)
    assert any(len(c.classes) > 1 and c.together is None and c.venue_kind for c in school.courses)
    layered = [c for c in school.courses if c.together]
    assert bool(layered) is any(klass.grade >= 7 for klass in school.classes)
    assert len({c.teachers for c in layered}) == len(layered)


def test_a_day_has_every_part(sample: tuple[School, range]) -> None:
    school, _ = sample
    kinds = {period.kind for bell in school.schedules for period in bell.periods}
    expected = {PeriodKind.MORNING_READING, PeriodKind.BIG_BREAK, PeriodKind.NOON, PeriodKind.SERVICE}
    assert expected <= kinds


def test_a_nine_year_school_shares_teachers_between_two_bell_schedules() -> None:
    school = make_school("nine-year", 54)
    shared = [t.subject_group for t in school.teachers if len(schedules_of(school, t.id)) == 2]
    assert {"体育组", "音乐组", "美术组", "信息科技组"} <= set(shared)
    first = [school.period(school.lesson_slots[bell.id][0]) for bell in school.schedules]
    assert [(period.start, period.minutes) for period in first] == [(500, 40), (480, 45)]


def test_a_small_school_of_both_stages_has_a_timetable() -> None:
    school = make_school("nine-year", 12)
    soft = tuple(RuleSetting(rule=rule.id, enabled=False) for rule in catalogue() if rule.level is Level.SOFT)
    found = solve(
        school.model_copy(update={"rule_settings": soft}), StoppingCriterion(seconds=None, deterministic=20), workers=1
    )
    assert found.status is Status.OPTIMAL
