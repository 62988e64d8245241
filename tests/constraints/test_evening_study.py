import pytest

from constraints.service.evening_study import evening_fault
from scheduler.plan import Plan
from scheduler.school import BellSchedule, Interval, School
from tests.constraints.agreement import active, assert_agree, refused
from tests.schools import SCHEDULE
from tests.service_schools import GRADES, at, full_service, minutes, service_bell, service_school

RULE = active("evening_study")


def school_of(class_id: str = "七(1)班", end: str = "20:00", days: int = 5, boarding: bool = False) -> School:
    day = service_bell(evening=True, days=days)
    last = day.periods[-1].model_copy(update={"end": minutes(end)})
    schedule = BellSchedule(id=SCHEDULE, periods=(*day.periods[:-1], last))
    return service_school((class_id,), evening=True, schedules=(schedule,), boarding=boarding)


def evening_only(school: School) -> Plan:
    return Plan(sessions=tuple(s for s in full_service(school).sessions if s.station.startswith("晚自习")))


def test_a_junior_school_until_eight() -> None:
    school = school_of()
    found = assert_agree(school, evening_only(school), RULE)
    assert (found.judged, found.violations) == (5, ())


def test_five_minutes_past_eight() -> None:
    school = school_of(end="20:05")
    found = assert_agree(school, evening_only(school), RULE).violations
    assert [(v.owner.id, v.amount, v.slots) for v in found] == [
        ("晚自习|七(1)班", 5, (at(day, "晚自习"),)) for day in range(1, 6)
    ]
    assert "晚自习 20:05 结束，不得晚于 20:00" in found[0].text.zh
    assert not assert_agree(school, Plan(), RULE).violations  # what is not held breaks nothing


def test_boarders_may_stay_longer() -> None:
    school = school_of(end="20:40", boarding=True)
    assert not assert_agree(school, evening_only(school), RULE).violations


def test_no_evening_study_in_primary_grades() -> None:
    assert GRADES["六"] == 6
    school = school_of("六(1)班")
    found = assert_agree(school, evening_only(school), RULE).violations
    assert [v.amount for v in found] == [80] * 5
    assert "小学不得开设晚自习" in found[0].text.zh


def test_no_evening_study_on_saturday() -> None:
    school = school_of(days=6)
    (found,) = assert_agree(school, evening_only(school), RULE).violations
    assert (found.slots, found.amount) == ((at(6, "晚自习"),), 80)


def test_a_stricter_school() -> None:
    school = school_of()
    found = assert_agree(school, evening_only(school), active("evening_study", latest="19:30")).violations
    assert [v.amount for v in found] == [30] * 5


@pytest.mark.parametrize("latest", ["20:01", "21:00", "八点", "1200"])
def test_never_later_than_eight(latest: str) -> None:
    assert refused("evening_study", latest=latest) == ["latest"]


def test_what_is_wrong_with_an_evening() -> None:
    late = Interval(1, minutes("19:00"), minutes("21:00"))
    assert evening_fault({10, 12}, late, False, 1200) is None
    for grades, time, amount in (
        ({9, 10}, late, 60),
        ({5, 8}, late, 120),
        ({8}, Interval(2, minutes("20:10"), minutes("20:50")), 40),
    ):
        fault = evening_fault(grades, time, False, 1200)
        assert fault is not None and fault.minutes == amount
