"""Who of the threads of a search anneals when, how hot, and how long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from scheduler.engine.stopping import Clock

HOT, FIRST_PROPOSALS = 1.5, 2000  # of the first round: the temperature, in units of cost, and proposals a lesson
HEATS, LATER_PROPOSALS = (0.35, 0.25, 0.5), 1000  # of the rounds after it
STRAYS = 1.06  # how much more than the best plan the place may cost from which a thread goes on
FADES = 0.7  # how much of what is known of a temperature stays when it was tried again
FIRST_ROUND, LATER_ROUND = 0.85, 0.8  # of the time that is left: what a round may take
LAST_ROUND = 0.9  # of the limit: no round begins later
LEAST_TIME, LEAST_FIRST_TIME = (
    4.0,
    2.5,
)  # that must be left for a round: times what pricing takes, of which two are kept for that


class Round(NamedTuple):
    """How a round of annealing goes: its temperature at the beginning, proposals a lesson, and whether it may break hard rules on
    its way."""

    heat: float
    proposals: int
    through: bool


class Turns:
    """When a thread anneals, and when it frees neighbourhoods: all begin with a round, then the first thread of several leaves
    annealing to the others; one alone does both by turns."""

    def __init__(self, number: int, workers: int, continues: bool) -> None:
        self.rounds = 0
        self._continues = continues
        self._through = False  # the next round may break hard rules on its way
        self._gains = dict.fromkeys(HEATS, 1.0)  # of each temperature: what rounds gained, of late
        self._stand: tuple[Sequence[int], int] | None = None  # where the last round ended, and its cost
        self._always = number > 0
        self._alone = workers == 1
        self._until = 0.0  # the share of the limit up to which neighbourhoods have their turn
        self._began = 0.0

    def anneals(self, clock: Clock, pricing: float, late: bool = False) -> bool:
        """Tell whether a round begins now: there must be time for it to cool down, and to price what it finds.

        When it is too `late` to begin anything else every thread anneals, up to the end.
        """
        now = clock.used_share
        due = late or self.rounds == 0 or self._always or (self._alone and now >= self._until)
        needed = LEAST_TIME if self.rounds else LEAST_FIRST_TIME
        if not due or (now > LAST_ROUND and not late) or clock.seconds_left < needed * pricing:
            return False
        self._began = now
        return True

    def round(self) -> Round:
        """Return how the next round goes: as hot as gained most, where no temperature has been in vain more than the others."""
        if self.rounds == 0 and not self._continues:
            return Round(HOT, FIRST_PROPOSALS, False)
        heat = max(HEATS, key=lambda each: self._gains[each])
        return Round(heat, LATER_PROPOSALS, self._through)

    def begin(self, best: Sequence[int], cost: int) -> Sequence[int]:
        """Return where the next round begins: where the last one ended, unless the best plan has become much better."""
        if self._stand is None or self._stand[1] > STRAYS * cost:
            return best
        return self._stand[0]

    def over(self, clock: Clock, pricing: float) -> Callable[[], float]:
        """Return what says which share of the round's time is over: it may take some of what is left."""
        left = (1 - self._began) * (FIRST_ROUND if self.rounds == 0 else LATER_ROUND)
        began, seconds = clock.elapsed, clock.seconds_left - 2 * pricing
        return lambda: max((clock.used_share - self._began) / left, (clock.elapsed - began) / seconds)

    def end(self, clock: Clock, done: Round, gained: int, stand: tuple[Sequence[int], int] | None = None) -> None:
        """Note what a round has gained, and where it ended."""
        self.rounds += 1
        self._stand = stand
        if done.heat in self._gains:
            self._gains[done.heat] = FADES * self._gains[done.heat] + (1 - FADES) * max(0, gained)
        self._through = gained <= 0 and not done.through and self.rounds % 4 == 0
        self._until = 2 * clock.used_share - self._began
