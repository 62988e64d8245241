import pytest

from constraints.rule import ActiveRule
from scheduler.model.owner import Level
from scheduler.plan import MeetingPlacement, StrayLesson
from scheduler.school import Meeting, SchoolClass, Teacher, Week
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import SCHEDULE, bell, course, make_school, plan_of, slot

LEVELS = (Level.HARD, Level.SOFT)
COURSES = (course("七(1)班", "语文", "王芳", 4), course("七(2)班", "语文", "王芳", 4))
TEACHERS = (Teacher(id="王芳", max_half_days=2),)
SCHOOL = make_school(COURSES, teachers=TEACHERS)


def rule(level: Level = Level.HARD) -> ActiveRule:
    return active("teacher_half_days", level)


@pytest.mark.parametrize("level", LEVELS)
def test_within_the_limit(level: Level) -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 2), slot(3, 5)], "七(2)班|语文": [slot(1, 3), slot(3, 6)]})
    found = assert_agree(SCHOOL, plan, rule(level))
    assert found.judged == 1 and not found.violations


@pytest.mark.parametrize("level", LEVELS)
def test_above_the_limit(level: Level) -> None:
    plan = plan_of(
        {"七(1)班|语文": [slot(1, 1), slot(1, 2), slot(1, 5)], "七(2)班|语文": [slot(3, 1), slot(3, 5), slot(3, 6)]}
    )
    (found,) = assert_agree(SCHOOL, plan, rule(level)).violations
    assert found.owner.id == "王芳" and found.amount == 2 and found.teachers == ("王芳",)
    assert found.slots == (slot(1, 5), slot(3, 1))  # the half-days with one lesson only
    assert found.text.zh == "王芳 一周要来 4 个半天，最多 2 个"


@pytest.mark.parametrize("level", LEVELS)
def test_whoever_has_no_limit_is_not_judged(level: Level) -> None:
    plan = plan_of({"七(1)班|语文": [slot(day, 1) for day in range(1, 5)]})
    assert assert_agree(make_school(COURSES), plan, rule(level)).judged == 0


@pytest.mark.parametrize("level", LEVELS)
def test_a_meeting_makes_a_half_day(level: Level) -> None:
    meeting = Meeting(id="语文教研", teachers=("王芳",), schedule=SCHEDULE, length=2)
    school = make_school(COURSES, teachers=TEACHERS, meetings=(meeting,))
    lessons = {"七(1)班|语文": [slot(1, 1)], "七(2)班|语文": [slot(2, 1)]}
    with_lesson = plan_of(lessons, meetings=(MeetingPlacement(meeting="语文教研", slot=slot(2, 3)),))
    assert not assert_agree(school, with_lesson, rule(level)).violations
    alone = plan_of(lessons, meetings=(MeetingPlacement(meeting="语文教研", slot=slot(4, 5)),))
    assert assert_agree(school, alone, rule(level)).amount == 1


@pytest.mark.parametrize("level", LEVELS)
def test_odd_and_even_weeks_count_together(level: Level) -> None:
    courses = (
        course("七(1)班", "音乐", "王芳", 2, week=Week.ODD),
        course("七(1)班", "美术", "王芳", 2, week=Week.EVEN),
    )
    school = make_school(courses, teachers=TEACHERS)
    apart = plan_of({"七(1)班|音乐": [slot(1, 1), slot(2, 1)], "七(1)班|美术": [slot(3, 1), slot(1, 1)]})
    assert assert_agree(school, apart, rule(level)).amount == 1


@pytest.mark.parametrize("level", LEVELS)
def test_half_days_of_two_bell_schedules_are_the_same(level: Level) -> None:
    early, late = bell("早"), bell("晚", begin=8 * 60 + 25)
    classes = (
        SchoolClass(id="七(1)班", grade=7, number=1, schedule="早"),
        SchoolClass(id="八(1)班", grade=8, number=1, schedule="晚"),
    )
    courses = (course("七(1)班", "音乐", "王芳", 2), course("八(1)班", "音乐", "王芳", 3))
    school = make_school(courses, schedules=(early, late), classes=classes, teachers=TEACHERS)
    two = {"七(1)班|音乐": [slot(1, 1, early)], "八(1)班|音乐": [slot(1, 3, late), slot(1, 5, late)]}
    assert not assert_agree(school, plan_of(two), rule(level)).violations
    three = {"七(1)班|音乐": [slot(2, 1, early)], "八(1)班|音乐": [slot(1, 3, late), slot(1, 5, late)]}
    assert assert_agree(school, plan_of(three), rule(level)).amount == 1


def test_a_stray_lesson_brings_its_teacher() -> None:
    stray = StrayLesson(class_id="七(2)班", slot=slot(5, 3), subject="音乐", teacher="王芳")
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(2, 1)]}, strays=(stray,))
    assert verdict(SCHOOL, plan, rule()).amount == 1
