from scheduler.model.owner import Level
from tests.constraints.agreement import active, assert_agree
from tests.service_schools import at, full_service, holding, service_school, session

SCHOOL = service_school()
PLAN = full_service(SCHOOL)
RULE = active("service_surplus")


def test_each_session_has_just_its_adults() -> None:
    found = assert_agree(SCHOOL, PLAN, RULE)
    assert found.judged == len(PLAN.sessions) and not found.violations


def test_more_adults_than_needed() -> None:
    crowd = session(SCHOOL, "三(1)班 作业辅导", 2, "王芳", "李强", "孙悦")
    (found,) = assert_agree(SCHOOL, holding(PLAN, crowd), RULE).violations
    assert found.owner.id == crowd.station and found.amount == 2 and found.slots == (at(2, "课后服务1"),)
    assert found.text.zh == "周二课后服务1 三(1)班 作业辅导：需要 1 人，安排了 3 人"


def test_at_morning_reading_too_and_as_a_wish() -> None:
    plan = holding(PLAN, session(SCHOOL, "早读|三(1)班", 5, "王芳", "李强"))
    assert assert_agree(SCHOOL, plan, RULE).amount == 1
    assert assert_agree(SCHOOL, plan, active("service_surplus", Level.SOFT, 3)).amount == 1


def test_one_who_is_named_twice_is_one() -> None:
    plan = holding(PLAN, session(SCHOOL, "三(1)班 作业辅导", 2, "王芳", "王芳"))
    assert not assert_agree(SCHOOL, plan, RULE).violations
