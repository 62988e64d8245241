import pytest

from constraints.rule import ActiveRule
from scheduler.model.owner import Level
from scheduler.plan import Plan
from scheduler.school import DutyKind, School, ServiceDuty
from tests.constraints.agreement import active, assert_agree
from tests.service_schools import LEADERS, at, duty, service_school, session
from tests.sharing import changed, sharing_school

PATROLLED = sharing_school(duties=(duty(DutyKind.PATROL, "课后服务1", *LEADERS),))


def patrols(school: School, *names: str) -> Plan:
    return Plan(sessions=tuple(session(school, "巡查|课后服务1", day, name) for day, name in enumerate(names, 1)))


@pytest.mark.parametrize("level", [Level.SOFT, Level.HARD])
def test_patrols(level: Level) -> None:
    rule = active("unpopular_fair", level)
    first, second = LEADERS
    even = assert_agree(PATROLLED, patrols(PATROLLED, first, second, first, second, first), rule)
    assert even.judged == 4 + 2 and not even.violations  # four may serve on Fridays, two go on patrol
    (found,) = assert_agree(PATROLLED, patrols(PATROLLED, *[first] * 5), rule).violations
    assert (found.owner.id, found.amount, found.slots) == (first, 1, tuple(at(d, "课后服务1") for d in range(1, 6)))
    assert found.text.zh == f"{first} 一周巡查 5 次，均摊最多 4 次"


def test_the_even_share_goes_by_fte() -> None:
    school = changed(PATROLLED, LEADERS[0], fte=25)
    plan = patrols(school, LEADERS[0], LEADERS[0], LEADERS[0])
    assert assert_agree(school, plan, active("unpopular_fair")).amount == 1  # a fifth of 5, and 1
    assert assert_agree(school, plan, active("unpopular_fair", slack="0")).amount == 2


def test_fridays() -> None:
    school = service_school(("三(1)班", "三(2)班"), duties=())
    rule: ActiveRule = active("unpopular_fair", slack="0")
    one = session(school, "三(1)班 作业辅导", 5, "王芳")
    assert not assert_agree(school, Plan(sessions=(one,)), rule).violations
    two = Plan(sessions=(one, session(school, "三(1)班 活动", 5, "王芳")))
    (found,) = assert_agree(school, two, rule).violations  # 6 sessions among 8 people
    assert (found.owner.id, found.amount, found.text.zh) == ("王芳", 1, "王芳 一周周五服务 2 次，均摊最多 1 次")


def test_evenings() -> None:
    school = service_school(("七(1)班", "七(2)班"), evening=True, duties=())
    rule = active("unpopular_fair", slack="0")
    evenings = [session(school, "七(1)班 晚自习", day, "王芳") for day in (1, 2, 3)]
    (found,) = assert_agree(school, Plan(sessions=tuple(evenings)), rule).violations
    assert (found.amount, found.text.zh) == (1, "王芳 一周晚间服务 3 次，均摊最多 2 次")  # 10 among 8
    exempt = changed(school, "李强", service=ServiceDuty.NO_EVENING)
    assert assert_agree(exempt, Plan(sessions=tuple(evenings)), rule).judged == 8 + 7


def test_what_ends_late_is_in_the_evening() -> None:
    school = sharing_school(period="延时托管")
    plan = Plan(sessions=tuple(session(school, "三(1)班 作业辅导", day, "王芳") for day in range(1, 5)))
    assert not assert_agree(school, plan, active("unpopular_fair")).violations
    early = school.model_copy(update={"evening": 18 * 60 + 29})
    assert assert_agree(early, plan, active("unpopular_fair", slack="0")).amount == 1
