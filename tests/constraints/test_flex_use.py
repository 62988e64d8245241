from scheduler.plan import Plan
from scheduler.school import GrantKind, School, WorkingHours
from tests.constraints.agreement import active, assert_agree
from tests.service_schools import grant, minutes, service_school
from tests.sharing import changed

RULE = active("flex_use")
SCHOOL = service_school()


def with_balance(balance: int) -> School:
    return changed(SCHOOL, "王芳", balance=balance)


def test_what_does_not_pay_for_a_grant() -> None:
    found = assert_agree(with_balance(59), Plan(), RULE)
    assert found.judged == 8 and not found.violations


def test_what_would_pay_for_more() -> None:
    (found,) = assert_agree(with_balance(60), Plan(), RULE).violations
    assert (found.owner.id, found.amount, found.teachers) == ("王芳", 1, ("王芳",))
    assert found.text.zh == "王芳 时间银行结余 60 分钟，本周弹性上下班 0 次，还可安排 1 次"
    assert assert_agree(with_balance(600), Plan(), RULE).amount == 2
    assert assert_agree(with_balance(600), Plan(), active("flex_use", most="5")).amount == 5
    assert assert_agree(with_balance(600), Plan(), active("flex_use", most="0")).amount == 0


def test_grants_use_it() -> None:
    one, two = (grant("王芳", 1),), (grant("王芳", 1), grant("王芳", 2, GrantKind.EARLY_LEAVE))
    assert assert_agree(with_balance(600), Plan(grants=one), RULE).amount == 1
    assert assert_agree(with_balance(119), Plan(grants=one), RULE).amount == 0
    assert assert_agree(with_balance(600), Plan(grants=two), RULE).amount == 0
    assert assert_agree(with_balance(600), Plan(grants=(*two, grant("王芳", 3))), RULE).amount == 0


def test_the_shortest_kind_is_the_price() -> None:
    hours = WorkingHours(start=minutes("07:50"), end=minutes("17:30"), late_minutes=90, early_minutes=30)
    school = with_balance(59).model_copy(update={"working": hours})
    assert assert_agree(school, Plan(), RULE).amount == 1


def test_a_school_without_flexible_hours() -> None:
    school = with_balance(600).model_copy(update={"working": None})
    assert assert_agree(school, Plan(), RULE).judged == 0
