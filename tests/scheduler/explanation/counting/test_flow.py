"""The most that flows is what the narrowest cut lets through, and each part that starves is cut off by full edges."""

from __future__ import annotations

from itertools import combinations
from random import Random

from hypothesis import given, settings

from scheduler.explanation.counting.flow import Bottleneck, Network
from tests.chance import SEEDS

Edge = tuple[str | None, object, int]


def filled(edges: list[Edge]) -> tuple[int, list[Bottleneck]]:
    network = Network()
    for edge in edges:
        network.add(*edge)
    return network.fill(), network.parts()


def random_edges(rng: Random) -> list[Edge]:
    people, places = "甲乙丙丁"[: rng.randint(1, 4)], "东西南北"[: rng.randint(1, 4)]
    edges: list[Edge] = [(None, name, rng.randint(1, 4)) for name in people]
    edges += [(name, place, rng.randint(0, 3)) for name in people for place in places if rng.random() < 0.6]
    return edges + [(place, ..., rng.randint(0, 3)) for place in places]


def least_cut(edges: list[Edge]) -> int:
    """The capacity of the narrowest cut, by looking at all."""
    inner = sorted({node for tail, head, _ in edges for node in (tail, head) if isinstance(node, str)})
    sides = (
        {None, *chosen} for count in range(len(inner) + 1) for chosen in combinations(inner, count)
    )  # nodes on the side of the source
    return min(sum(c for tail, head, c in edges if tail in side and head not in side) for side in sides)


@settings(max_examples=150, deadline=None)
@given(seed=SEEDS)
def test_all_flows_that_can_and_the_parts_say_what_cannot(seed: int) -> None:
    edges = random_edges(Random(seed))
    total, parts = filled(edges)
    wanted = sum(capacity for tail, _, capacity in edges if tail is None)
    assert total == least_cut(edges)
    assert sum(part.needs - part.has for part in parts) == wanted - total
    for part in parts:
        given_to = sum(c for tail, head, c in edges if tail is None and head in part.nodes)
        leaving = sum(c for tail, head, c in edges if tail in part.nodes and head not in part.nodes)
        assert (part.needs, part.has) == (given_to, leaving)
        assert part.needs > part.has
    for one, other in combinations(parts, 2):
        assert one.nodes.isdisjoint(other.nodes)


def test_parts_that_share_a_place_are_one() -> None:
    edges: list[Edge] = [(None, "甲", 2), (None, "乙", 2), (None, "丙", 2)]
    edges += [("甲", "东", 2), ("乙", "东", 2), ("丙", "西", 2), ("东", ..., 1), ("西", ..., 1)]
    total, parts = filled(edges)
    assert total == 2
    assert sorted((part.needs, part.has) for part in parts) == [(2, 1), (4, 1)]
