"""The most that can flow through a network, and which part of it is too narrow."""

from __future__ import annotations

from collections.abc import Hashable

PLENTY = 1_000_000


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
        """Send as much as possible from `None` to `...` and return how much that is."""
        total = 0
        while (sent := self._augment()) > 0:
            total += sent
        return total

    def _augment(self) -> int:
        """Send more along all paths that a search in depth finds, each node entered once; return how much."""
        edges, head, room = self._edges, self._head, self._room
        seen = bytearray(len(edges))
        seen[0] = 1
        nodes, position, total = [0], [0], 0
        path: list[int] = []
        while nodes:
            node, at = nodes[-1], position[-1]
            if at == len(edges[node]):
                nodes.pop()
                position.pop()
                if path:
                    path.pop()
                continue
            position[-1] += 1
            edge = edges[node][at]
            following = head[edge]
            if room[edge] == 0 or seen[following]:
                continue
            path.append(edge)
            if following != 1:
                seen[following] = 1
                nodes.append(following)
                position.append(0)
                continue
            sent = min(room[each] for each in path)
            total += sent
            for each in path:
                room[each] -= sent
                room[each ^ 1] += sent
            tight = next(i for i, each in enumerate(path) if room[each] == 0)
            del path[tight:], nodes[tight + 1 :], position[tight + 1 :]
        return total

    def beyond(self, start: Hashable) -> set[Hashable]:
        """Return the nodes that could still be reached from one, once the network is filled: what starves with it."""
        first = self._number.get(start)
        if first is None:
            return {start}
        seen, waiting = {first}, [first]
        while waiting:
            for edge in self._edges[waiting.pop()]:
                following = self._head[edge]
                if self._room[edge] and following not in seen and following != 0:
                    seen.add(following)
                    waiting.append(following)
        return {name for name, number in self._number.items() if number in seen}

    def starving(self) -> list[Hashable]:
        """Return the nodes after `None` that could not send all they were given."""
        left = {self._head[edge] for edge in self._edges[0] if self._room[edge]}
        return [name for name, number in self._number.items() if number in left]
