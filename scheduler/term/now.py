"""What runs at a minute of a date, and who and what is free then: for who must find somebody at once."""

from __future__ import annotations

from typing import NamedTuple

from scheduler.school import StaffKind
from scheduler.term.absences import away
from scheduler.term.day import Day, binds
from scheduler.term.nouns import ItemKind, Term


class Stretch(NamedTuple):
    """From when to when something of the day is held; `running` tells whether it is on, else it is what comes next."""

    start: int
    end: int
    running: bool = False


def stretch_at(day: Day, minute: int) -> Stretch | None:
    """Return the shortest stretch of lessons or service that runs at a minute, else the next one; None after the last."""
    times = sorted({(i.start, i.end) for i in day.items if i.kind in (ItemKind.LESSON, ItemKind.SERVICE)})
    running = [time for time in times if time[0] <= minute < time[1]]
    if running:
        return Stretch(*min(running, key=lambda time: time[1] - time[0]), running=True)
    return next((Stretch(*time) for time in times if time[0] > minute), None)


def free_teachers(term: Term, day: Day, start: int, end: int) -> tuple[str, ...]:
    """Return who of the staff has nothing from minute to minute of a day, is not away and has no flexible time then."""
    gone = away(term, day)
    times = {teacher: list(found) for teacher, found in gone.items()}
    for teacher, items in day.of_teacher.items():
        times.setdefault(teacher, []).extend((item.start, item.end) for item in items if binds(day, item))
    for grant in (grant for grant in day.grants if grant.kind in day.school.grant_kinds):
        times.setdefault(grant.teacher, []).append(day.school.away(grant.kind, day.weekday)[1:])
    staff = (t.id for t in day.school.teachers if t.kind is StaffKind.STAFF)
    return tuple(t for t in staff if not any(start < last and first < end for first, last in times.get(t, ())))


def free_venues(term: Term, day: Day, start: int, end: int) -> tuple[str, ...]:
    """Return the places of the school that hold less than they can from minute to minute of a day, and are open."""
    closed = {v for a in term.away_on(day.date) if a.touches(day.date, start, end) for v in a.venues}
    used = [item.venue for item in day.items if item.venue is not None and item.start < end and start < item.end]
    return tuple(v.id for v in day.school.venues if v.id not in closed and used.count(v.id) < v.capacity)
