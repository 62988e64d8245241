from scheduler.plan import Plan
from scheduler.school import GrantKind
from tests.constraints.agreement import active, assert_agree
from tests.service_schools import grant, service_school, session

RULE = active("flex_follows")
SCHOOL = service_school().model_copy(update={"evening": 17 * 60 + 30})


def late(day: int, *days: int) -> Plan:
    """王芳 serves to 18:00 on a day, and comes late on others."""
    return Plan(sessions=(session(SCHOOL, "三(1)班 活动", day, "王芳"),), grants=tuple(grant("王芳", d) for d in days))


def test_on_the_morning_after() -> None:
    assert not RULE.rule.enabled
    found = assert_agree(SCHOOL, late(2, 3), RULE)
    assert found.judged == 1 and not found.violations


def test_on_another_morning() -> None:
    (found,) = assert_agree(SCHOOL, late(2, 4), RULE).violations
    assert (found.owner.id, found.amount) == ("王芳", 1)
    assert found.text.zh == "王芳 周四晚到，前一天没有晚间服务（17:30 以后）"


def test_monday_follows_nothing() -> None:
    assert assert_agree(SCHOOL, late(5, 1), RULE).amount == 1


def test_what_counts_as_late() -> None:
    assert assert_agree(SCHOOL.model_copy(update={"evening": 1080}), late(2, 3), RULE).amount == 1
    homework = Plan(sessions=(session(SCHOOL, "三(1)班 作业辅导", 2, "王芳"),), grants=(grant("王芳", 3),))
    assert assert_agree(SCHOOL, homework, RULE).amount == 1
    assert assert_agree(SCHOOL.model_copy(update={"evening": 1009}), homework, RULE).amount == 0


def test_early_leaves_are_not_meant() -> None:
    plan = Plan(grants=(grant("王芳", 3, GrantKind.EARLY_LEAVE),))
    assert assert_agree(SCHOOL, plan, RULE).judged == 0
