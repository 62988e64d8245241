"""Moves of lessons and meetings that annealing proposes, compiled.

A lesson goes from one slot to another along a Kempe chain: what cannot be held beside it there comes back the other way, and so on
until all fit. So classes and teachers never clash on the way."""

from __future__ import annotations

from scheduler.engine.compiled import compiled_lean as compiled
from scheduler.engine.evaluator import State
from scheduler.engine.exchanges import Exchanges, Lessons, Lists
from scheduler.engine.graph import Ints, Small
from scheduler.engine.layout import SLACK
from scheduler.engine.session_moves import carry
from scheduler.engine.walk import (
    Chain,
    Flips,
    Held,
    Random,
    Walk,
    below,
    give,
    is_held,
    is_on,
    just_one,
    lowest,
    take,
    without_lowest,
)

LONGEST_CHAIN = 30
TRIES = 4  # at a slot for a lesson


@compiled
def _take_lesson(values: Small, choices: Lists, flips: Flips, decision: int) -> None:
    """Add that a lesson is taken away, with what was chosen for it."""
    take(flips, decision)
    for choice in choices.items[choices.starts[decision] : choices.starts[decision + 1]]:
        if is_on(values, choice):
            take(flips, choice)


@compiled
def _give_lesson(choices: Lists, walk: Walk, decision: int) -> None:
    """Add that a lesson is given, with a choice for it."""
    give(walk.flips, decision)
    size = choices.starts[decision + 1] - choices.starts[decision]
    if size > 0:
        pick = below(walk.chance, size + 1)
        if pick < size:
            give(walk.flips, choices.items[choices.starts[decision] + pick])


@compiled
def _may_move(state: State, alone: Lists, source: int, goal: int) -> bool:
    """Tell whether the rows that limit a course alone let it go from one decision to another."""
    for row in alone.items[alone.starts[goal] : alone.starts[goal + 1]]:
        if state.rows[row, SLACK] <= 0:
            gives = False
            for other in alone.items[alone.starts[source] : alone.starts[source + 1]]:
                gives = gives or other == row
            if not gives:
                return False
    return True


@compiled
def _grow(walk: Walk, lessons: Lessons, course: int, here: int, there: int) -> bool:
    """Add to a chain a course that moves from `here` to `there`, and all that must move with it, or back.

    Tell whether the chain could be closed; else it is empty again.
    """
    grid, held, chain = lessons.grid, walk.held, walk.chain
    marks, stack, moved, size = chain.marks, chain.stack, chain.moved, chain.size
    stack[0], marks[course], moved[size[0]] = course, 1, course
    size[0] += 1
    top, fits = 1, True
    while top > 0 and fits:
        top -= 1
        one = stack[top]
        source, goal = (here, there) if marks[one] == 1 else (there, here)
        fits = grid[one, goal] >= 0 and not is_held(held, one, goal)
        fits = fits and _may_move(walk.state, lessons.alone, grid[one, source], grid[one, goal])
        for word in range(held.courses.shape[1] if fits else 0):
            bits = held.courses[goal, word] & lessons.clashes[one, word]
            while bits != 0 and fits:
                other = 64 * word + lowest(bits)
                bits = without_lowest(bits)
                if marks[other] == 0 and size[0] < LONGEST_CHAIN:
                    marks[other], moved[size[0]], stack[top] = 3 - marks[one], other, other
                    size[0], top = size[0] + 1, top + 1
                else:
                    fits = marks[other] == 3 - marks[one]
        for other in lessons.links.items[lessons.links.starts[one] : lessons.links.starts[one + 1]]:
            if fits and grid[other, source] >= 0 and is_held(held, other, source):
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
        if now >= 0 and then >= 0 and is_on(values, held[now]) and not is_on(values, held[then]):
            carry(values, exchanges.service, walk, now, then)
    _wipe(chain)


@compiled
def _held_at(values: Small, grid: Ints, row: int, chance: Random) -> int:
    """Return a random column at which a meeting is held; -1 where it is not."""
    found, seen = (-1), 0
    for column in range(grid.shape[1]):
        if is_on(values, grid[row, column]):
            seen += 1
            if below(chance, seen) == 0:
                found = column
    return found


@compiled
def _column_of(held: Held, course: int, chance: Random) -> int:
    """Return a random column at which a lesson of a course is held that may move; -1 where there is none."""
    count = 0
    for word in range(held.columns.shape[1]):
        bits = held.columns[course, word]
        while bits != 0:
            bits, count = without_lowest(bits), count + 1
    pick = below(chance, count) if count > 0 else 0
    for word in range(held.columns.shape[1]):
        bits = held.columns[course, word]
        while bits != 0:
            if pick == 0:
                return 64 * word + lowest(bits)
            bits, pick = without_lowest(bits), pick - 1
    return -1


@compiled
def move_lesson(walk: Walk, exchanges: Exchanges) -> None:
    """Propose to move a lesson to another slot."""
    lessons = exchanges.lessons
    if lessons.single.size > 0:
        course = lessons.single[below(walk.chance, lessons.single.size)]
        here = _column_of(walk.held, course, walk.chance)
        for _ in range(TRIES):
            there = below(walk.chance, lessons.grid.shape[1])
            goal = lessons.grid[course, there]
            if here < 0 or (goal >= 0 and _may_move(walk.state, lessons.alone, lessons.grid[course, here], goal)):
                break
        may = here >= 0 and there != here and lessons.grid[course, there] >= 0
        if may and _grow(walk, lessons, course, here, there):
            _emit(walk, exchanges, here, there)


@compiled
def _only_clash(held: Held, lessons: Lessons, course: int, column: int) -> int:
    """Return the one course held at a slot that cannot be held beside another; -1 where there is none or more than one."""
    found = -1
    for word in range(held.courses.shape[1]):
        bits = held.courses[column, word] & lessons.clashes[course, word]
        if bits != 0:
            if found >= 0 or without_lowest(bits) != 0:
                return -1
            found = 64 * word + lowest(bits)
    return found


@compiled
def rotate_lessons(walk: Walk, exchanges: Exchanges) -> None:
    """Propose that three lessons take each other's slots in turn, which two could not."""
    values, lessons = walk.state.values, exchanges.lessons
    grid = lessons.grid
    if lessons.single.size == 0:
        return
    one = lessons.single[below(walk.chance, lessons.single.size)]
    first = _column_of(walk.held, one, walk.chance)
    second, third = below(walk.chance, grid.shape[1]), below(walk.chance, grid.shape[1])
    if first < 0 or first in (second, third) or second == third:
        return
    other = _only_clash(walk.held, lessons, one, second)
    another = _only_clash(walk.held, lessons, other, third) if other >= 0 else -1
    if another < 0 or another == one or _only_clash(walk.held, lessons, another, first) != one:
        return
    for course, source, goal in ((one, first, second), (other, second, third), (another, third, first)):
        decision = grid[course, goal]
        linked = lessons.links.starts[course + 1] > lessons.links.starts[course]
        if linked or decision < 0 or is_held(walk.held, course, goal):
            walk.flips.size[0] = 0
            return
        if not _may_move(walk.state, lessons.alone, grid[course, source], decision):
            walk.flips.size[0] = 0
            return
        _take_lesson(values, lessons.choices, walk.flips, grid[course, source])
        _give_lesson(lessons.choices, walk, decision)


@compiled
def move_double(walk: Walk, exchanges: Exchanges) -> None:
    """Propose to move two lessons in a row to two others in a row."""
    values, lessons = walk.state.values, exchanges.lessons
    if lessons.double.size == 0:
        return
    course = lessons.double[below(walk.chance, lessons.double.size)]
    here = _column_of(walk.held, course, walk.chance)
    there = below(walk.chance, lessons.grid.shape[1])
    if here < 0 or here == there:
        return
    here_after, there_after = lessons.following[course, here], lessons.following[course, there]
    if here_after < 0 or there_after < 0 or there_after == here or there == here_after:
        return
    for part in range(2):
        source, goal = (here, there) if part == 0 else (here_after, there_after)
        fits = is_on(values, lessons.grid[course, source]) and lessons.grid[course, goal] >= 0
        if not fits or not _grow(walk, lessons, course, source, goal):
            walk.flips.size[0] = 0
            return
        _emit(walk, exchanges, source, goal)


@compiled
def move_meeting(walk: Walk, exchanges: Exchanges) -> None:
    """Propose to move a meeting; the lessons that it displaces come to the slots that it leaves."""
    values, lessons, flips = walk.state.values, exchanges.lessons, walk.flips
    grid, starts = lessons.meetings, lessons.displaced.starts
    if grid.shape[0] == 0:
        return
    meeting = below(walk.chance, grid.shape[0])
    here, there = _held_at(values, grid, meeting, walk.chance), below(walk.chance, grid.shape[1])
    if here < 0 or grid[meeting, there] < 0 or abs(there - here) < lessons.lengths[meeting]:
        return
    take(flips, grid[meeting, here])
    give(flips, grid[meeting, there])
    for part in range(lessons.lengths[meeting]):
        for course in lessons.displaced.items[starts[meeting] : starts[meeting + 1]]:
            stays = walk.chain.marks[course] != 0 or not is_on(values, lessons.grid[course, there + part])
            if not stays and not _grow(walk, lessons, course, there + part, here + part):
                flips.size[0] = 0
                return
        _emit(walk, exchanges, there + part, here + part)


@compiled
def choose_again(walk: Walk, lessons: Lessons) -> None:
    """Propose another choice for a lesson that has one."""
    if lessons.choices.items.size == 0 or lessons.single.size == 0:
        return
    for _ in range(8):
        course = lessons.single[below(walk.chance, lessons.single.size)]
        decision = lessons.grid[course, below(walk.chance, lessons.grid.shape[1])]
        if is_on(walk.state.values, decision):
            items = lessons.choices.items[lessons.choices.starts[decision] : lessons.choices.starts[decision + 1]]
            if items.size > 0:
                just_one(walk.state.values, walk.flips, items, below(walk.chance, items.size + 1))
                return
