"""Gives the activities of a school the times of a plan, so that FET can be asked whether it accepts it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from constraints.timetable.double_lessons import paired
from scheduler.export.fet.activities import Activities, Activity, merged
from scheduler.plan import Plan
from scheduler.school import Course, School, Slot


def locked(activities: Activities, plan: Plan) -> tuple[Activities, int]:
    """Return the activities with the starts and venues of a plan, and how many have no place in it.

    Lessons of odd and even weeks that share a slot, and a class, a teacher or a place, become one activity: only a plan
    tells which these are.
    """
    return _Locking(activities, plan).done()


class _Locking:
    def __init__(self, activities: Activities, plan: Plan) -> None:
        self.school: School = activities.school
        self.activities = activities
        self.plan = plan
        self.free = {course.id: set(plan.slots_of(course.id)) for course in self.school.courses}
        self.venues = {(p.course, p.slot): p.venue for p in plan.placements if p.venue is not None}
        self.held = {meeting.meeting: meeting.slot for meeting in plan.meetings}
        self.moving: set[str | None] = set()

    def done(self) -> tuple[Activities, int]:
        starts: dict[int, Slot] = {}
        for length in (2, 1):
            items = [item for item in self.activities.items if item.meeting is None and item.length == length]
            for item in sorted(items, key=lambda item: -len(item.courses)):
                start = self._start(item)
                if start is not None:
                    starts[item.number] = start
        items = [self._with_start(item, starts.get(item.number)) for item in self.activities.items]
        items = [replace(item, venues=tuple(v for v in item.venues if self._stays(v))) for item in items]
        missing = sum(item.start is None for item in items)
        return Activities(self.school, _joined(items)), missing

    def _with_start(self, item: Activity, start: Slot | None) -> Activity:
        if item.meeting is not None:
            return replace(item, start=self.held.get(item.meeting.id, item.start))
        if start is None:
            return item
        venues = []
        for course in item.courses:
            venue = self.venues.get((course.id, start))
            following = self.school.next_in_double(start) if item.length == 2 else None
            if following is not None and self.venues.get((course.id, following)) != venue:
                self.moving.add(self.school.venue_kind_of(course))
            elif venue is not None:
                venues.append((course.id, venue))
        return replace(item, start=start, venues=tuple(venues))

    def _stays(self, held: tuple[str, str]) -> bool:
        """Tell whether a venue may be locked: not of a kind within which some double changes its place, which no room of FET can."""
        return self.school.venue_kind_of(self.school.course[held[0]]) not in self.moving

    def _start(self, item: Activity) -> Slot | None:
        """Return the first time at which a plan has all courses of an activity, and take it."""
        common = set.intersection(*(self.free[course.id] for course in item.courses))
        if item.length == 1:
            start = min(common, default=None)
            taken = [start] if start is not None else []
        else:
            pairs = paired(self.school, sorted(common))
            start, taken = (pairs[0][0], list(pairs[0])) if pairs else (None, [])
        for course in item.courses:
            self.free[course.id].difference_update(taken)
        return start


def _joined(items: list[Activity]) -> Iterable[Activity]:
    """Yield the activities; those that alternate, begin together, are as long and have something in common as one."""
    alike: dict[tuple[Slot, int], list[int]] = defaultdict(list)
    for index, item in enumerate(items):
        if item.alternates and item.start is not None:
            alike[item.start, item.length].append(index)
    absorbed: dict[int, list[int]] = {}
    for indices in alike.values():
        for group in _linked(items, indices):
            absorbed |= dict.fromkeys(group, group)
    for index in range(len(items)):
        group = absorbed.get(index, [index])
        if group[0] == index:
            yield merged(items, group)


def _linked(items: list[Activity], indices: list[int]) -> list[list[int]]:
    """Return the groups of activities that are linked by a class, a teacher or a place, directly or by others."""
    groups: list[tuple[set[str], list[int]]] = []
    for index in indices:
        names, members = _involved(items[index].courses, items[index].venues), [index]
        apart = []
        for other in groups:
            if other[0] & names:
                names, members = other[0] | names, [*other[1], *members]
            else:
                apart.append(other)
        groups = [*apart, (names, members)]
    return [sorted(members) for _, members in groups]


def _involved(courses: tuple[Course, ...], venues: tuple[tuple[str, str], ...]) -> set[str]:
    people = {name for course in courses for name in (*course.classes, *course.teachers)}
    return people | {f"@{venue}" for _, venue in venues}
