"""What takes room in venues: lessons and sessions of service, how much they need and where there is some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from scheduler.plan import Plan
from scheduler.school import WITH_PUPILS, Course, Interval, MarkLevel, MarkOwner, School, Slot, Venue, Week


class Sizes:
    """How much room courses need: `units` in classes, `pupils` in seats. Courses that run together share their classes."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._parts = Counter(course.together for course in school.courses if course.together is not None)

    def units(self, course: Course, classes: Iterable[str]) -> int:
        """Return how many classes' room these classes of a course take."""
        return -(-len(list(classes)) // self._shared_by(course))

    def pupils(self, course: Course, classes: Iterable[str]) -> int:
        """Return how many pupils these classes send to a course."""
        return -(-sum(self._school.school_class[c].size for c in classes) // self._shared_by(course))

    def _shared_by(self, course: Course) -> int:
        return 1 if course.together is None else self._parts[course.together]


def is_closed(school: School, venue: Venue, slot: Slot) -> bool:
    """Tell whether a venue is marked 禁 for some minute of a slot."""
    return school.marked(MarkOwner.VENUE, venue.id, slot, MarkLevel.FORBIDDEN)


def open_venues(school: School, course: Course, slot: Slot, units: int, pupils: int) -> list[Venue]:
    """Return the venues that are right for a course, open at a slot and large enough for it alone."""
    if course.venue is not None:
        right = [school.venue[course.venue]]
    else:
        schedule = school.course_schedule(course)
        right = [v for v in school.venues if v.kind == course.venue_kind and school.serves(v, schedule)]
    return [
        venue
        for venue in right
        if units <= venue.capacity
        and (venue.seats is None or pupils <= venue.seats)
        and not is_closed(school, venue, slot)
    ]


@dataclass(eq=False, kw_only=True)
class VenueUse:
    """Something that takes room in a venue, or needs some: a lesson or a session of service.

    `id` is its course or station, `title` what a person calls it.
    """

    id: str
    title: str
    slot: Slot
    interval: Interval
    venue: str | None
    week: Week = Week.EVERY
    classes: tuple[str, ...] = ()
    teachers: tuple[str, ...] = ()
    units: int = 0
    pupils: int = 0

    def during(self, minute: int, week: Week) -> bool:
        """Tell whether it is held at a minute of its day in a week."""
        return self.interval.start <= minute < self.interval.end and self.week.meets(week)


@dataclass(eq=False, kw_only=True)
class VenueLesson(VenueUse):
    """One lesson that takes room: the placements (by position in the plan) of one course at one slot and in one venue."""

    course: Course
    indexes: list[int] = field(default_factory=list)


def venue_lessons(school: School, plan: Plan) -> list[VenueLesson]:
    """Return the lessons that need a venue or are said to be in one; a joint course placed class by class is one lesson."""
    sizes = Sizes(school)
    found: dict[tuple[str, Slot, str | None], VenueLesson] = {}
    for index, placement in enumerate(plan.placements):
        course = school.course[placement.course]
        if placement.venue is None and course.venue is None and course.venue_kind is None:
            continue
        key = (course.id, placement.slot, placement.venue)
        lesson = found.get(key)
        if lesson is None:
            lesson = found[key] = VenueLesson(
                id=course.id,
                title=course.subject,
                slot=placement.slot,
                interval=school.interval(placement.slot),
                venue=placement.venue,
                week=course.week,
                teachers=course.teachers,
                course=course,
            )
        lesson.indexes.append(index)
        lesson.classes = tuple(dict.fromkeys((*lesson.classes, *(placement.classes or course.classes))))
    for lesson in found.values():
        lesson.units = sizes.units(lesson.course, lesson.classes)
        lesson.pupils = sizes.pupils(lesson.course, lesson.classes)
        lesson.title = "+".join(lesson.classes) + lesson.course.subject
    return list(found.values())


def venue_sessions(school: School, plan: Plan) -> list[VenueUse]:
    """Return the sessions with pupils that are in a venue: each takes the room of one class and a seat for each pupil.

    A club is in the place that it names where the plan says nothing. A session noted several times stands once.
    """
    found: dict[tuple[str, Slot, str], VenueUse] = {}
    for session in plan.sessions:
        station = school.service.stations[session.station]
        venue = session.venue or station.venue
        if venue is not None and station.kind in WITH_PUPILS:
            found[station.id, session.slot, venue] = VenueUse(
                id=station.id,
                title=station.title,
                slot=session.slot,
                interval=school.interval(session.slot),
                venue=venue,
                classes=station.classes,
                teachers=session.adults,
                units=1,
                pupils=station.pupils,
            )
    return list(found.values())


class Load(NamedTuple):
    """What lessons and sessions take of a venue at one moment of one week."""

    uses: tuple[VenueUse, ...]
    week: Week
    units: int
    pupils: int


def loads(uses: Sequence[VenueUse]) -> Iterator[Load]:
    """Yield what the uses of one day take together, at the start of each and in each week that matters."""
    weeks = (Week.EVERY,) if all(use.week is Week.EVERY for use in uses) else (Week.ODD, Week.EVEN)
    for minute in sorted({use.interval.start for use in uses}):
        for week in weeks:
            held = tuple(use for use in uses if use.during(minute, week))
            if held:
                yield Load(held, week, sum(x.units for x in held), sum(x.pupils for x in held))


def has_room(venue: Venue, uses: Sequence[VenueUse]) -> bool:
    """Tell whether a venue holds these uses of one day, at every moment."""
    if venue.seats is None and sum(use.units for use in uses) <= venue.capacity:
        return True
    return all(x.units <= venue.capacity and (venue.seats is None or x.pupils <= venue.seats) for x in loads(uses))
