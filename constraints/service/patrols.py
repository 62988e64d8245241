"""When the school's patrol is on duty, by the clock: what the rules on patrols and on people from outside share."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from scheduler.school import Interval


def covered(interval: Interval, rounds: Iterable[Interval]) -> bool:
    """Tell whether some rounds together cover every minute of an interval."""
    reached = interval.start
    for each in sorted(each for each in rounds if each.overlaps(interval)):
        if each.start > reached:
            return False
        reached = max(reached, each.end)
    return reached >= interval.end


def stretches(interval: Interval, rounds: Iterable[Interval]) -> list[Interval]:
    """Return an interval cut wherever some round begins or ends, so that each piece lies within a round or outside it."""
    cuts = {cut for each in rounds if each.overlaps(interval) for cut in (each.start, each.end)}
    inside = {cut for cut in cuts if interval.start < cut < interval.end}
    return [Interval(interval.day, *piece) for piece in pairwise(sorted({interval.start, interval.end, *inside}))]
