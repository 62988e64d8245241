"""How many lessons a class has on each day when its days are as even as they can be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from scheduler.school.bell import Slot
from scheduler.school.curriculum import Course
from scheduler.school.data import SchoolData
from scheduler.school.wishes import MarkLevel, MarkOwner


class Share(NamedTuple):
    """The courses of a class in one week, and the least and the most lessons that they have on a day."""

    courses: list[Course]
    least: int
    most: int


def is_open(school: SchoolData, class_id: str, slot: Slot) -> bool:
    """Tell whether a lesson slot of a class is not closed to it (禁)."""
    return not school.marked(MarkOwner.CLASS, class_id, slot, MarkLevel.FORBIDDEN)


def open_slots(school: SchoolData, class_id: str, day: int) -> list[Slot]:
    """Return the lesson slots of a class on a day that are not closed to it, in order."""
    return [slot for slot in school.class_slots(class_id) if slot.day == day and is_open(school, class_id, slot)]


def shares(school: SchoolData, class_id: str) -> dict[int, list[Share]]:
    """Return for each day of a class its even share of the lessons of each week that must be looked at.

    A day with fewer open slots than the others has all of them; a week that has no room for its lessons has no share.
    """
    days = dict.fromkeys(slot.day for slot in school.class_slots(class_id))
    room = {day: len(open_slots(school, class_id, day)) for day in days}
    found: dict[int, list[Share]] = {day: [] for day in room}
    for courses in _weeks(school, school.occupying_courses[class_id]):
        lessons = sum(course.lessons for course in courses)
        if lessons <= sum(room.values()):
            level = max(n for n in range(lessons + 1) if sum(min(n, each) for each in room.values()) <= lessons)
            for day, each in room.items():
                found[day].append(Share(courses, min(level, each), min(level + 1, each)))
    return found


def has_room(school: SchoolData, class_id: str) -> bool:
    """Tell whether a class has fewer lessons than open slots in some week."""
    slots = sum(len(open_slots(school, class_id, day)) for day in range(1, 8))
    weeks = _weeks(school, school.occupying_courses[class_id])
    return min((sum(course.lessons for course in courses) for courses in weeks), default=0) < slots


def least_lessons_a_day(school: SchoolData, class_id: str) -> dict[int, int]:
    """Return the fewest lessons that a class has on each day in any week; of a class without courses nothing is known."""
    return {day: min(share.least for share in weeks) for day, weeks in shares(school, class_id).items() if weeks}


def _weeks(school: SchoolData, courses: Iterable[Course]) -> list[list[Course]]:
    every = list(courses)
    weeks = ([course for course in every if course.week.meets(week)] for week in school.weeks(every))
    return [held for held in weeks if held]
