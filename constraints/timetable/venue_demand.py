"""Who wants which venues, and whether counting them is enough to know that there is room for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from scheduler.plan.venue_use import Sizes, is_closed
from scheduler.school import Course, School, Slot, Station, Venue, Week
from scheduler.school.by_clock import overlapping

ANY_SEATS = -1


@dataclass(frozen=True)
class Demand:
    """Some venues and all the courses and clubs that are held in one of them; `units` and `pupils` are by course. Where the venues
    of a kind are apart by campus each `campus` has a demand of its own.

    The model chooses the venues of clubs. Those of lessons are handed out afterwards and only counted in the model, where
    counting is exact and no club is near.
    """

    school: School
    name: str
    venues: tuple[Venue, ...]
    courses: tuple[Course, ...]
    clubs: tuple[Station, ...]
    units: dict[str, int]
    pupils: dict[str, int]
    campus: str = ""

    @property
    def title(self) -> str:
        """What people call it: the venue, 操场, or 东校区操场."""
        return self.name if len(self.venues) == 1 else f"{self.campus}{self.name}"

    @cached_property
    def slots(self) -> frozenset[Slot]:
        """The lesson slots that some of the courses can use."""
        return frozenset(slot for course in self.courses for slot in self.school.course_slots(course))

    @cached_property
    def moments(self) -> tuple[tuple[Slot, ...], ...]:
        """The largest sets of these slots that share a minute."""
        return tuple(overlapping(self.school, self.slots))

    @cached_property
    def club_slots(self) -> frozenset[Slot]:
        """The slots that some of the clubs can use."""
        return frozenset(slot for station in self.clubs for slot in station.slots)

    @cached_property
    def shared_moments(self) -> tuple[tuple[Slot, ...], ...]:
        """The largest sets of slots of lessons and clubs that share a minute."""
        return tuple(overlapping(self.school, self.slots | self.club_slots)) if self.clubs else self.moments

    @cached_property
    def beside_clubs(self) -> frozenset[Slot]:
        """The lesson slots that overlap those of clubs, be it by way of other lesson slots."""
        groups: list[set[Slot]] = []
        for slots in self.shared_moments:
            if groups and not groups[-1].isdisjoint(slots):
                groups[-1].update(slots)
            else:
                groups.append(set(slots))
        near = [group for group in groups if not group.isdisjoint(self.club_slots)]
        return frozenset(slot for group in near for slot in group & self.slots)

    @cached_property
    def open_slots(self) -> dict[str, frozenset[Slot]]:
        """The slots at which each venue is open."""
        return {v.id: frozenset(s for s in self.slots if not is_closed(self.school, v, s)) for v in self.venues}

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        """The weeks that must be looked at apart."""
        return self.school.weeks(self.courses)

    @cached_property
    def steps(self) -> tuple[tuple[int, int], ...]:
        """The sizes and numbers of pupils to count by: (units, seats) means courses that need as much, and more seats."""
        seats = sorted({ANY_SEATS, *(venue.seats for venue in self.venues if venue.seats is not None)})
        sizes = sorted({self.units[course.id] for course in self.courses})
        return tuple(
            (size, few) for size in sizes for few in seats if any(self.share(c, size, few) for c in self.courses)
        )

    def share(self, course: Course, size: int, few: int) -> int:
        """Return how many places of `size` units a course takes in venues with more than `few` seats."""
        return self.units[course.id] // size if self.pupils[course.id] > few else 0

    def room(self, venue: Venue, size: int, few: int) -> int:
        """Return how many places of `size` units a venue has, if it has more than `few` seats."""
        return venue.capacity // size if venue.seats is None or venue.seats > few else 0

    def chooses(self, course: Course, slot: Slot) -> bool:
        """Tell whether the model must choose the venue of a lesson, because counting does not say whether there is one."""
        return not self.is_counted or course.venue is not None or slot in self.beside_clubs

    @cached_property
    def named(self) -> tuple[Course, ...]:
        """The courses that name their venue."""
        return tuple(course for course in self.courses if course.venue is not None)

    @cached_property
    def is_counted(self) -> bool:
        """Whether counting by `steps` says exactly which lessons fit, so that the model need not choose among the venues.

        Lessons of one bell schedule meet in single slots, where the largest go first and waste nothing when each size divides
        the next. Alike lessons of several bell schedules are intervals of the day: as many places as there are lessons at
        the busiest moment are enough when no venue is closed. Courses that name their venue are to be looked at there too.
        """
        if not self.courses:
            return True
        sizes = sorted(set(self.units.values()))
        if len(self.venues) <= 1 or (len(self.weeks) > 1 and len(sizes) > 1) or not self._all_fit:
            return False
        several_schedules = len({slot.schedule for slot in self.slots}) > 1
        if not self.has_seats_to_spare:
            one_each = len(sizes) == 1 and all(venue.capacity // sizes[0] <= 1 for venue in self.venues)
            return one_each and not several_schedules and not self.named
        if several_schedules:
            shut = any(slots != self.slots for slots in self.open_slots.values())
            return len(sizes) == 1 and len(self.weeks) == 1 and not shut and not self.named
        if self.named:
            return sizes == [1] and len(self.weeks) == 1
        return all(large % small == 0 for small, large in pairwise(sizes))

    @property
    def _all_fit(self) -> bool:
        """Whether each venue may be chosen for each course that names none: it is on no other campus."""
        schedules = {self.school.course_schedule(course) for course in self.courses if course.venue is None}
        return all(self.school.serves(venue, schedule) for venue in self.venues for schedule in schedules)

    @cached_property
    def has_seats_to_spare(self) -> bool:
        """Whether the seats suffice for as many classes as a venue holds, however large the classes are."""
        most = max(-(-self.pupils[course.id] // self.units[course.id]) for course in self.courses)
        return all(venue.seats is None or most * venue.capacity <= venue.seats for venue in self.venues)


def demands(school: School) -> Iterator[Demand]:
    """Yield the demand on each kind of venue, by campus; a venue that is used only by those which name it stands by itself."""
    sizes = Sizes(school)
    courses: dict[str, list[Course]] = defaultdict(list)
    clubs: dict[str, list[Station]] = defaultdict(list)
    for course in school.courses:
        kind = school.venue_kind_of(course)
        if kind is not None:
            courses[kind].append(course)
    for station in school.service.stations.values():
        if station.venue_kind is not None:
            clubs[station.venue_kind].append(station)
    for kind in dict.fromkeys((*courses, *clubs)):
        for group in _groups(school, kind, courses[kind], clubs[kind]):
            names = {venue.id for venue in group.venues}
            users = tuple(c for c in courses[kind] if (c.venue in names if c.venue else group.takes(school, c)))
            units = {course.id: sizes.units(course, course.classes) for course in users}
            pupils = {course.id: sizes.pupils(course, course.classes) for course in users}
            stations = tuple(s for s in clubs[kind] if (s.venue in names if s.venue else group.takes(school, s)))
            if users or stations:
                name = group.venues[0].id if len(group.venues) == 1 else kind
                yield Demand(school, name, group.venues, users, stations, units, pupils, group.campus)


class _Group(NamedTuple):
    """Venues of a kind: all of them, or those of one campus."""

    venues: tuple[Venue, ...]
    campus: str = ""

    def takes(self, school: School, user: Course | Station) -> bool:
        """Tell whether someone who names no venue is to be in one of these."""
        return not self.campus or _campus(school, user) == self.campus


def _groups(school: School, kind: str, courses: list[Course], clubs: list[Station]) -> list[_Group]:
    """Return the venues of a kind, each by itself where all name theirs, by campus where nobody may choose across."""
    venues = tuple(venue for venue in school.venues if venue.kind == kind)
    users: list[Course | Station] = [*courses, *clubs]
    choosing = [user for user in users if user.venue is None]
    if not choosing:
        return [_Group((venue,)) for venue in venues]
    campuses = {*(venue.campus for venue in venues), *(_campus(school, user) for user in choosing)}
    named = [campus for campus in school.campuses if campus in campuses]
    if None in campuses or len(named) < 2:
        return [_Group(venues)]
    return [_Group(tuple(venue for venue in venues if venue.campus == campus), campus) for campus in named]


def _campus(school: School, user: Course | Station) -> str | None:
    """Return the campus on which a course or a club is held; a club that is never held is on none."""
    if isinstance(user, Course):
        return school.course_campus(user)
    return school.campus_of(user.slots[0].schedule, user.venue) if user.slots else None
