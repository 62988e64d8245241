"""The wide sheets: 总课表 (class x slot) and 教师总表 (teacher x slot), each on A3 landscape.

总课表 is read back: a class a row, a lesson slot a column; a cell holds for each lesson its subject (after 单/双) and, on
lines below, its teachers and its venue where there is a choice. A last row names the meetings held at each slot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Border
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.export.lessons import Entry, Lessons
from scheduler.export.page import TextRun, fit_pages, height_of, merge, put, set_page, sheet_title, widths
from scheduler.export.styles import (
    BAND,
    BODY,
    DAY_START,
    GRID,
    HEADING,
    SHADES,
    SUBTITLE,
    TITLE,
    CellStyle,
    font,
    solid,
)
from scheduler.plan import meeting_slots
from scheduler.plan.layout import MEETINGS, OVERVIEW, TEACHER_OVERVIEW
from scheduler.school import BellSchedule, School, Slot, day_in_weeks
from scheduler.text import Text, clock_text
from scheduler.workbook.spreadsheet import A3, pages_needed, printable, width_share

POINTS = 8.0
LABEL_WIDTHS = (9.5, 8.5)
SLOT_WIDTHS = (9.8, 8.6, 7.4, 6.6, 5.9)
HEAD_HEIGHTS = (26.0, 15.0, 18.0, 26.0)
HEAD_ROWS = len(HEAD_HEIGHTS)
LEAST_ROW = 25.0
SERVICE_SHARE = 1.7
AFTER_LESSONS = 99  # stands for the number of a lesson in the columns of service


class DayColumn(NamedTuple):
    """A column of a wide sheet: the weekday and what stands under it."""

    day: int
    heading: str
    share: float = 1.0  # of the width of a column of lessons


class OverviewRow(NamedTuple):
    """A row of a wide sheet: what stands at its left, and the lessons of each column."""

    labels: tuple[str | float, str | float]
    cells: list[list[Entry]]


def add_class_overview(book: Workbook, lessons: Lessons) -> None:
    """Add 总课表, one sheet for each bell schedule that a class uses."""
    used = {klass.schedule for klass in lessons.school.classes}
    schedules = [schedule for schedule in lessons.school.schedules if schedule.id in used]
    for schedule in schedules:
        name = lessons.text(OVERVIEW) + (f" {schedule.id}" if len(schedules) > 1 else "")
        _class_sheet(book.create_sheet(sheet_title(book, name)), lessons, schedule)


def _class_sheet(sheet: Worksheet, lessons: Lessons, schedule: BellSchedule) -> None:
    slots = lessons.slots_of(schedule)
    columns = [_column(schedule, slot) for slot in slots]
    rows = [
        OverviewRow(
            (klass.id, klass.homeroom_teacher or ""), [lessons.of_class_in_short(klass.id, slot) for slot in slots]
        )
        for klass in lessons.school.classes
        if klass.schedule == schedule.id
    ]
    rows += _meeting_row(lessons, slots)
    _write(sheet, lessons, (Text("班级", "Class"), Text("班主任", "Homeroom")), columns, rows)


def _column(schedule: BellSchedule, slot: Slot) -> DayColumn:
    period = schedule.periods[slot.period]
    return DayColumn(
        slot.day, f"{schedule.lesson_number(slot.day, slot.period) or period.name}\n{clock_text(period.start)}"
    )


def _meeting_row(lessons: Lessons, slots: list[Slot]) -> list[OverviewRow]:
    """Return the row that names the meetings at the periods that they take; none where there are no meetings."""
    length = {meeting.id: meeting.length for meeting in lessons.school.meetings}
    held: dict[Slot, list[Entry]] = defaultdict(list)
    for meeting in lessons.view.plan.meetings:
        for slot in meeting_slots(lessons.school, meeting.slot, length[meeting.meeting]):
            held[slot].append(Entry(meeting.meeting, (), None))
    cells = [held.get(slot, []) for slot in slots]
    return [OverviewRow((lessons.text(MEETINGS), ""), cells)] if any(cells) else []


def add_teacher_overview(book: Workbook, lessons: Lessons) -> None:
    """Add 教师总表: every teacher who has a lesson, a meeting or service, and how many lessons a week.

    Where the plan tells of service, a column after the lessons of each day holds it, and who comes late or leaves early.
    """
    school = lessons.school
    slots_at: dict[tuple[int, int], list[Slot]] = defaultdict(list)
    for name in sorted({k.schedule for k in school.classes} | {m.schedule for m in school.meetings}):
        for slot in school.lesson_slots[name]:
            slots_at[slot.day, school.schedule[name].lesson_number(slot.day, slot.period)].append(slot)
    after = sorted({each.slot.day for each in lessons.view.plan.sessions} | {g.day for g in lessons.view.plan.grants})
    places = sorted([*slots_at, *((day, AFTER_LESSONS) for day in after)])
    service = lessons.text(Text("服务", "Service"))
    columns = [
        DayColumn(day, service, SERVICE_SHARE) if number == AFTER_LESSONS else DayColumn(day, str(number))
        for day, number in places
    ]
    rows = []
    for teacher in school.teachers:
        cells = [
            lessons.service_in_short(teacher.id, day)
            if number == AFTER_LESSONS
            else [e for slot in slots_at[day, number] for e in lessons.of_teacher_in_short(teacher.id, slot)]
            for day, number in places
        ]
        if any(cells):
            rows.append(OverviewRow((teacher.id, lessons.weekly_of_teacher(teacher.id)), cells))
    sheet = book.create_sheet(lessons.text(TEACHER_OVERVIEW))
    _write(sheet, lessons, (Text("教师", "Teacher"), Text("周课时", "Lessons")), columns, rows)


def _write(
    sheet: Worksheet, lessons: Lessons, labels: tuple[Text, Text], columns: list[DayColumn], rows: list[OverviewRow]
) -> None:
    """Write a wide sheet, its columns as wide as serves the printed page best."""
    slot_width = min(SLOT_WIDTHS, key=lambda width: _price(rows, columns, width))
    widths(sheet, _widths(columns, slot_width))
    _heading(sheet, lessons, [lessons.text(label) for label in labels], columns)
    for number, row in enumerate(rows, HEAD_ROWS + 1):
        _write_row(sheet, number, row, columns, _height(row, columns, slot_width))
    fit_pages(sheet, A3, _widths(columns, slot_width), landscape=True)


def _price(rows: list[OverviewRow], columns: list[DayColumn], slot_width: float) -> tuple[int, float]:
    """Return the pages that a width of the columns asks for, and how much it shrinks them; less is better."""
    wide = _widths(columns, slot_width)
    height = sum(HEAD_HEIGHTS) + sum(_height(row, columns, slot_width) for row in rows)
    pages = pages_needed(height, A3, wide, landscape=True)
    by_height = pages * printable(A3, landscape=True)[1] / height
    return pages, -min(by_height, width_share(A3, wide, landscape=True))


def _widths(columns: list[DayColumn], slot_width: float) -> list[float]:
    return [*LABEL_WIDTHS, *(slot_width * column.share for column in columns)]


def _height(row: OverviewRow, columns: list[DayColumn], slot_width: float) -> float:
    """Return the height that the fullest cell of a row needs."""
    labels = [height_of([TextRun(str(label), 9)], width) for label, width in zip(row.labels, LABEL_WIDTHS, strict=True)]
    cells = [
        height_of([TextRun(_cell_text(entries), POINTS)], slot_width * column.share)
        for entries, column in zip(row.cells, columns, strict=True)
    ]
    return max(LEAST_ROW, *labels, *cells)


def _cell_text(entries: list[Entry]) -> str:
    return "\n".join(line for entry in entries for line in entry.lines)


def _write_row(sheet: Worksheet, number: int, row: OverviewRow, columns: list[DayColumn], height: float) -> None:
    for column, label in enumerate(row.labels, 1):
        put(sheet, number, column, label, BODY._replace(font=font(9, bold=column == 1)))
    for index, entries in enumerate(row.cells):
        column = len(row.labels) + 1 + index
        put(sheet, number, column, _cell_text(entries) or None, _look(entries, _border(columns, index)))
    sheet.row_dimensions[number].height = height


def _day_text(school: School, day: int) -> Text:
    slots = (slot for found in school.lesson_slots.values() for slot in found if slot.day == day)
    return day_in_weeks(day, *map(school.week_at, slots))


def _heading(sheet: Worksheet, lessons: Lessons, labels: Sequence[str], columns: list[DayColumn]) -> None:
    school, last = lessons.school, len(labels) + len(columns)
    merge(sheet, (1, 1), (1, last), f"{school.name} {sheet.title}", TITLE)
    merge(sheet, (2, 2), (1, last), school.term, SUBTITLE)
    for column, label in enumerate(labels, 1):
        merge(sheet, (3, 4), (column, column), label, HEADING)
    first = len(labels) + 1
    for day, group in groupby(columns, key=lambda c: c.day):
        size = len(list(group))
        merge(
            sheet,
            (3, 3),
            (first, first + size - 1),
            lessons.text(_day_text(school, day)),
            HEADING._replace(border=DAY_START),
        )
        first += size
    for index, (_, text, _) in enumerate(columns):
        look = HEADING._replace(font=font(POINTS), border=_border(columns, index))
        put(sheet, 4, len(labels) + 1 + index, text, look)
    for row, height in enumerate(HEAD_HEIGHTS, 1):
        sheet.row_dimensions[row].height = height
    sheet.freeze_panes = f"{get_column_letter(len(labels) + 1)}{HEAD_ROWS + 1}"
    sheet.print_title_rows = f"1:{HEAD_ROWS}"
    sheet.print_title_cols = f"A:{get_column_letter(len(labels))}"
    set_page(sheet, A3, (school.name, school.term), lessons.language, landscape=True)


def _look(entries: list[Entry], border: Border) -> CellStyle:
    if not entries:
        return BODY._replace(border=border)
    area = entries[0].area
    if area is None:
        return BAND._replace(font=font(POINTS), border=border)
    shade = SHADES[area]
    return CellStyle(font(POINTS, bold=shade.bold), solid(shade.fill), border)


def _border(columns: list[DayColumn], index: int) -> Border:
    """Return a firm left border where a day begins."""
    return DAY_START if index == 0 or columns[index - 1].day != columns[index].day else GRID
