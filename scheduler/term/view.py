"""Changes of some dates as they would be held: what the rules of cover check, whoever proposed them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from scheduler.school import School
from scheduler.term.absences import Hit, hits
from scheduler.term.day import Day, Dropped, Item, day_of, plain_items
from scheduler.term.nouns import Change, ItemKind, Occasion, Term, Way
from scheduler.term.options import covers_of, week_of


class StandIn(NamedTuple):
    """A teacher who holds something in another's place: the change, and what he holds as the date has it."""

    change: Change
    item: Item
    teacher: str


class CoverView:
    """A term with `changes` added, judged on some dates. `before` is the term without them.

    Raises ValueError when a date is outside of the term, or a change does not fit (done twice, half of an exchange).
    """

    def __init__(self, before: Term, changes: Sequence[Change], dates: Sequence[datetime.date]) -> None:
        self.before = before
        self.changes = tuple(changes)
        self.dates = tuple(dates)
        self.after: Term = before.changed(changes)
        self._days: dict[datetime.date, Day] = {}
        self._plain: dict[datetime.date, dict[Occasion, Item | Dropped]] = {}

    def day(self, date: datetime.date) -> Day:
        """Return what holds on a date with the changes made."""
        if date not in self._days:
            self._days[date] = day_of(self.after, date)
        return self._days[date]

    @property
    def school(self) -> School:
        """The school as it is on the first of the dates."""
        return self.day(self.dates[0]).school

    @cached_property
    def open_hits(self) -> tuple[Hit, ...]:
        """What is still without somebody or some place on the dates."""
        return tuple(hit for date in self.dates for hit in hits(self.after, date, self.day(date)))

    @cached_property
    def touched(self) -> tuple[datetime.date, ...]:
        """The dates that are judged: those asked for, and those to which something is moved, in order."""
        moved = {c.moved_to[0] for c in self.changes if c.moved_to is not None}
        return tuple(sorted({*self.dates, *moved, *(c.date for c in self.changes)}))

    @cached_property
    def stand_ins(self) -> tuple[StandIn, ...]:
        """Everybody who stands in by the changes, in their order."""
        return tuple(
            StandIn(change, self.day(change.held_on).of[change.occasion], teacher)
            for change in self.changes
            for teacher in change.teachers
            if not self._stood_in(change, teacher) and change.occasion in self.day(change.held_on).of
        )

    def _stood_in(self, change: Change, teacher: str) -> bool:
        """Tell whether somebody stands in for it already, who goes on where another had to be replaced."""
        earlier = self.before.change_of.get(change.occasion)
        return earlier is not None and teacher in earlier.teachers

    def of_way(self, way: Way) -> Iterator[tuple[Change, Item]]:
        """Yield the changes of a way, each with what the week has in that place."""
        return ((change, item) for change, item in self._with_items() if change.way is way)

    def exchanged(self) -> Iterator[tuple[Change, Item]]:
        """Yield both halves of each exchange that was not there before, each as it stood before."""
        for change, item in self._with_items():
            if self.is_exchanged(change):
                earlier = self.before.change_of.get(change.occasion)
                moved = earlier is not None and earlier.moved_to is not None
                yield change, day_of(self.before, earlier.held_on).of[change.occasion] if earlier and moved else item

    def is_exchanged(self, change: Change) -> bool:
        """Tell whether a change gives something another time than it had before."""
        earlier = self.before.change_of.get(change.occasion)
        return change.moved_to is not None and (earlier is None or earlier.moved_to != change.moved_to)

    def _with_items(self) -> Iterator[tuple[Change, Item]]:
        for change in self.changes:
            found = self._of_the_week(change.date).get(change.occasion)
            if found is not None:
                yield change, found if isinstance(found, Item) else found.item

    def _of_the_week(self, date: datetime.date) -> dict[Occasion, Item | Dropped]:
        if date not in self._plain:
            self._plain[date] = plain_items(self.before, date)
        return self._plain[date]

    def covers(self, teacher: str, first: datetime.date, last: datetime.date, kind: ItemKind | None = None) -> int:
        """Return how often a teacher stands in from one date to another, both included, the changes counted in."""
        return covers_of(self.after.changes, teacher, first, last, kind)

    @cached_property
    def busy_weeks(self) -> tuple[tuple[str, datetime.date, datetime.date], ...]:
        """Each teacher who stands in, with the first and last day of each week in which he does, once."""
        return tuple(dict.fromkeys((each.teacher, *week_of(each.item.date)) for each in self.stand_ins))
