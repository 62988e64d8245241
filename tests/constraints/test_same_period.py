import pytest

from constraints.rule import ActiveRule
from scheduler.model.owner import Level, class_owner
from scheduler.school import Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import course, make_school, plan_of, slot

SCHOOL = make_school((course("七(1)班", "语文", "王芳", 5), course("七(1)班", "体育", "赵军", 2)))
RULES = [active("same_period", level) for level in (Level.SOFT, Level.HARD)]
PE = [slot(1, 6), slot(2, 6)]


@pytest.mark.parametrize("rule", RULES)
def test_varied(rule: ActiveRule) -> None:
    plan = plan_of({"七(1)班|语文": [*(slot(day, 1) for day in (1, 2, 3)), slot(4, 2), slot(5, 3)], "七(1)班|体育": PE})
    found = assert_agree(SCHOOL, plan, rule)
    assert (found.judged, found.violations) == (1, ())


@pytest.mark.parametrize("rule", RULES)
def test_always_the_same(rule: ActiveRule) -> None:
    slots = [slot(day, 2) for day in range(1, 6)]
    (violation,) = assert_agree(SCHOOL, plan_of({"七(1)班|语文": slots, "七(1)班|体育": PE}), rule).violations
    assert (violation.owner, violation.amount, violation.slots) == (class_owner("七(1)班"), 2, tuple(slots))
    assert violation.text.zh == "七(1)班 语文一周有 5 次排在第2节，最多 3 次"


def test_the_worst_period_counts() -> None:
    plan = plan_of(
        {"七(1)班|语文": [slot(day, number) for day in range(1, 6) for number in (1, 2) if day + number < 7]}
    )
    assert assert_agree(SCHOOL, plan, RULES[0]).amount == 2


def test_own_share() -> None:
    plan = plan_of({"七(1)班|语文": [slot(day, 2) for day in range(1, 6)]})
    assert assert_agree(SCHOOL, plan, active("same_period", share="100")).amount == 0
    assert assert_agree(SCHOOL, plan, active("same_period", share="20")).amount == 4
    many = make_school((course("七(1)班", "语文", "王芳", 9),))
    plan = plan_of({"七(1)班|语文": [slot(1 + n % 4, 1 + n % 6) for n in range(9)]})
    assert not assert_agree(many, plan, active("same_period", share="10")).violations  # 9 lessons, 6 periods


def test_the_worse_week_counts() -> None:
    every = course("七(1)班", "语文", "王芳", 2)
    odd = course("七(1)班", "语文", "王芳", 2, id="单", week=Week.ODD)
    even = course("七(1)班", "语文", "王芳", 1, id="双", week=Week.EVEN)
    school = make_school((every, odd, even))
    plan = plan_of({every.id: [slot(1, 1), slot(2, 1)], "单": [slot(3, 1), slot(4, 1)], "双": [slot(5, 1)]})
    (violation,) = assert_agree(school, plan, RULES[0]).violations
    assert (violation.amount, len(violation.slots)) == (2, 4)


def test_joint_and_parallel_courses() -> None:
    joint = course("七(1)班", "语文", "王芳", 3, id="合", classes=("七(1)班", "七(2)班"))
    sets = [course("七(1)班", "数学", name, 3, id=name, together="走班") for name in ("李强", "赵军")]
    same = [slot(day, 1) for day in (1, 2, 3)]
    plan = plan_of({"合": same, "李强": same, "赵军": same})
    found = assert_agree(make_school((joint, *sets)), plan, RULES[0]).violations
    assert [(v.owner.id, v.amount) for v in found] == [("七(1)班", 1), ("七(1)班", 1), ("七(2)班", 1)]
