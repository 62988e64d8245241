"""Venues that are asked for more often than they have room, in the week or in the slots that are left to their lessons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from constraints.timetable import subject_per_day, teacher_clash, venue_capacity
from constraints.timetable.venue_demand import ANY_SEATS, Demand, demands
from scheduler.explanation.counting.courses import open_words
from scheduler.explanation.counting.flow import Network
from scheduler.explanation.counting.items import stabs
from scheduler.explanation.counting.openings import Openings
from scheduler.explanation.counting.shortage import (
    Shortage,
    because,
    hours_rules,
    lost_slots,
    partly_lost,
    sentence,
    shortage,
)
from scheduler.model.owner import venue_owner
from scheduler.school import Course, Slot
from scheduler.school.wording import names
from scheduler.text import Text

Point = tuple[int, int]


class Alike(NamedTuple):
    """Courses with the same teacher, open slots and daily limit; each lesson takes `share` places."""

    slots: tuple[Slot, ...]
    cap: int | None
    share: int
    teacher: str | None


class _Starved(NamedTuple):
    """Courses that take `needs` places and can have `has`; by which limits, beside those of the venues, they have so few."""

    courses: list[Course]
    needs: int
    has: int
    limits: tuple[str, ...]


LIMIT_WORDS = {
    teacher_clash.RULE.id: Text("同一位教师一个时段只上一节", "a teacher gives one lesson at a time"),
    subject_per_day.RULE.id: Text("有的课每天有节数上限", "some courses have a limit a day"),
}
LIMITS = tuple(LIMIT_WORDS)


def count_venues(openings: Openings, short: Collection[str]) -> Iterator[Shortage]:
    """Yield the venues, or kinds of venue, whose lessons are more than they hold; at most one shortage of each.

    The courses that are `short` by themselves are left out.
    """
    for demand in demands(openings.school) if openings.active(venue_capacity.RULE.id) else ():
        found = next(_shortages(openings, demand, short), None)
        if found is not None:
            yield found


def _shortages(openings: Openings, demand: Demand, short: Collection[str]) -> Iterator[Shortage]:
    points = stabs(openings.school, demand.slots)
    for size, few in demand.steps:
        room: dict[Point, int] = Counter()
        for venue in demand.venues:
            for point in {points[slot] for slot in demand.open_slots[venue.id]}:
                room[point] += demand.room(venue, size, few)
        for week in demand.weeks:
            groups: dict[Alike, list[Course]] = defaultdict(list)
            for course in demand.courses:
                share = demand.share(course, size, few)
                if share and course.week.meets(week) and course.id not in short:
                    teacher = course.teachers[0] if course.teachers and openings.active(teacher_clash.RULE.id) else None
                    cap = openings.caps.get(course.id)
                    groups[Alike(openings.open(course), cap, share, teacher)].append(course)
            starved = _starved(groups, points, room)
            if starved is not None:
                yield _tell(openings, demand, (size, few), starved, points, room)


def _starved(groups: dict[Alike, list[Course]], points: dict[Slot, Point], room: dict[Point, int]) -> _Starved | None:
    """Return courses that take more places than there are, by the fewest limits that tell; None where all find one."""
    if _short_of(groups, points, room, LIMITS) is None:
        return None
    tries = ((), (teacher_clash.RULE.id,), (subject_per_day.RULE.id,))
    return next(
        (found for limits in tries if (found := _short_of(groups, points, room, limits)) is not None),
        _short_of(groups, points, room, LIMITS),
    )


def _short_of(
    groups: dict[Alike, list[Course]], points: dict[Slot, Point], room: dict[Point, int], limits: tuple[str, ...]
) -> _Starved | None:
    """Return courses that take more places than there are under some limits: a teacher gives one lesson at a time, a class has
    so many lessons of a subject a day."""
    network, most = Network(), dict[tuple[str, Point], int]()
    needs = {alike: alike.share * sum(course.lessons for course in courses) for alike, courses in groups.items()}
    for alike, courses in groups.items():
        network.add(None, alike, needs[alike])
        places, teacher = alike.share * len(courses), alike.teacher if teacher_clash.RULE.id in limits else None
        days = Counter(slot.day for slot in alike.slots)
        for day, count in days.items():
            capped = alike.cap is not None and subject_per_day.RULE.id in limits
            network.add(alike, (alike, day), places * (min(count, alike.cap or 0) if capped else count))
        for slot in alike.slots:
            point = points[slot]
            if teacher is not None:
                most[teacher, point] = max(most.get((teacher, point), 0), alike.share)
            network.add((alike, slot.day), point if teacher is None else (teacher, point), places)
    for (teacher, point), share in most.items():
        network.add((teacher, point), point, share)
    for point, free in room.items():
        network.add(point, ..., free)
    if network.fill() == sum(needs.values()):
        return None
    part = network.parts()[0]
    courses = [course for alike, found in groups.items() if alike in part.nodes for course in found]
    return _Starved(courses, part.needs, part.has, limits)


def _tell(
    openings: Openings,
    demand: Demand,
    step: tuple[int, int],
    found: _Starved,
    points: dict[Slot, Point],
    room: dict[Point, int],
) -> Shortage:
    school = openings.school
    subjects = names([course.subject for course in found.courses], "门课")
    universe = {slot for course in found.courses for slot in school.course_slots(course)}
    free = {slot for course in found.courses for slot in openings.open(course)}
    usable = {points[slot]: slot for slot in sorted(free, reverse=True)}
    rooms = [room.get(point, 0) for point in usable]
    closed = [openings.closed(course) for course in found.courses]
    losses, partly = lost_slots(closed, universe, free), partly_lost(closed, free if found.has < sum(rooms) else ())
    one_each = found.needs == sum(course.lessons for course in found.courses)
    zh, en = ("节", "lessons") if one_each else ("处次", "places")
    head = Text(
        f"{demand.title}：{subjects.zh}一周共 {found.needs} {zh}，最多容得下 {found.has} {zh}",
        f"{demand.title}: {subjects.en} take {found.needs} {en} a week, there is room for {found.has}",
    )
    at_once = _at_once(step, rooms)
    limits = [LIMIT_WORDS[limit] for limit in found.limits]
    text = sentence([head, open_words(openings, sorted(usable.values())), at_once, *limits, because(losses, partly)])
    rules = [venue_capacity.RULE.id, *losses.rules, *partly.rules, *hours_rules(school, found.courses), *found.limits]
    return shortage(venue_owner(demand.title), found.needs, found.has, text, rules)


def _at_once(step: tuple[int, int], rooms: Sequence[int]) -> Text:
    """Return how many places there are at once, in words."""
    size, few = step
    most = max(rooms, default=0)
    zh, en = f"同时最多 {most} 个班", f"{most} classes at once"
    if size > 1:
        zh, en = f"同时最多 {most} 处（每处容 {size} 个班）", f"{most} places at once (of {size} classes each)"
    if few != ANY_SEATS:
        zh, en = f"{zh}（座位多于 {few}）", f"{en} (with more than {few} seats)"
    return Text(zh, en)
