"""Parts of a school's cost that are bounded one by one: which terms, by which relaxation of the posted model."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ortools.sat.python import cp_model

from scheduler.engine.narrowed import LinearRows, NarrowedRows
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
    """Rows that every plan of the school satisfies, and where in them the variables of the posted model are.

    `numbers` are variables of the rows by variable of the posted model. A term whose variable they lack is none of theirs.
    """

    def __init__(self, rows: LinearRows, numbers: Mapping[int, int]) -> None:
        self._rows = rows
        self._numbers = numbers

    def copy(self) -> cp_model.CpModel:
        """Return the rows as a model, to which cuts and an objective may be added."""
        return self._rows.model()

    def priced(self, terms: Iterable[Term]) -> tuple[dict[int, int], int]:
        """Return what some terms cost: the weight of each variable of the rows, and a constant."""
        found: dict[int, int] = defaultdict(int)
        for term in terms:
            found[self._numbers[term.variable]] += term.weight
        return found, 0

    def cost(self, model: cp_model.CpModel, terms: Iterable[Term]) -> cp_model.LinearExprT:
        """Return the cost of some terms in a model of the rows."""
        weights, constant = self.priced(terms)
        variables = [model.get_int_var_from_proto_index(number) for number in weights]
        return cp_model.LinearExpr.weighted_sum(variables, list(weights.values())) + constant

    def image(self, values: Sequence[int]) -> list[int]:
        """Return a solution of the rows: what a plan is here, given the values of all variables of the posted model."""
        found = [0] * len(self._rows.lower)
        for variable, number in self._numbers.items():
            found[number] = values[variable]
        return found

    def paid(self, values: Sequence[int], terms: Iterable[Term]) -> int:
        """Return what some terms cost in a solution of the rows."""
        weights, constant = self.priced(terms)
        return sum(weight * values[number] for number, weight in weights.items()) + constant

    def key(self, terms: Iterable[Term], least: int) -> str:
        """Return a name for the question what some terms cost above `least`: who has the same has the same answer."""
        by_rule: dict[str, list[Term]] = defaultdict(list)
        for term in terms:
            by_rule[term.rule].append(term)
        found = hashlib.sha256(self._rows.digest)
        for rule in sorted(by_rule):
            weights, constant = self.priced(by_rule[rule])
            found.update(f"{rule} {constant} {sorted(weights.items())}".encode())
        found.update(str(least).encode())
        return found.hexdigest()


def projection(rows: NarrowedRows, inside: Indexes) -> Relaxation:
    """Return what the rows say of some variables, whatever the others are."""
    return Relaxation(rows.about(inside), {variable: number for number, variable in enumerate(inside.tolist())})


class Attempt(NamedTuple):
    """How a part is tried: a tuning of CP-SAT with the deterministic time of the first attempt."""

    tune: Tuning
    work: float


@dataclass
class Evidence:
    """What is known of a part, and of all that are like it: `proven` above their least cost; `settled`: their relaxation proves no more.

    `rules` are those of several of which it is worth asking what each costs alone, by their place in alphabetical order.
    """

    proven: int = 0
    settled: bool = False
    attempts: int = 0
    rules: frozenset[int] = frozenset()


@dataclass
class Part:
    """Terms that are bounded together. What is proven of them is told above `least`, their cost by the domains of variables alone.

    Children have terms of this part, no two of them the same one; so have the parts of `by_rule`, each those of one rule. `kind` is
    what it has in common with others that may be as hard to prove, `hope` the share that may be proven of what a plan pays.
    """

    name: Text
    kind: str
    terms: tuple[Term, ...]
    least: int
    relax: Callable[[], Relaxation]
    attempts: tuple[Attempt, ...]
    children: tuple[Part, ...] = ()
    hope: float = 1.0
    by_rule: dict[str, Part] = field(default_factory=dict)
    known: Evidence = field(default_factory=Evidence)
    key: str = ""  # of its question, when it was asked

    @property
    def extra(self) -> int:
        """What all plans pay for these terms above `least`: proven at once, child by child, or rule by rule."""
        apart = sum(child.extra for child in self.children)
        return max(self.known.proven, apart, sum(part.extra for part in self.by_rule.values()))

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
        return len(self.rules) > 1 and not told and self.known.proven > sum(child.extra for child in self.children)

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
