"""How fair a school could be at best: proven bounds of the ranges of service minutes and of flexible balances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from constraints.rule import Level
from constraints.serving import fair_shares
from scheduler.engine.assemble import SlotModel, service_rules, slot_model
from scheduler.engine.subsolve import Solvers
from scheduler.plan import Plan
from scheduler.school import SERVICE, School

WEEK_MINUTES = 7 * 24 * 60


@dataclass(frozen=True)
class Ranges:
    """Proven bounds in minutes: no plan has a smaller range between the largest and the smallest. None: not proven.

    `service` is of service minutes less the fair share, over the staff who serve; `balance` of the closing balances.
    """

    service: int | None = None
    balance: int | None = None


def prove_ranges(
    school: School,
    timetable: Plan | None,
    solvers: Solvers,
    *,
    seed: int,
    seconds: float,
    deterministic: float,
) -> Ranges:
    """Return bounds of both ranges within the limits, each proven by its own solve under the hard rules of service."""
    found: dict[str, int] = {}
    for name, terms in (("service", _service_terms), ("balance", _balance_terms)):
        rules = [active for active in service_rules(school) if active.level is not Level.SOFT]
        built = slot_model(school, rules, costs=False, timetable=timetable)
        sums = terms(built)
        if len(sums) > 1:
            highest = built.model.new_int_var(-WEEK_MINUTES, WEEK_MINUTES, "")
            lowest = built.model.new_int_var(-WEEK_MINUTES, WEEK_MINUTES, "")
            for each in sums:
                built.model.add(highest >= each)
                built.model.add(lowest <= each)
            built.model.minimize(highest - lowest)
            answer = solvers.solve(built.model, workers=1, seed=seed, seconds=seconds, deterministic=deterministic)
            if answer.status != cp_model.UNKNOWN:
                found[name] = answer.bound
    return Ranges(**found)


def _service_terms(built: SlotModel) -> list[Any]:
    """Return for each of the staff who serve the minutes beyond the fair share."""
    school, service = built.variables.school, built.variables.service
    return [
        cp_model.LinearExpr.sum(
            [
                school.period(turn.slot).minutes * turn.literal
                for turn in service.turns[teacher]
                if turn.post.kind in SERVICE
            ]
        )
        - share
        for teacher, share in fair_shares(school).items()
    ]


def _balance_terms(built: SlotModel) -> list[Any]:
    """Return the closing balance of everybody who may have flexible time."""
    school, service = built.variables.school, built.variables.service
    found = []
    for teacher in school.teachers:
        if service.grants(teacher.id):
            earned = [school.credit(turn.post, turn.slot) * turn.literal for turn in service.turns[teacher.id]]
            granted = [school.grant_minutes(kind) * x for (_, kind), x in service.grants(teacher.id).items()]
            found.append(teacher.balance + cp_model.LinearExpr.sum(earned) - cp_model.LinearExpr.sum(granted))
    return found
