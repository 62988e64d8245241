"""What the local search may exchange: lessons between slots, adults between sessions, sessions between slots, flexible time.

Where things may be is read from the variables, what excludes or draws what from the posted rows: nothing here knows a rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.engine.graph import LIMIT, Flags, Ints, Small
from scheduler.engine.layout import END, FIRST, MIDDLE, USE, Layout
from scheduler.model.lessons import LessonVariables
from scheduler.model.rows import NO_LIMIT, Rows
from scheduler.plan import meeting_slots
from scheduler.school import School, Slot, StationKind


class Lists(NamedTuple):
    """Many short lists of numbers, end to end: list k is `items[starts[k]:starts[k + 1]]`."""

    starts: Ints
    items: Ints


Bits = NDArray[np.uint64]


class Lessons(NamedTuple):
    """How lessons and meetings may move. A decision, session or column of -1 is none.

    Columns are the lesson slots of the week by day, half-day and number, alike for all bell schedules. `grid[course, column]` is the
    decision that a lesson is held (`place` the other way round: course x columns + column), `following` the column that completes a double, `watch` the session in which the course's
    class is watched there. `clashes` of a course are those that cannot be held beside it, as bits, the lowest first, `links` those that are held when it
    is, `displaced` of a meeting the courses that share people with it. `alone` of a decision are the rows that limit its course alone
    (how often a day, for one): what breaks them need not be tried. `choices` of a decision are free variables of which at
    most one is 1, and only when the decision is.
    """

    grid: Ints
    place: Small
    following: Ints
    clashes: Bits
    links: Lists
    single: Ints  # courses that can move, each once for each of its lessons
    double: Ints  # once for each of its doubles
    watch: Ints
    meetings: Ints  # like `grid`, the decision that a meeting begins
    lengths: Ints
    displaced: Lists
    alone: Lists
    choices: Lists


class Service(NamedTuple):
    """Who may serve where. Sessions are pairs of a station and a slot.

    `seats` of a session are (teacher, decision) pairs by teacher, `turns` of a teacher (session, decision) pairs, `places` of a
    session (venue, decision) pairs. `ends` of a row that limits something are the grants in it: they may be given up to make
    room. Sessions of equal `moment` are at the same time.
    """

    station: Ints
    held: Ints
    moment: Ints
    seats: Lists
    turns: Lists
    sessions: Lists  # of each station
    places: Lists
    grants: Lists  # of each teacher
    ends: Lists
    staffed: Ints  # sessions with a choice of adults
    timed: Ints  # stations with a choice of slots


class Exchanges(NamedTuple):
    """The structure of moves, as numbers."""

    lessons: Lessons
    service: Service


def exchanges_of(layout: Layout, rows: Rows, variables: LessonVariables) -> Exchanges:
    """Return what may be exchanged in a model."""
    school = variables.school
    columns = _columns(school)
    forced = _forced(rows, layout.decisions)
    grid = _grid(variables, columns, forced)
    width = grid.shape[1]
    place = np.full(layout.decisions, -1)
    course, column = np.nonzero(grid >= 0)
    place[grid[course, column]] = course * width + column
    meetings, lengths = _meetings(variables, columns, width, forced)
    starts = np.full(layout.decisions, -1)
    number, column = np.nonzero(meetings >= 0)
    starts[meetings[number, column]] = number
    clashes, displaced = _clashes(rows, place, starts, grid.shape, len(lengths))
    numbers = {each.id: n for n, each in enumerate(school.courses)}
    movable = [c for c in school.courses if (grid[numbers[c.id]] >= 0).any()]
    service, numbers_of = _service(layout, variables, forced)
    lessons = Lessons(
        grid,
        place.astype(np.int32),
        _following(school, columns, width),
        _bits_of(clashes),
        _links(rows, place, grid.shape),
        _array(numbers[c.id] for c in movable for _ in range(c.lessons)),
        _array(numbers[c.id] for c in movable for _ in range(c.doubles)),
        _watch(school, columns, width, numbers_of),
        meetings,
        lengths,
        displaced,
        _alone(layout, place, width),
        _choices(layout, rows),
    )
    return Exchanges(lessons, service)


def _lists(items: Sequence[Sequence[int]]) -> Lists:
    starts = np.zeros(len(items) + 1, np.int64)
    np.cumsum([len(each) for each in items], out=starts[1:])
    return Lists(starts, np.array([one for each in items for one in each], np.int64))


def _pair_lists(items: Sequence[Sequence[tuple[int, int]]]) -> Lists:
    found = _lists([[one for pair in each for one in pair] for each in items])
    return Lists(found.starts // 2, found.items.reshape(-1, 2))


def _columns(school: School) -> dict[Slot, int]:
    """Number the lesson slots: those of all bell schedules with the same day, half-day and place in it alike."""
    keys: dict[Slot, tuple[int, int, int]] = {}
    for slots in school.lesson_slots.values():
        count: dict[tuple[int, int], int] = defaultdict(int)
        for slot in slots:
            half = school.half_day(slot)
            keys[slot] = (half.day, half.part, count[half.day, half.part])
            count[half.day, half.part] += 1
    numbers = {key: n for n, key in enumerate(sorted(set(keys.values())))}
    return {slot: numbers[key] for slot, key in keys.items()}


def _forced(rows: Rows, decisions: int) -> Flags:
    """Tell of decisions whether a row that speaks of one alone leaves it no choice."""
    alone = np.flatnonzero(np.diff(rows.starts) == 1)
    variables, coefs = rows.variables[rows.starts[alone]], rows.coefs[rows.starts[alone]]
    lows, highs = rows.lows[alone], rows.highs[alone]
    zero = (lows <= 0) & (highs >= 0)
    one = (lows <= coefs) & (highs >= coefs)
    forced = np.zeros(decisions, bool)
    own = (variables < decisions) & ~(zero & one)
    forced[variables[own]] = True
    domains = rows.domains[:decisions]
    forced |= domains[:, 0] == domains[:, 1]
    return forced


def _grid(variables: LessonVariables, columns: dict[Slot, int], forced: Flags) -> Ints:
    school = variables.school
    grid = np.full((len(school.courses), max(columns.values(), default=-1) + 1), -1, np.int64)
    for number, course in enumerate(school.courses):
        for slot, literal in variables.lessons(course.id).items():
            if not forced[literal.index]:
                grid[number, columns[slot]] = literal.index
    return grid


def _following(school: School, columns: dict[Slot, int], width: int) -> Ints:
    found = np.full((len(school.courses), width), -1, np.int64)
    for number, course in enumerate(school.courses):
        for slot in school.course_slots(course):
            after = school.next_in_double(slot)
            if after is not None:
                found[number, columns[slot]] = columns[after]
    return found


def _meetings(variables: LessonVariables, columns: dict[Slot, int], width: int, forced: Flags) -> tuple[Ints, Ints]:
    school = variables.school
    grid = np.full((len(school.meetings), width), -1, np.int64)
    for number, meeting in enumerate(school.meetings):
        for slot, literal in variables.meeting_starts(meeting.id).items():
            taken = [columns[each] for each in meeting_slots(school, slot, meeting.length)]
            if not forced[literal.index] and taken == list(range(taken[0], taken[0] + meeting.length)):
                grid[number, columns[slot]] = literal.index
    return grid, _array(meeting.length for meeting in school.meetings)


def _clashes(rows: Rows, place: Ints, starts: Ints, shape: tuple[int, ...], meetings: int) -> tuple[Flags, Lists]:
    """Return of each course the others that cannot be held with it at one time, and of each meeting the courses that
    cannot be held beside it: those that a row allows one of."""
    courses, width = shape
    clash, displaced = np.zeros((courses, courses), bool), np.zeros((meetings, courses), bool)
    seen: set[bytes] = set()  # the same courses exclude each other at each slot of the week
    for members, groups in _excluding(rows, len(place)):
        lessons = place[members]
        within = lessons >= 0
        who, when, group = lessons[within] // width, lessons[within] % width, groups[within]
        if len(who) > 1 and (alike := (who.tobytes() + (when - when[0]).tobytes() + group.tobytes())) not in seen:
            seen.add(alike)
            clash[who[:, None], who] |= (when[:, None] == when) & (group[:, None] != group)
        met = starts[members]
        if len(who) and (met >= 0).any():
            displaced[met[met >= 0][:, None], who] = True
    np.fill_diagonal(clash, False)
    return clash, _rows_of(displaced)


def _excluding(rows: Rows, decisions: int) -> Iterator[tuple[Ints, Ints]]:
    """Yield the decisions of each row that allows one of some, with the number of the group of each: those of one group do not
    exclude each other. In place of a variable that is 1 where one of some decisions is stand these."""
    sizes = np.diff(rows.starts)
    count_of = partial(np.bincount, rows.owners, minlength=len(sizes))
    any_of = _any_of(rows, decisions, count_of)
    known = rows.variables < decisions
    known[np.isin(rows.variables, np.array(list(any_of), np.int64))] = True
    fits = (count_of(weights=rows.coefs == 1) == sizes) & (count_of(weights=known) == sizes)
    for row in np.flatnonzero(fits & (rows.highs == 1) & (sizes > 1)).tolist():
        members = rows.variables[rows.starts[row] : rows.starts[row + 1]]
        if (members < decisions).all():
            yield members, np.arange(len(members))
        else:
            parts = [any_of.get(member, [member]) for member in members.tolist()]
            groups = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
            yield np.array([one for part in parts for one in part], np.int64), groups


def _any_of(rows: Rows, decisions: int, count_of: Callable[..., Ints]) -> dict[int, list[int]]:
    """Return of variables that are at least each of some decisions, these: rows say that a decision, or several, need them."""
    derived = rows.variables >= decisions
    one = (count_of(weights=derived) == 1) & (rows.highs == 0)
    fits = (
        one & (count_of(weights=(rows.coefs < 0) & derived) == 1) & (count_of(weights=(rows.coefs == 1) & ~derived) > 0)
    )
    fits &= count_of(weights=(rows.coefs == 1) | derived) == np.diff(rows.starts)
    found: dict[int, list[int]] = defaultdict(list)
    for row in np.flatnonzero(fits).tolist():
        members = rows.variables[rows.starts[row] : rows.starts[row + 1]]
        found[int(members.max())] += members[members < decisions].tolist()
    return found


def _rows_of(matrix: Flags) -> Lists:
    starts = np.concatenate(([0], np.cumsum(matrix.sum(axis=1)))).astype(np.int64)
    return Lists(starts, np.nonzero(matrix)[1].astype(np.int64))


def _bits_of(matrix: Flags) -> Bits:
    """Return each row as numbers of 64 bits, the lowest bit first."""
    rows, width = matrix.shape
    padded = np.zeros((rows, -(-width // 64) * 64), bool)
    padded[:, :width] = matrix
    return np.packbits(padded, axis=1, bitorder="little").view("<u8").astype(np.uint64)


def _links(rows: Rows, place: Ints, shape: tuple[int, ...]) -> Lists:
    """Return of each course those that are held when it is: a row says of their lessons at a slot that one needs the other."""
    courses, width = shape
    pairs = np.flatnonzero((np.diff(rows.starts) == 2) & ((rows.highs == 0) | (rows.lows == 0)))
    first = rows.starts[pairs]
    one, other = rows.variables[first], rows.variables[first + 1]
    fits = (one < len(place)) & (other < len(place)) & (rows.coefs[first] == -rows.coefs[first + 1])
    one, other = place[one[fits]], place[other[fits]]
    fits = (one >= 0) & (other >= 0) & (one % width == other % width) & (one != other)
    linked: list[set[int]] = [set() for _ in range(courses)]
    for a, b in zip((one[fits] // width).tolist(), (other[fits] // width).tolist(), strict=True):
        linked[a].add(b)
        linked[b].add(a)
    return _lists([sorted(each) for each in linked])


def _watch(school: School, columns: dict[Slot, int], width: int, numbers: dict[tuple[str, Slot], int]) -> Ints:
    of_class: dict[tuple[str, int], int] = {}
    for station in school.service.stations.values():
        if station.kind is StationKind.WATCH and station.optional:
            for slot in station.slots:
                for class_id in station.classes:
                    of_class[class_id, columns[slot]] = numbers[station.id, slot]
    found = np.full((len(school.courses), width), -1, np.int64)
    for number, course in enumerate(school.courses):
        if len(course.classes) == 1:
            for column in range(width):
                found[number, column] = of_class.get((course.classes[0], column), -1)
    return found


def _service(layout: Layout, variables: LessonVariables, forced: Flags) -> tuple[Service, dict[tuple[str, Slot], int]]:
    school, service = variables.school, variables.service
    teachers = {each.id: n for n, each in enumerate(school.teachers)}
    venues = {each.id: n for n, each in enumerate(school.venues)}
    numbers: dict[tuple[str, Slot], int] = {}
    station: list[int] = []
    held: list[int] = []
    moment: list[int] = []
    moments: dict[tuple[int, object], int] = {}
    seats: list[list[tuple[int, int]]] = []
    places: list[list[tuple[int, int]]] = []
    sessions: list[list[int]] = []
    turns: list[list[tuple[int, int]]] = [[] for _ in teachers]
    movable = []
    for number, each in enumerate(school.service.stations.values()):
        sessions.append([])
        for slot, literal in service.held(each.id).items():
            session = numbers[each.id, slot] = len(held)
            station.append(number)
            held.append(literal.index)
            sessions[-1].append(session)
            start = school.period(slot).start
            moment.append(moments.setdefault((slot.day, start), len(moments)))
            seats.append(sorted((teachers[t], x.index) for t, x in service.serve(each.id, slot).items()))
            places.append([(venues[v], x.index) for v, x in service.venues(each.id, slot).items()])
            for teacher, decision in seats[-1]:
                turns[teacher].append((session, decision))
        if each.choice is None and len(sessions[-1]) > 1 and not all(forced[held[session]] for session in sessions[-1]):
            movable.append(number)
    grants = [[x.index for x in service.grants(each.id).values() if not forced[x.index]] for each in school.teachers]
    found = Service(
        _array(station),
        _array(held),
        _array(moment),
        _pair_lists(seats),
        _pair_lists(turns),
        _lists(sessions),
        _pair_lists(places),
        _lists(grants),
        _ends(layout, grants),
        _array(n for n, each in enumerate(seats) if len(each) > 1),
        _array(movable),
    )
    return found, numbers


def _array(items: Iterable[int]) -> Ints:
    return np.array(list(items), np.int64)


def _alone(layout: Layout, place: Ints, width: int) -> Lists:
    """Return of each decision on a lesson the rows that limit lessons of its course and nothing else."""
    sizes = layout.variables[:, END] - layout.variables[:, FIRST]
    variables, owners = np.repeat(np.arange(len(sizes)), sizes), layout.terms[:, 0]
    course = np.full(len(sizes), -1)
    course[: len(place)] = np.where(place >= 0, place // width, -1)
    first, last = np.full(len(layout.rows), len(sizes)), np.full(len(layout.rows), -1)
    np.minimum.at(first, owners, course[variables])
    np.maximum.at(last, owners, course[variables])
    kept = (first == last) & (first >= 0) & (layout.rows[:, USE] == LIMIT)
    least = np.full(len(layout.rows), 0)
    np.minimum.at(least, owners, layout.terms[:, 1])
    kept &= (least >= 0) & (np.bincount(owners, minlength=len(layout.rows)) > 1)
    used = kept[owners]
    starts = np.concatenate(([0], np.cumsum(np.bincount(variables[used], minlength=len(place)))))
    return Lists(starts.astype(np.int64), owners[used].astype(np.int64))


def _choices(layout: Layout, rows: Rows) -> Lists:
    """Return of each decision the free variables that an equation makes choices of it, but for the one that is left."""
    found: list[list[int]] = [[] for _ in range(layout.decisions)]
    free = layout.free
    chosen = np.zeros(len(layout.variables), bool)
    chosen[free[free >= layout.decisions]] = True
    owners = rows.owners
    for row in np.unique(owners[chosen[rows.variables]]).tolist():
        span = slice(rows.starts[row], rows.starts[row + 1])
        if rows.lows[row] == rows.highs[row] < NO_LIMIT:
            members = rows.variables[span]
            of = members[members < layout.decisions]
            if len(of) == 1:
                found[int(of[0])] = members[chosen[members]].tolist()
    return _lists(found)


def _ends(layout: Layout, grants: Sequence[Sequence[int]]) -> Lists:
    """Return of each row that limits something the grants in it, of which fewer are never too much."""
    found: list[list[int]] = [[] for _ in range(len(layout.rows))]
    for grant in [one for each in grants for one in each]:
        for row, coef in layout.terms[layout.variables[grant, FIRST] : layout.variables[grant, MIDDLE]].tolist():
            if coef > 0 and layout.rows[row, USE] == LIMIT:
                found[row].append(grant)
    return _lists(found)
