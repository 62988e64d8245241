"""One call of CP-SAT within the limits of a search."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from scheduler.engine.stopping import Clock

Tuning = Callable[[Any], None]

FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)


@dataclass(frozen=True)
class Answer:
    """What CP-SAT said: `values` of all variables by proto index (None where nothing was found), cost and bound.

    `blamed` are assumptions that cannot all hold; other literals may be among them.
    """

    status: cp_model.CpSolverStatus
    values: list[int] | None
    cost: int
    bound: int
    deterministic: float
    blamed: tuple[int, ...] = ()


class Solvers:
    """Runs CP-SAT for several threads of one search, and ends them all when the search must end or is asked to."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._running: set[cp_model.CpSolver] = set()
        self._lock = threading.RLock()  # a signal may ask for the end while its thread is in here
        self._halted = False
        clock.stop.cancel.listen(self.halt)

    def halt(self) -> None:
        """Ask every running solver to return what it has, and let no other begin."""
        with self._lock:
            self._halted = True
            for solver in tuple(self._running):
                solver.stop_search()

    def solve(
        self,
        model: cp_model.CpModel,
        *,
        workers: int,
        seed: int,
        seconds: float = float("inf"),
        deterministic: float = float("inf"),
        tune: Tuning | None = None,
    ) -> Answer:
        """Solve a model within these limits and the search's own; `tune` sets what suits its kind."""
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.num_workers = workers
        parameters.random_seed = seed
        parameters.catch_sigint_signal = False
        # One worker alone may dig for minutes where taking turns between strategies finds a plan within a second.
        parameters.interleave_search = workers == 1 and tune is None
        if tune is not None:
            tune(parameters)
        parameters.max_time_in_seconds = max(0.0, min(seconds, self.clock.seconds_left, 1e9))
        parameters.max_deterministic_time = max(0.0, min(deterministic, self.clock.deterministic_left, 1e9))
        with self._lock:
            if self._halted:
                return Answer(cp_model.UNKNOWN, None, 0, 0, 0.0)
            self._running.add(solver)
        try:
            status = solver.solve(model)
        finally:
            with self._lock:
                self._running.discard(solver)
        used = solver.deterministic_time
        self.clock.charge(used)
        values = list(solver.response_proto.solution) if status in FOUND else None
        # The bound is an integer rounded by the solver's float arithmetic: never round it up by accident.
        bound = int(-(-(solver.best_objective_bound - 1e-6) // 1)) if model.has_objective() else 0
        cost = round(solver.objective_value) if values is not None and model.has_objective() else 0
        blamed = tuple(solver.response_proto.sufficient_assumptions_for_infeasibility)
        return Answer(status, values, cost, max(0, bound), used, blamed)


def any_plan(parameters: Any) -> None:
    """Find some plan of a whole school: presolving it takes longer than jumping to a plan does.

    Measured on schools of 36 to 120 classes: a fifth of the default's processor time, and every run found one. A presolve that does
    less (no dual reductions, no rounds) leaves jumps that find nothing.
    """
    parameters.linearization_level = 0
    parameters.cp_model_probing_level = 0
    parameters.cp_model_use_sat_presolve = False
    parameters.symmetry_level = 0
    parameters.find_big_linear_overlap = False
    parameters.merge_at_most_one_work_limit = 0.0
    parameters.presolve_inclusion_work_limit = 0
    parameters.max_presolve_iterations = 1
    parameters.interleave_search = parameters.num_workers == 1


def from_below(parameters: Any) -> None:
    """Raise the bound core by core, with little else."""
    parameters.optimize_with_core = True
    parameters.core_minimization_level = 1
    parameters.cp_model_probing_level = 0
    parameters.linearization_level = 0


def small_part(parameters: Any) -> None:
    """Solve a small part of a large model: core by core, and without presolving that pays on large models only.

    Measured on parts of junior-36 with 60 to 200 lessons: 2.5 times the gain a second of the default search.
    """
    from_below(parameters)
    parameters.symmetry_level = 0
    parameters.find_big_linear_overlap = False
    parameters.max_presolve_iterations = 1


def small_linear(parameters: Any) -> None:
    """Solve a small part whose costs are sums over many decisions, as those of fairness are: by linear relaxation.

    Measured on the service of primary-36: 3 to 4 times the gain a second of solving core by core; with lessons alone either may win.
    """
    parameters.linearization_level = 2
    parameters.cp_model_probing_level = 0
    parameters.symmetry_level = 0
    parameters.find_big_linear_overlap = False
    parameters.max_presolve_iterations = 1


def by_tree(parameters: Any) -> None:
    """Prove a bound in a tree of the cheapest choices: of lessons that clash with each other, where a linear relaxation sees no cost.

    Measured on a teacher of art with six classes of four grades: the optimum, 43, in 0.7 s (1.8 s without probing); core by core 36,
    by linear relaxation 15 to 27 in 3 s.
    """
    parameters.optimize_with_lb_tree_search = True
    parameters.linearization_level = 0


def by_linear_tree(parameters: Any) -> None:
    """Prove a bound in a tree of the cheapest choices with the linear relaxation in each node: of sums over many decisions."""
    parameters.optimize_with_lb_tree_search = True
    parameters.linearization_level = 2


def by_objective(parameters: Any) -> None:
    """Prove a bound by trying the least cost that the linear relaxation allows: of many who share what is scarce.

    Measured on the nine teachers of PE of a junior school: the optimum, 44, in 1.7 s; by a tree 6 s, core by core 4 of 44.
    """
    parameters.use_objective_lb_search = True
    parameters.linearization_level = 2


def without_relaxation(parameters: Any) -> None:
    """Search as by default but without any linear relaxation, which sees no cost where lessons only clash.

    Measured on a teacher of chemistry with three parallel classes: the optimum, 3, in 1.7 s; every tuning above proves 0 in that time.
    """
    parameters.linearization_level = 0
