import pytest

from scheduler.plan import Plan
from scheduler.school import School, ServiceDuty
from tests.constraints.agreement import active, assert_agree
from tests.service_schools import at, full_service, holding, service_school, session

CLASSES = ("七(1)班", "七(2)班")
RULE = active("service_exempt")


def school_with(duty: ServiceDuty) -> School:
    """A junior school whose 孙悦 is exempt."""
    teachers = service_school(CLASSES).teachers
    changed = tuple(t.model_copy(update={"service": duty}) if t.id == "孙悦" else t for t in teachers)
    return service_school(CLASSES, evening=True, teachers=changed)


def served(school: School, station: str) -> Plan:
    """A plan in which only 孙悦 serves, at one station on Tuesday."""
    return holding(Plan(), session(school, station, 2, "孙悦"))


@pytest.mark.parametrize("station", ["七(1)班 作业辅导", "合唱", "替补", "七(1)班 晚自习"])
def test_who_is_exempt_from_all_service_does_nothing(station: str) -> None:
    school = school_with(ServiceDuty.NONE)
    (found,) = assert_agree(school, served(school, station), RULE).violations
    assert found.owner.id == "孙悦" and found.amount == 1 and found.slots[0].day == 2
    assert found.text.zh.endswith("：孙悦免课后服务")
    assert not assert_agree(school_with(ServiceDuty.FULL), served(school, station), RULE).violations


def test_a_plan_without_them_is_kept() -> None:
    for duty in (ServiceDuty.NONE, ServiceDuty.NO_EVENING):
        school = school_with(duty)
        assert not assert_agree(school, full_service(school), RULE).violations


def test_the_homeroom_teacher_keeps_the_morning() -> None:
    teachers = tuple(
        t.model_copy(update={"service": ServiceDuty.NONE}) if t.id == "王芳" else t
        for t in service_school(CLASSES).teachers
    )
    school = service_school(CLASSES, teachers=teachers)
    plan = holding(Plan(), session(school, "早读|七(1)班", 1, "王芳"))
    found = assert_agree(school, plan, RULE)
    assert found.judged == 1 and not found.violations


def test_no_evenings() -> None:
    school = school_with(ServiceDuty.NO_EVENING)
    assert not assert_agree(school, served(school, "延时托管|"), RULE).violations  # ends at 18:30
    early = school.model_copy(update={"evening": 18 * 60 + 29})
    (found,) = assert_agree(early, served(early, "延时托管|"), RULE).violations
    assert found.slots == (at(2, "延时托管"),)
    assert found.text.zh == "周二延时托管 七(1)班+七(2)班 延时托管：孙悦免晚间服务（晚自习和 18:29 以后）"
    for evening in (1110, 1200):  # evening study is always an evening
        later = school.model_copy(update={"evening": evening})
        assert assert_agree(later, served(later, "七(1)班 晚自习"), RULE).amount == 1
