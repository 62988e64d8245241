"""Lessons taken off a plan, laid beside it and placed again one after the other: what each place changes, or why it is none.

A lesson that comes to a time at which its class has another takes that off in its turn. So a knot that no single exchange undoes is
undone step by step; the plan that one began with stays what it is until all lessons have a place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from constraints.rule import ActiveRule, Violation
from constraints.timetable import locks
from scheduler.engine.differences import Difference
from scheduler.engine.local_audit import LocalAudit
from scheduler.engine.moves import MOST_CLASSES
from scheduler.engine.service_window import looks_at_service
from scheduler.engine.watches import NO_WATCHES, Watches, WatchKeeper
from scheduler.model.owner import OwnerKind
from scheduler.model.venues import assign_venues
from scheduler.plan import Placement, Plan
from scheduler.school import School, Slot

Bundle = tuple[int, ...]
"""Lessons that go together, by their position in the plan: all that the classes of a joint lesson have at its time."""


@dataclass(frozen=True)
class Board:
    """What has become of a plan: where lessons stand now, by their position in it, and which are parked, the first one first."""

    moved: frozenset[tuple[int, Slot]] = frozenset()
    parked: tuple[Bundle, ...] = ()


class Placing(NamedTuple):
    """A time for a bundle: what the board is then, what it takes off there.

    `cost_change` is exact against the plan that one began with where the board is complete; else it is that of the lesson alone,
    by the rules of lessons. `broken` says which regulations and hard rules are broken that were kept.
    """

    to: Slot
    board: Board
    displaced: Bundle
    cost_change: int
    broken: tuple[tuple[ActiveRule, Violation], ...]
    watches: Watches = NO_WATCHES

    @property
    def legal(self) -> bool:
        """Whether nothing is broken that was kept."""
        return not self.broken


class Parking:
    """The boards of one plan. Raises ValueError when a rule setting cannot be used."""

    def __init__(self, school: School, plan: Plan) -> None:
        self.school = school
        self.base = plan
        self._audit = LocalAudit(school, plan)
        self._keeper = WatchKeeper(school, plan, self._audit)

    def fits(self, board: Board) -> bool:
        """Tell whether a board that was kept elsewhere can be one of this plan."""
        off = [index for bundle in board.parked for index in bundle]
        places = [index for index, _slot in board.moved]
        if len({*off, *places}) < len(off) + len(places) or not all(board.parked):
            return False
        if not all(0 <= index < len(self.base.placements) for index in (*off, *places)):
            return False
        return all(
            slot in self.school.class_slots(name) for index, slot in board.moved for name in self.attending((index,))
        )

    def plan(self, board: Board) -> Plan:
        """Return what is placed; lessons that have moved have no venue yet."""
        placements = tuple(self._placements(board, range(len(self.base.placements))))
        return self.base.model_copy(update={"placements": placements})

    def complete(self, placing: Placing) -> Plan:
        """Return the plan of a board on which nothing is parked, with its watch; lessons are given venues where there is room."""
        if placing.board.parked:
            raise ValueError("lessons are parked")
        return assign_venues(self.school, placing.watches.apply(self.plan(placing.board)))

    def slot_of(self, board: Board, index: int) -> Slot | None:
        """Return when a lesson is held; None where it is parked."""
        if any(index in bundle for bundle in board.parked):
            return None
        return dict(board.moved).get(index, self.base.placements[index].slot)

    def attending(self, bundle: Iterable[int]) -> tuple[str, ...]:
        """Return the classes of some lessons, each once."""
        held = [self.base.placements[index] for index in bundle]
        return tuple(dict.fromkeys(name for p in held for name in p.classes or self.school.course[p.course].classes))

    def bundle_at(self, board: Board, class_id: str, slot: Slot) -> Bundle:
        """Return what a class has at a slot, with all that the other classes of its joint lessons have then."""
        now = self._slots(board)
        return self._bundle((class_id,), [index for index, at in now.items() if at == slot])

    def _bundle(self, classes: Iterable[str], there: list[int]) -> Bundle:
        found: set[int] = set()
        front, seen = list(classes), set(classes)
        while front:
            name = front.pop()
            mine = [index for index in there if name in self.attending((index,))]
            found.update(mine)
            new = set(self.attending(mine)) - seen
            front += new
            seen |= new
        return tuple(sorted(found))

    def park(self, board: Board, bundle: Bundle) -> Board:
        """Return the board with a bundle laid beside it."""
        if bundle in board.parked:
            return board
        moved = frozenset((index, slot) for index, slot in board.moved if index not in bundle)
        return Board(moved, (*board.parked, bundle))

    def places(self, board: Board, bundle: Bundle, class_id: str) -> tuple[Placing, ...]:
        """Return each other time of a class for a bundle: the legal ones by what they change, then the others."""
        off = self.park(board, bundle)
        here = self.slot_of(board, bundle[0])
        now = self._slots(off)
        slots = (slot for slot in self.school.class_slots(class_id) if slot != here)
        found = [each for slot in slots if (each := self._placing(off, now, bundle, slot)) is not None]
        return tuple(sorted(found, key=lambda each: (not each.legal, bool(each.displaced), each.cost_change, each.to)))

    # What a place changes.

    def _placing(self, off: Board, now: dict[int, Slot], bundle: Bundle, slot: Slot) -> Placing | None:
        classes = self.attending(bundle)
        displaced = self._bundle(classes, [index for index, at in now.items() if at == slot])
        everybody = {*classes, *self.attending(displaced)}
        if len(everybody) > MOST_CLASSES or any(slot not in self.school.class_slots(name) for name in everybody):
            return None
        before = self.park(off, displaced) if displaced else off
        own = {(index, slot) for index in bundle if self.base.placements[index].slot != slot}
        board = Board(before.moved | own, tuple(each for each in before.parked if each != bundle))
        if board.parked:
            was, found = self._difference(before), self._difference(board)
            waiting = {name for each in board.parked for name in self._courses(each)}
            fixed = self._courses((*bundle, *displaced))
            more = _more(was, found, self._courses(bundle) - waiting, fixed)
            return Placing(slot, board, displaced, found.cost - was.cost, more)
        moved = self._rearranged(board)
        complete = {index: placement for index, placement in moved.items() if placement is not None}
        watched = self._keeper.with_watch(complete)
        if watched is not None:
            return Placing(slot, board, (), watched.cost, (), watched.watches)
        whole = self._audit.difference(complete)
        assert whole is not None
        found = self._keeper.explained(complete, whole)
        return Placing(slot, board, (), found.cost, found.broken)

    def _difference(self, board: Board) -> Difference:
        """Return what a board with parked lessons changes by the rules of lessons; who is with the pupils is asked at the end."""
        found = self._audit.difference(self._rearranged(board), without=looks_at_service)
        assert found is not None
        return found

    def _courses(self, bundle: Bundle) -> set[str]:
        return {self.base.placements[index].course for index in bundle}

    def _rearranged(self, board: Board) -> dict[int, Placement | None]:
        moved: dict[int, Placement | None] = {index: self._moved(index, slot) for index, slot in board.moved}
        return moved | {index: None for bundle in board.parked for index in bundle}

    def _placements(self, board: Board, indexes: Iterable[int]) -> Iterator[Placement]:
        changed = self._rearranged(board)
        for index in indexes:
            placement = changed.get(index, self.base.placements[index])
            if placement is not None:
                yield placement

    def _moved(self, index: int, slot: Slot) -> Placement:
        placement = self.base.placements[index]
        return Placement(course=placement.course, slot=slot, classes=placement.classes)

    def _slots(self, board: Board) -> dict[int, Slot]:
        off = {index for bundle in board.parked for index in bundle}
        moved = dict(board.moved)
        return {
            index: moved.get(index, placement.slot)
            for index, placement in enumerate(self.base.placements)
            if index not in off
        }


def _more(
    before: Difference, after: Difference, placed: set[str], fixed: set[str]
) -> tuple[tuple[ActiveRule, Violation], ...]:
    """Return what is broken after a placing that was not before it, or that is about courses of which all lessons are `placed`.

    What only lacks lessons may be mended by those that are parked; that a fixed lesson of some courses is not in its place is told.
    """
    known = Counter((active.rule.id, violation) for active, violation in before.broken)
    found = []
    for active, violation in after.broken:
        key, owner = (active.rule.id, violation), violation.owner
        old = known[key] > 0
        known[key] -= old
        about = owner.kind is OwnerKind.COURSE and owner.id in placed
        unfixed = active.rule is locks.RULE and owner.id in fixed
        if (not old and not violation.of_absence) or about or unfixed:
            found.append((active, violation))
    return tuple(found)
