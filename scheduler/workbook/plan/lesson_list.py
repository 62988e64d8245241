"""Gathers the lessons of a plan from a list with a row for each: 教师, 星期, 节次, 班级, 学科 in columns of any order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

from scheduler.school import Slot, Week
from scheduler.text import Text
from scheduler.workbook.days_in_weeks import read_day_in_weeks
from scheduler.workbook.names import key
from scheduler.workbook.notation import WEEKS, NotationError, read_day
from scheduler.workbook.plan.classes import joined
from scheduler.workbook.plan.columns import LESSON_COLUMNS
from scheduler.workbook.plan.gathered import Gathered
from scheduler.workbook.plan.grid import Slots
from scheduler.workbook.plan.lessons import ClassTables, other_week
from scheduler.workbook.plan.service import Place
from scheduler.workbook.plan.sheet import TimeHeading, cell_text, day_in, heading_of, number_in, week_in
from scheduler.workbook.tables import Cell, Grid, Row, find_heading

_RUN = re.compile(r"第?\s*(\d{1,2})\s*(?:节\s*)?(?:[-–—~至到、,]\s*第?\s*(\d{1,2}))\s*节?")
_ALL_WEEKS = re.compile(r"第?\d{1,2}\s*[-–—~至到]\s*\d{1,2}\s*周?")


@dataclass
class _Told:
    """What the rows of one subject of a class at a slot say together: co-teachers stand in rows of their own."""

    place: Place
    subject: str
    week: Week | None
    teachers: list[str] = field(default_factory=list)
    venues: list[str] = field(default_factory=list)


class LessonList(NamedTuple):
    """A sheet that holds a list of lessons: the columns by what they tell, and the rows."""

    sheet: str
    rows: tuple[Row, ...]


def find_list(sheet: Worksheet) -> LessonList | None:
    """Return the list of lessons in a sheet; None where no row of headings names class, time, and subject or teacher."""
    grid = Grid(sheet)
    found = find_heading(grid, LESSON_COLUMNS)
    if found is None:
        return None
    number, columns = found
    timed = {"day", "period"} <= set(columns) or "when" in columns
    if not timed or "class" not in columns or not {"subject", "teacher"} & set(columns):
        return None
    return LessonList(sheet.title, tuple(Row(grid, row, columns) for row in grid.by_row if row > number))


class ListedLessons:
    """Takes the lessons of lists."""

    def __init__(self, found: Gathered) -> None:
        self.found = found
        self.school = found.school
        self.matches = found.matches
        self.tables = ClassTables(found)

    def read(self, listed: LessonList) -> None:
        """Take the lessons of a list."""
        told: dict[tuple[str, Slot], dict[tuple[str, Week | None], _Told]] = {}
        timed = [(row, list(self._headings(row))) for row in listed.rows]
        slots = Slots(heading for _, headings in timed for heading in headings)
        for row, headings in timed:
            classes = self._classes(row) if headings else []
            week = self._week(row)
            for class_id in classes:
                self.found.class_cells.setdefault(class_id, (row["class"].sheet, row["class"].name))
                for heading in headings:
                    slot = self._slot(row, class_id, heading, slots)
                    if slot is not None:
                        named = week or other_week(self.school, slot, heading)
                        self._add(told.setdefault((class_id, slot), {}), row, named)
        for (class_id, slot), lessons in told.items():
            for index, lesson in enumerate(lessons.values()):
                self._take(class_id, slot, lesson, second=index > 0)

    def _add(self, lessons: dict[tuple[str, Week | None], _Told], row: Row, week: Week | None) -> None:
        cell = row["subject"] if row["subject"].name else row["teacher"]
        subject, teacher, venue = (cell_text(row[name].value) for name in ("subject", "teacher", "venue"))
        lesson = lessons.setdefault((key(subject), week), _Told((cell.sheet, cell.name), subject, week))
        if (teacher and teacher in lesson.teachers) or (not teacher and (lesson.teachers or lesson.venues)):
            text = Text("这一行与前面的一行重复，只算一次", "This row tells a lesson again; it counts once")
            cure = Text("删去重复的一行，或改正班级、时间", "Delete one of the rows, or correct class and time")
            self.matches.ask(cell.sheet, cell.name, f"{subject} {teacher}".strip(), text, cure)
            return
        lesson.teachers += [teacher] if teacher else []
        lesson.venues += [venue] if venue else []

    def _take(self, class_id: str, slot: Slot, lesson: _Told, *, second: bool) -> None:
        place, reader = lesson.place, self.found.reader
        self.found.cells.setdefault((class_id, slot), place)
        known = [venue for venue in lesson.venues if key(venue) in reader.venues]
        for venue in lesson.venues:
            if venue not in known and key(venue) not in reader.home_rooms:
                asked = Text("学校里没有这个场地，没有读", "The school has no such venue; not read")
                cure = Text(
                    "普通教室不用管；专用场地改成学校工作簿里的名称", "Never mind for a home room; else write its name"
                )
                self.matches.ask(*place, venue, asked, cure, once="venue", severity="warning")
        text = "\n".join((lesson.subject, *lesson.teachers, *known)).strip("\n")
        if text:
            self.tables.take_cell(class_id, slot, text, place, lesson.week, second=second)

    # Cells.

    def _classes(self, row: Row) -> list[str]:
        """Return the classes of a row; none, told, where the school has no such class."""
        cell = row["class"]
        whole = self.found.classes.of([cell.text])
        named = [whole] if whole else [c for f in self.found.classes.in_cell(joined(cell.text)) for c in f.classes]
        if not named:
            text = Text("学校里没有这个班，这一行没有读", "The school has no such class; this row was not read")
            cure = Text("改成学校工作簿里的班名，如 七(1)班", "Write the class as in the school workbook")
            self._ask(cell, text, cure, self.found.classes.alike(cell.text))
        elif whole and key(cell.text) != key(whole):
            self.matches.take("class", cell.text, whole, cell.sheet, cell.name)
        return named

    def _headings(self, row: Row) -> Iterator[TimeHeading]:
        """Yield the times of a row: 3, 第3节, 早读, 08:00-08:40, 1-2节; none, told, where it is not said."""
        if not any(row[column.key].text for column in LESSON_COLUMNS if column.key not in ("day", "period")):
            return
        cell = row["period"] if row["period"].name else row["when"]
        day = self._day(row)
        if day is None:
            return
        day_of_week, week = day
        text = cell_text(cell.value)
        run = _RUN.fullmatch(text)
        names = [str(n) for n in range(int(run[1]), int(run[2]) + 1)] if run else [text]
        found = [heading for name in names if (heading := heading_of(day_of_week, None, [name], week))]
        if not found:
            asked, cure = (
                Text("看不出是哪一节，这一行没有读", "Which lesson of the day? This row was not read"),
                Text(
                    "写当天第几节课，如 3，或时段的名称",
                    "Type the number of the lesson in its day, or the period's name",
                ),
            )
            self._ask(cell, asked, cure)
        yield from found

    def _day(self, row: Row) -> tuple[int, Week | None] | None:
        """Return the day of a row with the weeks that it names (单周六); None, told, where it cannot be understood."""
        cell = row["day"] if row["day"].name else row["when"]
        try:
            if row["day"].name:
                day, week = read_day_in_weeks(cell.value)
                return day, None if week is Week.EVERY else week
            return day_in(cell.text) or read_day(""), week_in([cell.text])
        except NotationError as error:
            self._ask(
                cell, Text(f"{error.text.zh}，这一行没有读", f"{error.text.en}; this row was not read"), error.cure
            )
            return None

    def _week(self, row: Row) -> Week | None:
        """Return the weeks of a row: 单, 双, 1-17(单); None where none are told, or all of the term are."""
        cell = row["week"]
        text = cell.text.casefold()
        named = [week for word, week in WEEKS.items() if word in text]
        if named:
            return named[0]
        if text and number_in(text) is None and not _ALL_WEEKS.fullmatch(text):
            self._ask(
                cell,
                Text("看不懂的周次，按每周读", "These weeks cannot be understood; read as every week"),
                Text("写 单 或 双；每周都上就不填", "Type 单 or 双; leave it empty for every week"),
            )
        elif text:
            zh, en = f"周次 {cell.text} 当作每周", f"weeks {cell.text} were read as every week"
            self.matches.remark(Text(zh, en))
        return None

    def _slot(self, row: Row, class_id: str, heading: TimeHeading, slots: Slots) -> Slot | None:
        schedule = self.school.schedule[self.school.school_class[class_id].schedule]
        slot = slots.slot(heading, schedule)
        cell = row["period"] if row["period"].name else row["when"]
        if slot is None:
            self.found.ask_period(
                (cell.sheet, cell.name), schedule, heading, f"{class_id} {row['subject'].text}".strip()
            )
        else:
            self.found.clocks.compare((cell.sheet, cell.name), slot, heading.start)
        return slot

    def _ask(self, cell: Cell, text: Text, cure: Text, candidates: tuple[str, ...] = ()) -> None:
        self.matches.ask(cell.sheet, cell.name, cell.text, text, cure, candidates)
