"""What a decision costs: the derived variables of a graph kept up to date while decisions flip, compiled.

Compiled code checks no bounds: the tests run it with them checked as well.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scheduler.engine.compiled import compiled_lean as compiled
from scheduler.engine.graph import EQUAL, FREE, LEAST, LIMIT, SUM, Flags, Ints, Small
from scheduler.engine.layout import (
    COST,
    DEFINED,
    DEFINED_END,
    END,
    FACTOR,
    FIRST,
    GREATEST_VALUE,
    LATE,
    LEAST_VALUE,
    MIDDLE,
    ROW,
    SLACK,
    USE,
    WAY,
    Layout,
)

ROOM = 1 << 17  # changes of rows, and of values, that one move may lead to
FAR = 1 << 30  # no row may be farther from its bound: sums have 32 bits
TOO_MUCH = 1 << 40  # violation of a move that would lead to more
COSTS, VIOLATION, ROWS_CHANGED, VALUES_CHANGED, HEAD, TAIL = range(6)  # what stands where in `State.totals`


class State(NamedTuple):
    """A layout with values, for one thread, and what is needed to take a move back.

    `totals` is [cost, hard violation, rows and values on the trails, head and tail of the queue]. The trails hold (row, what was left to its bound) and (variable, its value before, and after).
    """

    variables: Small
    terms: Small
    definers: Small
    values: Small
    rows: Small
    totals: Ints
    row_trail: Small
    value_trail: Small
    queue: Small
    queued: Flags


def new_state(layout: Layout, values: Ints) -> State:
    """Return the state in which the free variables have their values among these of all variables."""
    count = len(layout.variables)
    state = State(
        layout.variables,
        layout.terms,
        layout.definers,
        np.zeros(count, np.int32),
        layout.rows.copy(),
        np.zeros(6, np.int64),
        np.zeros((ROOM, 2), np.int32),
        np.zeros((ROOM, 3), np.int32),
        np.zeros(1 << count.bit_length(), np.int32),
        np.zeros(count, np.bool_),
    )
    state.values[layout.free] = values[layout.free]
    evaluate(state, layout.order, layout.offset)
    return state


@compiled
def evaluate(state: State, order: Small, offset: int) -> None:
    """Work out everything from the values of the free variables, where no row was told of any yet."""
    totals, values, rows = state.totals, state.values, state.rows
    totals[:] = 0
    totals[COSTS] = offset
    for variable in range(values.size):
        if state.variables[variable, WAY] == FREE:
            _spread(state, variable)
    for variable in order:
        values[variable] = _worth(state, variable)
        totals[VIOLATION] += _outside(state, variable, values[variable])
        _spread(state, variable)
    for row in range(rows.shape[0]):
        if rows[row, USE] == LIMIT:
            totals[VIOLATION] += max(0, -rows[row, SLACK])
        elif rows[row, USE] == EQUAL:
            totals[VIOLATION] += abs(rows[row, SLACK])


@compiled
def _spread(state: State, variable: int) -> None:
    value = np.int64(state.values[variable])
    if value != 0:
        state.totals[COSTS] += state.variables[variable, COST] * value
        for place in range(state.variables[variable, FIRST], state.variables[variable, END]):
            row = state.terms[place, 0]
            after = state.rows[row, SLACK] - state.terms[place, 1] * value
            state.rows[row, SLACK] = after
            if abs(after) > FAR:
                state.totals[VIOLATION] += TOO_MUCH


@compiled
def _worth(state: State, variable: int) -> int:
    """Return the value that a derived variable takes."""
    first, last = state.variables[variable, DEFINED], state.variables[variable, DEFINED_END]
    way, rows, definers = state.variables[variable, WAY], state.rows, state.definers
    if way == SUM:
        return int(rows[definers[first, ROW], SLACK] * definers[first, FACTOR])
    if way == LEAST:
        value = state.variables[variable, LEAST_VALUE]
        for place in range(first, last):
            room = rows[definers[place, ROW], SLACK]
            if definers[place, FACTOR] != 1:
                room = room // definers[place, FACTOR]
            value = max(value, -room)
        return int(value)
    value = state.variables[variable, GREATEST_VALUE]
    for place in range(first, last):
        room = rows[definers[place, ROW], SLACK]
        if definers[place, FACTOR] != 1:
            room = room // definers[place, FACTOR]
        value = min(value, room)
    return int(value)


@compiled
def _outside(state: State, variable: int, value: int) -> int:
    """Return by how much a derived variable is outside its domain."""
    most, least = state.variables[variable, GREATEST_VALUE], state.variables[variable, LEAST_VALUE]
    return int(max(0, value - most) + max(0, least - value))


@compiled
def _shift(state: State, first: int, last: int, by: int) -> None:
    """Tell the rows of these terms that a variable has changed; what they define is queued.

    The move is worth nothing where there is no room on the trail.
    """
    totals, rows, terms, trail = state.totals, state.rows, state.terms, state.row_trail
    place = totals[ROWS_CHANGED]
    if place + last - first > ROOM:
        totals[VIOLATION] += TOO_MUCH
        return
    worse = 0
    for term in range(first, last):
        row = terms[term, 0]
        before, use = np.int64(rows[row, SLACK]), rows[row, USE]
        after = before - terms[term, 1] * by
        trail[place, 0], trail[place, 1] = row, before
        place += 1
        rows[row, SLACK] = after
        if use >= 0:
            if not state.queued[use]:
                state.queued[use] = True
                state.queue[totals[TAIL]] = use
                totals[TAIL] = (totals[TAIL] + 1) & (state.queue.size - 1)
        elif use == LIMIT:
            worse += max(0, -after) - max(0, -before)
        else:
            worse += abs(after) - abs(before)
        if abs(after) > FAR:
            worse += TOO_MUCH
    totals[ROWS_CHANGED] = place
    totals[VIOLATION] += worse


@compiled
def flip(state: State, variable: int, by: int) -> None:
    """Change a free variable, as far as rows that define nothing are concerned: `settle` does the rest."""
    state.values[variable] += by
    state.totals[COSTS] += state.variables[variable, COST] * by
    _shift(state, state.variables[variable, FIRST], state.variables[variable, MIDDLE], by)


@compiled
def settle_urgent(state: State, flips: Ints, count: int) -> None:
    """Bring those derived variables up to date that may break something, after these free variables, (variable, change), were
    flipped: mostly a fifth of all."""
    for number in range(count):
        variable = flips[number, 0]
        middle, late = state.variables[variable, MIDDLE], state.variables[variable, LATE]
        _shift(state, middle, late, flips[number, 1])
    _settle_queued(state, FIRST, LATE)


@compiled
def settle_others(state: State, flips: Ints, count: int) -> None:
    """Bring all others up to date, after `settle_urgent`."""
    totals = state.totals
    for number in range(count):
        variable = flips[number, 0]
        _shift(state, state.variables[variable, LATE], state.variables[variable, END], flips[number, 1])
    for place in range(totals[VALUES_CHANGED]):
        variable = state.value_trail[place, 0]
        by = state.value_trail[place, 2] - state.value_trail[place, 1]
        _shift(state, state.variables[variable, LATE], state.variables[variable, END], by)
    _settle_queued(state, FIRST, END)


@compiled
def _settle_queued(state: State, first: int, last: int) -> None:
    """Work out anew what is queued until nothing changes, and tell the rows of terms between these two columns."""
    totals, values, trail = state.totals, state.values, state.value_trail
    while totals[HEAD] != totals[TAIL]:
        variable = state.queue[totals[HEAD]]
        totals[HEAD] = (totals[HEAD] + 1) & (state.queue.size - 1)
        state.queued[variable] = False
        before = np.int64(values[variable])
        after = _worth(state, variable)
        if after != before:
            place = totals[VALUES_CHANGED]
            if place >= ROOM:
                totals[VIOLATION] += TOO_MUCH
                return
            trail[place, 0], trail[place, 1], trail[place, 2] = variable, before, after
            totals[VALUES_CHANGED] = place + 1
            values[variable] = after
            totals[COSTS] += state.variables[variable, COST] * (after - before)
            totals[VIOLATION] += _outside(state, variable, after) - _outside(state, variable, int(before))
            _shift(state, state.variables[variable, first], state.variables[variable, last], int(after - before))


@compiled
def keep(state: State) -> None:
    """Forget how to take the last move back."""
    state.totals[ROWS_CHANGED] = state.totals[VALUES_CHANGED] = 0


@compiled
def take_back(state: State, flips: Ints, count: int, cost: int, violation: int) -> None:
    """Undo a move that began at this cost and hard violation."""
    totals = state.totals
    for place in range(totals[ROWS_CHANGED] - 1, -1, -1):
        state.rows[state.row_trail[place, 0], SLACK] = state.row_trail[place, 1]
    for place in range(totals[VALUES_CHANGED] - 1, -1, -1):
        state.values[state.value_trail[place, 0]] = state.value_trail[place, 1]
    for number in range(count):
        state.values[flips[number, 0]] -= flips[number, 1]
    while totals[HEAD] != totals[TAIL]:  # a move that was broken off before its variables were settled
        state.queued[state.queue[totals[HEAD]]] = False
        totals[HEAD] = (totals[HEAD] + 1) & (state.queue.size - 1)
    totals[COSTS], totals[VIOLATION] = cost, violation
    totals[ROWS_CHANGED] = totals[VALUES_CHANGED] = 0
