from scheduler.plan import Plan
from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import at, full_service, service_school, session, without

SCHOOL = service_school()
PLAN = full_service(SCHOOL)
RULE = active("extended_care")
STATION = "延时托管|三(1)班+三(2)班"


def test_care_on_each_day() -> None:
    found = assert_agree(SCHOOL, PLAN, RULE)
    assert (found.judged, found.violations) == (5, ())


def test_no_care_on_friday() -> None:
    (found,) = assert_agree(SCHOOL, without(PLAN, SCHOOL, STATION, 5), RULE).violations
    assert (found.owner.id, found.amount, found.slots) == (STATION, 1, (at(5, "延时托管"),))
    assert found.classes == ("三(1)班", "三(2)班")
    assert "30 名学生报了延时托管" in found.text.zh


def test_care_at_another_time_does_not_help() -> None:
    astray = session(SCHOOL, STATION, 5, "王芳", slot=at(5, "课后服务2"))
    plan = without(PLAN, SCHOOL, STATION, 5)
    assert verdict(SCHOOL, Plan(sessions=(*plan.sessions, astray)), RULE).amount == 1


def test_nobody_is_enrolled() -> None:
    school = service_school(enrolments=())
    assert assert_agree(school, Plan(), RULE).judged == 0
