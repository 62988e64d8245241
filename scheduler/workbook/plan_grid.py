"""Finds the grid of a timetable in a sheet: classes against days and periods, whichever way round, whoever wrote it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.school import BellSchedule, Slot
from scheduler.workbook.files import filled_cells
from scheduler.workbook.names import key, plain

MOST_ROWS, MOST_COLUMNS = 2000, 600
DIGITS = {character: number for number, character in enumerate("〇一二三四五六七八九十")}
_DAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天1-7])|(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?", re.IGNORECASE)
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?:\s*[-–—~至]+\s*\d{1,2}:\d{2})?")
_NUMBER = re.compile(r"(?:第|lesson|period|p)?\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:节课?|课)?", re.IGNORECASE)
_PARTS = {"上午": 0, "下午": 1, "晚上": 1, "am": 0, "pm": 1, "a.m.": 0, "p.m.": 1}


class Heading(NamedTuple):
    """What stands over a column: the weekday, 0 for morning or 1 for afternoon where said, the period's name or number."""

    day: int
    part: int | None
    name: str

    @property
    def number(self) -> int | None:
        """The number in the name: 3 for 第3节, 第三节, 3."""
        found = _NUMBER.fullmatch(self.name)
        return None if found is None else _number(found[1])


class Row(NamedTuple):
    """A row below the headings: the texts at its left, and the texts under the headings with their places."""

    labels: tuple[tuple[str, str], ...]
    cells: tuple[tuple[Heading, str, str], ...]


class Table(NamedTuple):
    """The grid of one sheet. A label is (text, cell); a cell is (heading, text, cell), where merged cells share one cell."""

    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]


class _Cells:
    """The texts of a sheet by (row, column); every part of a merged cell has the text and the place of its corner."""

    def __init__(self, sheet: Worksheet) -> None:
        self.text: dict[tuple[int, int], str] = {}
        self.place: dict[tuple[int, int], str] = {}
        for row, column in filled_cells(sheet):
            text = _text(sheet.cell(row, column).value)
            if text and row <= MOST_ROWS and column <= MOST_COLUMNS:
                self.text[row, column] = text
        areas = [area for area in sheet.merged_cells.ranges if (area.min_row, area.min_col) in self.text]
        rows = [row for row, _ in self.text] + [area.max_row for area in areas]
        columns = [column for _, column in self.text] + [area.max_col for area in areas]
        self.last_row, self.last_column = (
            min(max(rows, default=0), MOST_ROWS),
            min(max(columns, default=0), MOST_COLUMNS),
        )
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


def find_table(sheet: Worksheet) -> Table | None:
    """Return the grid of a sheet, or None when no row and no column names two weekdays."""
    cells = _Cells(sheet)
    first = _heading_row(cells)
    if first is None:
        cells.flip()
        first = _heading_row(cells)
    return None if first is None else _table(cells, first)


def _heading_row(cells: _Cells) -> int | None:
    days: dict[int, set[int]] = defaultdict(set)
    for (row, _), text in cells.text.items():
        day = day_in(text)
        if day is not None:
            days[row].add(day)
    return min((row for row, found in days.items() if len(found) > 1), default=None)


def _table(cells: _Cells, first: int) -> Table:
    left = min(c for c in range(1, cells.last_column + 1) if day_in(cells.at(first, c)) is not None)
    headings: dict[int, Heading] = {}
    rows, row = [], first
    while row <= cells.last_row:
        if _is_heading(cells, row, left):
            headings, row = _headings(cells, row, left)
            continue
        labels = tuple((cells.at(row, c), cells.name(row, c)) for c in range(1, left) if cells.at(row, c))
        found = tuple((heading, cells.at(row, c), cells.name(row, c)) for c, heading in headings.items())
        if labels:
            rows.append(Row(labels, found))
        row += 1
    return Table(tuple(headings.values()), tuple(rows))


def _is_heading(cells: _Cells, row: int, left: int) -> bool:
    days = {day_in(cells.at(row, c)) for c in range(left, cells.last_column + 1)}
    return len(days - {None}) > 1


def _headings(cells: _Cells, first: int, left: int) -> tuple[dict[int, Heading], int]:
    """Return the headings by column, and the row below them: headings go on while a row holds only period names."""
    last = first
    while last < cells.last_row and _continues(cells, last + 1, left):
        last += 1
    found: dict[int, Heading] = {}
    day: int | None = None
    part: int | None = None
    for column in range(left, cells.last_column + 1):
        texts = list(dict.fromkeys(cells.at(row, column) for row in range(first, last + 1) if cells.at(row, column)))
        own_day = next((d for d in map(day_in, texts) if d is not None), None)
        if own_day is not None and own_day != day:
            day, part = own_day, None
        names = [name for name in map(_period_text, texts) if name]
        part = next((_PARTS[n.lower()] for n in names if n.lower() in _PARTS), part)
        names = [name for name in names if name.lower() not in _PARTS]
        if day is not None and names:
            own_part, name = _split_part(names[-1])
            found[column] = Heading(day, part if own_part is None else own_part, name)
    return found, last + 1


def _continues(cells: _Cells, row: int, left: int) -> bool:
    texts = [cells.at(row, c) for c in range(left, cells.last_column + 1) if cells.at(row, c)]
    named = [t for t in texts if t.lower() in _PARTS or _NUMBER.fullmatch(_period_text(t)) or _CLOCK.fullmatch(t)]
    return len(named) * 2 > len(texts) > 0


def _split_part(name: str) -> tuple[int | None, str]:
    for word in ("上午", "下午"):
        if name.startswith(word) and len(name) > len(word):
            return _PARTS[word], name[len(word) :]
    return None, name


def _period_text(text: str) -> str:
    """Return a heading without its weekday and its clock times."""
    rest = _CLOCK.sub("", _DAY.sub("", text, count=1))
    return rest.strip(" -–_·.()[]\n")


def day_in(text: str) -> int | None:
    """Return the weekday that a heading begins with, 1 (Monday) to 7."""
    found = _DAY.match(text)
    if found is None:
        return None
    if found[2]:
        return _ENGLISH_DAYS.index(found[2].lower()) + 1
    return int(found[1]) if found[1].isdigit() else "一二三四五六日".find(found[1].replace("天", "日")) + 1


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return DIGITS[text] if len(text) == 1 else 10 + DIGITS[text[1]]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        return plain(value)
    return "\n".join(line for line in map(plain, value.splitlines()) if line)


class Slots:
    """Which slot of a bell schedule each heading of a table means."""

    def __init__(self, table: Table) -> None:
        numbers: dict[tuple[int, int | None], list[int]] = defaultdict(list)
        for heading in table.headings:
            if heading.number is not None:
                numbers[heading.day, heading.part].append(heading.number)
        # 上午1-4, 下午1-3: the afternoon is counted from its own first lesson when its numbers repeat the morning's.
        self.recounted = {
            day for day, part in numbers if part == 1 and set(numbers[day, 1]) & set(numbers.get((day, 0), ()))
        }

    def slot(self, heading: Heading, schedule: BellSchedule) -> Slot | None:
        """Return the slot of a heading, of a lesson or of another period; None where nothing is held then."""
        index = self._period(heading, schedule)
        if index is None or heading.day not in schedule.periods[index].days:
            return None
        return Slot(schedule.id, heading.day, index)

    def _period(self, heading: Heading, schedule: BellSchedule) -> int | None:
        named = [i for i, period in enumerate(schedule.periods) if key(period.name) == key(heading.name)]
        if heading.number is None or (named and heading.day not in self.recounted):
            return next(iter(named), None)
        held = list(self._counted(heading, schedule))
        return held[heading.number - 1] if 1 <= heading.number <= len(held) else None

    def _counted(self, heading: Heading, schedule: BellSchedule) -> Iterator[int]:
        for index in schedule.lesson_periods:
            if heading.day not in self.recounted or schedule.part(index) == heading.part:
                yield index
