"""The posted model as a graph of invariants: what every derived variable is worth for given decisions, kept up move by move.

A rule adds to the model variables of its own (a gap, an excess, a range) that no plan chooses: for given decisions each takes
its least, or its greatest, possible value, or it is a sum. `compile_rows` finds out which from the rows alone, without knowing
any rule, and proves for each row that this is best: a variable that takes its least value never stands where a greater one
would help. So what is computed is the cost that CP-SAT would find; a row for which this cannot be shown is refused.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.engine.compiled import compiled
from scheduler.model.rows import NO_LIMIT, Rows, sums

Ints = NDArray[np.int64]
Small = NDArray[np.int32]
Flags = NDArray[np.bool_]
FREE, LEAST, GREATEST, SUM = 0, 1, 2, 3  # how a variable gets its value
LIMIT, EQUAL = -1, -2  # how a row is used that defines nothing
# What stands where in `Graph.variables`, `values` and `rows`.
FIRST, MIDDLE, END, WAY, DEFINED, DEFINED_END = range(6)
VALUE, COST, LEAST_VALUE, GREATEST_VALUE = range(4)
SUM_OF_TERMS, BOUND, USE, FACTOR = range(4)


class Graph(NamedTuple):
    """A compiled model, for all threads to share. A row is `sum(coefs x variables) <= bound`, or `== bound`.

    `variables[v]` is (first, middle, end, way, first definer, end of definers): its terms `terms[first:end]` are (row, coefficient), those
    from `middle` on of rows that define another variable, and `definers` the rows that define it. `values[v]` is (value, cost, least,
    greatest) and `rows[r]` (sum of the terms without its target's, bound, use, factor) where all free variables are 0; a use of
    0 or more is the variable that the row defines, the factor that of the target. `order` has the derived variables, each after
    those that it depends on.
    """

    variables: Small
    terms: Small
    definers: Small
    values: Ints
    rows: Ints
    order: Small
    offset: int
    decisions: int

    @property
    def free(self) -> Ints:
        """The free variables: the decisions and what these leave open."""
        return np.flatnonzero(self.variables[:, WAY] == FREE)


class NotCompiledError(ValueError):
    """Some variables could not be shown to be functions of the decisions; `variables` says which."""

    def __init__(self, variables: Ints) -> None:
        super().__init__(f"{len(variables)} variables are no functions of the decisions")
        self.variables = variables


class _Terms(NamedTuple):
    """One-sided rows, term by term."""

    rows: Ints
    variables: Ints
    coefs: Ints
    bounds: Ints  # of each row
    equal: Flags  # of each row


class _Roles(NamedTuple):
    """How each variable gets its value, and which variable each row defines (-1: none)."""

    ways: Ints
    targets: Ints
    asked_by: (
        Ints  # of each variable: the row that asks for many of some, of which more may always be fewer; -1 for none
    )


def compile_rows(rows: Rows, decisions: int) -> Graph:
    """Return the graph of a model whose variables below `decisions` are free, and what they leave open with them.

    Raises NotCompiledError.
    """
    terms, roles = _roles(rows, _one_sided(rows), decisions)
    graph = _graph(rows, decisions, terms, roles)
    derived = roles.ways != FREE
    order = _dependence_order(graph.variables, graph.terms, graph.rows, int(derived.sum()))
    if len(order) < derived.sum():  # some depend on each other in a circle
        derived[order] = False
        raise NotCompiledError(np.flatnonzero(derived))
    _demand_monotone(rows, terms, roles)
    return graph._replace(order=order)


def _roles(rows: Rows, terms: _Terms, decisions: int) -> tuple[_Terms, _Roles]:
    """Return how each variable is meant, by the first row that speaks of it, and the rows as they are used then.

    That row makes it a sum of older ones, or says what it is at least or at most. Of several new ones in an equation the newest is
    what the others, which are chosen, leave.
    """
    count = len(rows.domains)
    ways = np.full(count, LEAST)
    ways[:decisions] = FREE
    derived = (ways != FREE) & (rows.domains[:, 0] != rows.domains[:, 1])
    first = np.full(count, len(terms.bounds))
    np.minimum.at(first, terms.variables, terms.rows)
    new = (terms.rows == first[terms.variables]) & derived[terms.variables]
    equal = terms.equal[terms.rows]
    summing = sums(terms.rows, terms.variables, terms.equal, derived)
    aims = (summing[terms.variables] == terms.rows) & (np.abs(terms.coefs) == 1)
    summed = np.bincount(terms.rows[aims], minlength=len(terms.bounds)) > 0
    ways[terms.variables[new & ~equal & (terms.coefs > 0)]] = GREATEST
    asked = np.bincount(terms.variables, equal | (terms.coefs < 0), count) > 0
    ways[derived & (~asked | (rows.costs > 0))] = LEAST
    ways[terms.variables[new & equal & ~aims & summed[terms.rows]]] = FREE
    ways[terms.variables[aims]] = SUM
    terms, asked_by = _loosened(terms, ways, rows)
    way = ways[terms.variables]
    bounds = ((way == LEAST) & (terms.coefs < 0)) | ((way == GREATEST) & (terms.coefs > 0))
    defines = aims | (bounds & derived[terms.variables] & ~terms.equal[terms.rows])
    targets = np.full(len(terms.bounds), -1)
    np.maximum.at(targets, terms.rows[defines], terms.variables[defines])  # the newest that the row bounds
    return terms, _Roles(ways, targets, asked_by)


def _one_sided(rows: Rows) -> _Terms:
    """Return the rows as `<=` and `==`, each term once; a row with two limits becomes two."""
    owners = rows.owners
    order = np.lexsort((rows.variables, owners))
    owners, variables, coefs = owners[order], rows.variables[order], rows.coefs[order]
    fresh = np.ones(len(owners), bool)
    fresh[1:] = (owners[1:] != owners[:-1]) | (variables[1:] != variables[:-1])
    places = np.flatnonzero(fresh)
    coefs = np.add.reduceat(coefs, places) if len(places) else coefs
    owners, variables = owners[places], variables[places]
    equal = rows.lows == rows.highs
    above = rows.highs < NO_LIMIT
    below = (rows.lows > -NO_LIMIT) & ~equal
    numbers = np.cumsum(above.astype(np.int64) + below) - above - below  # of the first row that each becomes
    second = numbers + above
    kept = coefs != 0
    up, down = kept & above[owners], kept & below[owners]
    total = int((above.astype(np.int64) + below).sum())
    bounds, equals = np.zeros(total, np.int64), np.zeros(total, bool)
    bounds[numbers[above]], equals[numbers[above]] = rows.highs[above], equal[above]
    bounds[second[below]] = -rows.lows[below]
    found = np.concatenate((numbers[owners[up]], second[owners[down]]))
    by_row = np.argsort(found, kind="stable")
    return _Terms(
        found[by_row],
        np.concatenate((variables[up], variables[down]))[by_row],
        np.concatenate((coefs[up], -coefs[down]))[by_row],
        bounds,
        equals,
    )


def _loosened(terms: _Terms, ways: Ints, rows: Rows) -> tuple[_Terms, Ints]:
    """Return the rows with `==` as `<=` where nothing can be below, and as `>=` where too many can always be fewer; and of each
    variable the row of the second kind in which it stands, -1 for none.

    Nothing is below a sum of variables that take their least value when the bound is the least that it can be. What takes its
    greatest value of 0 or 1 may always be 0 instead, where no other row asks for more of it.
    """
    count = len(terms.bounds)
    least = (ways == LEAST)[terms.variables] & (terms.coefs > 0)
    lowest = np.zeros(count, np.int64)
    np.add.at(lowest, terms.rows, terms.coefs * rows.domains[terms.variables, 0])
    at_least = terms.equal & _all_in_row(least, terms.rows, count) & (lowest == terms.bounds)
    asking = terms.equal[terms.rows] | (terms.coefs < 0)
    asked = np.bincount(terms.variables, asking, len(ways))
    greatest = (ways == GREATEST) & (asked == 1) & (rows.domains[:, 0] == 0) & (rows.costs == 0)
    fewer = terms.equal & _all_in_row(greatest[terms.variables] & (terms.coefs == 1), terms.rows, count)
    row_of = np.full(len(ways), -1)
    inside = fewer[terms.rows]
    row_of[terms.variables[inside]] = terms.rows[inside]
    coefs, bounds = np.where(inside, -terms.coefs, terms.coefs), np.where(fewer, -terms.bounds, terms.bounds)
    return terms._replace(coefs=coefs, bounds=bounds, equal=terms.equal & ~at_least & ~fewer), row_of


def _all_in_row(flags: Flags, owners: Ints, count: int) -> Flags:
    """Tell of each row whether the flag holds for all its terms, of which it has some."""
    held = np.bincount(owners, flags, count)
    size = np.bincount(owners, minlength=count)
    found: Flags = (held == size) & (size > 0)
    return found


def _graph(rows: Rows, decisions: int, terms: _Terms, roles: _Roles) -> Graph:
    ways, targets, count = roles.ways, roles.targets, len(rows.domains)
    aims = targets[terms.rows] == terms.variables
    factors = np.ones(len(terms.bounds), np.int64)
    signed = ways[terms.variables[aims]] == SUM
    factors[terms.rows[aims]] = np.where(signed, terms.coefs[aims], np.abs(terms.coefs[aims]))
    uses = np.where(targets >= 0, targets, np.where(terms.equal, EQUAL, LIMIT))
    others = np.flatnonzero(~aims)
    used = others[np.lexsort((terms.rows[others], uses[terms.rows[others]] >= 0, terms.variables[others]))]
    ends = np.cumsum(np.bincount(terms.variables[used], minlength=count))
    firsts = ends - np.bincount(terms.variables[used], minlength=count)
    middles = firsts + np.bincount(terms.variables[used], uses[terms.rows[used]] < 0, count).astype(np.int64)
    definers = np.flatnonzero(targets >= 0)
    definers = definers[np.argsort(targets[definers], kind="stable")]
    defined = np.cumsum(np.bincount(targets[definers], minlength=count))
    starts = defined - np.bincount(targets[definers], minlength=count)
    values = np.column_stack((np.zeros(count, np.int64), rows.costs, rows.domains))
    return Graph(
        np.column_stack((firsts, middles, ends, ways, starts, defined)).astype(np.int32),
        np.column_stack((terms.rows[used], terms.coefs[used])).astype(np.int32),
        definers.astype(np.int32),
        values,
        np.column_stack((np.zeros(len(uses), np.int64), terms.bounds, uses, factors)),
        np.zeros(0, np.int32),
        rows.offset,
        decisions,
    )


def _demand_monotone(rows: Rows, terms: _Terms, roles: _Roles) -> None:
    """Raise NotCompiledError unless each variable takes the value that is best wherever it stands."""
    ways, targets, count = roles.ways, roles.targets, len(rows.domains)
    leanings = np.zeros(count, np.int64)  # -1: better small, 1: better great, 0: it is what it is
    leanings[ways == LEAST], leanings[ways == GREATEST] = -1, 1
    leanings[rows.domains[:, 0] == rows.domains[:, 1]] = 0
    leanings[_conjunctions(rows, terms, roles)] = 0
    aims = targets[terms.rows] == terms.variables
    into_sum = (targets[terms.rows] >= 0) & ~aims & (ways[targets[terms.rows]] == SUM)
    wrong = _lean_sums(terms, roles, into_sum, leanings)
    leaning = leanings[terms.variables]
    small = np.where(terms.coefs > 0, -1, 1)  # the leaning that keeps a row's sum small
    against = (leaning != 0) & ((leaning != small) | terms.equal[terms.rows])
    against &= ~aims & ~into_sum & ~_packed(terms, roles)
    wrong[terms.variables[against]] = True
    wrong |= leanings * rows.costs > 0
    if wrong.any():
        raise NotCompiledError(np.flatnonzero(wrong))


def _lean_sums(terms: _Terms, roles: _Roles, into_sum: Flags, leanings: Ints) -> Flags:
    """Let each sum lean as its terms do, until none takes its leaning from another any more; return those whose terms differ."""
    aims = roles.targets[terms.rows] == terms.variables
    factors = np.zeros(len(terms.bounds), np.int64)
    factors[terms.rows[aims]] = terms.coefs[aims]
    sums, members = roles.targets[terms.rows[into_sum]], terms.variables[into_sum]
    signs = -np.sign(terms.coefs[into_sum] * factors[terms.rows[into_sum]])
    wrong = np.zeros(len(leanings), bool)
    while True:
        leaning = leanings[members] * signs
        wrong[sums[(leaning != 0) & (leanings[sums] != 0) & (leanings[sums] != leaning)]] = True
        new = (leaning != 0) & (leanings[sums] == 0)
        if not new.any():
            return wrong
        leanings[sums[new]] = leaning[new]


def _conjunctions(rows: Rows, terms: _Terms, roles: _Roles) -> list[int]:
    """Return Booleans that two rows make the conjunction of n others: n x <= their sum, and x >= their sum - (n - 1)."""
    sizes = np.bincount(terms.rows, minlength=len(terms.bounds))
    starts = np.cumsum(sizes) - sizes

    def row(number: int) -> dict[int, int]:
        span = slice(starts[number], starts[number] + sizes[number])
        return dict(zip(terms.variables[span].tolist(), terms.coefs[span].tolist(), strict=True))

    boolean = (rows.domains[:, 0] == 0) & (rows.domains[:, 1] == 1)
    asked = (roles.ways == GREATEST) & boolean
    asking = asked[terms.variables] & (terms.coefs == -1) & ~terms.equal[terms.rows]
    definer = np.full(len(boolean), -1)
    defining = np.flatnonzero(roles.targets >= 0)
    definer[roles.targets[defining]] = defining
    found = []
    for variable, lower in zip(terms.variables[asking].tolist(), terms.rows[asking].tolist(), strict=True):
        upper = int(definer[variable])
        n = int(sizes[upper]) - 1
        if upper >= 0 and sizes[lower] == n + 1 and terms.bounds[upper] + terms.bounds[lower] == n - 1:
            above, below = row(upper), row(lower)
            opposite = {name: -coef for name, coef in above.items()} | {variable: -1}
            if above[variable] == n and below == opposite:
                found.append(variable)
    return found


def _packed(terms: _Terms, roles: _Roles) -> Flags:
    """Tell of terms whether they are of a packing: Booleans in a line of which no two neighbours are 1, and of which one row asks
    for so many.

    The first that can be is 1, then the next that still can: no other way makes more of them 1.
    """
    count, size = len(terms.bounds), len(roles.ways)
    greatest = (roles.ways == GREATEST)[terms.variables] & (terms.coefs == 1)
    pairs = (np.bincount(terms.rows, minlength=count) == 2) & _all_in_row(greatest, terms.rows, count)
    pairs &= (terms.bounds == 1) & (roles.targets >= 0)
    earlier = pairs[terms.rows] & (roles.targets[terms.rows] != terms.variables)
    before = np.bincount(terms.variables[earlier], minlength=size)
    behind = np.bincount(roles.targets[pairs], minlength=size)
    asked_by = roles.asked_by[terms.variables]
    alike = (asked_by >= 0) & (asked_by == roles.asked_by[roles.targets[terms.rows]])
    packed: Flags = earlier & alike & (before[terms.variables] == 1) & (behind[terms.variables] <= 1)
    return packed


@compiled
def _dependence_order(variables: Small, terms: Small, rows: Ints, derived: int) -> Small:
    """Return the derived variables, each after those that it depends on; variables in a circle are left out."""
    waiting = np.zeros(variables.shape[0], np.int32)
    for variable in range(variables.shape[0]):
        if variables[variable, WAY] != FREE:
            for place in range(variables[variable, MIDDLE], variables[variable, END]):
                waiting[rows[terms[place, 0], USE]] += 1
    order = np.empty(derived, np.int32)
    found = 0
    for variable in range(variables.shape[0]):
        if variables[variable, WAY] != FREE and waiting[variable] == 0:
            order[found] = variable
            found += 1
    done = 0
    while done < found:
        variable = order[done]
        done += 1
        for place in range(variables[variable, MIDDLE], variables[variable, END]):
            target = rows[terms[place, 0], USE]
            waiting[target] -= 1
            if waiting[target] == 0:
                order[found] = target
                found += 1
    return order[:found].copy()
