"""The rooms of FET that stand for a venue: a room of FET holds one activity, so a venue for n classes is n rooms."""

from __future__ import annotations

from scheduler.school import School, Venue

MARK = "#"


def places_of(venue: Venue) -> tuple[str, ...]:
    """Return the names of the rooms that stand for a venue."""
    if venue.capacity == 1:
        return (venue.id,)
    return tuple(f"{venue.id}{MARK}{number}" for number in range(1, venue.capacity + 1))


def venue_of(school: School, room: str) -> str | None:
    """Return the venue of a room, if it is one of the school's."""
    if room in school.venue:
        return room
    name, mark, number = room.rpartition(MARK)
    return name if mark and number.isdigit() and name in school.venue else None
