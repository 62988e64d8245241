import pytest

from scheduler.model.owner import Level, class_owner
from scheduler.plan import Placement, Plan
from scheduler.school import Area, Mark, MarkLevel, MarkOwner, Period, PeriodKind, Subject, Week
from tests.constraints.agreement import active, assert_agree, solver_cost, verdict
from tests.schools import SUBJECTS, bell, course, make_school, plan_of, slot

ONE, TWO = "七(1)班", "七(2)班"
CHINESE = course(ONE, "语文", "王芳", 5)
SCHOOL = make_school((CHINESE, course(ONE, "数学", "李强", 5)))
HARD = active("subject_per_day")
SOFT = active("subject_per_day", Level.SOFT, weight=7)


def test_one_a_day() -> None:
    plan = plan_of({CHINESE.id: [slot(day, 1) for day in range(1, 6)], f"{ONE}|数学": [slot(1, 2)]})
    for rule in (HARD, SOFT):
        found = assert_agree(SCHOOL, plan, rule)
        assert (found.judged, found.violations) == (10, ())


def test_three_on_one_day() -> None:
    plan = plan_of({CHINESE.id: [slot(1, 1), slot(2, 1), slot(2, 3), slot(2, 6), slot(5, 1)]})
    for rule in (HARD, SOFT):
        (found,) = assert_agree(SCHOOL, plan, rule).violations
        assert (found.owner, found.amount, found.classes) == (class_owner(ONE), 2, (ONE,))
        assert found.slots == (slot(2, 1), slot(2, 3), slot(2, 6))
        assert found.text.zh == "七(1)班 周二有 3 节语文，最多 1 节"
    assert solver_cost(SCHOOL, plan, SOFT) == 2 * 7


def test_the_parameter() -> None:
    plan = plan_of({CHINESE.id: [slot(2, 1), slot(2, 3)]})
    assert assert_agree(SCHOOL, plan, active("subject_per_day", most="1")).violations
    assert not assert_agree(SCHOOL, plan, active("subject_per_day", most="2")).violations


@pytest.mark.parametrize(
    ("lessons", "doubles", "bound"),
    [(5, 0, 1), (6, 0, 2), (10, 0, 2), (11, 0, 3), (2, 1, 2), (5, 2, 2)],
)
def test_raised_where_the_week_or_a_double_needs_it(lessons: int, doubles: int, bound: int) -> None:
    item = course(ONE, "语文", "王芳", lessons, doubles=doubles)
    school = make_school((item,))
    allowed = plan_of({item.id: [slot(1, number) for number in range(1, bound + 1)]})
    assert not assert_agree(school, allowed, HARD).violations
    more = plan_of({item.id: [slot(1, number) for number in range(1, bound + 2)]})
    assert [v.amount for v in assert_agree(school, more, HARD).violations] == [1]


def test_days_without_lessons_make_no_room() -> None:
    """A Saturday of self-study only is no sixth day for six lessons."""
    week = bell()
    study = Period(name="自习", kind=PeriodKind.SELF_STUDY, start=1100, end=1140, days=(6,))
    school = make_school(
        (course(ONE, "语文", "王芳", 6),), schedules=(week.model_copy(update={"periods": (*week.periods, study)}),)
    )
    plan = plan_of({CHINESE.id: [slot(1, 1), slot(1, 3), *(slot(day, 1) for day in range(2, 6))]})
    assert not assert_agree(school, plan, HARD).violations


def test_the_subjects_own_limit_goes_first() -> None:
    subjects = (*(s for s in SUBJECTS if s.id != "语文"), Subject(id="语文", area=Area.CHINESE, max_per_day=2))
    school = make_school((CHINESE,), subjects=subjects)
    assert not assert_agree(school, plan_of({CHINESE.id: [slot(1, 1), slot(1, 2)]}), HARD).violations
    three = plan_of({CHINESE.id: [slot(1, 1), slot(1, 2), slot(1, 3)]})
    assert len(assert_agree(school, three, HARD).violations) == 1


def test_courses_of_one_subject_count_together() -> None:
    other = course(ONE, "语文", "李强", 1, id="阅读")
    school = make_school((course(ONE, "语文", "王芳", 4), other))
    plan = plan_of({CHINESE.id: [slot(1, 1)], other.id: [slot(1, 5)]})
    for rule in (HARD, SOFT):
        (found,) = assert_agree(school, plan, rule).violations
        assert found.slots == (slot(1, 1), slot(1, 5))


def test_courses_that_run_together_count_once() -> None:
    layers = tuple(course(ONE, "英语", name, 2, id=name, together="英语走班") for name in ("甲", "乙"))
    plan = plan_of({"甲": [slot(1, 1), slot(2, 1)], "乙": [slot(1, 1), slot(2, 1)]})
    assert not assert_agree(make_school(layers), plan, HARD).violations


def test_odd_and_even_weeks_apart() -> None:
    odd = course(ONE, "语文", "王芳", 1, id="单", week=Week.ODD)
    even = course(ONE, "语文", "王芳", 1, id="双", week=Week.EVEN)
    apart = plan_of({"单": [slot(1, 1)], "双": [slot(1, 2)]})
    assert not assert_agree(make_school((odd, even)), apart, HARD).violations


def test_weeks_that_both_break_cost_once() -> None:
    odd, even = (course(ONE, "语文", "王芳", 1, id=name, week=w) for name, w in (("单", Week.ODD), ("双", Week.EVEN)))
    school = make_school((course(ONE, "语文", "王芳", 3), odd, even))
    plan = plan_of({CHINESE.id: [slot(1, 1), slot(1, 2)], "单": [slot(1, 3)], "双": [slot(2, 3)]})
    (found,) = assert_agree(school, plan, SOFT).violations
    assert (found.amount, found.slots) == (2, (slot(1, 1), slot(1, 2), slot(1, 3)))


def test_a_joint_course_counts_for_each_class() -> None:
    joint = course(ONE, "音乐", "孙悦", 2, id="合班音乐", classes=(ONE, TWO))
    school = make_school((joint,))
    plan = plan_of({joint.id: [slot(1, 1), slot(1, 2)]})
    assert [v.classes for v in assert_agree(school, plan, HARD).violations] == [(ONE,), (TWO,)]
    placements = (
        Placement(course=joint.id, slot=slot(1, 1)),
        Placement(course=joint.id, slot=slot(1, 2), classes=(TWO,)),
    )
    assert [v.classes for v in verdict(school, Plan(placements=placements), HARD).violations] == [(TWO,)]


# Days that are closed to the subject.


def closed(kind: MarkOwner, owner: str, day: int, end: int = 1440) -> Mark:
    return Mark(owner_kind=kind, owner=owner, day=day, start=0, end=end, level=MarkLevel.FORBIDDEN)


@pytest.mark.parametrize(
    ("kind", "owner"),
    [
        (MarkOwner.TEACHER, "王芳"),
        (MarkOwner.CLASS, ONE),
        (MarkOwner.SUBJECT, "语文"),
        (MarkOwner.COURSE, CHINESE.id),
    ],
)
def test_a_day_that_is_closed_makes_two_on_another_day_unavoidable(kind: MarkOwner, owner: str) -> None:
    school = make_school((CHINESE,), marks=(closed(kind, owner, 5),))
    two = plan_of({CHINESE.id: [slot(1, 1), slot(1, 5), slot(2, 1), slot(3, 1), slot(4, 1)]})
    three = plan_of({CHINESE.id: [slot(1, 1), slot(1, 3), slot(1, 5), slot(2, 1), slot(3, 1)]})
    for rule in (HARD, SOFT):
        assert not assert_agree(school, two, rule).violations
        assert assert_agree(school, three, rule).amount == 1
        assert assert_agree(SCHOOL, two, rule).amount == 1


def test_a_day_that_is_closed_in_part_is_a_day() -> None:
    school = make_school((CHINESE,), marks=(closed(MarkOwner.TEACHER, "王芳", 5, 12 * 60),))
    plan = plan_of({CHINESE.id: [slot(1, 1), slot(1, 5), slot(2, 1), slot(3, 1), slot(4, 1)]})
    assert assert_agree(school, plan, HARD).amount == 1


def test_a_colleague_on_other_days_is_no_help_to_who_is_there_on_two() -> None:
    """4 lessons of one who is there on two days take two a day, whatever the other's one lesson could do."""
    long, other = course(ONE, "语文", "王芳", 4), course(ONE, "语文", "李强", 1, id="阅读")
    marks = tuple(closed(MarkOwner.TEACHER, "王芳", day) for day in (3, 4, 5))
    school = make_school((long, other), marks=marks)
    plan = plan_of({long.id: [slot(1, 1), slot(1, 5), slot(2, 1), slot(2, 5)], other.id: [slot(4, 1)]})
    assert not assert_agree(school, plan, HARD).violations
