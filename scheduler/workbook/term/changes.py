"""Reads a row of 变动: as the program wrote it, or as somebody typed it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pydantic import ValidationError

from scheduler.school import Slot
from scheduler.term.account import is_protected
from scheduler.term.calendar import date_text
from scheduler.term.day import Day, Dropped, Item, day_of, plain_items
from scheduler.term.nouns import (
    MAY_BE_MOVED,
    NEEDS_SOMEBODY,
    OWN_ROOM,
    Change,
    ItemKind,
    Key,
    Occasion,
    Term,
    Way,
    closes,
)
from scheduler.text import Text
from scheduler.workbook.names import key as key_of
from scheduler.workbook.names import plain
from scheduler.workbook.notation import read_date
from scheduler.workbook.tables import Cell, ReadingReport, Row
from scheduler.workbook.term.names import SchoolNames
from scheduler.workbook.term_sheets import WAY_WORDS

TYPED_PAIRS = 1_000_000  # exchanges that were typed have pairs above this
_AGAIN = Text("按课表核对日期、班级、节次", "Check date, class and lesson against the timetable")


class _Coded(NamedTuple):
    """What the program wrote of a change."""

    key: Key
    joins: Key | None
    slot: Slot | None
    pair: int | None
    lost: Key | None = None


def read_change(names: SchoolNames, row: Row, term: Term, before: int) -> Iterator[Change]:
    """Yield the change in a row, both halves of an exchange that somebody typed; nothing, told, where something is wrong.

    `before` changes were read already: ids go on from there.
    """
    report, told = names.report, names.report.tellings
    date = report.read(row["date"], read_date, None)
    way = report.word(row["way"], WAY_WORDS, None)
    teachers, without, venue = names.people(row["teachers"]), names.people(row["without"]), _place(names, row)
    for name in ("date", "way"):
        if not row[name].text:
            names.error(row[name], Text("没有填", "Nothing is said"), Text("填上", "Fill it in"))
    if date is not None and date not in term.calendar:
        names.error(row["date"], outside(term), Text("改正日期", "Correct the date"))
    if report.tellings > told or date is None or way is None:
        return
    coded = _coded(names, row)
    item = _item(names, row, term, date, coded)
    if item is None or not _fits(names, row, way, bool(teachers)):
        return
    joins = _joins(names, row, term, item, coded) if way is Way.MERGE else None
    there = _there(names, row, term, item, coded) if way is Way.EXCHANGE or _is_moved(row, way, coded) else None
    lost = _lost(names, row, term, item, coded) if way is Way.MAKE_UP else None
    if report.tellings > told:
        return
    said = {"note": row["note"].text, "entered_by": row["by"].text, "entered_at": moment_of(row["at"]), "venue": venue}
    pair = coded.pair if coded else TYPED_PAIRS + before if there is not None else None
    try:
        yield Change(
            id=before + 1,
            date=date,
            key=item.key,
            way=way,
            without=without or (() if way in (Way.EXCHANGE, Way.CANCEL) else _away(term, item, teachers)),
            teachers=teachers,
            joins=joins,
            moved_to=there and (there.date, there.slot),
            pair=pair,
            makes_up=lost,
            **said,
        )
        if there is not None and coded is None:
            other = Change(
                id=before + 2,
                date=there.occasion.date,
                key=there.key,
                way=Way.EXCHANGE,
                moved_to=(item.date, item.slot),
                pair=pair,
                **said,
            )
            yield other
    except ValidationError as error:
        message = "; ".join(str(each["msg"]).removeprefix("Value error, ") for each in error.errors())
        names.error(row["way"], Text(f"这一行前后不合（{message}）", f"The row does not fit: {message}"), _AGAIN)


def _is_moved(row: Row, way: Way, coded: _Coded | None) -> bool:
    """Tell whether something that somebody else holds was exchanged before: it is held at the time that the row names."""
    if way not in MAY_BE_MOVED:
        return False
    return coded.slot is not None if coded else bool(row["to_date"].text or row["to_slot"].text)


def _place(names: SchoolNames, row: Row) -> str | None:
    """Return where a change is held: a venue of the school, or the classes' own rooms."""
    return OWN_ROOM if key_of(row["venue"].text) == key_of(OWN_ROOM) else names.venue(row["venue"])


def _away(term: Term, item: Item, teachers: tuple[str, ...]) -> tuple[str, ...]:
    """Return who does not hold an item, where the row does not say: those who are away then, or all of its teachers."""
    away = {t for a in term.away_on(item.date) if a.touches(item.date, item.start, item.end) for t in a.teachers}
    gone = tuple(t for t in item.planned if t in away)
    return gone or (item.planned if teachers else ())


def _fits(names: SchoolNames, row: Row, way: Way, has_teachers: bool) -> bool:
    """Tell whether a row says what its way needs."""
    if way in NEEDS_SOMEBODY and not has_teachers:
        names.error(
            row["teachers"],
            Text("没有写由谁来上", "It does not say who comes in"),
            Text("写代课教师", "Name the teacher"),
        )
        return False
    if way not in NEEDS_SOMEBODY and has_teachers:
        names.error(
            row["teachers"],
            Text("只有代课、看护自习和补课写代课教师", "Only cover, self-study and a make-up have one"),
            Text("清空，或改方式", "Clear it, or change the way"),
        )
        return False
    return True


def _coded(names: SchoolNames, row: Row) -> _Coded | None:
    """Return what the program wrote of a row; None where it is empty, or told where it was changed."""
    cell = row["code"]
    if not cell.text:
        return None
    try:
        key, joins, slot, pair, lost = [*json.loads(str(cell.value)), None][:5]
        made = [
            None
            if each is None
            else Key(ItemKind(each[0]), str(each[1]), Slot(str(each[2]), int(each[3]), int(each[4])))
            for each in (key, joins, lost)
        ]
        if made[0] is None:
            raise ValueError
        return _Coded(
            made[0], made[1], slot and Slot(str(slot[0]), int(slot[1]), int(slot[2])), pair and int(pair), made[2]
        )
    except (ValueError, TypeError, IndexError, KeyError):
        names.error(
            cell,
            Text("这一栏被改过，看不懂", "This was changed and cannot be read"),
            Text("清空这一栏，由前面各栏决定", "Clear it: the other columns decide"),
        )
        return None


def _items(term: Term, date: datetime.date) -> list[Item]:
    """Return what the week has on a date, in its order."""
    found = plain_items(term, date).values()
    return sorted((f.item if isinstance(f, Dropped) else f for f in found), key=lambda item: (item.start, item.key))


def _item(names: SchoolNames, row: Row, term: Term, date: datetime.date, coded: _Coded | None) -> Item | None:
    """Return what a row changes; None, told, where nothing or more than one thing is meant."""
    items = _items(term, date)
    if coded is not None:
        found = [item for item in items if item.key == coded.key]
        if not found:
            names.error(
                row["date"], Text("这一天的课表里没有这节课了", "The timetable of that day has no such lesson"), _AGAIN
            )
            return None
        wrong = [name for name in ("classes", "slot", "title") if not _says(names, row, term, name, found[0])]
        for name in wrong:
            names.error(
                row[name],
                Text("和“程序用”一栏说的不是一节课", "Not the lesson that the program wrote"),
                Text(
                    "改回去；要改成别的课，清空“程序用”一栏",
                    "Change it back, or clear the program's column to mean another lesson",
                ),
            )
        return None if wrong else found[0]
    asked = [name for name in ("classes", "slot", "title") if row[name].text]
    if "slot" not in asked:
        names.error(row["slot"], Text("没有写第几节", "It does not say which lesson"), _AGAIN)
        return None
    found = [item for item in items if all(_says(names, row, term, name, item) for name in asked)]
    if len(found) == 1:
        return found[0]
    text = Text("这一天没有这样的课", "There is no such lesson on that day")
    if found:
        some = "、".join(f"{'、'.join(item.classes[:1])}{item.title}" for item in found[:4])
        text = Text(f"这一天有 {len(found)} 样都符合：{some}", f"{len(found)} things of that day fit: {some}")
    names.error(row["slot"], text, Text("写清日期、班级、节次和课程", "Give date, class, lesson and subject"))
    return None


def _says(names: SchoolNames, row: Row, term: Term, name: str, item: Item) -> bool:
    """Tell whether what a column says is true of an item; an empty one says nothing."""
    cell = row[name]
    if not cell.text:
        return True
    if name == "classes":
        return set(names.class_list(cell)) <= set(item.classes)
    if name == "title":
        return key_of(cell.text) == key_of(item.title)
    return is_slot(day_of(term, item.date), item.slot, cell)


def is_slot(day: Day, slot: Slot, cell: Cell) -> bool:
    """Tell whether a cell names a slot of a day: by the name of the period, or the number of the lesson."""
    if slot.schedule not in day.school.schedule:
        return False
    period, text = day.school.period(slot), plain(cell.text)
    number = day.school.schedule[slot.schedule].lesson_number(slot.day, slot.period)
    bare = text.removeprefix("第").removesuffix("课").removesuffix("节")
    return key_of(text) == key_of(period.name) or (bare.isdigit() and number > 0 and int(bare) == number)


def _joins(names: SchoolNames, row: Row, term: Term, item: Item, coded: _Coded | None) -> Key | None:
    """Return the lesson that classes join: by the code, or that of the class which the row names at the same time."""
    if coded is not None:
        return coded.joins
    wanted = set(names.class_list(row["joins"]))
    found = [
        i
        for i in _items(term, item.date)
        if wanted and wanted <= set(i.classes) and i.overlaps(item) and i.kind is item.kind
    ]
    if len(found) != 1:
        names.error(
            row["joins"],
            Text("不知道并到哪个班的哪节课", "Which lesson it joins is not clear"),
            Text("写同一时间上课的班", "Name a class that has a lesson then"),
        )
        return None
    return found[0].key


def _there(names: SchoolNames, row: Row, term: Term, item: Item, coded: _Coded | None) -> Item | None:
    """Return the lesson with which one is exchanged: that of the class on the date and at the lesson that the row names."""
    date = names.report.read(row["to_date"], read_date, None) or (item.date if row["to_slot"].text else None)
    if date is None or date not in term.calendar:
        text = Text("没有写调到哪天", "It does not say to which date") if date is None else outside(term)
        names.error(row["to_date"], text, Text("写学期里的日期", "A date of the term"))
        return None
    items = [i for i in _items(term, date) if i.kind is ItemKind.LESSON and set(i.classes) == set(item.classes)]
    if coded is not None and coded.slot is not None:
        found = [i for i in items if i.slot == coded.slot]
    else:
        found = [i for i in items if is_slot(day_of(term, date), i.slot, row["to_slot"])]
    if len(found) == 1 and found[0].occasion != item.occasion:
        return found[0]
    names.error(row["to_slot"], Text("这个班那天没有这节课可以对调", "The class has no such lesson then"), _AGAIN)
    return None


def _lost(names: SchoolNames, row: Row, term: Term, item: Item, coded: _Coded | None) -> Occasion | None:
    """Return the lesson that is made up: that of the class on the date and at the lesson that the row names."""
    date = names.report.read(row["owed_date"], read_date, None)
    if date is None or date not in term.calendar:
        text = Text("没有写补哪天的课", "It does not say which date's lesson") if date is None else outside(term)
        names.error(row["owed_date"], text, Text("写欠课的那一天", "Write the date of the owed lesson"))
        return None
    if date >= item.date:
        text = Text("要补的课在这一天之后或当天", "What is made up is not earlier than this date")
        names.error(row["owed_date"], text, Text("补课写在欠课之后", "A make-up comes after what is owed"))
        return None
    items = [i for i in _items(term, date) if i.kind is ItemKind.LESSON and set(i.classes) >= set(item.classes)]
    found = [i for i in items if is_slot(day_of(term, date), i.slot, row["owed_slot"])]
    if coded is not None and coded.lost is not None:
        found = [i for i in found if i.key == coded.lost]
    school = term.edition_on(date).school
    if len(found) > 1:  # groups of one class at a time: only what may not be lost is owed
        found = [i for i in found if is_protected(school, i.occasion)]
    if len(found) == 1:
        return found[0].occasion
    if found:
        some = "、".join(i.title for i in found)
        names.error(row["owed_slot"], Text(f"那节有 {some}", f"There are {some} then"), _AGAIN)
        return None
    names.error(row["owed_slot"], Text("这个班那天没有这节课", "The class has no such lesson then"), _AGAIN)
    return None


def check_halves(report: ReadingReport, found: Sequence[Change], rows: Mapping[Occasion, Row]) -> None:
    """Tell where a half of an exchange is missing, or goes to another time than the other leaves."""
    for pair in dict.fromkeys(change.pair for change in found if change.pair is not None):
        halves = [change for change in found if change.pair == pair]
        if not closes(halves):
            text = Text(
                "这次调课的另一半没有了，或时间对不上",
                "The other half of the exchange is missing, or is at another time",
            )
            cure = Text(
                "补回另一行；或只留一行，并清空它的“程序用”一栏",
                "Put the other row back; or keep one row and clear its program's column",
            )
            report.error(rows[halves[0].occasion]["to_date"], text, cure)


def outside(term: Term) -> Text:
    """Return that a date is outside of the term, and from when to when that is."""
    first, last = date_text(term.calendar.first), date_text(term.calendar.last)
    return Text(f"不在学期里（{first.zh}到{last.zh}）", f"Outside of the term ({first.en} to {last.en})")


def moment_of(cell: Cell) -> datetime.datetime | None:
    """Return the date and time in a cell; None where it says neither."""
    if isinstance(cell.value, datetime.datetime):
        return cell.value
    try:
        return datetime.datetime.fromisoformat(cell.text) if cell.text else None
    except ValueError:
        return None
