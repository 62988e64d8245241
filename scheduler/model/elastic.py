"""Elastic requirements: posted so that they may be broken at a price, with the record of what was.

Elastic programming: each requirement gets a slack variable whose use is paid for (Brown & Graves 1975).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from ortools.sat.python import cp_model

from scheduler.model.owner import SCHOOL_OWNER, Level, Owner, OwnerKind
from scheduler.model.poster import Condition, Poster, Postings

FAR = 2**40  # beyond every sum in a model
MOST_UNITS = 4


class Key(NamedTuple):
    """What is loosened: a rule for an owner, or a kind of edit and the things that it is about."""

    kind: str
    about: tuple[Any, ...]


class Slack(NamedTuple):
    """How far something is loosened: `amount` units at `price` each; `used` is true when it is at all."""

    amount: cp_model.IntVar
    used: cp_model.IntVar
    price: int


class Way(StrEnum):
    """How a rule gives way: for everybody, for an owner, or for an owner by units that all its requirements share."""

    ALL = "all"
    ONCE = "once"
    UNITS = "units"


class Elasticity(NamedTuple):
    """How requirements give way and what that costs; for which kinds of owner (none: all).

    With `by_largest` a unit is the largest coefficient of a requirement: where this counts pupils, a class of them.
    """

    way: Way
    price: int
    owners: tuple[OwnerKind, ...] = ()
    by_largest: bool = False


class Slacks:
    """All that is loosened in one model."""

    def __init__(self, model: cp_model.CpModel) -> None:
        self.model = model
        self.found: dict[Key, Slack] = {}

    def switch(self, key: Key, price: int) -> cp_model.IntVar:
        """Return the Boolean that loosens something as a whole; the same key gives the same."""
        return self.units(key, price, 1)

    def units(self, key: Key, price: int, most: int = MOST_UNITS) -> cp_model.IntVar:
        """Return by how many units something is loosened; the same key gives the same."""
        if key not in self.found:
            used = self.model.new_bool_var(f"{key.kind} {key.about}")
            amount = used
            if most > 1:
                amount = self.model.new_int_var(0, most, "")
                self.model.add(amount >= used)
                self.model.add(amount <= most * used)
            self.found[key] = Slack(amount, used, price)
        return self.found[key].amount

    def within(self, budget: int) -> cp_model.CpModel:
        """Return a copy of the model in which all that is used costs at most so much."""
        slacks = list(self.found.values())
        model = self.model.clone()
        for slack in slacks:
            if slack.price > budget:  # said apart, so that presolve need not find it
                model.add(slack.amount == 0)
        total = cp_model.LinearExpr.weighted_sum([s.amount for s in slacks], [s.price for s in slacks])
        model.add(total <= budget)
        return model

    def among(self, keys: Collection[Key]) -> cp_model.CpModel:
        """Return a copy of the model in which nothing else is used, and of these as little as can be."""
        model = self.model.clone()
        for key, slack in self.found.items():
            if key not in keys:
                model.add(slack.amount == 0)
        chosen = [self.found[key] for key in keys]
        model.minimize(cp_model.LinearExpr.weighted_sum([s.amount for s in chosen], [s.price for s in chosen]))
        return model

    def cost(self, values: list[int]) -> int:
        """Return what a solution costs."""
        return self.price(self.read(values))

    def price(self, used: dict[Key, int]) -> int:
        """Return what a solution's use costs."""
        return sum(self.found[key].price * units for key, units in used.items())

    def read(self, values: list[int]) -> dict[Key, int]:
        """Return what a solution uses, and by how many units."""
        return {key: values[s.amount.index] for key, s in self.found.items() if values[s.amount.index]}

    def forbid(self, keys: Collection[Key]) -> None:
        """Ensure that these are not all used again."""
        self._forbid([self.found[key].used for key in keys])

    def forbid_groups(self, groups: Iterable[Collection[Key]]) -> None:
        """Ensure that no solution again uses something of each of these groups."""
        touched = []
        for group in groups:
            touched.append(self.model.new_bool_var(""))
            for key in group:
                self.model.add_implication(self.found[key].used, touched[-1])
        self._forbid(touched)

    def _forbid(self, used: list[cp_model.IntVar]) -> None:
        self.model.add(cp_model.LinearExpr.sum(used) <= len(used) - 1)


class ElasticPoster(Poster):
    """Posts one rule so that each requirement can be broken at its price."""

    def __init__(
        self, postings: Postings, rule: str, level: Level, weight: int, slacks: Slacks, elasticity: Elasticity
    ) -> None:
        super().__init__(postings, rule, level, weight)
        self.slacks = slacks
        self.elasticity = elasticity

    def require(self, condition: Condition, owner: Owner) -> None:
        """Add a condition that gives way."""
        way, price, owners, _ = self.elasticity
        if condition is True:
            return
        if owners and owner.kind not in owners:
            super().require(condition, owner)
            return
        if way is Way.UNITS and condition is not False:
            self._give(condition, self.slacks.units(Key(self.rule, (owner,)), price))
            return
        whose = SCHOOL_OWNER if way is Way.ALL else owner
        broken = self.slacks.switch(Key(self.rule, (whose,)), price)
        if condition is False:
            self.model.add(broken == 1)
        else:
            self.model.add(condition).only_enforce_if(broken.negated())

    def at_most_one(self, literals: Iterable[cp_model.IntVar], owner: Owner) -> None:
        """Add a condition that gives way."""
        items = list(literals)
        if len(items) > 1:
            self.require(cp_model.LinearExpr.sum(items) <= 1, owner)

    def _give(self, condition: cp_model.BoundedLinearExpression, amount: cp_model.IntVar) -> None:
        """Add a linear condition whose bounds move by a number of units."""
        coeffs = list(condition.coeffs)
        least, most = condition.bounds.min(), condition.bounds.max()
        unit = max((abs(coeff) for coeff in coeffs), default=1) if self.elasticity.by_largest else 1
        total = cp_model.LinearExpr.weighted_sum(list(condition.vars), coeffs)
        if most < FAR:
            self.model.add(total - unit * amount <= most)
        if least > -FAR:
            self.model.add(total + unit * amount >= least)
