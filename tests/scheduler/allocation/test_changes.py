from __future__ import annotations

from random import Random

import pytest

from scheduler.allocation import Allocation, Companions, Wishes
from scheduler.allocation.allocate import NoAllocationError, allocate
from scheduler.allocation.changes import Move, joined, moves, put, reallocate, swap, without
from scheduler.allocation.check import faults
from scheduler.allocation.demand import Demand
from scheduler.allocation.measures import measure
from tests.scheduler.allocation.cases import (
    club,
    every_allocation,
    pupil,
    random_wishes,
    seats_of,
    week,
    wishes_of,
)


def _without(wishes: Wishes, names: set[str]) -> Wishes:
    """The same wishes without some pupils."""
    return wishes.model_copy(
        update={
            "pupils": tuple(p for p in wishes.pupils if p.id not in names),
            "wishes": tuple(w for w in wishes.wishes if w.pupil not in names),
            "listings": tuple(each for each in wishes.listings if each.pupil not in names),
            "companions": tuple(p for p in wishes.companions if not {p.one, p.other} & names),
        }
    )


def _no_minima(wishes: Wishes) -> Wishes:
    return wishes.model_copy(update={"offers": tuple(o.model_copy(update={"minimum": 0}) for o in wishes.offers)})


def _keeps_closed(wishes: Wishes, old: Allocation, new: Allocation) -> bool:
    """Only a promise opens a session that was closed because it needs more than one."""
    shut = {seat for seat in old.closed if wishes.offer[seat.club].minimum > 1}
    return not any(seat in shut and all(p.rank for p in inside) for seat, inside in new.members.items())


def _changed(wishes: Wishes, known: set[str], old: Allocation, new: Allocation) -> int:
    return sum(move.pupil in known and move.pupil in wishes.pupil for move in moves(old, new))


@pytest.mark.parametrize("tied", [False, True])
@pytest.mark.parametrize("seed", range(40))
def test_who_joins_and_leaves_moves_the_fewest_others_and_that_is_proven(seed: int, tied: bool) -> None:
    whole = random_wishes(seed, tied=tied)
    names = sorted(whole.pupil)
    joins, leaves = Random(seed).sample(names, 2)
    before, now = _without(whole, {joins}), _without(whole, {leaves})
    after = _no_minima(now)
    try:
        old = allocate(before, seed=seed)
    except NoAllocationError:
        return
    known = set(before.pupil)
    possible = [each for each in every_allocation(after) if _keeps_closed(whole, old, each)]
    if not possible:
        with pytest.raises(NoAllocationError):
            reallocate(now, old)
        return
    new = reallocate(now, old).allocation
    assert new.proven
    demand = Demand(after)

    def value(each: Allocation) -> tuple[int, int]:
        return measure(demand, each).without, _changed(after, known, old, each)

    assert not faults(after, new)
    assert value(new) == min(map(value, possible))


def test_nothing_changes_where_nothing_happened() -> None:
    wishes = random_wishes(7)
    old = allocate(wishes, seed=7)
    assert reallocate(wishes, old).moves == ()


def test_a_place_that_becomes_free_goes_to_nobody_who_has_a_club_already() -> None:
    pupils = [pupil(each) for each in "abc"]
    offers = [club("足球", 1), club("合唱", 1)]
    orders = [week("a", "足球"), week("b", "足球", "合唱"), week("c", "足球")]
    before = wishes_of(pupils, offers, *orders)
    old = allocate(before, seed=1)
    left = next(each for each in "ac" if seats_of(old, each))
    other = next(each for each in "ac" if each != left)
    changed = reallocate(_without(before, {left}), old)
    assert changed.moves == (Move(left, 1, "足球", None), Move(other, 1, None, "足球")) or changed.moves == (
        Move(other, 1, None, "足球"),
        Move(left, 1, "足球", None),
    )


def test_two_pupils_swap_and_what_a_swap_would_break_is_told() -> None:
    pupils = [pupil("a"), pupil("b"), pupil("c", grade=5)]
    offers = [club("足球", 2), club("合唱", 1), club("管乐", 1, grades=(3, 5))]
    wishes = wishes_of(pupils, offers, week("a", "足球", "合唱"), week("b", "合唱", "足球"), week("c", "管乐"))
    old = allocate(wishes)
    changed = swap(wishes, old, "a", "b", (1,))
    assert changed.faults == ()
    assert (seats_of(changed.allocation, "a"), seats_of(changed.allocation, "b")) == ({1: "合唱"}, {1: "足球"})
    assert [place.rank for place in changed.allocation.of["a"].values()] == [2]
    broken = swap(wishes, old, "a", "c", (1,)).faults
    assert [fault.text.zh for fault in broken] == ["c：足球不收 5 年级"]


def test_a_pupil_is_put_into_a_club_by_hand_and_a_full_one_is_told() -> None:
    wishes = wishes_of([pupil("a"), pupil("b")], [club("足球", 1), club("武术", 1)], week("a", "足球"), week("b"))
    old = allocate(wishes)
    assert "名额只有 1" in put(wishes, old, "b", "足球", (1,)).faults[0].text.zh
    moved = put(wishes, old, "b", "武术", (1,))
    assert moved.faults == ()
    assert moved.allocation.of["b"][1].rank == 11
    back = put(wishes, moved.allocation, "b", None, (1,))
    assert set(back.allocation.places) == set(old.places)
    assert reallocate(wishes, moved.allocation).moves == ()


def test_the_check_finds_every_kind_of_fault() -> None:
    offers = [
        club("足球", 1, 1, 2, whole=True, kind="k"),
        club("合唱", 5, 1, minimum=3, audition=True, kind="k"),
    ]
    pupils = [pupil("a", 1, 2), pupil("b", 1)]
    wishes = wishes_of(pupils, offers, companions=(Companions(one="a", other="b"),))
    old = Allocation(places=())
    one = put(wishes, old, "a", "足球", (1,)).allocation
    two = put(wishes, put(wishes, one, "b", "足球", (1, 2)).allocation, "a", "合唱", (3,)).allocation
    told = "\n".join(fault.text.zh for fault in faults(wishes, two))
    for part in ("名额只有 1", "要每次都来", "同类", "要选拔", "不开", "不参加课后服务", "要在一起"):
        assert part in told, told


def test_a_session_that_stood_empty_is_open_to_who_joins() -> None:
    wishes = wishes_of([pupil("a")], [club("足球", 1), club("合唱", 1)], week("a", "足球"))
    old = allocate(wishes)
    new = reallocate(joined(wishes, pupil("b"), ["合唱"]), old).allocation
    assert seats_of(new, "b") == {1: "合唱"}
    gone = reallocate(without(wishes, "a"), new).allocation
    assert not gone.places
