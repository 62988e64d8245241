"""Reads the sessions and flexible hours of a `plan.json` by what they say: as the service sheets of a workbook are read."""

from __future__ import annotations

from scheduler.plan import FlexGrant, ServiceSession
from scheduler.plan.document import PlanDocument, SessionRecord
from scheduler.plan.layout import DUTY_KINDS, groups_of, held_at, usual
from scheduler.school import School, Slot, Station
from scheduler.text import Text
from scheduler.workbook.names import key
from scheduler.workbook.plan.clocks import minutes_of
from scheduler.workbook.plan.gathered import UNKNOWN_NAME, Gathered
from scheduler.workbook.plan.matches import alike
from scheduler.workbook.plan.names import find_period, is_word
from scheduler.workbook.plan.service import Place

_CURE = Text("核对学校工作簿与课表是否是同一所学校", "Check that both files are of the same school")


class DocumentService:
    """The sessions and grants of a document in the school's words; what it has none for is told."""

    def __init__(self, found: Gathered, name: str, document: PlanDocument) -> None:
        self.found = found
        self.school: School = found.school
        self.name = name
        self.document = document
        self.groups = groups_of(self.school)
        self.stations = self.school.service.stations
        self.clubs = {key(s.club): s for s in self.stations.values() if s.club is not None}

    def sessions(self) -> tuple[ServiceSession, ...]:
        """Return the sessions that stations of the school explain."""
        return tuple(
            session
            for index, record in enumerate(self.document.sessions)
            for session in self._session(record, (self.name, f"sessions.{index}"))
        )

    def grants(self) -> tuple[FlexGrant, ...]:
        """Return the flexible hours of the school's teachers."""
        found = []
        for index, record in enumerate(self.document.grants):
            place = (self.name, f"grants.{index}")
            (*names,) = self._teachers((record.teacher,), place)
            known = record.kind in self.school.grant_kinds
            if known and record.minutes != self.school.grant_minutes(record.kind):
                own = self.school.grant_minutes(record.kind)
                text = Text(f"学校里是 {own} 分钟，按学校的判断", f"{own} minutes in the school; judged by these")
                self._warn(place, f"{record.minutes} 分钟", text)
            found += [FlexGrant(teacher=name, day=record.day, kind=record.kind) for name in names]
        return tuple(found)

    def _session(self, record: SessionRecord, place: Place) -> list[ServiceSession]:
        adults = self._teachers(record.adults, place)
        venue = self.found.reader.venues.get(key(record.venue))
        if record.venue is not None and venue is None:
            text = Text("学校里没有这个场地", "The school has no such venue")
            self.found.matches.ask(*place, record.venue, text, _CURE, alike(record.venue, self.school.venue))
        held: dict[tuple[str, Slot], ServiceSession] = {}
        for station, slot in self._held(record, place):
            self.found.clocks.compare(place, slot, minutes_of(record.at.start), minutes_of(record.at.end))
            title = self._title(record, station, slot, place)
            session = ServiceSession(station=station.id, slot=slot, adults=adults, venue=venue, title=title)
            held[station.id, slot] = session
        return list(held.values())

    def _title(self, record: SessionRecord, station: Station, slot: Slot, place: Place) -> str | None:
        """Return what is done, where the plan says other than the school; also where only the school has changed."""
        own = usual(station, slot)
        if record.title is None and station.club is None and not is_word(record.doing, own):
            text = Text(f"学校里这时是 {own.zh}，按课表写的判断", f"{own.en} in the school; judged as the plan has it")
            self._warn(place, record.doing, text)
            return record.doing
        return None if record.title is None or is_word(record.title, own) else record.title

    def _held(self, record: SessionRecord, place: Place) -> list[tuple[Station, Slot]]:
        """Return the stations that a session is of, each with its slot; none, told, where the school has no such post."""
        named = self.stations.get(record.post)
        if record.club is not None:
            named = self.clubs.get(key(record.club))
        elif record.kind not in DUTY_KINDS and (named is None or not _agrees(named, record)):
            return self._groups(record, place)
        if named is None or named.kind is not record.kind:
            text = Text("学校里没有这个课后服务岗位，没有读", "The school has no such post; not read")
            once = "kind" if named is not None else ""
            self.found.matches.ask(*place, record.post, text, _CURE, once=once)
            return []
        schedule = self.school.schedule.get(record.at.schedule) or self.school.schedule[named.slots[0].schedule]
        slot = self._slot(record, schedule.id, place)
        if slot is None and record.kind in DUTY_KINDS:
            slot = next((each for each in named.slots if each.day == record.at.day), None)
        if slot is None:
            self._no_time(record, place)
            return []
        return [(named, slot)]

    def _groups(self, record: SessionRecord, place: Place) -> list[tuple[Station, Slot]]:
        """Return the groups in which the classes of a session are then."""
        held = []
        if record.post in self.stations:
            text = Text(
                "岗位编号与写的类型、班级不符，按班级读", "Its post is of other classes or kind; read by its classes"
            )
            self._warn(place, record.post, text, "post")
        for name in record.classes:
            class_id = self.found.classes.of([name])
            if class_id is None:
                text = Text("学校里没有这个班，没有读", "The school has no such class; not read")
                self.found.matches.ask(*place, name, text, _CURE, self.found.classes.alike(name))
                continue
            slot = self._slot(record, self.school.school_class[class_id].schedule, place)
            if slot is None:
                self._no_time(record, place)
                continue
            groups = held_at(self.groups[class_id], slot)
            same = [station for station in groups if station.stage == record.stage]
            doing = [station for station in groups if is_word(record.doing, usual(station, slot))]
            meant = next(iter([s for s in same if s in doing] or same or doing or groups), None)
            if meant is None:
                text = Text("这时没有课后服务的班组，没有读", "There is no group of this class then; not read")
                self.found.matches.ask(*place, class_id, text, _CURE, once="group")
            else:
                held.append((meant, slot))
        return held

    def _slot(self, record: SessionRecord, schedule: str, place: Place) -> Slot | None:
        periods = self.school.schedule[schedule].periods
        period = find_period(self.school.schedule[schedule], f"{record.at.name} {record.at.start}")
        if period is not None and key(periods[period].name) != key(record.at.name):
            text = Text(f"学校里这时是“{periods[period].name}”", f"“{periods[period].name}” in the school")
            self._warn(place, record.at.name, text)
        return None if period is None else Slot(schedule, record.at.day, period)

    # Names.

    def _teachers(self, names: tuple[str, ...], place: Place) -> tuple[str, ...]:
        known = self.found.reader.teachers
        for name in names:
            if key(name) not in known:
                self.found.matches.ask(*place, name, UNKNOWN_NAME, _CURE, alike(name, self.school.teacher, 3))
        return tuple(known[key(name)] for name in names if key(name) in known)

    def _warn(self, place: Place, said: str, text: Text, once: str = "") -> None:
        self.found.matches.ask(*place, said, text, _CURE, once=once, severity="warning")

    def _no_time(self, record: SessionRecord, place: Place) -> None:
        text = Text("作息里没有这个时段，没有读", "The bell schedule has no such period; not read")
        self.found.matches.ask(*place, f"{record.at.name} {record.at.start}", text, _CURE)


def _agrees(station: Station, record: SessionRecord) -> bool:
    return (station.kind, station.stage) == (record.kind, record.stage) and set(station.classes) == set(record.classes)
