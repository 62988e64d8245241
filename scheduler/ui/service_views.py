"""The after-school day as grids: groups of a grade, clubs, duties, and the flexible time of a subject group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from scheduler.plan import FlexGrant, PlanView, ServiceSession
from scheduler.plan.layout import DUTY_KINDS, doing, is_group, station_labels
from scheduler.school import GRANT_NAMES, Area, Content, GrantKind, School, Slot, Station, Teacher
from scheduler.text import clock_text, day_name
from scheduler.ui.broken_places import Marks
from scheduler.ui.language import _, say
from scheduler.ui.timetable_grid import Cell, Grid, Heading, Item

_SEPARATOR = "\x1f"
AREAS: Mapping[Content | None, Area] = {
    Content.SCIENCE: Area.SCIENCE,
    Content.SPORT: Area.PE,
    Content.ART: Area.ART,
    Content.LABOUR: Area.LABOUR,
    Content.READING: Area.CHINESE,
    Content.INTEREST: Area.OTHER,
    Content.CLUB: Area.OTHER,
    Content.PLAY: Area.OTHER,
}
"""The subject area whose colour a session has; what is no choice of the pupils has none."""
COMES_LATE = frozenset({GrantKind.LATE_START, GrantKind.MORNING_OFF})


class PickedService(NamedTuple):
    """What is picked: a session of a station, or the day of a teacher whose flexible time is looked at."""

    station: str = ""
    slot: Slot | None = None
    teacher: str = ""
    day: int = 0

    @property
    def id(self) -> str:
        """The turn as a grid sends it back."""
        if self.slot is None:
            return _SEPARATOR.join((self.teacher, str(self.day)))
        return _SEPARATOR.join((self.station, *map(str, self.slot)))


def read_turn(text: str) -> PickedService:
    """Return the turn that a grid sent."""
    parts = text.split(_SEPARATOR)
    if len(parts) == 2:
        return PickedService(teacher=parts[0], day=int(parts[1]))
    station, schedule, day, period = parts
    return PickedService(station, Slot(schedule, int(day), int(period)))


class ServiceViews:
    """Makes the grids of one plan's service."""

    def __init__(self, view: PlanView, broken: Marks, chosen: PickedService | None) -> None:
        self.view = view
        self.school: School = view.school
        self.broken = broken
        self.chosen = chosen
        self.held: dict[tuple[str, Slot], list[ServiceSession]] = defaultdict(list)
        for session in view.plan.sessions:
            self.held[session.station, session.slot].append(session)

    def groups(self, grade: int) -> Grid:
        """Return the groups of a grade's classes by day: a row for each class and period."""
        rows, cells = [], []
        classes = [klass.id for klass in self.school.classes if klass.grade == grade]
        days = sorted({slot.day for name in classes for slot in self._slots(self._stations(name))})
        for name in classes:
            stations = self._stations(name)
            slots = self._slots(stations)
            for number, period in enumerate(dict.fromkeys((slot.schedule, slot.period) for slot in slots)):
                at = {slot.day: slot for slot in slots if (slot.schedule, slot.period) == period}
                rows.append(Heading(name, self.school.schedule[period[0]].periods[period[1]].name, part=number == 0))
                cells.append([self._cell(stations, at[day]) if day in at else Cell() for day in days])
        return Grid([Heading(say(day_name(day))) for day in days], rows, cells, _("班级"))

    def clubs(self) -> Grid:
        """Return the clubs by day."""
        return self._by_station(
            [station for station in self.school.service.stations.values() if station.club is not None], _("社团")
        )

    def duties(self) -> Grid:
        """Return patrols, substitutes and morning reading by day."""
        return self._by_station(
            [station for station in self.school.service.stations.values() if station.kind in DUTY_KINDS], _("岗位")
        )

    def flexible(self, teachers: Sequence[Teacher]) -> Grid:
        """Return the flexible time of some teachers by day."""
        days = [day for day in self.school.days if day <= 5]
        cells = [[self._grants(teacher.id, day) for day in days] for teacher in teachers]
        columns = [Heading(say(day_name(day))) for day in days]
        return Grid(columns, [Heading(teacher.id) for teacher in teachers], cells, _("教师"))

    def _by_station(self, stations: list[Station], corner: str) -> Grid:
        labels = station_labels(self.school)
        days = sorted({slot.day for station in stations for slot in station.slots})
        rows = [Heading(labels[station.id], self._about(station)) for station in stations]
        cells = []
        for station in stations:
            at = {slot.day: slot for slot in (*station.slots, *(s for name, s in self.held if name == station.id))}
            cells.append([self._cell([station], at[day]) if day in at else Cell() for day in days])
        return Grid([Heading(say(day_name(day))) for day in days], rows, cells, corner)

    def _about(self, station: Station) -> str:
        """Return when a station is held, and how many pupils a club has of how many it can have."""
        words = [self.school.period(station.slots[0]).name] if station.slots else []
        club = next((club for club in self.school.clubs if club.id == station.club), None)
        if club is not None:
            words.append(
                _("{n} 人").format(n=club.members)
                if club.capacity is None
                else _("{n}/{most} 人").format(n=club.members, most=club.capacity)
            )
        return " · ".join(words)

    def _stations(self, class_id: str) -> list[Station]:
        return [
            station
            for station in self.school.service.stations.values()
            if is_group(station) and class_id in station.classes
        ]

    def _slots(self, stations: Iterable[Station]) -> list[Slot]:
        """Return the slots of stations, those at which the plan holds them included, by the clock of a day, then by day."""
        names = {station.id: station for station in stations}
        found = {slot for station in names.values() for slot in station.slots}
        found |= {slot for name, slot in self.held if name in names}
        return sorted(found, key=lambda slot: (self.school.period(slot).start, slot))

    def _cell(self, stations: Iterable[Station], slot: Slot) -> Cell:
        return Cell(
            tuple(
                self._item(station, session)
                for station in stations
                for session in self.held.get((station.id, slot), ())
            )
        )

    def _item(self, station: Station, session: ServiceSession) -> Item:
        turn = PickedService(station.id, session.slot)
        names = (*station.classes, *session.adults)
        broken = [say(text) for name in names for text in self.broken.get((name, session.slot), ())]
        venue = session.venue or station.venue
        people = "、".join(session.adults) or _("待定")
        first = () if station.club is not None or station.kind in DUTY_KINDS else (say(doing(self.school, session)),)
        where = say(self.school.slot_text(session.slot))
        return Item(
            (*first, people, *((venue,) if venue else ())),
            turn.id,
            AREAS.get(station.contents.get(session.slot)),
            " ".join([where, station.title, people, venue or "", *dict.fromkeys(broken)]),
            selected=turn == self.chosen,
            broken=bool(broken) or not session.adults,
        )

    def _grants(self, teacher: str, day: int) -> Cell:
        turn = PickedService(teacher=teacher, day=day)
        title = f"{teacher} {say(day_name(day))}"
        items = tuple(self._grant(grant, turn, title) for grant in self.view.grants_of[teacher] if grant.day == day)
        return Cell(items, id=turn.id, title=title, selected=turn == self.chosen)

    def _grant(self, grant: FlexGrant, turn: PickedService, title: str) -> Item:
        """Return flexible time as an item: what, from or until when, how many minutes of the time bank; its colour tells early from late."""
        name = say(GRANT_NAMES[grant.kind])
        words = self._grant_words(grant)
        tint = "late" if grant.kind in COMES_LATE else "early"
        told = " ".join(filter(None, (title, name, words)))
        return Item((name, *((words,) if words else ())), turn.id, title=told, selected=turn == self.chosen, tint=tint)

    def _grant_words(self, grant: FlexGrant) -> str:
        if grant.kind not in self.school.grant_kinds:
            return ""
        start, end = self.school.grant_window(grant.kind)
        minutes = self.school.grant_minutes(grant.kind)
        if grant.kind in COMES_LATE:
            return _("{clock} 到 · {n} 分钟").format(clock=clock_text(end), n=minutes)
        return _("{clock} 走 · {n} 分钟").format(clock=clock_text(start), n=minutes)
