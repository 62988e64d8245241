"""Adults of the after-school day that are fewer than its groups, at one time or in the week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from constraints.service import (
    club_sessions,
    extended_care,
    external_staff,
    morning_duty,
    rota_held,
    service_adults,
    service_clash,
    service_exempt,
    service_held,
    service_limits,
    service_patrol,
    service_unavailable,
    substitutes,
)
from constraints.service.external_staff import contract_faults
from constraints.service.service_held import KINDS
from scheduler.explanation.counting.flow import PLENTY, Bottleneck, Network
from scheduler.explanation.counting.openings import Openings
from scheduler.explanation.counting.shortage import Losses, Reason, Shortage, sentence, shortage
from scheduler.model.owner import SCHOOL_OWNER, station_owner
from scheduler.school import (
    ROTAS,
    SERVICE,
    WITH_PUPILS,
    MarkLevel,
    MarkOwner,
    Slot,
    StaffKind,
    Station,
    StationKind,
)
from scheduler.school.by_clock import most_apart
from scheduler.school.wording import days_text, names
from scheduler.text import Text

_DUTY_RULES = {
    StationKind.PATROL: service_patrol.RULE.id,
    StationKind.SUBSTITUTE: substitutes.RULE.id,
    StationKind.MORNING: morning_duty.RULE.id,
    **dict.fromkeys(ROTAS, rota_held.RULE.id),
}


class _Turn(NamedTuple):
    """A station at a slot, where its adults are wanted, and who of its pool can come."""

    station: Station
    slot: Slot
    able: tuple[str, ...]


def count_service(openings: Openings) -> Iterator[Shortage]:
    """Yield the times with fewer adults than are wanted, then the weeks with fewer than the limits allow."""
    people = _People(openings)
    found = list(_at_one_time(openings, people))
    yield from found
    yield from _in_the_week(openings, people)


# Who can come.


class _People:
    """Who can be at which station at which slot."""

    def __init__(self, openings: Openings) -> None:
        self.openings = openings
        self.school = openings.school
        marked = {m.owner for m in self.school.marks if m.owner_kind is MarkOwner.TEACHER}
        self._marked = marked if openings.active(service_unavailable.RULE.id) else set()
        self._exempts = bool(openings.active(service_exempt.RULE.id))
        outside = [t.id for t in self.school.teachers if t.kind is StaffKind.EXTERNAL]
        self._faulty = {
            t for t in outside if openings.active(external_staff.RULE.id) and contract_faults(self.school, t)
        }
        self._away: dict[tuple[str, Slot], Reason | None] = {}
        self._turns: dict[tuple[str, Slot], _Turn] = {}
        self._busy = openings.certain_times() if openings.active(service_clash.RULE.id) else {}

    def why_not(self, teacher_id: str, station: Station, slot: Slot) -> Reason | None:
        """Return why somebody cannot be at a station at a slot; None where he can."""
        teacher = self.school.teacher[teacher_id]
        if self._exempts and service_exempt.is_exempt(self.school, teacher, station, slot):
            return Reason("exempt", "", (service_exempt.RULE.id,))
        if teacher_id in self._faulty and station.kind is not StationKind.MORNING:
            return Reason("contract", teacher_id, (external_staff.RULE.id,))
        known = (teacher_id, slot)
        if known not in self._away:
            self._away[known] = self._away_at(teacher_id, slot)
        return self._away[known]

    def _away_at(self, teacher_id: str, slot: Slot) -> Reason | None:
        """Return why somebody is nowhere to be had at a slot, whatever for."""
        if teacher_id in self._marked and self.school.marked(MarkOwner.TEACHER, teacher_id, slot, MarkLevel.FORBIDDEN):
            return Reason("mark", "", (service_unavailable.RULE.id,))
        when = self.school.interval(slot)
        rules = dict.fromkeys(rule for time, rule in self._busy.get(teacher_id, ()) if when.overlaps(time))
        if rules:
            return Reason("busy", "", (service_clash.RULE.id, *rules))
        return None

    def turn(self, station: Station, slot: Slot) -> _Turn:
        """Return a station at a slot with those who can come."""
        known = (station.id, slot)
        if known not in self._turns:
            able = tuple(t for t in station.pool if self.why_not(t, station, slot) is None)
            self._turns[known] = _Turn(station, slot, able)
        return self._turns[known]


def _station_rules(station: Station) -> tuple[str, ...]:
    """Return the rules by which the adults of a station are wanted."""
    if station.kind in _DUTY_RULES:
        return (_DUTY_RULES[station.kind],)
    if station.kind is StationKind.CLUB:
        return (service_adults.RULE.id, club_sessions.RULE.id)
    return (
        service_adults.RULE.id,
        extended_care.RULE.id if station.kind is StationKind.EXTENDED_CARE else service_held.RULE.id,
    )


def _wanted(openings: Openings) -> list[Station]:
    """Return the stations whose sessions are held in every plan, with all their adults."""
    return [
        station
        for station in openings.school.service.stations.values()
        if station.slots and station.adults and not station.optional and openings.active(*_station_rules(station))
        if station.kind not in WITH_PUPILS
        or station.kind in KINDS
        or station.kind in (StationKind.EXTENDED_CARE, StationKind.CLUB)
    ]


# At one time.


def _at_one_time(openings: Openings, people: _People) -> Iterator[Shortage]:
    """Yield each time of the day at which stations want more adults than there are; days alike are told together."""
    found: dict[tuple[tuple[str, ...], int, int], list[tuple[int, list[_Turn]]]] = defaultdict(list)
    known: dict[tuple[tuple[str, tuple[str, ...]], ...], list[Bottleneck]] = {}
    for day, moment in _moments(openings, people):
        alike = tuple((turn.station.id, turn.able) for turn in moment)
        if alike not in known:
            known[alike] = _starved(moment, one_place=openings.active(service_clash.RULE.id))
        for part in known[alike]:
            turns = [turn for index, turn in enumerate(moment) if index in part.nodes]
            found[tuple(turn.station.id for turn in turns), part.needs, part.has].append((day, turns))
    for (_, needs, has), days in found.items():
        yield _tell_time(openings, people, [day for day, _ in days], days[0][1], needs, has)


def _moments(openings: Openings, people: _People) -> Iterator[tuple[int, list[_Turn]]]:
    """Yield the turns that share a minute, day by day; a turn that lasts through several such times comes in each."""
    school = openings.school
    by_day: dict[int, list[_Turn]] = defaultdict(list)
    for station in _wanted(openings):
        for slot in station.slots if station.fixed else ():
            by_day[slot.day].append(people.turn(station, slot))
    for day, turns in sorted(by_day.items()):
        times = {turn.slot: school.interval(turn.slot) for turn in turns}
        told: list[set[Slot]] = []
        for start in sorted({time.start for time in times.values()}):
            running = {slot for slot, time in times.items() if time.start <= start < time.end}
            if not any(running <= other for other in told):
                told.append(running)
                yield day, [turn for turn in turns if turn.slot in running]


def _starved(turns: Sequence[_Turn], *, one_place: bool) -> list[Bottleneck]:
    """Return the positions of turns that want more adults than can come, as parts of a network; none where all have theirs."""
    network = Network()
    for index, turn in enumerate(turns):
        network.add(None, index, turn.station.adults)
        for teacher in turn.able:
            network.add(index, (teacher,) if one_place else (teacher, index), 1)
            if not one_place:
                network.add((teacher, index), ..., 1)
    for teacher in {t for turn in turns for t in turn.able} if one_place else ():
        network.add((teacher,), ..., 1)
    return [] if network.fill() == sum(turn.station.adults for turn in turns) else network.parts()


def _tell_time(
    openings: Openings, people: _People, days: Sequence[int], turns: Sequence[_Turn], needs: int, has: int
) -> Shortage:
    school, first = openings.school, turns[0]
    losses = Losses()
    for teacher in dict.fromkeys(t for turn in turns for t in turn.station.pool):
        reasons = [people.why_not(teacher, turn.station, turn.slot) for turn in turns if teacher in turn.station.pool]
        if all(reason is not None for reason in reasons):
            losses.add([reason for reason in reasons if reason is not None])
    when, period = days_text(days), school.period(first.slot).name
    who = names([turn.station.title for turn in turns], "个组")
    head = Text(
        f"{when.zh}{period}：{who.zh}共要 {needs} 位教师，能来的只有 {has} 位",
        f"{when.en} {period}: {who.en} want {needs} adults, {has} can come",
    )
    lost = losses.text(Text("人", ""))
    why = Text(f"名单里不能来的：{lost.zh}", f"not available: {lost.en}") if lost.zh else lost
    rules = [rule for turn in turns for rule in _station_rules(turn.station)] + losses.rules
    rules += [service_clash.RULE.id] if len(turns) > 1 else []
    found = shortage(SCHOOL_OWNER, needs, has, sentence([head, why]), rules)
    return _of_stations((turn.station for turn in turns), found)


def _of_stations(stations: Iterable[Station], found: Shortage) -> Shortage:
    """Return a shortage as that of some stations."""
    first, *others = dict.fromkeys(station_owner(station.id) for station in stations)
    return replace(found, owner=first, others=tuple(others))


# In the week.


def _in_the_week(openings: Openings, people: _People) -> Iterator[Shortage]:
    """Yield that all service, or evening study by itself, takes more turns in the week than the limits of people allow."""
    if not openings.active(service_limits.RULE.id):
        return
    school, parameters = openings.school, openings.parameters(service_limits.RULE)
    wanted = [station for station in _wanted(openings) if station.kind in SERVICE]
    most = {teacher.id: parameters.most_of(teacher) for teacher in school.teachers}
    yield from _week(people, wanted, most, Text("次服务", "sessions"))
    evenings = [station for station in wanted if station.kind is StationKind.EVENING_STUDY]
    if openings.active(service_clash.RULE.id):
        by_day: dict[int, set[Slot]] = defaultdict(set)
        for station in evenings:
            for slot in station.slots:
                by_day[slot.day].add(slot)
        each = max((most_apart(school, slots) for slots in by_day.values()), default=0)
        most = {teacher.id: parameters.evenings_of(teacher) * each for teacher in school.teachers}
        yield from _week(people, evenings, most, Text("次晚自习", "turns of evening study"))


def _week(people: _People, stations: Sequence[Station], most: dict[str, int], what: Text) -> Iterator[Shortage]:
    """Yield that some stations want more turns than those who can come may take."""
    network = Network()
    for station in stations:
        network.add(None, station.id, station.adults * station.sessions)
        able: dict[str, int] = defaultdict(int)
        for slot in station.slots:
            for teacher in people.turn(station, slot).able:
                able[teacher] += 1
        for teacher, times in able.items():
            network.add(station.id, (teacher,), min(times, station.sessions))
    names_used = {teacher for station in stations for teacher in station.pool}
    for teacher in names_used:
        network.add((teacher,), ..., min(most[teacher], PLENTY))
    if network.fill() == sum(station.adults * station.sessions for station in stations):
        return
    part = network.parts()[0]
    starved = [station for station in stations if station.id in part.nodes]
    full = [t for t in names_used if (t,) in part.nodes]
    needs, has = part.needs, part.has
    who = names([station.title for station in starved], "个组")
    head = Text(
        f"{who.zh}一周共要 {needs} 人{what.zh}，能安排的最多 {has} 人次",
        f"{who.en} want {needs} {what.en} a week, {has} can be had",
    )
    limits = sorted({most[t] for t in full})
    few = names(sorted(full), "位")
    each = "、".join(map(str, limits))
    why = Text(
        f"可安排的 {len(full)} 人（{few.zh}）每人一周最多 {each} 次",
        f"{few.en}: at most {each.replace('、', ', ')} each",
    )
    rules = [service_limits.RULE.id, *(rule for station in starved for rule in _station_rules(station))]
    lost = [people.why_not(t, station, slot) for station in starved for t in station.pool for slot in station.slots]
    rules += [rule for reason in lost if reason is not None for rule in reason.rules]
    rules += [service_clash.RULE.id] if what.zh == "次晚自习" else []
    text = sentence([head, why if full else Text("", "")])
    yield _of_stations(starved, shortage(SCHOOL_OWNER, needs, has, text, rules))
