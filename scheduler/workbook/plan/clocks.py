"""The clock times that a plan gives its periods, held against those of the school's bells, by which it is judged."""

from __future__ import annotations

from typing import Literal, NamedTuple

from scheduler.school import Period
from scheduler.text import Text, clock_text


class ClockDifference(NamedTuple):
    """A period that has other times in a plan: `told` there; an error where it is another time altogether."""

    severity: Literal["error", "warning"]
    told: str
    text: Text
    cure: Text


def clock_difference(period: Period, start: int | None, end: int | None = None) -> ClockDifference | None:
    """Return how the times that a plan gives a period differ from the school's; None where they do not or none is given."""
    if start in (None, period.start) and end in (None, period.end):
        return None
    begin = period.start if start is None else start
    told = clock_text(begin) + (f"–{clock_text(end)}" if end is not None else "")
    own = f"{clock_text(period.start)}–{clock_text(period.end)}"
    # A bell that was moved a little is the same lesson; at another time altogether it may be another one.
    apart = abs(begin - period.start) >= period.minutes
    return ClockDifference(
        "error" if apart else "warning",
        told,
        Text(
            f"学校作息里“{period.name}”是 {own}，课表写的是 {told}；按学校的时间判断",
            f"“{period.name}” is {own} in the bell schedule, {told} in the plan; judged by the school's times",
        ),
        Text("核对课表的时间与学校作息", "Compare the plan's times with the bell schedule"),
    )
