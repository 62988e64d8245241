"""Times at which too few teachers and venues are left for the classes that have no slot to spare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from constraints.timetable import class_clash, teacher_clash, venue_capacity
from scheduler.explanation.counting.courses import WEEKS
from scheduler.explanation.counting.flow import PLENTY, Network
from scheduler.explanation.counting.items import held_in
from scheduler.explanation.counting.openings import Closed, Openings
from scheduler.explanation.counting.shortage import Reason, Shortage, hours_rules, sentence, shortage
from scheduler.model.owner import SCHOOL_OWNER
from scheduler.school import Course, SchoolClass, Slot, Week
from scheduler.school.wording import names
from scheduler.text import Text

NEEDED = (class_clash.RULE.id, teacher_clash.RULE.id)


class _Way(NamedTuple):
    """A lesson that a class could have: one of its teachers gives it, in a venue of its kind.

    `alone` tells whether it is one class's lesson and takes a teacher.
    """

    course: Course
    kind: str | None
    closed: Closed
    alone: bool


def count_cover(openings: Openings, short: Collection[str]) -> Iterator[Shortage]:
    """Yield the slots at which not all classes can be taught that have to be; classes already `short` are left out."""
    if not openings.active(*NEEDED):
        return
    school = openings.school
    for week in school.weeks(school.courses):
        must: dict[Slot, list[str]] = defaultdict(list)
        for klass in school.classes:
            for slot in _never_free(openings, klass, week) if klass.id not in short else ():
                must[slot].append(klass.id)
        ways = {class_id: _ways(openings, class_id, week) for class_id in {c for found in must.values() for c in found}}
        found = [
            _uncovered(openings, slot, week, {c: ways[c] for c in classes}) for slot, classes in sorted(must.items())
        ]
        told = [each for each in found if each is not None]
        yield from told
        if told:
            return


def _ways(openings: Openings, class_id: str, week: Week) -> list[_Way]:
    school, found = openings.school, list[_Way]()
    for course in held_in(school.class_courses[class_id], week):
        alone = len(course.classes) == 1 and course.together is None and bool(course.teachers)
        found.append(_Way(course, school.venue_kind_of(course), openings.closed(course), alone))
    return found


def _never_free(openings: Openings, klass: SchoolClass, week: Week) -> list[Slot]:
    """Return the slots of a class whose lessons fill all that it can use in a week; none where it has some to spare."""
    usable = {
        slot for course in held_in(openings.school.class_courses[klass.id], week) for slot in openings.open(course)
    }
    occupying = held_in(openings.school.occupying_courses[klass.id], week)
    return sorted(usable) if sum(course.lessons for course in occupying) >= len(usable) else []


def _uncovered(openings: Openings, slot: Slot, week: Week, lessons: Mapping[str, list[_Way]]) -> Shortage | None:
    """Return that a slot has fewer lessons to offer than classes that need one."""
    school, network, ways = openings.school, Network(), dict[str, list[_Way]]()
    for class_id, offered in lessons.items():
        able = [way for way in offered if slot not in way.closed]
        if all(way.alone for way in able):
            ways[class_id] = able
    if _each_finds_a_teacher(ways):
        return None
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
    part = network.parts()[0]
    starved = [class_id for class_id in ways if ("class", class_id) in part.nodes]
    teachers = [t for t in school.teacher if ("comes", t) in part.nodes and ("goes", t) not in part.nodes]
    kinds = [kind for kind in used if kind is not None and ("to", kind) in part.nodes]
    return _tell(openings, slot, week, starved, (part.has, teachers, kinds))


def _each_finds_a_teacher(ways: dict[str, list[_Way]]) -> bool:
    """Tell whether each class finds a teacher of its own for a lesson that needs no venue: the quick answer where it is yes."""
    at_home = {c: [t for way in found if way.kind is None for t in way.course.teachers] for c, found in ways.items()}
    class_of: dict[str, str] = {}

    def finds(class_id: str, asked: set[str]) -> bool:
        """Give a class one of its teachers, another class of whom finds somebody else if need be."""
        new = [t for t in at_home[class_id] if t not in asked]
        free = next((t for t in new if t not in class_of), None)
        if free is not None:
            class_of[free] = class_id
            return True
        for teacher in new:
            if teacher not in asked:
                asked.add(teacher)
                if finds(class_of[teacher], asked):
                    class_of[teacher] = class_id
                    return True
        return False

    return all(finds(class_id, set()) for class_id in sorted(ways, key=lambda c: len(at_home[c])))


def _places(openings: Openings, kind: str | None, slot: Slot) -> int:
    """Return how many classes the venues of a kind hold at a slot."""
    if kind is None or not openings.active(venue_capacity.RULE.id):
        return PLENTY
    school = openings.school
    return sum(v.capacity for v in school.venues if v.kind == kind and slot not in openings.shut[v.id])


def _tell(
    openings: Openings, slot: Slot, week: Week, starved: list[str], room: tuple[int, list[str], list[str]]
) -> Shortage:
    school, (has, teachers, kinds) = openings.school, room
    where, who = school.slot_text(slot), names(starved, "个班")
    if week is not Week.EVERY:
        where = Text(f"{WEEKS[week].zh}{where.zh}", f"{where.en} {WEEKS[week].en}")
    courses = [course for class_id in starved for course in held_in(school.class_courses[class_id], week)]
    away: dict[str, list[Reason]] = {}
    for teacher in dict.fromkeys(t for course in courses for t in course.teachers):
        mine = [course for course in courses if teacher in course.teachers]
        if all(slot in openings.closed(course) for course in mine):
            away[teacher] = [openings.closed(course)[slot] for course in mine]
    head = Text(
        f"{where.zh}：{who.zh}一周没有空余时段，这一节都要上课，共 {len(starved)} 个班，"
        f"能上课的教师和场地只够 {has} 个班",
        f"{where.en}: {len(starved)} classes ({who.en}) have no slot to spare; teachers and venues suffice for {has}",
    )
    left = names([*teachers, *kinds])
    able = Text(f"能上课的有{left.zh}", f"left are {left.en}") if left.zh else left
    lost = _away_text(away)
    why = Text(f"不能上课的：{lost.zh}", f"not there: {lost.en}") if lost.zh else lost
    reasons = [reason for found in away.values() for reason in found]
    if kinds:
        reasons += [openings.closed(course)[slot] for course in courses if slot in openings.closed(course)]
    rules = [*NEEDED, *([venue_capacity.RULE.id] if kinds else []), *hours_rules(school, courses)]
    for class_id in starved:
        held = held_in(school.class_courses[class_id], week)
        usable = {free for course in held for free in openings.open(course)}
        reasons += [why for course in held for closed, why in openings.closed(course).items() if closed not in usable]
    rules += [rule for reason in dict.fromkeys(reasons) for rule in reason.rules]
    return shortage(SCHOOL_OWNER, len(starved), has, sentence([head, able, why]), rules)


def _away_text(away: Mapping[str, list[Reason]]) -> Text:
    """Return who cannot teach at a time and why, those of one reason together."""
    alike: dict[Text, list[str]] = defaultdict(list)
    for teacher, reasons in away.items():
        alike[_away_words(teacher, reasons[0])].append(teacher)
    told = [(words, names(teachers, "位教师")) for words, teachers in alike.items()]
    return Text(
        "、".join(words.zh.format(who.zh) for words, who in told),
        ", ".join(words.en.format(who.en) for words, who in told),
    )


def _away_words(teacher: str, reason: Reason) -> Text:
    """Return what keeps a teacher from a lesson, with a gap for the name."""
    name = reason.name
    if reason.kind == "meeting":
        return Text(f"{{}}要开{name}", f"{{}} at {name}")
    if reason.kind == "lock":
        return Text("{}有固定的课", "{} with a fixed lesson")
    if reason.kind == "mark" and name == teacher:
        return Text("{}标“禁”", "{} not available")
    if reason.kind == "mark":
        return Text(f"{{}}（{name}标“禁”）", f"{{}} ({name} not available)")
    return Text("{}的课不能排在这时", "{} whose lessons cannot be then")
