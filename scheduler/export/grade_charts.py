"""年级课表: the week of a whole grade on a sheet of A3, a class a column, a lesson a row."""

from __future__ import annotations

from itertools import groupby

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.export.lessons import Entry, Lessons
from scheduler.export.page import TextRun, height_of, merge, put_lines, set_page, sheet_title, widths
from scheduler.export.styles import (
    BAND,
    BODY,
    FAINT,
    GRID,
    HEADING,
    INK,
    SHADES,
    SUBTITLE,
    TITLE,
    CellStyle,
    font,
    solid,
)
from scheduler.school import BellSchedule, SchoolClass, Slot, day_in_weeks
from scheduler.text import Text, clock_text, grade_name
from scheduler.workbook.spreadsheet import A3, CELL_PADDING, POINTS_PER_WIDTH, printable

LABEL_POINTS = (26.0, 62.0)  # widths of the day and of the period
HEAD_HEIGHTS = (40.0, 18.0, 34.0)
ROW_HEIGHTS = (24.0, 58.0)
CLASS_WIDTH = 110.0  # points, at most
HEADING_SIZES = (9.0, 13.0)
DETAIL = 0.82  # of the size of the heading
DAY = Border(
    left=GRID.left, right=GRID.right, top=Side(style="medium", color="FF3C444D"), bottom=GRID.bottom
)  # a day begins with a firm line


def add_grade_charts(book: Workbook, lessons: Lessons) -> None:
    """Add a sheet for the classes of each grade that share a bell schedule."""
    classes = sorted(lessons.school.classes, key=lambda klass: (klass.grade, klass.schedule))
    for (grade, schedule), group in groupby(classes, key=lambda klass: (klass.grade, klass.schedule)):
        alike = [klass for klass in classes if klass.grade == grade]
        name = lessons.text(Text(f"{grade_name(grade)}年级课表", f"Grade {grade}"))
        several = len({klass.schedule for klass in alike}) > 1
        sheet = book.create_sheet(sheet_title(book, f"{name} {schedule}" if several else name))
        _draw(sheet, lessons, lessons.school.schedule[schedule], sorted(group, key=lambda klass: klass.number))


def _draw(sheet: Worksheet, lessons: Lessons, schedule: BellSchedule, classes: list[SchoolClass]) -> None:
    school, last = lessons.school, 2 + len(classes)
    slots = lessons.slots_of(schedule)
    room = printable(A3, landscape=False)
    wide = min(CLASS_WIDTH, (room[0] - sum(LABEL_POINTS)) / len(classes))
    columns = [_units(points) for points in (*LABEL_POINTS, *[wide] * len(classes))]
    widths(sheet, columns)
    merge(sheet, (1, 1), (1, last), f"{school.name} {sheet.title}", TITLE._replace(font=font(22, bold=True)))
    merge(sheet, (2, 2), (1, last), school.term, SUBTITLE._replace(font=font(11, color=FAINT)))
    merge(sheet, (3, 3), (1, 2), lessons.text(Text("节次", "Period")), HEADING)
    for column, klass in enumerate(classes, 3):
        teacher = [TextRun(klass.homeroom_teacher, 8, False, FAINT)] if klass.homeroom_teacher else []
        put_lines(sheet, 3, column, [TextRun(klass.id, 11, True), *teacher], HEADING)
    high = min(ROW_HEIGHTS[1], max(ROW_HEIGHTS[0], (room[1] - sum(HEAD_HEIGHTS)) / max(1, len(slots))))
    points = HEADING_SIZES[1] if wide > 70 and high > 30 else HEADING_SIZES[0]
    for row, height in enumerate(HEAD_HEIGHTS, 1):
        sheet.row_dimensions[row].height = height
    row = 4
    for day, group in groupby(slots, key=lambda slot: slot.day):
        held = list(group)
        merge(
            sheet,
            (row, row + len(held) - 1),
            (1, 1),
            lessons.text(day_in_weeks(day, *map(school.week_at, held))),
            HEADING,
        )
        for slot in held:
            border = DAY if slot == held[0] else GRID
            cells = [lessons.of_class_in_short(klass.id, slot) for klass in classes]
            texts = [_runs(entries, points) for entries in cells]
            needs = [height_of(runs, columns[2]) for runs in texts if runs]
            sheet.row_dimensions[row].height = max(high, *needs, 0.0)
            put_lines(sheet, row, 2, _label(schedule, slot), HEADING._replace(border=border))
            for column, (entries, runs) in enumerate(zip(cells, texts, strict=True), 3):
                put_lines(sheet, row, column, runs, _look(entries, border))
            row += 1
    set_page(sheet, A3, (school.name, school.term), lessons.language, landscape=False)
    sheet.page_setup.fitToHeight = 1


def _units(points: float) -> float:
    return (points - CELL_PADDING) / POINTS_PER_WIDTH


def _label(schedule: BellSchedule, slot: Slot) -> list[TextRun]:
    period = schedule.periods[slot.period]
    clock = f"{clock_text(period.start)}–{clock_text(period.end)}"
    return [TextRun(period.name, 9, True), TextRun(clock, 7, False, FAINT)]


def _runs(entries: list[Entry], points: float) -> list[TextRun]:
    runs = []
    for entry in entries:
        runs.append(TextRun(entry.heading, points, entry.area is not None and SHADES[entry.area].bold, INK))
        if entry.details:
            runs.append(TextRun(" ".join(entry.details), points * DETAIL, False, INK))
    return runs


def _look(entries: list[Entry], border: Border) -> CellStyle:
    if not entries:
        return BODY._replace(border=border)
    area = entries[0].area
    return (BAND if area is None else BODY._replace(fill=solid(SHADES[area].fill)))._replace(border=border)
