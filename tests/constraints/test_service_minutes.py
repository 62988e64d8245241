from constraints.service.service_minutes import minutes_planned
from scheduler.plan import Plan
from scheduler.school import BellSchedule, Content, Grouping, School, StageKind
from tests.constraints.agreement import active, assert_agree, refused, verdict
from tests.schools import SCHEDULE
from tests.service_schools import (
    at,
    club,
    full_service,
    holding,
    service_bell,
    service_school,
    session,
    stage,
    without,
)

SCHOOL = service_school()
PLAN = full_service(SCHOOL)
RULE = active("service_minutes")


def bell_ending(period: str, end: int) -> BellSchedule:
    """The usual day with another end of a period."""
    day = service_bell()
    periods = tuple(p.model_copy(update={"end": end}) if p.name == period else p for p in day.periods)
    return BellSchedule(id=SCHEDULE, periods=periods)


def splitting_school() -> School:
    """Homework by class, then clubs alone: one on Monday, one on any day."""
    return service_school(
        stages=(
            stage("作业辅导", StageKind.HOMEWORK, "课后服务1", (3,), Content.HOMEWORK),
            stage("社团", StageKind.ACTIVITY, "课后服务2", (3,), Content.CLUB, grouping=Grouping.CLUBS),
        ),
        enrolments=(),
        clubs=(
            club("合唱", Content.ART, (3,), "孙悦", days=(1,)),
            club("足球", Content.SPORT, (3,), "赵军", sessions=4),
        ),
    )


def test_two_hours_a_day() -> None:
    found = assert_agree(SCHOOL, PLAN, RULE)
    assert (found.judged, found.violations) == (5, ())
    assert minutes_planned(SCHOOL, 3, 1) == 120


def test_service_of_115_minutes() -> None:
    school = service_school(schedules=(bell_ending("课后服务2", 17 * 60 + 55),))
    assert minutes_planned(school, 3, 1) == 115
    found = assert_agree(school, full_service(school), RULE).violations
    assert [(v.owner.id, v.amount, v.slots[0].day) for v in found] == [("3", 5, day) for day in range(1, 6)]
    assert found[0].text.zh == "3 年级周一课后服务 115 分钟，至少 120 分钟"
    assert found[0].slots == (at(1, "课后服务1"), at(1, "课后服务2"))


def test_groups_at_one_time_count_once() -> None:
    plan = without(without(PLAN, SCHOOL, "三(1)班 活动", 2), SCHOOL, "三(2)班 活动", 2)
    plan = Plan(sessions=tuple(s for s in plan.sessions if s.slot != at(2, "课后服务2")))
    (found,) = assert_agree(SCHOOL, plan, RULE).violations
    assert (found.amount, found.slots) == (60, (at(2, "课后服务1"),))  # two groups do homework then


def test_extended_care_and_evening_study_do_not_count() -> None:
    school = service_school(("七(1)班",), evening=True, clubs=())
    plan = full_service(school)
    kept = tuple(s for s in plan.sessions if not s.station.startswith("活动"))
    assert [v.amount for v in assert_agree(school, Plan(sessions=kept), RULE).violations] == [60] * 5


def test_clubs_cover_the_days_on_which_they_are_held() -> None:
    school = splitting_school()
    homework = tuple(session(school, f"{name} 作业辅导", day) for name in ("三(1)班", "三(2)班") for day in range(1, 6))
    plan = Plan(sessions=homework)
    choir = session(school, "合唱", 1)
    kept = holding(plan, choir, *(session(school, "足球", day) for day in (2, 3, 4, 5)))
    assert not assert_agree(school, kept, RULE).violations
    broken = holding(plan, choir, *(session(school, "足球", day) for day in (1, 2, 3, 4)))
    (found,) = assert_agree(school, broken, RULE).violations
    assert (found.amount, found.slots) == (60, (at(5, "课后服务1"),))


def test_nothing_at_all_on_a_day() -> None:
    plan = Plan(sessions=tuple(s for s in PLAN.sessions if s.slot.day != 4))
    (found,) = assert_agree(SCHOOL, plan, RULE).violations
    assert (found.amount, found.slots) == (120, (at(4, "课后服务1"), at(4, "课后服务2")))


def test_a_session_at_a_time_of_its_own_counts_by_the_clock() -> None:
    plan = without(without(PLAN, SCHOOL, "三(1)班 活动", 2), SCHOOL, "三(2)班 活动", 2)
    plan = Plan(sessions=tuple(s for s in plan.sessions if s.slot != at(2, "课后服务2")))
    astray = session(SCHOOL, "三(1)班 活动", 2, slot=at(2, "延时托管"))
    (found,) = verdict(SCHOOL, holding(plan, astray), RULE).violations
    assert found.amount == 30


def test_stricter_only() -> None:
    assert [v.amount for v in assert_agree(SCHOOL, PLAN, active("service_minutes", least="130")).violations] == [10] * 5
    assert refused("service_minutes", least="119") == ["least"]
