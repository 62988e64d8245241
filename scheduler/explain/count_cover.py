"""Times at which too few teachers and venues are left for the classes that have no slot to spare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from constraints.rule import SCHOOL_OWNER
from scheduler.explain.count_courses import course_name
from scheduler.explain.flow import PLENTY, Network
from scheduler.explain.openings import Openings, held_in
from scheduler.explain.shortage import Losses, Shortage, hours_rules, names, sentence, shortage
from scheduler.school import Course, SchoolClass, Slot, Week
from scheduler.text import Text

NEEDED = ("class_clash", "teacher_clash")


class _Way(NamedTuple):
    """A lesson that a class could have: one of its teachers gives it, in a venue of its kind."""

    course: Course
    kind: str | None


def count_cover(openings: Openings, short: frozenset[str]) -> Iterator[Shortage]:
    """Yield the slots at which not all classes can be taught that have to be; classes already `short` are left out."""
    if not openings.active(*NEEDED):
        return
    school = openings.school
    for week in school.weeks(school.courses):
        must: dict[Slot, list[SchoolClass]] = defaultdict(list)
        for klass in school.classes:
            for slot in _never_free(openings, klass, week) if klass.id not in short else ():
                must[slot].append(klass)
        told = False
        for slot, classes in sorted(must.items()):
            found = _uncovered(openings, slot, week, classes)
            if found is not None:
                told = True
                yield found
        if told:
            return


def _never_free(openings: Openings, klass: SchoolClass, week: Week) -> list[Slot]:
    """Return the slots of a class whose lessons fill all that it can use in a week; none where it has some to spare."""
    usable = {
        slot for course in held_in(openings.school.class_courses[klass.id], week) for slot in openings.open(course)
    }
    occupying = held_in(openings.school.occupying_courses[klass.id], week)
    return sorted(usable) if sum(course.lessons for course in occupying) >= len(usable) else []


def _uncovered(openings: Openings, slot: Slot, week: Week, classes: list[SchoolClass]) -> Shortage | None:
    """Return that a slot has fewer lessons to offer than classes that need one."""
    school, network, ways = openings.school, Network(), dict[str, list[_Way]]()
    for klass in classes:
        courses = [x for x in held_in(school.class_courses[klass.id], week) if slot not in openings.closed(x)]
        if all(len(x.classes) == 1 and x.together is None and x.teachers for x in courses):
            ways[klass.id] = [_Way(x, school.venue_kind_of(x)) for x in courses]
    used = {way.kind for found in ways.values() for way in found}
    for class_id, found in ways.items():
        network.add(None, ("class", class_id), 1)
        for way in found:
            for teacher in way.course.teachers:
                network.add(("class", class_id), ("comes", teacher), 1)
                network.add(("goes", teacher), ("to", way.kind), 1)
    for teacher in {t for found in ways.values() for way in found for t in way.course.teachers}:
        network.add(("comes", teacher), ("goes", teacher), 1)
    for kind in used:
        network.add(("to", kind), ..., _places(openings, kind, slot))
    if network.fill() == len(ways):
        return None
    first = next(node for node in network.starving())
    reached = network.beyond(first)
    starved = [class_id for class_id in ways if ("class", class_id) in reached]
    teachers = [t for t in school.teacher if ("comes", t) in reached and ("goes", t) not in reached]
    kinds = [kind for kind in used if ("to", kind) in reached]
    has = len(teachers) + sum(_places(openings, kind, slot) for kind in kinds)
    return _tell(openings, slot, week, starved, (has, teachers, [kind for kind in kinds if kind is not None]))


def _places(openings: Openings, kind: str | None, slot: Slot) -> int:
    """Return how many classes the venues of a kind hold at a slot."""
    if kind is None or not openings.active("venue_capacity"):
        return PLENTY
    school = openings.school
    return sum(v.capacity for v in school.venues if v.kind == kind and slot not in openings.shut[v.id])


def _tell(
    openings: Openings, slot: Slot, week: Week, starved: list[str], room: tuple[int, list[str], list[str]]
) -> Shortage:
    school, (has, teachers, kinds) = openings.school, room
    where, who = school.slot_text(slot), names(starved, "个班")
    courses = [course for class_id in starved for course in held_in(school.class_courses[class_id], week)]
    losses = Losses()
    for teacher in dict.fromkeys(t for course in courses for t in course.teachers):
        mine = [course for course in courses if teacher in course.teachers]
        if all(slot in openings.closed(course) for course in mine):
            losses.add([openings.closed(course)[slot]._replace(name=_why(openings, course, slot)) for course in mine])
    head = Text(
        f"{where.zh}：{who.zh}一周没有空余时段，这一节都要上课，共 {len(starved)} 个班，"
        f"能上的教师和场地只够 {has} 个班",
        f"{where.en}: {who.en}, {len(starved)} classes, have no slot to spare; teachers and venues suffice for {has}",
    )
    left = names([*teachers, *kinds])
    able = Text(f"能上课的有{left.zh}", f"left are {left.en}") if left.zh else left
    lost = losses.text(Text("位教师", "teachers"))
    why = Text(f"不能上课的：{lost.zh}", f"not there: {lost.en}") if lost.zh else lost
    rules = [*NEEDED, *(["venue_capacity"] if kinds else []), *losses.rules, *hours_rules(school, courses)]
    return shortage(SCHOOL_OWNER, len(starved), has, sentence([head, able, why]), rules)


def _why(openings: Openings, course: Course, slot: Slot) -> str:
    reason = openings.closed(course)[slot]
    return reason.name if reason.kind in ("meeting", "venue") else course_name(course).zh
