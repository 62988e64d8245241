"""Whether requirements can hold together, told by solving."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ortools.sat.python import cp_model

from scheduler.engine.result import Status
from scheduler.engine.stopping import Clock
from scheduler.engine.subsolve import FOUND, Solvers
from scheduler.explanation.conflict.requirements import Requirement, Requirements

# One thread that takes turns between strategies settles small sets, tight ones too, in a moment; a whole school needs all threads.
SMALL = 500
BLAMING = 1.0  # CP-SAT deterministic seconds: a solver names a conflict soon or not at all


class Judge:
    """Tells by solving whether requirements can hold together. `best` is the smallest set that was proven not to.

    It remembers what can hold together: a part of that is not solved again.
    """

    def __init__(self, clock: Clock, workers: int, seed: int) -> None:
        self.clock = clock
        self.workers = workers
        self.seed = seed
        self.best: tuple[Requirement, ...] = ()
        self.effort = 0.0  # CP-SAT deterministic seconds of the last solve
        self._solvers = Solvers(clock)
        self._possible: list[frozenset[Requirement]] = []

    def judge(self, requirements: Requirements, keys: Collection[Requirement], work: float) -> Status:
        """Return FEASIBLE, INFEASIBLE or UNKNOWN by a plain solve."""
        if self._is_possible(keys):
            return Status.FEASIBLE
        model = requirements.model(keys)
        status = self.solve(model, 1 if len(keys) <= SMALL else self.workers, work)
        if status is Status.INFEASIBLE and (not self.best or len(keys) < len(self.best)):
            self.best = tuple(keys)
        if status is Status.FEASIBLE:
            self._possible.append(frozenset(keys))
        return status

    def _is_possible(self, keys: Collection[Requirement]) -> bool:
        return any(known.issuperset(keys) for known in self._possible)

    def solve(self, model: cp_model.CpModel, workers: int, work: float = float("inf")) -> Status:
        """Return FEASIBLE, INFEASIBLE or UNKNOWN for a model, `work` in CP-SAT deterministic seconds."""
        answer = self._solvers.solve(model, workers=workers, seed=self.seed, deterministic=work)
        self.effort = answer.deterministic
        return _status(answer.status)

    def smaller(
        self, requirements: Requirements, keys: Collection[Requirement], work: float
    ) -> tuple[Status, tuple[Requirement, ...]]:
        """Return whether requirements can hold together, and a part of them, or all, that cannot."""
        status = self.judge(requirements, keys, work)
        if status is not Status.INFEASIBLE:
            return status, ()
        blamed = self._blamed(requirements, keys)
        if blamed and self.judge(requirements.narrowed(blamed), blamed, BLAMING) is Status.INFEASIBLE:
            return Status.INFEASIBLE, tuple(blamed)
        return Status.INFEASIBLE, tuple(keys)

    def _blamed(self, requirements: Requirements, keys: Collection[Requirement]) -> list[Requirement]:
        """Return some of these requirements that a solver with assumptions blames, to be judged before use; none if it fails."""
        model = requirements.assuming(keys)
        # Several workers, and one that takes turns, do not name a conflict.
        answer = self._solvers.solve(model, workers=1, seed=self.seed, deterministic=BLAMING, tune=_untouched)
        return requirements.named(answer.blamed) if answer.status == cp_model.INFEASIBLE else []


def _untouched(parameters: Any) -> None:
    """Search the model as it is: presolving takes longer than naming a conflict, and mixes up what the literals stand for."""
    parameters.cp_model_presolve = False
    parameters.linearization_level = 0


def _status(answer: cp_model.CpSolverStatus) -> Status:
    if answer in FOUND:
        return Status.FEASIBLE
    return Status.INFEASIBLE if answer == cp_model.INFEASIBLE else Status.UNKNOWN
