"""The drawing that decides between pupils with equal claims: a published seed gives each pupil his number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def draw(seed: int, pupils: Iterable[str]) -> dict[str, int]:
    """Return the number of each pupil, from 1; the smaller goes first. It depends on the seed and the ids alone.

    The order is that of SHA-256 of `seed:id`, so that anybody can compute it again.
    """
    order = sorted(set(pupils), key=lambda pupil: (_digest(f"{seed}:{pupil}"), pupil))
    return {pupil: number for number, pupil in enumerate(order, 1)}


def chance(seed: int, *names: object) -> int:
    """Return a number from 0 to 999 that the seed and some names decide."""
    return _digest(":".join(map(str, (seed, *names)))) % 1000


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
