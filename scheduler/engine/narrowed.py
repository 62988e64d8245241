"""What the posted rows leave of the domains of variables, and what they still say of some variables alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np

from scheduler.model.rows import NO_LIMIT, Indexes, Rows

ANY = 1 << 50  # a row's limit beyond which nothing is asked
ROUNDS = 30  # of propagation: more than any school's locks and marks take


class Row(NamedTuple):
    """`low` <= the sum of `coefficients` times `variables` <= `high`."""

    variables: list[int]
    coefficients: list[int]
    low: int
    high: int


class NarrowedRows:
    """What is posted, with the domains of its variables, which `propagate` narrows; an implication of several is one row for each.

    `of` is the row of each entry.
    """

    def __init__(self, rows: Rows) -> None:
        self.lower, self.upper = rows.domains[:, 0].copy(), rows.domains[:, 1].copy()
        entries, self.sizes, low, high = _single(rows)
        self.starts = np.cumsum(self.sizes) - self.sizes
        self.variables = rows.variables[entries]
        self.of = np.repeat(np.arange(len(self.sizes)), self.sizes)
        self.coefficients = np.where(
            rows.implications[rows.owners[entries]], np.sign(rows.coefs[entries]), rows.coefs[entries]
        )
        self.low, self.high = np.maximum(low, -ANY), np.minimum(high, ANY)

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


def _single(rows: Rows) -> tuple[Indexes, Indexes, Indexes, Indexes]:
    """Return the entries of the rows in which each literal of an implication has one of its own, their sizes and limits."""
    sizes = np.diff(rows.starts)
    kept = np.flatnonzero((sizes > 0) & ~rows.implications)
    entries, counts = [spread(rows.starts[kept], sizes[kept])], [sizes[kept]]
    lows, highs = [rows.lows[kept]], [rows.highs[kept]]
    for row in np.flatnonzero(rows.implications).tolist():
        literals, condition = np.arange(rows.starts[row], rows.starts[row + 1] - 1), rows.starts[row + 1] - 1
        entries.append(np.column_stack((literals, np.full(len(literals), condition))).ravel())
        counts.append(np.full(len(literals), 2))
        lows.append(np.full(len(literals), -NO_LIMIT))
        highs.append((rows.coefs[literals] > 0).astype(np.int64) - int(rows.coefs[condition] < 0))
    found = (np.concatenate(each).astype(np.int64) for each in (entries, counts, lows, highs))
    return tuple(found)  # type: ignore[return-value]
