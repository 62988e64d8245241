"""What is needed of many things: it suffices, none of it can be left out, and few sets are looked at."""

from itertools import combinations

import pytest

from scheduler.explanation.halving import needed

ITEMS = range(6)
SETS = [set(each) for size in range(1, 4) for each in combinations(ITEMS, size)]


@pytest.mark.parametrize("first", SETS[::3], ids=str)
def test_it_suffices_and_none_of_it_can_be_left_out(first: set[int]) -> None:
    for second in SETS:

        def suffices(some: list[int], second: set[int] = second) -> bool:
            return first <= set(some) or second <= set(some)

        found = needed(ITEMS, suffices)
        assert suffices(found)
        assert not any(suffices([each for each in found if each != gone]) for gone in found)


def test_what_stands_first_is_kept() -> None:
    assert needed(ITEMS, lambda some: bool({1, 4} & set(some))) == [1]


def test_one_of_many_is_found_by_few_looks() -> None:
    looks: list[list[int]] = []

    def suffices(some: list[int]) -> bool:
        looks.append(some)
        return 700 in some

    assert needed(range(1000), suffices) == [700]
    assert len(looks) <= 22


def test_a_doubt_keeps_more_but_never_too_little() -> None:
    assert needed(ITEMS, lambda some: False) == list(ITEMS)
    assert {2, 3} <= set(needed(ITEMS, lambda some: {2, 3} <= set(some) and len(some) > 3))
