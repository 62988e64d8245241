"""How good an allocation is for the pupils, in the order in which it counts; and what becomes of their accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scheduler.allocation.demand import Demand
from scheduler.allocation.nouns import MOST_WISHES, Allocation, Place

LEVELS = 7


class Measures(NamedTuple):
    """The less the better, the first field before the second and so on (compare them as tuples).

    `without`: pupils of whom no wish is met. `unmet`: how many pupils lack at least 7, 6, … 1 of the wishes that they could have.
    `owed`: those lacks, each times the account of its pupil. `worst`: the last rank that anybody has. `ranks`: the sum of all ranks.
    `owed_ranks`: that of the ranks below the first, each times the account of its pupil.
    """

    without: int
    unmet: tuple[int, ...]
    owed: int
    worst: int
    ranks: int
    owed_ranks: int


def met(demand: Demand, places: Mapping[int, Place]) -> list[tuple[int, int]]:
    """Return the rank of each wish that a pupil's places meet, with how much of his room it fills; not what was promised."""
    found: dict[tuple[str, int], list[int]] = {}
    for day, place in places.items():
        if place.rank:
            whole = demand.wishes.offer[place.club].whole
            found.setdefault((place.club, 0 if whole else day), []).append(place.rank)
    return [(ranks[0], len(ranks) if demand.wishes.by_day(_of(places)) else 1) for ranks in found.values()]


def _of(places: Mapping[int, Place]) -> str:
    return next(iter(places.values())).pupil


def lacking(demand: Demand, pupil: str, places: Mapping[int, Place]) -> int:
    """Return how many of the wishes that he could have a pupil lacks."""
    return max(0, demand.room[pupil] - sum(fills for _, fills in met(demand, places)))


def measure(demand: Demand, allocation: Allocation) -> Measures:
    """Return how good an allocation is."""
    without = owed = ranks = owed_ranks = worst = 0
    levels = [0] * LEVELS
    for pupil in demand.wishes.pupils:
        places = allocation.of.get(pupil.id, {})
        lack = lacking(demand, pupil.id, places)
        without += bool(demand.room[pupil.id]) and not places
        owed += pupil.account * lack
        for level in range(lack):
            levels[LEVELS - 1 - level] += 1
        mine = [rank for rank, _ in met(demand, places)]
        ranks += sum(mine)
        owed_ranks += pupil.account * sum(rank - 1 for rank in mine)
        worst = max(worst, *mine, 0)
    return Measures(without, tuple(levels), owed, worst, ranks, owed_ranks)


def accounts(demand: Demand, allocation: Allocation) -> dict[str, int]:
    """Return what each pupil is owed after this allocation: his account, and the points of this time."""
    found = {}
    for pupil in demand.wishes.pupils:
        places = allocation.of.get(pupil.id, {})
        points = sum(rank - 1 for rank, _ in met(demand, places))
        found[pupil.id] = pupil.account + points + MOST_WISHES * lacking(demand, pupil.id, places)
    return found
