"""How many lessons a class has on each day when its days are as even as they can be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from scheduler.school.bell import Slot, Week
from scheduler.school.curriculum import Course
from scheduler.school.data import SchoolData
from scheduler.school.wishes import MarkLevel, MarkOwner


class Share(NamedTuple):
    """The courses of a class in one week, and the least and the most lessons that they have on a day."""

    courses: list[Course]
    least: int
    most: int


def is_open(school: SchoolData, class_id: str, slot: Slot) -> bool:
    """Tell whether a lesson slot of a class is not closed to it (禁); one of odd weeks alone is open to a class with such courses."""
    week = school.week_at(slot)
    held = week is Week.EVERY or any(course.week is week for course in school.class_courses[class_id])
    return held and not school.marked(MarkOwner.CLASS, class_id, slot, MarkLevel.FORBIDDEN)


def open_slots(school: SchoolData, class_id: str, day: int) -> list[Slot]:
    """Return the lesson slots of a class on a day that are not closed to it, in order."""
    return [slot for slot in school.class_slots(class_id) if slot.day == day and is_open(school, class_id, slot)]


def shares(school: SchoolData, class_id: str) -> dict[int, list[Share]]:
    """Return for each day of a class its even share of the lessons of each week that must be looked at.

    A day with fewer open slots than the others has all of them; a week that has no room for its lessons has no share, nor has a
    day in a week in which it is not held.
    """
    days = dict.fromkeys(slot.day for slot in school.class_slots(class_id))
    slots = {day: open_slots(school, class_id, day) for day in days}
    found: dict[int, list[Share]] = {day: [] for day in days}
    for week, courses in _weeks(school, school.occupying_courses[class_id]):
        fewest, most = _rooms(school, week, courses, slots)
        lessons = sum(course.lessons for course in courses)
        if lessons <= sum(most.values()):
            low, high = _level(most.values(), lessons), _level(fewest.values(), lessons)
            for day in days:
                if any(school.week_at(slot).meets(week) for slot in slots[day]) or not slots[day]:
                    found[day].append(Share(courses, min(low, fewest[day]), min(high + 1, most[day])))
    return found


def _rooms(
    school: SchoolData, week: Week, courses: Collection[Course], slots: Mapping[int, Collection[Slot]]
) -> tuple[dict[int, int], dict[int, int]]:
    """Return the slots of each day that the courses of a week are sure to be able to use, and the most that they may use.

    A slot that is held in this week alone takes only courses of this week alone, as far as these go; one that shares its slots
    with a course of other weeks is not sure to be able to.
    """
    own = [course for course in courses if course.week is not Week.EVERY]
    apart = [course for course in own if course.pair is None and course.together is None]
    weekly = {day: sum(school.week_at(slot) is Week.EVERY for slot in held) for day, held in slots.items()}
    beyond = {
        day: sum(school.week_at(slot) is week for slot in held) if week is not Week.EVERY else 0
        for day, held in slots.items()
    }
    sure = _level(beyond.values(), sum(course.lessons for course in apart))
    fewest = {day: weekly[day] + min(sure, extra) for day, extra in beyond.items()}
    lessons = sum(course.lessons for course in own)
    return fewest, {day: weekly[day] + min(lessons, extra) for day, extra in beyond.items()}


def _level(rooms: Collection[int], lessons: int) -> int:
    """Return how many lessons each of some days has, or as many as it has room for, when they are shared out evenly."""
    return max(n for n in range(lessons + 1) if sum(min(n, room) for room in rooms) <= lessons)


def has_room(school: SchoolData, class_id: str) -> bool:
    """Tell whether a class has fewer lessons than open slots in some week."""
    slots = [slot for day in range(1, 8) for slot in open_slots(school, class_id, day)]
    weeks = list(_weeks(school, school.occupying_courses[class_id])) or [(Week.EVERY, [])]
    return any(
        sum(course.lessons for course in courses) < sum(school.week_at(slot).meets(week) for slot in slots)
        for week, courses in weeks
    )


def least_lessons_a_day(school: SchoolData, class_id: str) -> dict[int, int]:
    """Return the fewest lessons that a class has on each day in any week; of a class without courses nothing is known."""
    return {day: min(share.least for share in weeks) for day, weeks in shares(school, class_id).items() if weeks}


def _weeks(school: SchoolData, courses: Iterable[Course]) -> Iterator[tuple[Week, list[Course]]]:
    every = list(courses)
    for week in school.weeks(every):
        held = [course for course in every if course.week.meets(week)]
        if held:
            yield week, held
