"""What asks for slots, the lessons of a course in a week or a meeting; and slots by the clock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from scheduler.explanation.counting.openings import Closed, Openings
from scheduler.school import Course, Meeting, School, Slot, Week


class SlotDemand(NamedTuple):
    """Lessons of one course, or the periods of one meeting, and the slots that they can use."""

    what: Course | Meeting
    needs: int
    slots: tuple[Slot, ...]
    closed: Closed
    cap: int | None

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from others."""
        return type(self.what).__name__, self.what.id


def course_item(openings: Openings, course: Course) -> SlotDemand:
    """Return the lessons of a course."""
    return SlotDemand(
        course, course.lessons, openings.open(course), openings.closed(course), openings.caps.get(course.id)
    )


def meeting_item(openings: Openings, meeting: Meeting) -> SlotDemand:
    """Return the periods of a meeting, at those of its times that are not blocked."""
    choices, closed = openings.meeting_reasons[meeting.id], Closed()
    slots = tuple(sorted({slot for taken, reason in choices if reason is None for slot in taken}))
    for taken, reason in choices:
        if reason is not None:
            for slot in set(taken).difference(slots):
                known = closed.get(slot)
                closed[slot] = reason if known is None else known._replace(rules=known.rules + reason.rules)
    return SlotDemand(meeting, meeting.length, slots, closed, None)


def held_in(courses: Iterable[Course], week: Week) -> list[Course]:
    """Return the courses that are held in a week."""
    return [course for course in courses if course.week.meets(week)]


def stabs(school: School, slots: Iterable[Slot]) -> dict[Slot, tuple[int, int]]:
    """Return a minute for each slot, as few as possible: of slots with one minute a person or class can use one only.

    There are as many as the most slots that do not overlap.
    """
    found: dict[Slot, tuple[int, int]] = {}
    last = (0, -1)
    for slot in sorted(set(slots), key=lambda s: (s.day, school.interval(s).end)):
        day, start, end = school.interval(slot)
        if last[0] != day or last[1] < start:
            last = (day, end - 1)
        found[slot] = last
    return found
