"""The compiled model by hand, and against CP-SAT on random schools. `tests/constraints/agreement.py` looks at each rule alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from ortools.sat.python import cp_model

from scheduler.engine.assemble import slot_model
from scheduler.engine.evaluator import COSTS, VIOLATION, new_state
from scheduler.engine.graph import NotCompiledError, compile_rows
from scheduler.engine.layout import laid_out
from scheduler.engine.stopping import Clock, StoppingCriterion
from scheduler.engine.subsolve import Solvers, any_plan, small_part
from scheduler.model.rows import Rows
from scheduler.school import School
from tests.chance import examples
from tests.random_schools import schools

Build = Callable[[cp_model.CpModel, list[cp_model.IntVar]], None]


def costs(build: Build, decisions: int) -> dict[tuple[int, ...], int | None]:
    """What the compiled model says of each choice of Boolean decisions; None where a hard row is broken."""
    model = cp_model.CpModel()
    build(model, [model.new_bool_var(f"{n}") for n in range(decisions)])
    graph = compile_rows(Rows(model), decisions)
    found: dict[tuple[int, ...], int | None] = {}
    for choice in product((0, 1), repeat=decisions):
        values = np.zeros(len(graph.values), np.int64)
        values[:decisions] = choice
        state = new_state(laid_out(graph), values)
        found[choice] = None if state.totals[VIOLATION] else int(state.totals[COSTS])
    return found


def solved(build: Build, decisions: int) -> dict[tuple[int, ...], int | None]:
    """What CP-SAT says of each of them."""
    found: dict[tuple[int, ...], int | None] = {}
    for choice in product((0, 1), repeat=decisions):
        model = cp_model.CpModel()
        made = [model.new_bool_var(f"{n}") for n in range(decisions)]
        build(model, made)
        for variable, value in zip(made, choice, strict=True):
            model.add(variable == value)
        answer = Solvers(Clock(StoppingCriterion(seconds=60))).solve(model, workers=1, seed=1)
        found[choice] = None if answer.values is None else answer.cost
    return found


def excess(model: cp_model.CpModel, x: list[cp_model.IntVar]) -> None:
    """Two weights, a floor: 3 e >= 2 a + 2 b + 2 c - 1, so that halves are rounded up."""
    over = model.new_int_var(0, 5, "")
    model.add(3 * over >= 2 * cp_model.LinearExpr.sum(x) - 1)
    model.minimize(7 * over + x[0])


def gathered(model: cp_model.CpModel, x: list[cp_model.IntVar]) -> None:
    """A range of sums: the most less the least of three, beyond 1."""
    totals = [model.new_int_var(0, 3, "") for _ in range(2)]
    model.add(totals[0] == x[0] + 2 * x[1])
    model.add(totals[1] == x[2] + x[3])
    high, low, over = model.new_int_var(0, 3, ""), model.new_int_var(0, 3, ""), model.new_int_var(0, 3, "")
    for total in totals:
        model.add(high >= total)
        model.add(low <= total)
    model.add(over >= high - low - 1)
    model.minimize(over)


def packed(model: cp_model.CpModel, x: list[cp_model.IntVar]) -> None:
    """Two pairs of neighbours at least: those in a row of three share one."""
    pairs = [model.new_bool_var("") for _ in x[1:]]
    for pair, one, other in zip(pairs, x, x[1:], strict=False):
        model.add_implication(pair, one)
        model.add_implication(pair, other)
    for pair, after in pairwise(pairs):
        model.add_at_most_one(pair, after)
    model.add(cp_model.LinearExpr.sum(pairs) == 2)


def both(model: cp_model.CpModel, x: list[cp_model.IntVar]) -> None:
    """A conjunction that is wanted by one row and unwanted by another."""
    pair = model.new_bool_var("")
    model.add_bool_and(x[0], x[1]).only_enforce_if(pair)
    model.add_bool_or(pair, ~x[0], ~x[1])
    model.add(pair + x[2] <= 1)
    model.add(pair + x[3] >= 1)


def nothing_left(model: cp_model.CpModel, x: list[cp_model.IntVar]) -> None:
    """An amount that must be 0."""
    amount = model.new_bool_var("")
    model.add_bool_or(~x[0], x[1], amount)
    model.add(amount == 0)


def unwanted(model: cp_model.CpModel, x: list[cp_model.IntVar]) -> None:
    """A variable that nobody asks for more of, in a row that could be read as a limit of it."""
    idle, over = model.new_bool_var(""), model.new_int_var(0, 4, "")
    model.add(idle + cp_model.LinearExpr.sum(x) - over <= 1)
    model.minimize(over)


@pytest.mark.parametrize("build", [excess, gathered, packed, both, nothing_left, unwanted])
def test_compiled_models_cost_what_cp_sat_says(build: Build) -> None:
    said = costs(build, 4)
    assert said == solved(build, 4)
    assert len(set(said.values())) > 1


def test_excess_by_hand() -> None:
    assert costs(excess, 2) == {(0, 0): 0, (0, 1): 7, (1, 0): 8, (1, 1): 8}


def wanted_both_ways(model: cp_model.CpModel, x: list[cp_model.IntVar]) -> None:
    """At least a, which another row forbids beside d; but it would save a cost: CP-SAT may raise it."""
    some, lack = model.new_bool_var(""), model.new_bool_var("")
    model.add(some >= x[0])
    model.add(some + x[3] <= 1)
    model.add(lack + some >= 1)
    model.minimize(lack)


def either_pays(model: cp_model.CpModel, x: list[cp_model.IntVar]) -> None:
    """One of two may make up for what is missing."""
    one, other = model.new_bool_var(""), model.new_bool_var("")
    model.add(one + other + x[0] >= 1)
    model.add(one + x[1] <= 1)
    model.add(other + x[2] <= 1)


def equal_to_some(model: cp_model.CpModel, x: list[cp_model.IntVar]) -> None:
    """An equation over what is only bounded."""
    one, other = model.new_int_var(0, 3, ""), model.new_int_var(0, 3, "")
    model.add(one >= x[0] + x[1])
    model.add(other >= x[2])
    model.add(one + other == 2)


def in_a_circle(model: cp_model.CpModel, x: list[cp_model.IntVar]) -> None:
    one, other = model.new_bool_var(""), model.new_bool_var("")
    model.add(one >= x[0])
    model.add(other >= x[1])
    model.add(one >= other)
    model.add(other >= one)


@pytest.mark.parametrize("build", [wanted_both_ways, either_pays, equal_to_some, in_a_circle])
def test_what_is_no_function_of_the_decisions_is_refused(build: Build) -> None:
    with pytest.raises(NotCompiledError):
        costs(build, 4)


def test_a_choice_of_places_is_left_free() -> None:
    model = cp_model.CpModel()
    lessons = [model.new_bool_var("") for _ in range(2)]
    choices = [[model.new_bool_var("") for _ in range(3)] for _ in lessons]
    for lesson, places in zip(lessons, choices, strict=True):
        model.add(cp_model.LinearExpr.sum(places) == lesson)
    for places in zip(*choices, strict=True):
        model.add_at_most_one(places)
    graph = compile_rows(Rows(model), 2)
    free = [place.index for places in choices for place in places[:-1]]
    assert graph.free.tolist() == [0, 1, *free]

    def violation(*chosen: cp_model.IntVar) -> int:
        values = np.zeros(len(graph.values), np.int64)
        values[[0, 1, *(each.index for each in chosen)]] = 1
        state = new_state(laid_out(graph), values)
        assert state.values[choices[0][2].index] == 1 - len({each.index for each in chosen} & set(free[:2]))
        return int(state.totals[VIOLATION])

    assert violation(choices[0][0]) == 0  # the other lesson is in the place that is left
    assert violation(choices[0][0], choices[1][0]) == 1
    assert violation() == 1


@examples(12)
@given(school=schools(solvable=True, settings=True))
def test_random_schools_with_random_rules_cost_what_cp_sat_says(school: School) -> None:
    built = slot_model(school)
    graph = compile_rows(Rows(built.model), built.decisions)
    model = built.model.clone()
    model.clear_objective()
    solvers = Solvers(Clock(StoppingCriterion(seconds=600)))
    plan = solvers.solve(model, workers=1, seed=1, tune=any_plan, deterministic=0.5)
    if plan.values is not None:
        priced = solvers.solve(built.fixed(plan.values), workers=1, seed=1, tune=small_part)
        assert priced.values is not None
        state = new_state(laid_out(graph), np.array(priced.values, np.int64))
        assert (state.totals[COSTS], state.totals[VIOLATION]) == (priced.cost, 0)
