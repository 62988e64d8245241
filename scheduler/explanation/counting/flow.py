"""The most that can flow through a network, and which part of it is too narrow."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

PLENTY = 1_000_000


class Bottleneck(NamedTuple):
    """Nodes of a network into which `needs` was to flow and of which no more than `has` can flow on."""

    nodes: frozenset[Hashable]
    needs: int
    has: int


class Network:
    """A network from `None` to `...`; nodes are any hashable things and come into being with their edges."""

    def __init__(self) -> None:
        self._number: dict[Hashable, int] = {None: 0, ...: 1}
        self._edges: list[list[int]] = [[], []]
        self._head: list[int] = []
        self._room: list[int] = []

    def add(self, tail: Hashable, head: Hashable, capacity: int) -> None:
        """Add an edge."""
        if capacity <= 0:
            return
        from_node, to_node = self._node(tail), self._node(head)
        self._edges[from_node].append(len(self._head))
        self._edges[to_node].append(len(self._head) + 1)
        self._head += (to_node, from_node)
        self._room += (capacity, 0)

    def _node(self, name: Hashable) -> int:
        number = self._number.get(name)
        if number is None:
            number = self._number[name] = len(self._edges)
            self._edges.append([])
        return number

    def fill(self) -> int:
        """Send as much as possible from `None` to `...` and return how much that is (Dinic's algorithm)."""
        total = 0
        while (levels := self._levels())[1] >= 0:
            total += self._send(levels)
        return total

    def _levels(self) -> list[int]:
        """Return how far each node is from `None` along edges with room, -1 where it is out of reach."""
        levels = [-1] * len(self._edges)
        levels[0] = 0
        waiting = [0]
        for node in waiting:
            for edge in self._edges[node]:
                following = self._head[edge]
                if self._room[edge] and levels[following] < 0:
                    levels[following] = levels[node] + 1
                    waiting.append(following)
        return levels

    def _send(self, levels: list[int]) -> int:
        """Send all that the shortest paths hold; return how much."""
        edges, head, room = self._edges, self._head, self._room
        position, total = [0] * len(edges), 0
        path, node = list[int](), 0
        while True:
            if node == 1:
                sent = min(room[each] for each in path)
                total += sent
                for each in path:
                    room[each] -= sent
                    room[each ^ 1] += sent
                tight = next(i for i, each in enumerate(path) if room[each] == 0)
                node = head[path[tight] ^ 1]
                del path[tight:]
            elif position[node] < len(edges[node]):
                edge = edges[node][position[node]]
                if room[edge] and levels[head[edge]] == levels[node] + 1:
                    path.append(edge)
                    node = head[edge]
                else:
                    position[node] += 1
            elif path:
                node = head[path.pop() ^ 1]
                position[node] += 1
            else:
                return total

    def parts(self) -> list[Bottleneck]:
        """Return what is too narrow once the network is filled: parts that have nothing to do with each other.

        Each is what can still be reached from some nodes after `None` that could not send all they were given.
        """
        found: list[set[int]] = []
        for edge in self._edges[0]:
            first = self._head[edge]
            if self._room[edge] and not any(first in part for part in found):
                reached = self._beyond(first)
                apart = [part for part in found if part.isdisjoint(reached)]
                found = [*apart, reached.union(*(part for part in found if not part.isdisjoint(reached)))]
        return [self._part(numbers) for numbers in found]

    def _beyond(self, first: int) -> set[int]:
        """Return the nodes that could still be reached from one."""
        seen, waiting = {first}, [first]
        while waiting:
            for edge in self._edges[waiting.pop()]:
                following = self._head[edge]
                if self._room[edge] and following not in seen and following != 0:
                    seen.add(following)
                    waiting.append(following)
        return seen

    def _part(self, numbers: set[int]) -> Bottleneck:
        given = [edge for edge in self._edges[0] if self._head[edge] in numbers]
        sent = sum(self._room[edge ^ 1] for edge in given)
        nodes = frozenset(name for name, number in self._number.items() if number in numbers)
        return Bottleneck(nodes, sent + sum(self._room[edge] for edge in given), sent)
