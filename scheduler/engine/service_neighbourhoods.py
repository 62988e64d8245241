"""Which decisions of the after-school day to free: whole sessions, those of a few teachers, clubs, flexible hours."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence

from scheduler.model.service import ServiceVariables
from scheduler.school import SERVICE, School, Slot, Station, StationKind
from scheduler.school.shares import fair_shares

Decisions = set[int]
Session = tuple[str, Slot]
LUCK = 90  # minutes by which chance may change who counts as having much service, or little


class ServiceNeighbourhoods:
    """Picks decisions of the after-school day around the plan in `values`; `size` is the number of sessions that may change."""

    def __init__(self, school: School, service: ServiceVariables, rng: random.Random) -> None:
        self.school = school
        self.rng = rng
        self.values: Sequence[int] = ()
        self._service = service
        self._of_session: dict[Session, Decisions] = {}
        for station in school.service.stations.values():
            for slot, held in service.held(station.id).items():
                serve, venues = service.serve(station.id, slot), service.venues(station.id, slot)
                self._of_session[station.id, slot] = {x.index for x in (held, *serve.values(), *venues.values())}
        self._grants: dict[str, Decisions] = {
            teacher.id: {literal.index for literal in service.grants(teacher.id).values()}
            for teacher in school.teachers
        }
        self._by_day: dict[int, list[Session]] = defaultdict(list)
        for session in self._of_session:
            self._by_day[session[1].day].append(session)
        self._teachers = [t.id for t in school.teachers if school.service.teacher_stations[t.id]]
        self._shares = fair_shares(school)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to decide."""
        return not self._of_session

    def of_session(self, station_id: str, slot: Slot) -> Decisions:
        """Return the decisions on a station at a slot."""
        return self._of_session[station_id, slot]

    def grants_of(self, teachers: Iterable[str]) -> Decisions:
        """Return the decisions on the flexible hours of some teachers."""
        return set().union(*(self._grants[teacher] for teacher in teachers))

    def granted(self, teachers: Iterable[str]) -> Decisions:
        """Return the flexible hours that some teachers have: what may stand in the way of their lessons."""
        return {index for teacher in teachers for index in self._grants[teacher] if self.values[index]}

    def flexible_hours(self, size: int) -> Decisions:
        """Free the flexible hours of many teachers, whatever else they do."""
        teachers = sorted(self._grants)
        return self.grants_of(self.rng.sample(teachers, min(size, len(teachers))))

    def day(self, size: int) -> Decisions:
        """Free some of the sessions of one day: who is where then."""
        sessions = self._by_day[self.rng.choice(sorted(self._by_day))]
        return self._free(self.rng.sample(sessions, min(size, len(sessions))))

    def week(self, size: int) -> Decisions:
        """Free the whole week of some neighbouring stations of one kind: classes of a grade, clubs."""
        kind = self.rng.choice(sorted({station.kind for station in self.school.service.stations.values()}))
        stations = [station for station in self.school.service.stations.values() if station.kind is kind]
        start = self.rng.randrange(len(stations))
        found: list[Session] = []
        for station in stations[start:] + stations[:start]:
            found += [(station.id, slot) for slot in station.slots]
            if len(found) >= size:
                break
        return self._free(found)

    def teachers(self, size: int) -> Decisions:
        """Free the sessions of a few teachers who can take each other's."""
        return self.around([], size)

    def exchange(self, size: int) -> Decisions:
        """Free who does what among teachers with much service and teachers with little, all week; who else serves stays."""
        order = sorted(self._shares, key=lambda teacher: self._surplus(teacher) + self.rng.uniform(-LUCK, LUCK))
        chosen: list[str] = []
        sessions: set[Session] = set()
        while order and (len(chosen) < 2 or len(sessions) < size):
            chosen.append(order.pop(-(len(chosen) % 2)))
            sessions.update(self._sessions_of(chosen[-1]))
        turns = (turn for teacher in chosen for turn in self._service.turns[teacher])
        return {t.literal.index for t in turns if (t.station.id, t.slot) in sessions} | self.granted(chosen)

    def _surplus(self, teacher: str) -> int:
        """Return the minutes of service beyond the fair share."""
        served = (t for t in self._service.turns[teacher] if t.station.kind in SERVICE and self.values[t.literal.index])
        return sum(self.school.period(turn.slot).minutes for turn in served) - self._shares[teacher]

    def around(self, teachers: Sequence[str], size: int) -> Decisions:
        """Free what these teachers (or a random one) do, and what they might do instead: stations where they are in the pool."""
        if not self._teachers:
            return self.week(size)
        chosen = [teacher for teacher in teachers if self.school.service.teacher_stations[teacher]]
        chosen = chosen or [self.rng.choice(self._teachers)]
        mine = [s for teacher in chosen for s in self._sessions_of(teacher)]
        others = [
            (station.id, slot) for teacher in chosen for station in self._stations(teacher) for slot in station.slots
        ]
        self.rng.shuffle(others)
        return self._free([*mine, *others][:size]) | self.grants_of(chosen)

    def _stations(self, teacher: str) -> tuple[Station, ...]:
        """Return the stations that a teacher may take, without the morning's, which are his alone."""
        return tuple(
            station
            for station in self.school.service.teacher_stations[teacher]
            if station.kind is not StationKind.MORNING
        )

    def _sessions_of(self, teacher: str) -> list[Session]:
        return [(t.station.id, t.slot) for t in self._service.turns[teacher] if self.values[t.literal.index]]

    def _free(self, sessions: Iterable[Session]) -> Decisions:
        """Return the decisions of sessions; where a station chooses its days, those of its other days too, and of what
        else its group may do."""
        freed: Decisions = set()
        teachers: set[str] = set()
        for station_id, slot in sessions:
            station = self.school.service.stations[station_id]
            for other in self.school.service.alike(station):
                for each in (slot,) if station.fixed else station.slots:
                    freed |= self._of_session[other.id, each]
            teachers.update(station.pool)
        return freed | self.granted(teachers)
