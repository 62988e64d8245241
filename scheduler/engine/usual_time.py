"""How long a school is planned where nobody says how long."""

from __future__ import annotations

# Up to so many classes, seconds: by then a plan gains little more (benchmarks/results.md).
_BY_CLASSES = ((18, 60), (48, 120), (84, 300))
_MOST = 600


def usual_seconds(classes: int) -> int:
    """Return the seconds after which the search for the week of so many classes gains little more."""
    return next((seconds for most, seconds in _BY_CLASSES if classes <= most), _MOST)
