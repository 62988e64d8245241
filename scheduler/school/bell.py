"""Clock times: periods, bell schedules, slots and half-days. Minutes are since midnight, days are ISO weekdays (1 = Monday)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from pydantic import Field, model_validator

from scheduler.school.base import FrozenModel
from scheduler.text import Text, day_name

_NUMBERED = re.compile(r"第?(\d{1,2}|[一二三四五六七八九十]{1,2})节课?|(?:lesson|period) ?(\d{1,2})", re.IGNORECASE)
_DIGITS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def _named_number(name: str) -> int:
    """Return the number in the name of a lesson, 第2节; 0 where there is none."""
    found = _NUMBERED.fullmatch(name.replace(" ", ""))
    text = (found[1] or found[2]) if found else ""
    return int(text) if text.isdigit() else _DIGITS.index(text) + 1 if text in _DIGITS else 0


class PeriodKind(StrEnum):
    """What a period of the day is for. A `BIG_BREAK` is a break in which everybody has organised sport (大课间体育活动)."""

    MORNING_READING = "morning_reading"
    LESSON = "lesson"
    BREAK = "break_"
    BIG_BREAK = "big_break"
    NOON = "noon"
    SELF_STUDY = "self_study"
    SERVICE = "service"
    EXTENDED_CARE = "extended_care"
    EVENING_STUDY = "evening_study"


AFTER_SCHOOL = frozenset({PeriodKind.SERVICE, PeriodKind.EXTENDED_CARE, PeriodKind.EVENING_STUDY})


RECESSES = frozenset({PeriodKind.BREAK, PeriodKind.BIG_BREAK, PeriodKind.NOON})
"""When pupils have neither lessons nor study nor service."""

ALTERNATING = frozenset({PeriodKind.MORNING_READING, PeriodKind.LESSON}) | RECESSES
"""What may be held on a day in odd or in even weeks only."""


class Week(StrEnum):
    """The weeks in which a course or a period of a day is held."""

    EVERY = "every"
    ODD = "odd"
    EVEN = "even"

    def meets(self, other: Week) -> bool:
        """Tell whether some week belongs to both."""
        return self is other or Week.EVERY in (self, other)

    def covers(self, other: Week) -> bool:
        """Tell whether every week of the other is one of these."""
        return self in (Week.EVERY, other)


def day_in_weeks(day: int, *weeks: Week) -> Text:
    """Return how people name a weekday that is meant in some weeks only, 单周六; plainly where its weeks are not all odd or even."""
    name, some = day_name(day), set(weeks)
    if some not in ({Week.ODD}, {Week.EVEN}):
        return name
    week = some.pop()
    return Text(f"{'单' if week is Week.ODD else '双'}{name.zh}", f"{name.en} ({week.value} weeks)")


class Slot(NamedTuple):
    """One period on one day of one bell schedule. `period` is the position in `BellSchedule.periods`, from 0."""

    schedule: str
    day: int
    period: int


class HalfDay(NamedTuple):
    """A morning (`part` 0) or an afternoon with its evening (`part` 1)."""

    day: int
    part: int


class Interval(NamedTuple):
    """A stretch of clock time on one day; `end` is excluded."""

    day: int
    start: int
    end: int

    def overlaps(self, other: Interval) -> bool:
        """Tell whether some minute belongs to both."""
        return self.day == other.day and self.start < other.end and other.start < self.end


class Period(FrozenModel):
    """One line of a bell schedule. Of its `days` it is held on `odd_days` in odd weeks only (单周六), on `even_days` in even weeks.

    Raises ValueError when such a day is none of its days, stands in both, or is one of service or self-study: these are planned
    for each week alike.
    """

    name: str = Field(min_length=1)
    kind: PeriodKind
    start: int = Field(ge=0, lt=24 * 60)
    end: int = Field(gt=0, le=24 * 60)
    days: tuple[int, ...] = (1, 2, 3, 4, 5)
    odd_days: tuple[int, ...] = ()
    even_days: tuple[int, ...] = ()

    @model_validator(mode="after")
    def _alternating(self) -> Period:
        odd, even = set(self.odd_days), set(self.even_days)
        if odd & even or not odd | even <= set(self.days):
            raise ValueError(f"{self.name}: its days of odd and even weeks do not fit its days")
        if (odd or even) and self.kind not in ALTERNATING:
            raise ValueError(f"{self.name}: a period of this kind is held in every week")
        return self

    def held_on(self, weeks: Mapping[int, Week]) -> Period:
        """Return it held on other days, each in its weeks. Raises ValueError where a period of its kind cannot be."""
        odd, even = (tuple(day for day, each in weeks.items() if each is week) for week in (Week.ODD, Week.EVEN))
        return self.renewed(days=tuple(weeks), odd_days=odd, even_days=even)

    @property
    def weekly_days(self) -> tuple[int, ...]:
        """Those of its days on which it is held in every week."""
        return tuple(day for day in self.days if self.week_on(day) is Week.EVERY)

    def week_on(self, day: int) -> Week:
        """Return the weeks in which it is held on one of its days."""
        return Week.ODD if day in self.odd_days else Week.EVEN if day in self.even_days else Week.EVERY

    @property
    def minutes(self) -> int:
        """The length of the period."""
        return self.end - self.start


class BellSchedule(FrozenModel):
    """The clock times of a day, in order; its classes are on its `campus` (None: the only one).

    Raises ValueError when two periods of one day overlap or a time runs backwards.
    """

    id: str = Field(min_length=1)
    periods: tuple[Period, ...] = Field(min_length=1)
    campus: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> BellSchedule:
        for period in self.periods:
            if period.end <= period.start:
                raise ValueError(f"{self.id} {period.name}: ends before it starts")
        for index, period in enumerate(self.periods):
            for later in self.periods[index + 1 :]:
                if set(period.days) & set(later.days) and later.start < period.end:
                    raise ValueError(f"{self.id}: {later.name} starts before {period.name} ends")
        return self

    @cached_property
    def lesson_periods(self) -> tuple[int, ...]:
        """The positions of the lesson periods, in the order of the day."""
        return tuple(i for i, period in enumerate(self.periods) if period.kind is PeriodKind.LESSON)

    @cached_property
    def days(self) -> tuple[int, ...]:
        """The weekdays on which some period is held, in order."""
        return tuple(sorted({day for period in self.periods for day in period.days}))

    def weeks_on(self, day: int) -> tuple[Week, ...]:
        """Return the weeks of the lessons of a day, or of what else is held then."""
        held = [period for period in self.periods if day in period.days]
        lessons = [period for period in held if period.kind is PeriodKind.LESSON]
        return tuple(period.week_on(day) for period in lessons or held)

    def day_text(self, day: int) -> Text:
        """Return how people name a day of it: 单周六 where all lessons of that day are held in odd weeks."""
        return day_in_weeks(day, *self.weeks_on(day))

    @cached_property
    def noon(self) -> int:
        """The minute at which the afternoon begins: the end of the noon period; 12:30 where there is none."""
        return next((p.end for p in self.periods if p.kind is PeriodKind.NOON), 12 * 60 + 30)

    def slots(self, kind: PeriodKind) -> tuple[Slot, ...]:
        """Return the slots of a kind, in the order of the week."""
        return tuple(
            Slot(self.id, day, index)
            for day in self.days
            for index, period in enumerate(self.periods)
            if period.kind is kind and day in period.days
        )

    def part(self, period: int) -> int:
        """Return 0 for a period before noon and 1 for one after it."""
        return int(self.periods[period].start >= self.noon)

    @cached_property
    def lesson_minutes(self) -> Fraction:
        """The mean length of the lessons of a week, in minutes, over odd and even weeks; 1 where there are none."""
        held = [(self.periods[slot.period], slot.day) for slot in self.slots(PeriodKind.LESSON)]
        lengths = [p.minutes for p, day in held for week in (Week.ODD, Week.EVEN) if p.week_on(day).meets(week)]
        return Fraction(sum(lengths), len(lengths)) if lengths else Fraction(1)

    def lessons_on(self, day: int) -> tuple[int, ...]:
        """Return the positions of the lesson periods of a day, in their order."""
        return tuple(self._numbers.get(day, {}))

    def next_lesson(self, day: int, period: int, longest_gap: int) -> int | None:
        """Return the lesson period of a day that follows another in the same half-day with at most so many minutes between."""
        lessons = self.lessons_on(day)
        later = lessons[lessons.index(period) + 1 :] if period in lessons else ()
        if not later or self.part(later[0]) != self.part(period):
            return None
        gap = self.periods[later[0]].start - self.periods[period].end
        return later[0] if gap <= longest_gap else None

    def lesson_number(self, day: int, period: int) -> int:
        """Return the number that people give a lesson period on a day; 0 for one that is no lesson then.

        The names of the day's lessons tell it where each has a number of its own (a Monday that begins with 第2节), else they are
        counted from 1.
        """
        return self._numbers.get(day, {}).get(period, 0)

    @cached_property
    def _numbers(self) -> dict[int, dict[int, int]]:
        found = {}
        for day in self.days:
            held = [i for i in self.lesson_periods if day in self.periods[i].days]
            named = [_named_number(self.periods[i].name) for i in held]
            rising = all(named) and named == sorted(set(named))
            found[day] = dict(zip(held, named if rising else range(1, len(held) + 1), strict=True))
        return found
