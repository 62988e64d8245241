"""Understands how a sheet 教师时间 is laid out: a column a lesson, a half-day or a day, a list of times, or a row a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from scheduler.school import MarkLevel, Slot
from scheduler.text import Text
from scheduler.workbook.notation import AlternatingWeeksError, NamedSlot, NotationError, read_slot
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.marks import CHOICES, LEVELS, read_level, says_nothing
from scheduler.workbook.school.slots import find_slot
from scheduler.workbook.school.week_times import WeekTime, read_day_heading, read_times_of_day, read_week_times
from scheduler.workbook.spelling import MARK_LEVEL_WORDS
from scheduler.workbook.tables import REMARKS, Cell, Row, Table, is_titled, word_key

_DAY, _PERIOD, _LEVEL = (
    ("星期", "周几", "日期", "day"),
    ("节次", "节", "第几节", "时间", "时段", "period"),
    ("标记", "要求", "mark"),
)
_WHEN = ("时间", "时段", "具体时间", "时间要求", "排课要求")
_LISTS = (
    (MarkLevel.FORBIDDEN, re.compile(r"(?:不排|禁排|不可排|不能排|不宜排|不上|不可用|没空)课?的?(?:时间|时段|节次)?")),
    (MarkLevel.AVOIDED, re.compile(r"(?:避开|避免|尽量不排|少排)课?的?(?:时间|时段|节次)?")),
    (MarkLevel.PREFERRED, re.compile(r"(?:优先|希望|最好)(?:排课?)?的?(?:时间|时段|节次)?")),
)
_CLOSING_SHEET = re.compile("不排|禁排|不可|没空")
_NO_LEVEL = "只写了时间的格"
_MARK = "|".join(sorted(map(re.escape, LEVELS), key=len, reverse=True))
_MARK_AND_TIME = re.compile(rf"(?P<before>{_MARK})[:\s]*(?P<times>.+)|(?P<said>.+?)[:\s]*(?P<after>{_MARK})")
_LAYOUTS = Text(
    "读得懂的标题：周一第3节、周一上午、周一，“不排课时间”（格里写 周一上午、周三第5节），或者 星期、节次、标记 三列；"
    "钟点写在“时间段”表里",
    "Headings that are read: 周一第3节, 周一上午, 周一, 不排课时间 (cells such as 周一上午、周三第5节), or the three 星期, "
    "节次, 标记; clock times stand in sheet 时间段",
)


class Told(NamedTuple):
    """A mark that a row makes: the cell with the mark, the one that says when, when, and the level."""

    cell: Cell
    at: Cell
    time: WeekTime
    level: MarkLevel


class TimeColumns:
    """The columns of a sheet that say when; headings that are not understood are told, all at once."""

    def __init__(self, draft: Draft, table: Table) -> None:
        self.draft = draft
        self.table = table
        self.lessons: dict[int, tuple[Cell, WeekTime]] = {}
        self.days: dict[int, tuple[Cell, WeekTime]] = {}
        self.lists: dict[int, MarkLevel | None] = {}
        self.single: tuple[int, int, int] | None = self._single()
        self.passed: list[Cell] = []
        self.wrong: list[Cell] = []
        self.refused = False
        self.level_column: int | None = None
        self.first: dict[Slot | NamedSlot, int] = {}
        for column, cell in table.others.items():
            if not is_titled(cell.text, REMARKS) and column not in (self.single or ()):
                self._column(column, cell)
        self._tell()

    @property
    def places(self) -> tuple[int, ...]:
        """The columns in which times or marks stand."""
        return (*self.lessons, *self.days, *self.lists, *(self.single or ()))

    def _single(self) -> tuple[int, int, int] | None:
        """Return the columns of day, lesson and mark where each row is one mark."""
        found = [
            next((column for column, cell in self.table.others.items() if is_titled(cell.text, titles)), None)
            for titles in (_DAY, _PERIOD, _LEVEL)
        ]
        day, period, level = found
        return None if day is None or period is None or level is None else (day, period, level)

    def _column(self, column: int, cell: Cell) -> None:
        time = read_day_heading(cell.value)
        level = next((level for level, pattern in _LISTS if pattern.fullmatch(cell.text.replace(" ", ""))), None)
        if time is not None:
            self.days[column] = cell, time
        elif is_titled(cell.text, _LEVEL):
            self.level_column = column
        elif level is not None or is_titled(cell.text, _WHEN):
            self.lists[column] = level
        else:
            self._lesson(column, cell)

    def _lesson(self, column: int, cell: Cell) -> None:
        try:
            named = read_slot(cell.value)
        except NotationError as error:
            texts = [row.at(column) for row in self.table.rows]
            if not any(word_key(text.text) in LEVELS for text in texts) and not re.search(r"[周\d]", cell.text):
                self.passed.append(cell)
            elif isinstance(error, AlternatingWeeksError):
                self.refused = True
                self.draft.report.wrong_notation(cell, error)
            else:
                self.wrong.append(cell)
            return
        schedules = self.draft.used_schedules()
        slots = [slot for schedule in schedules if (slot := find_slot(schedule, named)) is not None]
        same = next((self.first[slot] for slot in (named, *slots) if slot in self.first), None)
        self.first.update(dict.fromkeys((named, *slots), column))
        if same is None:
            self.lessons[column] = cell, WeekTime(named.day, named.part, named.number)
        else:
            _tell_same_slot(self.draft, cell, self.table.grid.cell(self.table.heading_row, same))
            self.lessons.pop(same, None)
            self.refused = True

    def _tell(self) -> None:
        report = self.draft.report
        if self.wrong:
            names = "、".join(f"“{cell.text}”" for cell in self.wrong)
            report.error(
                self.wrong[0],
                Text(f"看不出这些列是什么时间：{names}", f"Nobody can tell which times these columns are: {names}"),
                _LAYOUTS,
            )
        elif not self.places and not self.refused:
            report.error(
                self.table.grid.cell(self.table.heading_row, min(self.table.columns.values())),
                Text("这张表里没有一列是时间", "No column of this sheet is a time"),
                _LAYOUTS,
            )
        if self.passed and self.places:
            names = "、".join(cell.text for cell in self.passed)
            report.note(
                f"{self.table.grid.title}里这些列不是时间，没有读：{names}",
                f"Columns of {self.table.grid.title} that are no times, not read: {names}",
            )

    # Rows.

    def marks_of(self, row: Row) -> Iterator[Told]:
        """Yield the marks of a row; what cannot be understood is told or asked about."""
        for column, (heading, time) in self.lessons.items():
            level = read_level(self.draft, row.at(column))
            if level is not None:
                yield Told(row.at(column), heading, time, level)
        for column, (heading, time) in self.days.items():
            yield from self._of_day(row.at(column), heading, time)
        for column, level in self.lists.items():
            cell = row.at(column)
            if not says_nothing(cell):
                times = self.draft.report.read(cell, read_week_times, ())
                said = level
                if level is None and times:
                    beside = self.level_column
                    said = self._unsaid(cell) if beside is None else read_level(self.draft, row.at(beside))
                yield from (Told(cell, cell, time, said) for time in times if said is not None)
        if self.single is not None:
            yield from self._single_mark(row, *map(row.at, self.single))

    def _single_mark(self, row: Row, day: Cell, period: Cell, mark: Cell) -> Iterator[Told]:
        if not (day.text or period.text or mark.text):
            return
        missing = [cell for cell in (day, period, mark) if not cell.text and not cell.broken]
        if missing:
            self.draft.report.once(
                (mark.sheet, "single"),
                missing[0],
                Text("星期、节次、标记没有写全", "Day, lesson or mark is missing"),
                Text("三格都写上；一整天的节次写 全天", "Give all three; a whole day is 全天"),
            )
            return
        level = read_level(self.draft, mark)
        named = self.draft.report.read(
            day, lambda value: read_week_times(value if str(value).startswith(("周", "星期")) else f"周{value}"), ()
        )
        for each in named:
            times = self.draft.report.read(period, lambda value, at=each.day: read_times_of_day(at, value), ())  # type: ignore[misc]
            yield from (Told(mark, period, time, level) for time in times if level is not None)

    def _of_day(self, cell: Cell, heading: Cell, time: WeekTime) -> Iterator[Told]:
        """Yield the marks below the heading of a day or a half: a mark for all of it, or lessons of it, 1、2 or 禁 1、2."""
        if says_nothing(cell):
            return
        times, level = self._split(cell, time)
        if times is None:
            level = read_level(self.draft, cell)
            times = (time,)
        elif level is None:
            level = self._unsaid(cell)
        if level is not None:
            yield from (Told(cell, heading if times == (time,) else cell, each, level) for each in times)

    def _split(self, cell: Cell, time: WeekTime) -> tuple[tuple[WeekTime, ...] | None, MarkLevel | None]:
        """Return the times within a day that a cell names, None where it names none, and the level beside them."""
        if word_key(cell.text) in LEVELS or self.draft.answers.get(cell.text) is not None:
            return None, None
        found = _MARK_AND_TIME.fullmatch(cell.text)
        mark, said = (found["before"] or found["after"], found["times"] or found["said"]) if found else ("", cell.text)
        try:
            times = read_times_of_day(time.day, said)
        except NotationError:
            return None, None
        if time.part is not None and any(each.part not in (None, time.part) for each in times):
            return None, None
        if time.part is not None:
            times = tuple(each._replace(part=time.part) for each in times)
        return times, LEVELS.get(word_key(mark))

    def _unsaid(self, cell: Cell) -> MarkLevel | None:
        """Return the level of a cell that only says when: what the sheet's title says, else what was answered."""
        if _CLOSING_SHEET.search(cell.sheet):
            return MarkLevel.FORBIDDEN
        answer = self.draft.answers.get(_NO_LEVEL)
        if answer is not None and word_key(answer) in LEVELS:
            return LEVELS[word_key(answer)]
        self.draft.answers.ask(
            cell,
            _NO_LEVEL,
            Text(
                f"“{cell.text}”只写了时间，没有写标记（{'、'.join(text.zh for text in MARK_LEVEL_WORDS.values())}）",
                f"“{cell.text}” is a time without a mark",
            ),
            CHOICES,
            by_typing=False,
        )
        return None


def _tell_same_slot(draft: Draft, cell: Cell, first: Cell) -> None:
    draft.report.error(
        cell,
        Text(
            f"“{cell.text}”和 {first.name} 的“{first.text}”是同一节课，两列都没有读",
            f"“{cell.text}” is the same lesson as “{first.text}” in {first.name}; neither column was read",
        ),
        Text("改正其中一列的标题，或删去一列", "Correct one of the headings, or delete a column"),
    )
