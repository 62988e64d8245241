"""The account of lessons over a term: what each class and subject was to have, what it had, what is owed."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from scheduler.school import Area, School
from scheduler.term.calendar import SpecialKind
from scheduler.term.day import Dropped, Item, day_of
from scheduler.term.nouns import ItemKind, Occasion, Term, Way

PROTECTED = frozenset({Area.PE, Area.MUSIC, Area.ART, Area.LABOUR, Area.PRACTICE})
"""Areas of which a lesson may be exchanged but not lost (四(一)1)."""


@dataclass
class HoursAccount:
    """Lessons of one subject in one class, from the first day of the term to some date.

    `planned` is what the weeks say; of these `off` fell on special days or the class was away, `held` were held as planned or by
    somebody else (`covered`), together with another class (`merged`) or at another time (`moved`: counted where they are held
    now); `lost` were only supervised, or not held. `ahead` are moved to after that date, `early` held now though planned after it:
    `planned` + `early` = `off` + `held` + `lost` + `ahead`.
    """

    planned: int = 0
    off: int = 0
    held: int = 0
    covered: int = 0
    merged: int = 0
    moved: int = 0
    lost: int = 0
    ahead: int = 0
    early: int = 0
    occasions: list[Occasion] = field(default_factory=list)
    """What was lost, in the order of the dates."""


@dataclass(frozen=True)
class Owed:
    """A protected lesson that was lost and not made up."""

    occasion: Occasion
    class_id: str
    subject: str


def hours(term: Term, last: datetime.date | None = None) -> dict[tuple[str, str], HoursAccount]:
    """Return the account of each class and subject up to a date (none given: the last of the term), in the order of dates."""
    end = min(last or term.calendar.last, term.calendar.last)
    found: dict[tuple[str, str], HoursAccount] = defaultdict(HoursAccount)
    for date in term.calendar.dates(None, end):
        day = day_of(term, date)
        for item in day.items:
            if item.kind is ItemKind.LESSON:
                for class_id in item.classes:
                    _count(found[class_id, item.title], item, end)
        for dropped in day.dropped:
            if dropped.item.kind is ItemKind.LESSON:
                for class_id in dropped.item.classes:
                    _count_dropped(found[class_id, dropped.item.title], dropped, end)
    return dict(found)


def _count(account: HoursAccount, item: Item, end: datetime.date) -> None:
    change = item.change
    account.planned += item.occasion.date == item.date and item.slot == item.key.slot
    account.early += item.occasion.date > end
    if change is None:
        account.held += 1
    elif change.way is Way.SELF_STUDY:
        account.lost += 1
        account.occasions.append(item.occasion)
    else:
        account.held += 1
        account.covered += change.way is Way.COVER
        account.merged += change.way is Way.MERGE
        account.moved += change.way is Way.EXCHANGE


def _count_dropped(account: HoursAccount, dropped: Dropped, end: datetime.date) -> None:
    account.planned += 1
    change = dropped.item.change
    if change is None:
        account.off += 1
    elif change.way is Way.CANCEL:
        account.lost += 1
        account.occasions.append(dropped.item.occasion)
    elif change.moved_to is not None and change.moved_to[0] > end:
        account.ahead += 1


def owed(term: Term, last: datetime.date | None = None) -> tuple[Owed, ...]:
    """Return every protected lesson that was lost up to a date, in the order of the dates."""
    found = [
        Owed(occasion, class_id, subject)
        for (class_id, subject), account in hours(term, last).items()
        for occasion in account.occasions
        if is_protected(term.edition_on(occasion.date).school, occasion)
    ]
    return tuple(sorted(found, key=lambda each: (each.occasion.date, each.class_id)))


def is_protected(school: School, occasion: Occasion) -> bool:
    """Tell whether something is a lesson that may be exchanged but not lost."""
    course = school.course.get(occasion.key.id)
    return occasion.key.kind is ItemKind.LESSON and course is not None and school.area_of(course) in PROTECTED


def school_days(term: Term) -> Iterator[datetime.date]:
    """Yield the dates on which some lesson is held by the calendar, in order."""
    for date in term.calendar.dates():
        closed = any(s.kind is SpecialKind.OFF and not s.classes and s.start == 0 for s in term.calendar.on(date))
        if not closed and any(item.kind is ItemKind.LESSON for item in day_of(term, date).items):
            yield date
