"""Service and flexible hours planned with the timetable, over a given one, and without it."""

import random

import pytest

from constraints.audit import Report, audit
from constraints.catalogue import is_of_service
from scheduler.engine.assemble import SlotModel, slot_model
from scheduler.engine.neighbourhoods import Neighbourhoods
from scheduler.engine.ranges import Ranges, prove_ranges
from scheduler.engine.result import Progress, Result, Status
from scheduler.engine.solve import solve
from scheduler.engine.stopping import Cancel, Clock, StoppingCriterion
from scheduler.engine.subsolve import Solvers
from scheduler.model.owner import Level
from scheduler.plan import Plan, StrayLesson
from scheduler.school import SERVICE, RuleSetting, School, StaffKind, StationKind
from tests.service_schools import FEW_KINDS, at, service_school

SOON = StoppingCriterion(seconds=None, deterministic=0.3)
AT_ONCE = StoppingCriterion(seconds=None, deterministic=0.05)


def small_school(*settings: RuleSetting) -> School:
    """A school whose few clubs do not offer a choice of two kinds every day, and need not."""
    return service_school(rule_settings=(*FEW_KINDS, *settings))


def report_of(result: Result) -> Report:
    assert result.report is not None, result.status
    return result.report


def kept(report: Report, *, service: bool) -> bool:
    """Whether no hard rule of service (or of the timetable) is broken."""
    hard = report.violations(Level.REGULATION, Level.HARD)
    return not any(is_of_service(active.rule) is service for active, _ in hard)


def first_values(built: SlotModel) -> list[int]:
    """Return the decisions of some plan that breaks no hard rule."""
    values = Solvers(Clock(SOON)).solve(built.model, workers=1, seed=1).values
    assert values is not None
    return values


@pytest.fixture(scope="module")
def week() -> Result:
    """A week of the small school, planned in one solve."""
    return solve(small_school(), SOON, workers=1)


@pytest.fixture(scope="module")
def timetable() -> Report:
    """The small school's lessons alone."""
    return report_of(solve(small_school().without_service(), SOON, workers=1))


def test_one_solve_plans_lessons_service_and_flexible_hours(week: Result) -> None:
    report = report_of(week)
    assert report.compliant
    assert report.plan.placements
    held = {session.station for session in report.plan.sessions}
    assert held == set(small_school().service.stations)
    assert all(session.adults for session in report.plan.sessions)
    assert report.plan.grants
    assert week.bound <= report.cost


def test_service_alone_leaves_a_given_timetable_as_it_is(timetable: Report) -> None:
    school, given = small_school(), timetable.plan
    report = report_of(solve(school, AT_ONCE, workers=1, timetable=given))
    assert report.compliant
    assert report.plan.placements == given.placements
    assert {session.station for session in report.plan.sessions} == set(school.service.stations)


def test_a_legal_plan_is_gone_on_from(week: Result) -> None:
    best, moment = report_of(week), StoppingCriterion(seconds=None, deterministic=0.01)
    again = report_of(solve(small_school(), moment, workers=1, start=best.plan))
    assert again.cost <= best.cost


def test_an_illegal_plan_is_left_and_another_found(week: Result) -> None:
    plan = report_of(week).plan
    crowded = plan.placements[0].model_copy(update={"slot": plan.placements[1].slot})
    broken = plan.model_copy(update={"placements": (crowded, *plan.placements[1:])})
    assert report_of(solve(small_school(), AT_ONCE, workers=1, start=broken)).compliant


def test_the_decisions_of_a_plan_are_those_that_it_is_read_from() -> None:
    built = slot_model(small_school(), costs=False)
    values = first_values(built)
    taken = {index for index in range(built.decisions) if values[index]}
    assert built.decisions_of(built.read(values)) == taken


def test_the_timetable_alone_is_that_of_the_school_without_service(timetable: Report) -> None:
    plain = timetable.school
    assert not plain.service.stations and not plain.grant_kinds
    assert timetable.compliant and not timetable.plan.sessions and not timetable.plan.grants


def test_a_given_timetable_may_break_rules_that_are_not_of_service(timetable: Report) -> None:
    """What somebody's timetable breaks is reported; service over it is planned all the same."""
    broken = Plan(placements=timetable.plan.placements[1:], meetings=timetable.plan.meetings)
    report = report_of(solve(small_school(), AT_ONCE, workers=1, timetable=broken))
    assert not kept(report, service=False)
    assert kept(report, service=True)


def test_nobody_serves_while_a_lesson_outside_the_courses_keeps_him(timetable: Report) -> None:
    where = at(2, "课后服务1")
    stray = StrayLesson(class_id="三(1)班", slot=where, subject="补充", teacher="王芳")
    odd = Plan(placements=timetable.plan.placements, meetings=timetable.plan.meetings, strays=(stray,))
    plan = report_of(solve(small_school(), AT_ONCE, workers=1, timetable=odd)).plan
    serving = {name for session in plan.sessions if session.slot == where for name in session.adults}
    assert serving and "王芳" not in serving
    assert plan.strays == (stray,)


def test_the_best_service_over_a_timetable_is_proven(timetable: Report) -> None:
    """With every wish but one switched off a small school is solved to the end; what the lessons cost stands in the bound."""
    school = small_school()
    wishes = [f.active.rule for f in audit(school, Plan()).findings if f.active.level is Level.SOFT]
    off = tuple(
        RuleSetting(rule=rule.id, enabled=False)
        for rule in wishes
        if is_of_service(rule) and rule.id != "familiar_adults"
    )
    school = small_school(*off)
    work = StoppingCriterion(seconds=None, deterministic=5)
    result = solve(school, work, workers=1, timetable=timetable.plan)
    assert result.status is Status.OPTIMAL
    assert result.cost == result.bound


def test_the_ranges_are_bounds_of_every_plan(week: Result) -> None:
    school, report = small_school(), report_of(week)
    minutes = {
        teacher.id: sum(
            school.period(session.slot).minutes
            for session in report.plan.sessions
            if teacher.id in session.adults and school.service.stations[session.station].kind in SERVICE
        )
        for teacher in school.teachers
        if teacher.kind == "staff"
    }
    assert week.ranges.service is not None
    assert 0 <= week.ranges.service <= max(minutes.values()) - min(minutes.values())
    fte = {teacher.fte for teacher in school.teachers if teacher.kind == "staff"}
    assert fte == {100}  # so that the range of the minutes is that of the distance from the fair share


def test_every_neighbourhood_frees_decisions_of_the_half_that_is_planned(timetable: Report) -> None:
    for given in (None, timetable.plan):
        built = slot_model(small_school(), costs=False, timetable=given)
        first = built.variables.service.first
        found = Neighbourhoods(built, random.Random(1))
        values = first_values(built)
        for kind in found.operators:
            freed = found.pick(kind, values)
            assert freed and freed <= set(range(built.decisions)), kind.name
            assert given is None or min(freed) >= first, kind.name


def test_an_exchange_frees_what_a_few_teachers_do_and_nobody_else() -> None:
    school = small_school()
    built = slot_model(school, costs=False)
    found = Neighbourhoods(built, random.Random(1))
    values = first_values(built)
    exchange = next(kind for kind in found.operators if kind.name == "service_exchange")
    exchange.size = 4
    freed = found.pick(exchange, values)
    service = built.variables.service
    turns = [(teacher, turn) for teacher, turns in service.turns.items() for turn in turns]
    chosen = {teacher for teacher, turn in turns if turn.literal.index in freed}
    served = {(t.station.id, t.slot) for teacher, t in turns if teacher in chosen and values[t.literal.index]}
    assert 2 <= len(chosen) < len(school.teachers)
    assert {
        turn.literal.index for teacher, turn in turns if teacher in chosen and (turn.station.id, turn.slot) in served
    } <= freed
    assert all((t.station.id, t.slot) in served for _, t in turns if t.literal.index in freed)


def test_lessons_move_around_flexible_hours_but_a_whole_teacher_is_freed_with_his() -> None:
    school = small_school()
    built = slot_model(school)
    found = Neighbourhoods(built, random.Random(1))
    grants = {x.index for teacher in school.teachers for x in built.variables.service.grants(teacher.id).values()}
    freed = {kind.name: found.pick(kind, [0] * built.decisions) for kind in found.operators}
    assert not any(freed[name] & grants for name in ("half_days", "days", "classes", "subjects", "teacher"))
    assert freed["whole_teacher"] & grants


def test_a_school_that_lets_more_adults_serve_has_no_proven_ranges() -> None:
    loose = small_school(RuleSetting(rule="service_surplus", level="soft"))
    assert prove_ranges(loose, Solvers(Clock(SOON)), seed=1, seconds=5, deterministic=1) == Ranges()


def test_the_morning_is_the_homeroom_teachers_or_the_deputys(week: Result) -> None:
    school = small_school()
    mornings = [
        s for s in report_of(week).plan.sessions if school.service.stations[s.station].kind is StationKind.MORNING
    ]
    assert mornings
    assert all(set(s.adults) <= set(school.service.stations[s.station].pool) for s in mornings)


def test_service_that_nobody_can_do_is_infeasible_not_a_crash() -> None:
    """Without any of the school's own staff there is nobody for the groups."""
    school = small_school()
    outside = tuple(t.model_copy(update={"kind": StaffKind.EXTERNAL}) for t in school.teachers)
    alone = school.model_copy(update={"teachers": outside})
    assert solve(alone, SOON, workers=1).status is Status.INFEASIBLE
    built = slot_model(alone)
    found = Neighbourhoods(built, random.Random(1))
    assert all(found.pick(kind, [0] * built.decisions) is not None for kind in found.operators)


def test_the_same_seed_and_work_give_the_same_week() -> None:
    school = small_school()
    few = StoppingCriterion(seconds=None, deterministic=0.2)
    first, second = (report_of(solve(school, few, workers=1, seed=3)).plan for _ in range(2))
    assert first == second


def test_a_search_stopped_while_it_improves_returns_its_best_whole_plan() -> None:
    school, cancel = small_school(), Cancel()

    def stop_soon(step: Progress, report: Report | None) -> None:
        if report is not None:
            cancel.cancel()

    result = solve(school, StoppingCriterion(seconds=3600, cancel=cancel), workers=2, listener=stop_soon)
    report = report_of(result)
    assert report.compliant and report.plan.sessions and result.interrupted
