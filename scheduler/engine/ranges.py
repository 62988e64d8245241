"""How fair a school could be at best: proven bounds of the ranges of service minutes and of flexible balances."""

from __future__ import annotations

from dataclasses import dataclass

from ortools.sat.python import cp_model

from constraints.catalogue import FLEX_SECTION, section_of
from constraints.rule import Level
from scheduler.engine.assemble import SlotModel, service_rules, slot_model
from scheduler.engine.subsolve import Solvers, small_linear
from scheduler.plan import Plan
from scheduler.school import School
from scheduler.school.shares import fair_shares, flexible_staff

WEEK_MINUTES = 7 * 24 * 60


@dataclass(frozen=True)
class Ranges:
    """Proven bounds in minutes: no plan has a smaller range between the largest and the smallest. None: not proven.

    `service` is of service minutes less the fair share, over the staff who serve; `balance` of the closing balances. A bound of 0
    says nothing and is None too.
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
    """Return bounds of both ranges, each proven within the limits by its own solve under the hard rules of service.

    Where no timetable is given there are no lessons in that solve: they could only make the ranges larger.
    """
    hard = [active for active in service_rules(school) if active.level is not Level.SOFT]
    apart = [active for active in hard if section_of(active.rule) != FLEX_SECTION]  # say nothing of who serves
    found: dict[str, int | None] = {}
    for name, rules, terms in (("service", apart, _service_terms), ("balance", hard, _balance_terms)):
        built = slot_model(school, rules, costs=False, timetable=timetable or Plan())
        sums = terms(built)
        if len(sums) > 1:
            model = built.model
            highest, lowest = (model.new_int_var(-WEEK_MINUTES, WEEK_MINUTES, "") for _ in range(2))
            for each in sums:
                model.add(highest >= each)
                model.add(lowest <= each)
            model.minimize(highest - lowest)
            answer = solvers.solve(
                model, workers=1, seed=seed, seconds=seconds, deterministic=deterministic, tune=small_linear
            )
            found[name] = answer.bound or None
    return Ranges(**found)


def _service_terms(built: SlotModel) -> list[cp_model.LinearExpr]:
    """Return for each of the staff who serve the minutes beyond the fair share."""
    service, shares = built.variables.service, fair_shares(built.variables.school)
    return [service.minutes(teacher_id) - share for teacher_id, share in shares.items()]


def _balance_terms(built: SlotModel) -> list[cp_model.LinearExpr]:
    """Return the closing balance of everybody who may have flexible time."""
    variables = built.variables
    return [variables.service.closing(teacher.id) for teacher in flexible_staff(variables.school)]
