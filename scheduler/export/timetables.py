"""One week a page: 班级课表 (a class to an A4 page), 教师课表 and 场地课表 (half a page each, never cut)."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.export.lessons import Entry, Lessons
from scheduler.export.page import TextRun, end_page, height_of, merge, put, put_lines, scale_to_page, set_page, widths
from scheduler.export.styles import (
    BAND,
    BODY,
    FAINT,
    GRID,
    HEADING,
    INK,
    QUIET,
    SHADES,
    SUBTITLE,
    TITLE,
    CellStyle,
    font,
    solid,
)
from scheduler.export.weeks import PeriodLine, PrintedWeek, class_week, teacher_week, venue_week
from scheduler.plan.layout import CLASS_PAGES, TEACHER_PAGES, VENUE_PAGES
from scheduler.school import School
from scheduler.text import Text
from scheduler.workbook.spreadsheet import A4, SLACK, printable, width_of

PAGE_WIDTH = 93.0  # column widths that fill A4 portrait
LABEL_WIDTH = 13.0
PART_WIDTH = 5.5
LEAST_SCALE = 0.87  # weeks are shrunk as far as this to share a page


class WeekSizes(NamedTuple):
    """Points of the parts of a week: its texts and the heights of its rows. `per_page` ordinary weeks share a page."""

    title: float
    heading: float
    detail: float
    row: tuple[float, float]
    per_page: int


FULL_PAGE = WeekSizes(title=20, heading=14, detail=10, row=(40, 84), per_page=1)
HALF_PAGE = WeekSizes(title=13, heading=10, detail=8.5, row=(27, 46), per_page=2)
TITLE_LEADING, SUBTITLE_HEIGHT, DAY_HEIGHT, BAND_HEIGHT, GAP = 1.8, 18.0, 22.0, 19.0, 14.0


def add_class_pages(book: Workbook, lessons: Lessons) -> None:
    """Add 班级课表: the whole day of a class with its breaks, noon and self-study."""
    _add(book, lessons, CLASS_PAGES, [class_week(lessons, klass) for klass in lessons.school.classes], FULL_PAGE)


def add_teacher_pages(book: Workbook, lessons: Lessons) -> None:
    """Add 教师课表: a week for every teacher who has a lesson, a meeting or service, and when he may come late or leave early."""
    weeks = (teacher_week(lessons, teacher) for teacher in lessons.school.teachers)
    _add(book, lessons, TEACHER_PAGES, [week for week in weeks if week is not None], HALF_PAGE)


def add_venue_pages(book: Workbook, lessons: Lessons) -> None:
    """Add 场地课表: a week for every venue that is used; no sheet when none is."""
    weeks = [week for venue in lessons.school.venues if (week := venue_week(lessons, venue)) is not None]
    if weeks:
        _add(book, lessons, VENUE_PAGES, weeks, HALF_PAGE)


def _add(book: Workbook, lessons: Lessons, name: Text, weeks: list[PrintedWeek], sizes: WeekSizes) -> None:
    """Write weeks below one another, as many on a page as fit; the sheet is scaled so that none is cut."""
    school: School = lessons.school
    sheet = book.create_sheet(lessons.text(name))
    set_page(sheet, A4, (school.name, school.term), lessons.language, landscape=False, fit_width=False)
    most_days = max((len(week.days) for week in weeks), default=5)
    day_width = (PAGE_WIDTH - LABEL_WIDTH - PART_WIDTH) / most_days
    columns = [PART_WIDTH, LABEL_WIDTH, *[day_width] * most_days]
    widths(sheet, columns)
    room = printable(A4, landscape=False)
    share = room[1] / sizes.per_page - GAP
    row, used, highest, lowest = 1, 0.0, 1.0, room[1]
    for week in weeks:
        heights = _heights(week, day_width, sizes, share)
        if used and (sizes.per_page == 1 or used + GAP + sum(heights) > room[1] / LEAST_SCALE):
            end_page(sheet, row - 1)
            lowest, used = min(lowest, used), 0.0
        elif used:
            sheet.row_dimensions[row].height = GAP
            row += 1
            used += GAP
        row = _draw(sheet, row, week, heights, lessons, sizes)
        used += sum(heights)
        highest = max(highest, used)
    sheet.sheet_view.showGridLines = False
    no_room = lowest + sizes.title * TITLE_LEADING > room[1] + SLACK  # below a week for the title of the next
    scale_to_page(sheet, (width_of(columns), highest), room, kept=no_room)


def _heights(week: PrintedWeek, width: float, sizes: WeekSizes, share: float) -> list[float]:
    """Return the heights of a week's rows: its lessons share what the page leaves, and get at least what they need."""
    fixed = [sizes.title * TITLE_LEADING, SUBTITLE_HEIGHT, DAY_HEIGHT]
    bands = sum(BAND_HEIGHT for line in week.lines if line.is_band)
    needs = [
        max(
            height_of(_label(line, sizes), LABEL_WIDTH),
            *(height_of(_runs(cell, sizes), width) for cell in line.cells if cell),
            0.0,
        )
        for line in week.lines
        if not line.is_band
    ]
    even = min(sizes.row[1], max(sizes.row[0], _even_height(needs, share - sum(fixed) - bands)))
    lessons = iter(needs)
    return fixed + [BAND_HEIGHT if line.is_band else max(even, next(lessons)) for line in week.lines]


def _even_height(needs: list[float], room: float) -> float:
    """Return the height that rows can have in a room when those that need more get what they need."""
    rest = sorted(needs)
    while rest and rest[-1] > room / len(rest):
        room -= rest.pop()
    return room / len(rest) if rest else 0.0


def _runs(entries: list[Entry], sizes: WeekSizes) -> list[TextRun]:
    """Return the lines of a cell: headings large, the rest small; several lessons in one cell are set smaller."""
    heading = sizes.heading if len(entries) < 2 else sizes.detail + 1
    runs = []
    for entry in entries:
        bold = entry.area is None or SHADES[entry.area].bold or sizes.per_page > 1
        runs.append(TextRun(entry.heading, heading, bold, INK))
        runs += [TextRun(line, sizes.detail, False, QUIET if sizes.per_page == 1 else INK) for line in entry.details]
    return runs


def _draw(
    sheet: Worksheet, top: int, week: PrintedWeek, heights: list[float], lessons: Lessons, sizes: WeekSizes
) -> int:
    """Draw a week from a row on; return the row below it."""
    last = 2 + len(week.days)
    for row, height in enumerate(heights, top):
        sheet.row_dimensions[row].height = height
    merge(sheet, (top, top), (1, last), week.title, TITLE._replace(font=font(sizes.title, bold=True)))
    merge(sheet, (top + 1, top + 1), (1, last), week.subtitle, SUBTITLE)
    merge(sheet, (top + 2, top + 2), (1, 2), lessons.text(Text("节次", "Period")), HEADING)
    for column, day in enumerate(week.day_texts, 3):
        put(sheet, top + 2, column, day, HEADING)
    row = top + 3
    for (part, is_band), group in groupby(week.lines, key=lambda line: (line.part, line.is_band)):
        lines = list(group)
        if is_band:
            for offset, line in enumerate(lines):
                merge(sheet, (row + offset, row + offset), (1, last), f"{line.label}  {line.clock}", BAND)
        else:
            words = (Text("上午", "a.m."), Text("下午", "p.m."))[part]
            merge(sheet, (row, row + len(lines) - 1), (1, 1), lessons.text(words), HEADING)
            for offset, line in enumerate(lines):
                _draw_line(sheet, row + offset, line, sizes)
        row += len(lines)
    return row


def _label(line: PeriodLine, sizes: WeekSizes) -> list[TextRun]:
    label = [TextRun(line.label, sizes.detail, True)]
    return [*label, TextRun(line.clock, sizes.detail - 1.5, False, FAINT)] if line.clock else label


def _draw_line(sheet: Worksheet, row: int, line: PeriodLine, sizes: WeekSizes) -> None:
    put_lines(sheet, row, 2, _label(line, sizes), HEADING)
    for column, entries in enumerate(line.cells, 3):
        if entries is None:
            put(sheet, row, column, None, BAND)
            continue
        put_lines(sheet, row, column, _runs(entries, sizes), _look(entries))


def _look(entries: list[Entry]) -> CellStyle:
    if not entries:
        return BODY
    area = entries[0].area
    return BAND if area is None else BODY._replace(fill=solid(SHADES[area].fill), border=GRID)
