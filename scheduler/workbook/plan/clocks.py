"""The clock times that a plan gives its periods, held against those of the school's bells, by which it is judged."""

from __future__ import annotations

from typing import Literal

from scheduler.school import Period, School, Slot
from scheduler.text import Text, clock_text
from scheduler.workbook.problem import Problem

SHOWN = 6
Place = tuple[str, str]  # sheet, cell
_Told = tuple[Period, int, int | None]


class ClockComparison:
    """Gathers the periods that have other times in a plan than in the school: one problem a bell schedule and kind."""

    def __init__(self, school: School) -> None:
        self.school = school
        self._found: dict[tuple[str, Literal["error", "warning"]], dict[_Told, Place]] = {}

    def compare(self, place: Place, slot: Slot, start: int | None, end: int | None = None) -> None:
        """Hold the times that a plan gives a slot, as far as it does, against the school's."""
        period = self.school.period(slot)
        if start in (None, period.start) and end in (None, period.end):
            return
        begin = period.start if start is None else start
        # A bell that was moved a little is the same lesson; at another time altogether it may be another one.
        kind: Literal["error", "warning"] = "error" if abs(begin - period.start) >= period.minutes else "warning"
        self._found.setdefault((slot.schedule, kind), {}).setdefault((period, begin, end), place)

    def problems(self) -> list[Problem]:
        """Return what differs: an error where it is another time altogether, else a warning."""
        return [self._problem(schedule, kind, found) for (schedule, kind), found in self._found.items()]

    def _problem(self, schedule: str, kind: Literal["error", "warning"], found: dict[_Told, Place]) -> Problem:
        zh, en = [], []
        for period, start, end in list(found)[:SHOWN]:
            told, own = _clocks(start, end), _clocks(period.start, period.end)
            zh.append(f"{period.name} {told}（学校是 {own}）")
            en.append(f"{period.name} {told} (the school: {own})")
        more = Text(f" 等 {len(found)} 节", f" and {len(found) - SHOWN} more") if len(found) > SHOWN else Text("", "")
        text = Text(
            f"课表的时间与作息“{schedule}”不同：{'、'.join(zh)}{more.zh}；按学校的时间判断",
            f"Other times than in bell schedule “{schedule}”: {', '.join(en)}{more.en}; judged by the school's",
        )
        cure = Text("核对课表的时间与学校作息", "Compare the plan's times with the bell schedule")
        sheet, cell = next(iter(found.values()))
        return Problem(kind, sheet, cell, "", text, cure)


def _clocks(start: int, end: int | None) -> str:
    return clock_text(start) + ("" if end is None else f"–{clock_text(end)}")
