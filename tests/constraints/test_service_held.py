from scheduler.plan import Plan
from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import at, full_service, service_school, session, without

SCHOOL = service_school()
PLAN = full_service(SCHOOL)
RULE = active("service_held")


def test_every_group_meets_at_its_times() -> None:
    found = assert_agree(SCHOOL, PLAN, RULE)
    assert found.judged == 2 * 2 * 5 and not found.violations  # two classes, homework and activity, five days


def test_a_session_is_missing() -> None:
    plan = without(PLAN, SCHOOL, "三(1)班 作业辅导", 2)
    (found,) = assert_agree(SCHOOL, plan, RULE).violations
    assert found.owner.id == "作业辅导|三(1)班" and found.amount == 1
    assert found.slots == (at(2, "课后服务1"),) and found.classes == ("三(1)班",)
    assert found.text.zh == "周二课后服务1 三(1)班 作业辅导：没有安排"


def test_clubs_and_extended_care_are_left_to_their_own_rules() -> None:
    plan = without(without(PLAN, SCHOOL, "合唱"), SCHOOL, "延时托管|")
    assert not assert_agree(SCHOOL, plan, RULE).violations


def test_held_twice_and_at_another_time() -> None:
    again = session(SCHOOL, "三(1)班 作业辅导", 2, "孙悦")
    astray = session(SCHOOL, "三(2)班 活动", 3, "赵军", slot=at(3, "延时托管"))
    plan = Plan(sessions=(*PLAN.sessions, again, again, astray))
    twice, elsewhere = verdict(SCHOOL, plan, RULE).violations
    assert twice.amount == 2 and twice.text.zh.endswith("重复安排了 3 次")
    assert elsewhere.amount == 1 and elsewhere.slots == (at(3, "延时托管"),)
    assert elsewhere.text.zh.endswith("这个时间没有这项服务")
