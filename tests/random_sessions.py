"""Random sessions of service and random flexible time, beside the lessons of a plan; and what people make of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import product
from random import Random

from scheduler.plan import FlexGrant, Plan, ServiceSession
from scheduler.school import (
    SERVICE,
    GrantKind,
    Interval,
    MarkLevel,
    PeriodKind,
    School,
    ServiceDuty,
    Slot,
    Station,
    StationKind,
    Teacher,
)
from tests.chance import chance, some

TITLES = ("数学新课", "语文补课", "数学", "物理", "体育", "阅读", "集体补课", "自由活动")
# What decides who serves among those who are free: the load so far, habit, the homeroom, or always the same few.
MANNERS = ("balanced", "balanced", "stable", "homeroom", "unfair")


class ServicePlanner:
    """Holds the stations of one plan and grants flexible time; `tidy` is in percent. `busy` holds the lessons of each teacher,
    `free` the lesson slots of each class that it does not use."""

    def __init__(
        self, rng: Random, school: School, tidy: int, busy: dict[str, list[Slot]], free: dict[str, set[Slot]]
    ) -> None:
        self.free = free
        self.rng = rng
        self.school = school
        self.tidy = tidy
        order = {teacher: number for number, teacher in enumerate(school.teacher)}
        self._manners: dict[str, Callable[[Teacher, Station], float]] = {
            "balanced": lambda teacher, _: self.served[teacher.id] / teacher.fte,
            "stable": lambda teacher, station: -self.habits[teacher.id, station.id],
            "homeroom": lambda teacher, station: -int(self._leads(teacher, station)),
            "unfair": lambda teacher, _: order[teacher.id],
        }
        self.manner = rng.choice(MANNERS)
        self.busy = {name: [school.interval(slot) for slot in slots] for name, slots in busy.items()}
        unwelcome = [mark for mark in school.marks if mark.level is not MarkLevel.PREFERRED]
        self.unwelcome = {
            name: [Interval(mark.day, mark.start, mark.end) for mark in unwelcome if mark.owner == name]
            for name in busy
        }
        self.used: dict[str, list[Interval]] = {venue.id: [] for venue in school.venues}
        self.served: Counter[str] = Counter()
        self.habits: Counter[tuple[str, str]] = Counter()
        # Where late starts are for those who had the evenings, two evenings earn one on the day after.
        self.earning = chance(rng, 40)
        if self.earning and chance(rng, 70):
            self.manner = "stable"
        self.evenings: dict[str, set[int]] = {name: set() for name in busy}
        self.balance = {teacher.id: teacher.balance for teacher in school.teachers}

    def sessions(self) -> tuple[ServiceSession, ...]:
        """Return sessions of each station at some of its slots, with people of its pool, in places among which it chooses."""
        stations = sorted(self.school.service.stations.values(), key=lambda station: len(station.pool) - station.adults)
        found = [self._session(station, slot) for station in stations for slot in self._slots(station)]
        return tuple(sorted(found, key=lambda session: (session.slot, session.station)))

    def _slots(self, station: Station) -> list[Slot]:
        if station.optional and chance(self.rng, 50 + self.tidy // 2):
            return [slot for slot in station.slots if all(slot in self.free[class_id] for class_id in station.classes)]
        count = station.sessions
        if station.choice is not None and chance(self.rng, (100 + self.tidy) // 2):
            return self._own_slots(station)
        if not chance(self.rng, (100 + self.tidy) // 2):
            count = self.rng.randint(0, len(station.slots))
        return some(self.rng, station.slots, count, count)

    def _own_slots(self, station: Station) -> list[Slot]:
        """Return a station's part of the times at which its group chooses among contents."""
        slots = list(station.slots)
        Random(station.choice).shuffle(slots)
        first = 0
        for each in self.school.service.alike(station):
            if each is station:
                break
            first += each.sessions
        return sorted(slots[first : first + station.sessions])

    def _session(self, station: Station, slot: Slot) -> ServiceSession:
        rng, when = self.rng, self.school.interval(slot)
        count = station.adults if chance(rng, (300 + self.tidy) // 4) else rng.randint(0, len(station.pool))
        adults = some(rng, station.pool, len(station.pool), len(station.pool))
        if chance(rng, (100 + self.tidy) // 2):
            adults.sort(key=lambda teacher: self._liking(teacher, station, when))
        del adults[count:]
        for teacher in adults:
            self.busy[teacher].append(when)
            self.served[teacher] += (when.end - when.start) * (station.kind in SERVICE)
            if station.kind is StationKind.EVENING_STUDY:
                self.evenings[teacher].add(when.day)
            self.habits[teacher, station.id] += 1
            self.balance[teacher] += self.school.service.credit(station, slot) / self.school.service.parts
        return ServiceSession(station=station.id, slot=slot, adults=tuple(adults), venue=self._venue(station, when))

    def _liking(self, name: str, station: Station, when: Interval) -> tuple[int, float]:
        """Return how badly a session suits a teacher: what forbids it, then what the manner says."""
        teacher = self.school.teacher[name]
        faults = 2 * any(when.overlaps(other) for other in self.busy[name])
        faults += 2 * (teacher.service is ServiceDuty.NONE)
        faults += 2 * (teacher.service is ServiceDuty.NO_EVENING and station.kind is StationKind.EVENING_STUDY)
        faults += any(other.overlaps(when) for other in self.unwelcome[name])
        return faults, self._manners[self.manner](teacher, station)

    def _leads(self, teacher: Teacher, station: Station) -> bool:
        return any(self.school.school_class[c].homeroom_teacher == teacher.id for c in station.classes)

    def _venue(self, station: Station, when: Interval) -> str | None:
        """Return the place that a station names, else one of its kind, now and then none."""
        places = [
            venue.id
            for venue in self.school.venues
            if venue.kind == station.venue_kind and self.school.serves(venue, station.slots[0].schedule)
        ]
        if station.venue is not None or not places:
            return station.venue
        free = [place for place in places if not any(when.overlaps(other) for other in self.used[place])]
        venue = self.rng.choice(free if free and chance(self.rng, self.tidy) else places)
        self.used[venue].append(when)
        return venue if chance(self.rng, (400 + self.tidy) // 5) else None

    # Flexible hours.

    def grants(self) -> tuple[FlexGrant, ...]:
        """Return flexible time of the staff; the tidier, the fewer grants meet a duty or lack credit."""
        rng, kinds = self.rng, self.school.grant_kinds
        often = rng.choice((0, 15, 40))
        staff = [teacher.id for teacher in self.school.teachers if self.school.may_have_grants(teacher)]
        found = []
        for name, day in product(staff, range(1, 6)):
            for kind in some(rng, kinds, 1, 1 if chance(rng, 90) else 2):
                late = kind is GrantKind.LATE_START and self.earning
                if self._earned(name, day) if late else chance(rng, often) and self._fits(name, kind, day):
                    found.append(FlexGrant(teacher=name, day=day, kind=kind))
                    self.balance[name] -= self.school.grant_minutes(kind)
        return tuple(found)

    def _earned(self, teacher: str, day: int) -> bool:
        """Tell whether evenings, of which one is that before, pay for a late start; and use them up."""
        evenings = self.evenings[teacher]
        if day - 1 not in evenings or len(evenings) < 2:
            return False
        evenings -= {day - 1, min(evenings - {day - 1})}
        return True

    def _fits(self, teacher: str, kind: GrantKind, day: int) -> bool:
        """Tell whether a grant meets no duty and there is credit for it; the less tidy, the less that matters."""
        if not chance(self.rng, self.tidy):
            return True
        away = self.school.away(kind, day)
        free = not any(away.overlaps(other) for other in self.busy[teacher])
        return free and self.balance[teacher] >= self.school.grant_minutes(kind)


def odd_service(rng: Random, school: School, plan: Plan) -> Plan:
    """Return the plan with sessions and flexible time as people write them: twice, empty, elsewhere, of other contents."""
    sessions = [_odd(rng, school, s) for s in plan.sessions for _ in range(rng.choice((1,) * 18 + (0, 2)))]
    teachers, kinds = tuple(school.teacher), tuple(GrantKind)
    grants = [grant for grant in plan.grants for _ in range(rng.choice((1,) * 8 + (2,)))]
    if chance(rng, 30):
        chosen = some(rng, teachers, 1, 2)
        grants += [FlexGrant(teacher=teacher, day=rng.randint(1, 7), kind=rng.choice(kinds)) for teacher in chosen]
    return plan.model_copy(update={"sessions": tuple(sessions), "grants": tuple(grants)})


def _odd(rng: Random, school: School, session: ServiceSession) -> ServiceSession:
    """Return a session as somebody might have noted it: mostly as it is."""
    adults = session.adults
    if chance(rng, 15):
        adults = rng.choice(((), (*adults, rng.choice(tuple(school.teacher))), adults * 2, adults[1:]))
    anywhere = [slot for schedule in school.schedules for kind in PeriodKind for slot in schedule.slots(kind)]
    return ServiceSession(
        station=session.station,
        slot=rng.choice(anywhere) if chance(rng, 8) else session.slot,
        adults=adults,
        venue=rng.choice((None, *school.venue)) if chance(rng, 15) else session.venue,
        title=rng.choice(TITLES) if chance(rng, 8) else None,
    )
