from scheduler.plan import FlexGrant, Plan
from scheduler.school import GrantKind
from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import grant, service_school, session
from tests.sharing import changed

RULE = active("flex_balance")
SCHOOL = service_school()


def activities(count: int, *grants: FlexGrant) -> Plan:
    """王芳 serves to 18:00 on some days: 30 minutes beyond working hours each."""
    return Plan(sessions=tuple(session(SCHOOL, "三(1)班 活动", d + 1, "王芳") for d in range(count)), grants=grants)


def test_paid_by_the_week() -> None:
    found = assert_agree(SCHOOL, activities(2, grant("王芳", 4)), RULE)
    assert found.judged == 1 and not found.violations


def test_overdrawn() -> None:
    (found,) = assert_agree(SCHOOL, activities(1, grant("王芳", 4)), RULE).violations
    assert (found.owner.id, found.amount, found.teachers) == ("王芳", 30, ("王芳",))
    assert found.text.zh == "王芳 时间银行期初 0、存入 30、支取 60，结余 -30 分钟，应不低于 0 分钟"
    assert not assert_agree(SCHOOL, activities(1, grant("王芳", 4)), active("flex_balance", least="-30")).violations


def test_paid_by_what_was_left() -> None:
    school = changed(SCHOOL, "王芳", balance=30)
    assert not assert_agree(school, activities(1, grant("王芳", 4)), RULE).violations
    assert assert_agree(school, activities(1, grant("王芳", 4)), active("flex_balance", least="1")).amount == 1


def test_who_begins_too_low() -> None:
    school = changed(SCHOOL, "王芳", balance=-60)
    assert assert_agree(school, activities(0), RULE).judged == 0
    assert not assert_agree(school, activities(1), RULE).violations
    assert assert_agree(school, activities(3, grant("王芳", 4)), RULE).amount == 30
    assert not assert_agree(school, activities(4, grant("王芳", 4)), RULE).violations


def test_kinds_that_the_school_does_not_give_cost_nothing() -> None:
    plan = activities(0, grant("王芳", 4, GrantKind.MORNING_OFF))
    assert verdict(SCHOOL, plan, RULE).judged == 0
