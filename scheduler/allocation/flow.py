"""Cheapest flows one after another: each is sought only among those that are cheapest in all costs before."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow  # type: ignore[import-untyped]

Array = NDArray[np.int64]


class Network:
    """Arcs from `tails` to `heads` with a least and a most flow; node 0 is the source and node 1 the sink of `supply`.

    Ensures that after `keep_cheapest` exactly the flows that are cheapest in its costs are left: by complementary slackness with the
    potentials of one cheapest flow these are the ones that use no arc of positive and fill every arc of negative reduced cost.
    """

    def __init__(self, tails: Array, heads: Array, least: Array, most: Array, supply: int) -> None:
        self.tails, self.heads = tails.astype(np.int64), heads.astype(np.int64)
        self.least, self.most = least.astype(np.int64), most.astype(np.int64)
        self.supply = supply
        self.nodes = int(max(self.tails.max(initial=1), self.heads.max(initial=1))) + 1

    def cheapest(self, costs: Array, most: Array | None = None) -> Array | None:
        """Return the flow on each arc of a cheapest flow, None where there is no flow at all; `most` narrows the arcs further."""
        upper = self.most if most is None else np.minimum(self.most, most)
        if (upper < self.least).any():
            return None
        problem = min_cost_flow.SimpleMinCostFlow()
        arcs = problem.add_arcs_with_capacity_and_unit_cost(self.tails, self.heads, upper - self.least, costs)
        supplies = np.zeros(self.nodes, np.int64)
        supplies[0], supplies[1] = self.supply, -self.supply
        np.subtract.at(supplies, self.tails, self.least)
        np.add.at(supplies, self.heads, self.least)
        problem.set_nodes_supplies(np.arange(self.nodes), supplies)
        status = problem.solve()
        if status == problem.OPTIMAL:
            return self.least + np.asarray(problem.flows(arcs), np.int64)
        if status == problem.INFEASIBLE:
            return None
        raise ArithmeticError(f"the flow ended with {status}")  # costs too large: a defect of ours

    def keep_cheapest(self, costs: Array, flow: Array) -> None:
        """Leave only the flows that are as cheap as this cheapest one."""
        potentials = self._potentials(costs, flow)
        reduced = costs + potentials[self.tails] - potentials[self.heads]
        unused, full = (reduced > 0) & (flow <= self.least), (reduced < 0) & (flow >= self.most)
        self.most = np.where(unused, self.least, self.most)
        self.least = np.where(full, self.most, self.least)

    def _potentials(self, costs: Array, flow: Array) -> Array:
        """Return shortest distances in the residual network from a node that leads everywhere at no cost (Bellman and Ford)."""
        forward, backward = flow < self.most, flow > self.least
        tails = np.concatenate([self.tails[forward], self.heads[backward]])
        heads = np.concatenate([self.heads[forward], self.tails[backward]])
        lengths = np.concatenate([costs[forward], -costs[backward]])
        order = np.argsort(heads, kind="stable")
        tails, heads, lengths = tails[order], heads[order], lengths[order]
        starts: NDArray[Any] = np.flatnonzero(np.diff(heads, prepend=-1))
        ends = heads[starts]
        distances = np.zeros(self.nodes, np.int64)
        for _ in range(self.nodes):
            if not len(starts):
                break
            shorter = np.minimum.reduceat(distances[tails] + lengths, starts)
            if (shorter >= distances[ends]).all():
                break
            distances[ends] = np.minimum(distances[ends], shorter)
        return distances
