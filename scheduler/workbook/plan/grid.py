"""Finds the timetables in a sheet, whoever wrote it: one week of many rows, or a week of its own for each class or teacher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

from scheduler.school import BellSchedule, Slot, Week
from scheduler.workbook.names import key
from scheduler.workbook.plan.sheet import (
    Cells,
    TimeHeading,
    day_in,
    heading_of,
    number_in,
    part_in,
    period_text,
    says_when,
    week_in,
)

Label = tuple[str, str]  # text, cell
GridCell = tuple[TimeHeading, str, str]  # when, text, cell
_PARTS_OF_LESSON = frozenset(
    [
        "学科",
        "课程",
        "科目",
        "课名",
        "教师",
        "任课教师",
        "老师",
        "姓名",
        "场地",
        "地点",
        "教室",
        "subject",
        "course",
        "teacher",
        "room",
        "place",
    ]
)


class GridRow(NamedTuple):
    """What is told of one class or teacher: the texts that say of whom, and those at each time with their places.

    A label is (text, cell); a cell is (heading, text, cell), where merged cells share one cell.
    """

    labels: tuple[Label, ...]
    cells: tuple[GridCell, ...]


class TimetableGrid(NamedTuple):
    """A timetable. `is_week` where it is of one class or teacher, whom the texts above it name, if not the sheet's title."""

    sheet: str
    headings: tuple[TimeHeading, ...]
    rows: tuple[GridRow, ...]
    is_week: bool = False


class _Columns(NamedTuple):
    """Neighbouring columns of weekdays with the weeks that they name, and the columns at their left."""

    labels: range
    days: dict[int, int]
    weeks: dict[int, Week | None]


def find_tables(sheet: Worksheet) -> list[TimetableGrid]:
    """Return the timetables of a sheet; none when it names no weekday, or two in no row and no column."""
    cells = Cells(sheet)
    day = cells.only_day(sheet.title)
    days = [(day, cells)] if day is not None else cells.days_below()
    found = [grid for each, part in days if (grid := _day_grid(part, sheet.title, each)) is not None]
    if found and (day is not None or len(found) > 1):
        return found
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
    rows: list[GridRow] = []
    row = first
    while row <= cells.last_row:
        if _is_heading(cells, row, left):
            headings, row = _headings(cells, row, left)
            continue
        _add_row(rows, cells, row, left, headings)
        row += 1
    return TimetableGrid(title, tuple(headings.values()), tuple(rows))


def _add_row(rows: list[GridRow], cells: Cells, row: int, left: int, headings: dict[int, TimeHeading]) -> None:
    """Add a row; what stands below a row and has no name of its own, such as teachers below subjects, goes on with it."""
    labels = tuple((cells.at(row, c), cells.name(row, c)) for c in range(1, left) if cells.at(row, c))
    found = [(heading, cells.at(row, c), cells.name(row, c)) for c, heading in headings.items()]
    goes_on = not _names(labels) or (bool(rows) and _is_same(labels, rows[-1].labels))
    said = any(text for _, text, _ in found)
    if rows and goes_on and said:
        rows[-1] = GridRow(rows[-1].labels, _gathered([*rows[-1].cells, *found]))
    elif labels or said:
        rows.append(GridRow(labels, _gathered(found)))


def _is_same(labels: tuple[Label, ...], before: tuple[Label, ...]) -> bool:
    """Tell whether a row is of whom the row before is: its labels are the same merged cells, or differ in 学科 and 教师 only."""
    names, names_before = _names(labels), _names(before)
    apart = names != labels or names_before != before
    return names == names_before or (apart and [text for text, _ in names] == [text for text, _ in names_before])


def _names(labels: tuple[Label, ...]) -> tuple[Label, ...]:
    return tuple(label for label in labels if key(label[0]) not in _PARTS_OF_LESSON)


def _gathered(cells: Iterable[GridCell]) -> tuple[GridCell, ...]:
    """Return the cells of a row with what several tell of one time in one, at the place of the first that says something."""
    found: dict[TimeHeading, dict[str, str]] = {}
    places: dict[TimeHeading, str] = {}
    for heading, text, place in cells:
        texts = found.setdefault(heading, {})
        places[heading] = place if not texts and (text or heading not in places) else places[heading]
        if text:
            texts[place] = text
    return tuple((heading, "\n".join(texts.values()), places[heading]) for heading, texts in found.items())


# A sheet for each weekday.


def _day_grid(cells: Cells, title: str, day: int) -> TimetableGrid | None:
    """Return the timetable of one day, its periods side by side or below each other; None where a sheet names no periods."""
    first = _period_row(cells)
    if first is None:
        return None
    last = first
    while last < cells.last_row and _continues(cells, last + 1, 1):
        last += 1
    headings = _day_headings(cells, range(max(1, first - 1), last + 1), first, day)
    rows: list[GridRow] = []
    for row in range(last + 1, cells.last_row + 1):
        _add_row(rows, cells, row, min(headings), headings)
    return TimetableGrid(title, tuple(headings.values()), tuple(rows))


def _period_row(cells: Cells) -> int | None:
    """Return the first row that names several periods, read the other way where only columns do; else one that names 第1节."""
    for least in (2, 1):
        for _ in range(2):
            for row in range(1, cells.last_row + 1):
                texts = [cells.at(row, column) for column in range(2, cells.last_column + 1)]
                numbers = {number_in(period_text(text)) for text in texts if text and (least > 1 or "节" in text)}
                if len(numbers - {None}) >= least:
                    return row
            cells.flip()
    return None


def _day_headings(cells: Cells, rows: range, first: int, day: int) -> dict[int, TimeHeading]:
    """Return the headings by column of the periods that a row names, with 上午 above and clock times below."""
    numbered = [c for c in range(1, cells.last_column + 1) if number_in(period_text(cells.at(first, c))) is not None]
    found: dict[int, TimeHeading] = {}
    part: int | None = None
    for column in range(min(numbered), cells.last_column + 1):
        texts = [cells.at(row, column) for row in rows if cells.at(row, column)]
        own_part = part_in(texts)
        part = part if own_part is None else own_part
        heading = heading_of(day, part, texts)
        if heading is not None and cells.at(first, column):
            found[column] = heading
    return found


def _headings(cells: Cells, first: int, left: int) -> tuple[dict[int, TimeHeading], int]:
    """Return the headings by column, and the row below them: headings go on while a row holds only period names."""
    last = first
    while last < cells.last_row and _continues(cells, last + 1, left):
        last += 1
    found: dict[int, TimeHeading] = {}
    day: int | None = None
    part: int | None = None
    week: Week | None = None
    for column in range(left, cells.last_column + 1):
        texts = list(dict.fromkeys(cells.at(row, column) for row in range(first, last + 1) if cells.at(row, column)))
        own_day = next((d for d in map(day_in, texts) if d is not None), None)
        own_week = week_in(texts)
        if own_day is not None and (own_day, own_week) != (day, week):
            day, part, week = own_day, None, own_week
        own_part = part_in(texts)
        part = part if own_part is None else own_part
        heading = heading_of(day, part, texts, week) if day is not None else None
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
    weeks = [{column: week_in([cells.at(row, column)]) for column in block} for block in blocks]
    return [_Columns(range(s, min(b)), b, w) for s, b, w in zip(starts, blocks, weeks, strict=False)]


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
    found: list[GridCell] = []
    part: int | None = None
    for row in rows:
        texts = [cells.at(row, column) for column in columns.labels if cells.at(row, column)]
        own_part = part_in(texts)
        part = part if own_part is None else own_part
        for column, day in columns.days.items():
            heading = heading_of(day, part, texts, columns.weeks[column])
            if heading is not None:
                found.append((heading, cells.at(row, column), cells.name(row, column)))
    headings = tuple(dict.fromkeys(heading for heading, _, _ in found))
    return TimetableGrid(title, headings, (GridRow(names, _gathered(found)),), is_week=True)


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
        if heading.number is not None and heading.part == 1:
            named = [i for i in named if schedule.part(i) == 1]
        if heading.number is None or (named and heading.day not in self.recounted):
            begun = [i for i, period in enumerate(schedule.periods) if period.start == heading.start]
            return next(iter(named or begun), None)
        held = schedule.lessons_on(heading.day)
        later = [index for index in held if schedule.part(index) == heading.part]
        if heading.day in self.recounted:
            return _nth(later, heading.number)
        index = _nth(held, heading.number)
        # 下午第1节 by itself cannot be the first lesson of the day.
        return _nth(later, heading.number) if heading.part == 1 and index not in later else index


def _nth(periods: Sequence[int], number: int) -> int | None:
    return periods[number - 1] if 1 <= number <= len(periods) else None


def slot_of(heading: TimeHeading, schedule: BellSchedule) -> Slot | None:
    """Return the slot of a heading that stands alone: its lessons are counted over the whole day."""
    return Slots(()).slot(heading, schedule)
