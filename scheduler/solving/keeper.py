"""Tells the store every second how far a run is."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from constraints.audit import Report
from scheduler.engine.result import Progress
from scheduler.engine.solve import Monitor
from scheduler.engine.stopping import Cancel
from scheduler.plan import Plan
from scheduler.store import StoreError
from scheduler.store.run_writer import RunWriter

T = TypeVar("T")
BEAT_SECONDS = 1.0
RETRY_SECONDS, RETRY_FOR = 5.0, 900.0  # a full disk is noticed and emptied by then, or not at all
LEAST_REST = 0.2  # between two beats, where a beat takes long


def persistently(write: Callable[[], T]) -> T:
    """Do what the store must not lose, again and again for a quarter of an hour while the database fails. Raises StoreError."""
    until = time.monotonic() + RETRY_FOR
    while True:
        try:
            return write()
        except StoreError as error:
            if type(error) is not StoreError or time.monotonic() > until:  # what the store refuses, it refuses again
                raise
        time.sleep(RETRY_SECONDS)


class _Offer(NamedTuple):
    """A plan with how it was reached and what is said of it."""

    progress: Progress
    plan: Plan
    outcome: Mapping[str, Any] | None


class Keeper:
    """Ensures that the store knows, at most a second later, that the process lives, what it has reached and its best plan.

    As a context it beats in a thread of its own until it is left, and once more then. A search is looked at through `monitor`;
    what has none tells its steps by `offer`. Who asks the run to stop throws the switch `cancel`.
    """

    def __init__(self, writer: RunWriter, cancel: Cancel) -> None:
        self.cancel = cancel
        self.monitor = Monitor()
        self._writer = writer
        self._offered: _Offer | None = None
        self._by_rule: dict[str, int] | None = None  # of a plan that was audited since the last beat
        self._told: Progress | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def listen(self, step: Progress, report: Report | None) -> None:
        """Take the costs by rule of an audited plan along with the next beat."""
        if report is not None:
            self._by_rule = step.cost_by_rule

    def offer(self, seconds: float, report: Report, outcome: Mapping[str, Any] | None = None) -> None:
        """Take a better plan, and what is said of it, along with the next beat."""
        plans = 1 if self._offered is None else self._offered.progress.plans + 1
        self._offered = _Offer(Progress(seconds, report.cost, 0, plans=plans), report.plan, outcome)
        self._by_rule = report.cost_by_rule()

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *exception: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        ended, rest = False, BEAT_SECONDS
        while not ended:
            ended = self._ended.wait(rest)
            began = time.monotonic()
            with contextlib.suppress(StoreError):
                self.beat()
            rest = max(LEAST_REST, BEAT_SECONDS - (time.monotonic() - began))

    def beat(self) -> None:
        """Tell the store what is new. Raises StoreError; then the next beat tells it again."""
        offered, by_rule = self._offered, self._by_rule
        reached = self.monitor.progress() if offered is None else offered.progress
        if reached is None or (by_rule is None and self._told is not None and _same(reached, self._told)):
            stop = self._writer.beat()
        else:
            best, outcome = None, None
            if reached.plans > (0 if self._told is None else self._told.plans):
                best = self.monitor.plan() if offered is None else offered.plan
                outcome = None if offered is None else offered.outcome
            stop = self._writer.beat(replace(reached, cost_by_rule=by_rule or {}), best, outcome)
            self._told = reached
        if self._by_rule is by_rule:
            self._by_rule = None
        if stop:
            self.cancel.cancel()


def _same(one: Progress, other: Progress) -> bool:
    return (one.cost, one.bound, one.plans) == (other.cost, other.bound, other.plans)
