"""Moves of one lesson by hand: to a free time, in exchange with others, in a ring of three; each with what it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from constraints.rule import ActiveRule, Violation
from constraints.timetable import held_weeks, locks, teacher_clash, unavailable
from scheduler.engine.local_audit import LocalAudit
from scheduler.engine.watches import NO_WATCHES, Watches, WatchKeeper
from scheduler.model.venues import assign_venues
from scheduler.plan import MeetingPlacement, Placement, Plan, meeting_slots
from scheduler.plan.changes import course_title
from scheduler.school import MarkLevel, MarkOwner, School, Slot
from scheduler.text import Text

MOST_CLASSES = 4  # that exchange two times together
Shifts = dict[int, Slot]
"""Where placements go, by their position in the plan."""


class MoveKind(StrEnum):
    """To a free time; in exchange with another lesson; in a ring of three; in exchange in several classes at once."""

    FREE = "free"
    SWAP = "swap"
    RING = "ring"
    CHAIN = "chain"


MOVE_NAMES = {
    MoveKind.FREE: Text("移到空位", "to a free time"),
    MoveKind.SWAP: Text("对调", "exchange"),
    MoveKind.RING: Text("三节轮换", "ring of three"),
    MoveKind.CHAIN: Text("几班连调", "in several classes"),
}


class Shift(NamedTuple):
    """A lesson of a course that goes from one slot to another."""

    course: str
    before: Slot
    after: Slot


@dataclass(frozen=True)
class Move:
    """Lessons that change their times together. The first shift is of the lesson that was asked about.

    `watches` is the watch that goes with them: nobody sits beside a lesson, and no class is left alone before its service. `cost_change` is the exact change of the audit's cost. `broken` says which regulations and hard rules the move would break that
    are kept now, or break more; a legal move has none.
    """

    kind: MoveKind
    shifts: tuple[Shift, ...]
    cost_change: int
    broken: tuple[tuple[ActiveRule, Violation], ...] = ()
    watches: Watches = NO_WATCHES

    @property
    def legal(self) -> bool:
        """Whether nothing is broken that was kept."""
        return not self.broken

    @property
    def to(self) -> Slot:
        """Where the lesson that was asked about goes."""
        return self.shifts[0].after

    def text(self, school: School) -> Text:
        """Return the move in words."""
        parts = []
        for course, before, after in self.shifts:
            title, old, new = course_title(school.course[course]), school.slot_text(before), school.slot_text(after)
            parts.append(Text(f"{title.zh} {old.zh}→{new.zh}", f"{title.en} {old.en} → {new.en}"))
        parts += self.watches.texts(school)
        return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def moves(school: School, plan: Plan, class_id: str, slot: Slot, *, chains: bool = True) -> tuple[Move, ...]:
    """Return every move of a class's lesson at a slot: the legal ones by their change of cost, then the others.

    Each time of the class is tried alone (free, or an exchange). With `chains` there are also rings of three lessons of the class,
    and exchanges of two times in several classes where a teacher is wanted in another; of these only the legal ones are returned.
    Nothing is returned where the class has no lesson, or where the slot is no lesson time of its own bell schedule. Raises ValueError for an unknown class.
    """
    if class_id not in school.school_class:
        raise ValueError(f"unknown class {class_id}")
    if slot not in school.class_slots(class_id):
        return ()
    finder = _Finder(school, plan, class_id, slot)
    found = list(finder.singles())
    if chains:
        found += [*finder.chains(), *finder.rings()]
    return tuple(sorted(found, key=lambda move: (not move.legal, move.cost_change, len(move.shifts), move.shifts)))


def apply(school: School, plan: Plan, move: Move) -> Plan:
    """Return the plan after a move, the watch with it; lessons that need a venue are given one where there is room."""
    after = {(shift.course, shift.before): shift.after for shift in move.shifts}
    placements = tuple(
        _moved(p, after[p.course, p.slot]) if (p.course, p.slot) in after else p for p in plan.placements
    )
    return assign_venues(school, move.watches.apply(plan.model_copy(update={"placements": placements})))


def _moved(placement: Placement, slot: Slot) -> Placement:
    """Return a placement at another slot; its venue is handed out anew."""
    return Placement(course=placement.course, slot=slot, classes=placement.classes)


class _Finder:
    """Finds the moves of one lesson."""

    def __init__(self, school: School, plan: Plan, class_id: str, slot: Slot) -> None:
        self.school = school
        self.plan = plan
        self.class_id = class_id
        self.slot = slot
        self.audit = LocalAudit(school, plan)
        self.keeper = WatchKeeper(school, plan, self.audit)
        self.cells: dict[tuple[str, Slot], list[int]] = {}
        self.busy: dict[str, dict[Slot, list[int]]] = {}
        for index, p in enumerate(plan.placements):
            course = school.course[p.course]
            for name in p.classes or course.classes:
                self.cells.setdefault((name, p.slot), []).append(index)
            for teacher in course.teachers:
                self.busy.setdefault(teacher, {}).setdefault(p.slot, []).append(index)
        self.meeting = {teacher.id: self._meets(teacher.id, plan.meetings) for teacher in school.teachers}
        self.active = {active.rule.id for active, _ in self.audit.rules}
        self.seen: set[frozenset[tuple[int, Slot]]] = set()

    def _meets(self, teacher: str, held: Iterable[MeetingPlacement]) -> list[Slot]:
        own = {meeting.id: meeting for meeting in self.school.teacher_meetings[teacher]}
        return [s for m in held if m.meeting in own for s in meeting_slots(self.school, m.slot, own[m.meeting].length)]

    def _cell(self, slot: Slot) -> list[int]:
        return self.cells.get((self.class_id, slot), [])

    @property
    def _times(self) -> list[Slot]:
        return [slot for slot in self.school.class_slots(self.class_id) if slot != self.slot]

    # One other time.

    def singles(self) -> Iterator[Move]:
        """Yield the move to each other time of the class, legal or not."""
        if self._cell(self.slot):
            for other in self._times:
                shifts = self._exchanged(self.slot, other, teachers=False)
                if shifts is not None and self._is_new(shifts):
                    yield self._move(MoveKind.SWAP if self._cell(other) else MoveKind.FREE, shifts)

    def chains(self) -> Iterator[Move]:
        """Yield the legal exchanges of two times in several classes whose teachers would be wanted twice otherwise."""
        if self._cell(self.slot):
            for other in self._times:
                shifts = self._exchanged(self.slot, other, teachers=True)
                if shifts is not None and self._is_new(shifts):
                    yield from self._if_legal(MoveKind.CHAIN, shifts)

    def _exchanged(self, one: Slot, other: Slot, *, teachers: bool) -> Shifts | None:
        """Return the exchange of two times in this class and all that it draws along: the other classes of joint lessons, with
        `teachers` those where somebody would be wanted twice. None where it does nothing or goes too far."""
        shifts: Shifts = {}
        classes: set[str] = set()
        front = [(self.class_id, one), (self.class_id, other)]
        while front:
            class_id, slot = front.pop()
            classes.add(class_id)
            if self.school.school_class[class_id].schedule != slot.schedule:
                return None
            goes_to = other if slot == one else one
            for index in self.cells.get((class_id, slot), ()):
                if index in shifts:
                    continue
                shifts[index] = goes_to
                for name in self._attending(index):
                    front += [(name, one), (name, other)] if name not in classes else []
                if teachers:
                    front += self._wanted_at(index, goes_to)
        held = {(p.course, p.slot) for p in self.plan.placements if p.slot in (one, other)}
        in_place = sum((self.plan.placements[i].course, slot) in held for i, slot in shifts.items())
        if len(classes) > MOST_CLASSES or in_place == len(shifts):
            return None
        return shifts

    def _wanted_at(self, index: int, slot: Slot) -> list[tuple[str, Slot]]:
        """Return the classes that the teachers of a lesson have at a slot."""
        course = self.school.course[self.plan.placements[index].course]
        others = (i for t in course.teachers for i in self.busy[t].get(slot, ()))
        return [(name, slot) for i in others for name in self._attending(i)]

    def _attending(self, index: int) -> tuple[str, ...]:
        placement = self.plan.placements[index]
        return placement.classes or self.school.course[placement.course].classes

    # Three times.

    def rings(self) -> Iterator[Move]:
        """Yield the legal rings: this lesson to a second's time, that to a third's, or a free one, and the third's here."""
        own = self._cell(self.slot)
        if not own or not self._is_alone(own):
            return
        times = [slot for slot in self._times if self._is_alone(self._cell(slot))]
        fits = {
            (a, b): self._fits(self._cell(a), b) for a in (self.slot, *times) for b in (self.slot, *times) if a != b
        }
        for second in times:
            if not self._cell(second) or not fits[self.slot, second] or self._alike(self.slot, second):
                continue
            for third in times:
                if third == second or not fits[second, third] or not fits[third, self.slot]:
                    continue
                if self._alike(second, third) or self._alike(third, self.slot):
                    continue  # the same as an exchange
                shifts = dict.fromkeys(own, second)
                shifts |= dict.fromkeys(self._cell(second), third)
                shifts |= dict.fromkeys(self._cell(third), self.slot)
                if self._is_new(shifts):
                    yield from self._if_legal(MoveKind.RING, shifts)

    def _alike(self, one: Slot, other: Slot) -> bool:
        """Tell whether the class has lessons of the same courses at two times."""
        courses = [sorted(self.plan.placements[index].course for index in self._cell(slot)) for slot in (one, other)]
        return courses[0] == courses[1]

    def _is_alone(self, cell: list[int]) -> bool:
        return all(self._attending(index) == (self.class_id,) for index in cell)

    def _fits(self, cell: list[int], slot: Slot) -> bool:
        """Tell whether lessons of the class could be at a slot as far as closed times, weeks, fixed lessons and teachers go."""
        return all(self._may_be(index, slot) for index in cell)

    def _may_be(self, index: int, slot: Slot) -> bool:
        school, placement = self.school, self.plan.placements[index]
        course = school.course[placement.course]
        if locks.RULE.id in self.active and any(
            lock.course == course.id and lock.slot == placement.slot for lock in school.locks
        ):
            return False
        if held_weeks.RULE.id in self.active and not school.week_at(slot).covers(course.week):
            return False
        owners = [(MarkOwner.TEACHER, teacher) for teacher in course.teachers]
        owners += [(MarkOwner.CLASS, self.class_id), (MarkOwner.SUBJECT, course.subject), (MarkOwner.COURSE, course.id)]
        if unavailable.RULE.id in self.active and any(
            school.marked(*owner, slot, MarkLevel.FORBIDDEN) for owner in owners
        ):
            return False
        return teacher_clash.RULE.id not in self.active or not any(
            self._is_elsewhere(t, index, slot) for t in course.teachers
        )

    def _is_elsewhere(self, teacher: str, index: int, slot: Slot) -> bool:
        """Tell whether a teacher is wanted by another class, or in a meeting, while a lesson would be at a slot."""
        school, week = self.school, self.school.course[self.plan.placements[index].course].week
        interval = school.interval(slot)
        if any(interval.overlaps(school.interval(meeting)) for meeting in self.meeting[teacher]):
            return True
        for held, indexes in self.busy[teacher].items():
            if held.day == slot.day and interval.overlaps(school.interval(held)):
                for other in indexes:
                    course = school.course[self.plan.placements[other].course]
                    meets = course.week.meets(week) or week.meets(course.week)
                    if meets and self._attending(other) != (self.class_id,):
                        return True
        return False

    # What a move changes.

    def _is_new(self, shifts: Shifts) -> bool:
        key = frozenset(shifts.items())
        new = key not in self.seen
        self.seen.add(key)
        return new

    def _placements(self, shifts: Shifts) -> dict[int, Placement]:
        return {index: _moved(self.plan.placements[index], slot) for index, slot in shifts.items()}

    def _move(self, kind: MoveKind, shifts: Shifts) -> Move:
        moved = self._placements(shifts)
        watched = self.keeper.with_watch(moved)
        if watched is not None:
            return Move(kind, self._shifts(shifts), watched.cost, watches=watched.watches)
        found = self.audit.difference(moved)
        assert found is not None
        found = self.keeper.explained(moved, found)
        return Move(kind, self._shifts(shifts), found.cost, found.broken)

    def _if_legal(self, kind: MoveKind, shifts: Shifts) -> Iterator[Move]:
        moved = self._placements(shifts)
        watched = self.keeper.with_watch(moved)
        if watched is not None:
            yield Move(kind, self._shifts(shifts), watched.cost, watches=watched.watches)
        elif (found := self.audit.difference(moved, only_legal=True)) is not None:
            yield Move(kind, self._shifts(shifts), found.cost)

    def _shifts(self, shifts: Shifts) -> tuple[Shift, ...]:
        """Return the shifts, that of the lesson that was asked about first, each once however many classes attend."""
        own = set(self._cell(self.slot))
        order = sorted(shifts, key=lambda index: (index not in own, index))
        found = (
            Shift(self.plan.placements[index].course, self.plan.placements[index].slot, shifts[index])
            for index in order
        )
        return tuple(dict.fromkeys(found))
