"""Whether requirements can hold together, told by solving."""

from __future__ import annotations

from collections.abc import Collection

from ortools.sat.python import cp_model

from scheduler.engine.result import Status
from scheduler.engine.stopping import Clock
from scheduler.engine.subsolve import FOUND, Solvers
from scheduler.explain.requirements import Requirement, Requirements

# One thread that takes turns between strategies settles small sets, tight ones too, in a moment; a whole school needs all threads.
SMALL = 500


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
        return self._remembered(keys, status)

    def _is_possible(self, keys: Collection[Requirement]) -> bool:
        return any(known.issuperset(keys) for known in self._possible)

    def _remembered(self, keys: Collection[Requirement], status: Status) -> Status:
        if status is Status.FEASIBLE:
            self._possible.append(frozenset(keys))
        return status

    def solve(self, model: cp_model.CpModel, workers: int, work: float = float("inf")) -> Status:
        """Return FEASIBLE, INFEASIBLE or UNKNOWN for a model, `work` in CP-SAT deterministic seconds."""
        answer = self._solvers.solve(model, workers=workers, seed=self.seed, deterministic=work)
        self.effort = answer.deterministic
        return _status(answer.status)

    def guess(
        self, requirements: Requirements, keys: Collection[Requirement], work: float
    ) -> tuple[Status, list[Requirement]]:
        """Return what a solver with assumptions says, and some of the requirements that it blames: to be judged before use."""
        if self._is_possible(keys):
            return Status.FEASIBLE, []
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1  # several do not name a conflict
        solver.parameters.random_seed = self.seed
        solver.parameters.catch_sigint_signal = False
        solver.parameters.max_deterministic_time = min(work, 1e9)
        solver.parameters.max_time_in_seconds = max(0.0, min(self.clock.seconds_left, 1e9))
        status = self._remembered(keys, _status(solver.solve(requirements.assuming(keys))))
        blamed = solver.sufficient_assumptions_for_infeasibility() if status is Status.INFEASIBLE else []
        return status, requirements.named(blamed)

    def smaller(
        self, requirements: Requirements, keys: Collection[Requirement], work: float
    ) -> tuple[Status, tuple[Requirement, ...]]:
        """Return whether requirements can hold together, and a part of them, or all, that cannot."""
        status, blamed = self.guess(requirements, keys, work)
        if status is Status.FEASIBLE:
            return status, ()
        if blamed and self.judge(requirements.narrowed(blamed), blamed, work) is Status.INFEASIBLE:
            return Status.INFEASIBLE, tuple(blamed)
        status = self.judge(requirements, keys, work)
        return status, tuple(keys) if status is Status.INFEASIBLE else ()


def _status(answer: cp_model.CpSolverStatus) -> Status:
    if answer in FOUND:
        return Status.FEASIBLE
    return Status.INFEASIBLE if answer == cp_model.INFEASIBLE else Status.UNKNOWN
