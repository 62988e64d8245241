"""课后服务: class x day x stage with what is done, by whom and where, on A4 landscape pages that keep grades together.

It is read back. A cell holds for each group of the class what is done, then its adults, then its place (none for the home
room), then the classes of a joint group; groups of one time are divided by a line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Border
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.export.lessons import Lessons, classes_text
from scheduler.export.page import TextRun, end_page, height_of, merge, put, scale_to_page, set_page, sheet_title, widths
from scheduler.export.styles import BAND, BODY, DAY_START, GRID, HEADING, SUBTITLE, TITLE, CellStyle, font, solid
from scheduler.plan import ServiceSession
from scheduler.plan.layout import (
    CLASS_HEADING,
    ENTRY_LINE,
    IN_CLUBS,
    JOINT,
    SERVICE_SHEET,
    VACANT,
    PrintedSessions,
    doing,
    groups_of,
    held_at,
    period_label,
)
from scheduler.school import BellSchedule, Content, Grouping, SchoolClass, Slot
from scheduler.text import Text, day_name
from scheduler.workbook.names import split_names
from scheduler.workbook.spreadsheet import A4, POINTS_PER_WIDTH, printable, width_of

POINTS = 8.0
LABEL_WIDTH = 9.5
MOST_COLUMNS = 16
WIDEST = 22.0
HEAD_HEIGHTS = (28.0, 16.0, 18.0, 36.0)
HEAD_ROWS = len(HEAD_HEIGHTS)
LEAST_ROW = 27.0
# What pupils do, in light shades that differ in print.
SHADES: dict[Content, str] = {
    Content.HOMEWORK: "FFFFFF",
    Content.TUTORING: "FDE5D5",
    Content.SCIENCE: "C6E7E1",
    Content.SPORT: "ADD7AD",
    Content.ART: "EFC1D8",
    Content.LABOUR: "CBB994",
    Content.READING: "F1E7D9",
    Content.INTEREST: "F6F6DD",
    Content.CLUB: "C6DDF7",
    Content.PLAY: "F6F6DD",
    Content.CARE: "E4E8EE",
    Content.SELF_STUDY: "FFFFFF",
}


class ServiceCell(NamedTuple):
    """What a class does at a slot: the text, and the shade of what is done."""

    text: str
    fill: str | None = None
    band: bool = False


class ClassRow(NamedTuple):
    """A class with its cells and the height that they need."""

    klass: SchoolClass
    cells: tuple[ServiceCell, ...]
    height: float


def add_service(book: Workbook, lessons: Lessons, printed: PrintedSessions) -> None:
    """Add 课后服务, a sheet for each bell schedule that has groups; one with many stages takes several sheets."""
    cells = _Cells(lessons, printed)
    found = [(schedule, slots) for schedule in lessons.school.schedules if (slots := cells.slots_of(schedule))]
    for schedule, slots in found:
        parts = _parts(slots)
        for part in parts:
            name = lessons.text(SERVICE_SHEET)
            if len(found) > 1:
                name += f" {schedule.id}"
            if len(parts) > 1:
                name += f" {schedule.periods[part[0].period].name}"
            _add_sheet(book.create_sheet(sheet_title(book, name)), cells, schedule, part)


def _parts(slots: list[Slot]) -> list[list[Slot]]:
    """Return the columns of each sheet: all periods together where they fit, else a few periods each."""
    periods = sorted({slot.period for slot in slots})
    sheets = -(-len(slots) // MOST_COLUMNS)
    size = max(1, -(-len(periods) // sheets))
    groups = [set(periods[start : start + size]) for start in range(0, len(periods), size)]
    return [[slot for slot in slots if slot.period in group] for group in groups]


def adults_text(adults: Sequence[str], language: str) -> str:
    """Return the names of adults as one line, or a line each where a name holds a comma; 待定 for nobody."""
    if not adults:
        return VACANT.get(language)
    line = "、".join(adults)
    return line if split_names(line) == tuple(adults) else "\n".join(adults)


class _Cells:
    """What stands in the cells of a plan's service sheets."""

    def __init__(self, lessons: Lessons, printed: PrintedSessions) -> None:
        self.lessons = lessons
        self.school = lessons.school
        self.sessions = printed.groups
        self.groups = groups_of(self.school)
        self.clubs: dict[tuple[int, Slot], list[str]] = defaultdict(list)
        for session in printed.clubs:
            for grade in self.school.service.stations[session.station].grades:
                self.clubs[grade, session.slot].append(self.school.service.stations[session.station].title)

    def slots_of(self, schedule: BellSchedule) -> list[Slot]:
        """Return the slots at which a schedule has groups or stages of clubs, in the order of the week."""
        found = {slot for stations in self.groups.values() for station in stations for slot in station.slots}
        for stage in self.school.stages:
            if stage.grouping is Grouping.CLUBS:
                found |= set(self.school.service.stage_slots[stage.id])
        return sorted(slot for slot in found if slot.schedule == schedule.id)

    def of(self, klass: SchoolClass, slot: Slot) -> ServiceCell:
        """Return what a class does at a slot."""
        stations = [station for station in held_at(self.groups[klass.id], slot) if slot in station.slots]
        held = [self.sessions[station.id, slot] for station in stations if (station.id, slot) in self.sessions]
        if held:
            text = f"\n{ENTRY_LINE}\n".join(
                self._entry(session, len({each.stage for each in stations}) > 1) for session in held
            )
            content = self.school.service.stations[held[0].station].contents.get(slot)
            return ServiceCell(text, SHADES.get(content) if content and held[0].title is None else None)
        clubs = [] if stations else self.clubs.get((klass.grade, slot), [])
        if clubs:
            return ServiceCell(f"{self.lessons.text(IN_CLUBS)}\n" + "、".join(clubs), SHADES[Content.CLUB])
        return ServiceCell("", band=not stations)

    def _entry(self, session: ServiceSession, ambiguous: bool) -> str:
        station = self.school.service.stations[session.station]
        what = self.lessons.text(doing(self.school, session))
        lines = [f"{station.stage}：{what}" if ambiguous else what, adults_text(session.adults, self.lessons.language)]
        if session.venue is not None:
            lines.append(session.venue)
        if len(station.classes) > 1:
            lines.append(f"{self.lessons.text(JOINT)}：{classes_text(self.school, station.classes)}")
        return "\n".join(lines)


def _add_sheet(sheet: Worksheet, cells: _Cells, schedule: BellSchedule, slots: list[Slot]) -> None:
    lessons, school = cells.lessons, cells.lessons.school
    room = printable(A4, landscape=True)
    width = min(WIDEST, (room[0] - width_of([LABEL_WIDTH])) / len(slots) / POINTS_PER_WIDTH - 0.72)
    columns = [LABEL_WIDTH, *[width] * len(slots)]
    widths(sheet, columns)
    _heading(sheet, cells, slots)
    lines = list(_lines(cells, schedule, slots, width))
    row, highest = HEAD_ROWS, 1.0
    for page in _pages(lines, room[1] - sum(HEAD_HEIGHTS)):
        if row > HEAD_ROWS:
            end_page(sheet, row)
        for _, grade in groupby(page, key=lambda line: line.klass.grade):
            row = _write_grade(sheet, row, list(grade), slots)
        highest = max(highest, sum(HEAD_HEIGHTS) + sum(line.height for line in page))
    sheet.freeze_panes = f"B{HEAD_ROWS + 1}"
    sheet.print_title_rows = f"1:{HEAD_ROWS}"
    set_page(sheet, A4, (school.name, school.term), lessons.language, landscape=True, fit_width=False)
    scale_to_page(sheet, (width_of(columns), highest), room, kept=True)  # a class is a row, under titles on each page


def _heading(sheet: Worksheet, cells: _Cells, slots: list[Slot]) -> None:
    lessons, school = cells.lessons, cells.school
    last = 1 + len(slots)
    note = Text(
        "班名下方为本班教室；格内依次为内容、教师、地点，未注明地点的在本班教室，合班的在第一个班的教室。",
        "Home rooms stand below the classes; cells tell what is done, by whom and where: in the home room where nothing is "
        "said, joint groups in that of their first class.",
    )
    merge(sheet, (1, 1), (1, last), f"{school.name} {sheet.title}", TITLE)
    merge(sheet, (2, 2), (1, last), lessons.text(note), SUBTITLE._replace(font=font(POINTS)))
    merge(sheet, (3, 4), (1, 1), lessons.text(CLASS_HEADING), HEADING)
    first = 2
    for day, group in groupby(slots, key=lambda slot: slot.day):
        size = len(list(group))
        merge(sheet, (3, 3), (first, first + size - 1), lessons.text(day_name(day)), HEADING._replace(border=DAY_START))
        first += size
    for index, slot in enumerate(slots):
        name, _, clock = period_label(school, slot).rpartition(" ")
        look = HEADING._replace(font=font(POINTS - 1), border=_border(slots, index))
        put(sheet, 4, 2 + index, f"{name}\n{clock}".replace("–", "–\n"), look)
    for row, height in enumerate(HEAD_HEIGHTS, 1):
        sheet.row_dimensions[row].height = height


def _lines(cells: _Cells, schedule: BellSchedule, slots: list[Slot], width: float) -> Iterator[ClassRow]:
    """Yield the classes of a schedule that have service, grade by grade, each as high as its own cells ask."""
    classes = [klass for klass in cells.school.classes if klass.schedule == schedule.id]
    for _, grade in groupby(sorted(classes, key=lambda k: k.grade), key=lambda k: k.grade):
        rows = [(klass, tuple(cells.of(klass, slot) for slot in slots)) for klass in grade]
        rows = [(klass, found) for klass, found in rows if any(cell.text for cell in found)]
        heights = [LEAST_ROW] * len(rows)
        spans = [span for index in range(len(slots)) for span in _spans([found[index] for _, found in rows], index)]
        for span in sorted(spans, key=lambda span: len(span.rows)):
            need = height_of([TextRun(span.cell.text, POINTS)], width)
            lacking = need - sum(heights[row] for row in span.rows)
            for row in span.rows if lacking > 0 else ():
                heights[row] += lacking / len(span.rows)
        for (klass, found), height in zip(rows, heights, strict=True):
            label = height_of([TextRun(klass.id, POINTS), TextRun(klass.home_room or "", POINTS - 1)], LABEL_WIDTH)
            yield ClassRow(klass, found, max(height, label))


class _Span(NamedTuple):
    """Neighbouring rows that one cell takes in a column."""

    rows: range
    column: int
    cell: ServiceCell


def _spans(cells: list[ServiceCell], column: int) -> Iterator[_Span]:
    """Yield the cells of a column: a joint group's and the clubs' reach over the classes that they are about."""
    start = 0
    for cell, group in groupby(cells):
        size = len(list(group))
        joint = cell.text.startswith(tuple(IN_CLUBS)) or any(f"\n{word}：" in cell.text for word in JOINT)
        if joint:
            yield _Span(range(start, start + size), column, cell)
        else:
            yield from (_Span(range(row, row + 1), column, cell) for row in range(start, start + size))
        start += size


def _pages(lines: list[ClassRow], room: float) -> Iterator[list[ClassRow]]:
    """Yield the classes of each page: whole grades while there is room, a grade that is too long in parts."""
    page: list[ClassRow] = []
    used = 0.0
    for _, group in groupby(lines, key=lambda line: line.klass.grade):
        grade = list(group)
        height = sum(line.height for line in grade)
        if page and used + height > room:
            yield page
            page, used = [], 0.0
        for line in grade:
            if page and used + line.height > room:
                yield page
                page, used = [], 0.0
            page.append(line)
            used += line.height
    if page:
        yield page


def _write_grade(sheet: Worksheet, row: int, lines: list[ClassRow], slots: list[Slot]) -> int:
    """Write the classes of a grade below a row; return the last row written."""
    for offset, line in enumerate(lines, 1):
        klass = line.klass
        label = f"{klass.id}\n{klass.home_room}" if klass.home_room else klass.id
        put(sheet, row + offset, 1, label, BODY._replace(font=font(POINTS, bold=True)))
        sheet.row_dimensions[row + offset].height = line.height
    for index in range(len(slots)):
        for span in _spans([line.cells[index] for line in lines], index):
            rows = (row + 1 + span.rows[0], row + 1 + span.rows[-1])
            merge(sheet, rows, (2 + index, 2 + index), span.cell.text or None, _look(span.cell, _border(slots, index)))
    return row + len(lines)


def _look(cell: ServiceCell, border: Border) -> CellStyle:
    if cell.band:
        return BAND._replace(border=border)
    return BODY._replace(font=font(POINTS), fill=solid(cell.fill) if cell.fill else None, border=border)


def _border(slots: list[Slot], index: int) -> Border:
    """Return a firm left border where a day begins."""
    return DAY_START if index == 0 or slots[index - 1].day != slots[index].day else GRID
