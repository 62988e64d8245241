"""Classes, teachers and those who exclude each other with more lessons together than slots (Hall's condition)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from constraints.timetable import class_clash, exclusions, mentor_free, subject_per_day, teacher_clash
from constraints.timetable import meetings as meetings_rule
from constraints.timetable.apart import Side, parties
from constraints.timetable.exclusions import excluding, exclusion_owner
from constraints.timetable.mentor_free import apprenticeships
from scheduler.explanation.counting.courses import WEEKS, course_name, open_words
from scheduler.explanation.counting.days import count_days
from scheduler.explanation.counting.flow import Network
from scheduler.explanation.counting.items import SlotDemand, course_item, held_in, meeting_item, stabs
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
from scheduler.model.owner import Owner, class_owner, teacher_owner
from scheduler.school import Course, Meeting, Slot, Teacher, Week
from scheduler.school.wording import names
from scheduler.text import Text

Point = Hashable


class Group(NamedTuple):
    """Those of whom one can be busy at a time: `rules` say so, `words` name an item."""

    owner: Owner
    name: Text
    rules: tuple[str, ...]
    words: Callable[[Course], str]


class Squeezed(NamedTuple):
    """Items of which `needs` lessons are to be held and at most `has` can be; `by_day` where only limits a day make it so few."""

    items: list[SlotDemand]
    needs: int
    has: int
    by_day: bool

    @property
    def slots(self) -> set[Slot]:
        """The slots that some of them can use."""
        return {slot for item in self.items for slot in item.slots}


def count_groups(openings: Openings, short: Collection[str]) -> Iterator[Shortage]:
    """Yield the shortages of classes, of teachers, and of those who must be apart; at most one of each.

    The courses and meetings that are `short` by themselves are left out.
    """
    counting, school = _Counting(openings, frozenset(short)), openings.school
    for klass in school.classes if openings.active(class_clash.RULE.id) else ():
        yield from counting.of_class(klass.id)
    for teacher in school.teachers:
        yield from counting.of_teacher(teacher)
    yield from counting.apart()


def squeezed(items: Sequence[SlotDemand], points: Mapping[Slot, Point]) -> Squeezed | None:
    """Return items that cannot all be held, each at a point of its own, with their limits a day; None where all can."""
    if _fits(items, points):
        return None
    found = _squeezed(items, points, capped=True)
    return None if found is None else _squeezed(items, points, capped=False) or found


def _fits(items: Sequence[SlotDemand], points: Mapping[Slot, Point]) -> bool:
    """Tell whether all can be held when those with the fewest slots choose first: the quick answer where there is room."""
    taken = set[Point]()
    for item in sorted(items, key=lambda item: len(item.slots)):
        left, days = item.needs, Counter[int]()
        for slot in item.slots:
            if left and points[slot] not in taken and (item.cap is None or days[slot.day] < item.cap):
                taken.add(points[slot])
                days[slot.day] += 1
                left -= 1
        if left:
            return False
    return True


def _squeezed(items: Sequence[SlotDemand], points: Mapping[Slot, Point], *, capped: bool) -> Squeezed | None:
    network = Network()
    for item in items:
        network.add(None, item.key, item.needs)
        days = Counter(slot.day for slot in item.slots)
        busy = {day for day, count in days.items() if capped and item.cap is not None and item.cap < count}
        for day in busy:
            network.add(item.key, (item.key, day), item.cap or 0)
        for slot in item.slots:
            network.add((item.key, slot.day) if slot.day in busy else item.key, ("at", points[slot]), 1)
    for point in set(points.values()):
        network.add(("at", point), ..., 1)
    if network.fill() == sum(item.needs for item in items):
        return None
    part = network.parts()[0]
    return Squeezed([item for item in items if item.key in part.nodes], part.needs, part.has, capped)


def _tell(openings: Openings, group: Group, week: Week, found: Squeezed, points: Mapping[Slot, Point]) -> Shortage:
    """Put in words that some items of a group have too few slots in a week."""
    school = openings.school
    courses = [item.what for item in found.items if isinstance(item.what, Course)]
    meetings = [item.what for item in found.items if isinstance(item.what, Meeting)]
    who = names([*(group.words(course) for course in courses), *(meeting.id for meeting in meetings)], "项")
    universe = {slot for course in courses for slot in school.course_slots(course)}
    universe |= {slot for item in found.items for slot in item.closed}
    usable = sorted({points[slot]: slot for slot in sorted(found.slots)}.values())
    closed = [item.closed for item in found.items]
    losses, partly = lost_slots(closed, universe, found.slots), partly_lost(closed, found.slots if found.by_day else ())
    when = WEEKS[week]
    head = Text(
        f"{group.name.zh}{when.zh}要排{who.zh}，共 {found.needs} 节，最多能排 {found.has} 节",
        f"{group.name.en}: {who.en} need {found.needs} slots {when.en}, there is room for {found.has}",
    )
    capped = Text("有的课每天有节数上限", "some have a limit a day") if found.by_day else Text("", "")
    rules = [*group.rules, *losses.rules, *partly.rules, *hours_rules(school, courses)]
    rules += [subject_per_day.RULE.id] if found.by_day else []
    rules += [meetings_rule.RULE.id] if meetings else []
    text = sentence([head, open_words(openings, usable), capped, because(losses, partly)])
    return shortage(group.owner, found.needs, found.has, text, rules, (str(week), found.by_day, losses.causes))


# Whose.


class _Counting:
    """Counts what each needs together; `short` are left out."""

    def __init__(self, openings: Openings, short: frozenset[str]) -> None:
        self.openings = openings
        self.school = openings.school
        self.short = short

    def items(self, courses: Iterable[Course], week: Week) -> list[SlotDemand]:
        """Return the lessons of some courses in a week."""
        return [course_item(self.openings, x) for x in held_in(courses, week) if x.id not in self.short]

    def of_class(self, class_id: str) -> Iterator[Shortage]:
        """Yield that a class has more lessons than slots."""
        courses = self.school.occupying_courses[class_id]
        points: dict[Slot, Point] = {slot: slot for slot in self.school.class_slots(class_id)}
        group = Group(
            class_owner(class_id), Text(class_id, class_id), (class_clash.RULE.id,), lambda course: course.subject
        )
        for week in self.school.weeks(courses):
            found = squeezed(self.items(courses, week), points)
            if found is not None:
                yield _tell(self.openings, group, week, found, points)
                return

    def of_teacher(self, teacher: Teacher) -> Iterator[Shortage]:
        """Yield that a teacher has more lessons and meetings than slots, or than fit the days that he comes."""
        courses, meetings = self.school.teacher_courses[teacher.id], self.school.teacher_meetings[teacher.id]
        name, owner = Text(teacher.id, teacher.id), teacher_owner(teacher.id)
        if self.openings.active(teacher_clash.RULE.id):
            group = Group(owner, name, (teacher_clash.RULE.id,), lambda course: course_name(course).zh)
            found = list(self._at_one_time(group, courses, meetings))
            if found:
                yield from found
                return
        weeks = ((week, self.items(courses, week)) for week in self.school.weeks(courses))
        yield from count_days(self.openings, teacher, weeks)

    def _at_one_time(self, group: Group, courses: Sequence[Course], meetings: Sequence[Meeting]) -> Iterator[Shortage]:
        """Yield that courses and meetings of which one is held at a time do not fit into some week."""
        held = [meeting_item(self.openings, x) for x in meetings if x.id not in self.short]
        for week in self.school.weeks(courses):
            items = [*(held if self.openings.active(meetings_rule.RULE.id) else ()), *self.items(courses, week)]
            points: Mapping[Slot, Point] = stabs(self.school, (slot for item in items for slot in item.slots))
            found = squeezed(items, points)
            if found is not None:
                yield _tell(self.openings, group, week, found, points)
                return

    def apart(self) -> Iterator[Shortage]:
        """Yield the shortages of those who exclude each other, and of mentors with their apprentices."""
        for exclusion, sides in excluding(self.school) if self.openings.active(exclusions.RULE.id) else ():
            name = Text(f"互斥“{exclusion.id}”", f"exclusion {exclusion.id}")
            yield from self._of_sides(exclusion_owner(exclusion), name, exclusions.RULE.id, sides)
        for teacher, sides in apprenticeships(self.school) if self.openings.active(mentor_free.RULE.id) else ():
            name = Text(f"{teacher.id}和师父{sides[1].name}", f"{teacher.id} and the mentor {sides[1].name}")
            yield from self._of_sides(teacher_owner(teacher.id), name, mentor_free.RULE.id, sides)

    def _of_sides(self, owner: Owner, name: Text, rule: str, sides: list[Side]) -> Iterator[Shortage]:
        """Yield it for sides that exclude each other; each is in one place at a time because of `teacher_clash`."""
        alone = all(len(side.courses) + len(side.meetings) <= 1 for side in sides)
        if len(sides) > 1 and (alone or self.openings.active(teacher_clash.RULE.id)):
            activities = [activity for activity, _ in parties(sides)]
            rules = (rule,) if alone else (rule, teacher_clash.RULE.id)
            group = Group(owner, name, rules, lambda course: course_name(course).zh)
            courses = [each for each in activities if isinstance(each, Course)]
            meetings = [each for each in activities if isinstance(each, Meeting)]
            yield from self._at_one_time(group, courses, meetings)
