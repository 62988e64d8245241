"""A walk through the plans of a compiled model: where it is, the move that is being made, the random numbers that lead it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.engine.compiled import compiled
from scheduler.engine.evaluator import COSTS, VIOLATION, State, new_state
from scheduler.engine.exchanges import Exchanges
from scheduler.engine.graph import VALUE, Graph, Ints

BEST, PROPOSED, UPDATED, ACCEPTED = range(4)  # what stands where in `Walk.counts`
Random = NDArray[np.uint64]


class Chain(NamedTuple):
    """The courses of a Kempe chain: the first `size[0]` of `moved`. `marks` of a course: 1 goes from the first slot to the second, 2
    comes back, 0 neither."""

    marks: Ints
    stack: Ints
    moved: Ints
    size: Ints


class Flips(NamedTuple):
    """The move that is made: the first `size[0]` of (free variable, change)."""

    items: Ints
    size: Ints


class Walk(NamedTuple):
    """One thread's walk: where it is, its best place, and what it needs on the way.

    `best` are the values of the free variables; `counts` is [its cost, proposals, updates of rows, moves made], `chance` the state of the random numbers.
    """

    state: State
    flips: Flips
    chain: Chain
    free: Ints
    best: Ints
    counts: Ints
    chance: Random


def new_walk(graph: Graph, exchanges: Exchanges, values: Ints, seed: int) -> Walk:
    """Return a walk that begins at these values of all variables."""
    free = graph.free
    state = new_state(graph, values)
    courses = exchanges.lessons.grid.shape[0]
    room = 8 * courses + 4 * len(exchanges.service.held) + 4096
    flips = Flips(np.zeros((room, 2), np.int64), np.zeros(1, np.int64))
    marks, stack, moved = (np.zeros(courses + 4, np.int64) for _ in range(3))
    chain = Chain(marks, stack, moved, np.zeros(1, np.int64))
    counts = np.zeros(4, np.int64)
    counts[0] = state.totals[COSTS] if state.totals[VIOLATION] == 0 else np.iinfo(np.int64).max
    chance = np.array([seed * 0x9E3779B97F4A7C15 + 1 & 0xFFFFFFFFFFFFFFFF], np.uint64)
    return Walk(state, flips, chain, free, state.values[free, VALUE], counts, chance)


@compiled
def _random(chance: Random) -> np.uint64:
    """Return the next 64 random bits (splitmix64, Steele et al. 2014)."""
    chance[0] += np.uint64(0x9E3779B97F4A7C15)
    bits = chance[0]
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.uint64(bits ^ (bits >> np.uint64(31)))


@compiled
def below(chance: Random, count: int) -> int:
    """Return a random number from 0 to below `count`, which is smaller than 2**31."""
    return int(np.int64(((_random(chance) >> np.uint64(33)) * np.uint64(count)) >> np.uint64(31)))


@compiled
def unit(chance: Random) -> float:
    """Return a random number above 0 and up to 1."""
    return (np.float64(_random(chance) >> np.uint64(11)) + 1.0) / 9007199254740992.0


@compiled
def is_on(values: Ints, decision: int) -> bool:
    """Tell whether a decision is taken; -1 is none."""
    return bool(decision >= 0 and values[decision, VALUE] == 1)


@compiled
def take(flips: Flips, decision: int) -> None:
    """Add to the move that a decision is no longer taken."""
    flips.items[flips.size[0], 0], flips.items[flips.size[0], 1] = decision, -1
    flips.size[0] += 1


@compiled
def give(flips: Flips, decision: int) -> None:
    """Add to the move that a decision is taken."""
    flips.items[flips.size[0], 0], flips.items[flips.size[0], 1] = decision, 1
    flips.size[0] += 1


@compiled
def just_one(values: Ints, flips: Flips, items: Ints, pick: int) -> None:
    """Propose that just the picked of some free variables is 1; none when the pick is beyond them."""
    for place in range(items.size):
        if is_on(values, items[place]) and place != pick:
            take(flips, items[place])
        elif place == pick and not is_on(values, items[place]):
            give(flips, items[place])
