import pytest

from constraints.rule import ActiveRule
from scheduler.model.owner import Level, grade_owner
from scheduler.plan import StrayLesson
from scheduler.school import Mark, MarkLevel, MarkOwner, SchoolClass
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import SCHEDULE, bell, course, make_school, plan_of, slot

NAMES = ("七(1)班", "七(2)班", "七(3)班")
COURSES = tuple(course(name, "语文", f"王芳{number}", 6) for number, name in enumerate(NAMES))
SCHOOL = make_school(COURSES)
RULES = [active("grade_ends", level) for level in (Level.SOFT, Level.HARD)]


@pytest.mark.parametrize("rule", RULES)
def test_a_grade_that_ends_together(rule: ActiveRule) -> None:
    plan = plan_of(
        {c.id: [slot(1, 1), slot(1, 3), slot(2, 2)] for c in COURSES[:2]} | {COURSES[2].id: [slot(1, 3), slot(2, 2)]}
    )
    found = assert_agree(SCHOOL, plan, rule)
    assert (found.judged, found.violations) == (5, ())


@pytest.mark.parametrize("rule", RULES)
def test_after_three_and_after_six_lessons(rule: ActiveRule) -> None:
    plan = plan_of(
        {
            COURSES[0].id: [slot(5, 1), slot(5, 6)],
            COURSES[1].id: [slot(5, 3)],
            COURSES[2].id: [slot(5, 5)],
        }
    )
    (violation,) = assert_agree(SCHOOL, plan, rule).violations
    assert (violation.owner, violation.amount, violation.classes) == (grade_owner(7), 4, NAMES[1:])
    assert violation.slots == tuple(slot(5, n) for n in (4, 5, 6))
    assert violation.text.zh == "七年级周五不一起放学：七(2)班、七(3)班比本年级的第6节早"


def test_a_class_without_lessons_is_over_before_the_first() -> None:
    plan = plan_of({COURSES[0].id: [slot(1, 2)], COURSES[1].id: [slot(1, 2)]})
    assert [v.amount for v in assert_agree(SCHOOL, plan, RULES[0]).violations] == [2]


def test_closed_slots_are_not_early() -> None:
    marks = tuple(
        Mark(owner_kind=MarkOwner.CLASS, owner="七(2)班", day=day, start=840, end=1080, level=MarkLevel.FORBIDDEN)
        for day in (1, 2)
    )
    plan = plan_of({COURSES[0].id: [slot(1, 6)], COURSES[1].id: [slot(1, 3)], COURSES[2].id: [slot(1, 6)]})
    assert [v.amount for v in assert_agree(make_school(COURSES, marks=marks), plan, RULES[0]).violations] == [1]


def test_other_grades_and_full_weeks_are_not_judged() -> None:
    classes = tuple(SchoolClass(id=name, grade=6 + n, number=1, schedule=SCHEDULE) for n, name in enumerate(NAMES))
    plan = plan_of({COURSES[0].id: [slot(1, 6)]})
    assert assert_agree(make_school(COURSES, classes=classes), plan, RULES[0]).judged == 0
    full = tuple(each.model_copy(update={"lessons": 30}) for each in COURSES)
    assert assert_agree(make_school(full), plan, RULES[0]).judged == 0


def test_an_unexplained_lesson_is_a_lesson() -> None:
    stray = StrayLesson(class_id=NAMES[0], slot=slot(1, 4), subject="奥数")
    assert verdict(SCHOOL, plan_of({}, strays=(stray,)), RULES[0]).amount == 8


@pytest.mark.parametrize("rule", RULES)
def test_bells_with_saturdays(rule: ActiveRule) -> None:
    """Grade 7 has no lessons then; a grade that has is judged on that day too."""
    young = make_school(COURSES[:2], schedules=(bell(days=6),))
    plan = plan_of({c.id: [slot(1, 1)] for c in COURSES[:2]})
    assert assert_agree(young, plan, rule).judged == 5
    classes = tuple(SchoolClass(id=name, grade=10, number=n, schedule=SCHEDULE) for n, name in enumerate(NAMES[:2], 1))
    senior = make_school(COURSES[:2], schedules=(bell(days=6),), classes=classes)
    plan = plan_of({COURSES[0].id: [slot(6, 1)], COURSES[1].id: [slot(6, 2)]})
    found = assert_agree(senior, plan, rule)
    assert (found.judged, found.amount) == (6, 1)
