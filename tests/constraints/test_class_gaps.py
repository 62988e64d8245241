import pytest

from constraints.rule import ActiveRule
from scheduler.model.owner import Level, class_owner
from scheduler.plan import StrayLesson
from scheduler.school import Mark, MarkLevel, MarkOwner, Week
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import course, make_school, plan_of, slot

COURSES = (course("七(1)班", "语文", "王芳", 5), course("七(1)班", "数学", "李强", 5))
SCHOOL = make_school(COURSES)
RULES = [active("class_gaps", level) for level in (Level.SOFT, Level.HARD)]


@pytest.mark.parametrize("rule", RULES)
def test_free_slots_at_the_end(rule: ActiveRule) -> None:
    days = range(1, 5)
    plan = plan_of({"七(1)班|语文": [slot(day, 1) for day in days], "七(1)班|数学": [slot(day, 2) for day in days]})
    found = assert_agree(SCHOOL, plan, rule)
    assert (found.judged, found.violations) == (5, ())


@pytest.mark.parametrize("rule", RULES)
def test_free_before_a_lesson(rule: ActiveRule) -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 4), slot(2, 5)], "七(1)班|数学": [slot(1, 2), slot(3, 1)]})
    found = assert_agree(SCHOOL, plan, rule).violations
    assert [(v.owner, v.amount, v.slots) for v in found] == [
        (class_owner("七(1)班"), 1, (slot(1, 3),)),
        (class_owner("七(1)班"), 4, tuple(slot(2, number) for number in (1, 2, 3, 4))),
    ]
    assert found[0].text.zh == "七(1)班 周一第3节空着，后面还有课"


def test_two_lessons_at_once_fill_one_slot() -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 3)], "七(1)班|数学": [slot(1, 1), slot(1, 3)]})
    assert assert_agree(SCHOOL, plan, RULES[0]).amount == 1


def test_a_morning_that_is_not_full() -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 5)], "七(1)班|数学": [slot(1, 2)]})
    assert assert_agree(SCHOOL, plan, RULES[0]).amount == 2


def test_a_class_without_free_slots_is_not_judged() -> None:
    school = make_school((course("七(1)班", "语文", "王芳", 30),))
    assert assert_agree(school, plan_of({"七(1)班|语文": [slot(1, 6)]}), RULES[0]).judged == 0


def test_forbidden_slots_may_stay_free() -> None:
    closed = Mark(owner_kind=MarkOwner.CLASS, owner="七(1)班", day=1, start=480, end=520, level=MarkLevel.FORBIDDEN)
    plan = plan_of({"七(1)班|语文": [slot(1, 2), slot(1, 4)]})
    (violation,) = assert_agree(make_school(COURSES, marks=(closed,)), plan, RULES[0]).violations
    assert violation.slots == (slot(1, 3),)
    tight = make_school((course("七(1)班", "语文", "王芳", 29),), marks=(closed,))
    assert assert_agree(tight, plan, RULES[0]).judged == 0


def test_a_slot_used_in_some_week_is_not_free() -> None:
    odd = course("七(1)班", "音乐", "孙悦", 1, week=Week.ODD)
    plan = plan_of({"七(1)班|音乐": [slot(1, 1)], "七(1)班|语文": [slot(1, 2)]})
    assert not assert_agree(make_school((*COURSES, odd)), plan, RULES[0]).violations
    even = course("七(1)班", "语文", "王芳", 29, id="双", week=Week.EVEN)
    full = make_school((course("七(1)班", "数学", "李强", 1), odd, even))
    assert assert_agree(full, plan_of({"七(1)班|音乐": [slot(1, 6)]}), RULES[0]).judged == 0


def test_joint_and_parallel_courses() -> None:
    joint = course("七(1)班", "体育", "赵军", 1, id="合", classes=("七(1)班", "七(2)班"))
    sets = [course("七(1)班", "英语", name, 1, id=name, together="走班") for name in ("李强", "孙悦")]
    plan = plan_of({"合": [slot(1, 3)], "李强": [slot(1, 1)], "孙悦": [slot(1, 1)]})
    found = assert_agree(make_school((joint, *sets)), plan, RULES[0]).violations
    assert [(v.owner.id, v.amount) for v in found] == [("七(1)班", 1), ("七(2)班", 2)]


@pytest.mark.parametrize("rule", RULES)
def test_parallel_courses_at_different_times_fill_a_slot_each(rule: ActiveRule) -> None:
    sets = [course("七(1)班", "英语", name, 1, id=name, together="走班") for name in ("李强", "孙悦")]
    school = make_school((course("七(1)班", "语文", "王芳", 2), *sets))
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(2, 2)], "李强": [slot(1, 2)], "孙悦": [slot(2, 1)]})
    assert not assert_agree(school, plan, rule).violations
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(2, 1)], "李强": [slot(1, 2)], "孙悦": [slot(2, 3)]})
    assert assert_agree(school, plan, rule).amount == 1


def test_an_unexplained_lesson_fills_its_slot() -> None:
    stray = StrayLesson(class_id="七(1)班", slot=slot(1, 1), subject="书法")
    plan = plan_of({"七(1)班|语文": [slot(1, 2)]}, strays=(stray,))
    assert not verdict(SCHOOL, plan, RULES[0]).violations
