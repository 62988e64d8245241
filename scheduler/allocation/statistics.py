"""How the wishes of all pupils were met, in numbers: by rank, by grade, and what was wished in vain."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from scheduler.allocation.demand import Demand
from scheduler.allocation.measures import lacking, met
from scheduler.allocation.nouns import Allocation, Seat
from scheduler.allocation.waiting import wants


class Statistics(NamedTuple):
    """`wishing` pupils could have a wish met, `first` of them have a first wish, `without` none. `by_rank` counts the wishes that
    are met; `mean_rank` is their mean. `worst` is the most wishes that a pupil lacks. `unmet` counts for each session the pupils
    who named it, could have been in it, and have no place or a worse one on that day."""

    pupils: int
    wishing: int
    first: int
    without: int
    mean_rank: float
    by_rank: dict[int, int]
    worst: int
    unmet: dict[Seat, int]
    by_grade: dict[int, tuple[int, int, int]]


def statistics(demand: Demand, allocation: Allocation) -> Statistics:
    """Return the numbers; `by_grade` gives for each grade the pupils who wished, who have a first wish, and who have none."""
    by_rank: Counter[int] = Counter()
    first = without = worst = 0
    grades: dict[int, list[int]] = {}
    for pupil in demand.wishes.pupils:
        if not demand.wishes.wishes_of[pupil.id]:
            continue
        places = allocation.of.get(pupil.id, {})
        ranks = [rank for rank, _ in met(demand, places)]
        by_rank.update(ranks)
        has_first = 1 in ranks or any(place.rank == 0 for place in places.values())
        has_none = not places
        first, without = first + has_first, without + has_none
        worst = max(worst, lacking(demand, pupil.id, places))
        counts = grades.setdefault(pupil.grade, [0, 0, 0])
        for index, one in enumerate((1, has_first, has_none)):
            counts[index] += int(one)
    total = sum(by_rank.values())
    return Statistics(
        len(demand.wishes.pupils),
        sum(counts[0] for counts in grades.values()),
        first,
        without,
        sum(rank * n for rank, n in by_rank.items()) / total if total else 0.0,
        dict(sorted(by_rank.items())),
        worst,
        unmet(demand, allocation),
        {grade: (a, b, c) for grade, (a, b, c) in sorted(grades.items())},
    )


def unmet(demand: Demand, allocation: Allocation) -> dict[Seat, int]:
    """Return for each session how many pupils would rather be in it, most first."""
    found = Counter(Seat(o.club, day) for o in demand.options if wants(demand, allocation, o) for day in o.days)
    return dict(found.most_common())
