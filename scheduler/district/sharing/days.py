"""The ways in which a shared teacher may spend a day: at home, or for a stretch of the clock at another school of his."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise, product
from typing import NamedTuple

from constraints.service.serving import duty_slots
from scheduler.district.sharing.nouns import Place, SharedTeacher
from scheduler.school import Interval, PeriodKind, School, Slot

MOST_DAYS = 300  # ways to spend one day at two schools that are not home; of more only whole half-days are kept
WHOLE_DAY = 24 * 60


class Visit(NamedTuple):
    """A stretch of the clock at a school that is not home; `fine` where it is no half-day and no day of that school."""

    school: str
    start: int
    end: int
    fine: bool = False


class Stay:
    """What a teacher may have to do at one of his schools: its slots, by the clock."""

    def __init__(self, school: School, place: Place) -> None:
        self.school, self.place = school, place
        slots = duty_slots(school, place.teacher)
        admitted = [slot for slot in slots if place.admits(school.half_day(slot))]
        lessons = [slot for slot in admitted if school.period(slot).kind is PeriodKind.LESSON]
        self.slots = tuple(admitted if place.serves else lessons)
        self.lessons = tuple(lessons)

    @cached_property
    def by_day(self) -> dict[int, tuple[Slot, ...]]:
        """Its slots of each day."""
        return {day: tuple(slot for slot in self.slots if slot.day == day) for day in range(1, 8)}

    @cached_property
    def times(self) -> dict[Slot, Interval]:
        """When each of its slots is."""
        return {slot: self.school.interval(slot) for slot in self.slots}

    def visits(self, day: int) -> list[Visit]:
        """Return the stretches of a day that begin and end with lessons of the school."""
        lessons = [slot for slot in self.by_day[day] if slot in set(self.lessons)]
        parts = [[slot for slot in lessons if self.school.half_day(slot).part == part] for part in (0, 1)]
        usual = {self._stretch(slots) for slots in (lessons, *parts) if slots}
        late = self._stretch(self.by_day[day]) if self.place.serves and self.by_day[day] and lessons else None
        starts = sorted({self.times[slot].start for slot in lessons})
        ends = sorted({self.times[slot].end for slot in lessons})
        found = {(start, end) for start, end in product(starts, ends) if start < end} | usual
        if late is not None:  # service after the last lesson
            found |= {(start, late[1]) for start, _ in tuple(found)}
            usual |= {(start, late[1]) for start, end in tuple(usual) if end == ends[-1]}
        return [Visit(self.place.school, *each, each not in usual) for each in sorted(found)]

    def _stretch(self, slots: Iterable[Slot]) -> tuple[int, int]:
        times = [self.times[slot] for slot in slots]
        return min(time.start for time in times), max(time.end for time in times)


class DayPlan(NamedTuple):
    """A day of a shared teacher: his visits in their order; the rest of it, but for the ways, is for his home."""

    teacher: SharedTeacher
    day: int
    visits: tuple[Visit, ...] = ()

    def closed(self, school: str) -> list[tuple[int, int, str]]:
        """Return from when to when he cannot be at a school of his, and the school at which he is then, or on the way to or from."""
        if school == self.teacher.home.school:
            return [
                (visit.start - self.teacher.way(visit.school), visit.end + self.teacher.way(school), visit.school)
                for visit in self.visits
            ]
        mine = next((visit for visit in self.visits if visit.school == school), None)
        before, after = (0, WHOLE_DAY) if mine is None else (mine.start, mine.end)
        found, home = [], self.teacher.home.school
        for visit in self.visits:
            if visit.school != school:
                start, end = visit.start - self.teacher.way(visit.school), visit.end + self.teacher.way(school)
                found.append((start, end, visit.school))
        if mine is None:
            return [*found, (0, WHOLE_DAY, home)]
        return [*found, (0, before, home), (after, WHOLE_DAY, home)]

    def opens(self, stay: Stay, slot: Slot) -> bool:
        """Tell whether he can be at a slot of a school."""
        time = stay.times[slot]
        return not any(start < time.end and time.start < end for start, end, _ in self.closed(stay.place.school))

    def fits(self) -> bool:
        """Tell whether there is time for the ways between the visits."""
        return all(one.end + self.teacher.way(other.school) <= other.start for one, other in pairwise(self.visits))

    def route(self, home: Stay) -> list[str]:
        """Return the schools of the day in their order; home where a lesson could be held there before, between or after."""
        mine = [home.times[slot] for slot in home.lessons if slot.day == self.day and self.opens(home, slot)]
        found = []
        reached = 0
        for visit in self.visits:
            if any(reached <= time.start and time.end <= visit.start for time in mine):
                found.append(home.place.school)
            found.append(visit.school)
            reached = visit.end
        if any(time.start >= reached for time in mine) or not found:
            found.append(home.place.school)
        return found

    def changes(self, home: Stay) -> int:
        """Return how often he changes place in the day."""
        return len(self.route(home)) - 1

    def minutes(self, home: Stay) -> int:
        """Return the minutes that he is on the way between his schools in the day."""
        return sum(self.teacher.way(there) for _, there in pairwise(self.route(home)))


def day_plans(teacher: SharedTeacher, stays: dict[str, Stay], day: int) -> list[DayPlan]:
    """Return the ways in which a teacher may spend a day: at home, at one other school for a stretch, at several one after another."""
    guests = [stays[place.school] for place in teacher.guests]
    visits = {stay.place.school: stay.visits(day) for stay in guests}
    found = [DayPlan(teacher, day)]
    found += [DayPlan(teacher, day, (visit,)) for each in visits.values() for visit in each]
    for one, other in _pairs(list(visits)):
        both = [DayPlan(teacher, day, pair) for pair in product(visits[one], visits[other])]
        both = [plan for plan in both if plan.fits()]
        if len(both) > MOST_DAYS:
            both = [plan for plan in both if not any(visit.fine for visit in plan.visits)]
        found += both
    return found


def _pairs(names: list[str]) -> Iterator[tuple[str, str]]:
    for one, other in product(names, names):
        if one != other:
            yield one, other
