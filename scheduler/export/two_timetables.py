"""公示与实际: the timetable that is posted against what was really held, for each lesson that others like to displace (阴阳课表).

What was held is told by the term (absences, covers, exchanges) or by a second plan.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from constraints.curriculum.hours import PROTECTED_AREAS, is_protected
from scheduler.plan import Plan
from scheduler.plan.omissions import NOTHING_OMITTED, Omissions
from scheduler.school import Course, School, Slot, Week
from scheduler.school.wording import names
from scheduler.term.account import loses
from scheduler.term.calendar import date_text
from scheduler.term.day import Dropped, Item, day_of
from scheduler.term.nouns import WAY_NAMES, Change, ItemKind, Occasion, Term, Way
from scheduler.text import Text


class Fate(StrEnum):
    """What became of a lesson that was not held as it is posted. LOST: not held, or only supervised, or by nobody of the subject."""

    LOST = "lost"
    MADE_UP = "made_up"
    MOVED = "moved"
    COVERED = "covered"


FATE_NAMES: dict[Fate, Text] = {
    Fate.LOST: Text("没有上", "lost"),
    Fate.MADE_UP: Text("已补上", "made up"),
    Fate.MOVED: Text("换了时间", "moved"),
    Fate.COVERED: Text("别人上的", "held by others"),
}
NOTHING_HELD = Text("没有课", "no lesson")


class Difference(NamedTuple):
    """A posted lesson of a class that was held otherwise; without a `date` it is of every week, or of odd or even ones."""

    class_id: str
    subject: str
    slot: Slot
    date: datetime.date | None
    week: Week
    posted: Text
    held: Text
    fate: Fate


class TwoTimetables(NamedTuple):
    """The comparison: how many posted lessons of the protected subjects were looked at, those that differ, by class and time.

    `others` is how many lessons of other subjects differ, `untold` the classes of which it is not known what they had.
    """

    hours: int
    differences: tuple[Difference, ...]
    others: int
    source: Text
    untold: tuple[str, ...] = ()

    @property
    def lost(self) -> int:
        """How many lessons were lost and not made up."""
        return self.count(Fate.LOST)

    def count(self, fate: Fate) -> int:
        """Return how many lessons had a fate."""
        return sum(each.fate is fate for each in self.differences)


def verdict(found: TwoTimetables) -> Text:
    """Return the answer to the inspection's question in a sentence."""
    if not found.hours:
        return Text(f"{found.source.zh}：没有可比的课", f"{found.source.en}: there is nothing to compare")
    zh = f"{found.source.zh}：体音美劳等 {found.hours} 节"
    en = f"{found.source.en}: of {found.hours} protected lessons"
    untold = Text("", "")
    if found.untold:
        who = names(found.untold, "个班")
        untold = Text(f"；{who.zh}没有写，不知道", f"; of {who.en} nothing is told")
    if not found.differences:
        return Text(f"{zh}都照公示的上了{untold.zh}", f"{en} all were held as posted{untold.en}")
    counts = [(FATE_NAMES[fate], found.count(fate)) for fate in Fate if found.count(fate)]
    words = "、".join(f"{name.zh} {count} 节" for name, count in counts)
    return Text(
        f"{zh}里有 {len(found.differences)} 节与公示的不同：{words}{untold.zh}",
        f"{en} {len(found.differences)} differ: {', '.join(f'{name.en} {count}' for name, count in counts)}{untold.en}",
    )


# Against the term.


def held_in_term(term: Term, last: datetime.date) -> TwoTimetables:
    """Compare the timetables of a term with what was held by its changes, up to a date. What the calendar closes is no difference."""
    end, found, hours, others = min(last, term.calendar.last), list[Difference](), 0, 0
    made_up = {c.makes_up: c.date for c in term.changes if c.makes_up is not None and c.date <= end}
    for date in term.calendar.dates(None, end):
        day = day_of(term, date)
        told: list[tuple[Item, Fate | None]] = [(item, _fate(day.school, item)) for item in day.items]
        told += [(dropped.item, _fate_of_dropped(dropped, end)) for dropped in day.dropped if dropped.item.change]
        for item, fate in told:
            if item.kind is not ItemKind.LESSON:
                continue
            if day.school.area_of(day.school.course[item.key.id]) not in PROTECTED_AREAS:
                others += fate is not None
                continue
            if fate is None and item.change is not None:
                continue  # it is told on the date on which it is held
            hours += len(item.classes)
            if fate is not None:
                found += _told(day.school, item, fate, made_up)
    span = Text(f"{term.calendar.first} 至 {end} 的实际上课", f"held from {term.calendar.first} to {end}")
    return TwoTimetables(hours, tuple(sorted(found, key=_order)), others, span)


def _fate(school: School, item: Item) -> Fate | None:
    """Return what became of a lesson that has a place on a date; None where it is as posted."""
    change = item.change
    if change is None:
        return None
    if change.way is Way.MAKE_UP or loses(school, change, item):
        return Fate.LOST
    return Fate.MOVED if change.moved_to not in (None, (item.occasion.date, item.key.slot)) else Fate.COVERED


def _fate_of_dropped(dropped: Dropped, end: datetime.date) -> Fate | None:
    """Return what became of a lesson that a date does not have because of a change; None where another date tells it."""
    change = dropped.item.change
    assert change is not None
    if change.moved_to is None:
        return Fate.LOST
    return Fate.MOVED if change.moved_to[0] > end else None


def _told(school: School, item: Item, fate: Fate, made_up: dict[Occasion, datetime.date]) -> Iterator[Difference]:
    course, change = school.course[item.key.id], item.change
    assert change is not None
    held = _held_text(school, item, change)
    if fate is Fate.LOST and item.occasion in made_up:
        fate, when = Fate.MADE_UP, date_text(made_up[item.occasion])
        held = Text(f"{held.zh}；{when.zh}补上", f"{held.en}; made up on {when.en}")
    date, slot = item.occasion.date, item.key.slot
    posted = _posted_text(course, _when(school, date, slot))
    for class_id in item.classes:
        yield Difference(class_id, course.subject, slot, date, Week.EVERY, posted, held, fate)


def _when(school: School, date: datetime.date, slot: Slot) -> Text:
    """Return how people name a lesson of a date: 12月8日周二第3节."""
    day, period = date_text(date), school.period(slot)
    number = school.schedule[slot.schedule].lesson_number(slot.day, slot.period)
    return Text(f"{day.zh}{period.name}", f"{day.en} lesson {number}" if number else f"{day.en} {period.name}")


def _posted_text(course: Course, when: Text) -> Text:
    who = "、".join(course.teachers)
    name = f"{course.subject}（{who}）" if who else course.subject
    return Text(f"{when.zh} {name}", f"{when.en} {name}")


def _held_text(school: School, item: Item, change: Change) -> Text:
    way, who = WAY_NAMES[change.way], "、".join(item.teachers)
    if change.moved_to is not None and change.moved_to != (item.occasion.date, item.key.slot):
        when = _when(school, *change.moved_to)
        return Text(f"{way.zh}到{when.zh}", f"{way.en} to {when.en}")
    if change.way is Way.MAKE_UP:
        return Text(f"上了{item.title}（{who}）", f"{item.title} was held ({who})")
    return Text(f"{way.zh}（{who}）" if who else way.zh, f"{way.en} ({who})" if who else way.en)


# Against a second plan.

Held = dict[Slot, dict[str, set[str]]]
"""What a class has in a week at each slot: the subjects, each with those who teach it, as far as that is told."""


def held_in_plan(
    school: School, posted: Plan, held: Plan, source: Text, omissions: Omissions = NOTHING_OMITTED
) -> TwoTimetables:
    """Compare a posted plan with another of what was held, of the same school; `omissions` are the other's."""
    found: dict[tuple[object, ...], Difference] = {}
    hours, others = set[tuple[str, Slot, str]](), set[tuple[str, Slot]]()
    for klass in school.classes:
        if klass.id in omissions.classes:
            continue
        for week in school.weeks(school.class_courses[klass.id]):
            one, two = (_week(school, plan, klass.id, week) for plan in (posted, held))
            protected = {subject.id for subject in school.subjects if subject.area in PROTECTED_AREAS}
            hours |= {(klass.id, slot, s) for slot, held_then in one.items() for s in held_then if s in protected}
            for slot in {*one, *two}:
                if {*one.get(slot, {})} - protected != {*two.get(slot, {})} - protected:
                    others.add((klass.id, slot))
            for each in _differences(school, klass.id, one, two, week):
                same = found.get(each._replace(week=Week.EVERY))
                found[each._replace(week=Week.EVERY)] = each if same is None else each._replace(week=Week.EVERY)
    ordered = tuple(sorted(found.values(), key=_order))
    return TwoTimetables(len(hours), ordered, len(others), source, tuple(sorted(omissions.classes)))


def _week(school: School, plan: Plan, class_id: str, week: Week) -> Held:
    found: Held = defaultdict(lambda: defaultdict(set))
    for placement in plan.placements:
        course = school.course[placement.course]
        if class_id in (placement.classes or course.classes) and course.week.meets(week):
            found[placement.slot][course.subject] |= set(course.teachers)
    for stray in plan.strays:
        if stray.class_id == class_id:
            found[stray.slot][stray.subject] |= {stray.teacher} if stray.teacher is not None else set()
    return found


def _differences(school: School, class_id: str, one: Held, two: Held, week: Week) -> Iterator[Difference]:
    """Yield how a class's protected lessons of a week differ: subject by subject, what is missing first paired with what is
    held at another time."""
    courses = [course for course in school.class_courses[class_id] if is_protected(school, course)]
    for subject in dict.fromkeys(course.subject for course in courses):
        at = sorted(slot for slot, held in one.items() if subject in held)
        there = sorted(slot for slot, held in two.items() if subject in held)
        elsewhere = [slot for slot in there if slot not in at]
        for slot in at:
            if slot not in there:
                moved_to = elsewhere.pop(0) if elsewhere else None
                held = _instead(school, two.get(slot, {}), moved_to)
                fate = Fate.LOST if moved_to is None else Fate.MOVED
            elif not two[slot][subject] or not one[slot][subject] or two[slot][subject] & one[slot][subject]:
                continue
            else:
                fate, held = _by_others(school, subject, two[slot][subject])
            who, where = "、".join(sorted(one[slot][subject])), school.slot_text(slot)
            name = f"{subject}（{who}）" if who else subject
            posted = Text(f"{where.zh} {name}", f"{where.en} {name}")
            yield Difference(class_id, subject, slot, None, week, posted, held, fate)


def _instead(school: School, held: dict[str, set[str]], moved_to: Slot | None) -> Text:
    told = "、".join(f"{subject}（{'、'.join(sorted(who))}）" if who else subject for subject, who in held.items())
    text = Text(f"上了{told}", f"{told} was held") if told else NOTHING_HELD
    if moved_to is None:
        return text
    where = school.slot_text(moved_to)
    return Text(f"{text.zh}；改在{where.zh}", f"{text.en}; moved to {where.en}")


def _by_others(school: School, subject: str, who: set[str]) -> tuple[Fate, Text]:
    """Return what it means that others held a lesson: it is lost where nobody of them teaches the subject."""
    own = {teacher for course in school.courses if course.subject == subject for teacher in course.teachers}
    people = "、".join(sorted(who))
    if who & own:
        return Fate.COVERED, Text(f"由{people}上", f"held by {people}")
    return Fate.LOST, Text(f"由不教{subject}的{people}上", f"held by {people}, who does not teach {subject}")


def _order(each: Difference) -> tuple[object, ...]:
    return (each.date or datetime.date.min, each.class_id, each.slot, each.subject)
