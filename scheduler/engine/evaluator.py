"""What a decision costs: the derived variables of a graph kept up to date while decisions flip, compiled.

Compiled code checks no bounds: the tests run it with them checked as well.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scheduler.engine.compiled import compiled
from scheduler.engine.graph import (
    BOUND,
    COST,
    DEFINED,
    DEFINED_END,
    END,
    EQUAL,
    FACTOR,
    FIRST,
    FREE,
    GREATEST_VALUE,
    LEAST,
    LEAST_VALUE,
    LIMIT,
    MIDDLE,
    SUM,
    SUM_OF_TERMS,
    USE,
    VALUE,
    WAY,
    Flags,
    Graph,
    Ints,
    Small,
)

ROOM = 1 << 17  # changes of rows, and of values, that one move may lead to
TOO_MUCH = 1 << 40  # violation of a move that would lead to more
COSTS, VIOLATION, ROWS_CHANGED, VALUES_CHANGED, HEAD, TAIL = range(6)  # what stands where in `State.totals`


class State(NamedTuple):
    """A graph with values, for one thread, and what is needed to take a move back.

    `totals` is [cost, hard violation, rows and values on the trails, head and tail of the queue]. The trails hold (row,
    its sum before) and (variable, its value before).
    """

    variables: Small
    terms: Small
    definers: Small
    values: Ints
    rows: Ints
    totals: Ints
    row_trail: Ints
    value_trail: Ints
    queue: Small
    queued: Flags


def new_state(graph: Graph, values: Ints) -> State:
    """Return the state in which the free variables have their values among these of all variables."""
    count = len(graph.values)
    state = State(
        graph.variables,
        graph.terms,
        graph.definers,
        graph.values.copy(),
        graph.rows.copy(),
        np.zeros(6, np.int64),
        np.zeros((ROOM, 2), np.int64),
        np.zeros((ROOM, 2), np.int64),
        np.zeros(1 << count.bit_length(), np.int32),
        np.zeros(count, np.bool_),
    )
    free = graph.free
    state.values[free, VALUE] = values[free]
    evaluate(state, graph.order, graph.offset)
    return state


@compiled
def evaluate(state: State, order: Small, offset: int) -> None:
    """Work out everything anew from the values of the free variables."""
    totals, values, rows = state.totals, state.values, state.rows
    totals[:] = 0
    totals[COSTS] = offset
    rows[:, SUM_OF_TERMS] = 0
    for variable in range(values.shape[0]):
        if state.variables[variable, WAY] == FREE:
            _spread(state, variable)
    for variable in order:
        values[variable, VALUE] = _worth(state, variable)
        totals[VIOLATION] += _outside(values, variable, values[variable, VALUE])
        _spread(state, variable)
    for row in range(rows.shape[0]):
        beyond = rows[row, SUM_OF_TERMS] - rows[row, BOUND]
        if rows[row, USE] == LIMIT:
            totals[VIOLATION] += max(0, beyond)
        elif rows[row, USE] == EQUAL:
            totals[VIOLATION] += abs(beyond)


@compiled
def _spread(state: State, variable: int) -> None:
    value = state.values[variable, VALUE]
    if value != 0:
        state.totals[COSTS] += state.values[variable, COST] * value
        for place in range(state.variables[variable, FIRST], state.variables[variable, END]):
            state.rows[state.terms[place, 0], SUM_OF_TERMS] += state.terms[place, 1] * value


@compiled
def _worth(state: State, variable: int) -> int:
    """Return the value that a derived variable takes."""
    first, last = state.variables[variable, DEFINED], state.variables[variable, DEFINED_END]
    way, rows = state.variables[variable, WAY], state.rows
    if way == SUM:
        row = state.definers[first]
        return int((rows[row, BOUND] - rows[row, SUM_OF_TERMS]) * rows[row, FACTOR])
    if way == LEAST:
        value = state.values[variable, LEAST_VALUE]
        for place in range(first, last):
            row = state.definers[place]
            beyond = rows[row, SUM_OF_TERMS] - rows[row, BOUND]
            if rows[row, FACTOR] != 1:
                beyond = -((-beyond) // rows[row, FACTOR])
            value = max(value, beyond)
        return int(value)
    value = state.values[variable, GREATEST_VALUE]
    for place in range(first, last):
        row = state.definers[place]
        room = rows[row, BOUND] - rows[row, SUM_OF_TERMS]
        if rows[row, FACTOR] != 1:
            room = room // rows[row, FACTOR]
        value = min(value, room)
    return int(value)


@compiled
def _outside(values: Ints, variable: int, value: int) -> int:
    """Return by how much a derived variable is outside its domain."""
    return int(max(0, value - values[variable, GREATEST_VALUE]) + max(0, values[variable, LEAST_VALUE] - value))


@compiled
def _shift(state: State, row: int, by: int) -> None:
    """Change the sum of a row; what it defines is queued."""
    totals, rows = state.totals, state.rows
    before = rows[row, SUM_OF_TERMS]
    after = before + by
    place = totals[ROWS_CHANGED]
    state.row_trail[place, 0], state.row_trail[place, 1] = row, before
    totals[ROWS_CHANGED] = place + 1
    rows[row, SUM_OF_TERMS] = after
    use, bound = rows[row, USE], rows[row, BOUND]
    if use >= 0:
        if not state.queued[use]:
            state.queued[use] = True
            state.queue[totals[TAIL]] = use
            totals[TAIL] = (totals[TAIL] + 1) & (state.queue.size - 1)
    elif use == LIMIT:
        totals[VIOLATION] += max(0, after - bound) - max(0, before - bound)
    else:
        totals[VIOLATION] += abs(after - bound) - abs(before - bound)


@compiled
def flip(state: State, variable: int, by: int) -> None:
    """Change a free variable, as far as rows that define nothing are concerned: `settle` does the rest."""
    first, middle = state.variables[variable, FIRST], state.variables[variable, MIDDLE]
    state.values[variable, VALUE] += by
    state.totals[COSTS] += state.values[variable, COST] * by
    if not _has_room(state, middle - first):
        return
    for place in range(first, middle):
        _shift(state, state.terms[place, 0], state.terms[place, 1] * by)


@compiled
def _has_room(state: State, changes: int) -> bool:
    """Tell whether there is room on the trails for a value and so many rows; the move is worth nothing where there is none."""
    fits = bool(state.totals[ROWS_CHANGED] + changes <= ROOM and state.totals[VALUES_CHANGED] < ROOM)
    if not fits:
        state.totals[VIOLATION] += TOO_MUCH
    return fits


@compiled
def settle(state: State, flips: Ints, count: int) -> None:
    """Bring all derived variables up to date after these free variables, (variable, change), were flipped."""
    totals, values = state.totals, state.values
    for number in range(count):
        variable = flips[number, 0]
        middle, end = state.variables[variable, MIDDLE], state.variables[variable, END]
        if not _has_room(state, end - middle):
            return
        for place in range(middle, end):
            _shift(state, state.terms[place, 0], state.terms[place, 1] * flips[number, 1])
    while totals[HEAD] != totals[TAIL]:
        variable = state.queue[totals[HEAD]]
        totals[HEAD] = (totals[HEAD] + 1) & (state.queue.size - 1)
        state.queued[variable] = False
        before = values[variable, VALUE]
        after = _worth(state, variable)
        if after != before:
            first, end = state.variables[variable, FIRST], state.variables[variable, END]
            if not _has_room(state, end - first):
                return
            place = totals[VALUES_CHANGED]
            state.value_trail[place, 0], state.value_trail[place, 1] = variable, before
            totals[VALUES_CHANGED] = place + 1
            values[variable, VALUE] = after
            totals[COSTS] += values[variable, COST] * (after - before)
            totals[VIOLATION] += _outside(values, variable, after) - _outside(values, variable, before)
            for term in range(first, end):
                _shift(state, state.terms[term, 0], state.terms[term, 1] * (after - before))


@compiled
def keep(state: State) -> None:
    """Forget how to take the last move back."""
    state.totals[ROWS_CHANGED] = state.totals[VALUES_CHANGED] = 0


@compiled
def take_back(state: State, flips: Ints, count: int, cost: int, violation: int) -> None:
    """Undo a move that began at this cost and hard violation."""
    totals = state.totals
    for place in range(totals[ROWS_CHANGED] - 1, -1, -1):
        state.rows[state.row_trail[place, 0], SUM_OF_TERMS] = state.row_trail[place, 1]
    for place in range(totals[VALUES_CHANGED] - 1, -1, -1):
        state.values[state.value_trail[place, 0], VALUE] = state.value_trail[place, 1]
    for number in range(count):
        state.values[flips[number, 0], VALUE] -= flips[number, 1]
    while totals[HEAD] != totals[TAIL]:  # a move that was broken off before its variables were settled
        state.queued[state.queue[totals[HEAD]]] = False
        totals[HEAD] = (totals[HEAD] + 1) & (state.queue.size - 1)
    totals[COSTS], totals[VIOLATION] = cost, violation
    totals[ROWS_CHANGED] = totals[VALUES_CHANGED] = 0
