"""A process that dies costs only the result of what it died of."""

from __future__ import annotations

import os

from scheduler.district.pool import Processes

DEADLY = 3


def squared(number: int) -> int:
    if number == DEADLY:
        os._exit(9)
    return number * number


def test_whatever_dies_all_others_have_their_results() -> None:
    with Processes(2) as processes:
        found = {done.item: done.result for done in processes.do(squared, range(6))}
        again = [done.result for done in processes.do(squared, [5])]
    assert found == {n: None if n == DEADLY else n * n for n in range(6)} and again == [25]


def test_nothing_to_do_and_no_process() -> None:
    with Processes(2) as processes:
        assert list(processes.do(squared, [])) == []
    assert [done.result for done in Processes(0).do(squared, [1, 2])] == [1, 4]
