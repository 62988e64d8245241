"""The password of the pages: who gives a wrong one waits longer each time before he may try again."""

from __future__ import annotations

import hmac
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

FREE = 2
"""So many mistakes in typing cost nobody anything."""
LONGEST = 60.0
"""Seconds; a program that guesses gets 1440 tries a day."""
FORGET = 3600.0
"""Seconds without a try after which nothing is known of a client any more."""
MOST_CLIENTS = 10_000

_log = logging.getLogger("paike")


@dataclass
class _Tries:
    """How often a client was wrong in a row, when it was wrong last and until when it has to wait."""

    failures: int
    last: float
    until: float


class Guard:
    """Lets in who knows the password. A client (its address) that guesses waits; the others do not. Threads may share it.

    Nothing sleeps: a try within the wait is not looked at. Times are in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._tries: dict[str, _Tries] = {}

    def wait(self, client: str) -> float:
        """Return how long a client has to wait before it may try."""
        with self._lock:
            return self._wait(client)

    def lets_in(self, client: str, given: str, password: str) -> bool:
        """Tell whether what was given is the password; False also while the client has to wait."""
        right = hmac.compare_digest(given.encode(errors="replace"), password.encode(errors="replace"))
        with self._lock:
            if self._wait(client) > 0:
                return False
            if right:
                self._tries.pop(client, None)
                return True
            failures = self._failed(client)
        _log.warning("paike: wrong password, failure %d in a row, from %s", failures, client or "this machine")
        return False

    def _wait(self, client: str) -> float:
        tries = self._tries.get(client)
        return 0.0 if tries is None else max(0.0, tries.until - self._clock())

    def _failed(self, client: str) -> int:
        """Note a failure; return how many there were in a row."""
        now = self._clock()
        known = self._tries.pop(client, None)
        failures = 1 if known is None or now - known.last > FORGET else known.failures + 1
        while len(self._tries) >= MOST_CLIENTS:
            del self._tries[next(iter(self._tries))]  # the one that was wrong longest ago
        self._tries[client] = _Tries(failures, now, now + wait_after(failures))
        return failures


def wait_after(failures: int) -> float:
    """Return how many seconds a client waits after so many failures in a row: 1, 2, 4 … up to `LONGEST`."""
    return 0.0 if failures <= FREE else min(LONGEST, 2.0 ** min(failures - FREE - 1, 10))
