"""What holds on a date: the plan that is valid then, under it the special days, under these what was changed.

By period, not by teacher: what a special day does not touch stays, and a change speaks of one lesson, session or meeting.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from scheduler.plan.plan import FlexGrant, meeting_slots
from scheduler.school import BellSchedule, PeriodKind, School, Slot, StationKind, Week
from scheduler.term.calendar import MIDNIGHT, SpecialDay, SpecialKind, date_text
from scheduler.term.nouns import Change, Edition, ItemKind, Key, Occasion, Term, Way
from scheduler.text import Text


@dataclass(frozen=True)
class Item:
    """Something held on a date, from minute to minute: a lesson, a session of service, a meeting, an exam.

    `occasion` is what the plan holds; `slot` where it stands that day, another one than in the plan where it was exchanged.
    `planned` are its teachers by the plan, `teachers` who holds it, `change` what was done about it.
    """

    occasion: Occasion
    date: datetime.date
    slot: Slot
    start: int
    end: int
    title: str
    classes: tuple[str, ...]
    planned: tuple[str, ...]
    teachers: tuple[str, ...]
    venue: str | None = None
    change: Change | None = None

    @property
    def key(self) -> Key:
        """What the plan holds."""
        return self.occasion.key

    @property
    def kind(self) -> ItemKind:
        """Whether it is a lesson, service, a meeting or an exam."""
        return self.key.kind

    @property
    def moved(self) -> bool:
        """Whether it was exchanged, so that it stands at another time than in the plan."""
        return self.change is not None and self.change.moved_to is not None

    def overlaps(self, other: Item) -> bool:
        """Tell whether both are held in some minute of one date."""
        return self.date == other.date and self.start < other.end and other.start < self.end


class Dropped(NamedTuple):
    """What a date does not have though the week does, and why."""

    item: Item
    why: Text


@dataclass(frozen=True)
class Day:
    """What holds on one date: `items` in the order of the day, what is `dropped`, the flexible time that is granted.

    `weekday` and `week` are those that the date is held like; `specials` what the calendar says of it.
    """

    date: datetime.date
    edition: Edition
    weekday: int
    week: Week
    specials: tuple[SpecialDay, ...]
    items: tuple[Item, ...]
    dropped: tuple[Dropped, ...]
    grants: tuple[FlexGrant, ...]

    @property
    def school(self) -> School:
        """The school as it is on the date."""
        return self.edition.school

    @cached_property
    def of(self) -> dict[Occasion, Item]:
        """What is held on the date, by what the plan holds."""
        return {item.occasion: item for item in self.items}

    @cached_property
    def of_teacher(self) -> dict[str, tuple[Item, ...]]:
        """What each teacher who has something holds, in the order of the day."""
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.items:
            for teacher in item.teachers:
                found[teacher].append(item)
        return {teacher: tuple(items) for teacher, items in found.items()}

    @cached_property
    def of_class(self) -> dict[str, tuple[Item, ...]]:
        """What each class that has something has, in the order of the day."""
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.items:
            for class_id in item.classes:
                found[class_id].append(item)
        return {class_id: tuple(items) for class_id, items in found.items()}


def day_of(term: Term, date: datetime.date) -> Day:
    """Return what holds on a date. Raises ValueError when it is outside of the term."""
    if date not in term.calendar:
        zh = date_text(date).zh
        raise ValueError(f"{zh} ({date}) is outside of the term {term.calendar.first} to {term.calendar.last}")
    edition, specials = term.edition_on(date), term.calendar.on(date)
    plain = Day(
        *(date, edition, term.calendar.weekday_of(date), term.calendar.week_of(date), specials),
        *((), (), ()),
    )
    items: list[Item] = []
    dropped: list[Dropped] = []
    for item in _planned(plain, term):
        kept = _as_special(item, plain, term)
        (dropped if isinstance(kept, Dropped) else items).append(kept)  # type: ignore[arg-type]
    items = [*_changed([*items, *_exams(plain)], dropped, term, date), *_moved_here(plain, term)]
    items = _merged(items)
    closed = any(s.kind is SpecialKind.OFF and not s.classes and s.end - s.start == MIDNIGHT for s in specials)
    grants = () if closed else tuple(g for g in edition.plan.grants if g.day == plain.weekday)
    ordered = tuple(sorted(items, key=lambda item: (item.start, item.end, item.key)))
    gone = tuple(sorted(dropped, key=lambda each: (each.item.start, each.item.end, each.item.key)))
    return replace(plain, items=ordered, dropped=gone, grants=grants)


def unfitting(term: Term) -> tuple[Change, ...]:
    """Return the changes that speak of something which the week does not have on their date, or of a date outside of the term."""
    return tuple(change for change in term.changes if not fits(term, change))


def fits(term: Term, change: Change) -> bool:
    """Tell whether the week has what a change speaks of on its date, and the time to which it is moved."""
    if change.date not in term.calendar or change.held_on not in term.calendar:
        return False
    if change.moved_to is not None:
        there = term.edition_on(change.held_on).school
        slot = change.moved_to[1]
        if slot.schedule not in there.schedule or slot.period >= len(there.schedule[slot.schedule].periods):
            return False
    wanted = {change.key, change.key if change.joins is None else change.joins}
    return wanted <= {occasion.key for occasion in plain_items(term, change.date)}


def plain_items(term: Term, date: datetime.date) -> dict[Occasion, Item | Dropped]:
    """Return what the week has on a date, as held or as dropped by the calendar, before anything was changed."""
    bare = term.model_copy(update={"changes": ()})
    day = day_of(bare, date)
    return {**{d.item.occasion: d for d in day.dropped}, **day.of}


def clock(day: Day, slot: Slot) -> tuple[int, int] | None:
    """Return from when to when a slot is on a day: by another bell schedule where the calendar says so; None where that has
    nothing of the kind."""
    school = day.school
    for special in day.specials:
        if special.schedule is not None and _follows(school, special, slot.schedule):
            return _by_other_bell(school.schedule[slot.schedule], school.schedule[special.schedule], slot)
    interval = school.interval(slot)
    return interval.start, interval.end


def _follows(school: School, special: SpecialDay, schedule: str) -> bool:
    """Tell whether classes of a bell schedule are among those of a special day."""
    own = {klass.id for klass in school.classes if klass.schedule == schedule}
    return not special.classes or bool(own & set(special.classes))


def _by_other_bell(own: BellSchedule, other: BellSchedule, slot: Slot) -> tuple[int, int] | None:
    """Return the time of the same lesson of the day by another bell, of what is called the same for the rest."""
    period = own.periods[slot.period]
    if period.kind is PeriodKind.LESSON:
        lessons = [p for p in other.periods if p.kind is PeriodKind.LESSON]
        number = own.lesson_periods.index(slot.period)
        found = lessons[number] if number < len(lessons) else None
    else:
        found = next((p for p in other.periods if p.kind is period.kind and p.name == period.name), None)
    return None if found is None else (found.start, found.end)


def _planned(day: Day, term: Term) -> Iterator[Item]:
    """Yield what the plan has on the weekday and in the week that a date is held like, in no special order."""
    school, plan = day.school, day.edition.plan
    classes: dict[Key, list[str]] = defaultdict(list)
    venues: dict[Key, str | None] = {}
    for placement in plan.placements:
        course = school.course[placement.course]
        if (
            placement.slot.day == day.weekday
            and course.week.meets(day.week)
            and school.week_at(placement.slot).meets(day.week)
        ):
            key = Key(ItemKind.LESSON, course.id, placement.slot)
            classes[key] += placement.classes or course.classes
            venues[key] = placement.venue or course.venue
    for key, who in classes.items():
        course = school.course[key.id]
        yield _item(day, key, course.subject, who, course.teachers, venues[key])
    for session in plan.sessions:
        if session.slot.day == day.weekday:
            station = school.service.stations[session.station]
            title = session.title or station.text(session.slot)
            key = Key(ItemKind.SERVICE, station.id, session.slot)
            yield _item(day, key, title, station.classes, session.adults, session.venue)
    lengths = {meeting.id: meeting for meeting in school.meetings}
    for held in plan.meetings:
        if held.slot.day == day.weekday:
            meeting = lengths[held.meeting]
            key = Key(ItemKind.MEETING, meeting.id, held.slot)
            last = meeting_slots(school, held.slot, meeting.length)[-1]
            item = _item(day, key, meeting.id, (), meeting.teachers, None)
            ends = clock(day, last)
            yield item if ends is None else replace(item, end=max(item.end, ends[1]))


def _item(day: Day, key: Key, title: str, classes: Iterable[str], teachers: tuple[str, ...], venue: str | None) -> Item:
    start, end = clock(day, key.slot) or (0, 0)
    who = tuple(dict.fromkeys(classes))
    return Item(Occasion(day.date, key), day.date, key.slot, start, end, title, who, teachers, teachers, venue)


def _as_special(item: Item, day: Day, term: Term) -> Item | Dropped:
    """Return an item as far as special days and absences of classes leave it: with fewer classes, or dropped."""
    if item.end == 0:
        return Dropped(item, Text("这一天的作息里没有这一节", "the bell of this day has no such period"))
    stops = [s for s in day.specials if s.stops(item.start, item.end)]
    away = [a for a in term.away_on(day.date) if a.classes and a.touches(day.date, item.start, item.end)]
    if not stops and not away:
        return item
    everybody = next((s for s in stops if not s.classes), None)
    if everybody is not None:
        return Dropped(item, everybody.text)
    if item.kind is ItemKind.MEETING or not item.classes:
        return item
    gone = {c for s in stops for c in s.classes} | {c for a in away for c in a.classes}
    left = tuple(class_id for class_id in item.classes if class_id not in gone)
    if not left:
        return Dropped(item, stops[0].text if stops else Text("全班不在校", "the class is away"))
    return replace(item, classes=left)


def _exams(day: Day) -> Iterator[Item]:
    for number, special in enumerate(day.specials):
        for position, exam in enumerate(special.duties):
            key = Key(ItemKind.EXAM, exam.name, Slot("", day.weekday, 100 * number + position))
            yield Item(
                *(Occasion(day.date, key), day.date, key.slot, exam.start, exam.end, exam.name, exam.classes),
                *(exam.adults, exam.adults, exam.venue),
            )


def _changed(items: list[Item], dropped: list[Dropped], term: Term, date: datetime.date) -> Iterator[Item]:
    """Yield the items of a date as they were changed; what is not held then goes to `dropped`."""
    for item in items:
        change = term.change_of.get(item.occasion)
        if change is None:
            yield item
        elif change.way is Way.CANCEL:
            dropped.append(Dropped(replace(item, change=change), Text("已取消", "not held")))
        elif change.moved_to is not None:
            if change.moved_to[0] == date and change.moved_to[1] == item.slot:
                yield _held(item, change, term)  # both halves at one time: only who teaches is exchanged
            else:
                when = date_text(change.moved_to[0])
                dropped.append(Dropped(replace(item, change=change), Text(f"调到{when.zh}", f"moved to {when.en}")))
        else:
            yield _held(item, change, term)


def _held(item: Item, change: Change, term: Term) -> Item:
    """Return an item as a change says that it is held, wherever it stands."""
    kept = tuple(t for t in item.teachers if t not in change.without)
    title = item.title if change.makes_up is None else title_of(term, change.makes_up)
    place = change.venue or item.venue
    return replace(item, title=title, teachers=(*kept, *change.teachers), venue=place, change=change)


def _moved_here(day: Day, term: Term) -> Iterator[Item]:
    """Yield what exchanges bring to a date."""
    for change in term.moved_in.get(day.date, ()):
        found = _origin(term, change)
        assert change.moved_to is not None
        slot = change.moved_to[1]
        time = clock(day, slot)
        if found is None or time is None or (change.date == day.date and slot == change.key.slot):
            continue
        yield replace(_held(found, change, term), date=day.date, slot=slot, start=time[0], end=time[1])


def _origin(term: Term, change: Change) -> Item | None:
    """Return what an exchange moves, as the week has it."""
    edition = term.edition_on(change.date)
    day = Day(
        *(change.date, edition, term.calendar.weekday_of(change.date), term.calendar.week_of(change.date)),
        *(term.calendar.on(change.date), (), (), ()),
    )
    for item in _planned(day, term):
        if item.key == change.key:
            kept = _as_special(item, day, term)
            return kept if isinstance(kept, Item) else None
    return None


def _merged(items: list[Item]) -> list[Item]:
    """Return items in which classes that join a lesson have its teachers and place."""
    of = {item.key: item for item in items}
    found = []
    for item in items:
        joined = None if item.change is None or item.change.joins is None else of.get(item.change.joins)
        found.append(item if joined is None else replace(item, teachers=joined.teachers, venue=joined.venue))
    return found


def title_of(term: Term, occasion: Occasion) -> str:
    """Return the subject of a lesson of the term; its id where the timetable of the date does not know it."""
    course = term.edition_on(occasion.date).school.course.get(occasion.key.id)
    return occasion.key.id if course is None else course.subject


def binds(day: Day, item: Item) -> bool:
    """Tell whether an item keeps its teachers from anything else: standing by does not."""
    if item.kind is not ItemKind.SERVICE:
        return True
    return day.school.service.stations[item.key.id].kind is not StationKind.SUBSTITUTE
