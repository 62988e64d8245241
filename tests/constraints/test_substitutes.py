from scheduler.school import DutyKind
from tests.constraints.agreement import active, assert_agree
from tests.service_schools import at, duties_of, duty, full_service, holding, service_school, session, without

SCHOOL = service_school()
PLAN = full_service(SCHOOL)
RULE = active("substitutes")


def test_somebody_stands_by() -> None:
    found = assert_agree(SCHOOL, PLAN, RULE)
    assert found.judged == 5 and not found.violations


def test_nobody_stands_by() -> None:
    (found,) = assert_agree(SCHOOL, without(PLAN, SCHOOL, "替补", 4), RULE).violations
    assert found.owner.id == "替补|课后服务1|4" and found.amount == 1 and found.slots == (at(4, "课后服务1"),)
    assert found.text.zh == "周四 课后服务1 替补：要 1 人，安排了 0 人"


def test_too_few_stand_by() -> None:
    school = service_school(duties=(*duties_of()[:-1], duty(DutyKind.SUBSTITUTE, "课后服务2", adults=3, days=(5,))))
    plan = holding(full_service(school), session(school, "替补", 5, "孙悦", "孙悦"))
    (found,) = assert_agree(school, plan, RULE).violations
    assert found.amount == 2 and found.teachers == ("孙悦",)


def test_nobody_is_wanted() -> None:
    school = service_school(duties=duties_of()[:-1])
    assert assert_agree(school, full_service(school), RULE).judged == 0
