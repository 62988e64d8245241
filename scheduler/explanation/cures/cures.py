"""The cheapest changes that make a plan possible, each verified by solving the changed school."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from ortools.sat.python import cp_model

from constraints.lawful_day import edits_asked
from constraints.rule import Option
from scheduler.edits.edit import Edit
from scheduler.engine.assemble import slot_model
from scheduler.engine.stopping import Cancel, Clock, StoppingCriterion
from scheduler.engine.subsolve import Solvers
from scheduler.explanation.counting.counting import shortages
from scheduler.explanation.cures.answers import Answers, Theme, theme_of
from scheduler.explanation.cures.relaxation import Relaxation
from scheduler.explanation.halving import needed
from scheduler.model.elastic import Key, Slacks
from scheduler.plan import Plan
from scheduler.school import School
from scheduler.text import Text

MOST_CURES = 5
MOST_ALIKE = 2  # cures that change the same things, at other times or by other people
MOST_TRIES = 4  # combinations of edits tried for one solution of the relaxed problem
NEAR = 0.9  # costs are no finer than that
WORTH_TELLING, MUCH_DEARER = 45, 3  # no cure is sought beyond so much, or so many times the cost of the cheapest
FIRST_BUDGET, LARGEST_BUDGET = 32, 2048
# Shares of the time left that one solve may take.
PROBE, LOOK, FIND, SPARE, TIGHTEN, VERIFY = 0.1, 0.12, 0.3, 0.15, 0.08, 0.3


@dataclass(frozen=True)
class Cure:
    """Changes of a school that together make a plan possible and of which none can be left out."""

    edits: tuple[Edit, ...]

    @property
    def cost(self) -> int:
        """The trouble that the changes make."""
        return sum(edit.cost for edit in self.edits)

    @cached_property
    def text(self) -> Text:
        """The changes in words, with the places in the workbook where they are made."""
        places = [list(edits) for _, edits in groupby(self.edits, key=lambda edit: edit.place)]
        zh = ["；".join(edit.text.zh for edit in edits) + f"（{edits[0].place.zh}）" for edits in places]
        en = ["; ".join(edit.text.en for edit in edits) + f" ({edits[0].place.en})" for edits in places]
        return Text("；".join(zh), "; ".join(en))

    def apply(self, school: School) -> School:
        """Return the changed school. Raises ValueError where the changes do not fit it."""
        for edit in self.edits:
            school = edit.apply(school)
        return school


def find_cures(
    school: School,
    *,
    seconds: float = 60.0,
    workers: int | None = None,
    seed: int = 1,
    most: int = MOST_CURES,
    cancel: Cancel | None = None,
) -> tuple[Cure, ...]:
    """Return up to `most` cures of a school without a plan, the cheapest first; none where it has one or time runs out.

    Each was verified by solving the changed school; no regulation is ever among the changes. What the law asks of bells and sport
    is part of every cure: without it there is no plan.
    """
    clock = Clock(StoppingCriterion(seconds, cancel=cancel or Cancel()))
    asked = edits_asked(school)
    finder = _Finder(Cure(asked).apply(school), clock, workers or os.cpu_count() or 1, seed, most)
    if asked and finder.has_plan():
        return (Cure(asked),)
    return tuple(Cure((*asked, *cure.edits)) for cure in finder.run())


class _Finder:
    """One search for cures."""

    def __init__(self, school: School, clock: Clock, workers: int, seed: int, most: int) -> None:
        self.school = school
        self.clock = clock
        self.workers = workers
        self.seed = seed
        self.most = most
        self.solvers = Solvers(clock)
        self.found: list[Cure] = []

    def has_plan(self) -> bool:
        """Tell whether the school is known to have a plan as it is."""
        return not shortages(self.school) and self._solves(self.school, VERIFY) is True

    def run(self) -> tuple[Cure, ...]:
        """Seek cures of the timetable alone where that is what is impossible, else of the whole week."""
        timetable = self.school.without_service()
        if self.school.service.stations and self._solves(timetable, PROBE) is not True:
            self._seek(timetable)
        if not self.found:
            self._seek(self.school)
        return tuple(sorted(self.found, key=lambda cure: cure.cost))

    def _seek(self, part: School) -> None:
        """Look for cures of a school or of its timetable until there are enough of them or the time is over."""
        for everybody in (False, True):
            relaxation = Relaxation(part, everybody=everybody)
            least, told = 0, Counter[frozenset[Theme]]()
            while len(self.found) < self.most and not self.clock.ended:
                cheapest = self._cheapest(relaxation, least)
                if cheapest is None:
                    break
                plan, used = cheapest
                if not used:
                    return
                answers = Answers(relaxation, plan, used).options()
                kept = self._try(answers)
                for keys in {_keys_of(cure, answers) for cure in kept} or {frozenset(used)}:
                    _forbid(relaxation.slacks, keys, max(1, len(kept)), told)
                least = relaxation.slacks.price(used)
            if self.found:
                return

    def _cheapest(self, relaxation: Relaxation, least: int) -> tuple[Plan, dict[Key, int]] | None:
        """Return the cheapest solution of the relaxed problem, or one nearly as cheap; none is cheaper than `least`.

        Asking for any solution within a budget, and then within less and less, is much faster than minimizing,
        and where there is one it is found soon.
        """
        most = max(WORTH_TELLING, MUCH_DEARER * min(cure.cost for cure in self.found)) if self.found else LARGEST_BUDGET
        budget = min(max(FIRST_BUDGET, 3 * least // 2), most)
        values = self._within(relaxation, budget, LOOK)
        while values is None and budget < most and not self.clock.ended:
            least, budget = budget + 1, min(4 * budget, most)
            values = self._within(relaxation, budget, FIND)
        if values is None:
            return None
        values, high = self._spared(relaxation, values), False
        cost = relaxation.slacks.cost(values)
        while least < NEAR * cost and not self.clock.ended:
            aim = (least + 3 * cost) // 4 if high else (least + cost) // 2
            better = self._within(relaxation, aim, TIGHTEN)
            if better is None:
                least, high = aim + 1, True
            else:
                values = self._spared(relaxation, better)
                cost = relaxation.slacks.cost(values)
        return relaxation.read(values), relaxation.slacks.read(values)

    def _within(self, relaxation: Relaxation, budget: int, share: float) -> list[int] | None:
        seconds, model = share * self.clock.seconds_left, relaxation.slacks.within(budget)
        return self.solvers.solve(model, workers=self.workers, seed=self.seed, seconds=seconds).values

    def _spared(self, relaxation: Relaxation, values: list[int]) -> list[int]:
        """Return the cheapest solution that is found among those that use nothing but what this one uses, or this one."""
        slacks, seconds = relaxation.slacks, SPARE * self.clock.seconds_left
        model = slacks.among(slacks.read(values))
        found = self.solvers.solve(model, workers=self.workers, seed=self.seed, seconds=seconds).values
        return values if found is None else min(values, found, key=slacks.cost)

    def _try(self, answers: dict[Key, list[Option]]) -> list[Cure]:
        """Keep the cures among the cheapest combinations that work, and return them; those that hold another are none."""
        kept: list[Cure] = []
        for edits in _combinations(list(answers.values())):
            if self.clock.ended or len(kept) == MOST_ALIKE or len(self.found) >= self.most:
                break
            if any(set(cure.edits) <= set(edits) for cure in self.found):
                continue
            if self._works(edits):
                kept.append(self._least(edits))
                self.found.append(kept[-1])
        return kept

    def _works(self, edits: Sequence[Edit]) -> bool:
        try:
            changed = Cure(tuple(edits)).apply(self.school)
        except ValueError:
            return False
        if self.clock.ended or shortages(changed):  # counting is much quicker where that little is not enough
            return False
        return self._solves(changed, VERIFY) is True

    def _least(self, edits: Sequence[Edit]) -> Cure:
        """Return a cure without the edits that are not needed, the dearest of which are left out first."""
        kept = needed(sorted(edits, key=lambda edit: edit.cost), self._works)
        return Cure(tuple(edit for edit in edits if edit in kept))

    def _solves(self, school: School, share: float) -> bool | None:
        """Tell whether a school has a plan; None where the time does not suffice to know."""
        seconds, model = share * self.clock.seconds_left, slot_model(school, costs=False).model
        answer = self.solvers.solve(model, workers=self.workers, seed=self.seed, seconds=seconds)
        if answer.values is not None:
            return True
        return False if answer.status == cp_model.INFEASIBLE else None


def _keys_of(cure: Cure, answers: dict[Key, list[Option]]) -> frozenset[Key]:
    """Return the things that a cure answers."""
    return frozenset(key for key, options in answers.items() if any(set(cure.edits) & set(each) for each in options))


def _forbid(slacks: Slacks, keys: frozenset[Key], times: int, told: Counter[frozenset[Theme]]) -> None:
    """Have the next solution differ from this one, and from all that are alike once enough of these are told."""
    alike = frozenset(map(theme_of, keys))
    told[alike] += times
    if told[alike] < MOST_ALIKE:
        slacks.forbid(keys)
    else:
        slacks.forbid_groups([key for key in slacks.found if theme_of(key) == theme] for theme in alike)


def _combinations(options: list[list[Option]]) -> list[tuple[Edit, ...]]:
    """Return the cheapest combinations of one option for each thing to be answered; none where something has no answer.

    All are the cheapest options but for one, or but for one option that answers several things.
    """
    if not all(options):
        return []
    cheapest = [each[0] for each in options]
    found = [_united(cheapest)]
    for option in dict.fromkeys(option for each in options for option in each):
        chosen = [option if option in each else first for each, first in zip(options, cheapest, strict=True)]
        found.append(_united(chosen))
    for index, each in enumerate(options):
        found += [_united([*cheapest[:index], option, *cheapest[index + 1 :]]) for option in each[1:]]
    different = {frozenset(edits): edits for edits in found}.values()
    return sorted(different, key=lambda edits: sum(edit.cost for edit in edits))[:MOST_TRIES]


def _united(options: Sequence[Option]) -> tuple[Edit, ...]:
    return tuple(dict.fromkeys(edit for option in options for edit in option))
