"""The rooms of a file of FET as venues, and the place of each activity that asks for one.

A room of FET holds one activity, whoever comes; a venue of a school holds classes. So a room in which joint classes are taught is
no venue but a set of courses that exclude each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from scheduler.school import Course, Exclusion, Mark, MarkOwner, Slot, Venue
from scheduler.text import Text
from scheduler.workbook.fet.bells import Week, closing
from scheduler.workbook.fet.file import FetActivity, FetConstraint, FetFile
from scheduler.workbook.fet.ledger import Ledger
from scheduler.workbook.fet.names import Names

ASKING = (
    *("ActivityPreferredRoom", "ActivityPreferredRooms", "SubjectPreferredRoom", "SubjectPreferredRooms"),
    *("ActivityTagPreferredRoom", "ActivityTagPreferredRooms"),
    *("SubjectActivityTagPreferredRoom", "SubjectActivityTagPreferredRooms"),
)
AT_HOME = ("StudentsSetHomeRoom", "StudentsSetHomeRooms", "TeacherHomeRoom", "TeacherHomeRooms")
HANDLED = (*ASKING, *AT_HOME, "RoomNotAvailableTimes", "BasicCompulsorySpace")
FEWER = Text(
    "可选的教室互有重叠：每门课只读了其中一部分，更严，可能因此排不出",
    "rooms to choose from overlap with others': of each course some are read, which is stricter and may leave no plan",
)


class Place(NamedTuple):
    """Where an activity is held: in a venue, in one of a kind, or in a room that is shared by excluding each other."""

    venue: str | None = None
    kind: str | None = None
    room: str | None = None
    closed: frozenset[Slot] = frozenset()


class Rooms:
    """Venues, exclusions and the place of each activity."""

    def __init__(
        self, file: FetFile, week: Week, names: Names, ledger: Ledger, members: Callable[[FetActivity], tuple[str, ...]]
    ) -> None:
        self.file = file
        self.week = week
        self.names = names
        self.ledger = ledger
        self.members = members
        self.virtual = {room.name for room in file.rooms if room.sets}
        self.seats = {room.name: room.capacity for room in file.rooms}
        self.closed = self._closed()
        self.choices = self._choices()
        self.places: dict[int, Place] = {}
        self.kinds: dict[str, str] = {}
        self._settle()

    def _closed(self) -> dict[str, frozenset[Slot]]:
        found: dict[str, frozenset[Slot]] = {}
        for constraint in self.file.constraints:
            if constraint.kind == "RoomNotAvailableTimes":
                slots = frozenset(s for time in constraint.times if (s := self.week.slot(*time)) is not None)
                room = constraint.text("Room")
                found[room] = found.get(room, frozenset()) | slots
        return found

    # Which rooms each activity may have.

    def _choices(self) -> dict[int, frozenset[str]]:
        asked, home = self._asked(ASKING), self._asked(AT_HOME)
        for number, at_home in home.items():
            asked.setdefault(number, at_home)
        found = {}
        for activity in self.file.activities:
            rooms = asked.get(activity.id)
            if rooms is None or not self.members(activity):
                continue
            if rooms & self.virtual:
                self.ledger.remark(
                    Text("虚拟教室（几间合用）没有读", "Virtual rooms, which are several at once, are not read"),
                    weaker=True,
                )
                continue
            pupils = activity.pupils or 0
            fitting = frozenset(room for room in rooms if self.seats.get(room, pupils) >= pupils)
            found[activity.id] = fitting or rooms
        return found

    def _asked(self, kinds: tuple[str, ...]) -> dict[int, frozenset[str]]:
        found: dict[int, frozenset[str]] = {}
        for constraint in self.file.constraints:
            if constraint.kind not in kinds:
                continue
            if not constraint.is_hard:
                self.ledger.leave(constraint)
                continue
            rooms = frozenset((*constraint.texts("Room"), *constraint.texts("Preferred_Room")))
            for activity in self._meant(constraint):
                both = found.get(activity.id, rooms) & rooms
                found[activity.id] = both or rooms
        return found

    def _meant(self, constraint: FetConstraint) -> Iterable[FetActivity]:
        """Return the activities that a constraint speaks of."""
        subject, tag = constraint.text("Subject", "Subject_Name"), constraint.text("Activity_Tag", "Activity_Tag_Name")
        teacher, students = constraint.text("Teacher", "Teacher_Name"), constraint.text("Students", "Students_Name")
        numbers = set(constraint.activities)
        for activity in self.file.activities:
            named = (
                (not subject or subject == activity.subject)
                and (not tag or tag in activity.tags)
                and (not teacher or activity.teachers == (teacher,))
                and (not students or activity.students == (students,))
            )
            if activity.id in numbers if numbers else named:
                yield activity

    # From rooms to venues.

    def _settle(self) -> None:
        self._divide()
        users: dict[str, list[FetActivity]] = defaultdict(list)
        for activity in self.file.activities:
            for room in self.choices.get(activity.id, ()):
                users[room].append(activity)
        crowded = {room for room, found in users.items() if any(len(self.members(a)) > 1 for a in found)}
        for activity in self.file.activities:
            chosen = self.choices.get(activity.id)
            if chosen:
                self.places[activity.id] = self._place(activity, chosen, users, crowded)
        for number, place in self.places.items():  # the only venue of its kind is told by its kind
            if place.venue is not None and place.venue in self.kinds.values():
                self.places[number] = Place(kind=place.venue)

    def _place(
        self,
        activity: FetActivity,
        rooms: frozenset[str],
        users: dict[str, list[FetActivity]],
        crowded: set[str],
    ) -> Place:
        if len(rooms) == 1:
            room = next(iter(rooms))
            if self._never_shared(users[room]):
                return Place(closed=self.closed.get(room, frozenset()))
            if room in crowded:
                return Place(room=room, closed=self.closed.get(room, frozenset()))
            self.kinds.setdefault(room, self.names.of(room))
            return Place(venue=self.names.of(room))
        if rooms & crowded:
            self.ledger.remark(
                Text("几间可选、又有合班用的教室没有读", "Rooms to choose from that joint classes use are not read"),
                weaker=True,
            )
            return Place()
        kind = self.names.of(f"{min(rooms)} 等{len(rooms)}间")
        for room in rooms:
            self.kinds[room] = kind
        return Place(kind=kind)

    def _never_shared(self, users: list[FetActivity]) -> bool:
        """Tell whether some teacher or class is in all activities of a room, so that no two can meet."""
        teachers = set.intersection(*(set(activity.teachers) for activity in users))
        classes = set.intersection(*(set(self.members(activity)) for activity in users))
        return bool(teachers or classes)

    def _divide(self) -> None:
        """Cut choices that overlap so that each room is of one kind: each course takes the part that is least used so far."""
        sets = {rooms for rooms in self.choices.values() if len(rooms) > 1}
        cells: dict[frozenset[frozenset[str]], set[str]] = defaultdict(set)
        for room in sorted({room for rooms in sets for room in rooms}):
            cells[frozenset(rooms for rooms in sets if room in rooms)].add(room)
        used: dict[frozenset[str], float] = defaultdict(float)
        taken: dict[tuple[int, frozenset[str]], frozenset[str]] = {}
        for activity in self.file.activities:
            rooms = self.choices.get(activity.id, frozenset())
            parts = [frozenset(cell) for within, cell in cells.items() if rooms in within]
            if len(parts) < 2:
                continue
            group = (activity.group or activity.id, rooms)
            part = taken.setdefault(group, min(parts, key=lambda part: (used[part] / len(part), sorted(part))))
            used[part] += activity.length
            self.choices[activity.id] = part
            self.ledger.remark(FEWER)

    # Results.

    def venues(self) -> tuple[Venue, ...]:
        """Return the rooms that are venues, each for one class."""
        return tuple(Venue(id=self.names.of(room), kind=kind) for room, kind in sorted(self.kinds.items()))

    def marks(self) -> Iterator[Mark]:
        """Yield the closed times of the venues."""
        for room in sorted(self.kinds):
            yield from closing(self.week, MarkOwner.VENUE, self.names.of(room), self.closed.get(room, frozenset()))

    def exclusions(self, course_of: Mapping[int, Course]) -> Iterator[Exclusion]:
        """Yield the courses that share a room which is no venue."""
        shared: dict[str, dict[str, None]] = defaultdict(dict)
        for number, place in self.places.items():
            course = course_of.get(number)
            if place.room is not None and course is not None:
                shared[place.room][course.id] = None
        for room, courses in shared.items():
            if len(courses) > 1:
                yield Exclusion(id=f"教室 {self.names.of(room)}", courses=tuple(courses))
