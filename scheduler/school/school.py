"""The whole validated problem."""

from __future__ import annotations

from functools import cached_property

from scheduler.school.bell import Interval, PeriodKind
from scheduler.school.data import SchoolData
from scheduler.school.flex import HALF_DAYS_OFF, GrantKind
from scheduler.school.people import StaffKind, Teacher
from scheduler.school.sport import SportTime, sport_times
from scheduler.school.stations import ServiceWeek


class School(SchoolData):
    """A school and its week, and what follows from them for the after-school day and flexible hours."""

    @cached_property
    def service(self) -> ServiceWeek:
        """What the after-school day asks of adults, worked out once."""
        return ServiceWeek(self)

    def without_service(self) -> School:
        """Return the same school as far as its timetable goes."""
        minutes = (
            (klass.id, day, self.most_service_sport(klass.id, day)) for klass in self.classes for day in range(1, 6)
        )
        later = tuple(minutes) if self.stages else ()
        return self.renewed(stages=(), enrolments=(), clubs=(), duties=(), working=None, sport_later=later)

    # Sport in service.

    @cached_property
    def sport_times(self) -> dict[str, tuple[SportTime, ...]]:
        """When service may be sport for all pupils of each class."""
        return {klass.id: sport_times(self.service, klass.id) for klass in self.classes}

    def most_service_sport(self, class_id: str, day: int) -> int:
        """Return the most minutes of sport that service can give all pupils of a class on a day."""
        here = (time.slot for time in self.sport_times[class_id] if time.slot.day == day)
        return self.later_sport.get((class_id, day), 0) + sum(self.period(slot).minutes for slot in here)

    # Flexible hours.

    @cached_property
    def grant_kinds(self) -> tuple[GrantKind, ...]:
        """The kinds of flexible time that the school knows; none without working hours."""
        if self.working is None:
            return ()
        return tuple(kind for kind in GrantKind if self.working.half_days or kind not in HALF_DAYS_OFF)

    def may_have_grants(self, teacher: Teacher) -> bool:
        """Tell whether a teacher has flexible hours here: the staff have, people from outside and other schools' have not."""
        return teacher.kind is StaffKind.STAFF and teacher.home is None

    def grant_window(self, kind: GrantKind) -> tuple[int, int]:
        """Return from when to when a teacher with a grant is away within working hours. Raises ValueError without any."""
        if self.working is None:
            raise ValueError("the school has no working hours")
        noons = [p for s in self.schedules for p in s.periods if p.kind is PeriodKind.NOON]
        morning_end = max((noon.start for noon in noons), default=12 * 60)
        afternoon_start = min((noon.end for noon in noons), default=14 * 60)
        hours = self.working
        return {
            GrantKind.LATE_START: (hours.start, hours.start + hours.late_minutes),
            GrantKind.EARLY_LEAVE: (hours.end - hours.early_minutes, hours.end),
            GrantKind.MORNING_OFF: (hours.start, max(hours.start, morning_end)),
            GrantKind.AFTERNOON_OFF: (min(afternoon_start, hours.end), hours.end),
        }[kind]

    def grant_minutes(self, kind: GrantKind) -> int:
        """Return what a grant takes from the time bank."""
        start, end = self.grant_window(kind)
        return end - start

    def away(self, kind: GrantKind, day: int) -> Interval:
        """Return when a teacher with a grant can have no duty: before he comes, or after he has left."""
        start, end = self.grant_window(kind)
        comes_late = kind in (GrantKind.LATE_START, GrantKind.MORNING_OFF)
        return Interval(day, 0, end) if comes_late else Interval(day, start, 24 * 60)
