"""Planning functions for tests: any legal plan of a school, by one solve of its hard rules."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.district.sharing import Attempt, Task, blocked_by
from scheduler.engine.assemble import slot_model
from scheduler.engine.result import Status
from scheduler.engine.stopping import Clock, StoppingCriterion
from scheduler.engine.subsolve import Solvers
from scheduler.model.venues import assign_venues
from scheduler.plan import Plan
from scheduler.school import School

LONG = 600.0  # seconds, of which a fraction is used
WORK = 60.0  # of CP-SAT's deterministic time


def any_plan(school: School) -> Plan | None:
    """A legal plan of a school; None where it is proven that there is none."""
    built = slot_model(school, costs=False)
    answer = Solvers(Clock(StoppingCriterion(LONG, WORK))).solve(built.model, workers=1, seed=1)
    if answer.values is None:
        assert answer.status.name == "INFEASIBLE"
        return None
    return assign_venues(school, built.read(answer.values))


def plan_all(tasks: Mapping[str, Task]) -> dict[str, Attempt]:
    """Plan schools one after another."""
    return {name: attempt(name, task.school) for name, task in tasks.items()}


def attempt(name: str, school: School) -> Attempt:
    """Plan a school, or tell what it cannot bear."""
    plan = any_plan(school)
    if plan is not None:
        return Attempt(Status.FEASIBLE, plan)
    return Attempt(Status.INFEASIBLE, None, blocked_by(name, school, seconds=LONG, workers=1))
