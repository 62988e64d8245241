"""A bell schedule for the days and hours of a file of FET. FET has no clock: the times are made up, so that what are neighbours
there are neighbours here, and a break parts what it parts there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from scheduler.school import BellSchedule, Mark, MarkLevel, MarkOwner, Period, PeriodKind, Slot
from scheduler.text import Text
from scheduler.workbook.fet.file import FetFile
from scheduler.workbook.fet.ledger import Ledger
from scheduler.workbook.fet.names import Names

SCHEDULE = "FET"
FIRST, LENGTH, RECESS = 8 * 60, 40, 10  # minutes
MOST_DAYS, MOST_HOURS = 7, 18
LONGEST_GAP = 2 * RECESS  # less than a break, which lasts an hour of FET


class Week:
    """The week of a file: its bell schedule, and the slot of each day and hour (none in breaks)."""

    def __init__(self, file: FetFile, ledger: Ledger) -> None:
        breaks = {time for c in file.constraints if c.kind == "BreakTimes" for time in c.times}
        self.held = {(day, hour): (day, hour) not in breaks for day in file.days for hour in file.hours}
        self.days = {day: number for number, day in enumerate(file.days, 1)}
        self.rows = {hour: row for row, hour in enumerate(file.hours)}
        names = Names("节次")
        step = LENGTH + RECESS
        periods = [self._period(file, hour, names, FIRST + row * step) for row, hour in enumerate(file.hours)]
        noon = self._noon(periods)
        if noon is not None:
            periods[noon] = periods[noon].model_copy(update={"kind": PeriodKind.NOON})
        else:  # after the last lesson, so that no half-day ends between two lessons that FET has as neighbours
            end = periods[-1].end
            periods.append(
                Period(name="午间", kind=PeriodKind.NOON, start=end, end=end + RECESS, days=tuple(self.days.values()))
            )
        self.schedule = BellSchedule(id=SCHEDULE, periods=tuple(periods))
        ledger.remark(
            Text(
                "FET 没有钟点：作息时间是编的，请在“作息”表改成实际的",
                "FET has no clock: the times of the bell schedule are made up; type the real ones on 作息",
            )
        )

    def _period(self, file: FetFile, hour: str, names: Names, start: int) -> Period:
        days = tuple(number for day, number in self.days.items() if self.held[day, hour])
        kind = PeriodKind.LESSON if days else PeriodKind.BREAK
        name = names.of(hour)
        return Period(name=name, kind=kind, start=start, end=start + LENGTH, days=days or tuple(self.days.values()))

    def _noon(self, periods: list[Period]) -> int | None:
        """Return the break of all days that stands nearest to the middle of the day."""
        breaks = [i for i, p in enumerate(periods) if p.kind is PeriodKind.BREAK and 0 < i < len(periods) - 1]
        return min(breaks, key=lambda i: abs(2 * i - len(periods)), default=None)

    def slot(self, day: str, hour: str) -> Slot | None:
        """Return the slot of a day and an hour; None in a break, and where the file has no such time."""
        if not self.held.get((day, hour)):
            return None
        return Slot(SCHEDULE, self.days[day], self.rows[hour])

    @cached_property
    def slots(self) -> frozenset[Slot]:
        """All lesson slots."""
        return frozenset(slot for day, hour in self.held if (slot := self.slot(day, hour)) is not None)

    def following(self, slot: Slot, length: int) -> tuple[Slot, ...] | None:
        """Return the slots of something that begins at a slot; None where it does not fit without a break."""
        found = tuple(slot._replace(period=slot.period + offset) for offset in range(length))
        return found if all(each in self.slots for each in found) else None


def closing(week: Week, kind: MarkOwner, owner: str, slots: Iterable[Slot]) -> Iterator[Mark]:
    """Yield the marks that close some slots to somebody."""
    for slot in sorted(slots):
        period = week.schedule.periods[slot.period]
        yield Mark(
            owner_kind=kind, owner=owner, day=slot.day, start=period.start, end=period.end, level=MarkLevel.FORBIDDEN
        )
