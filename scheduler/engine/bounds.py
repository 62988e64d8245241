"""How little a school's plan could cost: proven bounds of the whole and of each soft rule, without seeking any plan."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from scheduler.engine.assemble import half_day_model, service_rules, slot_model
from scheduler.engine.stopping import Clock, StoppingCriterion
from scheduler.engine.subsolve import Solvers, from_below
from scheduler.model.poster import Postings
from scheduler.plan import Plan
from scheduler.school import School

WHOLE_SHARE = 0.4  # of the time, for each half's sum of all costs


@dataclass(frozen=True)
class Bounds:
    """Proven bounds: no plan that keeps every regulation and hard rule costs less, in all or by a soft rule of `by_rule`."""

    total: int
    by_rule: dict[str, int] = field(default_factory=dict)


def prove_bounds(school: School, rules: Collection[str], stop: StoppingCriterion, *, seed: int = 1) -> Bounds:
    """Return what is proven within the limits of what these soft rules cost, together and each alone.

    The week is relaxed to half-days, service is planned without any lessons: the two have no cost in common, so bounds add
    up. Raises ValueError when a rule setting cannot be used.
    """
    clock = Clock(stop)
    solvers = Solvers(clock)
    total, by_rule = 0, dict.fromkeys(rules, 0)
    halves = list(_halves(school))
    for number, postings in enumerate(halves):
        costs = {rule: terms for rule, terms in postings.costs.items() if rule in by_rule}
        seconds = clock.seconds_left / (len(halves) - number)
        _minimize(postings, [term for terms in costs.values() for term in terms])
        whole = _proven(solvers, postings.model, seed, seconds * WHOLE_SHARE)
        each = seconds * (1 - WHOLE_SHARE) / max(1, len(costs))
        for rule, terms in costs.items():
            _minimize(postings, terms)
            by_rule[rule] = _proven(solvers, postings.model, seed, each)
        total += max(whole, sum(by_rule[rule] for rule in costs))
    return Bounds(total, by_rule)


def _halves(school: School) -> Iterator[Postings]:
    yield half_day_model(school).postings
    if school.service.stations:
        yield slot_model(school, service_rules(school), timetable=Plan()).postings


def _minimize(postings: Postings, terms: list[cp_model.LinearExprT]) -> None:
    postings.model.minimize(cp_model.LinearExpr.sum(terms))


def _proven(solvers: Solvers, model: cp_model.CpModel, seed: int, seconds: float) -> int:
    answer = solvers.solve(model, workers=1, seed=seed, seconds=seconds, tune=from_below)
    return 0 if answer.status == cp_model.INFEASIBLE else answer.bound
