"""What asks for slots: the lessons of a course in a week, or a meeting."""

from __future__ import annotations

from typing import NamedTuple

from scheduler.explain.openings import Closed, Openings
from scheduler.school import Course, Meeting, Slot


class Item(NamedTuple):
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


def course_item(openings: Openings, course: Course) -> Item:
    """Return the lessons of a course."""
    return Item(course, course.lessons, openings.open(course), openings.closed(course), openings.caps.get(course.id))


def meeting_item(openings: Openings, meeting: Meeting) -> Item:
    """Return the periods of a meeting, at those of its times that are not blocked."""
    choices, closed = openings.meeting_reasons[meeting.id], Closed()
    slots = tuple(sorted({slot for taken, reason in choices if reason is None for slot in taken}))
    for taken, reason in choices:
        if reason is not None:
            for slot in set(taken).difference(slots):
                known = closed.get(slot)
                closed[slot] = reason if known is None else known._replace(rules=known.rules + reason.rules)
    return Item(meeting, meeting.length, slots, closed, None)
