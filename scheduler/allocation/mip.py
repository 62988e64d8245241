"""The solver of mixed-integer programs, as OR-Tools has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from ortools.linear_solver.python import model_builder

Sum: TypeAlias = Any
"""A linear expression or a number: OR-Tools types these as unions that none of its operators takes."""

# HiGHS is to print nothing and, as all that is sought here is whole, to stop where less than 1 could be gained; SCIP is in builds
# of OR-Tools without it.
_SOLVERS = {"highs": "output_flag=false,mip_rel_gap=0,mip_abs_gap=0.99", "scip": ""}
FOUND = (model_builder.SolveStatus.OPTIMAL, model_builder.SolveStatus.FEASIBLE)


def new_model() -> model_builder.Model:
    """Return an empty program."""
    return model_builder.Model()  # type: ignore[no-untyped-call]


def total(terms: Sequence[Sum]) -> Sum:
    """Return the sum of some terms, which may be none."""
    return model_builder.LinearExpr.sum(terms)


def solver(seconds: float) -> model_builder.Solver:
    """Return a solver that ends after so many seconds. What it calls optimal is proven, for objectives that are whole."""
    name = next(name for name in _SOLVERS if model_builder.Solver(name).solver_is_supported())
    found = model_builder.Solver(name)
    found.enable_output(False)
    if _SOLVERS[name]:
        found.set_solver_specific_parameters(_SOLVERS[name])
    found.set_time_limit_in_seconds(seconds)
    return found
