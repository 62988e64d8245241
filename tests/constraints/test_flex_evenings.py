from scheduler.plan import FlexGrant, Plan
from scheduler.school import GrantKind
from tests.constraints.agreement import active, assert_agree
from tests.service_schools import grant, service_school, session

RULE = active("flex_evenings")
SCHOOL = service_school(("七(1)班", "七(2)班"), evening=True)


def evenings(days: tuple[int, ...], *grants: FlexGrant, number: int = 1) -> Plan:
    return Plan(sessions=tuple(session(SCHOOL, f"七({number})班 晚自习", d, "王芳") for d in days), grants=grants)


def test_two_evenings_earn_a_late_start() -> None:
    assert not RULE.rule.enabled
    found = assert_agree(SCHOOL, evenings((1, 3), grant("王芳", 4)), RULE)
    assert found.judged == 1 and not found.violations


def test_one_evening_earns_none() -> None:
    (found,) = assert_agree(SCHOOL, evenings((1,), grant("王芳", 4)), RULE).violations
    assert (found.owner.id, found.amount) == ("王芳", 1)
    assert found.text.zh == "王芳 一周值晚自习 1 晚，可换晚到 0 次，安排了 1 次"
    assert not assert_agree(SCHOOL, evenings((1,), grant("王芳", 4)), active("flex_evenings", evenings="1")).violations
    assert assert_agree(SCHOOL, evenings((1, 2, 3), grant("王芳", 4), grant("王芳", 5)), RULE).amount == 1


def test_two_groups_are_one_evening() -> None:
    both = (*evenings((1,)).sessions, *evenings((1,), number=2).sessions)
    assert assert_agree(SCHOOL, Plan(sessions=both, grants=(grant("王芳", 4),)), RULE).amount == 1


def test_early_leaves_are_not_meant() -> None:
    assert assert_agree(SCHOOL, evenings((), grant("王芳", 4, GrantKind.EARLY_LEAVE)), RULE).judged == 0


def test_a_school_without_evening_study() -> None:
    assert assert_agree(service_school(), Plan(grants=(grant("王芳", 4),)), RULE).amount == 1
