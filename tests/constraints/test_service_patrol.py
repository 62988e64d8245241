from scheduler.plan import Plan
from scheduler.school import Content, DutyKind, School, StageKind
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import SCHEDULE
from tests.service_schools import (
    LEADERS,
    at,
    duties_of,
    duty,
    full_service,
    holding,
    minutes,
    service_bell,
    service_school,
    session,
    stage,
    without,
)

SCHOOL = service_school()
PLAN = full_service(SCHOOL)
RULE = active("service_patrol")


def patrolled(*periods: str, schedule: str = SCHEDULE) -> School:
    """A school whose patrols go in some periods of a bell schedule."""
    duties = tuple(duty(DutyKind.PATROL, period, *LEADERS, schedule=schedule) for period in periods)
    bells = (service_bell(), *((service_bell(schedule),) if schedule != SCHEDULE else ()))
    return service_school(duties=duties, schedules=bells)


def test_a_leader_goes_round_whenever_pupils_are_served() -> None:
    found = assert_agree(SCHOOL, PLAN, RULE)
    assert found.judged == 15 + 15 and not found.violations


def test_a_patrol_that_nobody_goes() -> None:
    for plan in (without(PLAN, SCHOOL, "巡查|课后服务2", 3), holding(PLAN, session(SCHOOL, "巡查|课后服务2", 3))):
        (found,) = assert_agree(SCHOOL, plan, RULE).violations
        assert found.owner.id == "巡查|课后服务2|2" and found.amount == 1 and found.slots == (at(3, "课后服务2"),)
        assert found.text.zh == "周三 课后服务2 巡查：要 1 人，安排了 0 人"


def test_a_patrol_with_too_few_adults() -> None:
    school = service_school(duties=(*duties_of()[1:], duty(DutyKind.PATROL, "课后服务1", *LEADERS, adults=2)))
    both = [session(school, "巡查|课后服务1", day, *LEADERS) for day in range(1, 6)]
    plan = holding(full_service(school), *both)
    assert not assert_agree(school, plan, RULE).violations
    alone = holding(plan, session(school, "巡查|课后服务1", 4, LEADERS[0]))
    (found,) = assert_agree(school, alone, RULE).violations
    assert found.amount == 1 and found.slots == (at(4, "课后服务1"),) and found.teachers == (LEADERS[0],)


def test_pupils_at_a_time_for_which_the_school_has_no_patrol() -> None:
    school = patrolled("课后服务1", "课后服务2")
    plan = full_service(school)
    found = assert_agree(school, plan, RULE).violations
    assert [v.slots for v in found] == [(at(day, "延时托管"),) for day in range(1, 6)]
    assert all(v.amount == 1 and v.classes == ("三(1)班", "三(2)班") for v in found)
    assert found[0].text.zh == "周一延时托管有学生参加课后服务，没有安排巡查"
    assert not assert_agree(school, without(plan, school, "延时托管"), RULE).violations


def test_the_patrol_of_another_bell_schedule_counts_by_the_clock() -> None:
    school = patrolled("课后服务1", "课后服务2", "延时托管", schedule="初中作息")
    assert not assert_agree(school, full_service(school), RULE).violations


def school_with_one_long_session(break_until: str) -> School:
    """Homework from 15:50 to 18:00 on a bell schedule of its own; the patrols go in two periods with a break between them."""
    usual, long = service_bell(), service_bell("长作息")
    first, second = usual.periods[9], usual.periods[10].model_copy(update={"start": minutes(break_until)})
    usual = usual.model_copy(update={"periods": (*usual.periods[:9], first, second)})
    whole = first.model_copy(update={"end": second.end})
    long = long.model_copy(update={"periods": (*long.periods[:9], whole)})
    homework = stage("作业辅导", StageKind.HOMEWORK, "课后服务1", (3,), Content.HOMEWORK, schedule="长作息")
    classes = tuple(klass.model_copy(update={"schedule": "长作息"}) for klass in SCHOOL.classes)
    duties = tuple(duty(DutyKind.PATROL, period, *LEADERS) for period in ("课后服务1", "课后服务2"))
    changed = {"schedules": (usual, long), "stages": (homework,), "classes": classes, "duties": duties}
    return School.model_validate({**SCHOOL.model_dump(), **changed, "clubs": (), "enrolments": ()})


def test_two_patrols_together_cover_a_long_session_unless_a_gap_is_between_them() -> None:
    school = school_with_one_long_session("16:50")
    assert not assert_agree(school, full_service(school), RULE).violations
    school = school_with_one_long_session("16:55")
    assert assert_agree(school, full_service(school), RULE).amount == 5


def test_somebody_sent_round_by_hand_counts() -> None:
    school = patrolled("课后服务1", "课后服务2")
    extra = [session(school, "巡查|课后服务1", d, LEADERS[0], slot=at(d, "延时托管")) for d in range(1, 6)]
    plan = Plan(sessions=(*full_service(school).sessions, *extra))
    assert not verdict(school, plan, RULE).violations


def test_morning_reading_needs_no_patrol() -> None:
    school = service_school(stages=(SCHOOL.stages[0],), enrolments=(), clubs=(), duties=duties_of()[:1])
    assert not assert_agree(school, full_service(school), RULE).violations
