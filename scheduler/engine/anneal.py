"""Simulated annealing on the posted model, compiled: moves from the structure of the week, priced by the posted rows."""

from __future__ import annotations

import math

import numpy as np

from scheduler.engine.compiled import compiled_lean as compiled
from scheduler.engine.evaluator import (
    COSTS,
    ROWS_CHANGED,
    VIOLATION,
    State,
    flip,
    keep,
    settle_others,
    settle_urgent,
    take_back,
)
from scheduler.engine.exchanges import Exchanges, Lists
from scheduler.engine.graph import LIMIT, Ints
from scheduler.engine.layout import SLACK, USE
from scheduler.engine.lesson_moves import choose_again, move_double, move_lesson, move_meeting, rotate_lessons
from scheduler.engine.session_moves import exchange_adults, exchange_grants, move_session
from scheduler.engine.walk import ACCEPTED, BEST, PROPOSED, UPDATED, Flips, Walk, below, is_on, note_lessons, take, unit

MOST_ENDED = 3  # grants that one move may end
# What a move is of, in the order of `_propose`; the shares of each in a hundred proposals or so.
SHARES = np.array([40, 5, 3, 2, 12, 4, 40, 14, 4, 12, 4], np.int64)


@compiled
def _propose(walk: Walk, exchanges: Exchanges, kind: int) -> None:
    """Propose a move of a kind, in the order of `SHARES`; no flips where none was found."""
    walk.flips.size[0] = 0
    if kind == 0:
        move_lesson(walk, exchanges)
    elif kind == 1:
        move_double(walk, exchanges)
    elif kind == 2:
        move_meeting(walk, exchanges)
    elif kind == 3:
        choose_again(walk, exchanges.lessons)
    elif kind == 4:
        exchange_grants(walk.state.values, exchanges.service.grants, walk)
    elif kind == 5:
        move_session(walk, exchanges.service)
    elif kind == 6:
        rotate_lessons(walk, exchanges)
    else:
        exchange_adults(walk, exchanges.service, kind >= 9, kind == 8 or kind == 10)


@compiled
def _end_some(state: State, ends: Lists, flips: Flips, violation: int) -> None:
    """Give up, of what a move has made too much, what may be given up."""
    place, ended, last = 0, 0, state.totals[ROWS_CHANGED]
    while place < last and ended < MOST_ENDED and state.totals[VIOLATION] > violation:
        row = state.row_trail[place, 0]
        place += 1
        if state.rows[row, USE] == LIMIT and state.rows[row, SLACK] < 0:
            for decision in ends.items[ends.starts[row] : ends.starts[row + 1]]:
                if is_on(state.values, decision):
                    take(flips, decision)
                    flip(state, decision, flips.items[flips.size[0] - 1, 1])
                    ended += 1
                    break


@compiled
def anneal(walk: Walk, exchanges: Exchanges, shares: Ints, proposals: int, temperature: float, price: float) -> None:
    """Propose so many moves at a temperature, in units of cost. A unit of hard violation costs `price`; 0: it is forbidden.

    `shares` are the running totals of `SHARES`. `walk.best` is only ever a place without hard violation.
    """
    state, totals, counts, flips = walk.state, walk.state.totals, walk.counts, walk.flips
    for _ in range(proposals):
        draw, kind = below(walk.chance, shares[-1]), 0
        while draw >= shares[kind]:
            kind += 1
        _propose(walk, exchanges, kind)
        counts[PROPOSED] += 1
        if flips.size[0] == 0:
            continue
        cost, violation = totals[COSTS], totals[VIOLATION]
        limit = -temperature * math.log(unit(walk.chance))
        for number in range(flips.size[0]):
            flip(state, flips.items[number, 0], flips.items[number, 1])
        if totals[VIOLATION] > violation:
            _end_some(state, exchanges.service.ends, flips, violation)
        worse = totals[VIOLATION] - violation
        fits = worse <= 0 or (price > 0 and price * worse <= limit)
        if fits:
            settle_urgent(state, flips.items, flips.size[0])
            worse = totals[VIOLATION] - violation
            fits = worse <= 0 or (price > 0 and price * worse <= limit)
        if fits:
            settle_others(state, flips.items, flips.size[0])
            worse = totals[VIOLATION] - violation
            fits = totals[COSTS] - cost + price * worse <= limit and (price > 0 or worse <= 0)
        counts[UPDATED] += totals[ROWS_CHANGED]
        if not fits:
            take_back(state, flips.items, flips.size[0], cost, violation)
            continue
        keep(state)
        note_lessons(walk, exchanges.lessons.place, exchanges.lessons.grid.shape[1])
        counts[ACCEPTED] += 1
        if totals[VIOLATION] == 0 and totals[COSTS] < counts[BEST]:
            counts[BEST] = totals[COSTS]
            for place in range(walk.free.size):
                walk.best[place] = state.values[walk.free[place]]
