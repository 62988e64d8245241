"""The choices that random schools, rules and plans are made of: from `random.Random`, so that one seed tells all.

Hypothesis chooses the seeds. Its own choice of every detail makes every second school trivial, and a case that fails is made
smaller better by leaving out its parts (`tests.smaller`) than by smaller random numbers.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from random import Random
from typing import TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

T = TypeVar("T")
SEEDS = st.integers(0, 2**32 - 1)


def examples(few: int) -> settings:
    """Look at a few cases, always the same ones, or at as many others as PAIKE_EXAMPLES says."""
    wanted = os.environ.get("PAIKE_EXAMPLES")
    return settings(
        max_examples=few if wanted is None else int(wanted),
        deadline=None,
        phases=(Phase.generate,),
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def chance(rng: Random, percent: int) -> bool:
    """Tell yes in so many percent of cases."""
    return rng.randrange(100) < percent


def some(rng: Random, items: Sequence[T], least: int, most: int) -> list[T]:
    """Return a few different items in random order."""
    return rng.sample(list(items), min(rng.randint(least, most), len(items)))
