import pytest

from constraints.rule import ActiveRule
from scheduler.model.owner import Level
from scheduler.school import SchoolClass, Teacher, Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import bell, course, make_school, plan_of, slot

LEVELS = (Level.HARD, Level.SOFT)
COURSES = (course("七(1)班", "语文", "王芳", 5), course("七(2)班", "语文", "王芳", 5))
SCHOOL = make_school(COURSES, teachers=(Teacher(id="王芳", max_in_row=2),))


def rule(level: Level = Level.HARD) -> ActiveRule:
    return active("teacher_in_row", level)


@pytest.mark.parametrize("level", LEVELS)
def test_a_free_lesson_or_noon_between(level: Level) -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 4)], "七(2)班|语文": [slot(1, 2), slot(1, 5), slot(1, 6)]})
    assert not assert_agree(SCHOOL, plan, rule(level)).violations


@pytest.mark.parametrize("level", LEVELS)
def test_the_big_break_does_not_interrupt(level: Level) -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 3)], "七(2)班|语文": [slot(1, 2), slot(1, 4)]})
    found = assert_agree(SCHOOL, plan, rule(level)).violations
    assert [v.slots for v in found] == [tuple(slot(1, n) for n in (1, 2, 3)), tuple(slot(1, n) for n in (2, 3, 4))]
    assert {(v.owner.id, v.amount, v.teachers) for v in found} == {("王芳", 1, ("王芳",))}
    assert found[0].text.zh == "王芳 周一第1节至周一第3节连上 3 节，最多连上 2 节"


@pytest.mark.parametrize("level", LEVELS)
def test_whoever_has_no_limit_is_not_judged(level: Level) -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 3)], "七(2)班|语文": [slot(1, 2), slot(1, 4)]})
    assert assert_agree(make_school(COURSES), plan, rule(level)).judged == 0


def test_two_lessons_at_one_slot_are_two() -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 2)], "七(2)班|语文": [slot(1, 2)]})
    assert [v.amount for v in assert_agree(SCHOOL, plan, rule(Level.SOFT)).violations] == [1]


@pytest.mark.parametrize("level", LEVELS)
def test_odd_and_even_weeks_apart(level: Level) -> None:
    courses = (*COURSES, course("七(1)班", "音乐", "王芳", 1, week=Week.ODD))
    courses = (*courses, course("七(1)班", "美术", "王芳", 1, week=Week.EVEN))
    school = make_school(courses, teachers=(Teacher(id="王芳", max_in_row=2),))
    held = {"七(1)班|语文": [slot(1, 2)], "七(1)班|音乐": [slot(1, 1)], "七(1)班|美术": [slot(1, 3)]}
    assert not assert_agree(school, plan_of(held), rule(level)).violations
    (found,) = assert_agree(school, plan_of({**held, "七(2)班|语文": [slot(1, 4)]}), rule(level)).violations
    assert found.slots == (slot(1, 2), slot(1, 3), slot(1, 4)) and found.text.zh.startswith("王芳 双周周一第2节")


@pytest.mark.parametrize("level", LEVELS)
def test_a_row_across_bell_schedules_goes_by_the_clock(level: Level) -> None:
    # 08:00, 08:50, 10:00 in one; 08:25, 09:15, 10:25 in the other.
    early, late = bell("早"), bell("晚", begin=8 * 60 + 25)
    classes = (
        SchoolClass(id="七(1)班", grade=7, number=1, schedule="早"),
        SchoolClass(id="八(1)班", grade=8, number=1, schedule="晚"),
    )
    courses = (course("七(1)班", "音乐", "孙悦", 3), course("八(1)班", "音乐", "孙悦", 3))
    teachers = (Teacher(id="孙悦", max_in_row=2),)
    school = make_school(courses, schedules=(early, late), classes=classes, teachers=teachers)
    row = {"七(1)班|音乐": [slot(1, 1, early)], "八(1)班|音乐": [slot(1, 2, late), slot(1, 3, late)]}
    (found,) = assert_agree(school, plan_of(row), rule(level)).violations  # no lesson fits between 08:40 and 09:15
    assert found.amount == 1 and found.slots == (slot(1, 1, early), slot(1, 2, late), slot(1, 3, late))
    gap = {"七(1)班|音乐": [slot(1, 1, early)], "八(1)班|音乐": [slot(1, 3, late), slot(1, 4, late)]}
    assert not assert_agree(school, plan_of(gap), rule(level)).violations
