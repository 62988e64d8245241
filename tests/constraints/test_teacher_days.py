import pytest

from constraints.rule import ActiveRule
from scheduler.model.owner import Level
from scheduler.plan import MeetingPlacement
from scheduler.school import Meeting, Teacher, Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import SCHEDULE, course, make_school, plan_of, slot

LEVELS = (Level.HARD, Level.SOFT)
COURSES = (course("七(1)班", "语文", "王芳", 4), course("七(2)班", "语文", "王芳", 4))
TEACHERS = (Teacher(id="王芳", max_days=2),)
SCHOOL = make_school(COURSES, teachers=TEACHERS)


def rule(level: Level = Level.HARD) -> ActiveRule:
    return active("teacher_days", level)


@pytest.mark.parametrize("level", LEVELS)
def test_within_the_limit(level: Level) -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 5), slot(3, 5)], "七(2)班|语文": [slot(1, 3), slot(3, 1)]})
    found = assert_agree(SCHOOL, plan, rule(level))
    assert found.judged == 1 and not found.violations


@pytest.mark.parametrize("level", LEVELS)
def test_above_the_limit(level: Level) -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 2)], "七(2)班|语文": [slot(2, 1), slot(4, 5), slot(4, 6)]})
    (found,) = assert_agree(SCHOOL, plan, rule(level)).violations
    assert found.owner.id == "王芳" and found.amount == 1 and found.teachers == ("王芳",)
    assert found.slots == (slot(2, 1),)  # the day with one lesson only
    assert found.text.zh == "王芳 一周要来 3 天（周一、周二、周四），最多 2 天"


@pytest.mark.parametrize("level", LEVELS)
def test_whoever_has_no_limit_is_not_judged(level: Level) -> None:
    plan = plan_of({"七(1)班|语文": [slot(day, 1) for day in range(1, 5)]})
    assert assert_agree(make_school(COURSES), plan, rule(level)).judged == 0


@pytest.mark.parametrize("level", LEVELS)
def test_a_meeting_makes_a_day(level: Level) -> None:
    meeting = Meeting(id="语文教研", teachers=("王芳",), schedule=SCHEDULE, length=2)
    school = make_school(COURSES, teachers=TEACHERS, meetings=(meeting,))
    lessons = {"七(1)班|语文": [slot(1, 1)], "七(2)班|语文": [slot(2, 1)]}
    same_day = plan_of(lessons, meetings=(MeetingPlacement(meeting="语文教研", slot=slot(2, 5)),))
    assert not assert_agree(school, same_day, rule(level)).violations
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
