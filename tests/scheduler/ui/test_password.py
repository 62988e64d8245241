"""Who guesses the password waits; nobody else does. Time is told by hand."""

from __future__ import annotations

import logging

import pytest

from scheduler.ui.password import FORGET, FREE, LONGEST, MOST_CLIENTS, Guard, wait_after


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def guard(clock: Clock) -> Guard:
    return Guard(clock)


def fail(guard: Guard, clock: Clock, client: str, times: int) -> None:
    for _time in range(times):
        clock.now += guard.wait(client)
        assert not guard.lets_in(client, "猜", "向阳坡")


def test_the_password_lets_in_and_a_slip_costs_nothing(guard: Guard, clock: Clock) -> None:
    fail(guard, clock, "a", FREE)
    assert guard.wait("a") == 0
    assert guard.lets_in("a", "向阳坡", "向阳坡")


def test_waits_grow_to_a_bound() -> None:
    waits = [wait_after(n) for n in range(1, 40)]
    assert waits[:6] == [0, 0, 1, 2, 4, 8]
    assert waits == sorted(waits) and waits[-1] == LONGEST
    assert wait_after(10**9) == LONGEST


def test_within_the_wait_even_the_right_one_is_not_looked_at(guard: Guard, clock: Clock) -> None:
    fail(guard, clock, "a", FREE + 2)
    assert guard.wait("a") == 2
    assert not guard.lets_in("a", "向阳坡", "向阳坡")
    assert guard.wait("a") == 2  # a try too early makes it no longer
    clock.now += 2
    assert guard.lets_in("a", "向阳坡", "向阳坡")
    assert guard.wait("a") == 0


def test_others_do_not_wait(guard: Guard, clock: Clock) -> None:
    fail(guard, clock, "a", 9)
    assert guard.wait("b") == 0 and guard.lets_in("b", "向阳坡", "向阳坡")
    assert guard.wait("a") > 0


def test_what_was_long_ago_is_forgotten_and_memory_is_bounded(guard: Guard, clock: Clock) -> None:
    fail(guard, clock, "a", 9)
    clock.now += FORGET + 1
    fail(guard, clock, "a", 1)
    assert guard.wait("a") == 0
    for number in range(MOST_CLIENTS + 5):
        guard.lets_in(str(number), "猜", "向阳坡")
    assert len(guard._tries) == MOST_CLIENTS


def test_the_log_has_count_and_address_and_nothing_that_was_typed(
    guard: Guard, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "paike"):
        fail(guard, clock, "10.0.0.7", 3)
    assert [record.getMessage() for record in caplog.records][-1] == (
        "paike: wrong password, failure 3 in a row, from 10.0.0.7"
    )
    assert "猜" not in caplog.text and "向阳坡" not in caplog.text
