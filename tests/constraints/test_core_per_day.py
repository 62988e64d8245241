import pytest

from constraints.rule import ActiveRule
from scheduler.model.owner import Level, class_owner
from scheduler.school import Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import course, make_school, plan_of, slot

SCHOOL = make_school((course("七(1)班", "语文", "王芳", 5), course("七(1)班", "英语", "李强", 3)))
RULES = [active("core_per_day", level) for level in (Level.SOFT, Level.HARD)]
CHINESE = [slot(day, 1) for day in range(1, 6)]


@pytest.mark.parametrize("rule", RULES)
def test_even_days(rule: ActiveRule) -> None:
    plan = plan_of({"七(1)班|语文": CHINESE, "七(1)班|英语": [slot(1, 2), slot(3, 2), slot(5, 6)]})
    found = assert_agree(SCHOOL, plan, rule)
    assert (found.judged, found.violations) == (5, ())


@pytest.mark.parametrize("rule", RULES)
def test_a_heavy_day(rule: ActiveRule) -> None:
    plan = plan_of({"七(1)班|语文": CHINESE, "七(1)班|英语": [slot(2, 2), slot(2, 3), slot(2, 6)]})
    (violation,) = assert_agree(SCHOOL, plan, rule).violations
    assert (violation.owner, violation.amount) == (class_owner("七(1)班"), 2)
    assert violation.slots == (slot(2, 1), slot(2, 2), slot(2, 3), slot(2, 6))
    assert violation.text.zh == "七(1)班 周二有 4 节主科，均衡安排最多 2 节"


def test_parameters() -> None:
    plan = plan_of({"七(1)班|语文": CHINESE, "七(1)班|英语": [slot(2, 2), slot(2, 3), slot(2, 6)]})
    assert assert_agree(SCHOOL, plan, active("core_per_day", slack="1")).amount == 1
    assert assert_agree(SCHOOL, plan, active("core_per_day", areas="英语")).amount == 2
    assert assert_agree(SCHOOL, plan, active("core_per_day", areas="历史 体育")).judged == 0


def test_the_worse_week_counts() -> None:
    odd = course("七(1)班", "数学", "李强", 3, id="单", week=Week.ODD)
    even = course("七(1)班", "数学", "李强", 1, id="双", week=Week.EVEN)
    school = make_school((course("七(1)班", "语文", "王芳", 5), odd, even))
    plan = plan_of({"七(1)班|语文": CHINESE, "单": [slot(1, 2), slot(1, 3), slot(1, 5)], "双": [slot(1, 2)]})
    (violation,) = assert_agree(school, plan, RULES[0]).violations
    assert (violation.amount, len(violation.slots)) == (2, 4)


def test_courses_that_run_together_count_once() -> None:
    sets = [course("七(1)班", "数学", name, 1, id=name, together="走班") for name in ("李强", "赵军", "孙悦")]
    plan = plan_of({each.id: [slot(1, 2)] for each in sets})
    assert not assert_agree(make_school(tuple(sets)), plan, RULES[0]).violations
