"""Rounds of annealing on the posted model, each from the best plan: the part of the search that needs no solver.

What is posted is compiled once (`graph.py`), for all threads; a model that cannot be compiled is left to the neighbourhoods, and
so is the search while the machine code is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from ortools.sat.python import cp_model

from scheduler.engine.anneal import SHARES, anneal
from scheduler.engine.evaluator import COSTS, VIOLATION
from scheduler.engine.exchanges import exchanges_of
from scheduler.engine.graph import Ints, compile_rows
from scheduler.engine.layout import laid_out
from scheduler.engine.stopping import Clock
from scheduler.engine.walk import BEST, PROPOSED, UPDATED, Walk, new_walk
from scheduler.model.lessons import LessonVariables
from scheduler.model.rows import Rows
from scheduler.school import School

# Measured on schools of 12 to 120 classes (docs/engine.md), the temperature in units of cost.
COLD = 0.15
PIECES, LEAST_PIECE, A_PIECE = (
    200,
    1024,
    16_384,
)  # of a round: proposals at one temperature, between two looks at the clock
UPDATES_A_SECOND = 2.5e7  # updates of rows that count as one deterministic second
LOOKS = (0.1, 0.25, 0.5)  # shares of a round after which its best is told
DEAR, DEARER, CHEAPER = (
    20.0,
    1.15,
    0.97,
)  # the price of a unit of hard violation, in temperatures; how it changes each piece
STRAYING, NO_WAY = 0.85, 1e6  # the share of a round after which nothing more may be broken, and the price that says so
LAST_PIECES, LAST_PIECE, FROZEN = 4, 4096, 1e-3  # to end a round in a local optimum


class Found(NamedTuple):
    """What a round has found: values of all variables, those of decisions right, and their cost by the graph.

    When the round is over, `end` is where the walk stands, and what that costs.
    """

    values: list[int]
    cost: int
    end: tuple[list[int], int] | None = None


def warm_up() -> None:
    """Make the machine code, which takes some ten seconds, or read it from the cache folder."""
    model = cp_model.CpModel()
    nobody = School(name="", schedules=(), classes=(), subjects=(), teachers=(), courses=())
    variables = LessonVariables(nobody, model)
    LocalSearch(Rows(model), variables).try_out()


class LocalSearch:
    """The compiled model of a school. Threads may anneal beside each other.

    Raises NotCompiledError where what is posted cannot be compiled.
    """

    def __init__(self, rows: Rows, variables: LessonVariables) -> None:
        self._layout = laid_out(compile_rows(rows, variables.decisions))
        self._exchanges = exchanges_of(self._layout, rows, variables)
        self.size = max(100, sum(course.lessons for course in variables.school.courses))  # lessons
        self._shares = np.cumsum(SHARES)

    def try_out(self) -> None:
        """Propose one move, from no plan at all."""
        start = np.zeros(len(self._layout.variables), np.int64)
        anneal(new_walk(self._layout, self._exchanges, start, 0), self._exchanges, self._shares, 1, COLD, 0.0)

    def round(
        self,
        values: Sequence[int],
        seed: int,
        hot: float,
        proposals: int,
        over: Callable[[], float],
        clock: Clock,
        through: bool = False,
    ) -> Iterator[Found]:
        """Yield the best that is found from these values of all variables while cooling down from `hot`: now and then, and at
        the end.

        The round ends after so many proposals, when its share that is `over` is 1, or with the search. It may go `through` plans that
        break hard rules, at a price that rises while they are broken and falls while they are not; its best is none of them.
        """
        start = np.array(values, np.int64)
        walk = new_walk(self._layout, self._exchanges, start, seed)
        looks = list(LOOKS)
        share, price = 0.0, DEAR
        piece = max(LEAST_PIECE, min(A_PIECE, proposals // PIECES))
        while share < 1 and not clock.ended:
            temperature = hot * (COLD / hot) ** share
            if not through:
                self._anneal(walk, piece, temperature, 0.0, clock)
            elif share < STRAYING:
                self._anneal(walk, piece, temperature, price * temperature, clock)
                price *= DEARER if walk.state.totals[VIOLATION] else CHEAPER
            else:
                self._anneal(walk, piece, temperature, NO_WAY, clock)
            share = max(walk.counts[PROPOSED] / proposals, over())
            if looks and share >= looks[0]:
                looks.pop(0)
                yield self._best(walk, start)
        for _ in range(LAST_PIECES):
            self._anneal(walk, LAST_PIECE, FROZEN, NO_WAY, clock)
        yield self._best(walk, start)._replace(end=_stand(walk, start))

    def _anneal(self, walk: Walk, proposals: int, temperature: float, price: float, clock: Clock) -> None:
        before = walk.counts[UPDATED]
        anneal(walk, self._exchanges, self._shares, proposals, temperature, price)
        clock.charge(float(walk.counts[UPDATED] - before) / UPDATES_A_SECOND)

    def _best(self, walk: Walk, start: Ints) -> Found:
        values = start.copy()
        values[walk.free] = walk.best
        return Found(values.tolist(), int(walk.counts[BEST]))


def _stand(walk: Walk, start: Ints) -> tuple[list[int], int]:
    """Return where a walk stands, its best place where that breaks something."""
    values, legal = start.copy(), walk.state.totals[VIOLATION] == 0
    values[walk.free] = walk.state.values[walk.free] if legal else walk.best
    return values.tolist(), int(walk.state.totals[COSTS] if legal else walk.counts[BEST])
