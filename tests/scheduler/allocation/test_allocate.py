from __future__ import annotations

import pytest

from scheduler.allocation import Allocation, Companions, Listing, Mode, Wishes
from scheduler.allocation.allocate import NoAllocationError, allocate
from scheduler.allocation.demand import Demand
from scheduler.allocation.measures import accounts, measure
from tests.scheduler.allocation.cases import (
    best_measures,
    club,
    every_allocation,
    faults,
    on,
    pupil,
    random_wishes,
    seats_of,
    session,
    week,
    wishes_of,
)


@pytest.mark.parametrize("seed", range(120))
def test_a_random_case_has_the_measures_of_the_best_of_all_its_allocations(seed: int) -> None:
    wishes = random_wishes(seed)
    found = allocate(wishes, seed=seed)
    assert found.proven
    assert not list(faults(wishes, found))
    assert measure(Demand(wishes), found) == best_measures(wishes)


@pytest.mark.parametrize("seed", range(60))
def test_clubs_of_two_days_kinds_and_companions_are_solved_to_the_best_too(seed: int) -> None:
    wishes = random_wishes(seed, tied=True)
    best = best_measures(wishes)
    if best is None:
        with pytest.raises(NoAllocationError):
            allocate(wishes, seed=seed)
        return
    found = allocate(wishes, seed=seed)
    assert found.proven
    assert not list(faults(wishes, found))
    assert measure(Demand(wishes), found) == best


def _worse_or_better(wishes: Wishes, old: Allocation, new: Allocation) -> set[int]:
    """Return -1 where somebody has a worse place on some day, 1 where somebody has a better one."""
    signs = set()
    for one in wishes.pupils:
        for day in one.days:
            before, after = (each.of.get(one.id, {}).get(day) for each in (old, new))
            ranks = [99 if place is None else place.rank for place in (before, after)]
            signs.add((ranks[0] > ranks[1]) - (ranks[0] < ranks[1]))
    return signs


@pytest.mark.parametrize("seed", range(200, 240))
def test_nobody_can_gain_unless_somebody_loses(seed: int) -> None:
    wishes = random_wishes(seed)
    found = allocate(wishes, seed=seed)
    assert all(_worse_or_better(wishes, found, other) != {0, 1} for other in every_allocation(wishes))
    assert all(_worse_or_better(wishes, found, other) != {1} for other in every_allocation(wishes))


@pytest.mark.parametrize("mode", [Mode.FIRST_COME, Mode.LOTTERY])
@pytest.mark.parametrize("seed", range(30))
def test_the_modes_for_comparison_are_legal_and_never_better(mode: Mode, seed: int) -> None:
    wishes = random_wishes(seed)
    found = allocate(wishes, mode=mode, seed=seed)
    assert not list(faults(wishes, found))
    best = best_measures(wishes)
    assert best is not None
    assert measure(Demand(wishes), found) >= best


def test_one_place_fewer_than_pupils_leaves_nobody_out_who_has_another_wish() -> None:
    wishes = wishes_of(
        [pupil("a"), pupil("b")], [club("足球", 1), club("合唱", 1)], week("a", "足球", "合唱"), week("b", "足球")
    )
    found = allocate(wishes)
    assert seats_of(found, "a") == {1: "合唱"}
    assert seats_of(found, "b") == {1: "足球"}


def test_who_came_off_badly_last_time_comes_first() -> None:
    pupils = [pupil("a"), pupil("b", account=9), pupil("c")]
    wishes = wishes_of(pupils, [club("足球", 1)], *(week(each, "足球") for each in "abc"))
    for seed in range(5):
        assert seats_of(allocate(wishes, seed=seed), "b") == {1: "足球"}
    demand = Demand(wishes)
    assert accounts(demand, allocate(wishes)) == {"b": 9, "a": 10, "c": 10}


def test_over_the_week_a_second_club_waits_until_everybody_has_one() -> None:
    pupils = [pupil("a", 1, 2), pupil("b", 1, 2)]
    wishes = wishes_of(
        pupils,
        [club("足球", 1, 1, 2)],
        *(on(day, each, "足球") for each in "ab" for day in (1, 2)),
    )
    for seed in range(6):
        found = allocate(wishes, seed=seed)
        assert [len(seats_of(found, each)) for each in "ab"] == [1, 1]


def test_a_club_below_its_minimum_closes_and_its_members_get_their_next_wish() -> None:
    pupils = [pupil(each) for each in "abc"]
    wishes = wishes_of(
        pupils,
        [club("击剑", 9, minimum=2), club("合唱", 9, minimum=2)],
        week("a", "击剑", "合唱"),
        week("b", "合唱"),
        week("c", "合唱"),
    )
    found = allocate(wishes)
    assert found.closed == (session("击剑"),)
    assert seats_of(found, "a") == {1: "合唱"}


def test_a_club_is_kept_open_where_that_leaves_fewer_without_a_wish() -> None:
    wishes = wishes_of(
        [pupil("a"), pupil("b")],
        [club("击剑", 9, minimum=2), club("合唱", 9)],
        week("a", "击剑"),
        week("b", "合唱", "击剑"),
    )
    assert seats_of(allocate(wishes), "b") == {1: "击剑"}


def test_a_promised_place_is_kept_and_holds_its_session() -> None:
    listing = Listing(pupil="a", club="校队", promised=True)
    wishes = wishes_of(
        [pupil("a"), pupil("b")],
        [club("校队", 1, minimum=5), club("合唱", 1)],
        week("a", "合唱"),
        week("b", "校队", "合唱"),
        listings=(listing,),
    )
    found = allocate(wishes)
    assert seats_of(found, "a") == {1: "校队"}
    assert seats_of(found, "b") == {1: "合唱"}


def test_an_audition_club_takes_only_who_is_listed() -> None:
    wishes = wishes_of(
        [pupil("a"), pupil("b")],
        [club("管乐", 5, audition=True)],
        week("a", "管乐"),
        week("b", "管乐"),
        listings=(Listing(pupil="b", club="管乐"),),
    )
    found = allocate(wishes)
    assert seats_of(found, "a") == {}
    assert seats_of(found, "b") == {1: "管乐"}


def test_friends_stay_together_and_others_apart() -> None:
    pupils, offers = [pupil("a"), pupil("b")], [club("足球", 1), club("合唱", 2)]
    orders = [week(each, "足球", "合唱") for each in "ab"]
    together = wishes_of(pupils, offers, *orders, companions=(Companions(one="a", other="b"),))
    assert [seats_of(allocate(together), each) for each in "ab"] == [{1: "合唱"}] * 2
    roomy = [club("足球", 2), club("合唱", 2)]
    apart = wishes_of(pupils, roomy, *orders, companions=(Companions(one="a", other="b", together=False),))
    assert {seats_of(allocate(apart), each)[1] for each in "ab"} == {"足球", "合唱"}


def test_clubs_of_one_kind_exclude_each_other() -> None:
    offers = [club("围棋初级", 5, 1, kind="围棋"), club("围棋高级", 5, 2, kind="围棋")]
    wishes = wishes_of([pupil("a", 1, 2)], offers, on(1, "a", "围棋初级"), on(2, "a", "围棋高级"))
    assert len(seats_of(allocate(wishes), "a")) == 1


def test_a_seed_gives_the_same_places_in_whatever_order_the_rows_stand() -> None:
    pupils = [pupil(f"p{number}") for number in range(12)]
    orders = [week(each.id, "足球", "合唱") for each in pupils]
    offers = [club("足球", 5), club("合唱", 5)]
    one = allocate(wishes_of(pupils, offers, *orders), seed=7)
    other = allocate(wishes_of(pupils[::-1], offers[::-1], *orders[::-1]), seed=7)
    assert set(one.places) == set(other.places)
    assert any(
        set(allocate(wishes_of(pupils, offers, *orders), seed=s).places) != set(one.places) for s in range(8, 12)
    )
