"""Who of the threads of a search anneals when."""

from __future__ import annotations

from collections.abc import Callable

from scheduler.engine.stopping import Clock

HOT, WARM = 3.0, 1.0  # temperatures, in units of cost, at which the first round of annealing begins, and the others
FIRST_ROUND, LATER_ROUND = 0.7, 0.8  # of the time that is left: what a round may take
LAST_ROUND = 0.9  # of the limit: no round begins later


class Turns:
    """When a thread anneals, and when it frees neighbourhoods: all begin with a round, then the first thread of several leaves
    annealing to the others; one alone does both by turns."""

    def __init__(self, number: int, workers: int, hot: float) -> None:
        self.rounds = 0
        self.through = False  # the next round may break hard rules on its way
        self._hot = hot
        self._always = number > 0
        self._alone = workers == 1
        self._until = 0.0  # the share of the limit up to which neighbourhoods have their turn
        self._began = 0.0

    def anneals(self, clock: Clock, pricing: float) -> bool:
        """Tell whether a round begins now: there must be time for it to cool down, and to price what it finds."""
        now = clock.used_share
        due = self.rounds == 0 or self._always or (self._alone and now >= self._until)
        if not due or now > LAST_ROUND or clock.seconds_left < 4 * pricing:
            return False
        self._began = now
        return True

    def heat(self) -> float:
        """Return the temperature at which the round begins."""
        return min(WARM, self._hot) if self.rounds else self._hot

    def over(self, clock: Clock, pricing: float) -> Callable[[], float]:
        """Return what says which share of the round's time is over: it may take some of what is left."""
        left = (1 - self._began) * (FIRST_ROUND if self.rounds == 0 else LATER_ROUND)
        began, seconds = clock.elapsed, clock.seconds_left - 2 * pricing
        return lambda: max((clock.used_share - self._began) / left, (clock.elapsed - began) / seconds)

    def end(self, clock: Clock, gained: int) -> None:
        """Note what a round has gained; after one in vain the next goes through what is forbidden."""
        self.rounds += 1
        self.through = gained <= 0 and not self.through
        self._until = 2 * clock.used_share - self._began
