"""Slots compared by the clock, whichever bell schedules they come from."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.school import School, Slot


def overlapping(school: School, slots: Iterable[Slot]) -> list[tuple[Slot, ...]]:
    """Return the largest sets of these slots that share a minute, in the order of the week; any kind of period will do."""
    found: list[tuple[Slot, ...]] = []
    running: list[Slot] = []
    for slot in sorted(set(slots), key=lambda s: (school.interval(s), s)):
        lasting = [other for other in running if school.interval(other).overlaps(school.interval(slot))]
        if len(lasting) < len(running):
            found.append(tuple(running))
        running = [*lasting, slot]
    return [*found, tuple(running)] if running else found


def most_apart(school: School, slots: Iterable[Slot]) -> int:
    """Return how many of some slots of one day one person can attend: the earliest end first."""
    count, free_from = 0, 0
    for interval in sorted((school.interval(slot) for slot in slots), key=lambda i: i.end):
        if interval.start >= free_from:
            count, free_from = count + 1, interval.end
    return count
