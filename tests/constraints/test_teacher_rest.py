import pytest

from constraints.rule import ActiveRule
from scheduler.model.owner import Level
from scheduler.school import SchoolClass, Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import bell, course, make_school, plan_of, slot

LEVELS = (Level.HARD, Level.SOFT)
SCHOOL = make_school((course("七(1)班", "语文", "王芳", 5), course("七(2)班", "语文", "王芳", 5)))


def rule(level: Level = Level.SOFT, **parameters: str) -> ActiveRule:
    return active("teacher_rest", level, **parameters)


@pytest.mark.parametrize("level", LEVELS)
def test_a_rest_between(level: Level) -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 4), slot(1, 5)], "七(2)班|语文": [slot(1, 2), slot(1, 6)]})
    found = assert_agree(SCHOOL, plan, rule(level))
    assert not found.violations and found.judged == 2  # of the afternoon's two lessons none can be too many


@pytest.mark.parametrize("level", LEVELS)
def test_three_and_four_in_a_row(level: Level) -> None:
    three = plan_of({"七(1)班|语文": [slot(2, 2), slot(2, 3)], "七(2)班|语文": [slot(2, 4)]})
    (found,) = assert_agree(SCHOOL, three, rule(level)).violations
    assert found.owner.id == "王芳" and found.amount == 1 and found.slots == (slot(2, 2), slot(2, 3), slot(2, 4))
    four = plan_of({"七(1)班|语文": [slot(2, 1), slot(2, 3)], "七(2)班|语文": [slot(2, 2), slot(2, 4)]})
    assert assert_agree(SCHOOL, four, rule(level)).amount == 2


@pytest.mark.parametrize("level", LEVELS)
def test_the_schools_own_figure(level: Level) -> None:
    four = plan_of({"七(1)班|语文": [slot(2, 1), slot(2, 3)], "七(2)班|语文": [slot(2, 2), slot(2, 4)]})
    assert assert_agree(SCHOOL, four, rule(level, most="3")).amount == 1
    assert assert_agree(SCHOOL, four, rule(level, most="4")).amount == 0
    assert assert_agree(SCHOOL, four, rule(level, most="1")).amount == 3


@pytest.mark.parametrize("level", LEVELS)
def test_what_takes_turns_by_weeks_makes_no_row(level: Level) -> None:
    school = make_school(
        (
            course("七(1)班", "语文", "王芳", 2),
            course("七(1)班", "音乐", "王芳", 1, week=Week.ODD),
            course("七(1)班", "美术", "王芳", 1, week=Week.EVEN),
        )
    )
    held = {"七(1)班|语文": [slot(1, 2)], "七(1)班|音乐": [slot(1, 1)], "七(1)班|美术": [slot(1, 3)]}
    assert not assert_agree(school, plan_of(held), rule(level)).violations
    held["七(1)班|语文"].append(slot(1, 4))
    assert assert_agree(school, plan_of(held), rule(level)).amount == 1


@pytest.mark.parametrize("level", LEVELS)
def test_a_half_day_of_three_slots_shows_it_already(level: Level) -> None:
    long = bell(afternoon=3)
    school = make_school(
        (course("七(1)班", "语文", "王芳", 5), course("七(2)班", "语文", "王芳", 5)), schedules=(long,)
    )
    plan = plan_of(
        {
            "七(1)班|语文": [slot(1, 5, long), slot(1, 7, long), slot(2, 5, long)],
            "七(2)班|语文": [slot(1, 6, long), slot(2, 7, long)],
        }
    )
    assert assert_agree(school, plan, rule(level)).amount == 1


def test_rows_over_two_bell_schedules() -> None:
    early, late = bell("早", afternoon=3), bell("晚", begin=8 * 60 + 25, afternoon=3)
    classes = (
        SchoolClass(id="七(1)班", grade=7, number=1, schedule="早"),
        SchoolClass(id="八(1)班", grade=8, number=1, schedule="晚"),
    )
    courses = (course("七(1)班", "音乐", "孙悦", 3), course("八(1)班", "音乐", "孙悦", 3))
    school = make_school(courses, schedules=(early, late), classes=classes)
    both = plan_of({"七(1)班|音乐": [slot(1, n, early) for n in (5, 7)], "八(1)班|音乐": [slot(1, 6, late)]})
    assert assert_agree(school, both, rule()).amount == 1
