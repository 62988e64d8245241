"""What an absence hits: what has nobody, or no place, on a date."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.term.day import Day, Item, day_of
from scheduler.term.nouns import Absence, ItemKind, Term, Way


@dataclass(frozen=True)
class Hit:
    """Something held on a date of which teachers are away (`missing`), or its place is (`placeless`).

    `left` are its other teachers, who are there. Where several must come in for it, it is hit in as many parts, from 0.
    """

    item: Item
    missing: tuple[str, ...]
    left: tuple[str, ...]
    placeless: bool = False
    part: int = 0


def away(term: Term, day: Day) -> dict[str, tuple[tuple[int, int], ...]]:
    """Return when each teacher who is away on a day is: by his absences, and all day where the school has no such teacher."""
    found: dict[str, list[tuple[int, int]]] = {}
    for absence in term.away_on(day.date):
        for teacher in absence.teachers:
            found.setdefault(teacher, []).append((absence.start, absence.end))
    return {teacher: tuple(times) for teacher, times in found.items()}


def clashing(term: Term, absence: Absence) -> tuple[Absence, ...]:
    """Return the absences of a term by which somebody or something is away already in some minute of another absence."""
    who = {*absence.teachers, *absence.venues, *absence.classes}
    return tuple(
        known
        for known in term.absences
        if who & {*known.teachers, *known.venues, *known.classes}
        and known.first <= absence.last
        and absence.first <= known.last
        and known.start < absence.end
        and absence.start < known.end
    )


def hits_something(term: Term, absence: Absence) -> bool:
    """Tell whether anything is held at the school while somebody or something is away: not in the holidays, not at night."""
    return any(
        item.start < absence.end and absence.start < item.end
        for date in term.calendar.dates(absence.first, absence.last)
        for item in day_of(term, date).items
    )


def hits(term: Term, date: datetime.date, day: Day | None = None) -> tuple[Hit, ...]:
    """Return what is without somebody or some place on a date, in the order of the day, as far as no change answers it.

    A teacher is missing where he is away, or watches over an exam at that time. A meeting goes on without who is away. What was
    moved there by an exchange is hit like the rest. Raises ValueError when the date is outside of the term.
    """
    day = day or day_of(term, date)
    gone, absences = away(term, day), term.away_on(date)
    found = []
    for item in day.items:
        if item.kind is ItemKind.MEETING:
            continue
        missing = tuple(t for t in item.teachers if _is_missing(item, t, gone, day))
        placeless = item.venue is not None and _closed(absences, item.venue, item)
        joins = item.change is not None and item.change.way is Way.MERGE
        if (placeless or missing) and not joins:
            left = tuple(t for t in item.teachers if t not in missing)
            found += [Hit(item, missing, left, placeless, part) for part in range(_wanted(day, item, missing, left))]
    return tuple(found)


def adults_wanted(day: Day, item: Item) -> int:
    """Return how many must hold an item: as many as the station says, one for a lesson, all who are named for an exam."""
    if item.kind is ItemKind.SERVICE:
        return max(1, day.school.service.stations[item.key.id].adults)
    return len(item.planned) if item.kind is ItemKind.EXAM else 1


def _wanted(day: Day, item: Item, missing: tuple[str, ...], left: tuple[str, ...]) -> int:
    return max(1, min(len(missing), adults_wanted(day, item) - len(left)))


def _is_missing(item: Item, teacher: str, gone: dict[str, tuple[tuple[int, int], ...]], day: Day) -> bool:
    if any(item.start < end and start < item.end for start, end in gone.get(teacher, ())):
        return True
    if item.kind is ItemKind.EXAM:
        return False
    return any(other.kind is ItemKind.EXAM and other.overlaps(item) for other in day.of_teacher.get(teacher, ()))


def _closed(absences: Iterable[Absence], venue: str, item: Item) -> bool:
    return any(venue in a.venues and a.touches(item.date, item.start, item.end) for a in absences)
