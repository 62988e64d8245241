from scheduler.plan import Plan
from scheduler.school import WorkingHours
from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import at, full_service, holding, minutes, service_school, session

SCHOOL = service_school()
PLAN = full_service(SCHOOL)
RULE = active("service_end")
OFF_AT_SIX = WorkingHours(start=minutes("08:00"), end=minutes("18:00"))


def first_stage_only(plan: Plan, day: int) -> Plan:
    return Plan(sessions=tuple(s for s in plan.sessions if s.slot != at(day, "课后服务2")))


def test_service_lasts_to_six() -> None:
    for school in (SCHOOL, service_school(working=OFF_AT_SIX)):
        found = assert_agree(school, PLAN, RULE)
        assert (found.judged, found.violations) == (5, ())


def test_a_tuesday_that_ends_early() -> None:
    (found,) = assert_agree(SCHOOL, first_stage_only(PLAN, 2), RULE).violations
    assert (found.owner.id, found.amount, found.slots) == ("3", 40, (at(2, "课后服务1"),))
    assert found.text.zh == "3 年级周二课后服务 16:50 结束，早于下班时间 17:30"  # extended care is for a few


def test_everything_is_planned_too_early() -> None:
    school = service_school(working=WorkingHours(start=480, end=minutes("18:20")))
    assert [v.amount for v in assert_agree(school, PLAN, RULE).violations] == [20] * 5


def test_one_club_that_lasts_is_enough() -> None:
    plan = holding(first_stage_only(PLAN, 2), session(SCHOOL, "编程", 2))
    assert not assert_agree(SCHOOL, plan, RULE).violations


def test_a_day_without_service_is_left_to_another_rule() -> None:
    plan = Plan(sessions=tuple(s for s in PLAN.sessions if s.slot.day != 3))
    assert not assert_agree(SCHOOL, plan, RULE).violations


def test_without_working_hours() -> None:
    school = service_school(working=None)
    found = assert_agree(school, first_stage_only(full_service(school), 2), RULE)
    assert (found.judged, found.violations) == (0, ())
    assert found.unjudged is not None and "上下班" in found.unjudged.zh


def test_a_grade_without_anything_planned() -> None:
    school = service_school(stages=(), enrolments=(), clubs=())
    assert verdict(school, Plan(), RULE).unjudged is not None
