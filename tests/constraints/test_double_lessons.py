import pytest
from ortools.sat.python import cp_model

from constraints.timetable.double_lessons import paired
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import course_owner
from scheduler.plan import Placement, Plan
from scheduler.school import Slot, Week
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import bell, course, make_school, plan_of, slot

COURSE = "七(1)班|语文"
SCHOOL = make_school((course("七(1)班", "语文", "王芳", 5, doubles=2),))
RULE = active("double_lessons")


def test_two_doubles_and_a_single() -> None:
    plan = plan_of({COURSE: [slot(1, 1), slot(1, 2), slot(3, 5), slot(3, 6), slot(5, 1)]})
    found = assert_agree(SCHOOL, plan, RULE)
    assert (found.judged, found.violations) == (1, ())


def test_four_in_a_row_are_two_doubles() -> None:
    """The break between the second and third lesson parts them, it does not join."""
    assert not assert_agree(SCHOOL, plan_of({COURSE: [slot(2, n) for n in (1, 2, 3, 4)]}), RULE).violations


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (slot(3, 2), slot(3, 3)),  # the big break between
        (slot(3, 4), slot(3, 5)),  # noon between
        (slot(3, 1), slot(4, 1)),  # two days
        (slot(3, 3), slot(3, 5)),  # a lesson between
        (slot(3, 6), slot(4, 1)),  # a night between
    ],
)
def test_what_is_no_double(first: Slot, second: Slot) -> None:
    plan = plan_of({COURSE: [slot(1, 1), slot(1, 2), first, second, slot(5, 1)]})
    (found,) = assert_agree(SCHOOL, plan, RULE).violations
    assert found.owner == course_owner(COURSE)
    assert (found.amount, found.classes, found.teachers) == (1, ("七(1)班",), ("王芳",))
    assert found.slots == tuple(sorted((first, second, slot(5, 1))))
    assert "七(1)班 语文 每周应有 2 次连堂，只有 1 次" in found.text.zh


def test_three_in_a_row_are_one_double() -> None:
    long = bell(afternoon=4)
    school = make_school((course("七(1)班", "语文", "王芳", 5, doubles=2),), schedules=(long,))
    run = [slot(1, n, long) for n in (5, 6, 7)]
    assert paired(school, run) == [(slot(1, 5), slot(1, 6))]
    (found,) = assert_agree(school, plan_of({COURSE: [*run, slot(2, 1), slot(3, 1)]}), RULE).violations
    assert (found.amount, found.slots) == (1, (slot(1, 7, long), slot(2, 1), slot(3, 1)))
    four = [*run, slot(1, 8, long), slot(3, 1)]
    assert not assert_agree(school, plan_of({COURSE: four}), RULE).violations


def test_nothing_held_and_too_few() -> None:
    (found,) = assert_agree(SCHOOL, plan_of({}), RULE).violations
    assert (found.amount, found.slots) == (2, ())


def test_more_doubles_than_planned_are_none_of_its_business() -> None:
    school = make_school((course("七(1)班", "语文", "王芳", 4, doubles=1), course("七(1)班", "数学", "李强", 4)))
    slots = [slot(1, 1), slot(1, 2), slot(2, 1), slot(2, 2)]
    later = [slot(3, 1), slot(3, 2), slot(4, 1), slot(4, 2)]
    found = assert_agree(school, plan_of({COURSE: slots, "七(1)班|数学": later}), RULE)
    assert (found.judged, found.violations) == (1, ())


def test_a_lesson_placed_twice_is_no_double() -> None:
    found = verdict(SCHOOL, plan_of({COURSE: [slot(1, 1), slot(1, 1), slot(2, 5), slot(2, 6)]}), RULE)
    assert [v.amount for v in found.violations] == [1]


def test_a_class_that_misses_half_of_a_double() -> None:
    joint = course("七(1)班", "音乐", "刘洋", 2, doubles=1, id="合班音乐", classes=("七(1)班", "七(2)班"))
    school = make_school((joint,))
    whole = Placement(course="合班音乐", slot=slot(2, 5))
    assert not assert_agree(school, plan_of({"合班音乐": [slot(2, 5), slot(2, 6)]}), RULE).violations
    part = Placement(course="合班音乐", slot=slot(2, 6), classes=("七(1)班",))
    found = verdict(school, Plan(placements=(whole, part)), RULE)
    assert found.judged == 2
    assert [(v.classes, v.amount, v.slots) for v in found.violations] == [(("七(2)班",), 1, (slot(2, 5),))]


def test_odd_weeks_count_by_themselves() -> None:
    school = make_school(
        (
            course("七(1)班", "音乐", "孙悦", 2, doubles=1, week=Week.ODD),
            course("七(1)班", "美术", "周敏", 2, doubles=1, week=Week.EVEN),
        )
    )
    plan = plan_of({"七(1)班|音乐": [slot(1, 5), slot(1, 6)], "七(1)班|美术": [slot(1, 5), slot(2, 6)]})
    (found,) = assert_agree(school, plan, RULE).violations
    assert found.owner == course_owner("七(1)班|美术")


def test_starts_are_no_decisions_and_made_once() -> None:
    variables = LessonVariables(SCHOOL, cp_model.CpModel())
    assert len(variables.model.proto.variables) == variables.decisions
    starts = variables.double_starts(COURSE)
    assert min(literal.index for literal in starts.values()) == variables.decisions
    assert {(s.day, SCHOOL.schedules[0].lesson_number(s.day, s.period)) for s in starts} == {
        (day, number) for day in range(1, 6) for number in (1, 3, 5)
    }
    assert variables.double_starts(COURSE) is starts
