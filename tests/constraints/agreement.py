"""The two voices of a rule, held against each other on one plan: the model with the plan fixed, and the check."""

from __future__ import annotations

import numpy as np
from ortools.sat.python import cp_model

from constraints.catalogue import resolve, week_rule_by_id
from constraints.rule import ActiveRule, Verdict
from scheduler.engine.assemble import SlotModel, slot_model
from scheduler.engine.evaluator import COSTS, VIOLATION, new_state
from scheduler.engine.graph import compile_rows
from scheduler.engine.layout import laid_out
from scheduler.model.owner import Level
from scheduler.model.rows import Rows
from scheduler.plan import Plan, PlanView
from scheduler.school import RuleSetting, School


def active(rule_id: str, level: Level | None = None, weight: int | None = None, **parameters: str) -> ActiveRule:
    """One rule as a school would set it, switched on."""
    setting = RuleSetting(rule=rule_id, enabled=True, level=level, weight=weight, parameters=parameters)
    rules, problems = resolve((setting,))
    assert not problems, problems
    return next(rule for rule in rules if rule.rule.id == rule_id)


def asking(rule_id: str, **figures: int | str) -> ActiveRule:
    """One rule with the figures that some place might ask; None where they are not named: the place asks nothing."""
    rule = week_rule_by_id()[rule_id]
    return ActiveRule(rule, rule.level, rule.weight, rule.parameters(**figures))


def refused(rule_id: str, **parameters: str) -> list[str]:
    """The parameters of one rule that a school may not set so."""
    _, problems = resolve((RuleSetting(rule=rule_id, parameters=parameters),))
    return [problem.field for problem in problems]


def verdict(school: School, plan: Plan, rule: ActiveRule) -> Verdict:
    """What the rule's check says of a plan."""
    return rule.check(PlanView(school, plan))


def solver_cost(school: School, plan: Plan, rule: ActiveRule) -> int | None:
    """What the slot model with only this rule says of a plan: its least cost, or None when the plan is infeasible.

    The compiled model says the same where nothing is left to choose.
    """
    built = slot_model(school, [rule])
    graph = compile_rows(Rows(built.model), built.decisions)
    taken = built.decisions_of(plan)
    fix(built, plan)
    cost = _least(built.model)
    if len(graph.free) == built.decisions:
        taken_values = np.array([index in taken for index in range(len(graph.values))], np.int64)
        state = new_state(laid_out(graph), taken_values)
        compiled = None if state.totals[VIOLATION] else int(state.totals[COSTS])
        assert compiled == cost, "the compiled model says something else"
    return cost


def fix(built: SlotModel, plan: Plan) -> None:
    """Leave a model no other plan."""
    school = built.variables.school
    held = {(p.course, p.slot) for p in plan.placements}
    meetings = {(m.meeting, m.slot) for m in plan.meetings}
    for course in school.courses:
        for slot, literal in built.variables.lessons(course.id).items():
            built.model.add(literal == int((course.id, slot) in held))
    for meeting in school.meetings:
        for slot, literal in built.variables.meeting_starts(meeting.id).items():
            built.model.add(literal == int((meeting.id, slot) in meetings))
    _fix_service(built, plan)


def _fix_service(built: SlotModel, plan: Plan) -> None:
    """Leave a model no other service and flexible time; what it has no variable for cannot be fixed."""
    service, school = built.variables.service, built.variables.school
    sessions = {(s.station, s.slot): s for s in plan.sessions}
    for station in school.service.stations.values():
        for slot, held in service.held(station.id).items():
            session = sessions.get((station.id, slot))
            built.model.add(held == int(session is not None))
            for teacher, literal in service.serve(station.id, slot).items():
                built.model.add(literal == int(session is not None and teacher in session.adults))
            for venue, literal in service.venues(station.id, slot).items():
                built.model.add(literal == int(session is not None and venue == session.venue))
    grants = {(g.teacher, g.day, g.kind) for g in plan.grants}
    for teacher in school.teacher:
        for (day, kind), literal in service.grants(teacher).items():
            built.model.add(literal == int((teacher, day, kind) in grants))


def assert_agree(school: School, plan: Plan, rule: ActiveRule) -> Verdict:
    """Assert that model and check say the same of a plan; return the verdict."""
    found = verdict(school, plan, rule)
    cost = solver_cost(school, plan, rule)
    if rule.level is Level.SOFT:
        assert cost == rule.cost(found), found.violations
    else:
        assert (cost is not None) == (not found.violations), found.violations
    return found


def _least(model: cp_model.CpModel) -> int | None:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE), solver.status_name(status)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None
