"""Clock times as parameters of rules: written and kept as 18:00."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from scheduler.text import clock_text

_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?")


def minutes_of(clock: str) -> int:
    """Return a clock time such as 18:00 in minutes since midnight. Raises ValueError when it is none."""
    found = _CLOCK.fullmatch(clock.strip())
    if found is None or int(found[2]) > 59 or int(found[1]) * 60 + int(found[2]) > 24 * 60:
        raise ValueError(f"{clock} is no time of day such as 18:00")
    return int(found[1]) * 60 + int(found[2])


# The type of a parameter: any way of writing a time of day is accepted, 08:05 is kept.
Clock = Annotated[str, AfterValidator(lambda text: clock_text(minutes_of(text)))]
