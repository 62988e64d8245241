"""Moves of the after-school day that annealing proposes, compiled: adults, sessions, places, flexible time."""

from __future__ import annotations

from scheduler.engine.compiled import compiled_lean as compiled
from scheduler.engine.exchanges import Lists, Service
from scheduler.engine.graph import Small
from scheduler.engine.walk import Flips, Random, Walk, below, give, is_on, just_one, take, unit


@compiled
def _seat(seats: Lists, session: int, teacher: int) -> int:
    """Return the decision that a teacher serves in a session, -1 where he cannot."""
    low, end = seats.starts[session], seats.starts[session + 1]
    high = end
    while low < high:
        middle = (low + high) // 2
        if seats.items[middle, 0] < teacher:
            low = middle + 1
        else:
            high = middle
    return seats.items[low, 1] if low < end and seats.items[low, 0] == teacher else -1


@compiled
def carry(values: Small, service: Service, walk: Walk, session: int, goal: int) -> None:
    """Add that a session is held at another slot, by the same adults where they can be there, in the same place."""
    flips, seats, places = walk.flips, service.seats, service.places
    take(flips, service.held[session])
    give(flips, service.held[goal])
    first, size = seats.starts[goal], seats.starts[goal + 1] - seats.starts[goal]
    for place in range(seats.starts[session], seats.starts[session + 1]):
        if size > 0 and is_on(values, seats.items[place, 1]):
            seat = _seat(seats, goal, seats.items[place, 0])
            if seat < 0 or unit(walk.chance) < 0.25:  # now and then somebody else, who may be free there
                seat = seats.items[first + below(walk.chance, size), 1]
            take(flips, seats.items[place, 1])
            if not is_on(values, seat):
                give(flips, seat)
    for place in range(places.starts[session], places.starts[session + 1]):
        if is_on(values, places.items[place, 1]):
            take(flips, places.items[place, 1])
            for other in range(places.starts[goal], places.starts[goal + 1]):
                if places.items[other, 0] == places.items[place, 0]:
                    give(flips, places.items[other, 1])


@compiled
def exchange_grants(values: Small, grants: Lists, walk: Walk) -> None:
    """Propose to give or end some flexible time, or to exchange it for other time, mostly of the same teacher."""
    if grants.items.size == 0:
        return
    teacher = below(walk.chance, grants.starts.size - 1)
    first, size = grants.starts[teacher], grants.starts[teacher + 1] - grants.starts[teacher]
    if size == 0:
        return
    one = grants.items[first + below(walk.chance, size)]
    given = is_on(values, one)
    if unit(walk.chance) < 0.6:
        if unit(walk.chance) < 0.2:
            first, size = 0, int(grants.items.size)
        other = grants.items[first + below(walk.chance, size)]
        if is_on(values, other) == given:
            return
        if given:
            give(walk.flips, other)
        else:
            take(walk.flips, other)
    if given:
        take(walk.flips, one)
    else:
        give(walk.flips, one)


@compiled
def move_session(walk: Walk, service: Service) -> None:
    """Propose another slot for a session of a station that chooses, or another place."""
    if service.timed.size == 0:
        return
    values, sessions = walk.state.values, service.sessions
    station = service.timed[below(walk.chance, service.timed.size)]
    first, size = sessions.starts[station], sessions.starts[station + 1] - sessions.starts[station]
    one = sessions.items[first + below(walk.chance, size)]
    other = sessions.items[first + below(walk.chance, size)]
    if not is_on(values, service.held[one]):
        one, other = other, one
    if not is_on(values, service.held[one]):
        return
    places = service.places.items[service.places.starts[one] : service.places.starts[one + 1], 1]
    if places.size > 1 and unit(walk.chance) < 0.3:
        just_one(values, walk.flips, places, below(walk.chance, places.size))
    elif not is_on(values, service.held[other]):
        carry(values, service, walk, one, other)


@compiled
def _serving(values: Small, service: Service, chance: Random) -> tuple[int, int]:
    """Return a session that is held and the place of somebody's seat who serves in it; -1 where none was found."""
    for _ in range(40):
        session = service.staffed[below(chance, service.staffed.size)]
        found, seen = (-1), 0
        for place in range(service.seats.starts[session], service.seats.starts[session + 1]):
            if is_on(values, service.seats.items[place, 1]):
                seen += 1
                if below(chance, seen) == 0:
                    found = place
        if found >= 0:
            return session, found
    return -1, -1


@compiled
def _replace(values: Small, service: Service, flips: Flips, session: int, one: int, other: int, whole: bool) -> None:
    """Add that one teacher's turn in a session, or in all of its station, becomes another's, where that can be."""
    station = service.station[session]
    for each in service.sessions.items[service.sessions.starts[station] : service.sessions.starts[station + 1]]:
        if whole or each == session:
            old, new = _seat(service.seats, each, one), _seat(service.seats, each, other)
            if is_on(values, old) and new >= 0 and not is_on(values, new):
                take(flips, old)
                give(flips, new)


@compiled
def exchange_adults(walk: Walk, service: Service, exchange: bool, whole: bool) -> None:
    """Propose another adult in a session, or an exchange of two adults' sessions; `whole`: in all sessions of the stations."""
    if service.staffed.size == 0:
        return
    values, seats = walk.state.values, service.seats
    session, seat = _serving(values, service, walk.chance)
    if session < 0:
        return
    pick = seats.starts[session] + below(walk.chance, seats.starts[session + 1] - seats.starts[session])
    one, other = seats.items[seat, 0], seats.items[pick, 0]
    if is_on(values, seats.items[pick, 1]):
        return
    back = _turn_of(values, service, walk.chance, session, one, other) if exchange else session
    if back < 0:
        return
    _replace(values, service, walk.flips, session, one, other, whole)
    if exchange and not (whole and service.station[back] == service.station[session]):
        _replace(values, service, walk.flips, back, other, one, whole)


@compiled
def _turn_of(values: Small, service: Service, chance: Random, session: int, one: int, other: int) -> int:
    """Return a session of another adult's into which one could go instead, often one at the same time; -1 for none."""
    turns, alike, found, seen = service.turns, unit(chance) < 0.5, (-1), 0
    for place in range(turns.starts[other], turns.starts[other + 1]):
        back = turns.items[place, 0]
        fits = not alike or service.moment[back] == service.moment[session]
        if fits and back != session and is_on(values, turns.items[place, 1]):
            seen += 1
            if below(chance, seen) == 0:
                found = back
    seat = _seat(service.seats, found, one) if found >= 0 else -1
    return found if seat >= 0 and not is_on(values, seat) else -1
