"""Venues that are asked for more often than they have room, in the week or in the slots that are left to their lessons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from constraints.venue_demand import ANY_SEATS, Demand, demands
from constraints.venue_loads import venue_owner
from scheduler.explain.count_courses import open_words
from scheduler.explain.flow import Network
from scheduler.explain.openings import Openings, stabs
from scheduler.explain.shortage import Shortage, because, hours_rules, lost_slots, names, sentence, shortage
from scheduler.school import Course, Slot
from scheduler.text import Text

Point = tuple[int, int]


class Alike(NamedTuple):
    """Courses with the same open slots and daily limit; each lesson takes `share` places."""

    slots: tuple[Slot, ...]
    cap: int | None
    share: int


def count_venues(openings: Openings, short: Collection[str]) -> Iterator[Shortage]:
    """Yield the venues, or kinds of venue, whose lessons are more than they hold; at most one shortage of each.

    The courses that are `short` by themselves are left out.
    """
    for demand in demands(openings.school) if openings.active("venue_capacity") else ():
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
                    groups[Alike(openings.open(course), openings.caps.get(course.id), share)].append(course)
            starved = _starved(groups, points, room)
            if starved is not None:
                yield _tell(openings, demand, (size, few), starved, points, room)


class _Starved(NamedTuple):
    courses: list[Course]
    needs: int
    has: int
    kept: set[Point]
    by_day: bool


def _starved(groups: dict[Alike, list[Course]], points: dict[Slot, Point], room: dict[Point, int]) -> _Starved | None:
    """Return courses that take more places than there are; None where all find one."""
    network, wanted = Network(), 0
    for alike, courses in groups.items():
        needs = alike.share * sum(course.lessons for course in courses)
        wanted += needs
        network.add(None, alike, needs)
        places = alike.share * len(courses)
        for day, count in Counter(slot.day for slot in alike.slots).items():
            network.add(alike, (alike, day), places * (count if alike.cap is None else min(count, alike.cap)))
        for slot in alike.slots:
            network.add((alike, slot.day), points[slot], places)
    for point, free in room.items():
        network.add(point, ..., free)
    if network.fill() == wanted:
        return None
    first = next(alike for alike in groups if alike in set(network.starving()))
    reached = network.beyond(first)
    starved = [alike for alike in groups if alike in reached]
    needs = sum(alike.share * course.lessons for alike in starved for course in groups[alike])
    kept = {point for point in set(points.values()) if point in reached}
    by_day = sum(
        alike.share * len(groups[alike]) * (count if alike.cap is None else min(count, alike.cap))
        for alike in starved
        for day, count in Counter(slot.day for slot in alike.slots).items()
        if (alike, day) not in reached
    )
    by_day += sum(
        alike.share * len(groups[alike])
        for alike in starved
        for slot in alike.slots
        if (alike, slot.day) in reached and points[slot] not in reached
    )
    has = sum(room.get(point, 0) for point in kept) + by_day
    return _Starved([course for alike in starved for course in groups[alike]], needs, has, kept, by_day > 0)


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
    usable = {points[slot]: slot for slot in sorted(universe, reverse=True) if points[slot] in found.kept}
    closed = [openings.closed(course) for course in found.courses]
    losses = lost_slots(closed, universe, [slot for slot in universe if points[slot] in found.kept])
    where = Text(*([demand.name] * 2))
    head = Text(
        f"{where.zh}：{subjects.zh}一周要用 {found.needs} 次（每班每节一次），最多能用 {found.has} 次",
        f"{where.en}: {subjects.en} need {found.needs} places a week, there is room for {found.has}",
    )
    at_once = _at_once(demand, step, [room.get(point, 0) for point in found.kept])
    each = Text("有的课每天有节数上限", "some courses have a limit a day") if found.by_day else Text("", "")
    text = sentence([head, open_words(openings, sorted(usable.values())), at_once, each, because(losses)])
    rules = ["venue_capacity", *losses.rules, *hours_rules(school, found.courses)]
    rules += ["subject_per_day"] if found.by_day else []
    return shortage(venue_owner(demand.name), found.needs, found.has, text, rules)


def _at_once(demand: Demand, step: tuple[int, int], rooms: Sequence[int]) -> Text:
    """Return how many places there are at once, in words."""
    size, few = step
    most = max(rooms, default=0)
    zh, en = f"每次最多 {most} 个", f"{most} at once"
    if size > 1:
        zh, en = f"{zh}（每个容 {size} 个班）", f"{en} (of {size} classes each)"
    if few != ANY_SEATS:
        zh, en = f"{zh}（座位多于 {few}）", f"{en} (with more than {few} seats)"
    return Text(zh, en)
