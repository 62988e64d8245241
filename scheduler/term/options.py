"""What can be done about what an absence hits: every way that the clock, the places and the calendar allow.

Which of these are allowed and what they cost is for the rules of cover (`constraints/cover/`) to say.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from scheduler.school import MarkLevel, MarkOwner, StationKind
from scheduler.term.absences import Hit, hits
from scheduler.term.calendar import date_text, monday_of
from scheduler.term.day import Day, Item, binds, day_of
from scheduler.term.nouns import NEEDS_SOMEBODY, OWN_ROOM, WAY_NAMES, Change, ItemKind, Occasion, Term, Way
from scheduler.term.teaching import teaches
from scheduler.text import Text, clock_text


class Duty(NamedTuple):
    """A teacher is somewhere from minute to minute of a date."""

    teacher: str
    date: datetime.date
    start: int
    end: int

    def overlaps(self, other: Duty) -> bool:
        """Tell whether it is one person who has both in some minute."""
        same = self.teacher == other.teacher and self.date == other.date
        return same and self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Option:
    """One way to hold what is hit; `way` None: nothing is done, nobody is found.

    `teachers` come in for those who are missing, `duties` are all that it asks of somebody who did not have it before. `other` is
    the lesson that it is exchanged with or joins. `venue` is another place.
    """

    hit: Hit
    way: Way | None
    teachers: tuple[str, ...] = ()
    other: Item | None = None
    venue: str | None = None
    duties: tuple[Duty, ...] = ()

    @property
    def text(self) -> Text:
        """What is done, as a person says it: 孙悦代课."""
        if self.way is None:
            return Text("没有人能上", "nobody is found")
        way, who = WAY_NAMES[self.way], "、".join(self.teachers)
        if self.other is None:
            return Text(f"{who}{way.zh}" if who else way.zh, f"{way.en} by {who}" if who else way.en)
        when, clock = date_text(self.other.date), clock_text(self.other.start)
        classes, title = self.other.classes, self.other.title
        return Text(
            f"与{when.zh} {clock} {'、'.join(classes)}{title}{way.zh}",
            f"{way.en} with {title} of {', '.join(classes)}, {when.en} {clock}",
        )

    def changes(self, first_id: int) -> tuple[Change, ...]:
        """Return it as changes, numbered from an id on; none where nothing is done."""
        item = self.hit.item
        if self.way is None:
            return ()
        if self.way is not Way.EXCHANGE:
            return (self._change(self.way, first_id),)
        assert self.other is not None
        halves = ((item, self.other), (self.other, item))
        pair = first_id if item.change is None or item.change.pair is None else item.change.pair  # three go round
        return tuple(
            Change(
                id=first_id + number,
                date=moved.occasion.date,
                key=moved.key,
                way=Way.EXCHANGE,
                moved_to=(there.date, there.slot),
                pair=pair,
                venue=None if moved.change is None else moved.change.venue,
            )
            for number, (moved, there) in enumerate(halves)
        )

    def _change(self, way: Way, number: int) -> Change:
        """Return it as one change: what was done about the item before stays, as far as who does it is there; what was exchanged
        stays where it is."""
        item, missing, earlier = self.hit.item, self.hit.missing, self.hit.item.change
        stay = () if earlier is None else tuple(t for t in earlier.teachers if t not in missing)
        if earlier is not None and (stay or item.moved) and way is Way.PARTNER:
            way = earlier.way
        gone = (*(earlier.without if earlier else ()), *(t for t in missing if t in item.planned))
        return Change(
            id=number,
            date=item.occasion.date,
            key=item.key,
            way=way,
            without=tuple(dict.fromkeys(gone)),
            teachers=(*stay, *self.teachers) if way in NEEDS_SOMEBODY else (),
            joins=None if self.other is None else self.other.key,
            moved_to=earlier.moved_to if earlier else None,
            pair=earlier.pair if earlier else None,
            makes_up=earlier.makes_up if earlier and way is Way.MAKE_UP else None,
            venue=self.venue or (earlier.venue if earlier else None),
        )


class Situation:
    """Some dates of a term with what is hit on them, and everything that can be done about it.

    `earliest` is the first date on which something may still be changed, `reach` how many days before or after a lesson it may be
    exchanged. Raises ValueError when a date is outside of the term.
    """

    def __init__(
        self, term: Term, dates: Sequence[datetime.date], earliest: datetime.date | None = None, reach: int = 14
    ) -> None:
        self.term = term
        self.dates = tuple(dates)
        self.earliest = earliest or min(dates)
        self.reach = reach
        self._days: dict[datetime.date, Day] = {}
        self._busy: dict[tuple[datetime.date, str], list[tuple[int, int]]] = {}
        self._freed: dict[tuple[datetime.date, int, int], frozenset[str]] = {}
        self._standing_by: dict[tuple[datetime.date, int, int], frozenset[str]] = {}
        self.hits = tuple(hit for date in dates for hit in hits(term, date, self.day(date)))

    def day(self, date: datetime.date) -> Day:
        """Return what holds on a date before anything is done."""
        if date not in self._days:
            self._days[date] = day_of(self.term, date)
        return self._days[date]

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """Everything that can be done about each hit, nothing being done last."""
        return tuple(option for hit in self.hits for option in self._of(hit))

    def _of(self, hit: Hit) -> Iterator[Option]:
        item = hit.item
        venue = self._other_places.get(item.occasion) if hit.placeless else None
        if self._goes_on(hit):
            yield Option(hit, Way.PARTNER, venue=venue)
        elif hit.missing:
            yield from self._stand_ins(hit, venue)
            if item.kind is ItemKind.LESSON and not item.moved:
                yield from self._merges(hit)
        if item.kind is ItemKind.LESSON and not (hit.left and not hit.placeless):
            yield from self._exchanges(hit)
        yield Option(hit, None)

    def _goes_on(self, hit: Hit) -> bool:
        """Tell whether those who are left can hold it: a partner in a lesson, enough adults in service, or nobody is needed."""
        if not hit.missing:
            return True
        if hit.item.kind is not ItemKind.SERVICE:
            return bool(hit.left)
        station = self.day(hit.item.date).school.service.stations[hit.item.key.id]
        return station.kind is StationKind.SUBSTITUTE or len(hit.left) >= station.adults

    # Who is free.

    def _times(self, date: datetime.date, teacher: str) -> list[tuple[int, int]]:
        key = (date, teacher)
        if key not in self._busy:
            day = self.day(date)
            times = [(item.start, item.end) for item in day.of_teacher.get(teacher, ()) if binds(day, item)]
            times += [(a.start, a.end) for a in self.term.away_on(date) if teacher in a.teachers]
            self._busy[key] = times
        return self._busy[key]

    def free(self, teacher: str, date: datetime.date, start: int, end: int) -> bool:
        """Tell whether a teacher has nothing, and is not away, from minute to minute of a date."""
        return not any(start < last and first < end for first, last in self._times(date, teacher))

    def freed(self, item: Item) -> frozenset[str]:
        """Return who would have had something at an item's time that the day does not have, his classes being away, and is free."""
        key = (item.date, item.start, item.end)
        if key not in self._freed:
            gone = {
                teacher
                for each in self.day(item.date).dropped
                if each.item.overlaps(item) and each.item.change is None
                for teacher in each.item.planned
            }
            self._freed[key] = frozenset(t for t in gone if self.free(t, *key))
        return self._freed[key]

    def standing_by(self, item: Item) -> frozenset[str]:
        """Return who stands by at an item's time and is there."""
        key = (item.date, item.start, item.end)
        if key not in self._standing_by:
            day = self.day(item.date)
            self._standing_by[key] = frozenset(
                teacher
                for other in day.items
                if other.overlaps(item) and not binds(day, other)
                for teacher in other.teachers
                if self.free(teacher, *key)
            )
        return self._standing_by[key]

    # Somebody comes in.

    def _stand_ins(self, hit: Hit, venue: str | None) -> Iterator[Option]:
        item, school = hit.item, self.day(hit.item.date).school
        for teacher in school.teachers:
            if teacher.id in item.planned or not self.free(teacher.id, item.date, item.start, item.end):
                continue
            taught = item.kind is not ItemKind.LESSON or teaches(school, teacher.id, item)
            way = Way.COVER if taught else Way.SELF_STUDY
            duty = Duty(teacher.id, item.date, item.start, item.end)
            yield Option(hit, way, (teacher.id,), venue=venue, duties=(duty,))

    # Two classes together.

    def _merges(self, hit: Hit) -> Iterator[Option]:
        item, day = hit.item, self.day(hit.item.date)
        if len(item.classes) != 1 or hit.placeless:
            return
        grade = day.school.school_class[item.classes[0]].grade
        taken = {c.joins for c in self.term.changes_on.get(item.date, ())}
        missing = {h.item.key for h in self.hits if h.item.date == item.date}
        for other in day.items:
            if (
                other.kind is ItemKind.LESSON
                and other.key not in taken | missing
                and other.title == item.title
                and (other.start, other.end) == (item.start, item.end)
                and other.change is None
                and other.teachers
                and len(other.classes) == 1
                and other.classes != item.classes
                and day.school.school_class[other.classes[0]].grade == grade
                and (other.venue in (None, item.venue) or self._has_room(other.venue, other))
            ):
                yield Option(hit, Way.MERGE, other=other)

    # Two lessons of a class change places.

    def exchanges(self, item: Item) -> tuple[Option, ...]:
        """Return the lessons with which one may change places though nobody is away: what two teachers agree on."""
        return tuple(self._exchanges(Hit(item, (), item.teachers)))

    def _exchanges(self, hit: Hit) -> Iterator[Option]:
        item = hit.item
        if not self._may_move_again(item):
            return
        first = max(self.earliest, item.date - datetime.timedelta(days=self.reach))
        last = item.date + datetime.timedelta(days=self.reach)
        own = {h.item.occasion for h in self.hits}
        for date in self.term.calendar.dates(first, last):
            for other in self.day(date).of_class.get(item.classes[0], ()):
                if other.occasion not in own and self._may_move(other) and other.classes == item.classes:
                    duties = self._exchanged(item, other)
                    if duties is not None:
                        yield Option(hit, Way.EXCHANGE, other=other, duties=duties)

    def _may_move(self, item: Item) -> bool:
        """Tell whether a lesson may change places at all: one of whole classes that runs with no other, and was not changed."""
        if item.kind is not ItemKind.LESSON or item.change is not None or not item.classes:
            return False
        return self._stands_alone(item)

    def _may_move_again(self, item: Item) -> bool:
        """Tell whether a lesson that is hit may change places: also one that was exchanged already and is held by its own teachers."""
        again = item.change is not None and item.change.way is Way.EXCHANGE and not item.change.without
        return self._may_move(item) or (again and item.kind is ItemKind.LESSON and self._stands_alone(item))

    def _stands_alone(self, item: Item) -> bool:
        school = self.day(item.date).school
        course = school.course[item.key.id]
        return course.together is None and len(item.classes) == len(course.classes)

    def _exchanged(self, item: Item, other: Item) -> tuple[Duty, ...] | None:
        """Return what an exchange asks of the teachers of both lessons; None where one of them, or a place, is not free."""
        duties = []
        for moved, there in ((item, other), (other, item)):
            if moved.slot.schedule != there.slot.schedule:
                return None
            for teacher in moved.teachers:
                if not self._free_but(teacher, there, (item, other)) or self._closed(teacher, there):
                    return None
                duties.append(Duty(teacher, there.date, there.start, there.end))
            if moved.venue is not None and moved.venue != there.venue and not self._has_room(moved.venue, there):
                return None
        if set(item.teachers) == set(other.teachers):
            return None  # nothing would be won
        return tuple(duties)

    def _free_but(self, teacher: str, there: Item, leaving: tuple[Item, Item]) -> bool:
        """Tell whether a teacher is free at a time, his own two lessons that change places left aside."""
        day = self.day(there.date)
        for item in day.of_teacher.get(teacher, ()):
            if (
                item.overlaps(there)
                and binds(day, item)
                and item.occasion not in (leaving[0].occasion, leaving[1].occasion)
            ):
                return False
        return not any(
            teacher in a.teachers and a.touches(there.date, there.start, there.end)
            for a in self.term.away_on(there.date)
        )

    def _closed(self, teacher: str, there: Item) -> bool:
        school = self.day(there.date).school
        return teacher not in school.teacher or school.marked(
            MarkOwner.TEACHER, teacher, there.slot, MarkLevel.FORBIDDEN
        )

    def _has_room(self, venue: str, there: Item) -> bool:
        day = self.day(there.date)
        if any(
            venue in a.venues and a.touches(there.date, there.start, there.end) for a in self.term.away_on(there.date)
        ):
            return False
        used = sum(1 for item in day.items if item.venue == venue and item.overlaps(there))
        known = day.school.venue.get(venue)
        return known is None or used < known.capacity

    @cached_property
    def _other_places(self) -> dict[Occasion, str]:
        """Another place for each thing whose own is closed: a free one of its kind, each for one thing at a time, in the school's
        order; the classes' own rooms where there is none left."""
        found: dict[Occasion, str] = {}
        given: list[tuple[str, Item]] = []
        for item in dict.fromkeys(hit.item for hit in self.hits if hit.placeless):
            school = self.day(item.date).school
            kind = school.venue[item.venue].kind if item.venue in school.venue else None
            free = (
                venue.id
                for venue in school.venues
                if venue.kind == kind
                and venue.id != item.venue
                and self._has_room(venue.id, item)
                and not any(place == venue.id and other.overlaps(item) for place, other in given)
            )
            found[item.occasion] = next(free, OWN_ROOM)
            given.append((found[item.occasion], item))
        return found

    # What rules count.

    def covers(self, teacher: str, first: datetime.date, last: datetime.date, kind: ItemKind | None = None) -> int:
        """Return how often a teacher stood in for somebody from one date to another, both included, before anything is done.

        Where he is away himself now he does not.
        """
        return covers_of(self._standing.get(teacher, ()), teacher, first, last, kind)

    @cached_property
    def _standing(self) -> dict[str, list[Change]]:
        """The term's changes by who stands in, as far as he is there."""
        missing = {hit.item.occasion: hit.missing for hit in self.hits}
        found: dict[str, list[Change]] = defaultdict(list)
        for change in self.term.changes:
            for teacher in change.teachers:
                if teacher not in missing.get(change.occasion, ()):
                    found[teacher].append(change)
        return found


def changes_of(options: Iterable[Option], first_id: int) -> tuple[Change, ...]:
    """Return options as changes, numbered from an id on: several who stand in for one session are one change."""
    found: dict[Occasion, Change] = {}
    for option in options:
        for change in option.changes(first_id + len(found)):
            known = found.get(change.occasion)
            joined = (
                change
                if known is None
                else known.model_copy(update={"teachers": tuple(dict.fromkeys((*known.teachers, *change.teachers)))})
            )
            found[change.occasion] = joined
    return tuple(found.values())


def covers_of(
    changes: Iterable[Change], teacher: str, first: datetime.date, last: datetime.date, kind: ItemKind | None = None
) -> int:
    """Return how many changes have a teacher stand in, from one date to another, of a kind of item or of all.

    A make-up is no cover: whoever holds it holds what his own subject is owed.
    """
    own = (c for c in changes if c.way is not Way.MAKE_UP and teacher in c.teachers and first <= c.held_on <= last)
    return sum(1 for c in own if kind in (None, c.key.kind))


def week_of(date: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Return the Monday and the Sunday of a date's week."""
    monday = monday_of(date)
    return monday, monday + datetime.timedelta(days=6)
