"""Gives every pupil his places: the best for all, or for comparison in the order of arrival or of a drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from scheduler.allocation.assignment import is_flow
from scheduler.allocation.closing import hopeless, is_short, solve_closing
from scheduler.allocation.demand import Demand, Option
from scheduler.allocation.drawing import draw
from scheduler.allocation.general import solve_general
from scheduler.allocation.nouns import Allocation, Mode, Place, Seat, Wishes

SECONDS = 30.0


class NoAllocationError(ValueError):
    """No allocation was found: promised places and companions contradict each other, or time ran out."""


def allocate(wishes: Wishes, *, mode: Mode = Mode.BEST, seed: int = 0, seconds: float = SECONDS) -> Allocation:
    """Return an allocation: every pupil has one place, in a club or the homework room, on each of his days.

    The best one is optimal in the order of `Measures`, and among equals in the drawing of the seed; `proven` says whether that was
    proven within about so many seconds. The same wishes and seed give the same allocation wherever it is proven.
    Raises NoAllocationError.
    """
    demand = Demand(wishes)
    if mode is not Mode.BEST:
        options = in_turn(demand, _order(wishes, mode, seed))
        return allocation_of(demand, options, mode, seed, proven=False)
    if is_flow(demand):
        found, proven = solve_closing(demand, seed, seconds)
        return allocation_of(demand, found.options, mode, seed, proven=proven)
    general = solve_general(demand, seed, seconds)
    if general is None:
        raise NoAllocationError
    return allocation_of(demand, general[0], mode, seed, proven=general[1])


def comparisons(wishes: Wishes, allocation: Allocation) -> dict[Mode, Allocation]:
    """Return what first come first served and a lottery give on the same wishes; the first where it is known who came first."""
    modes = [Mode.LOTTERY, *([Mode.FIRST_COME] if wishes.first_come else [])]
    return {mode: allocate(wishes, mode=mode, seed=allocation.seed) for mode in modes if mode is not allocation.mode}


def _order(wishes: Wishes, mode: Mode, seed: int) -> list[str]:
    drawn = draw(seed, wishes.pupil)
    order = sorted(drawn, key=drawn.__getitem__)
    if mode is Mode.LOTTERY:
        return order
    known = dict.fromkeys(pupil for pupil in wishes.first_come if pupil in drawn)
    return [*known, *(pupil for pupil in order if pupil not in known)]


def in_turn(demand: Demand, order: Sequence[str]) -> list[Option]:
    """Let pupil after pupil take what is left of his wishes; sessions that stay below their minimum close, and all choose again.

    Companions are not looked at: nobody waits for another here.
    """
    shut = set(hopeless(demand))
    of: dict[str, list[Option]] = {pupil: [] for pupil in order}
    for option in demand.options:
        of[option.pupil].append(option)
    while True:
        left, taken = Counter(demand.seats), list[Option]()
        for pupil in order:
            taken += _choice(demand, sorted(of[pupil], key=lambda o: (o.rank, o.days)), left, shut)
        members = Counter(Seat(option.club, day) for option in taken for day in option.days)
        short = [seat for seat in demand.seats if seat not in shut and is_short(demand, seat, members[seat])]
        if not short:
            return taken
        shut.add(min(short, key=lambda seat: (members[seat], seat)))


def _choice(demand: Demand, options: Iterable[Option], left: Counter[Seat], shut: set[Seat]) -> list[Option]:
    """Return what one pupil takes, and lessen what is left."""
    taken: list[Option] = []
    promised: set[str] = set()
    for option in options:
        promised = promised or {p.club for p in demand.promised.get(option.pupil, {}).values()}
        seats = [Seat(option.club, day) for day in option.days]
        fills = sum(demand.weight(each) for each in [*taken, option])
        if (
            fills <= demand.room[option.pupil]
            and not shut & set(seats)
            and all(left[seat] > 0 for seat in seats)
            and not any(set(each.days) & set(option.days) for each in taken)
            and not _excluded(demand, option, promised | {each.club for each in taken})
        ):
            taken.append(option)
            left.subtract(seats)
    return taken


def _excluded(demand: Demand, option: Option, clubs: Iterable[str]) -> bool:
    """Tell whether a pupil who has some clubs cannot have another: one of its kind, or the same wish for the week twice."""
    offers = demand.wishes.offer
    kind = offers[option.club].kind
    for club in clubs:
        if club == option.club and not demand.wishes.by_day(option.pupil):
            return True
        if club != option.club and kind and offers[club].kind == kind:
            return True
    return False


def allocation_of(demand: Demand, options: Iterable[Option], mode: Mode, seed: int, *, proven: bool) -> Allocation:
    """Return the allocation that grants some options beside what is promised."""
    places = [place for days in demand.promised.values() for place in days.values()]
    places += [Place(pupil=o.pupil, club=o.club, day=day, rank=o.rank) for o in options for day in o.days]
    order = {pupil: number for number, pupil in enumerate(demand.wishes.pupil)}
    places.sort(key=lambda place: (order[place.pupil], place.day))
    taken = {Seat(place.club, place.day) for place in places}
    closed = tuple(seat for seat in demand.seats if seat not in taken)
    known = tuple(sorted(demand.wishes.pupil))
    return Allocation(places=tuple(places), closed=closed, known=known, mode=mode, seed=seed, proven=proven)
