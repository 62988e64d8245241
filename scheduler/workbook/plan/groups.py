"""Reads 课后服务: what each class does after school, with whom and where."""

from __future__ import annotations

from typing import NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

from scheduler.plan import ServiceSession
from scheduler.plan.layout import CLASS_HEADING, IN_CLUBS, groups_of, held_at, usual
from scheduler.school import Slot, Station
from scheduler.text import Text
from scheduler.workbook.names import key
from scheduler.workbook.plan.names import PlanNames, clocks_in, find_period, is_word, lines_of
from scheduler.workbook.plan.sheet import day_in
from scheduler.workbook.tables import Cell, Grid

_DASHES = frozenset("—-–─_=")


class HeldGroup(NamedTuple):
    """A session with the cell that tells it."""

    session: ServiceSession
    cell: Cell


class GroupSheets:
    """Gathers the sessions of all sheets 课后服务; `cells` are those of classes at slots."""

    def __init__(self, names: PlanNames) -> None:
        self.names = names
        self.school = names.school
        self.groups = groups_of(self.school)
        self.held: dict[tuple[str, Slot], HeldGroup] = {}
        self.cells: dict[tuple[str, Slot], Cell] = {}

    def read(self, sheet: Worksheet) -> None:
        """Take the sessions of a sheet: below a row that begins with 班级 and names days, and one with periods."""
        grid = Grid(sheet)
        columns: dict[int, tuple[int, str]] = {}
        for row in grid.by_row:
            first = grid.cell(row, 1)
            if is_word(first.text, CLASS_HEADING):
                columns = _columns(grid, row) or columns
                continue
            class_id = self.names.class_of(first.text) or self._class_in(first)
            if columns and class_id is not None:
                self._class_row(grid, row, class_id, columns)
            elif columns and not grid.is_one_line(row):
                self.names.report.error(
                    first,
                    Text("学校里没有这个班，这一行没有读", "The school has no such class; this row was not read"),
                    Text("改成学校工作簿里的班名，如 七(1)班", "Write the class as in the school workbook"),
                )

    def _class_in(self, cell: Cell) -> str | None:
        """Return the class that the first line of a cell names; its home room stands below."""
        return next((self.names.class_of(line) for line in lines_of(cell)[:1]), None)

    def _class_row(self, grid: Grid, row: int, class_id: str, columns: dict[int, tuple[int, str]]) -> None:
        schedule = self.school.schedule[self.school.school_class[class_id].schedule]
        for column, (day, name) in columns.items():
            cell = grid.cell(*grid.corners.get((row, column), (row, column)))
            period = find_period(schedule, name)
            if period is not None:
                slot = Slot(schedule.id, day, period)
                self.cells[class_id, slot] = cell
                if cell.text:
                    start, end, *_ = [*clocks_in(name), None, None]
                    self.names.clocks.compare((cell.sheet, cell.name), slot, start, end)
                    self._cell(cell, class_id, slot)
            elif cell.text:
                self.names.ask_once(
                    cell,
                    Text(f"“{schedule.id}”里没有“{name}”，没有读", f"“{schedule.id}” has no “{name}”; not read"),
                    Text("核对表头的时段与学校作息", "Compare the headings with the bell schedule"),
                    name,
                )

    def _cell(self, cell: Cell, class_id: str, slot: Slot) -> None:
        """Take the groups of a class at a slot."""
        lines = lines_of(cell)
        if is_word(lines[0], IN_CLUBS):  # 社团 tells them
            return
        stations = held_at(self.groups[class_id], slot)
        if not stations:
            self._no_group(cell)
            return
        for entry in _entries(lines):
            station, entry = self._post(entry, stations, slot)
            if station is None:
                self._no_group(cell)
                return
            stations = [other for other in stations if other is not station]
            self._take(cell, station, slot, entry)

    def _post(self, entry: list[str], stations: list[Station], slot: Slot) -> tuple[Station | None, list[str]]:
        """Return the station that an entry is about, and the entry without the stage's name."""
        stage, colon, rest = entry[0].partition(":")
        of_stage = [s for s in stations if colon and s.stage and key(s.stage) == key(stage)]
        if of_stage:
            meant = next((s for s in of_stage if is_word(rest.strip(), usual(s, slot))), of_stage[0])
            return meant, [rest.strip(), *entry[1:]] if rest.strip() else entry[1:]
        alike = next((station for station in stations if is_word(entry[0], usual(station, slot))), None)
        return alike or next(iter(stations), None), entry

    def _take(self, cell: Cell, station: Station, slot: Slot, entry: list[str]) -> None:
        what, lines = self._what(station, entry)
        adults, venue = self.names.people_and_place(cell, lines, station)
        title = None if what is None or is_word(what, usual(station, slot)) else what
        session = ServiceSession(station=station.id, slot=slot, adults=adults, venue=venue, title=title)
        first = self.held.setdefault((station.id, slot), HeldGroup(session, cell))
        if first.session != session:
            place = f"{first.cell.sheet}!{first.cell.name}"
            self.names.report.error(
                cell,
                Text(f"同一个合班的几格写得不一样，按 {place} 读", f"Cells of one joint group differ; {place} counts"),
                Text("把这几格改成一样", "Make them equal"),
            )

    def _what(self, station: Station, entry: list[str]) -> tuple[str | None, list[str]]:
        """Return what is done, and the lines that name people and places: 作业辅导 王芳 may stand in one line."""
        if not entry or self.names.is_named(entry[0], station):
            return None, entry
        what, space, rest = entry[0].partition(" ")
        if space and self.names.is_named(rest.strip(), station):
            return what, [rest.strip(), *entry[1:]]
        return entry[0], entry[1:]

    def _no_group(self, cell: Cell) -> None:
        self.names.ask_once(
            cell,
            Text("这个班这时没有课后服务的班组，没有读", "This class has no group then; not read"),
            Text(
                "在学校工作簿的“课后服务”里加上，或清空这一格", "Add a stage to the school workbook, or clear the cell"
            ),
            "group",
        )


def _columns(grid: Grid, row: int) -> dict[int, tuple[int, str]]:
    """Return the day and the period's heading of each column below a row of days."""
    found = {}
    for column, cell in grid.row(row):
        day, below = day_in(cell.text), grid.cell(row + 1, column).text
        if day is not None and below and day_in(below) is None:
            found[column] = (day, below)
    return found


def _entries(lines: list[str]) -> list[list[str]]:
    """Return the lines of each group of a cell; a line of dashes divides them."""
    found: list[list[str]] = [[]]
    for line in lines:
        if len(line) > 1 and set(line) <= _DASHES:
            found.append([])
        else:
            found[-1].append(line)
    return [entry for entry in found if entry]
