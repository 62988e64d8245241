"""The texts of a sheet of a plan, and the words for days and periods that people write over and beside them."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from itertools import groupby
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.school import Week
from scheduler.workbook.files import filled_cells
from scheduler.workbook.names import plain
from scheduler.workbook.notation import WEEKS

MOST_ROWS, MOST_COLUMNS, MOST_NUMBER = 2000, 600, 20
TITLE_ROWS = 3
DIGITS = {character: number for number, character in enumerate("〇一二三四五六七八九十")}
PARTS = {"上午": 0, "下午": 1, "晚上": 1, "am": 0, "pm": 1, "a.m.": 0, "p.m.": 1}
# What stands over the names of periods and classes is no period itself.
NO_PERIODS = frozenset(
    (
        *PARTS,
        *[
            "节次",
            "节",
            "课节",
            "时间",
            "时段",
            "班级",
            "班",
            "序号",
            "星期",
            "作息",
            "period",
            "periods",
            "time",
            "class",
            "day",
            "lesson",
            "no.",
        ],
    )
)
_DAY = re.compile(
    r"(?:([单双])周?)?(?:周|星期|礼拜)([一二三四五六日天1-7])|(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?", re.IGNORECASE
)
_IN_WEEKS = re.compile(r"\(?(?:([单双])周?|(odd|even)(?: weeks)?)\)?", re.IGNORECASE)
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_BARE_DAYS = "一二三四五六日"
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?:\s*[-–—~至]+\s*\d{1,2}:\d{2})?")
_NUMBER = re.compile(r"(?:第|lesson|period|p)?\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:节课?|课)?", re.IGNORECASE)


class TimeHeading(NamedTuple):
    """What a place in a timetable means: the weekday, 0 for morning or 1 for afternoon where said, the period's name or
    number, the minute at which it begins where only that is said, and the weeks where its day names them (单周六)."""

    day: int
    part: int | None
    name: str
    start: int | None = None
    week: Week | None = None

    @property
    def number(self) -> int | None:
        """The number in the name: 3 for 第3节, 第三节, 3."""
        return number_in(self.name)


class Cells:
    """The texts of a sheet by (row, column); every part of a merged cell has the text and the place of its corner."""

    def __init__(self, sheet: Worksheet) -> None:
        self.text: dict[tuple[int, int], str] = {}
        self.place: dict[tuple[int, int], str] = {}
        for row, column in filled_cells(sheet):
            text = cell_text(sheet.cell(row, column).value)
            if text and row <= MOST_ROWS and column <= MOST_COLUMNS:
                self.text[row, column] = text
        areas = [area for area in sheet.merged_cells.ranges if (area.min_row, area.min_col) in self.text]
        rows = [row for row, _ in self.text] + [area.max_row for area in areas]
        columns = [column for _, column in self.text] + [area.max_col for area in areas]
        self.last_row = min(max(rows, default=0), MOST_ROWS)
        self.last_column = min(max(columns, default=0), MOST_COLUMNS)
        for area in sheet.merged_cells.ranges:
            corner = (area.min_row, area.min_col)
            place = f"{get_column_letter(area.min_col)}{area.min_row}"
            for row in range(area.min_row, min(area.max_row, self.last_row) + 1):
                for column in range(area.min_col, min(area.max_col, self.last_column) + 1):
                    self.place[row, column] = place
                    if corner in self.text:
                        self.text[row, column] = self.text[corner]
        self.flipped = False

    def flip(self) -> None:
        """Read rows as columns from now on."""
        self.text = {(column, row): text for (row, column), text in self.text.items()}
        self.place = {(column, row): place for (row, column), place in self.place.items()}
        self.last_row, self.last_column = self.last_column, self.last_row
        self.flipped = not self.flipped

    def at(self, row: int, column: int) -> str:
        """Return the text of a cell, empty where there is none."""
        return self.text.get((row, column), "")

    def name(self, row: int, column: int) -> str:
        """Return what Excel calls a cell."""
        if (row, column) in self.place:
            return self.place[row, column]
        if self.flipped:
            row, column = column, row
        return f"{get_column_letter(column)}{row}"

    def turn_days_up(self) -> bool:
        """Read the sheet such that weekdays stand side by side in a row; tell whether it names any.

        A row of just 一, 二, 三, 四, 五 are days too where nothing is called 周一.
        """
        for look in (self._has_day_row, self._name_bare_days):
            for _ in range(2):
                if look():
                    return True
                self.flip()
        return False

    def only_day(self, title: str) -> int | None:
        """Return the one weekday that the sheet is of, by its title or a line above; None where days head rows or columns."""
        named = False
        for _ in range(2):
            named = named or self._has_day_row()
            self.flip()
        if named:
            return None
        day = day_in(plain(title))
        if day is not None:
            return day
        lines = {text for (row, _), text in self.text.items() if row <= TITLE_ROWS}
        days = {day_in(found[0]) for text in lines for found in _DAY.finditer(text)}
        return days.pop() if len(days) == 1 else None

    def days_below(self) -> list[tuple[int, Cells]]:
        """Return the parts of a sheet in which one day stands below the other, each under a line with its name."""
        starts = [(row, day) for row in range(1, self.last_row + 1) if (day := self._day_line(row)) is not None]
        ends = [row for row, _ in starts[1:]] + [self.last_row + 1] * bool(starts)
        return [(day, self._part(range(row, end))) for (row, day), end in zip(starts, ends, strict=True)]

    def _day_line(self, row: int) -> int | None:
        """Return the day that begins a row which else names nothing, or nothing but periods."""
        texts = list(dict.fromkeys(self.at(row, column) for column in range(1, self.last_column + 1)))
        first, *others = [text for text in texts if text] or [""]
        periods = all(says_when(text) for text in others) and len(others) != 1
        return day_in(first) if periods else None

    def _part(self, rows: range) -> Cells:
        """Return the cells of some rows, at their places."""
        part = copy(self)
        part.text = {place: text for place, text in self.text.items() if place[0] in rows}
        part.last_row = rows[-1]
        return part

    def _has_day_row(self) -> bool:
        days: dict[int, set[int]] = defaultdict(set)
        for (row, _), text in self.text.items():
            day = day_in(text)
            if day is not None:
                days[row].add(day)
        return any(len(found) > 1 for found in days.values())

    def _name_bare_days(self) -> bool:
        rows: dict[int, list[int]] = defaultdict(list)
        for row, column in sorted(self.text):
            if self.text[row, column] in _BARE_DAYS:
                rows[row].append(column)
        found = False
        for row, columns in rows.items():
            if _is_week("".join(mark for mark, _ in groupby(self.text[row, column] for column in columns))):
                found = True
                for column in columns:
                    self.text[row, column] = f"周{self.text[row, column]}"
        return found


def _is_week(marks: str) -> bool:
    """Tell whether marks are 一二三四五, perhaps with 六 and 日, once or several times."""
    before, *weeks = marks.split("一")
    return not before and bool(weeks) and all(f"一{week}" in (_BARE_DAYS[:n] for n in (5, 6, 7)) for week in weeks)


def day_in(text: str) -> int | None:
    """Return the weekday that a heading begins with, 1 (Monday) to 7."""
    found = _DAY.match(text)
    if found is None:
        return None
    if found[3]:
        return _ENGLISH_DAYS.index(found[3].lower()) + 1
    return int(found[2]) if found[2].isdigit() else _BARE_DAYS.find(found[2].replace("天", "日")) + 1


def week_in(texts: Iterable[str]) -> Week | None:
    """Return the weeks that a heading names beside its day: 单周六, 周六（双周）, Sat (odd weeks); None where it names none."""
    for text in texts:
        found = _DAY.match(text)
        beside = _IN_WEEKS.match(text[found.end() :].strip()) if found is not None else None
        word = found[1] if found is not None and found[1] else (beside[1] or beside[2]) if beside is not None else None
        if word:
            return WEEKS[word.casefold()]
    return None


def number_in(text: str) -> int | None:
    """Return the number that a period's name is: 3 for 第3节, 第三节, 3."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    if found[1].isdigit():
        number = int(found[1])
    else:
        number = DIGITS[found[1]] if len(found[1]) == 1 else 10 + DIGITS[found[1][1]]
    return number if number <= MOST_NUMBER else None


def period_text(text: str) -> str:
    """Return a heading without its weekday and its clock times."""
    rest = _CLOCK.sub("", _without_day(text))
    return rest.strip(" -–_·.()[]\n")


def _without_day(text: str) -> str:
    day = _DAY.search(text)
    return text if day is None else text[: day.start()] + _IN_WEEKS.sub("", text[day.end() :].strip(), count=1)


def says_when(text: str) -> bool:
    """Tell whether a text says nothing but a part of the day, the number of a period or clock times."""
    return text.lower() in PARTS or number_in(period_text(text)) is not None or bool(_CLOCK.fullmatch(text))


def part_in(texts: Iterable[str]) -> int | None:
    """Return the part of the day that one of some texts is, 0 or 1."""
    return next((PARTS[text.lower()] for text in texts if text.lower() in PARTS), None)


def heading_of(day: int, part: int | None, texts: Iterable[str], week: Week | None = None) -> TimeHeading | None:
    """Return what the texts over or beside a place mean, on a day of some weeks; None where they name no period."""
    texts = list(texts)
    found = [name for name in map(period_text, texts) if name and name.lower() not in NO_PERIODS]
    # 序号 and clock times may stand beside the name: a number is surest, then whatever stands last.
    name = next((n for n in reversed(found) if number_in(_without_part(n)[1]) is not None), found[-1] if found else "")
    own, name = _without_part(name)
    clock = next((match for match in map(_CLOCK.search, texts) if match), None)
    start = int(clock[1]) * 60 + int(clock[2]) if clock else None
    if not name and start is None:
        return None
    return TimeHeading(day, part if own is None else own, name, start, week)


def _without_part(name: str) -> tuple[int | None, str]:
    for word in ("上午", "下午"):
        if name.startswith(word) and len(name) > len(word):
            return PARTS[word], name[len(word) :].strip()
    return None, name


def cell_text(value: Any) -> str:
    """Return the lines of a cell as plain text."""
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value.month}-{value.day}"  # what was typed as 3-1 and Excel took for a date
    if not isinstance(value, str):
        return plain(value)
    return "\n".join(line for line in map(plain, value.splitlines()) if line)
