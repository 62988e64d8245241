"""The calendar of a term (校历): its weeks, and the days that are other than the week says."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from scheduler.school import Week
from scheduler.school.base import FrozenModel
from scheduler.text import Text, clock_text, day_name

MIDNIGHT = 24 * 60
LONGEST_TERM = 400  # days


class SpecialKind(StrEnum):
    """How a day is other than the week says."""

    OFF = "off"
    FOLLOWS = "follows"
    BELL = "bell"
    EXAM = "exam"


SPECIAL_NAMES: dict[SpecialKind, Text] = {
    SpecialKind.OFF: Text("停课", "off"),
    SpecialKind.FOLLOWS: Text("调休", "follows another day"),
    SpecialKind.BELL: Text("换作息", "another bell"),
    SpecialKind.EXAM: Text("考试", "exams"),
}


class SpecialDuty(FrozenModel):
    """Adults who are wanted on a special day: with an exam of some classes in a room, or on the way with classes that are out."""

    name: str = Field(min_length=1)
    start: int = Field(ge=0, lt=MIDNIGHT)
    end: int = Field(gt=0, le=MIDNIGHT)
    classes: tuple[str, ...] = ()
    adults: tuple[str, ...] = ()
    venue: str | None = None

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"{self.name}: ends before it starts")
        return self


class SpecialDay(FrozenModel):
    """What a date has other than the week: for some `classes` (none named: all), from minute to minute of that day.

    OFF: what they have then is not held. FOLLOWS: the day is held like the weekday `follows` (1 to 7), in the weeks `week` where
    that is said. BELL: it has the clock times of the bell schedule `schedule`, period by period. EXAM: they sit exams
    in place of what they have then. `duties` are who watches over an exam, or goes with classes that are out. Raises ValueError where these do not fit each other.
    """

    date: datetime.date
    name: str = Field(min_length=1)
    kind: SpecialKind
    classes: tuple[str, ...] = ()
    start: int = Field(default=0, ge=0, lt=MIDNIGHT)
    end: int = Field(default=MIDNIGHT, gt=0, le=MIDNIGHT)
    follows: int | None = Field(default=None, ge=1, le=7)
    week: Week | None = None
    schedule: str | None = None
    duties: tuple[SpecialDuty, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"{self.name}: ends before it starts")
        if (self.follows is not None) != (self.kind is SpecialKind.FOLLOWS):
            raise ValueError(f"{self.name}: a weekday to follow is said of an exchanged day, and of no other")
        if (self.schedule is not None) != (self.kind is SpecialKind.BELL):
            raise ValueError(f"{self.name}: a bell schedule is said of a day with another bell, and of no other")
        if self.duties and self.kind not in (SpecialKind.EXAM, SpecialKind.OFF):
            raise ValueError(
                f"{self.name}: adults are wanted at exams and with classes that are out, and on no other day"
            )
        if self.kind is SpecialKind.FOLLOWS and (self.classes or self.end - self.start < MIDNIGHT):
            raise ValueError(f"{self.name}: an exchanged day is one for everybody and from morning to night")
        return self

    def stops(self, start: int, end: int) -> bool:
        """Tell whether what its classes have in these minutes is not held."""
        return self.kind in (SpecialKind.OFF, SpecialKind.EXAM) and start < self.end and self.start < end

    def concerns(self, class_id: str) -> bool:
        """Tell whether it is a day of a class."""
        return not self.classes or class_id in self.classes

    def contradicts(self, other: SpecialDay) -> bool:
        """Tell whether both say for some class how one date is held: two exchanges, two bells."""
        same = (
            self.date == other.date and self.kind is other.kind and self.kind in (SpecialKind.FOLLOWS, SpecialKind.BELL)
        )
        return same and (not self.classes or not other.classes or bool(set(self.classes) & set(other.classes)))

    @property
    def text(self) -> Text:
        """How people name it: 国庆节（停课）."""
        clock = "" if self.end - self.start == MIDNIGHT else f" {clock_text(self.start)}-{clock_text(self.end)}"
        kind = SPECIAL_NAMES[self.kind]
        if self.follows is not None:
            return Text(
                f"{self.name}（上{day_name(self.follows).zh}的课）",
                f"{self.name} ({day_name(self.follows).en}'s lessons)",
            )
        return Text(f"{self.name}（{kind.zh}{clock}）", f"{self.name} ({kind.en}{clock})")


class Calendar(FrozenModel):
    """A term from its `first` day to its `last`: weeks are numbered from that of the first day, `first_week` is odd or even.

    Raises ValueError when it runs backwards or is longer than a year, when a special day is outside of it, or when two special
    days say how one date is to be held for the same classes (two exchanges, two bells).
    """

    first: datetime.date
    last: datetime.date
    first_week: Week = Week.ODD
    specials: tuple[SpecialDay, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not 0 <= (self.last - self.first).days <= LONGEST_TERM:
            raise ValueError("the term ends before it begins, or is longer than a year")
        if self.first_week is Week.EVERY:
            raise ValueError("the first week is an odd or an even one")
        for special in self.specials:
            if special.date not in self:
                raise ValueError(f"{special.name}: {special.date} is outside of the term")
        for date, found in self._by_date.items():
            if any(one.contradicts(other) for i, one in enumerate(found) for other in found[:i]):
                raise ValueError(f"{date}: two special days say how it is held")
        return self

    def __contains__(self, date: object) -> bool:
        return isinstance(date, datetime.date) and self.first <= date <= self.last

    @cached_property
    def _by_date(self) -> dict[datetime.date, tuple[SpecialDay, ...]]:
        found: dict[datetime.date, list[SpecialDay]] = {}
        for special in self.specials:
            found.setdefault(special.date, []).append(special)
        return {date: tuple(specials) for date, specials in found.items()}

    def on(self, date: datetime.date) -> tuple[SpecialDay, ...]:
        """Return the special days of a date, in the calendar's order."""
        return self._by_date.get(date, ())

    def week_number(self, date: datetime.date) -> int:
        """Return the number of the week of a date, from 1."""
        return (monday_of(date) - monday_of(self.first)).days // 7 + 1

    def week_of(self, date: datetime.date) -> Week:
        """Return whether what is held on a date is that of an odd or of an even week."""
        said = next((s.week for s in self.on(date) if s.kind is SpecialKind.FOLLOWS and s.week is not None), None)
        if said in (Week.ODD, Week.EVEN):
            return said
        is_first = self.week_number(date) % 2 == 1
        other = Week.EVEN if self.first_week is Week.ODD else Week.ODD
        return self.first_week if is_first else other

    def weekday_of(self, date: datetime.date) -> int:
        """Return the weekday, 1 to 7, that a date is held like."""
        follows = next((s.follows for s in self.on(date) if s.follows is not None), None)
        return follows or date.isoweekday()

    def dates(self, first: datetime.date | None = None, last: datetime.date | None = None) -> Iterator[datetime.date]:
        """Yield the dates of the term, in order, from one to another (both included) where these are given."""
        date, end = max(self.first, first or self.first), min(self.last, last or self.last)
        while date <= end:
            yield date
            date += datetime.timedelta(days=1)


def monday_of(date: datetime.date) -> datetime.date:
    """Return the Monday of a date's week."""
    return date - datetime.timedelta(days=date.isoweekday() - 1)


def date_text(date: datetime.date) -> Text:
    """Return how people name a date: 12月8日周二."""
    day = day_name(date.isoweekday())
    return Text(f"{date.month}月{date.day}日{day.zh}", f"{day.en} {date.isoformat()}")
