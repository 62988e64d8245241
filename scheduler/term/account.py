"""The account of lessons over a term: what each class and subject was to have, what it had, what is owed."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from scheduler.school import Area, School
from scheduler.term.calendar import SpecialKind
from scheduler.term.day import Dropped, Item, day_of
from scheduler.term.nouns import Change, ItemKind, Occasion, Term, Way
from scheduler.term.options import teaches
from scheduler.text import Text

PROTECTED = frozenset({Area.PE, Area.SPORT_ACTIVITY, Area.MUSIC, Area.ART, Area.LABOUR, Area.PRACTICE})
"""Areas of which a lesson may be exchanged but not lost (四(一)1)."""

_CHECK = Text("按课表核对日期、班级、节次", "Check date, class and lesson against the timetable")


@dataclass
class HoursAccount:
    """Lessons of one subject in one class, from the first day of the term to some date.

    `planned` is what the weeks say; of these `off` fell on special days or the class was away, `held` were held as planned or by
    somebody else (`covered`), together with another class (`merged`) or at another time (`moved`: counted where they are held
    now); `lost` were only supervised, or not held; `given` were given to another subject that made something up. `ahead` are moved
    to after that date, `early` held now though planned after it: `planned` + `early` = `off` + `held` + `lost` + `given` + `ahead`.
    Of what was lost, `made_up` were held in another subject's lesson.
    """

    planned: int = 0
    off: int = 0
    held: int = 0
    covered: int = 0
    merged: int = 0
    moved: int = 0
    lost: int = 0
    given: int = 0
    made_up: int = 0
    ahead: int = 0
    early: int = 0
    occasions: list[Occasion] = field(default_factory=list)
    """What was lost and not made up, in the order of the dates."""


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
                    _count(found[class_id, _subject(day.school, item)], item, end, day.school)
                    if item.change is not None and item.change.makes_up is not None:
                        _make_up(found[class_id, item.title], item.change.makes_up)
        for dropped in day.dropped:
            if dropped.item.kind is ItemKind.LESSON:
                for class_id in dropped.item.classes:
                    _count_dropped(found[class_id, dropped.item.title], dropped, end)
    return dict(found)


def _subject(school: School, item: Item) -> str:
    """Return the subject by the plan, whatever is made up in its lesson."""
    course = school.course.get(item.key.id)
    return item.title if course is None else course.subject


def _make_up(account: HoursAccount, lost: Occasion) -> None:
    """Take a lesson off what is owed, once; one that is not owed changes nothing."""
    if lost in account.occasions:
        account.occasions.remove(lost)
        account.made_up += 1


def _count(account: HoursAccount, item: Item, end: datetime.date, school: School) -> None:
    change = item.change
    account.planned += item.occasion.date == item.date and item.slot == item.key.slot
    account.early += item.occasion.date > end
    if change is None:
        account.held += 1
    elif change.way is Way.MAKE_UP:
        account.given += 1
    elif loses(school, change, item):
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


def loses(school: School, change: Change, item: Item) -> bool:
    """Tell whether a change loses a lesson: it is only supervised, or not held, or, being protected, given to somebody who does not
    teach it."""
    if change.way is Way.COVER and is_protected(school, item.occasion):
        return not any(teaches(school, teacher, item) for teacher in change.teachers)
    return change.way in (Way.SELF_STUDY, Way.CANCEL)


def lost_classes(term: Term, occasion: Occasion) -> frozenset[str]:
    """Return the classes that lost a lesson, whether it was made up later or not."""
    if occasion.date not in term.calendar or occasion.key.kind is not ItemKind.LESSON:
        return frozenset()
    day = day_of(term, occasion.date)
    found = (*day.items, *(dropped.item for dropped in day.dropped))
    item = next((each for each in found if each.occasion == occasion), None)
    if item is None or item.change is None or not loses(day.school, item.change, item):
        return frozenset()
    return frozenset(item.classes)


def make_up_refusal(term: Term, change: Change) -> tuple[Text, Text] | None:
    """Return why a make-up among a term's changes cannot be, with the cure; None where it can: what it makes up for is owed to just
    those classes and was not made up before, it takes no protected lesson, and who holds it teaches that subject."""
    lost, day = change.makes_up, day_of(term, change.date)
    item = day.of.get(change.occasion)
    if lost is None or item is None or item.kind is not ItemKind.LESSON:
        return Text("补课要占一节上着的课", "A make-up takes a lesson that is held"), _CHECK
    if is_protected(day.school, item.occasion):
        text = Text("不能占体音美劳、综合实践的课来补", "A protected lesson is not taken for a make-up")
        return text, Text("换一节别的课", "Take another lesson")
    if not is_protected(term.edition_on(lost.date).school, lost) or not set(item.classes) <= lost_classes(term, lost):
        text = Text(f"这个班 {lost.date} 的{item.title}不欠", f"{item.title} of {lost.date} is not owed to this class")
        return text, Text("按“学期课时核对”里的欠课写", "Write one of the owed lessons of 学期课时核对")
    for other in term.changes:
        if other.makes_up == lost and other.id < change.id and other.date in term.calendar:
            held = day_of(term, other.date).of.get(other.occasion)
            if held is not None and set(held.classes) & set(item.classes):
                text = Text(f"{lost.date} 的{item.title}已经补过", f"{item.title} of {lost.date} was made up already")
                return text, Text("只留一行", "Keep one row")
    origin = Item(lost, lost.date, lost.key.slot, 0, 0, item.title, item.classes, (), ())
    if not any(teaches(term.edition_on(lost.date).school, teacher, origin) for teacher in change.teachers):
        text = Text(
            f"{'、'.join(change.teachers)}不教{item.title}", f"{', '.join(change.teachers)}: not of {item.title}"
        )
        return text, Text("写教这门课的教师", "Name a teacher of the subject")
    return None


def school_days(term: Term) -> Iterator[datetime.date]:
    """Yield the dates on which some lesson is held by the calendar, in order."""
    for date in term.calendar.dates():
        closed = any(s.kind is SpecialKind.OFF and not s.classes and s.start == 0 for s in term.calendar.on(date))
        if not closed and any(item.kind is ItemKind.LESSON for item in day_of(term, date).items):
            yield date
