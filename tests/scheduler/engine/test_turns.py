"""Who anneals when, and how warm: a temperature that gains is kept, one that is in vain gives way to the others."""

from __future__ import annotations

from scheduler.engine.stopping import Clock, StoppingCriterion
from scheduler.engine.turns import HEATS, HOT, Turns


def clock() -> Clock:
    return Clock(StoppingCriterion(seconds=None, deterministic=100))


def gone(turns: Turns, now: Clock, gained: int) -> float:
    """The temperature of a round that gains so much."""
    assert turns.anneals(now, 0.0)
    done = turns.round()
    turns.end(now, done, gained)
    return done.heat


def test_only_a_plan_of_the_hard_rules_alone_is_heated_up() -> None:
    assert Turns(1, 2, continues=False).round().heat == HOT
    assert Turns(1, 2, continues=True).round().heat == HEATS[0]


def test_a_temperature_that_gains_is_kept_and_rounds_in_vain_take_them_all() -> None:
    now, turns = clock(), Turns(1, 2, continues=True)
    assert [gone(turns, now, 10) for _ in range(3)] == [HEATS[0]] * 3
    later = [gone(turns, now, 0) for _ in range(60)]
    assert set(later) == set(HEATS)
    assert {later.count(heat) // 10 for heat in HEATS} <= {1, 2}


def test_after_its_round_the_first_of_two_threads_leaves_annealing_to_the_other() -> None:
    now, first, other = clock(), Turns(0, 2, continues=False), Turns(1, 2, continues=False)
    gone(first, now, 5)
    gone(other, now, 5)
    assert not first.anneals(now, 0.0) and other.anneals(now, 0.0)


def test_one_thread_alone_gives_neighbourhoods_as_much_time_as_its_round_took() -> None:
    now, turns = clock(), Turns(0, 1, continues=False)
    assert turns.anneals(now, 0.0)
    now.charge(10)
    turns.end(now, turns.round(), 5)
    assert not turns.anneals(now, 0.0)
    now.charge(10)
    assert turns.anneals(now, 0.0)


def test_no_round_begins_that_could_not_cool_down() -> None:
    now, turns = clock(), Turns(1, 2, continues=True)
    now.charge(95)
    assert not turns.anneals(now, 0.0)


def test_every_thread_anneals_when_it_is_too_late_for_anything_else() -> None:
    now, turns = clock(), Turns(0, 2, continues=True)
    gone(turns, now, 5)
    now.charge(95)
    assert not turns.anneals(now, 0.0) and turns.anneals(now, 0.0, late=True)


def test_a_round_goes_on_where_the_last_one_ended_unless_the_best_plan_has_become_much_better() -> None:
    now, turns, best, stand = clock(), Turns(1, 2, continues=True), [0], [1]
    assert turns.begin(best, 100) is best
    assert turns.anneals(now, 0.0)
    turns.end(now, turns.round(), 5, (stand, 104))
    assert turns.begin(best, 100) is stand
    assert turns.begin(best, 90) is best
