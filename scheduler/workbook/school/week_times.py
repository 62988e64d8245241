"""Times of the week as people write them in lists of wishes: 周一上午, 周三第5节, 周二1-2节, 全天."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from scheduler.school import BellSchedule, Slot
from scheduler.text import Text
from scheduler.workbook.names import plain
from scheduler.workbook.notation import HALVES, NamedSlot, NotationError, read_days, read_slot
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.slots import find_slots
from scheduler.workbook.tables import Cell

_DAYS = re.compile(r"(?:每?(?:周|星期|礼拜).+?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)", re.IGNORECASE)
_WHOLE = ("全天", "整天", "一天", "all day")
_PARTS = re.compile(
    rf"(?P<days>{_DAYS.pattern})\s*(?P<part>上午|下午|am|pm|{'|'.join(_WHOLE)})?(?:都|均)?", re.IGNORECASE
)
_RANGE = re.compile(r"(?P<before>.*?)第?(?P<first>\d{1,2})节?[-~至到](?:第)?(?P<last>\d{1,2})\s*节?课?")
_BARE = re.compile(r"第?(?:\d{1,2}|[一二三四五六七八九十])节课?|\d{1,2}")
_DIVIDERS = re.compile(r"[、,;/\s和与及]+")


class WeekTime(NamedTuple):
    """A lesson of a day, the lessons of a half of it (`part` 0 or 1), or all of them."""

    day: int
    part: int | None = None
    number: int | None = None


def read_week_times(value: object) -> tuple[WeekTime, ...]:
    """Return the times in a text that names its days: 周一上午、周三第5节. Raises NotationError."""
    found: list[WeekTime] = []
    for piece in (piece for piece in _DIVIDERS.split(_joined(plain(value))) if piece):
        if _BARE.fullmatch(piece) and found and found[-1].number is not None:
            piece = f"{_day(found[-1].day)}{'下午' if found[-1].part else ''}{piece}"
        found += _piece(piece)
    bare = [time.part is None and time.number is None for time in found]
    whole = any(word in plain(value).casefold() for word in _WHOLE)
    if not found:
        raise _not_understood()
    if not whole and any(bare[i] and not all(bare[i:]) for i in range(len(bare))):
        raise _unclear_days()
    return tuple(dict.fromkeys(found))


def read_times_of_day(day: int, value: object) -> tuple[WeekTime, ...]:
    """Return the times of a day: 1、2, 第3节, 1-2, 上午, 全天. Raises NotationError."""
    found: list[WeekTime] = []
    for piece in (piece for piece in _DIVIDERS.split(_joined(plain(value))) if piece):
        found += _piece(f"{_day(day)}{piece}")
    if not found or any(time.day != day for time in found):
        raise _not_understood()
    return tuple(dict.fromkeys(found))


def read_day_heading(value: object) -> WeekTime | None:
    """Return the day or the half of a day that a heading names, 周一 or 周一上午; None where it names none."""
    text = plain(value)
    if re.fullmatch("[一二三四五六日]", text):
        text = f"周{text}"
    try:
        found = _piece(text)
    except NotationError:
        return None
    return found[0] if len(found) == 1 and found[0].number is None else None


def find_week_slots(draft: Draft, cell: Cell, schedules: Iterable[BellSchedule], time: WeekTime) -> list[Slot]:
    """Return the slots of a time in some schedules; none, told, for a lesson that no schedule has."""
    if time.number is not None:
        return find_slots(draft, cell, schedules, NamedSlot(time.day, time.number, time.part))
    return [
        Slot(schedule.id, time.day, period)
        for schedule in schedules
        for period in schedule.lessons_on(time.day)
        if time.part in (None, schedule.part(period))
    ]


def _joined(text: str) -> str:
    """Return a text without the spaces inside of one time: 周三 第5节."""
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=第|上午|下午|全天|\d)", "", text)


def _day(day: int) -> str:
    return f"周{'一二三四五六日'[day - 1]}"


def _piece(text: str) -> list[WeekTime]:
    if not _DAYS.match(text):
        _slot(text)  # what is wrong with 单周一 is said
        raise _not_understood()
    parts = _PARTS.fullmatch(text)
    try:
        days = read_days(parts["days"]) if parts is not None else ()
    except NotationError:
        days = ()
    if parts is not None and days and not any(letter.isdigit() for letter in text):
        half = None if parts["part"] is None else HALVES.get(parts["part"].casefold())
        return [WeekTime(day, half) for day in days]
    ends = _RANGE.fullmatch(text)
    numbers = range(int(ends["first"]), int(ends["last"]) + 1) if ends is not None else ()
    if ends is not None and not numbers:
        raise _not_understood()
    slots = [_slot(f"{ends['before']}{number}") for number in numbers] if ends is not None else [_slot(text)]
    return [WeekTime(slot.day, slot.part, slot.number) for slot in slots]


def _slot(text: str) -> NamedSlot:
    try:
        return read_slot(text)
    except NotationError as error:
        raise NotationError(error.text, _not_understood().cure) from None


def _unclear_days() -> NotationError:
    return NotationError(
        Text("看不出前面的一天是全天还是半天", "Is the first day meant as a whole?"),
        Text("写成 周一全天、周三下午 或 周一下午、周三下午", "Type 周一全天、周三下午 or 周一下午、周三下午"),
    )


def _not_understood() -> NotationError:
    return NotationError(
        Text("看不懂的时间", "This time cannot be understood"),
        Text(
            "写成 周一上午、周三第5节；钟点写在“时间段”表里",
            "Type such as 周一上午、周三第5节; clock times stand in sheet 时间段",
        ),
    )
