"""The people, places, stations and periods of a school as the service sheets of a plan workbook name them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scheduler.plan.layout import JOINT, VACANT, station_labels
from scheduler.school import BellSchedule, School, Station
from scheduler.text import Text
from scheduler.workbook.names import class_name, key, nearest, plain, split_names
from scheduler.workbook.plan.clocks import ClockComparison
from scheduler.workbook.tables import Cell, ReadingReport

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_NOBODY = {key(word) for word in VACANT}


def lines_of(cell: Cell) -> list[str]:
    """Return the lines of a cell that say something, as plain text."""
    return [line for line in map(plain, str(cell.value or "").splitlines()) if line]


def is_word(text: str, words: Iterable[str]) -> bool:
    """Tell whether a text is one of some words, in whatever spelling."""
    return key(text) in {key(word) for word in words}


def find_period(schedule: BellSchedule, text: str) -> int | None:
    """Return the period that 课后服务1 15:50–16:50 names: by its name, where several have it or none by its start."""
    clock = _CLOCK.search(text)
    name = text[: clock.start()].strip() if clock else text
    start = next(iter(clocks_in(text)), None)
    named = [i for i, period in enumerate(schedule.periods) if key(period.name) == key(name)]
    timed = [i for i in named or range(len(schedule.periods)) if schedule.periods[i].start == start]
    return next(iter(timed or named), None)


def clocks_in(text: str) -> list[int]:
    """Return the clock times that a heading tells, in minutes since midnight."""
    return [int(found[1]) * 60 + int(found[2]) for found in _CLOCK.finditer(text)]


class PlanNames:
    """Knows a school's names; what means nobody and nothing is told."""

    def __init__(self, school: School, report: ReadingReport) -> None:
        self.school = school
        self.report = report
        self.clocks = ClockComparison(school)
        self.teachers = {key(teacher.id): teacher.id for teacher in school.teachers}
        self.venues = {key(venue.id): venue.id for venue in school.venues}
        self.clubs = {key(club.id): club for club in school.clubs}
        self.club_stations = {
            station.club: station for station in school.service.stations.values() if station.club is not None
        }
        self.stations = {
            key(label): school.service.stations[station] for station, label in station_labels(school).items()
        }
        self._classes = {key(klass.id): klass.id for klass in school.classes}
        self._numbers = {(klass.grade, klass.number): klass.id for klass in school.classes}

    def class_of(self, text: str) -> str | None:
        """Return the class that a text names."""
        number = class_name(text)
        return self._classes.get(key(text)) or (self._numbers.get(number) if number else None)

    def is_named(self, text: str, station: Station) -> bool:
        """Tell whether a text names only people and places of the school, or nobody."""
        return all(self._is_known(name, station) for name in self._parts(text))

    def _is_known(self, name: str, station: Station) -> bool:
        known = key(name) in self.teachers or key(name) in self.venues or key(name) in _NOBODY
        return known or key(name) in self._home_rooms(station)

    def _home_rooms(self, station: Station) -> set[str]:
        return {key(self.school.school_class[name].home_room) for name in station.classes} - {""}

    def _parts(self, line: str) -> tuple[str, ...]:
        """Return the names in a line: the line itself where it is one name."""
        return (line,) if key(line) in self.teachers or key(line) in self.venues else split_names(line)

    def people_and_place(
        self, cell: Cell, lines: Iterable[str], station: Station
    ) -> tuple[tuple[str, ...], str | None]:
        """Return the adults and the venue that lines name; the home room is no venue."""
        adults: list[str] = []
        venue = None
        for line in lines:
            if line.casefold().startswith(tuple(word.casefold() for word in JOINT)):
                continue
            for name in self._parts(line):
                if key(name) in self.teachers:
                    adults.append(self.teachers[key(name)])
                elif key(name) in self.venues:
                    venue = self.venues[key(name)]
                elif not self._is_known(name, station):
                    self._tell_unknown(cell, name, [*self.teachers.values(), *self.venues.values()])
        return tuple(adults), venue

    def people(self, cell: Cell) -> tuple[str, ...]:
        """Return the teachers that a cell names."""
        found = []
        for line in lines_of(cell):
            for name in (line,) if key(line) in self.teachers else split_names(line):
                if key(name) in self.teachers:
                    found.append(self.teachers[key(name)])
                elif key(name) not in _NOBODY:
                    self._tell_unknown(cell, name, self.teachers.values())
        return tuple(found)

    def place(self, cell: Cell) -> str | None:
        """Return the venue that a cell names; None for an empty one and, told, for a venue that is none."""
        if cell.text and key(cell.text) not in self.venues:
            self._tell_unknown(cell, cell.text, self.venues.values())
        return self.venues.get(key(cell.text))

    def _tell_unknown(self, cell: Cell, name: str, known: Iterable[str]) -> None:
        like = nearest(name, known)
        self.report.error(
            cell._replace(value=name),
            Text("学校里没有这位教师或这个场地", "The school has no such teacher or place"),
            Text(f"是不是“{like}”？", f"Is it “{like}”?")
            if like
            else Text("改成学校工作簿里的名称", "Write the name as in the school workbook"),
        )
