"""How long a batch takes: each machine that gets free takes the next school."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence


def makespan(seconds: Iterable[float], workers: int, busy: Sequence[float] = ()) -> float:
    """Return the seconds until schools that take so long each, in this order, are all done by so many workers.

    Of the workers some are `busy` for so many seconds more. Without workers it is infinite, where there is work.
    """
    free = [max(0.0, left) for left in busy][:workers]
    free += [0.0] * (workers - len(free))
    heapq.heapify(free)
    for each in seconds:
        if not free:
            return float("inf")
        heapq.heappush(free, heapq.heappop(free) + each)
    return max(free, default=0.0)
