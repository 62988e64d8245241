"""Parts of a school's cost that are bounded one by one: which terms, by which relaxation of the posted model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ortools.sat.python import cp_model

from scheduler.engine.narrowed import NarrowedRows
from scheduler.engine.subsolve import Tuning
from scheduler.model.poster import Postings
from scheduler.model.rows import Indexes
from scheduler.text import Text


class Term(NamedTuple):
    """A variable that costs `weight` a unit by a soft rule."""

    rule: str
    variable: int
    weight: int


def terms_of(postings: Postings) -> tuple[list[Term], dict[str, int]]:
    """Return the terms of all costs that were posted, and for each rule the constant that must be added to its terms."""
    terms: list[Term] = []
    constants: dict[str, int] = {}
    for rule, costs in postings.costs.items():
        constants[rule] = 0
        for cost in costs:
            flat = cp_model.FlatIntExpr(cp_model.LinearExpr.sum([cost]))
            constants[rule] += round(flat.offset)
            terms += [Term(rule, x.index, round(c)) for x, c in zip(flat.vars, flat.coeffs, strict=True)]
    return terms, constants


class Relaxation:
    """A model that every plan of the school satisfies, and where in it the variables of the posted model are.

    `numbers` are proto indexes by variable of the posted model. A term whose variable it lacks is none of its.
    """

    def __init__(self, model: cp_model.CpModel, numbers: Mapping[int, int]) -> None:
        self._model = model
        self._numbers = numbers

    def copy(self) -> cp_model.CpModel:
        """Return a copy of the model, to which cuts and an objective may be added."""
        return self._model.clone()

    def cost(self, model: cp_model.CpModel, terms: Iterable[Term]) -> cp_model.LinearExprT:
        """Return the cost of some terms in a copy of the model."""
        variables = [(model.get_int_var_from_proto_index(self._numbers[t.variable]), t.weight) for t in terms]
        return cp_model.LinearExpr.weighted_sum([x for x, _ in variables], [weight for _, weight in variables])

    def image(self, values: Sequence[int]) -> list[int]:
        """Return a solution of the model: what a plan is here, given the values of all variables of the posted model."""
        found = [0] * len(self._model.proto.variables)
        for variable, number in self._numbers.items():
            found[number] = values[variable]
        return found

    def paid(self, values: Sequence[int], terms: Iterable[Term]) -> int:
        """Return what some terms cost in a solution of the model."""
        return sum(term.weight * values[self._numbers[term.variable]] for term in terms)


def projection(rows: NarrowedRows, inside: Indexes) -> Relaxation:
    """Return what the rows say of some variables, whatever the others are."""
    model, numbers = cp_model.CpModel(), {}
    variables = {}
    for number, variable in enumerate(inside.tolist()):
        numbers[variable] = number
        variables[variable] = model.new_int_var(int(rows.lower[variable]), int(rows.upper[variable]), "")
    for row in rows.about(inside):
        total = cp_model.LinearExpr.weighted_sum([variables[v] for v in row.variables], row.coefficients)
        model.add_linear_constraint(total, row.low, row.high)
    return Relaxation(model, numbers)


@dataclass
class Part:
    """Terms that are bounded together. What is proven of them is told above `least`, their cost by the domains of variables alone.

    Children have terms of this part, no two of them the same one; so have the parts of `by_rule`, each those of one rule. `work` is
    the deterministic time of the first attempt, `tunings` are tried in turn. `settled` tells that the relaxation proves no more.
    """

    name: Text
    terms: tuple[Term, ...]
    least: int
    relax: Callable[[], Relaxation]
    work: float
    tunings: tuple[Tuning, ...]
    children: tuple[Part, ...] = ()
    by_rule: dict[str, Part] = field(default_factory=dict)
    proven: int = 0
    attempts: int = 0
    settled: bool = False

    @property
    def extra(self) -> int:
        """What all plans pay for these terms above `least`: proven at once, child by child, or rule by rule."""
        apart = sum(child.extra for child in self.children)
        return max(self.proven, apart, sum(part.extra for part in self.by_rule.values()))

    def extra_of(self, rule: str) -> int:
        """What all plans pay for the terms of one rule above their least."""
        if self.rules == {rule}:
            return self.extra
        apart = sum(child.extra_of(rule) for child in self.children)
        return max(apart, self.by_rule[rule].extra if rule in self.by_rule else 0)

    @cached_property
    def rules(self) -> set[str]:
        """The rules whose terms these are."""
        return {term.rule for term in self.terms}

    @property
    def divides(self) -> bool:
        """Whether it is worth asking what each rule costs here: more is proven than child by child, of several rules at once."""
        told = bool(self.children) and all(len(part.rules) == 1 for part in self.below() if not part.children)
        return len(self.rules) > 1 and not told and self.proven > sum(child.extra for child in self.children)

    def below(self) -> Iterator[Part]:
        """Yield all parts of this part."""
        for part in (*self.children, *self.by_rule.values()):
            yield part
            yield from part.below()

    def cost(self, values: Sequence[int]) -> int:
        """Return what a plan pays for these terms above their least, given the values of all variables of the posted model."""
        return sum(term.weight * values[term.variable] for term in self.terms) - self.least


def least_of(rows: NarrowedRows, terms: Iterable[Term]) -> int:
    """Return what some terms cost at least by the domains of their variables alone."""
    return sum(
        term.weight * int(rows.lower[term.variable] if term.weight > 0 else rows.upper[term.variable]) for term in terms
    )
