"""Finds the timetables in a sheet, whoever wrote it: one week of many rows, or a week of its own for each class or teacher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

from scheduler.school import BellSchedule, Slot
from scheduler.workbook.names import key
from scheduler.workbook.plan.sheet import Cells, TimeHeading, day_in, heading_of, part_in, says_when

Label = tuple[str, str]  # text, cell


class GridRow(NamedTuple):
    """What is told of one class or teacher: the texts that say of whom, and those at each time with their places.

    A label is (text, cell); a cell is (heading, text, cell), where merged cells share one cell.
    """

    labels: tuple[Label, ...]
    cells: tuple[tuple[TimeHeading, str, str], ...]


class TimetableGrid(NamedTuple):
    """A timetable. `is_week` where it is of one class or teacher, whom the texts above it name, if not the sheet's title."""

    sheet: str
    headings: tuple[TimeHeading, ...]
    rows: tuple[GridRow, ...]
    is_week: bool = False


class _Columns(NamedTuple):
    """Neighbouring columns of weekdays, and the columns at their left."""

    labels: range
    days: dict[int, int]


def find_tables(sheet: Worksheet) -> list[TimetableGrid]:
    """Return the timetables of a sheet; none when no row and no column names two weekdays."""
    cells = Cells(sheet)
    if not cells.turn_days_up():
        return []
    first = next(row for row in range(1, cells.last_row + 1) if _is_heading(cells, row))
    grid = _grid(cells, sheet.title, first)
    return [grid] if grid.headings else _weeks(cells, sheet.title)


def _is_heading(cells: Cells, row: int, left: int = 1) -> bool:
    days = {day_in(cells.at(row, c)) for c in range(left, cells.last_column + 1)}
    return len(days - {None}) > 1


# A class or a teacher a row.


def _grid(cells: Cells, title: str, first: int) -> TimetableGrid:
    left = min(c for c in range(1, cells.last_column + 1) if day_in(cells.at(first, c)) is not None)
    headings: dict[int, TimeHeading] = {}
    rows, row = [], first
    while row <= cells.last_row:
        if _is_heading(cells, row, left):
            headings, row = _headings(cells, row, left)
            continue
        labels = tuple((cells.at(row, c), cells.name(row, c)) for c in range(1, left) if cells.at(row, c))
        found = tuple((heading, cells.at(row, c), cells.name(row, c)) for c, heading in headings.items())
        if labels:
            rows.append(GridRow(labels, found))
        row += 1
    return TimetableGrid(title, tuple(headings.values()), tuple(rows))


def _headings(cells: Cells, first: int, left: int) -> tuple[dict[int, TimeHeading], int]:
    """Return the headings by column, and the row below them: headings go on while a row holds only period names."""
    last = first
    while last < cells.last_row and _continues(cells, last + 1, left):
        last += 1
    found: dict[int, TimeHeading] = {}
    day: int | None = None
    part: int | None = None
    for column in range(left, cells.last_column + 1):
        texts = list(dict.fromkeys(cells.at(row, column) for row in range(first, last + 1) if cells.at(row, column)))
        own_day = next((d for d in map(day_in, texts) if d is not None), None)
        if own_day is not None and own_day != day:
            day, part = own_day, None
        own_part = part_in(texts)
        part = part if own_part is None else own_part
        heading = heading_of(day, part, texts) if day is not None else None
        if heading is not None:
            found[column] = heading
    return found, last + 1


def _continues(cells: Cells, row: int, left: int) -> bool:
    texts = [cells.at(row, c) for c in range(left, cells.last_column + 1) if cells.at(row, c)]
    return len(list(filter(says_when, texts))) * 2 > len(texts) > 0


# A sheet or a block for each class or teacher: days side by side, periods below each other.


def _weeks(cells: Cells, title: str) -> list[TimetableGrid]:
    heads = [row for row in range(1, cells.last_row + 1) if _is_heading(cells, row)]
    found: list[TimetableGrid] = []
    for row, after in zip(heads, [*heads[1:], cells.last_row + 1], strict=True):
        above = range(heads[heads.index(row) - 1] + 1 if row != heads[0] else 1, row + 1)
        blocks = _columns(cells, row)
        for columns in blocks:
            end = max(columns.days) if columns is not blocks[-1] else cells.last_column
            span = range(columns.labels.start, end + 1)
            found.append(_week(cells, title, _titles(cells, above, span, columns), range(row + 1, after), columns))
    return [week for week in found if week.headings]


def _columns(cells: Cells, row: int) -> list[_Columns]:
    """Return the blocks of a row of days: one begins anew where the days do."""
    blocks: list[dict[int, int]] = []
    for column in range(1, cells.last_column + 1):
        day = day_in(cells.at(row, column))
        if day is not None:
            if not blocks or day < max(blocks[-1].values()):
                blocks.append({})
            blocks[-1][column] = day
    starts = [1, *(max(block) + 1 for block in blocks)]
    return [_Columns(range(start, min(block)), block) for start, block in zip(starts, blocks, strict=False)]


def _titles(cells: Cells, rows: range, span: range, columns: _Columns) -> tuple[Label, ...]:
    """Return the texts above a week and in its corner, the nearest first; above, not the lines of the week before."""
    found: dict[str, str] = {}
    for row in reversed(rows):
        if row != rows[-1] and _has_period(cells, row, columns.labels):
            break
        for column in span:
            text = cells.at(row, column)
            if text and day_in(text) is None:
                found.setdefault(text, cells.name(row, column))
    return tuple(found.items())


def _has_period(cells: Cells, row: int, labels: range) -> bool:
    return any(says_when(cells.at(row, column)) for column in labels if cells.at(row, column))


def _week(cells: Cells, title: str, names: tuple[Label, ...], rows: range, columns: _Columns) -> TimetableGrid:
    found: list[tuple[TimeHeading, str, str]] = []
    part: int | None = None
    for row in rows:
        texts = [cells.at(row, column) for column in columns.labels if cells.at(row, column)]
        own_part = part_in(texts)
        part = part if own_part is None else own_part
        for column, day in columns.days.items():
            heading = heading_of(day, part, texts)
            if heading is not None:
                found.append((heading, cells.at(row, column), cells.name(row, column)))
    headings = tuple(dict.fromkeys(heading for heading, _, _ in found))
    return TimetableGrid(title, headings, (GridRow(names, tuple(found)),), is_week=True)


class Slots:
    """Which slot of a bell schedule each heading of a table means."""

    def __init__(self, headings: Iterable[TimeHeading]) -> None:
        numbers: dict[tuple[int, int | None], list[int]] = defaultdict(list)
        for heading in headings:
            if heading.number is not None:
                numbers[heading.day, heading.part].append(heading.number)
        # 上午1-4, 下午1-3: the afternoon is counted from its own first lesson when its numbers repeat the morning's.
        self.recounted = {
            day for day, part in numbers if part == 1 and set(numbers[day, 1]) & set(numbers.get((day, 0), ()))
        }

    def slot(self, heading: TimeHeading, schedule: BellSchedule) -> Slot | None:
        """Return the slot of a heading, of a lesson or of another period; None where nothing is held then."""
        index = self._period(heading, schedule)
        if index is None or heading.day not in schedule.periods[index].days:
            return None
        return Slot(schedule.id, heading.day, index)

    def _period(self, heading: TimeHeading, schedule: BellSchedule) -> int | None:
        named = [i for i, period in enumerate(schedule.periods) if key(period.name) == key(heading.name)]
        if heading.number is None or (named and heading.day not in self.recounted):
            begun = [i for i, period in enumerate(schedule.periods) if period.start == heading.start]
            return next(iter(named or begun), None)
        held = list(self._counted(heading, schedule))
        return held[heading.number - 1] if 1 <= heading.number <= len(held) else None

    def _counted(self, heading: TimeHeading, schedule: BellSchedule) -> Iterator[int]:
        for index in schedule.lesson_periods:
            if heading.day not in self.recounted or schedule.part(index) == heading.part:
                yield index


def slot_of(heading: TimeHeading, schedule: BellSchedule) -> Slot | None:
    """Return the slot of a heading that stands alone: its lessons are counted over the whole day."""
    return Slots(()).slot(heading, schedule)
