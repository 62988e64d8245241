"""Local search on the posted model: simulated annealing over exchanges, compiled.

A move is proposed from the structure of the week (`exchanges.py`), its cost is worked out from the posted rows (`graph.py`). Lessons
move along Kempe chains: a lesson goes from one slot to another, what cannot be held beside it there comes back the other
way, and so on until all fit. So classes and teachers never clash on the way.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.engine.compiled import compiled
from scheduler.engine.evaluator import COSTS, ROWS_CHANGED, VIOLATION, State, flip, keep, new_state, settle, take_back
from scheduler.engine.exchanges import Exchanges, Lessons, Lists, Service, Small
from scheduler.engine.graph import BOUND, LIMIT, SUM_OF_TERMS, USE, VALUE, Graph, Ints

LONGEST_CHAIN = 30
TRIES = 4  # at a slot for a lesson
MOST_ENDED = 3  # grants that one move may end
# What a move is of; the shares of each in a hundred proposals.
SHARES = np.array([40, 5, 3, 2, 12, 4, 40, 14, 4, 12, 4], np.int64)
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
def _below(chance: Random, count: int) -> int:
    """Return a random number from 0 to below `count`, which is smaller than 2**31."""
    return int(np.int64(((_random(chance) >> np.uint64(33)) * np.uint64(count)) >> np.uint64(31)))


@compiled
def _unit(chance: Random) -> float:
    """Return a random number above 0 and up to 1."""
    return (np.float64(_random(chance) >> np.uint64(11)) + 1.0) / 9007199254740992.0


@compiled
def _on(values: Ints, decision: int) -> bool:
    return bool(decision >= 0 and values[decision, VALUE] == 1)


@compiled
def _take(flips: Flips, decision: int) -> None:
    """Add to the move that a decision is no longer taken."""
    flips.items[flips.size[0], 0], flips.items[flips.size[0], 1] = decision, -1
    flips.size[0] += 1


@compiled
def _give(flips: Flips, decision: int) -> None:
    """Add to the move that a decision is taken."""
    flips.items[flips.size[0], 0], flips.items[flips.size[0], 1] = decision, 1
    flips.size[0] += 1


@compiled
def _take_lesson(values: Ints, choices: Lists, flips: Flips, decision: int) -> None:
    """Add that a lesson is taken away, with what was chosen for it."""
    _take(flips, decision)
    for choice in choices.items[choices.starts[decision] : choices.starts[decision + 1]]:
        if _on(values, choice):
            _take(flips, choice)


@compiled
def _give_lesson(choices: Lists, walk: Walk, decision: int) -> None:
    """Add that a lesson is given, with a choice for it."""
    _give(walk.flips, decision)
    size = choices.starts[decision + 1] - choices.starts[decision]
    if size > 0:
        pick = _below(walk.chance, size + 1)
        if pick < size:
            _give(walk.flips, choices.items[choices.starts[decision] + pick])


@compiled
def _may_move(state: State, alone: Lists, source: int, goal: int) -> bool:
    """Tell whether the rows that limit a course alone let it go from one decision to another."""
    for row in alone.items[alone.starts[goal] : alone.starts[goal + 1]]:
        if state.rows[row, SUM_OF_TERMS] >= state.rows[row, BOUND]:
            gives = False
            for other in alone.items[alone.starts[source] : alone.starts[source + 1]]:
                gives = gives or other == row
            if not gives:
                return False
    return True


@compiled
def _grow(state: State, lessons: Lessons, chain: Chain, course: int, here: int, there: int) -> bool:
    """Add to a chain a course that moves from `here` to `there`, and all that must move with it, or back.

    Tell whether the chain could be closed; else it is empty again.
    """
    values, grid, marks, stack, moved, size = (
        state.values,
        lessons.grid,
        chain.marks,
        chain.stack,
        chain.moved,
        chain.size,
    )
    stack[0], marks[course], moved[size[0]] = course, 1, course
    size[0] += 1
    top, fits = 1, True
    while top > 0 and fits:
        top -= 1
        one = stack[top]
        source, goal = (here, there) if marks[one] == 1 else (there, here)
        fits = grid[one, goal] >= 0 and not _on(values, grid[one, goal])
        fits = fits and _may_move(state, lessons.alone, grid[one, source], grid[one, goal])
        for other in lessons.clashes.items[lessons.clashes.starts[one] : lessons.clashes.starts[one + 1]]:
            if fits and _on(values, grid[other, goal]):
                if marks[other] == 0 and size[0] < LONGEST_CHAIN:
                    marks[other], moved[size[0]], stack[top] = 3 - marks[one], other, other
                    size[0], top = size[0] + 1, top + 1
                else:
                    fits = marks[other] == 3 - marks[one]
        for other in lessons.links.items[lessons.links.starts[one] : lessons.links.starts[one + 1]]:
            if fits and _on(values, grid[other, source]):
                if marks[other] == 0 and size[0] < LONGEST_CHAIN:
                    marks[other], moved[size[0]], stack[top] = marks[one], other, other
                    size[0], top = size[0] + 1, top + 1
                else:
                    fits = marks[other] == marks[one]
    if not fits:
        _wipe(chain)
    return fits


@compiled
def _wipe(chain: Chain) -> None:
    """Leave a chain empty."""
    for course in chain.moved[: chain.size[0]]:
        chain.marks[course] = 0
    chain.size[0] = 0


@compiled
def _emit(walk: Walk, exchanges: Exchanges, here: int, there: int) -> None:
    """Add the moves of a chain, and of the adults who watch where a class has no lesson; leave the chain empty."""
    values, chain, lessons = walk.state.values, walk.chain, exchanges.lessons
    held = exchanges.service.held
    for one in chain.moved[: chain.size[0]]:
        source, goal = (here, there) if chain.marks[one] == 1 else (there, here)
        _take_lesson(values, lessons.choices, walk.flips, lessons.grid[one, source])
        _give_lesson(lessons.choices, walk, lessons.grid[one, goal])
        now, then = lessons.watch[one, goal], lessons.watch[one, source]
        if now >= 0 and then >= 0 and _on(values, held[now]) and not _on(values, held[then]):
            _carry(values, exchanges.service, walk, now, then)
    _wipe(chain)


@compiled
def _held_at(values: Ints, grid: Small, row: int, chance: Random) -> int:
    """Return a random column at which a course, or meeting, is held; -1 where it is not."""
    found, seen = (-1), 0
    for column in range(grid.shape[1]):
        if _on(values, grid[row, column]):
            seen += 1
            if _below(chance, seen) == 0:
                found = column
    return found


@compiled
def _lesson(walk: Walk, exchanges: Exchanges) -> None:
    """Propose to move a lesson to another slot."""
    values, lessons = walk.state.values, exchanges.lessons
    if lessons.single.size > 0:
        course = lessons.single[_below(walk.chance, lessons.single.size)]
        here = _held_at(values, lessons.grid, course, walk.chance)
        for _ in range(TRIES):
            there = _below(walk.chance, lessons.grid.shape[1])
            goal = lessons.grid[course, there]
            if here < 0 or (goal >= 0 and _may_move(walk.state, lessons.alone, lessons.grid[course, here], goal)):
                break
        may = here >= 0 and there != here and lessons.grid[course, there] >= 0
        if may and _grow(walk.state, lessons, walk.chain, course, here, there):
            _emit(walk, exchanges, here, there)


@compiled
def _only_clash(values: Ints, lessons: Lessons, course: int, column: int) -> int:
    """Return the one course held at a slot that cannot be held beside another; -1 where there is none or more than one."""
    found = -1
    for other in lessons.clashes.items[lessons.clashes.starts[course] : lessons.clashes.starts[course + 1]]:
        if _on(values, lessons.grid[other, column]):
            if found >= 0:
                return -1
            found = int(other)
    return found


@compiled
def _rotate(walk: Walk, exchanges: Exchanges) -> None:
    """Propose that three lessons take each other's slots in turn, which two could not."""
    values, lessons = walk.state.values, exchanges.lessons
    grid = lessons.grid
    if lessons.single.size == 0:
        return
    one = lessons.single[_below(walk.chance, lessons.single.size)]
    first = _held_at(values, grid, one, walk.chance)
    second, third = _below(walk.chance, grid.shape[1]), _below(walk.chance, grid.shape[1])
    if first < 0 or first in (second, third) or second == third:
        return
    other = _only_clash(values, lessons, one, second)
    another = _only_clash(values, lessons, other, third) if other >= 0 else -1
    if another < 0 or another == one or _only_clash(values, lessons, another, first) != one:
        return
    for course, source, goal in ((one, first, second), (other, second, third), (another, third, first)):
        decision = grid[course, goal]
        linked = lessons.links.starts[course + 1] > lessons.links.starts[course]
        if linked or decision < 0 or _on(values, decision):
            walk.flips.size[0] = 0
            return
        if not _may_move(walk.state, lessons.alone, grid[course, source], decision):
            walk.flips.size[0] = 0
            return
        _take_lesson(values, lessons.choices, walk.flips, grid[course, source])
        _give_lesson(lessons.choices, walk, decision)


@compiled
def _double(walk: Walk, exchanges: Exchanges) -> None:
    """Propose to move two lessons in a row to two others in a row."""
    values, lessons = walk.state.values, exchanges.lessons
    if lessons.double.size == 0:
        return
    course = lessons.double[_below(walk.chance, lessons.double.size)]
    here = _held_at(values, lessons.grid, course, walk.chance)
    there = _below(walk.chance, lessons.grid.shape[1])
    if here < 0 or here == there:
        return
    here_after, there_after = lessons.following[course, here], lessons.following[course, there]
    if here_after < 0 or there_after < 0 or there_after == here or there == here_after:
        return
    for part in range(2):
        source, goal = (here, there) if part == 0 else (here_after, there_after)
        fits = _on(values, lessons.grid[course, source]) and lessons.grid[course, goal] >= 0
        if not fits or not _grow(walk.state, lessons, walk.chain, course, source, goal):
            walk.flips.size[0] = 0
            return
        _emit(walk, exchanges, source, goal)


@compiled
def _meeting(walk: Walk, exchanges: Exchanges) -> None:
    """Propose to move a meeting; the lessons that it displaces come to the slots that it leaves."""
    values, lessons, flips = walk.state.values, exchanges.lessons, walk.flips
    grid, starts = lessons.meetings, lessons.displaced.starts
    if grid.shape[0] == 0:
        return
    meeting = _below(walk.chance, grid.shape[0])
    here, there = _held_at(values, grid, meeting, walk.chance), _below(walk.chance, grid.shape[1])
    if here < 0 or grid[meeting, there] < 0 or abs(there - here) < lessons.lengths[meeting]:
        return
    _take(flips, grid[meeting, here])
    _give(flips, grid[meeting, there])
    for part in range(lessons.lengths[meeting]):
        for course in lessons.displaced.items[starts[meeting] : starts[meeting + 1]]:
            stays = walk.chain.marks[course] != 0 or not _on(values, lessons.grid[course, there + part])
            if not stays and not _grow(walk.state, lessons, walk.chain, course, there + part, here + part):
                flips.size[0] = 0
                return
        _emit(walk, exchanges, there + part, here + part)


@compiled
def _one_of(values: Ints, flips: Flips, items: Small, pick: int) -> None:
    """Propose that just the picked of some free variables is 1; none when the pick is beyond them."""
    for place in range(items.size):
        if _on(values, items[place]) and place != pick:
            _take(flips, items[place])
        elif place == pick and not _on(values, items[place]):
            _give(flips, items[place])


@compiled
def _choice(walk: Walk, lessons: Lessons) -> None:
    """Propose another choice for a lesson that has one."""
    if lessons.choices.items.size == 0 or lessons.single.size == 0:
        return
    for _ in range(8):
        course = lessons.single[_below(walk.chance, lessons.single.size)]
        decision = lessons.grid[course, _below(walk.chance, lessons.grid.shape[1])]
        if _on(walk.state.values, decision):
            items = lessons.choices.items[lessons.choices.starts[decision] : lessons.choices.starts[decision + 1]]
            if items.size > 0:
                _one_of(walk.state.values, walk.flips, items, _below(walk.chance, items.size + 1))
                return


@compiled
def _seat(seats: Lists, session: int, teacher: int) -> int:
    """Return the decision that a teacher serves in a session, -1 where he cannot."""
    low, end = seats.starts[session], seats.starts[session + 1]
    high = end
    while low < high:
        middle = (low + high) // 2
        if seats.items[middle, 0] < teacher:
            low = middle + 1
        else:
            high = middle
    return seats.items[low, 1] if low < end and seats.items[low, 0] == teacher else -1


@compiled
def _carry(values: Ints, service: Service, walk: Walk, session: int, goal: int) -> None:
    """Add that a session is held at another slot, by the same adults where they can be there, in the same place."""
    flips, seats, places = walk.flips, service.seats, service.places
    _take(flips, service.held[session])
    _give(flips, service.held[goal])
    first, size = seats.starts[goal], seats.starts[goal + 1] - seats.starts[goal]
    for place in range(seats.starts[session], seats.starts[session + 1]):
        if size > 0 and _on(values, seats.items[place, 1]):
            seat = _seat(seats, goal, seats.items[place, 0])
            if seat < 0 or _unit(walk.chance) < 0.25:  # now and then somebody else, who may be free there
                seat = seats.items[first + _below(walk.chance, size), 1]
            _take(flips, seats.items[place, 1])
            if not _on(values, seat):
                _give(flips, seat)
    for place in range(places.starts[session], places.starts[session + 1]):
        if _on(values, places.items[place, 1]):
            _take(flips, places.items[place, 1])
            for other in range(places.starts[goal], places.starts[goal + 1]):
                if places.items[other, 0] == places.items[place, 0]:
                    _give(flips, places.items[other, 1])


@compiled
def _grant(values: Ints, grants: Lists, walk: Walk) -> None:
    """Propose to give or end some flexible time, or to exchange it for other time, mostly of the same teacher."""
    if grants.items.size == 0:
        return
    teacher = _below(walk.chance, grants.starts.size - 1)
    first, size = grants.starts[teacher], grants.starts[teacher + 1] - grants.starts[teacher]
    if size == 0:
        return
    one = grants.items[first + _below(walk.chance, size)]
    given = _on(values, one)
    if _unit(walk.chance) < 0.6:
        if _unit(walk.chance) < 0.2:
            first, size = 0, int(grants.items.size)
        other = grants.items[first + _below(walk.chance, size)]
        if _on(values, other) == given:
            return
        if given:
            _give(walk.flips, other)
        else:
            _take(walk.flips, other)
    if given:
        _take(walk.flips, one)
    else:
        _give(walk.flips, one)


@compiled
def _session(walk: Walk, service: Service) -> None:
    """Propose another slot for a session of a station that chooses, or another place."""
    if service.timed.size == 0:
        return
    values, sessions = walk.state.values, service.sessions
    station = service.timed[_below(walk.chance, service.timed.size)]
    first, size = sessions.starts[station], sessions.starts[station + 1] - sessions.starts[station]
    one = sessions.items[first + _below(walk.chance, size)]
    other = sessions.items[first + _below(walk.chance, size)]
    if not _on(values, service.held[one]):
        one, other = other, one
    if not _on(values, service.held[one]):
        return
    places = service.places.items[service.places.starts[one] : service.places.starts[one + 1], 1]
    if places.size > 1 and _unit(walk.chance) < 0.3:
        _one_of(values, walk.flips, places, _below(walk.chance, places.size))
    elif not _on(values, service.held[other]):
        _carry(values, service, walk, one, other)


@compiled
def _serving(values: Ints, service: Service, chance: Random) -> tuple[int, int]:
    """Return a session that is held and the place of somebody's seat who serves in it; -1 where none was found."""
    for _ in range(40):
        session = service.staffed[_below(chance, service.staffed.size)]
        found, seen = (-1), 0
        for place in range(service.seats.starts[session], service.seats.starts[session + 1]):
            if _on(values, service.seats.items[place, 1]):
                seen += 1
                if _below(chance, seen) == 0:
                    found = place
        if found >= 0:
            return session, found
    return -1, -1


@compiled
def _replace(values: Ints, service: Service, flips: Flips, session: int, one: int, other: int, whole: bool) -> None:
    """Add that one teacher's turn in a session, or in all of its station, becomes another's, where that can be."""
    station = service.station[session]
    for each in service.sessions.items[service.sessions.starts[station] : service.sessions.starts[station + 1]]:
        if whole or each == session:
            old, new = _seat(service.seats, each, one), _seat(service.seats, each, other)
            if _on(values, old) and new >= 0 and not _on(values, new):
                _take(flips, old)
                _give(flips, new)


@compiled
def _adult(walk: Walk, service: Service, exchange: bool, whole: bool) -> None:
    """Propose another adult in a session, or an exchange of two adults' sessions; `whole`: in all sessions of the stations."""
    if service.staffed.size == 0:
        return
    values, seats = walk.state.values, service.seats
    session, seat = _serving(values, service, walk.chance)
    if session < 0:
        return
    pick = seats.starts[session] + _below(walk.chance, seats.starts[session + 1] - seats.starts[session])
    one, other = seats.items[seat, 0], seats.items[pick, 0]
    if _on(values, seats.items[pick, 1]):
        return
    back = _turn_of(values, service, walk.chance, session, one, other) if exchange else session
    if back < 0:
        return
    _replace(values, service, walk.flips, session, one, other, whole)
    if exchange and not (whole and service.station[back] == service.station[session]):
        _replace(values, service, walk.flips, back, other, one, whole)


@compiled
def _turn_of(values: Ints, service: Service, chance: Random, session: int, one: int, other: int) -> int:
    """Return a session of another adult's into which one could go instead, often one at the same time; -1 for none."""
    turns, alike, found, seen = service.turns, _unit(chance) < 0.5, (-1), 0
    for place in range(turns.starts[other], turns.starts[other + 1]):
        back = turns.items[place, 0]
        fits = not alike or service.moment[back] == service.moment[session]
        if fits and back != session and _on(values, turns.items[place, 1]):
            seen += 1
            if _below(chance, seen) == 0:
                found = back
    seat = _seat(service.seats, found, one) if found >= 0 else -1
    return found if seat >= 0 and not _on(values, seat) else -1


@compiled
def _propose(walk: Walk, exchanges: Exchanges, kind: int) -> None:
    """Propose a move of a kind, in the order of `SHARES`; no flips where none was found."""
    walk.flips.size[0] = 0
    if kind == 0:
        _lesson(walk, exchanges)
    elif kind == 1:
        _double(walk, exchanges)
    elif kind == 2:
        _meeting(walk, exchanges)
    elif kind == 3:
        _choice(walk, exchanges.lessons)
    elif kind == 4:
        _grant(walk.state.values, exchanges.service.grants, walk)
    elif kind == 5:
        _session(walk, exchanges.service)
    elif kind == 6:
        _rotate(walk, exchanges)
    else:
        _adult(walk, exchanges.service, kind >= 9, kind == 8 or kind == 10)


@compiled
def _end_some(state: State, ends: Lists, flips: Flips, violation: int) -> None:
    """Give up, of what a move has made too much, what may be given up."""
    place, ended, last = 0, 0, state.totals[ROWS_CHANGED]
    while place < last and ended < MOST_ENDED and state.totals[VIOLATION] > violation:
        row = state.row_trail[place, 0]
        place += 1
        if state.rows[row, USE] == LIMIT and state.rows[row, SUM_OF_TERMS] > state.rows[row, BOUND]:
            for decision in ends.items[ends.starts[row] : ends.starts[row + 1]]:
                if _on(state.values, decision):
                    _take(flips, decision)
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
        draw, kind = _below(walk.chance, shares[-1]), 0
        while draw >= shares[kind]:
            kind += 1
        _propose(walk, exchanges, kind)
        counts[PROPOSED] += 1
        if flips.size[0] == 0:
            continue
        cost, violation = totals[COSTS], totals[VIOLATION]
        limit = -temperature * math.log(_unit(walk.chance))
        for number in range(flips.size[0]):
            flip(state, flips.items[number, 0], flips.items[number, 1])
        if totals[VIOLATION] > violation:
            _end_some(state, exchanges.service.ends, flips, violation)
        worse = totals[VIOLATION] - violation
        fits = worse <= 0 or (price > 0 and price * worse <= limit)
        if fits:
            settle(state, flips.items, flips.size[0])
            worse = totals[VIOLATION] - violation
            fits = totals[COSTS] - cost + price * worse <= limit and (price > 0 or worse <= 0)
        counts[UPDATED] += totals[ROWS_CHANGED]
        if not fits:
            take_back(state, flips.items, flips.size[0], cost, violation)
            continue
        keep(state)
        counts[ACCEPTED] += 1
        if totals[VIOLATION] == 0 and totals[COSTS] < counts[BEST]:
            counts[BEST] = totals[COSTS]
            for place in range(walk.free.size):
                walk.best[place] = state.values[walk.free[place], VALUE]
