import pytest

from constraints.catalogue import resolve
from scheduler.plan import Plan, StrayLesson
from scheduler.school import BellSchedule, Course, PeriodKind, RuleSetting, School, SchoolClass, Slot, Week
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import SCHEDULE, bell, course, make_school, plan_of


def lasting(minutes: int) -> BellSchedule:
    """Seven lessons a day of so many minutes."""
    usual = bell(afternoon=3)
    periods = tuple(
        p.model_copy(update={"end": p.start + minutes}) if p.kind is PeriodKind.LESSON else p for p in usual.periods
    )
    return usual.model_copy(update={"periods": periods})


BELL = lasting(45)
SLOTS = [Slot(SCHEDULE, day, period) for day in range(1, 6) for period in BELL.lesson_periods]


def school_of(grade: int, *courses: Course) -> School:
    names = dict.fromkeys(c for item in courses for c in item.classes)
    classes = tuple(SchoolClass(id=name, grade=grade, number=n, schedule=SCHEDULE) for n, name in enumerate(names, 1))
    return make_school(courses, schedules=(BELL,), classes=classes)


def plan_in_order(school: School) -> Plan:
    """All lessons one after the other, odd and even ones too."""
    slots = iter(SLOTS)
    return plan_of({c.id: [next(slots) for _ in range(c.lessons)] for c in school.courses})


@pytest.mark.parametrize(
    ("grade", "minutes", "limit"),
    [
        *((grade, 40, limit) for grade, limit in ((1, 26), (2, 26), (3, 30), (6, 30))),
        *((grade, 45, 34) for grade in (7, 8, 9)),
        (1, 35, 29),  # 1,015 minutes; 26 of 40 are 1,040
        (3, 45, 30),  # longer lessons are not fewer
        (3, 35, 34),
    ],
)
def test_the_limit_of_each_grade(grade: int, minutes: int, limit: int) -> None:
    rule = active("weekly_total")

    def school_of(grade: int, *courses: Course) -> School:
        classes = (SchoolClass(id="甲班", grade=grade, number=1, schedule=SCHEDULE),)
        return make_school(courses, schedules=(lasting(minutes),), classes=classes)

    full = school_of(grade, course("甲班", "语文", None, limit))
    assert not assert_agree(full, plan_in_order(full), rule).violations
    more = school_of(grade, course("甲班", "语文", None, limit), course("甲班", "数学", None, 1))
    (found,) = assert_agree(more, plan_in_order(more), rule).violations
    assert (found.owner.id, found.amount, found.classes) == ("甲班", 1, ("甲班",))


def test_a_school_may_only_lower_it() -> None:
    school = school_of(7, course("甲班", "语文", None, 32))
    assert [
        v.amount
        for v in assert_agree(school, plan_in_order(school), active("weekly_total", grades_7_9="30")).violations
    ] == [2]
    _, problems = resolve((RuleSetting(rule="weekly_total", parameters={"grades_7_9": "35"}),))
    assert [problem.field for problem in problems] == ["grades_7_9"]


def test_odd_and_even_weeks_count_half() -> None:
    rule = active("weekly_total", grades_7_9="10")
    odd = course("甲班", "音乐", None, 1, week=Week.ODD)
    even = course("甲班", "美术", None, 1, week=Week.EVEN)
    fits = school_of(7, course("甲班", "语文", None, 9), odd, even)
    assert not assert_agree(fits, plan_in_order(fits), rule).violations
    more = school_of(7, course("甲班", "语文", None, 10), odd)
    (found,) = assert_agree(more, plan_in_order(more), rule).violations
    assert (found.amount, "10.5 节" in found.text.zh) == (1, True)


def test_activities_do_not_count_and_strays_do() -> None:
    rule = active("weekly_total", grades_7_9="10")
    school = school_of(7, course("甲班", "语文", None, 10), course("甲班", "升旗", None, 1))
    plan = plan_in_order(school)
    assert not assert_agree(school, plan, rule).violations
    strays = tuple(StrayLesson(class_id="甲班", slot=SLOTS[20], subject=name) for name in ("奥数", "升旗"))
    assert [v.amount for v in verdict(school, Plan(placements=plan.placements, strays=strays), rule).violations] == [1]


def test_courses_that_run_together_are_one_lesson() -> None:
    parts = (course("甲班", "英语", None, 6, id=f"甲班|英语{part}", together="走班") for part in "AB")
    school = school_of(7, course("甲班", "语文", None, 5), *parts)
    plan = plan_of({"甲班|语文": SLOTS[:5], "甲班|英语A": SLOTS[5:11], "甲班|英语B": SLOTS[5:11]})
    rule = active("weekly_total", grades_7_9="11")
    assert not assert_agree(school, plan, rule).violations
    rule = active("weekly_total", grades_7_9="10")
    assert [v.amount for v in assert_agree(school, plan, rule).violations] == [1]


def test_senior_grades_have_no_standard() -> None:
    school = school_of(10, course("甲班", "语文", None, 35))
    found = assert_agree(school, plan_in_order(school), active("weekly_total"))
    assert (found.judged, found.violations) == (0, ())
    assert found.unjudged is not None
