"""The grid of FET: one table of days and hours for all, onto which the lesson slots of a school's bell schedules are laid.

Hours of FET have no clock. Noon is an hour of its own in which nothing is held, so that neither a double nor a row of lessons
reaches over it.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from scheduler.school import School, Slot
from scheduler.text import DAY_NAMES

NOON = "午间"


class Cell(NamedTuple):
    """A day and an hour of FET's grid, both from 0."""

    day: int
    hour: int


class Hour(NamedTuple):
    """An hour of the grid: its name and the period of each bell schedule that it stands for (none: nothing is held)."""

    name: str
    periods: dict[str, int]


class WeekGrid:
    """The days and hours that stand for the lesson slots of a school.

    Lessons of several bell schedules share an hour where the n-th of each half-day overlap by the clock in all of them
    (`merged`); elsewhere the hours of one schedule follow those of the other. So two slots in one hour do overlap, but not all
    that overlap are in one hour: `overlooked` has these.
    """

    def __init__(self, school: School) -> None:
        self.school = school
        used = dict.fromkeys(
            (*(klass.schedule for klass in school.classes), *(meeting.schedule for meeting in school.meetings))
        )
        self.schedules = tuple(used)
        self.days = school.days

    @cached_property
    def hours(self) -> tuple[Hour, ...]:
        """The hours in their order."""
        merged = self._merged()
        if merged is not None:
            return merged
        apart = [hour for schedule in self.schedules for hour in self._of_schedule(schedule)]
        return _distinct(apart[:-1])  # nothing follows the last noon

    @property
    def is_merged(self) -> bool:
        """Whether each hour stands for slots of all schedules that have so many lessons."""
        return self._merged() is not None

    def _halves(self, schedule: str) -> dict[int, list[int]]:
        """Return the lesson periods of the morning (0) and the afternoon (1)."""
        bells = self.school.schedule[schedule]
        found: dict[int, list[int]] = {0: [], 1: []}
        for period in bells.lesson_periods:
            found[bells.part(period)].append(period)
        return found

    def _merged(self) -> tuple[Hour, ...] | None:
        hours: list[Hour] = []
        for part in (0, 1):
            ordinal: dict[int, dict[str, int]] = defaultdict(dict)
            for schedule in self.schedules:
                for number, period in enumerate(self._halves(schedule)[part]):
                    ordinal[number][schedule] = period
            for periods in ordinal.values():
                lines = [self.school.schedule[s].periods[p] for s, p in periods.items()]
                if max(line.start for line in lines) >= min(line.end for line in lines):
                    return None
                hours.append(Hour(lines[0].name, periods))
            if part == 0 and hours:
                hours.append(Hour(NOON, {}))
        return _distinct(hours[:-1] if hours and not hours[-1].periods else hours)

    def _of_schedule(self, schedule: str) -> list[Hour]:
        """Return the hours of one schedule, and an hour in which nothing is held between it and the next."""
        morning, afternoon = self._halves(schedule).values()
        many = len(self.schedules) > 1

        def hour(period: int) -> Hour:
            name = self.school.schedule[schedule].periods[period].name
            return Hour(f"{schedule} {name}" if many else name, {schedule: period})

        noon = [Hour(f"{NOON} {schedule}", {})] if morning and afternoon else []
        return [*map(hour, morning), *noon, *map(hour, afternoon), Hour(f"{NOON} {schedule} 2", {})]

    @cached_property
    def cells(self) -> dict[Slot, Cell]:
        """The cell of each lesson slot."""
        return {slot: cell for cell, slots in self.slots.items() for slot in slots}

    @cached_property
    def slots(self) -> dict[Cell, tuple[Slot, ...]]:
        """The lesson slots that each cell stands for, at most one of each schedule."""
        found = {}
        for column, day in enumerate(self.days):
            for row, hour in enumerate(self.hours):
                slots = (Slot(schedule, day, period) for schedule, period in hour.periods.items())
                found[Cell(column, row)] = tuple(slot for slot in slots if day in self.school.period(slot).days)
        return found

    @property
    def breaks(self) -> list[Cell]:
        """The cells in which nobody has a lesson."""
        return [cell for cell, slots in self.slots.items() if not slots]

    def slot(self, cell: Cell, schedule: str) -> Slot | None:
        """Return the slot of a schedule that a cell stands for, if any."""
        return next((slot for slot in self.slots.get(cell, ()) if slot.schedule == schedule), None)

    def day_name(self, column: int) -> str:
        """Return what a day of the grid is called."""
        return DAY_NAMES[self.days[column] - 1].zh

    @cached_property
    def overlooked(self) -> tuple[tuple[Slot, Slot], ...]:
        """Pairs of slots that overlap by the clock and are not in one hour."""
        found = {
            (first, second)
            for moment in self.school.moments
            for first in moment.slots
            for second in moment.slots
            if first < second and self.cells.get(first) != self.cells.get(second)
        }
        return tuple(sorted(found))


def _distinct(hours: list[Hour]) -> tuple[Hour, ...]:
    """Return hours of which no two have one name."""
    seen: dict[str, int] = defaultdict(int)
    found = []
    for hour in hours:
        seen[hour.name] += 1
        number = seen[hour.name]
        found.append(hour if number == 1 else hour._replace(name=f"{hour.name} ({number})"))
    return tuple(found)
