"""The venues of a sample school: as many of each kind as its lessons need with room to spare."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

from sample_data import curriculum as c
from scheduler.school import BellSchedule, Course, SchoolClass, Venue

_USE = 0.7  # share of a venue's slots that is planned for
_SPORTS = (("操场", 6), ("体育馆", 2), ("篮球场", 2), ("足球场", 4), ("东操场", 6), ("风雨操场", 2), ("西操场", 6))
_A_HALL = 40  # lessons of classes that one hall is built for; lessons there are joint ones and take several classes
_SEATS = {c.COMPUTER_ROOM: 52, c.SCIENCE_LAB: 50, c.BIOLOGY_LAB: 50, c.PHYSICS_LAB: 50, c.CHEMISTRY_LAB: 50}
_BIG_LABS = (c.PHYSICS_LAB,)


def venues_of(
    courses: Iterable[Course], classes: Mapping[str, SchoolClass], bells: Mapping[str, BellSchedule]
) -> tuple[Venue, ...]:
    """Return venues that hold every kind's lessons at 70 % of the slots, counted for each bell schedule apart.

    Lessons of two schedules overlap by the clock: what each needs by itself is added up.
    """
    needed: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for course in courses:
        if course.venue_kind is not None:
            needed[course.venue_kind][classes[course.classes[0]].schedule] += course.lessons * len(course.classes)
    found: list[Venue] = []
    for kind in dict.fromkeys(s.venue_kind for s in c.SUBJECTS if s.venue_kind):
        slots = {name: 5 * len(bell.lesson_periods) for name, bell in bells.items()}
        capacity = sum(math.ceil(lessons / (slots[name] * _USE)) for name, lessons in needed.get(kind, {}).items())
        found += _of_kind(kind, capacity)
    halls = math.ceil(sum(needed.get(c.HALL, {}).values()) / _A_HALL)
    found += [
        Venue(id=c.HALL + ("" if n == 0 else f"{n + 1}"), kind=c.HALL, capacity=4, seats=400) for n in range(halls)
    ]
    return tuple(found)


def _of_kind(kind: str, capacity: int) -> list[Venue]:
    """Return venues of a kind that hold at least `capacity` classes at once."""
    if kind == c.SPORTS_GROUND:
        return _sports(capacity)
    size = 2 if kind in _BIG_LABS else 1
    count = math.ceil(capacity / size)
    seats = _SEATS.get(kind)
    return [
        Venue(id=f"{kind}{number}", kind=kind, capacity=size, seats=None if seats is None else seats * size)
        for number in range(1, count + 1)
    ]


def _sports(capacity: int) -> list[Venue]:
    found: list[Venue] = []
    for number in range(capacity):
        name, size = _SPORTS[number % len(_SPORTS)]
        again = number // len(_SPORTS)
        if sum(venue.capacity for venue in found) < capacity:
            found.append(Venue(id=f"{name}{again + 1}" if again else name, kind=c.SPORTS_GROUND, capacity=size))
    return found
