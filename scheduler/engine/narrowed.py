"""What the posted rows leave of the domains of variables, and what they still say of some variables alone."""

from __future__ import annotations

import hashlib
from functools import cached_property

import numpy as np
from ortools.sat.python import cp_model

from scheduler.model.rows import NO_LIMIT, Indexes, Rows

ANY = 1 << 50  # a row's limit beyond which nothing is asked
ROUNDS = 30  # of propagation: more than any school's locks and marks take


class LinearRows:
    """Rows over integers: `low` <= the sum of `coefficients` times `variables` <= `high` in each, `lower` and `upper` being the domains.

    Row r has `sizes[r]` entries from `starts[r]` on, end to end, at least one; `of` is the row of each entry.
    """

    def __init__(
        self,
        domains: tuple[Indexes, Indexes],
        sizes: Indexes,
        entries: tuple[Indexes, Indexes],
        limits: tuple[Indexes, Indexes],
    ) -> None:
        self.lower, self.upper = domains
        self.sizes = sizes
        self.starts = np.cumsum(sizes) - sizes
        self.of = np.repeat(np.arange(len(sizes)), sizes)
        self.variables, self.coefficients = entries
        self.low, self.high = limits

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

    def about(self, inside: Indexes) -> LinearRows:
        """Return what each row says of the variables `inside`, whatever the others are: these take the values that help most.

        Rows that say nothing are left out. So the values that any solution gives the variables `inside` satisfy all of these rows. They
        are numbered as they stand in `inside`, which ascends. What is said of fewer follows from what is said of more.
        """
        users, first, count = self._users
        numbers = np.unique(users[spread(first[inside], count[inside])])
        domains = self.lower[inside], self.upper[inside]
        if not len(numbers):
            none = np.zeros(0, np.int64)
            return LinearRows(domains, none, (none, none), (none, none))
        entries = spread(self.starts[numbers], self.sizes[numbers])
        starts = np.cumsum(self.sizes[numbers]) - self.sizes[numbers]
        place = np.minimum(np.searchsorted(inside, self.variables[entries]), len(inside) - 1)
        kept = inside[place] == self.variables[entries]
        least, most = self.ends(entries)
        low = self.low[numbers] - np.add.reduceat(np.where(kept, 0, most), starts)
        high = self.high[numbers] - np.add.reduceat(np.where(kept, 0, least), starts)
        inner_least = np.add.reduceat(np.where(kept, least, 0), starts)
        inner_most = np.add.reduceat(np.where(kept, most, 0), starts)
        says = ((low > inner_least) | (high < inner_most)) & np.logical_or.reduceat(kept, starts)
        kept &= np.repeat(says, self.sizes[numbers])
        sizes = np.add.reduceat(kept, starts, dtype=np.int64)[says]
        limits = np.maximum(low, inner_least)[says], np.minimum(high, inner_most)[says]
        return LinearRows(domains, sizes, (place[kept], self.coefficients[entries][kept]), limits)

    @property
    def digest(self) -> bytes:
        """What these rows are, and nothing else, in 32 bytes."""
        found = hashlib.sha256()
        parts = (self.lower, self.upper, self.sizes, self.variables, self.coefficients, self.low, self.high)
        for part in parts:
            found.update(len(part).to_bytes(8, "little"))
            found.update(np.ascontiguousarray(part, "<i8").tobytes())
        return found.digest()

    def model(self) -> cp_model.CpModel:
        """Return these rows as a model whose variables have their numbers."""
        model = cp_model.CpModel()
        domains = zip(self.lower.tolist(), self.upper.tolist(), strict=True)
        variables = [model.new_int_var(least, most, "") for least, most in domains]
        members, factors = self.variables.tolist(), self.coefficients.tolist()
        starts, sizes = self.starts.tolist(), self.sizes.tolist()
        for start, size, low, high in zip(starts, sizes, self.low.tolist(), self.high.tolist(), strict=True):
            those = slice(start, start + size)
            total = cp_model.LinearExpr.weighted_sum([variables[v] for v in members[those]], factors[those])
            model.add_linear_constraint(total, low, high)
        return model


class NarrowedRows(LinearRows):
    """What is posted, with the domains of its variables, which `propagate` narrows; an implication of several is one row for each."""

    def __init__(self, rows: Rows) -> None:
        entries, sizes, low, high = _single(rows)
        coefficients = np.where(
            rows.implications[rows.owners[entries]], np.sign(rows.coefs[entries]), rows.coefs[entries]
        )
        super().__init__(
            (rows.domains[:, 0].copy(), rows.domains[:, 1].copy()),
            sizes,
            (rows.variables[entries], coefficients),
            (np.maximum(low, -ANY), np.minimum(high, ANY)),
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
