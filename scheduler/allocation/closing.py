"""Which sessions are not held because too few would be in them: branch and bound over the flows."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection

from scheduler.allocation.assignment import Found, solve_flow
from scheduler.allocation.demand import Demand
from scheduler.allocation.nouns import Seat


def solve_closing(demand: Demand, seed: int, seconds: float) -> tuple[Found, bool]:
    """Return the best allocation in which no session is below its minimum, and whether that is proven.

    A session in which a place is promised is held with however many. The bound of a part of the search is its flow without the
    minima that are not decided there. It is given up after some seconds of processor time, with the best that was found.
    """
    search = _Search(demand, time.process_time() + seconds)
    search.go(frozenset(), hopeless(demand))
    best, held, shut = search.best
    drawn = solve_flow(demand, seed, held=held, shut=shut)
    return drawn or best, not search.out_of_time


def hopeless(demand: Demand) -> frozenset[Seat]:
    """Return the sessions that would be below their minimum if all who wish for them came."""
    wishers = Counter(Seat(option.club, day) for option in demand.options for day in option.days)
    return frozenset(seat for seat in demand.seats if is_short(demand, seat, wishers[seat]))


def is_short(demand: Demand, seat: Seat, members: int) -> bool:
    """Tell whether a session is not held with so many members beside those to whom it is promised."""
    return not demand.taken[seat] and members < demand.wishes.offer[seat.club].minimum


class _Search:
    """Closes first: what the search finds at once is what a school would do, one session after another."""

    def __init__(self, demand: Demand, until: float) -> None:
        self.demand, self.until = demand, until
        self.out_of_time = False
        self.best: tuple[Found, frozenset[Seat], frozenset[Seat]]
        self.found = False

    def go(self, held: frozenset[Seat], shut: frozenset[Seat]) -> None:
        """Search all allocations with some sessions held and some shut."""
        if self.found and time.process_time() > self.until:
            self.out_of_time = True
            return
        rival = self.best[0].measures if self.found else None
        found = solve_flow(self.demand, 0, held=held, shut=shut, rival=rival)
        if found is None or (rival is not None and found.measures >= rival):
            return
        members = Counter(Seat(option.club, day) for option in found.options for day in option.days)
        short = [seat for seat, count in members.items() if is_short(self.demand, seat, count)]
        if not short:
            self._keep(found, members, shut)
            return
        seat = min(short, key=lambda s: (members[s] / self.demand.wishes.offer[s.club].minimum, s))
        self.go(held, shut | {seat})
        self.go(held | {seat}, shut)

    def _keep(self, found: Found, members: Collection[Seat], shut: frozenset[Seat]) -> None:
        """Keep what was found, with what is open and closed in it, so that the drawing changes neither."""
        with_minimum = [s for s in self.demand.seats if is_short(self.demand, s, 0)]
        held = frozenset(seat for seat in with_minimum if seat in members)
        self.best, self.found = (found, held, shut | (frozenset(with_minimum) - held)), True
