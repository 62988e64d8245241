"""Presence is whatever calls a teacher to school: lessons, meetings, groups, patrols, morning reading; a hand-made oracle."""

import pytest

from constraints.rule import ActiveRule
from constraints.staff.teacher_week import presence_in
from scheduler.engine.assemble import rules_over
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.model.owner import Level
from scheduler.plan import Plan, PlanView
from scheduler.school import DutyKind, HalfDay, School
from tests.constraints.agreement import active, assert_agree
from tests.schools import plan_of
from tests.service_schools import FEW_KINDS, LEADERS, at, duty, service_school, session

PATROL = duty(DutyKind.PATROL, "课后服务1", "王芳", *LEADERS)
LESSONS = {"三(1)班|语文": [at(1, "第1节"), at(2, "第5节")]}


def school_of(**limits: int) -> School:
    school = service_school(duties=(PATROL,))
    teachers = tuple(t.model_copy(update=limits) if t.id == "王芳" else t for t in school.teachers)
    return school.model_copy(update={"teachers": teachers})


def week(school: School) -> Plan:
    """Lessons on Monday morning and Tuesday afternoon; service that afternoon, a patrol on Friday, a reading on Monday."""
    stations = school.service.stations
    patrol = next(name for name, each in stations.items() if each.kind.value == "patrol")
    return plan_of(
        LESSONS,
        sessions=(
            session(school, "三(1)班 作业辅导", 2, "王芳"),
            session(school, patrol, 5, "王芳"),
            session(school, "早读|三(1)班", 1, "王芳"),
        ),
    )


def test_what_calls_somebody_to_school() -> None:
    school = school_of()
    assert presence_in(PlanView(school, week(school)))["王芳"] == {
        HalfDay(1, 0): [at(1, "早读"), at(1, "第1节")],
        HalfDay(2, 1): [at(2, "第5节"), at(2, "课后服务1")],
        HalfDay(5, 1): [at(5, "课后服务1")],
    }


@pytest.mark.parametrize("level", [Level.HARD, Level.SOFT])
@pytest.mark.parametrize(("rule_id", "limit"), [("teacher_days", "max_days"), ("teacher_half_days", "max_half_days")])
def test_a_patrol_makes_a_day(rule_id: str, limit: str, level: Level) -> None:
    rule: ActiveRule = active(rule_id, level)
    within = school_of(**{limit: 3})
    assert not assert_agree(within, week(within), rule).violations
    school = school_of(**{limit: 2})
    (found,) = assert_agree(school, week(school), rule).violations
    assert (found.owner.id, found.amount, found.slots) == ("王芳", 1, (at(5, "课后服务1"),))


def test_part_timers_come_for_service_too() -> None:
    school = school_of(fte=50)
    rule = active("part_timer_days", weight=3)
    assert assert_agree(school, week(school), rule).amount == 1  # five lessons need two days
    assert not assert_agree(school, plan_of({"三(1)班|语文": LESSONS["三(1)班|语文"][:1]}), rule).violations


def test_over_a_given_timetable_days_are_kept_where_it_keeps_them() -> None:
    """`--only service` plans service on days on which somebody comes anyway, unless the timetable alone breaks his limit."""
    school = service_school(rule_settings=FEW_KINDS)
    name = next(t.id for t in school.teachers if school.teacher_courses[t.id])
    first = solve(school.without_service(), StoppingCriterion(seconds=10), workers=1).report
    assert first is not None
    days = len({slot.day for slot in PlanView(school, first.plan).of_teacher[name]})
    for limit in (days, days - 1):
        teachers = tuple(t.model_copy(update={"max_days": limit}) if t.id == name else t for t in school.teachers)
        limited = school.model_copy(update={"teachers": teachers})
        posted = {each.rule.id for each in rules_over(limited, first.plan)}
        assert ("teacher_days" in posted) == (limit == days)
