import pytest

from constraints.rule import ActiveRule
from scheduler.plan import StrayLesson
from scheduler.school import Area, Course, Mark, MarkLevel, MarkOwner, School, SchoolClass, Subject, Week
from tests.constraints.agreement import asking, assert_agree, verdict
from tests.schools import SCHEDULE, SUBJECTS, course, make_school, plan_of, slot

RULE = asking("sport_daily", lessons=1)
ACTIVITY = Subject(id="体育活动", area=Area.SPORT_ACTIVITY, venue_kind="操场")
CLASS = "七(1)班"


def school_of(*courses: Course, grade: int = 7, **more: object) -> School:
    return make_school(
        courses,
        subjects=(*SUBJECTS, ACTIVITY),
        classes=(SchoolClass(id=CLASS, grade=grade, number=1, schedule=SCHEDULE),),
        **more,
    )


SCHOOL = school_of(course(CLASS, "体育", "赵军", 3), course(CLASS, "体育活动", "赵军", 2))


def test_pe_and_sport_activity_make_a_week_together() -> None:
    plan = plan_of({f"{CLASS}|体育": [slot(d, 1) for d in (1, 3, 5)], f"{CLASS}|体育活动": [slot(2, 5), slot(4, 5)]})
    found = assert_agree(SCHOOL, plan, RULE)
    assert (found.judged, found.violations) == (5, ())


def test_two_on_a_day_leave_another_without() -> None:
    plan = plan_of({f"{CLASS}|体育": [slot(d, 1) for d in (1, 3, 5)], f"{CLASS}|体育活动": [slot(2, 5), slot(3, 5)]})
    (found,) = assert_agree(SCHOOL, plan, RULE).violations
    assert (found.owner.id, found.amount, {each.day for each in found.slots}) == (CLASS, 1, {4})
    assert found.text.zh == "七(1)班 周四没有体育课或体育活动课" and found.of_absence


@pytest.mark.parametrize("rule", [asking("sport_daily", lessons=0), asking("sport_daily")])
def test_where_nobody_asks_it_judges_nothing(rule: ActiveRule) -> None:
    found = assert_agree(SCHOOL, plan_of({}), rule)
    assert (found.judged, found.violations) == (0, ()) and found.unjudged is not None


def test_senior_grades_are_not_judged() -> None:
    school = school_of(course(CLASS, "体育", "赵军", 2), grade=10)
    assert assert_agree(school, plan_of({}), RULE).unjudged is not None


def test_a_day_without_school_needs_none() -> None:
    closed = Mark(owner_kind=MarkOwner.CLASS, owner=CLASS, day=5, start=0, end=1440, level=MarkLevel.FORBIDDEN)
    school = school_of(course(CLASS, "体育", "赵军", 4), marks=(closed,))
    plan = plan_of({f"{CLASS}|体育": [slot(day, 2) for day in range(1, 5)]})
    assert not assert_agree(school, plan, RULE).violations


def test_every_other_week_is_not_every_day() -> None:
    four = [slot(day, 2) for day in range(1, 5)]
    odd = course(CLASS, "体育活动", "赵军", 1, week=Week.ODD)
    school = school_of(course(CLASS, "体育", "赵军", 4), odd)
    plan = plan_of({f"{CLASS}|体育": four, odd.id: [slot(5, 2)]})
    assert [v.text.zh for v in assert_agree(school, plan, RULE).violations] == ["七(1)班 周五没有体育课或体育活动课"]
    even = course(CLASS, "体育", "赵军", 1, week=Week.EVEN, id="双周体育")
    school = school_of(course(CLASS, "体育", "赵军", 4), odd, even)
    plan = plan_of({f"{CLASS}|体育": four, odd.id: [slot(5, 2)], even.id: [slot(5, 3)]})
    assert not assert_agree(school, plan, RULE).violations


def test_what_a_part_of_the_class_has_does_not_count() -> None:
    """A half class has PE while the other half has music; in 走班 all choose among kinds of sport."""
    halves = [course(CLASS, name, None, 10, together="半", groups=2) for name in ("体育", "音乐")]
    plan = plan_of({each.id: [slot(d, n) for d in range(1, 6) for n in (1, 2)] for each in halves})
    assert assert_agree(school_of(*halves), plan, RULE).amount == 5
    chosen = [course(CLASS, name, None, 5, together="选") for name in ("体育", "体育活动")]
    plan = plan_of({each.id: [slot(d, 1) for d in range(1, 6)] for each in chosen})
    assert not assert_agree(school_of(*chosen), plan, RULE).violations


def test_a_lesson_that_no_course_explains_counts_where_it_is_sport() -> None:
    plan = plan_of({f"{CLASS}|体育": [slot(d, 1) for d in (1, 3, 5)], f"{CLASS}|体育活动": [slot(2, 5)]})
    stray = StrayLesson(class_id=CLASS, slot=slot(4, 6), subject="体育活动")
    assert verdict(SCHOOL, plan, RULE).amount == 1
    assert not verdict(SCHOOL, plan.model_copy(update={"strays": (stray,)}), RULE).violations
