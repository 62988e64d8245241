import pytest

from scheduler.plan import MeetingPlacement, Placement, Plan
from scheduler.school import Course, Meeting, School, Slot, Week
from scheduler.school.even_days import has_room, is_open, shares
from tests.constraints.agreement import active, assert_agree, verdict
from tests.odd_saturdays import ONE, WEEKLY, courses_of, saturday_bell, senior_school
from tests.schools import course, plan_of

RULE = active("held_weeks")


def at(day: int, number: int) -> Slot:
    return Slot("作息", day, saturday_bell().lesson_periods[number - 1])


def school_of(*courses: Course) -> School:
    return senior_school(courses=courses)


def held(week: Week, day: int = 6) -> tuple[School, Plan]:
    school = school_of(course(ONE, "语文", "王芳", 1, week=week))
    return school, plan_of({f"{ONE}|语文": [at(day, 2)]})


@pytest.mark.parametrize(("week", "broken"), [(Week.ODD, 0), (Week.EVEN, 1), (Week.EVERY, 1)])
def test_only_courses_of_odd_weeks_on_an_odd_saturday(week: Week, broken: int) -> None:
    found = assert_agree(*held(week), RULE)
    assert (len(found.violations), found.judged) == (broken, 1)
    if broken:
        [violation] = found.violations
        assert violation.text.zh.startswith("单周六第2节只在单周上课")
        assert (violation.classes, violation.slots) == ((ONE,), (at(6, 2),))


@pytest.mark.parametrize("week", list(Week))
def test_any_course_on_other_days(week: Week) -> None:
    found = assert_agree(*held(week, day=5), RULE)
    assert (found.violations, found.judged) == ((), 0)


def test_whoever_attends_is_named() -> None:
    school = school_of(course(ONE, "语文", "王芳", 1, classes=(ONE, "高一(2)班"), id="合班"))
    lesson = Placement(course="合班", slot=at(6, 1), classes=(ONE,))
    [violation] = verdict(school, Plan(placements=(lesson,)), RULE).violations
    assert violation.classes == (ONE,)


def test_no_meeting_on_a_day_that_is_not_held_every_week() -> None:
    meeting = Meeting(id="教研", teachers=("语文老师",), schedule="作息")
    school = senior_school(meetings=(meeting,))
    there = Plan(meetings=(MeetingPlacement(meeting="教研", slot=at(6, 1)),))
    assert len(verdict(school, there, active("meetings")).violations) == 1
    assert assert_agree(school, replace_meeting(there, at(5, 1)), active("meetings")).violations == ()


def replace_meeting(plan: Plan, slot: Slot) -> Plan:
    return plan.model_copy(update={"meetings": (MeetingPlacement(meeting="教研", slot=slot),)})


# What a class's days have in each week.


def test_even_days_of_a_class_with_odd_saturdays() -> None:
    found = shares(senior_school(), ONE)
    for day in range(1, 6):
        assert {(share.least, share.most) for share in found[day]} == {(5, 6)}
    [saturday] = found[6]
    assert (saturday.least, saturday.most) == (4, 4)
    assert any(each.week is Week.ODD for each in saturday.courses)


def test_saturday_has_no_more_lessons_than_courses_of_its_weeks() -> None:
    """Four slots, but three lessons that may stand there."""
    weekly = courses_of(ONE)[: len(WEEKLY)]
    school = school_of(*weekly, course(ONE, "数学", "数学老师", 3, week=Week.ODD, id="单"))
    [saturday] = shares(school, ONE)[6]
    assert (saturday.least, saturday.most) == (3, 3)


def test_saturday_may_stay_empty_where_its_courses_share_slots_with_even_weeks() -> None:
    weekly = courses_of(ONE)[: len(WEEKLY)]
    pair = [course(ONE, "语文", "甲", 2, week=week, id=week, pair="轮") for week in (Week.ODD, Week.EVEN)]
    [saturday] = shares(school_of(*weekly, *pair), ONE)[6]
    assert (saturday.least, saturday.most) == (0, 2)


def test_saturday_is_closed_to_a_class_without_courses_of_its_weeks() -> None:
    weekly = courses_of(ONE)[: len(WEEKLY)]
    school = school_of(*weekly)
    assert not is_open(school, ONE, at(6, 1)) and is_open(school, ONE, at(5, 1))
    assert is_open(senior_school(), ONE, at(6, 1))
    assert [(share.least, share.most) for share in shares(school, ONE)[6]] == [(0, 0)]
    full = (*weekly, course(ONE, "升旗", None, 4))
    assert has_room(school, ONE) and not has_room(school_of(*full), ONE)


def test_days_are_counted_on_which_a_course_can_be_held() -> None:
    """Six lessons on five days leave one day with two; a Saturday of odd weeks is none of theirs."""
    six = [at(day, 1) for day in range(1, 6)] + [at(1, 2)]
    school = school_of(course(ONE, "语文", "王芳", 6))
    assert assert_agree(school, plan_of({f"{ONE}|语文": six}), active("subject_per_day")).violations == ()
    three = school_of(course(ONE, "语文", "王芳", 5), course(ONE, "语文", "王芳", 1, week=Week.ODD, id="单"))
    twice = plan_of({f"{ONE}|语文": [at(day, 1) for day in range(1, 6)], "单": [at(1, 2)]})
    assert len(assert_agree(three, twice, active("subject_per_day")).violations) == 1


def test_demanding_lessons_are_shared_out_over_the_days_of_their_weeks() -> None:
    lessons = {f"{ONE}|语文": [at(day, n) for day in range(1, 6) for n in (1, 2)] + [at(1, 3)]}
    school = school_of(course(ONE, "语文", "王芳", 11), course(ONE, "数学", "李强", 1, week=Week.ODD, id="单"))
    assert assert_agree(school, plan_of({**lessons, "单": [at(6, 1)]}), active("core_per_day")).violations == ()
