"""What takes room in a venue at one moment: in the model, and in a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ortools.sat.python import cp_model

from constraints.rule import Breach, Option, Violation
from constraints.timetable.venue_demand import Demand, demands
from scheduler.edits import lesson_edits
from scheduler.model.lessons import LessonVariables, Literal
from scheduler.model.owner import Owner, venue_owner
from scheduler.model.poster import Poster
from scheduler.plan.venue_use import VenueLesson, VenueUse, is_closed, loads
from scheduler.school import Course, School, Slot, Station, Venue, Week
from scheduler.text import Text

# In the model.


class Claim(NamedTuple):
    """What takes room in a venue when a literal is true."""

    literal: Literal
    week: Week
    units: int
    pupils: int


Claims = dict[str, dict[Slot, list[Claim]]]  # by venue


def club_claims(variables: LessonVariables, demand: Demand) -> Claims:
    """Return the room that clubs claim: that of one class and a seat for each member, where they name a venue or are put."""
    claims: Claims = {venue.id: defaultdict(list) for venue in demand.venues}
    for station in demand.clubs:
        for slot, held in variables.service.held(station.id).items():
            places = {station.venue: held} if station.venue is not None else variables.service.venues(station.id, slot)
            for venue, literal in places.items():
                claims[venue][slot].append(Claim(literal, Week.EVERY, 1, station.pupils))
    return claims


def post_room(poster: Poster, claims: Sequence[Claim], units: int, seats: int | None, owner: Owner) -> None:
    """Ensure that what is held at one moment in one week takes at most so many units and seats."""
    at_most(poster, [(claim.literal, claim.units) for claim in claims], units, owner)
    if seats is not None:
        at_most(poster, [(claim.literal, claim.pupils) for claim in claims], seats, owner)


def at_most(poster: Poster, terms: list[tuple[Literal, int]], bound: int, owner: Owner) -> None:
    """Ensure that literals times their shares sum to at most `bound`."""
    if sum(share for _, share in terms) <= bound:
        return
    if bound == 1 and all(share == 1 for _, share in terms):
        poster.at_most_one([literal for literal, _ in terms], owner)
    else:
        literals, shares = zip(*terms, strict=True)
        poster.require(cp_model.LinearExpr.weighted_sum(literals, shares) <= bound, owner)


# In a plan.


def overfull(
    school: School, venue: Venue, uses: Sequence[VenueUse], *, with_clubs: bool = False
) -> Iterator[Violation]:
    """Yield the moments of one day at which a venue holds too much, each set of lessons and sessions once.

    `with_clubs` looks only at the moments at which some session of service is in the venue.
    """
    told: list[set[VenueUse]] = []
    for load in sorted(loads(uses), key=lambda load: -len(load.uses)):
        if with_clubs and all(isinstance(use, VenueLesson) for use in load.uses):
            continue
        units = load.units - venue.capacity
        pupils = 0 if venue.seats is None else load.pupils - venue.seats
        if (units > 0 or pupils > 0) and not any(set(load.uses) <= known for known in told):
            told.append(set(load.uses))
            if units > 0:
                zh, en = (
                    f"同时有 {load.units} 个班，最多 {venue.capacity} 个",
                    f"{load.units} classes, room for {venue.capacity}",
                )
            else:
                zh, en = f"同时有 {load.pupils} 人，只有 {venue.seats} 座", f"{load.pupils} pupils, {venue.seats} seats"
            text = Text(f"，{venue.id}{zh}", f" in {venue.id}: {en}")
            yield violation(school, venue.id, max(1, units), text, load.uses)


def wrong_place(school: School, venue: Venue, slot: Slot, user: Course | Station) -> Text | None:
    """Return why a course or a club must not be in a venue at a slot; None when it may."""
    if user.venue not in (None, venue.id):
        return Text(f"排在{venue.id}，应在{user.venue}", f"is in {venue.id}, not in {user.venue}")
    if user.venue is None and user.venue_kind not in (None, venue.kind):
        return Text(f"排在{venue.id}，应在{user.venue_kind}", f"is in {venue.id}, which is no {user.venue_kind}")
    if user.venue is None and not school.serves(venue, slot.schedule):
        return Text(f"排在{venue.campus}的{venue.id}", f"is in {venue.id}, on the campus {venue.campus}")
    if is_closed(school, venue, slot):
        return Text(f"排在{venue.id}，此时不开放", f"is in {venue.id}, which is closed then")
    return None


def violation(school: School, place: str, amount: int, why: Text, uses: tuple[VenueUse, ...]) -> Violation:
    """Return the violation that names the lessons and sessions, when they are and why they cannot be there."""
    where, names = school.slot_text(uses[0].slot), "、".join(use.title for use in uses)
    classes = tuple(dict.fromkeys(c for use in uses for c in use.classes))
    teachers = tuple(dict.fromkeys(t for use in uses for t in use.teachers))
    slots = tuple(dict.fromkeys(use.slot for use in uses))
    text = Text(f"{where.zh} {names}{why.zh}", f"{where.en} {names} {why.en}")
    return Violation(
        venue_owner(place), amount, text, classes, teachers, slots, place if place in school.venue else None
    )


# Giving way.


def more_room(breach: Breach) -> list[Option]:
    """More classes at once where there is most room, another place on the campus, or more seats where these are short."""
    school, name, units = breach.school, breach.owner.id, breach.units
    asked = next((each for each in demands(school) if each.title == name), None)
    places: tuple[Venue, ...] = () if asked is None else asked.venues
    kind, campus = (name, None) if asked is None else (asked.name, asked.campus or None)
    if name in school.venue:
        venue = school.venue[name]
        places, kind, campus = (venue,), venue.kind, venue.campus
    if not places:
        return []
    largest = max(places, key=lambda venue: venue.capacity)
    found: list[Option] = [(lesson_edits.more_room(school, largest.id, units),)]
    found.append(tuple(lesson_edits.another_venue(school, kind, campus) for _ in range(units)))
    most = max(klass.size for klass in school.classes)
    short = tuple(venue for venue in places if venue.seats is not None and venue.seats < most * venue.capacity)
    if short:
        found.append(tuple(lesson_edits.more_seats(venue.id, most * venue.capacity) for venue in short))
    return found
