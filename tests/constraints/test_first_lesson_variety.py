import pytest

from constraints.rule import ActiveRule
from scheduler.model.owner import Level, class_owner
from scheduler.school import Mark, MarkLevel, MarkOwner, Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import course, make_school, plan_of, slot

COURSES = (course("七(1)班", "语文", "王芳", 5), course("七(1)班", "音乐", "孙悦", 2))
SCHOOL = make_school(COURSES)
RULES = [active("first_lesson_variety", level) for level in (Level.SOFT, Level.HARD)]
MUSIC = [slot(3, 1), slot(5, 1)]


@pytest.mark.parametrize("rule", RULES)
def test_varied(rule: ActiveRule) -> None:
    plan = plan_of(
        {"七(1)班|语文": [slot(1, 1), slot(2, 1), slot(3, 2), slot(4, 2), slot(5, 2)], "七(1)班|音乐": MUSIC}
    )
    found = assert_agree(SCHOOL, plan, rule)
    assert (found.judged, found.violations) == (1, ())


@pytest.mark.parametrize("rule", RULES)
def test_always_the_same(rule: ActiveRule) -> None:
    first = [slot(day, 1) for day in (1, 2, 3, 4)]
    (violation,) = assert_agree(SCHOOL, plan_of({"七(1)班|语文": [*first, slot(5, 4)]}), rule).violations
    assert (violation.owner, violation.amount, violation.slots) == (class_owner("七(1)班"), 2, tuple(first))
    assert violation.text.zh == "七(1)班 每天第一节有 4 次是语文，最多 2 次"


def test_own_limit() -> None:
    plan = plan_of({"七(1)班|语文": [slot(day, 1) for day in (1, 2, 3, 4)], "七(1)班|音乐": [slot(5, 1)]})
    assert assert_agree(SCHOOL, plan, active("first_lesson_variety", most="1")).amount == 3
    assert assert_agree(SCHOOL, plan, active("first_lesson_variety", most="4")).amount == 0


def test_a_slot_that_is_closed_to_the_class_does_not_open_its_day() -> None:
    closed = Mark(owner_kind=MarkOwner.CLASS, owner="七(1)班", day=1, start=480, end=500, level=MarkLevel.FORBIDDEN)
    school = make_school(COURSES, marks=(closed,))
    plan = plan_of({"七(1)班|语文": [slot(1, 2), slot(2, 1), slot(3, 1)]})
    assert assert_agree(school, plan, RULES[0]).amount == 1
    assert assert_agree(SCHOOL, plan, RULES[0]).amount == 0


def test_the_worse_week_counts() -> None:
    every = course("七(1)班", "语文", "王芳", 2)
    odd = course("七(1)班", "语文", "王芳", 2, id="单", week=Week.ODD)
    even = course("七(1)班", "语文", "王芳", 1, id="双", week=Week.EVEN)
    school = make_school((every, odd, even))
    plan = plan_of({every.id: [slot(1, 1), slot(2, 1)], "单": [slot(3, 1), slot(4, 1)], "双": [slot(5, 1)]})
    assert [v.amount for v in assert_agree(school, plan, RULES[0]).violations] == [2]


def test_joint_and_parallel_courses() -> None:
    joint = course("七(1)班", "语文", "王芳", 3, id="合", classes=("七(1)班", "七(2)班"))
    sets = [course("七(1)班", "数学", name, 3, id=name, together="走班") for name in ("李强", "赵军")]
    same = [slot(day, 1) for day in (1, 2, 3)]
    plan = plan_of({"合": same, "李强": same, "赵军": same})
    found = assert_agree(make_school((joint, *sets)), plan, RULES[0]).violations
    assert [(v.owner.id, v.amount) for v in found] == [("七(1)班", 1), ("七(1)班", 1), ("七(2)班", 1)]
