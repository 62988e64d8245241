"""The wide sheets: 总课表 (class x slot) and 教师总表 (teacher x slot), each on A3 landscape.

总课表 is read back: a class a row, a lesson slot a column; a cell holds for each lesson its subject (after 单/双) and, on
lines below, its teachers and its venue where there is a choice. Meetings stand below the classes, one a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Border
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.export.lessons import Entry, Lessons
from scheduler.export.page import A3, Run, fit_pages, height_of, merge, put, set_page, sheet_title, widths
from scheduler.export.styles import BAND, BODY, DAY_START, GRID, HEADING, SHADES, SUBTITLE, TITLE, Look, font, solid
from scheduler.plan import meeting_slots
from scheduler.plan.layout import OVERVIEW, TEACHER_OVERVIEW
from scheduler.school import BellSchedule
from scheduler.text import Text, clock_text, day_name

POINTS = 8.0
SLOT_WIDTH = 7.4
HEAD_ROWS = 4
LEAST_ROW = 25.0


class Column(NamedTuple):
    """A column of a wide sheet: the weekday and what stands under it."""

    day: int
    heading: str


def add_class_overview(book: Workbook, lessons: Lessons) -> None:
    """Add 总课表, one sheet for each bell schedule that a class uses."""
    used = {klass.schedule for klass in lessons.school.classes}
    schedules = [schedule for schedule in lessons.school.schedules if schedule.id in used]
    for schedule in schedules:
        name = lessons.text(OVERVIEW) + (f" {schedule.id}" if len(schedules) > 1 else "")
        _class_sheet(book.create_sheet(sheet_title(book, name)), lessons, schedule)


def _class_sheet(sheet: Worksheet, lessons: Lessons, schedule: BellSchedule) -> None:
    slots = lessons.school.lesson_slots[schedule.id]
    columns = [
        Column(s.day, f"{schedule.lesson_number(s.period)}\n{clock_text(schedule.periods[s.period].start)}")
        for s in slots
    ]
    labels = [Text("班级", "Class"), Text("班主任", "Homeroom")]
    _heading(sheet, lessons, sheet.title, [lessons.text(label) for label in labels], columns)
    row = HEAD_ROWS
    for klass in lessons.school.classes:
        if klass.schedule == schedule.id:
            row += 1
            cells = [lessons.of_class_in_short(klass.id, slot) for slot in slots]
            _row(sheet, row, [klass.id, klass.homeroom_teacher or ""], columns, cells)
    _meeting_rows(sheet, row, lessons, schedule, columns)
    fit_pages(sheet, A3, _widths(columns), landscape=True)


def _meeting_rows(sheet: Worksheet, row: int, lessons: Lessons, schedule: BellSchedule, columns: list[Column]) -> None:
    """Write below the classes a row for each meeting of a schedule, with its name at the periods that it takes."""
    slots = lessons.school.lesson_slots[schedule.id]
    length = {meeting.id: meeting.length for meeting in lessons.school.meetings}
    for held in sorted(lessons.view.meetings, key=lambda m: (m.slot.day, m.slot.period, m.meeting)):
        if held.slot.schedule != schedule.id:
            continue
        row += 1
        taken = meeting_slots(lessons.school, held.slot, length[held.meeting])
        mark = lessons.text(Text("教研", "meeting"))
        _row(sheet, row, [held.meeting, ""], columns, [[_note(mark)] if slot in taken else [] for slot in slots])
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)


def _note(text: str) -> Entry:
    return Entry(text, (), None)


def add_teacher_overview(book: Workbook, lessons: Lessons) -> None:
    """Add 教师总表: every teacher who has a lesson or a meeting, and how many lessons a week."""
    sheet = book.create_sheet(lessons.text(TEACHER_OVERVIEW))
    school = lessons.school
    used = {klass.schedule for klass in school.classes} | {meeting.schedule for meeting in school.meetings}
    numbers = sorted(
        {
            (slot.day, school.schedule[name].lesson_number(slot.period))
            for name in used
            for slot in school.lesson_slots[name]
        }
    )
    columns = [Column(day, str(number)) for day, number in numbers]
    labels = [lessons.text(label) for label in (Text("教师", "Teacher"), Text("周课时", "Lessons"))]
    _heading(sheet, lessons, sheet.title, labels, columns)
    slots_at = {
        (day, number): [
            slot
            for name in sorted(used)
            for slot in school.lesson_slots[name]
            if (slot.day, school.schedule[name].lesson_number(slot.period)) == (day, number)
        ]
        for day, number in numbers
    }
    row = HEAD_ROWS
    for teacher in school.teachers:
        cells = [
            [entry for slot in slots_at[key] for entry in lessons.of_teacher_in_short(teacher.id, slot)]
            for key in numbers
        ]
        if any(cells):
            row += 1
            _row(sheet, row, [teacher.id, lessons.weekly_of_teacher(teacher.id)], columns, cells)
    fit_pages(sheet, A3, _widths(columns), landscape=True)


def _heading(sheet: Worksheet, lessons: Lessons, title: str, labels: Sequence[str], columns: list[Column]) -> None:
    school, last = lessons.school, len(labels) + len(columns)
    merge(sheet, (1, 1), (1, last), f"{school.name} {title}", TITLE)
    merge(sheet, (2, 2), (1, last), school.term, SUBTITLE)
    for column, label in enumerate(labels, 1):
        merge(sheet, (3, 4), (column, column), label, HEADING)
    first = len(labels) + 1
    for day, group in groupby(columns, key=lambda c: c.day):
        size = len(list(group))
        merge(sheet, (3, 3), (first, first + size - 1), lessons.text(day_name(day)), HEADING._replace(border=DAY_START))
        first += size
    for index, (_, text) in enumerate(columns):
        look = HEADING._replace(font=font(POINTS), border=_border(columns, index))
        put(sheet, 4, len(labels) + 1 + index, text, look)
    widths(sheet, _widths(columns))
    for row, height in ((1, 26), (2, 15), (3, 18), (4, 26)):
        sheet.row_dimensions[row].height = height
    sheet.freeze_panes = f"{get_column_letter(len(labels) + 1)}{HEAD_ROWS + 1}"
    sheet.print_title_rows = f"1:{HEAD_ROWS}"
    sheet.print_title_cols = f"A:{get_column_letter(len(labels))}"
    set_page(sheet, A3, (school.name, school.term), lessons.language, landscape=True)


def _widths(columns: list[Column]) -> list[float]:
    return [9.5, 8.5, *[SLOT_WIDTH] * len(columns)]


def _row(
    sheet: Worksheet, row: int, labels: Sequence[str | float], columns: list[Column], cells: list[list[Entry]]
) -> None:
    """Write a row of the grid, as high as its fullest cell needs."""
    height = LEAST_ROW
    for column, label in enumerate(labels, 1):
        put(sheet, row, column, label, BODY._replace(font=font(9, bold=column == 1)))
        height = max(height, height_of([Run(str(label), 9)], 8.5))
    for index, entries in enumerate(cells):
        text = "\n".join(line for entry in entries for line in entry.lines)
        put(sheet, row, len(labels) + 1 + index, text or None, _look(entries, _border(columns, index)))
        height = max(height, height_of([Run(text, POINTS)], SLOT_WIDTH))
    sheet.row_dimensions[row].height = height


def _look(entries: list[Entry], border: Border) -> Look:
    if not entries:
        return BODY._replace(border=border)
    area = entries[0].area
    if area is None:
        return BAND._replace(font=font(POINTS), border=border)
    shade = SHADES[area]
    return Look(font(POINTS, bold=shade.bold), solid(shade.fill), border)


def _border(columns: list[Column], index: int) -> Border:
    """Return a firm left border where a day begins."""
    return DAY_START if index == 0 or columns[index - 1].day != columns[index].day else GRID
