"""Who is offered a place that becomes free, and in which order."""

from __future__ import annotations

from collections import defaultdict

from scheduler.allocation.demand import Demand, Option
from scheduler.allocation.drawing import draw
from scheduler.allocation.nouns import Allocation, Seat


def waiting_lists(demand: Demand, allocation: Allocation) -> dict[Seat, list[Option]]:
    """Return for each session that is held the pupils who would rather be in it, the next one first.

    First who has no wish met, then whose account is highest, then the better wish, then the drawing.
    """
    wishes, drawn = demand.wishes, draw(allocation.seed, demand.wishes.pupil)
    found: dict[Seat, list[Option]] = defaultdict(list)
    for option in demand.options:
        if wants(demand, allocation, option):
            for seat in (Seat(option.club, day) for day in option.days):
                if seat in allocation.members:
                    found[seat].append(option)

    def turn(option: Option) -> tuple[bool, int, int, int]:
        pupil = option.pupil
        return pupil in allocation.of, -wishes.pupil[pupil].account, option.rank, drawn[pupil]

    return {seat: sorted(found[seat], key=turn) for seat in demand.seats if seat in found}


def wants(demand: Demand, allocation: Allocation, option: Option) -> bool:
    """Tell whether a pupil would be better off with an option than with what it would replace."""
    mine = allocation.of.get(option.pupil, {})
    if all(day in mine and mine[day].club == option.club for day in option.days):
        return False
    if any(day in mine and mine[day].rank <= option.rank for day in option.days):
        return False
    if demand.wishes.by_day(option.pupil):
        return True
    others = [place for day, place in mine.items() if place.rank and day not in option.days]
    room = len({place.club for place in others}) < demand.room[option.pupil]
    return room or any(place.rank > option.rank for place in others)
