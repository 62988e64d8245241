"""Which lessons, meetings, stations and people's flexible hours decide each variable of a posted model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from scheduler.engine.narrowed import LinearRows, NarrowedRows
from scheduler.model.lessons import LessonVariables, Literal
from scheduler.model.rows import Indexes, sums


class ItemKind(StrEnum):
    """What is decided of one item: when it is held, who serves, or what flexible time there is."""

    COURSE = "course"
    MEETING = "meeting"
    STATION = "station"
    GRANTS = "grants"


class Item(NamedTuple):
    """A course, a meeting, a station, or the flexible hours of a teacher, by its id."""

    kind: ItemKind
    id: str


def items_of(variables: LessonVariables) -> Iterator[tuple[Item, list[Literal]]]:
    """Yield every item with its decisions."""
    school, service = variables.school, variables.service
    for course in school.courses:
        yield Item(ItemKind.COURSE, course.id), list(variables.lessons(course.id).values())
    for meeting in school.meetings:
        yield Item(ItemKind.MEETING, meeting.id), list(variables.meeting_starts(meeting.id).values())
    for station in school.service.stations.values():
        literals = list(service.held(station.id).values())
        for slot in station.slots:
            literals += [*service.serve(station.id, slot).values(), *service.venues(station.id, slot).values()]
        yield Item(ItemKind.STATION, station.id), literals
    for teacher in school.teachers:
        yield Item(ItemKind.GRANTS, teacher.id), list(service.grants(teacher.id).values())


class Supports:
    """For each variable the items that decide its value, as far as the constraints tell.

    A guess would do: which terms are bounded with which decisions is a question of strength. Every choice proves a true bound.
    """

    def __init__(self, rows: NarrowedRows, variables: LessonVariables) -> None:
        self.bit: dict[Item, int] = {}
        self.decisions = variables.decisions
        self._masks = [0] * len(rows.lower)
        for number, (item, literals) in enumerate(items_of(variables)):
            self.bit[item] = 1 << number
            for literal in literals:
                self._masks[literal.index] = 1 << number
        self._derive(rows, variables.decisions)
        free = (rows.lower < rows.upper).tolist()
        groups: dict[int, list[int]] = defaultdict(list)
        for variable, mask in enumerate(self._masks):
            if mask and free[variable]:
                groups[mask].append(variable)
        self._groups = {mask: np.array(group, np.int64) for mask, group in groups.items()}

    def mask(self, items: Iterable[Item]) -> int:
        """Return a set of items as the sum of their bits."""
        found = 0
        for item in items:
            found |= self.bit[item]
        return found

    def of(self, variable: int) -> int:
        """Return the items that decide a variable, as their bits; 0 where none is known."""
        return self._masks[variable]

    def within(self, mask: int) -> Indexes:
        """Return the variables with room that these items alone decide, in ascending order."""
        found = [group for each, group in self._groups.items() if not each & ~mask]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)

    def touched(self, mask: int) -> Indexes:
        """Return the variables with room that these items decide, alone or with others, in ascending order."""
        found = [group for each, group in self._groups.items() if each & mask]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)

    def _derive(self, rows: NarrowedRows, decisions: int) -> None:
        free = (rows.lower < rows.upper).tolist()
        starts, ends = rows.starts.tolist(), (rows.starts + rows.sizes).tolist()
        masks = self._masks
        for variable in range(decisions):
            if not free[variable]:
                masks[variable] = 0  # locks and marks decide it
        pairs = [(variable, row) for variable, row in definitions(rows, decisions) if free[variable]]
        changed = True
        while changed:
            changed = False
            for variable, row in pairs:
                mask = masks[variable]
                for member in rows.variables[starts[row] : ends[row]].tolist():
                    mask |= masks[member]
                if mask != masks[variable]:
                    masks[variable] = mask
                    changed = True


def definitions(rows: LinearRows, decisions: int) -> list[tuple[int, int]]:
    """Return derived variables with the rows that give them their meaning, in order of the variables.

    Some are sums (`rows.sums`). Other rows define their newest derived variable that
    is no sum, and variables that no row defines are defined by all of theirs.
    """
    if not len(rows.of):
        return []
    derived = np.arange(len(rows.lower)) >= decisions
    summing = sums(rows.of, rows.variables, rows.low == rows.high, derived)
    bounded = derived & (summing < 0)
    defined = np.maximum.reduceat(np.where(bounded[rows.variables], rows.variables, -1), rows.starts)
    defined[summing[summing >= 0]] = np.flatnonzero(summing >= 0)
    has = np.zeros(len(rows.lower), bool)
    has[defined[defined >= 0]] = True
    others = np.flatnonzero((derived & ~has)[rows.variables])
    pairs = [(int(defined[row]), int(row)) for row in np.flatnonzero(defined >= 0)]
    pairs += zip(rows.variables[others].tolist(), rows.of[others].tolist(), strict=True)
    return sorted(pairs)
