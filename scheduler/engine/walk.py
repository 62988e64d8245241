"""A walk through the plans of a compiled model: where it is, the move that is being made, the random numbers that lead it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.engine.compiled import compiled_lean as compiled
from scheduler.engine.evaluator import COSTS, VIOLATION, State, new_state
from scheduler.engine.exchanges import Exchanges
from scheduler.engine.graph import Ints, Small
from scheduler.engine.layout import Layout

BEST, PROPOSED, UPDATED, ACCEPTED = range(4)  # what stands where in `Walk.counts`
Random = NDArray[np.uint64]


class Chain(NamedTuple):
    """The courses of a Kempe chain: the first `size[0]` of `moved`. `marks` of a course: 1 goes from the first slot to the second, 2
    comes back, 0 neither."""

    marks: Ints
    stack: Ints
    moved: Ints
    size: Ints


class Held(NamedTuple):
    """Where lessons are held, as bits, the lowest first: of each column the courses held there, of each course the columns."""

    courses: Random
    columns: Random


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
    held: Held
    free: Ints
    best: Small
    counts: Ints
    chance: Random


def new_walk(layout: Layout, exchanges: Exchanges, values: Ints, seed: int) -> Walk:
    """Return a walk that begins at these values of all variables."""
    free = layout.free
    state = new_state(layout, values)
    courses, columns = exchanges.lessons.grid.shape
    room = 8 * courses + 4 * len(exchanges.service.held) + 4096
    flips = Flips(np.zeros((room, 2), np.int64), np.zeros(1, np.int64))
    marks, stack, moved = (np.zeros(courses + 4, np.int64) for _ in range(3))
    chain = Chain(marks, stack, moved, np.zeros(1, np.int64))
    counts = np.zeros(4, np.int64)
    counts[0] = state.totals[COSTS] if state.totals[VIOLATION] == 0 else np.iinfo(np.int64).max
    held = Held(np.zeros((columns, -(-courses // 64)), np.uint64), np.zeros((courses, -(-columns // 64)), np.uint64))
    for course, column in np.argwhere(exchanges.lessons.grid >= 0).tolist():
        if state.values[exchanges.lessons.grid[course, column]] == 1:
            held.courses[column, course // 64] |= np.uint64(1 << course % 64)
            held.columns[course, column // 64] |= np.uint64(1 << column % 64)
    chance = np.array([seed & 0xFFFFFFFFFFFFFFFF], np.uint64)
    chance[0] = random_bits(chance)  # else the numbers of one seed would be those of the next, one later
    return Walk(state, flips, chain, held, free, state.values[free], counts, chance)


@compiled
def random_bits(chance: Random) -> np.uint64:
    """Return the next 64 random bits (splitmix64, Steele et al. 2014)."""
    chance[0] += np.uint64(0x9E3779B97F4A7C15)
    bits = chance[0]
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.uint64(bits ^ (bits >> np.uint64(31)))


@compiled
def below(chance: Random, count: int) -> int:
    """Return a random number from 0 to below `count`, which is smaller than 2**31."""
    return int(np.int64(((random_bits(chance) >> np.uint64(33)) * np.uint64(count)) >> np.uint64(31)))


@compiled
def unit(chance: Random) -> float:
    """Return a random number above 0 and up to 1."""
    return (np.float64(random_bits(chance) >> np.uint64(11)) + 1.0) / 9007199254740992.0


@compiled
def is_on(values: Small, decision: int) -> bool:
    """Tell whether a decision is taken; -1 is none."""
    return bool(decision >= 0 and values[decision] == 1)


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
def just_one(values: Small, flips: Flips, items: Ints, pick: int) -> None:
    """Propose that just the picked of some free variables is 1; none when the pick is beyond them."""
    for place in range(items.size):
        if is_on(values, items[place]) and place != pick:
            take(flips, items[place])
        elif place == pick and not is_on(values, items[place]):
            give(flips, items[place])


# Multiplied by this number (de Bruijn), a power of two has its exponent in the order of `_EXPONENTS` in the highest six bits.
_DE_BRUIJN = 0x03F79D71B4CB0A89
_EXPONENTS = np.zeros(64, np.int64)
_EXPONENTS[[(_DE_BRUIJN << n & 0xFFFFFFFFFFFFFFFF) >> 58 for n in range(64)]] = np.arange(64)


@compiled
def lowest(bits: np.uint64) -> int:
    """Return the number of the lowest bit that is 1, of which there is one."""
    alone = bits & (~bits + np.uint64(1))
    return int(_EXPONENTS[np.int64((alone * np.uint64(_DE_BRUIJN)) >> np.uint64(58))])


@compiled
def without_lowest(bits: np.uint64) -> np.uint64:
    """Return bits without the lowest that is 1."""
    return np.uint64(bits & (bits - np.uint64(1)))


@compiled
def is_held(held: Held, course: int, column: int) -> bool:
    """Tell whether a lesson is held."""
    return bool((held.columns[course, column >> 6] >> np.uint64(column & 63)) & np.uint64(1))


@compiled
def note_lessons(walk: Walk, place: Small, columns: int) -> None:
    """Bring `held` up to date after a move that is kept; `place` of a decision is course x columns + column, -1 for none."""
    held, flips = walk.held, walk.flips
    for number in range(flips.size[0]):
        decision = flips.items[number, 0]
        if decision < place.size and place[decision] >= 0:
            course, column = place[decision] // columns, place[decision] % columns
            held.courses[column, course >> 6] ^= np.uint64(1) << np.uint64(course & 63)
            held.columns[course, column >> 6] ^= np.uint64(1) << np.uint64(column & 63)
