"""A graph as the evaluator reads it: in 32 bits, and in an order in which what a move touches stands close together.

Of what a move costs most is waiting for memory: two walks beside each other on arrays that do not fit into the processor's own
cache take each other half of their speed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.engine import graph as g
from scheduler.engine.graph import FREE, Flags, Graph, Ints, Small

# What stands where in `Layout.variables`, `rows` and `definers`.
FIRST, MIDDLE, LATE, END, DEFINED, DEFINED_END, WAY, COST, LEAST_VALUE, GREATEST_VALUE = range(10)
SLACK, USE = range(2)
ROW, FACTOR = range(2)
MOST = (1 << 31) - 1


class Layout(NamedTuple):
    """A compiled model, for all threads to share; what a graph says, under other numbers of rows.

    `variables[v]` is (first, middle, late, end, first definer, end of definers, way, cost, least, greatest): its terms `terms[first:end]` are
    (row, coefficient), up to `middle` of rows that define nothing, up to `late` of rows that define what may break such a row,
    then all others. `definers` are (row, factor of what it defines), `rows` (what is left to the bound where all variables are
    0, use).
    """

    variables: Small
    terms: Small
    definers: Small
    rows: Small
    order: Small
    free: Ints
    offset: int
    decisions: int


def laid_out(graph: Graph) -> Layout:
    """Return the layout of a graph."""
    count = len(graph.values)
    sizes = graph.variables[:, g.END] - graph.variables[:, g.FIRST]
    owners, uses = np.repeat(np.arange(count), sizes), graph.rows[:, g.USE]
    new = _numbers(owners, graph.terms[:, 0], len(uses))
    use = uses[graph.terms[:, 0]]
    urgent = _breaking(graph, owners, use)
    stage = np.where(use < 0, 0, np.where(urgent[np.maximum(use, 0)], 1, 2))
    order = np.lexsort((new[graph.terms[:, 0]], stage, owners))
    terms = np.column_stack((new[graph.terms[order, 0]], graph.terms[order, 1])).astype(np.int32)
    firsts = np.cumsum(sizes) - sizes
    middles = firsts + np.bincount(owners[stage == 0], minlength=count)
    lates = middles + np.bincount(owners[stage == 1], minlength=count)
    domains = np.clip(graph.values[:, [g.LEAST_VALUE, g.GREATEST_VALUE]], -MOST, MOST)
    spans = graph.variables[:, [g.DEFINED, g.DEFINED_END, g.WAY]]
    variables = np.column_stack((firsts, middles, lates, firsts + sizes, spans, graph.values[:, g.COST], domains))
    rows = np.zeros((len(uses), 2), np.int32)
    rows[new, SLACK] = np.clip(graph.rows[:, g.BOUND], -MOST, MOST)
    rows[new, USE] = uses
    definers = np.column_stack((new[graph.definers], graph.rows[graph.definers, g.FACTOR])).astype(np.int32)
    return Layout(
        np.ascontiguousarray(variables, np.int32),
        terms,
        definers,
        rows,
        graph.order,
        graph.free,
        graph.offset,
        graph.decisions,
    )


def _numbers(owners: Ints, rows: NDArray[np.int32], count: int) -> Ints:
    """Number the rows by the first variable that stands in them: rows of a course, and of a class at a slot, stand together."""
    first = np.full(count, len(owners))
    np.minimum.at(first, rows, owners)
    found = np.empty(count, np.int64)
    found[np.argsort(first, kind="stable")] = np.arange(count)
    return found


def _breaking(graph: Graph, owners: Ints, use: Ints) -> Flags:
    """Tell of variables whether they are derived and may break a row that defines nothing, or lead to one that does."""
    derived = graph.variables[:, g.WAY] != FREE
    found = np.zeros(len(derived), bool)
    found[owners[use < 0]] = True
    inner = derived[owners] & (use >= 0)
    source, target = owners[inner], use[inner]
    while True:
        more = found.copy()
        more[source[found[target]]] = True
        if (more == found).all():
            breaking: Flags = found & derived
            return breaking
        found = more
