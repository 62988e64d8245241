"""On which days a class can have a subject at all, and how many lessons of it some day must have therefore."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from constraints.timetable.class_subjects import total
from scheduler.school import Course, MarkOwner, School, Slot

MOST_TOGETHER = 4  # of more courses of a subject only each alone and all together are looked at


def least_a_day(school: School, courses: Sequence[Course], days: int) -> int:
    """Return how many lessons of some courses one day must have at least, in a week of `days` in which all are held.

    A day on which 禁 of the teachers, the classes, the subject or the course leaves no slot is none of theirs, nor one that is
    not held in their weeks. Days on which a teacher is at another school count: he is to be here on as many as are needed.
    """
    even = -(-total(courses) // max(1, days))
    closed = any(owner in school.closed_owners for course in courses for owner in _owners(school, course))
    if not closed and not school.alternates:
        return even
    slots = [_open_slots(school, course) for course in courses]
    return max(even, *(_least(total(courses[i] for i in some), slots, some) for some in _groups(len(courses))))


def _groups(number: int) -> Iterator[tuple[int, ...]]:
    sizes = range(1, number + 1) if number <= MOST_TOGETHER else (1, number)
    for size in sizes:
        yield from combinations(range(number), size)


def _least(lessons: int, slots: Sequence[frozenset[Slot]], some: tuple[int, ...]) -> int:
    """Return how many lessons a day must take so that all have room; 0 where they have none anyway."""
    room = Counter(slot.day for slot in frozenset().union(*(slots[index] for index in some)))
    most = max(room.values(), default=0)
    return next((n for n in range(1, most + 1) if sum(min(n, free) for free in room.values()) >= lessons), 0)


def _owners(school: School, course: Course) -> Iterator[tuple[MarkOwner, str]]:
    """Yield whose 禁 closes a time to a course, and to what runs together with it."""
    for each in _together(school, course):
        yield MarkOwner.COURSE, each.id
        yield MarkOwner.SUBJECT, each.subject
        yield from ((MarkOwner.CLASS, name) for name in each.classes)
        yield from ((MarkOwner.TEACHER, name) for name in each.teachers)


def _together(school: School, course: Course) -> list[Course]:
    if course.together is None:
        return [course]
    return [c for name in course.classes for c in school.class_courses[name] if c.together == course.together]


def _open_slots(school: School, course: Course) -> frozenset[Slot]:
    owners = [owner for owner in _owners(school, course) if owner in school.closed_owners]
    return frozenset(
        slot
        for slot in school.course_slots(course)
        if school.week_at(slot).covers(course.week) and not any(school.closed(*owner, slot) for owner in owners)
    )
