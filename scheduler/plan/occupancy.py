"""How much the venues are used in a week: each by itself, and all of a kind together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scheduler.plan import Plan
from scheduler.plan.venue_use import VenueLesson, VenueUse, is_closed, loads, venue_lessons, venue_sessions
from scheduler.school import Interval, School, Slot, Venue, Week


class Fill(NamedTuple):
    """What is taken of the room at a time, in classes; `slot` is one at that time, `lesson` whether lessons are given then."""

    slot: Slot
    lesson: bool
    taken: int
    room: int


@dataclass(frozen=True)
class Occupancy:
    """How much a venue, or all of a kind, is used: `lessons` in an average week, `sessions` of service, and when.

    `at` holds every time of lessons, and of service those that are used, in the order of the week.
    """

    name: str
    venues: tuple[Venue, ...]
    lessons: float
    sessions: int
    at: Mapping[Interval, Fill]

    @property
    def share(self) -> float:
        """The share of the room during lessons that is taken, 0 to 1; 0 where there is no room at all."""
        fills = [fill for fill in self.at.values() if fill.lesson]
        room = sum(fill.room for fill in fills)
        return sum(min(fill.taken, fill.room) for fill in fills) / room if room else 0.0

    @property
    def full(self) -> int:
        """How many times of lessons leave no room."""
        return sum(1 for fill in self.at.values() if fill.lesson and fill.taken >= fill.room > 0)


def of_kinds(school: School, plan: Plan) -> list[Occupancy]:
    """Return how much each kind of venue is used, in the school's order, by campus where its venues are on several.

    Lessons without a venue count for the kind that they need, on the campus of their classes.
    """
    uses = _uses(school, plan)
    found = []
    for kind in dict.fromkeys(venue.kind for venue in school.venues):
        venues = [venue for venue in school.venues if venue.kind == kind]
        own = [use for use in uses if _kind(school, use) == kind]
        campus_of = {id(use): school.campus_of(use.slot.schedule, use.venue) for use in own}
        campuses = dict.fromkeys((*(venue.campus for venue in venues), *campus_of.values()))
        if None in campuses or len(campuses) == 1:
            found.append(_occupancy(school, kind, venues, own))
            continue
        for campus in campuses:
            here = [venue for venue in venues if venue.campus == campus]
            mine = [use for use in own if campus_of[id(use)] == campus]
            found.append(_occupancy(school, f"{campus}{kind}", here, mine))
    return found


def of_venues(school: School, plan: Plan) -> list[Occupancy]:
    """Return how much each venue is used, in the school's order."""
    uses = _uses(school, plan)
    return [
        _occupancy(school, venue.id, [venue], [use for use in uses if use.venue == venue.id]) for venue in school.venues
    ]


def _uses(school: School, plan: Plan) -> list[VenueUse]:
    return [*venue_lessons(school, plan), *venue_sessions(school, plan)]


def _kind(school: School, use: VenueUse) -> str | None:
    if use.venue is not None:
        return school.venue[use.venue].kind
    return school.venue_kind_of(use.course) if isinstance(use, VenueLesson) else None


def _occupancy(school: School, name: str, venues: Sequence[Venue], uses: Sequence[VenueUse]) -> Occupancy:
    lessons = [use for use in uses if isinstance(use, VenueLesson)]
    sessions = [use for use in uses if not isinstance(use, VenueLesson)]
    times: dict[Interval, tuple[Slot, bool]] = {use.interval: (use.slot, False) for use in sessions}
    times |= {school.interval(slot): (slot, True) for slot in _lesson_slots(school)}
    at = {}
    for interval in sorted(times):
        slot, lesson = times[interval]
        held = [use for use in uses if use.interval.overlaps(interval)]
        room = sum(venue.capacity for venue in venues if not is_closed(school, venue, slot))
        at[interval] = Fill(slot, lesson, max((load.units for load in loads(held)), default=0), room)
    held_lessons = sum(1.0 if use.week is Week.EVERY else 0.5 for use in lessons)
    return Occupancy(name, tuple(venues), held_lessons, len(sessions), at)


def _lesson_slots(school: School) -> Iterable[Slot]:
    for schedule in dict.fromkeys(klass.schedule for klass in school.classes):
        yield from school.lesson_slots[schedule]
