"""How a rule speaks to the model: everything it adds has an owner, and its level decides what a limit means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from ortools.sat.python import cp_model

from scheduler.model.owner import Level, Owner

Condition = cp_model.BoundedLinearExpression | bool
Requirement = tuple[str, Owner]
"""What one rule, named by its id, asks of one owner."""


class Postings:
    """What rules have added to one model: the cost terms of each and, when explaining, the literals of requirements.

    With `only` nothing is required but these.
    """

    def __init__(
        self,
        model: cp_model.CpModel,
        explaining: bool = False,
        only: Collection[Requirement] | None = None,
    ) -> None:
        self.model = model
        self.explaining = explaining
        self.only = only
        self.costs: dict[str, list[cp_model.LinearExprT]] = defaultdict(list)
        self.enforced: dict[Requirement, cp_model.IntVar] = {}

    def literal(self, rule: str, owner: Owner) -> cp_model.IntVar:
        """Return the literal that enforces what a rule asks of an owner."""
        key = (rule, owner)
        if key not in self.enforced:
            self.enforced[key] = self.model.new_bool_var(f"{rule}|{owner.kind}|{owner.id}")
        return self.enforced[key]

    def leaves_out(self, rule: str, owner: Owner) -> bool:
        """Tell whether what a rule asks of an owner is not required."""
        return self.only is not None and (rule, owner) not in self.only

    def minimize(self) -> None:
        """Set the sum of all costs as the model's objective."""
        terms = [term for terms in self.costs.values() for term in terms]
        self.model.minimize(cp_model.LinearExpr.sum(terms))


class Poster:
    """Posts one rule at one level: plain, or under its owners' literals when explaining."""

    def __init__(self, postings: Postings, rule: str, level: Level, weight: int) -> None:
        self.model = postings.model
        self.rule = rule
        self.level = level
        self.weight = weight
        self._postings = postings

    def require(self, condition: Condition, owner: Owner) -> None:
        """Ensure a linear condition, whatever the rule's level: for definitions of a rule's own variables use `define`."""
        if condition is True or self._postings.leaves_out(self.rule, owner):
            return
        if condition is False:
            condition = cp_model.LinearExpr.sum([self.model.new_constant(1)]) == 0
        constraint = self.model.add(condition)
        if self._postings.explaining:
            constraint.only_enforce_if(self._postings.literal(self.rule, owner))

    def define(self, condition: Condition) -> None:
        """Ensure what gives the rule's own auxiliary variables their meaning; it restricts no plan."""
        self.model.add(condition)

    def at_most_one(self, literals: Iterable[cp_model.IntVar], owner: Owner) -> None:
        """Ensure that at most one of some Booleans is true."""
        items = list(literals)
        if len(items) < 2 or self._postings.leaves_out(self.rule, owner):
            return
        if self._postings.explaining:
            self.require(cp_model.LinearExpr.sum(items) <= 1, owner)
        else:
            self.model.add_at_most_one(items)

    def at_most(self, terms: Iterable[cp_model.LinearExprT], bound: int, most: int, owner: Owner) -> None:
        """Ensure that terms sum to at most `bound`; a soft rule pays its weight for each unit above it.

        `most` is the largest value that the sum can take.
        """
        items = list(terms)
        if most <= bound:
            return
        total = cp_model.LinearExpr.sum(items)
        if self.level is Level.SOFT:
            excess = self.count(most - bound)
            self.define(excess >= total - bound)
            self.cost(excess)
        else:
            self.require(total <= bound, owner)

    def none(self, amount: cp_model.LinearExprT, owner: Owner) -> None:
        """Ensure that an amount, in the rule's unit and never negative, is 0; a soft rule pays its weight for each unit."""
        if self.level is Level.SOFT:
            self.cost(amount)
        else:
            self.require(amount == 0, owner)

    def count(self, most: int) -> cp_model.IntVar:
        """Return a new variable of the rule's own, 0 to `most`."""
        return self.model.new_int_var(0, most, "")

    def cost(self, amount: cp_model.LinearExprT) -> None:
        """Add an amount, in the rule's unit and never negative, to the objective at the rule's weight."""
        self._postings.costs[self.rule].append(amount * self.weight)
