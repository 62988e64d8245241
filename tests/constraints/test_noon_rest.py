import pytest

from constraints.rule import ActiveRule
from scheduler.model.owner import Level
from scheduler.school import SchoolClass, Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import bell, course, make_school, plan_of, slot

LEVELS = (Level.SOFT, Level.HARD)
SCHOOL = make_school((course("七(1)班", "语文", "王芳", 3), course("七(2)班", "语文", "王芳", 3)))


def rule(level: Level = Level.SOFT) -> ActiveRule:
    return active("noon_rest", level)


@pytest.mark.parametrize("level", LEVELS)
def test_a_free_lesson_before_or_after_noon(level: Level) -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 4), slot(2, 5), slot(3, 4)], "七(2)班|语文": [slot(1, 6), slot(2, 3)]})
    found = assert_agree(SCHOOL, plan, rule(level))
    assert found.judged == 3 and not found.violations


@pytest.mark.parametrize("level", LEVELS)
def test_no_rest(level: Level) -> None:
    plan = plan_of({"七(1)班|语文": [slot(2, 4)], "七(2)班|语文": [slot(1, 4), slot(2, 5)]})
    (found,) = assert_agree(SCHOOL, plan, rule(level)).violations
    assert found.owner.id == "王芳" and found.amount == 1 and found.teachers == ("王芳",)
    assert found.slots == (slot(2, 4), slot(2, 5))
    assert found.text.zh == "王芳 周二午间前后连着上课：第4节、第5节，中午没有休息"


@pytest.mark.parametrize("level", LEVELS)
def test_odd_and_even_weeks_apart(level: Level) -> None:
    courses = (
        course("七(1)班", "音乐", "王芳", 1, week=Week.ODD),
        course("七(1)班", "美术", "王芳", 1, week=Week.EVEN),
        course("七(2)班", "语文", "王芳", 1),
    )
    school = make_school(courses)
    turns = {"七(1)班|音乐": [slot(1, 4)], "七(1)班|美术": [slot(1, 5)]}
    assert not assert_agree(school, plan_of(turns), rule(level)).violations
    (found,) = assert_agree(school, plan_of({**turns, "七(2)班|语文": [slot(1, 5)]}), rule(level)).violations
    assert found.amount == 1 and "单周周一" in found.text.zh


@pytest.mark.parametrize("level", LEVELS)
def test_last_and_first_by_the_clock(level: Level) -> None:
    long, short = bell("长"), bell("短", morning=3)  # the short morning ends with a lesson at 10:00
    classes = (
        SchoolClass(id="七(1)班", grade=7, number=1, schedule="长"),
        SchoolClass(id="一(1)班", grade=1, number=1, schedule="短"),
    )
    courses = (course("七(1)班", "音乐", "孙悦", 2), course("一(1)班", "音乐", "孙悦", 2))
    school = make_school(courses, schedules=(long, short), classes=classes)
    early = plan_of({"一(1)班|音乐": [slot(1, 3, short), slot(1, 4, short)]})
    assert not assert_agree(
        school, early, rule(level)
    ).violations  # free from 10:40, while the other class has a lesson
    across = plan_of({"七(1)班|音乐": [slot(1, 4, long)], "一(1)班|音乐": [slot(1, 4, short)]})
    (found,) = assert_agree(school, across, rule(level)).violations
    assert found.slots == (slot(1, 4, long), slot(1, 4, short))
    assert not assert_agree(
        school, plan_of({"七(1)班|音乐": [slot(1, 3, long), slot(1, 4, long)]}), rule(level)
    ).violations


def test_a_day_without_afternoon_has_no_noon() -> None:
    morning = bell(afternoon=0)
    school = make_school((course("七(1)班", "语文", "王芳", 2),), schedules=(morning,))
    found = assert_agree(school, plan_of({"七(1)班|语文": [slot(1, 4, morning), slot(1, 3, morning)]}), rule())
    assert found.judged == 0 and not found.violations
