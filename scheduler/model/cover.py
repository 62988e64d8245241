"""What the rules of cover speak of: one Boolean for each thing that can be done about what an absence hits."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from ortools.sat.python import cp_model

from scheduler.school import School
from scheduler.term.day import Item
from scheduler.term.nouns import Way
from scheduler.term.options import Option, Situation


class CoverVariables:
    """One Boolean for each option of a situation, or for `only` some of them; just one option of each hit is chosen."""

    def __init__(self, situation: Situation, model: cp_model.CpModel, only: Sequence[Option] | None = None) -> None:
        self.situation = situation
        self.model = model
        self.options = tuple(situation.options if only is None else only)
        self.chosen = [model.new_bool_var("") for _ in self.options]
        self.of_teacher: dict[str, list[int]] = defaultdict(list)
        """The options in which each teacher stands in for somebody, by their place in `options`."""
        of_hit: dict[int, list[int]] = defaultdict(list)
        for number, option in enumerate(self.options):
            of_hit[id(option.hit)].append(number)
            for teacher in option.teachers:
                self.of_teacher[teacher].append(number)
        for numbers in of_hit.values():
            model.add_exactly_one([self.chosen[number] for number in numbers])

    @property
    def school(self) -> School:
        """The school as it is on the first of the dates."""
        return self.situation.day(self.situation.dates[0]).school

    def where(self, fits: Callable[[Option], bool]) -> list[cp_model.IntVar]:
        """Return the Booleans of the options that fit, to be summed."""
        return [var for var, option in zip(self.chosen, self.options, strict=True) if fits(option)]

    def of_way(self, way: Way) -> list[tuple[cp_model.IntVar, Option]]:
        """Return the options of a way with their Booleans."""
        return [(var, option) for var, option in zip(self.chosen, self.options, strict=True) if option.way is way]

    def stand_ins(self) -> Iterator[tuple[cp_model.IntVar, str, Item]]:
        """Yield each option in which somebody stands in: its Boolean, who it is, and what he would hold."""
        for teacher, numbers in self.of_teacher.items():
            for number in numbers:
                yield self.chosen[number], teacher, self.options[number].hit.item

    def stands_in(
        self, teacher: str, first: datetime.date, last: datetime.date, numbers: Iterable[int] | None = None
    ) -> list[cp_model.IntVar]:
        """Return the Booleans of a teacher's covers from one date to another, both included, to be summed."""
        found = self.of_teacher[teacher] if numbers is None else numbers
        return [self.chosen[n] for n in found if first <= self.options[n].hit.item.date <= last]
