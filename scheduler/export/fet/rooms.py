"""Venues as rooms of FET. A room of FET holds one activity: a venue for several classes is as many rooms, a joint course that takes
the room of several classes a virtual room of as many.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple
from xml.etree.ElementTree import Element

from constraints.timetable import venue_capacity
from scheduler.export.fet.activities import Activities, Activity
from scheduler.export.fet.times import CLOSED, TimeConstraints
from scheduler.export.fet.xml import Field, constraint, element, listed, times
from scheduler.plan.venue_use import Sizes, is_closed
from scheduler.school import Course, School, Venue, Week
from scheduler.text import Text
from scheduler.workbook.fet.grid import Cell, WeekGrid
from scheduler.workbook.fet.places import places_of

ENOUGH = 30_000  # seats of a room of which none are told
MOST_CHOICES = 200  # of virtual rooms for one activity


class Need(NamedTuple):
    """The room that a course takes: `units` places, all in one of `venues`."""

    venues: tuple[str, ...]
    units: int


class Rooms:
    """The rooms of a school, and which of them its activities may have."""

    def __init__(self, activities: Activities, grid: WeekGrid) -> None:
        self.school: School = activities.school
        self.activities = activities
        self.grid = grid
        self.sizes = Sizes(self.school)
        self.virtual: dict[tuple[tuple[str, ...], ...], str] = {}
        self.notes: list[Text] = []

    def constraints(self, times_written: TimeConstraints) -> Iterator[Element]:
        """Yield every constraint on space."""
        yield constraint("ConstraintBasicCompulsorySpace", ())
        if times_written.hard(venue_capacity.RULE) is None:
            return
        for venue in self.school.venues:
            shut = [cell for cell, slots in self.grid.slots.items() if slots and self._closed(venue, cell)]
            for room in places_of(venue) if shut else ():
                cells = times(self.grid, "Number_of_Not_Available_Times", "Not_Available_Time", CLOSED, shut)
                yield constraint("ConstraintRoomNotAvailableTimes", [("Room", room), *cells])
        for item in self.activities.items:
            rooms = self._rooms_of(item)
            if len(rooms) == 1:
                fields: list[Field] = [("Activity_Id", item.number), ("Room", rooms[0]), ("Permanently_Locked", True)]
                yield constraint("ConstraintActivityPreferredRoom", fields)
            elif rooms:
                named: list[Field] = [("Preferred_Room", room) for room in rooms]
                fields = [("Activity_Id", item.number), ("Number_of_Preferred_Rooms", len(rooms)), *named]
                yield constraint("ConstraintActivityPreferredRooms", fields)

    def _closed(self, venue: Venue, cell: Cell) -> bool:
        return all(is_closed(self.school, venue, slot) for slot in self.grid.slots[cell])

    def all(self) -> Element:
        """Return all rooms; the virtual ones are known once the constraints are."""
        single = [_room(room, venue.seats or ENOUGH) for venue in self.school.venues for room in places_of(venue)]
        joined = [_room(name, ENOUGH, sets) for sets, name in self.virtual.items()]
        return listed("Rooms_List", [*single, *joined])

    def pupils(self, item: Activity) -> int:
        """Return how many pupils come to an activity, in the fuller week."""
        return max((self._pupils(item, week) for week in (Week.ODD, Week.EVEN)), default=0)

    def _pupils(self, item: Activity, week: Week) -> int:
        return sum(self.sizes.pupils(c, c.classes) for c in item.courses if c.week.meets(week))

    # The rooms of an activity.

    def _rooms_of(self, item: Activity) -> tuple[str, ...]:
        """Return the rooms of which an activity takes one: none where it needs no special place."""
        needs = self._needs(item)
        if not needs:
            return ()
        if len(needs) == 1 and needs[0].units == 1:
            return tuple(room for name in needs[0].venues for room in places_of(self.school.venue[name]))
        choices = list(product(*(self._choices(need) for need in needs)))
        if not choices or len(choices) > MOST_CHOICES:
            title = item.subject
            text = Text(f"“{title}”需要几处场地，没有写", f"{title} needs several places; not said")
            self.notes.append(text)
            return ()
        return tuple(self._virtual_room(tuple(part for sets in choice for part in sets)) for choice in choices)

    def _choices(self, need: Need) -> list[tuple[tuple[str, ...], ...]]:
        """Return the ways to meet a need: sets of rooms, of each of which one is taken."""
        if need.units == 1:
            return [(tuple(room for name in need.venues for room in places_of(self.school.venue[name])),)]
        large = [self.school.venue[name] for name in need.venues if self.school.venue[name].capacity >= need.units]
        return [(tuple(places_of(venue)),) * need.units for venue in large]

    def _virtual_room(self, sets: tuple[tuple[str, ...], ...]) -> str:
        return self.virtual.setdefault(sets, f"合用 {len(self.virtual) + 1}")

    def _needs(self, item: Activity) -> list[Need]:
        """Return what an activity needs in the week in which it needs most."""
        weeks = [self._needs_in(item, week) for week in (Week.ODD, Week.EVEN)]
        most = list(weeks[0])
        for need in weeks[1]:
            if weeks[1].count(need) > most.count(need):
                most.append(need)
        return most

    def _needs_in(self, item: Activity, week: Week) -> list[Need]:
        held = dict(item.venues)
        return [
            Need((held[course.id],) if course.id in held else self._venues(course), self._units(course))
            for course in item.courses
            if course.week.meets(week) and self.school.venue_kind_of(course) is not None
        ]

    def _units(self, course: Course) -> int:
        return self.sizes.units(course, course.classes)

    def _venues(self, course: Course) -> tuple[str, ...]:
        if course.venue is not None:
            return (course.venue,)
        schedule, pupils = self.school.course_schedule(course), self.sizes.pupils(course, course.classes)
        return tuple(
            venue.id
            for venue in self.school.venues
            if venue.kind == course.venue_kind
            and self.school.serves(venue, schedule)
            and venue.capacity >= self._units(course)
            and (venue.seats is None or pupils <= venue.seats)
        )


def _room(name: str, seats: int, sets: tuple[tuple[str, ...], ...] = ()) -> Element:
    fields: list[Field] = [("Name", name), ("Building", ""), ("Capacity", seats), ("Virtual", bool(sets))]
    if sets:
        fields.append(("Number_of_Sets_of_Real_Rooms", len(sets)))
    for rooms in sets:
        real: list[Field] = [("Real_Room", room) for room in rooms]
        fields.append(("", element("Set_of_Real_Rooms", [("Number_of_Real_Rooms", len(rooms)), *real])))
    return element("Room", [*fields, ("Comments", "")])
