"""What was changed on a date, as lines for whoever must know: the list, the slips and the texts say the same."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scheduler.school import School
from scheduler.term.calendar import date_text
from scheduler.term.day import Day, Dropped, Item, day_of, fits, plain_items, title_of
from scheduler.term.nouns import WAY_NAMES, Change, Term, Way
from scheduler.text import Text, clock_text

MOST_NAMED = 3  # classes


@dataclass(frozen=True)
class Line:
    """One change for readers: what the week has (`item`, with its teachers by the plan), what is done, who is concerned."""

    change: Change
    item: Item
    how: Text
    where: str
    teachers: tuple[str, ...]

    @property
    def classes(self) -> str:
        """The classes, the first of them where they are many: 三(1)班等12个班."""
        return classes_text(self.item.classes)

    @property
    def time(self) -> str:
        """From when to when the week has it: 08:20-09:00."""
        return f"{clock_text(self.item.start)}-{clock_text(self.item.end)}"


def classes_text(names: Sequence[str]) -> str:
    """Return classes, the first of them where they are many: 三(1)班等12个班."""
    return "、".join(names) if len(names) <= MOST_NAMED else f"{names[0]}等{len(names)}个班"


def lines_of(term: Term, date: datetime.date) -> tuple[Line, ...]:
    """Return what was changed on a date, in the order of the day; of an exchange the half that leaves the date, or comes to it.

    What the date does not have any more, the calendar or the timetable being another since, is left out (`unfitting` tells it).
    """
    day = day_of(term, date)
    changes = dict.fromkeys((*term.changes_on.get(date, ()), *term.moved_in.get(date, ())))
    found = [_line(term, day, change) for change in changes if fits(term, change)]
    return tuple(sorted(found, key=lambda line: (line.item.date, line.item.start, line.item.classes)))


def by_teacher(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Return the lines that each teacher must know, by name."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for teacher in line.teachers:
            found[teacher].append(line)
    return dict(sorted(found.items()))


def by_class(school: School, lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Return the lines of each class, in the school's order; a club of many classes changes nothing for any of them."""
    of: dict[str, list[Line]] = {klass.id: [] for klass in school.classes}
    for line in lines:
        for class_id in line.item.classes if len(line.item.classes) <= MOST_NAMED else ():
            of[class_id].append(line)
    return {class_id: each for class_id, each in of.items() if each}


def _line(term: Term, day: Day, change: Change) -> Line:
    found = plain_items(term, change.date)[change.occasion]
    item = found.item if isinstance(found, Dropped) else found
    after = day_of(term, change.held_on) if change.held_on != day.date else day
    held = after.of.get(change.occasion)
    concerned = dict.fromkeys((*item.planned, *change.teachers))
    if change.joins is not None:
        joined = next((each for each in after.items if each.key == change.joins), None)
        concerned |= dict.fromkeys(joined.teachers if joined else ())
    where = change.venue or (held.venue if held else item.venue) or ""
    return Line(change, item, how(term, change, item), where, tuple(concerned))


def how(term: Term, change: Change, item: Item) -> Text:
    """Return what is done about an item, as people read it: 由孙悦代课, 调到12月14日周一第2节."""
    way, who = WAY_NAMES[change.way], "、".join(change.teachers)
    if change.moved_to is not None:
        date, slot = change.moved_to
        when, name = date_text(date), term.edition_on(date).school.period(slot).name
        then = Text(f"，由{who}{way.zh}", f", {way.en} by {who}") if who else Text("", "")
        return Text(f"调到{when.zh}{name}{then.zh}", f"moved to {when.en} {name}{then.en}")
    if change.joins is not None:
        course = term.edition_on(change.date).school.course.get(change.joins.id)
        other = "、".join(course.classes) if course else ""
        return Text(f"并入{other}上课", f"together with {other}")
    if change.way is Way.PARTNER:
        left = "、".join(t for t in item.planned if t not in change.without)
        return Text(f"由{left}照常上" if left else "照常进行", f"held by {left}" if left else "held as usual")
    if change.makes_up is not None:
        then, subject = date_text(change.makes_up.date), title_of(term, change.makes_up)
        return Text(f"由{who}补{then.zh}欠的{subject}", f"{who} makes up for {subject} of {then.en}")
    if who:
        return Text(f"由{who}{way.zh}", f"{way.en} by {who}")
    return way
