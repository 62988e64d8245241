"""Changes of an allocation in the term: somebody joins, leaves, moves, two swap; everybody else stays where he is if he can."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from scheduler.allocation.allocate import SECONDS, NoAllocationError, allocation_of
from scheduler.allocation.assignment import is_flow, solve_flow
from scheduler.allocation.check import Fault, faults
from scheduler.allocation.demand import Demand
from scheduler.allocation.general import solve_general
from scheduler.allocation.nouns import NOT_WISHED, Allocation, Place, Pupil, Seat, Wish, Wishes


class Move(NamedTuple):
    """A pupil's place on a day before and after; None is the homework room."""

    pupil: str
    day: int
    before: str | None
    after: str | None


class Changed(NamedTuple):
    """A changed allocation with all that moved, and what it does not keep that was kept before."""

    allocation: Allocation
    moves: tuple[Move, ...]
    faults: tuple[Fault, ...] = ()


def reallocate(wishes: Wishes, old: Allocation, *, seconds: float = SECONDS) -> Changed:
    """Return the allocation that serves the pupils as they are now with the fewest moves.

    First the fewest pupils are without any wish, then the fewest places of those who were there before change, then it is as good
    as `Measures` say; `proven` says whether that is proven. Sessions that are held stay so however few are left; what was closed for
    too few stays closed. Raises NoAllocationError.
    """
    running = _running(wishes, old)
    demand = Demand(running)
    keep = {(p.pupil, p.day): p.club for p in old.places if p.pupil in running.pupil}
    known = {p.pupil for p in old.places} | (running.pupil.keys() & set(old.known))
    few = (seat for seat in old.closed if seat in demand.seats and wishes.offer[seat.club].minimum > 1)
    shut = frozenset(seat for seat in few if not demand.taken[seat])
    if is_flow(demand):
        found = solve_flow(demand, old.seed, shut=shut, keep=keep, known=known)
        options = None if found is None else (found.options, True)
    else:
        options = solve_general(demand, old.seed, seconds, shut=shut, keep=keep, known=known)
    if options is None:
        raise NoAllocationError
    new = allocation_of(demand, options[0], old.mode, old.seed, proven=options[1])
    return Changed(new, moves(old, new))


def joined(wishes: Wishes, pupil: Pupil, clubs: Iterable[str]) -> Wishes:
    """Return the wishes with one pupil more, who wishes these clubs for the week, the best first."""
    wished = tuple(Wish(pupil=pupil.id, club=club, rank=rank) for rank, club in enumerate(clubs, 1))
    return wishes.model_copy(update={"pupils": (*wishes.pupils, pupil), "wishes": (*wishes.wishes, *wished)})


def without(wishes: Wishes, pupil: str) -> Wishes:
    """Return the wishes without a pupil and all that was said of him."""
    return wishes.model_copy(
        update={
            "pupils": tuple(each for each in wishes.pupils if each.id != pupil),
            "wishes": tuple(each for each in wishes.wishes if each.pupil != pupil),
            "listings": tuple(each for each in wishes.listings if each.pupil != pupil),
            "companions": tuple(each for each in wishes.companions if pupil not in (each.one, each.other)),
            "first_come": tuple(each for each in wishes.first_come if each != pupil),
        }
    )


def _running(wishes: Wishes, old: Allocation) -> Wishes:
    """Return the wishes with each place that a pupil has among them, and without minima: nothing that runs is closed."""
    more = []
    for place in old.places:
        if place.pupil in wishes.pupil and place.club in wishes.offer and place.rank:
            day = place.day if wishes.by_day(place.pupil) else None
            wished = any(w.club == place.club and w.day in (None, place.day) for w in wishes.wishes_of[place.pupil])
            if not wished:
                more.append(Wish(pupil=place.pupil, club=place.club, rank=place.rank, day=day))
    offers = tuple(offer.model_copy(update={"minimum": 0}) for offer in wishes.offers)
    unique = tuple(dict.fromkeys(more))
    return wishes.model_copy(update={"wishes": (*wishes.wishes, *unique), "offers": offers})


def moves(old: Allocation, new: Allocation) -> tuple[Move, ...]:
    """Return every place that is not as it was, in the order of pupils and days; who left or joined is in it too."""
    found = []
    for pupil in sorted({*old.of, *new.of}):
        before, after = old.of.get(pupil, {}), new.of.get(pupil, {})
        for day in sorted({*before, *after}):
            clubs = [None if place is None else place.club for place in (before.get(day), after.get(day))]
            if clubs[0] != clubs[1]:
                found.append(Move(pupil, day, *clubs))
    return tuple(found)


def put(wishes: Wishes, old: Allocation, pupil: str, club: str | None, days: Iterable[int]) -> Changed:
    """Return the allocation with one pupil put into a club, or (None) the homework room, on some days; nobody else moves."""
    taken = set(days)
    places = [p for p in old.places if p.pupil != pupil or p.day not in taken]
    if club is not None:
        places += [_place(wishes, pupil, club, day) for day in sorted(taken)]
    return _changed(wishes, old, places)


def swap(wishes: Wishes, old: Allocation, one: str, other: str, days: Iterable[int]) -> Changed:
    """Return the allocation in which two pupils have each other's places on some days."""
    taken, places = set(days), []
    for place in old.places:
        if place.pupil in (one, other) and place.day in taken:
            who = other if place.pupil == one else one
            places.append(_place(wishes, who, place.club, place.day))
        else:
            places.append(place)
    return _changed(wishes, old, places)


def _place(wishes: Wishes, pupil: str, club: str, day: int) -> Place:
    """Return a place with the rank that its pupil gave it."""
    listing = wishes.listed.get(pupil, {}).get(club)
    if listing is not None and listing.promised and listing.day in (None, day):
        return Place(pupil=pupil, club=club, day=day, rank=0)
    ranks = [w.rank for w in wishes.wishes_of[pupil] if w.club == club and w.day in (None, day)]
    return Place(pupil=pupil, club=club, day=day, rank=min(ranks, default=NOT_WISHED))


def _changed(wishes: Wishes, old: Allocation, places: list[Place]) -> Changed:
    before = {fault.text for fault in faults(wishes, old, minima=False)}
    order = {pupil: number for number, pupil in enumerate(wishes.pupil)}
    places.sort(key=lambda place: (order.get(place.pupil, len(order)), place.day))
    taken = {Seat(place.club, place.day) for place in places}
    closed = tuple(seat for seat in old.closed if seat not in taken)
    new = old.model_copy(update={"places": tuple(places), "closed": closed, "proven": False})
    broken = tuple(fault for fault in faults(wishes, new, minima=False) if fault.text not in before)
    return Changed(new, moves(old, new), broken)
