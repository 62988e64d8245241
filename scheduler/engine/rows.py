"""A posted model as linear rows over integers, and what these rows still say of some of its variables alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

Indexes = NDArray[np.int64]

ANY = 1 << 50  # a row's limit beyond which nothing is asked
ROUNDS = 30  # of propagation: more than any school's locks and marks take


class Row(NamedTuple):
    """`low` <= the sum of `coefficients` times `variables` <= `high`."""

    variables: list[int]
    coefficients: list[int]
    low: int
    high: int


class Rows:
    """The constraints of a model, each as a linear row that says the same of integers, and the domains of its variables.

    The model has intervals as domains, and constraints of the kinds that rules post: linear, clauses, implications, at most one.
    Raises TypeError for another kind.
    """

    def __init__(self, model: cp_model.CpModel) -> None:
        proto = model.proto
        self.lower = np.array([variable.domain[0] for variable in proto.variables], np.int64)
        self.upper = np.array([variable.domain[len(variable.domain) - 1] for variable in proto.variables], np.int64)
        rows = [row for constraint in proto.constraints for row in _rows(constraint)]
        self.sizes = np.fromiter((len(row.variables) for row in rows), np.int64, len(rows))
        self.starts = np.cumsum(self.sizes) - self.sizes
        count = int(self.sizes.sum())
        self.variables = np.fromiter((v for row in rows for v in row.variables), np.int64, count)
        self.coefficients = np.fromiter((c for row in rows for c in row.coefficients), np.int64, count)
        self.low = np.fromiter((row.low for row in rows), np.int64, len(rows))
        self.high = np.fromiter((row.high for row in rows), np.int64, len(rows))
        self.of = np.repeat(np.arange(len(rows)), self.sizes)  # the row of each entry

    def propagate(self) -> None:
        """Narrow the domains to what each row leaves of them, again and again: every solution keeps to them."""
        for _ in range(ROUNDS if len(self.of) else 0):
            lower, upper = self.lower.copy(), self.upper.copy()
            self._narrow()
            if np.any(self.lower > self.upper):  # no solution: nothing is proven by it here
                self.lower, self.upper = lower, upper
                break
            if np.array_equal(lower, self.lower) and np.array_equal(upper, self.upper):
                break

    def _narrow(self) -> None:
        least, most = self.ends()
        rest_least = (np.add.reduceat(least, self.starts))[self.of] - least
        rest_most = (np.add.reduceat(most, self.starts))[self.of] - most
        over, under = self.high[self.of] - rest_least, self.low[self.of] - rest_most  # what is left for the term itself
        positive = self.coefficients > 0
        size = np.abs(self.coefficients)
        highest = np.where(positive, over // size, -under // size)
        lowest = np.where(positive, -(-under // size), -(over // size))
        np.minimum.at(self.upper, self.variables, highest)
        np.maximum.at(self.lower, self.variables, lowest)

    def ends(self, entries: Indexes | slice = slice(None)) -> tuple[Indexes, Indexes]:
        """Return the least and the greatest value of the term of each of some entries."""
        variables, coefficients = self.variables[entries], self.coefficients[entries]
        one, other = coefficients * self.lower[variables], coefficients * self.upper[variables]
        return np.minimum(one, other), np.maximum(one, other)

    @cached_property
    def _users(self) -> tuple[Indexes, Indexes, Indexes]:
        """Return the rows of each variable, end to end, with where those of a variable begin and how many they are."""
        sizes = np.bincount(self.variables, minlength=len(self.lower))
        return self.of[np.argsort(self.variables, kind="stable")], np.cumsum(sizes) - sizes, sizes

    def about(self, inside: Indexes) -> Iterator[Row]:
        """Yield what each row says of the variables `inside`, whatever the others are: these take the values that help most.

        Rows that say nothing are left out. So the values that any solution gives the variables `inside` satisfy all of these rows.
        """
        users, first, count = self._users
        numbers = np.unique(users[spread(first[inside], count[inside])])
        if not len(numbers):
            return
        entries = spread(self.starts[numbers], self.sizes[numbers])
        starts = np.cumsum(self.sizes[numbers]) - self.sizes[numbers]
        kept = np.zeros(len(self.lower), bool)
        kept[inside] = True
        kept = kept[self.variables[entries]]
        least, most = self.ends(entries)
        low = self.low[numbers] - np.add.reduceat(np.where(kept, 0, most), starts)
        high = self.high[numbers] - np.add.reduceat(np.where(kept, 0, least), starts)
        inner_least = np.add.reduceat(np.where(kept, least, 0), starts)
        inner_most = np.add.reduceat(np.where(kept, most, 0), starts)
        says = (low > inner_least) | (high < inner_most)
        low, high = np.maximum(low, inner_least), np.minimum(high, inner_most)
        for place in np.flatnonzero(says).tolist():
            those = slice(starts[place], starts[place] + self.sizes[numbers[place]])
            each = entries[those][kept[those]]
            yield Row(
                self.variables[each].tolist(), self.coefficients[each].tolist(), int(low[place]), int(high[place])
            )


def spread(starts: Indexes, sizes: Indexes) -> Indexes:
    """Return the numbers from each start on, as many as its size, one stretch after the other."""
    shifts = starts - (np.cumsum(sizes) - sizes)
    return np.repeat(shifts, sizes) + np.arange(sizes.sum())


def _rows(constraint: Any) -> Iterator[Row]:
    """Yield the rows that say what a constraint of a CP-SAT proto says."""
    enforcement = list(constraint.enforcement_literal)
    if constraint.has_linear() and not enforcement:
        low, high = constraint.linear.domain[0], constraint.linear.domain[len(constraint.linear.domain) - 1]
        variables, coefficients = list(constraint.linear.vars), list(constraint.linear.coeffs)
        if variables:
            yield Row(variables, coefficients, max(low, -ANY), min(high, ANY))
    elif constraint.has_at_most_one() and not enforcement:
        yield _sum(constraint.at_most_one.literals, -ANY, 1)
    elif constraint.has_bool_or():
        yield _sum([*constraint.bool_or.literals, *(-each - 1 for each in enforcement)], 1, ANY)
    elif constraint.has_bool_and():
        for literal in constraint.bool_and.literals:
            yield _sum([literal, *(-each - 1 for each in enforcement)], 1, ANY)
    else:
        raise TypeError(f"a kind of constraint that no rule posts: {constraint}")


def _sum(literals: Iterable[int], low: int, high: int) -> Row:
    """Return the row of a sum of literals; a negated one, -index - 1, is 1 less its variable."""
    items = list(literals)
    negated = sum(literal < 0 for literal in items)
    variables = [-literal - 1 if literal < 0 else literal for literal in items]
    return Row(variables, [-1 if literal < 0 else 1 for literal in items], low - negated, high - negated)
