"""Reads the service sheets of a plan workbook: 课后服务, 社团, 巡查, 其他安排, 弹性上下班, also after a person edited them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from openpyxl import Workbook

from scheduler.plan import FlexGrant, ServiceSession
from scheduler.plan.layout import (
    CLUBS,
    DUTIES,
    FLEXIBLE_HOURS,
    NOT_HELD,
    OTHER_SESSIONS,
    SERVICE_SHEET,
    STATION_HEADING,
    TEACHER_HEADING,
)
from scheduler.school import CONTENT_NAMES, GRANT_NAMES, GrantKind, School, Slot
from scheduler.text import Text
from scheduler.workbook.names import key, nearest, split_names
from scheduler.workbook.notation import read_day, read_days
from scheduler.workbook.plan.columns import CLUB_COLUMNS, OTHER_COLUMNS
from scheduler.workbook.plan.groups import GroupSheets
from scheduler.workbook.plan.names import PlanNames, find_period, is_word
from scheduler.workbook.plan.sheet import day_in
from scheduler.workbook.problem import Problem
from scheduler.workbook.tables import Cell, Grid, ReadingReport, Row, is_titled, read_table

Place = tuple[str, str]  # sheet, cell
_GRANTS: dict[str, GrantKind] = {key(word): kind for kind, text in GRANT_NAMES.items() for word in text}


class ServiceReading(NamedTuple):
    """The sessions and grants of a workbook, what was wrong, and where stations, classes and teachers stand."""

    sessions: tuple[ServiceSession, ...]
    grants: tuple[FlexGrant, ...]
    problems: tuple[Problem, ...]
    station_cells: Mapping[tuple[str, Slot], Place]
    class_cells: Mapping[tuple[str, Slot], Place]
    teacher_cells: Mapping[str, Place]


def read_service(book: Workbook, school: School) -> ServiceReading:
    """Return what the service sheets of a workbook tell; nothing where it has none."""
    return _ServiceReader(book, school).read()


class _ServiceReader:
    def __init__(self, book: Workbook, school: School) -> None:
        self.book = book
        self.school = school
        self.report = ReadingReport()
        self.names = PlanNames(school, self.report)
        self.sessions: list[ServiceSession] = []
        self.grants: list[FlexGrant] = []
        self.station_cells: dict[tuple[str, Slot], Place] = {}
        self.teacher_cells: dict[str, Place] = {}

    def read(self) -> ServiceReading:
        groups = GroupSheets(self.names)
        for sheet in self.book.worksheets:
            if sheet.title.casefold().startswith(tuple(word.casefold() for word in SERVICE_SHEET)):
                groups.read(sheet)
        for held in groups.held.values():
            self._hold(held.session, held.cell)
        for row in self._rows(CLUBS):
            self._club(row)
        for name, day, cell in self._by_day(DUTIES, STATION_HEADING):
            self._duty(name, day, cell)
        for row in self._rows(OTHER_SESSIONS):
            self._other(row)
        for name, day, cell in self._by_day(FLEXIBLE_HOURS, TEACHER_HEADING):
            self._flexible(name, day, cell)
        return ServiceReading(
            tuple(self.sessions),
            tuple(self.grants),
            (*self.report.told(), *self.names.clocks.problems()),
            self.station_cells,
            {key: (cell.sheet, cell.name) for key, cell in groups.cells.items()},
            self.teacher_cells,
        )

    def _hold(self, session: ServiceSession, cell: Cell) -> None:
        self.sessions.append(session)
        self.station_cells.setdefault((session.station, session.slot), (cell.sheet, cell.name))

    # Lists.

    def _rows(self, title: Text) -> Iterator[Row]:
        columns = CLUB_COLUMNS if title == CLUBS else OTHER_COLUMNS
        for sheet in self.book.worksheets:
            if is_titled(sheet.title, title):
                table = read_table(Grid(sheet), columns, self.report)
                yield from table.rows if table is not None else ()

    def _club(self, row: Row) -> None:
        """Take the sessions of a club on the days of a row."""
        cell = row["club"]
        club = self.names.clubs.get(key(cell.text))
        if is_word(row["days"].text, NOT_HELD) or not (cell.text or row["days"].text):
            station = self.names.club_stations[club.id] if club is not None else None
            if station is not None and station.slots:
                self.station_cells.setdefault((station.id, station.slots[0]), (cell.sheet, row["days"].name))
            return
        if club is None:
            known = [each.id for each in self.school.clubs]
            self._unknown(cell, Text("学校里没有这个社团", "The school has no such club"), nearest(cell.text, known))
            return
        if not row["days"].text:
            return
        days = self.report.read(row["days"], read_days, ())
        period = self._period(row["period"], club.schedule, club.period)
        if period is None:
            return
        content = row["content"].text
        title = None if not content or is_word(content, CONTENT_NAMES[club.content]) else content
        adults, venue = self.names.people(row["adults"]), self.names.place(row["venue"])
        held = self.names.club_stations[club.id].id
        for day in days:
            slot = Slot(club.schedule, day, period)
            self._hold(ServiceSession(station=held, slot=slot, adults=adults, venue=venue, title=title), row["days"])

    def _other(self, row: Row) -> None:
        """Take the session of a row of 其他安排."""
        cell = row["post"]
        station = self.names.stations.get(key(cell.text))
        if station is None:
            if cell.text:
                self._unknown_station(cell)
            return
        schedule = row["schedule"].text or self.school.schedules[0].id
        if schedule not in self.school.schedule:
            like = nearest(schedule, self.school.schedule)
            self._unknown(row["schedule"], Text("学校里没有这个作息", "No such bell schedule"), like)
            return
        day, period = self.report.read(row["day"], read_day, 0), self._period(row["period"], schedule)
        if not day or period is None:
            return
        session = ServiceSession(
            station=station.id,
            slot=Slot(schedule, day, period),
            adults=self.names.people(row["adults"]),
            venue=self.names.place(row["venue"]),
            title=row["content"].text or None,
        )
        self._hold(session, cell)

    def _period(self, cell: Cell, schedule: str, usual: int | None = None) -> int | None:
        """Return the period that a cell names, `usual` where it is empty; None, told, where there is none."""
        if not cell.text and usual is not None:
            return usual
        found = find_period(self.school.schedule[schedule], cell.text)
        if found is None:
            like = nearest(cell.text, [period.name for period in self.school.schedule[schedule].periods])
            self._unknown(cell, Text("作息里没有这个时段", "The bell schedule has no such period"), like)
        return found

    # Grids of names and weekdays.

    def _by_day(self, title: Text, heading: Text) -> Iterator[tuple[Cell, int, Cell]]:
        """Yield for each row of a grid its name, and the day and the cell of whatever stands in it."""
        for sheet in self.book.worksheets:
            if not is_titled(sheet.title, title):
                continue
            grid = Grid(sheet)
            days: dict[int, int] = {}
            for row in grid.by_row:
                name = grid.cell(row, 1)
                if is_word(name.text, heading):
                    found = {column: day_in(cell.text) for column, cell in grid.row(row)}
                    days = {column: day for column, day in found.items() if day is not None}
                elif name.text and not (grid.is_one_line(row) and len(grid.by_row[row]) > 1):
                    for column, day in days.items():
                        yield name, day, grid.cell(row, column)

    def _duty(self, name: Cell, day: int, cell: Cell) -> None:
        """Take a duty on a day."""
        station = self.names.stations.get(key(name.text))
        if station is None:
            if cell.text:
                self._unknown_station(name)
        elif station.slots:
            slot = next((s for s in station.slots if s.day == day), station.slots[0]._replace(day=day))
            if cell.text:
                self._hold(ServiceSession(station=station.id, slot=slot, adults=self.names.people(cell)), cell)
            self.station_cells.setdefault((station.id, slot), (cell.sheet, cell.name))  # also where nobody stands

    def _flexible(self, name: Cell, day: int, cell: Cell) -> None:
        """Take a teacher's flexible time on a day."""
        teacher = self.names.teachers.get(key(name.text))
        if teacher is None:
            if cell.text:
                like = nearest(name.text, self.school.teacher)
                self._unknown(name, Text("学校里没有这位教师", "The school has no such teacher"), like)
            return
        self.teacher_cells.setdefault(teacher, (name.sheet, name.name))
        for word in split_names(cell.value):
            kind = _GRANTS.get(key(word))
            if kind is not None:
                self.grants.append(FlexGrant(teacher=teacher, day=day, kind=kind))
                continue
            zh, en = ("、".join(t.zh for t in GRANT_NAMES.values()), ", ".join(t.en for t in GRANT_NAMES.values()))
            self.report.error(
                cell._replace(value=word),
                Text("这不是弹性上下班的词", "No word for flexible hours"),
                Text(f"从这些词里选：{zh}", f"Choose of: {en}"),
            )

    # Problems.

    def _unknown_station(self, cell: Cell) -> None:
        labels = [station.title for station in self.school.service.stations.values()]
        self._unknown(cell, Text("学校里没有这个岗位", "The school has no such post"), nearest(cell.text, labels))

    def _unknown(self, cell: Cell, text: Text, like: str | None) -> None:
        cure = (
            Text(f"是不是“{like}”？", f"Is it “{like}”?")
            if like
            else Text("改成学校工作簿里的名称", "Write it as in the school workbook")
        )
        self.report.error(cell, text, cure)
