"""The solver on random small schools: what it returns passes every check, and every corruption of one thing is seen.

PAIKE_EXAMPLES sets the number of schools (default: few, with a small sample of each one's corruptions).
"""

import os
from collections.abc import Iterator
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from ortools.sat.python import cp_model

from constraints.audit import Report, audit
from constraints.catalogue import active_rules
from constraints.rule import ActiveRule
from scheduler.engine.assemble import slot_model
from scheduler.engine.result import Status
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.model.lessons import meeting_starts
from scheduler.model.owner import Level
from scheduler.plan import FlexGrant, MeetingPlacement, Placement, Plan, ServiceSession
from scheduler.school import School, Slot
from tests.random_schools import schools
from tests.smaller import described

EXAMPLES = int(os.environ.get("PAIKE_EXAMPLES", "0"))
SAMPLE = 300 if EXAMPLES else 15


class PricedRule:
    """One rule's slot model, built once; it prices one plan after the other."""

    def __init__(self, school: School, active: ActiveRule) -> None:
        self.school = school
        self.active = active
        self.built = slot_model(school, [active])
        proto = self.built.model.proto
        self.silent = not proto.constraints and not proto.objective.vars
        self._taken = list(range(self.built.decisions))

    def cost(self, plan: Plan) -> int | None:
        """Return the least cost of a plan, or None where the rule forbids it."""
        if self.silent:
            return 0
        for index in self._taken:  # of the plan before
            _set(self.built.model.proto, index, 0)
        self._taken = [literal.index for literal in self._decisions(plan)]
        for index in self._taken:
            _set(self.built.model.proto, index, 1)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        status = solver.solve(self.built.model)
        assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE), solver.status_name(status)
        return round(solver.objective_value) if status == cp_model.OPTIMAL else None

    def _decisions(self, plan: Plan) -> Iterator[cp_model.IntVar]:
        variables = self.built.variables
        for placement in plan.placements:
            yield variables.lessons(placement.course)[placement.slot]
        for held in plan.meetings:
            yield variables.meeting_starts(held.meeting)[held.slot]
        for session in plan.sessions:
            yield variables.service.held(session.station)[session.slot]
            serve = variables.service.serve(session.station, session.slot)
            yield from (serve[adult] for adult in session.adults)
            venues = variables.service.venues(session.station, session.slot)
            yield from (literal for venue, literal in venues.items() if venue == session.venue)
        for grant in plan.grants:
            yield variables.service.grants(grant.teacher)[grant.day, grant.kind]


def _set(proto: cp_model.CpModelProto, index: int, value: int) -> None:
    domain = proto.variables[index].domain
    domain[0] = domain[1] = value


def corruptions(school: School, plan: Plan) -> Iterator[tuple[str, Plan]]:
    """Yield every plan that differs in one lesson, meeting, session of service or grant."""
    yield from _other_lessons(school, plan)
    yield from _other_meetings(school, plan)
    yield from _other_sessions(school, plan)
    yield from _other_grants(school, plan)


def _other_lessons(school: School, plan: Plan) -> Iterator[tuple[str, Plan]]:
    """Yield every plan in which one lesson is moved, dropped, added or swapped with another."""
    lessons = {(p.course, p.slot) for p in plan.placements}
    for name, slot in sorted(lessons):
        yield f"without {name} at {slot}", _plan(lessons - {(name, slot)}, plan)
    for course in school.courses:
        for free in school.course_slots(course):
            if (course.id, free) not in lessons:
                yield f"with {course.id} at {free}", _plan(lessons | {(course.id, free)}, plan)
                for slot in plan.slots_of(course.id):
                    moved = lessons - {(course.id, slot)} | {(course.id, free)}
                    yield f"{course.id} from {slot} to {free}", _plan(moved, plan)
    for (one, here), (other, there) in combinations(sorted(lessons), 2):
        swapped = {(one, there), (other, here)}
        if here.schedule == there.schedule and not swapped & lessons:
            yield (
                f"{one} at {here} and {other} at {there} swapped",
                _plan(lessons - {(one, here), (other, there)} | swapped, plan),
            )


def _other_meetings(school: School, plan: Plan) -> Iterator[tuple[str, Plan]]:
    """Yield every plan in which one meeting is moved or dropped."""
    for held in plan.meetings:
        others = tuple(m for m in plan.meetings if m is not held)
        yield f"without {held.meeting}", plan.model_copy(update={"meetings": others})
        for slot in meeting_starts(school, next(m for m in school.meetings if m.id == held.meeting)):
            if slot != held.slot:
                meetings = (*others, MeetingPlacement(meeting=held.meeting, slot=slot))
                yield f"{held.meeting} at {slot}", plan.model_copy(update={"meetings": meetings})


def _other_sessions(school: School, plan: Plan) -> Iterator[tuple[str, Plan]]:
    """Yield every plan in which one session is dropped, moved, added, or has an adult more, fewer, or another place."""
    held = {(session.station, session.slot) for session in plan.sessions}
    for session in plan.sessions:
        others = tuple(s for s in plan.sessions if s is not session)
        yield f"without {session}", plan.model_copy(update={"sessions": others})
        for change in _changes(school, session):
            if change.slot == session.slot or (change.station, change.slot) not in held:
                yield f"{change} for {session}", plan.model_copy(update={"sessions": (*others, change)})
    for station in school.service.stations.values():
        for slot in station.slots:
            if (station.id, slot) not in held:
                added = ServiceSession(
                    station=station.id, slot=slot, adults=station.pool[: station.adults], venue=station.venue
                )
                yield f"with {added}", plan.model_copy(update={"sessions": (*plan.sessions, added)})


def _changes(school: School, session: ServiceSession) -> Iterator[ServiceSession]:
    """Yield a session with one thing changed to what its station allows to be chosen."""
    station = school.service.stations[session.station]
    for teacher in station.pool:
        few = tuple(adult for adult in session.adults if adult != teacher)
        if len(few) < len(session.adults):
            yield session.model_copy(update={"adults": few})
        else:
            yield session.model_copy(update={"adults": (*few, teacher)})
            yield session.model_copy(update={"adults": (*few[1:], teacher)})
    for slot in station.slots:
        if slot != session.slot:
            yield session.model_copy(update={"slot": slot})
    places = [venue.id for venue in school.venues if venue.kind == station.venue_kind] if station.venue is None else []
    for place in (None, *places) if places else ():
        if place != session.venue:
            yield session.model_copy(update={"venue": place})


def _other_grants(school: School, plan: Plan) -> Iterator[tuple[str, Plan]]:
    """Yield every plan with one grant fewer or more, during a lesson or not."""
    for grant in plan.grants:
        others = tuple(g for g in plan.grants if g is not grant)
        yield f"without {grant}", plan.model_copy(update={"grants": others})
    possible = product(filter(school.may_have_grants, school.teachers), range(1, 6), school.grant_kinds)
    for teacher, day, kind in possible:
        added = FlexGrant(teacher=teacher.id, day=day, kind=kind)
        if added not in plan.grants:
            yield f"with {added}", plan.model_copy(update={"grants": (*plan.grants, added)})


def _plan(lessons: set[tuple[str, Slot]], plan: Plan) -> Plan:
    placements = tuple(Placement(course=name, slot=slot) for name, slot in sorted(lessons))
    return plan.model_copy(update={"placements": placements})


def contradictions(school: School, plan: Plan, rules: list[PricedRule]) -> Iterator[str]:
    """Yield each rule of which model and check do not say the same of a plan."""
    findings = {finding.active.rule.id: finding for finding in audit(school, plan).findings}
    for rule in rules:
        name = rule.active.rule.id
        cost, finding = rule.cost(plan), findings[name]
        if rule.active.level is Level.SOFT:
            if cost != finding.cost:
                yield f"{name}: the model's cost is {cost}, the check's {finding.cost}"
        elif (cost is None) == finding.kept:
            yield f"{name}: the model finds it {'broken' if cost is None else 'kept'}, the check does not"


def show(school: School, plan: Plan, what: str) -> None:
    """Fail with all that is needed to see the fault again."""
    pytest.fail(f"{what}\n{described(school, plan)}", pytrace=False)


def assert_sound(report: Report, rules: list[PricedRule]) -> None:
    """Assert that a solver's plan is legal, costs what the model says, and that its corruptions are seen."""
    school = report.school
    assert report.compliant
    plan = _plan({(p.course, p.slot) for p in report.plan.placements}, report.plan)
    assert sum(rule.cost(plan) or 0 for rule in rules) == report.cost
    changed = [("as solved", plan), *corruptions(school, plan)]
    changed = changed[:1] + Random(len(changed)).sample(changed, min(SAMPLE, len(changed)))
    for what, corrupted in changed:
        for words in contradictions(school, corrupted, rules):
            show(school, corrupted, f"{what}: {words}")


def test_solved_schools_pass_every_check_and_corruptions_are_seen() -> None:
    statuses: list[Status] = []

    @settings(
        max_examples=EXAMPLES or 8,
        deadline=None,
        phases=(Phase.generate,),
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(school=schools(solvable=True, settings=True))
    def look_at(school: School) -> None:
        result = solve(school, StoppingCriterion(seconds=None, deterministic=0.1), workers=1)
        statuses.append(result.status)
        if result.report is None:
            assert result.status in (Status.INFEASIBLE, Status.UNKNOWN)
            return
        assert result.report.cost >= result.bound
        assert_sound(result.report, [PricedRule(school, active) for active in active_rules(school)])

    look_at()
    solved = sum(status in (Status.OPTIMAL, Status.FEASIBLE) for status in statuses)
    assert solved * 8 >= len(statuses), statuses  # about a quarter is
