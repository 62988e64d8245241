from scheduler.plan import Plan
from scheduler.school import GrantKind
from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import COACH, grant, service_school

RULE = active("flex_limit")
SCHOOL = service_school()
EARLY = GrantKind.EARLY_LEAVE


def test_two_a_week() -> None:
    found = assert_agree(SCHOOL, Plan(grants=(grant("王芳", 1), grant("王芳", 2, EARLY))), RULE)
    assert found.judged == 8 and not found.violations


def test_three_a_week() -> None:
    plan = Plan(grants=(grant("王芳", 1), grant("王芳", 2, EARLY), grant("王芳", 4)))
    (found,) = assert_agree(SCHOOL, plan, RULE).violations
    assert (found.owner.id, found.amount, found.teachers) == ("王芳", 1, ("王芳",))
    assert found.text.zh == "王芳 一周弹性上下班 3 次，最多 2 次"
    assert not assert_agree(SCHOOL, plan, active("flex_limit", most="3")).violations
    assert assert_agree(SCHOOL, plan, active("flex_limit", most="0")).amount == 3


def test_one_a_day() -> None:
    (found,) = assert_agree(SCHOOL, Plan(grants=(grant("王芳", 1), grant("王芳", 1, EARLY))), RULE).violations
    assert (found.owner.id, found.amount) == ("王芳", 1)
    assert found.text.zh == "王芳 周一安排了 2 次弹性上下班，一天最多一次"


def test_what_the_school_does_not_give() -> None:
    for each, words in (
        (grant(COACH, 1), "外聘人员没有弹性上下班"),
        (grant("王芳", 1, GrantKind.MORNING_OFF), "学校没有设这种弹性"),
        (grant("王芳", 6), "不是工作日"),
    ):
        (found,) = verdict(SCHOOL, Plan(grants=(each,)), RULE).violations
        assert (found.owner.id, found.amount) == (each.teacher, 1)
        assert words in found.text.zh


def test_a_school_without_flexible_hours() -> None:
    school = SCHOOL.model_copy(update={"working": None})
    assert assert_agree(school, Plan(), RULE).judged == 0
    (found,) = verdict(school, Plan(grants=(grant("王芳", 1),)), RULE).violations
    assert "学校没有设这种弹性" in found.text.zh
