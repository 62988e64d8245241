from scheduler.model.owner import SCHOOL_OWNER
from scheduler.plan import Plan
from tests.constraints.agreement import active, assert_agree
from tests.service_schools import COACH, grant, service_school
from tests.sharing import changed

RULE = active("flex_fair")
SCHOOL = changed(service_school(), "王芳", balance=150)


def test_a_small_range() -> None:
    found = assert_agree(SCHOOL, Plan(grants=(grant("王芳", 1),)), RULE)
    assert found.judged == 1 and not found.violations


def test_a_large_range() -> None:
    (found,) = assert_agree(SCHOOL, Plan(), RULE).violations
    assert (found.owner, found.amount, found.teachers) == (SCHOOL_OWNER, 2, ("王芳", "李强"))
    assert found.text.zh == "时间银行结余：王芳 150 分钟，李强 0 分钟，相差 150 分钟"
    assert assert_agree(changed(SCHOOL, "李强", balance=-1), Plan(), RULE).amount == 3
    assert assert_agree(SCHOOL, Plan(), active("flex_fair", slack="150")).amount == 0


def test_people_from_outside_have_no_balance() -> None:
    assert assert_agree(changed(SCHOOL, COACH, balance=900), Plan(), RULE).amount == 2


def test_a_school_without_flexible_hours() -> None:
    assert assert_agree(SCHOOL.model_copy(update={"working": None}), Plan(), RULE).judged == 0
