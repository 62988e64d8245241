"""When a search ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


class Cancel:
    """A switch that another thread may throw to end a search; the best plan so far is still returned."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._listeners: list[Callable[[], None]] = []

    def cancel(self) -> None:
        """Ask the search to end."""
        self._event.set()
        for listener in self._listeners:
            listener()

    def listen(self, listener: Callable[[], None]) -> None:
        """Call something whenever the search is asked to end, in the thread that asks."""
        self._listeners.append(listener)

    @property
    def asked(self) -> bool:
        """Whether the search was asked to end."""
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait at most some seconds; tell whether the search was asked to end."""
        return self._event.wait(seconds)


def attended(work: Callable[[], T], cancel: Cancel) -> T:
    """Return what some work returns, done in a thread of its own so that this one hears Ctrl-C, which ends it too."""
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(work)
        try:
            while not wait([running], timeout=0.2).done:
                if cancel.asked:
                    cancel.cancel()  # a solver that was about to begin has not heard it
        except BaseException:
            cancel.cancel()
            raise
        return running.result()


@dataclass(frozen=True)
class StoppingCriterion:
    """The limits of a search: wall seconds, CP-SAT deterministic time (same work on every machine), a cancel switch.

    Raises ValueError when no limit is given or one is not positive.
    """

    seconds: float | None = 60.0
    deterministic: float | None = None
    cancel: Cancel = field(default_factory=Cancel)

    def __post_init__(self) -> None:
        for limit in (self.seconds, self.deterministic):
            if limit is not None and limit <= 0:
                raise ValueError("a limit must be positive")
        if self.seconds is None and self.deterministic is None:
            raise ValueError("give a limit in seconds or in deterministic time")


class Clock:
    """What is left of the limits while a search runs. Several threads may charge it."""

    def __init__(self, stop: StoppingCriterion) -> None:
        self.stop = stop
        self.began = time.monotonic()
        self.deterministic_used = 0.0
        self.reserve = 0.0  # wall seconds of the limit that are kept for what comes after the search
        self._lock = threading.Lock()

    def part(self, share: float) -> Clock:
        """Return a clock for a part of the search: a share of each limit, as far as it is left, and the same cancel switch."""

        def limit(whole: float | None, left: float) -> float | None:
            return None if whole is None else max(1e-3, min(share * whole, left))

        seconds = limit(self.stop.seconds, self.seconds_left)
        work = limit(self.stop.deterministic, self.deterministic_left)
        return Clock(StoppingCriterion(seconds, work, self.stop.cancel))

    def charge(self, deterministic: float) -> None:
        """Count deterministic time that a solver has used."""
        with self._lock:
            self.deterministic_used += deterministic

    @property
    def elapsed(self) -> float:
        """Wall seconds since the search began."""
        return time.monotonic() - self.began

    @property
    def seconds_left(self) -> float:
        """Wall seconds left; infinite where only deterministic time is limited."""
        return float("inf") if self.stop.seconds is None else self.stop.seconds - self.reserve - self.elapsed

    @property
    def deterministic_left(self) -> float:
        """Deterministic time left; infinite where it is not limited."""
        return float("inf") if self.stop.deterministic is None else self.stop.deterministic - self.deterministic_used

    @property
    def used_share(self) -> float:
        """The share of the nearest limit that is used up, from 0."""
        shares = [0.0]
        if self.stop.seconds is not None:
            shares.append(self.elapsed / self.stop.seconds)
        if self.stop.deterministic is not None:
            shares.append(self.deterministic_used / self.stop.deterministic)
        return max(shares)

    @property
    def ended(self) -> bool:
        """Whether a limit is reached or the search was asked to end."""
        return self.stop.cancel.asked or self.seconds_left <= 0 or self.deterministic_left <= 0
