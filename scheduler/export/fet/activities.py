"""The activities of FET: a double or a single lesson of a course each, or a meeting.

FET has no odd and even weeks. The two courses of a pair are one activity with the teachers of both, held every week; a course
of odd or even weeks by itself takes its time in every week. That is stricter than the school is, never laxer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from constraints.timetable.alternating_pairs import links
from scheduler.school import Course, Meeting, School, Slot, Week


@dataclass(frozen=True)
class Activity:
    """What FET gives a time to: `length` periods of some courses at once, or a meeting. `start` where that is fixed.

    `venues` is where a plan holds it, by course.
    """

    number: int
    courses: tuple[Course, ...]
    length: int
    meeting: Meeting | None = None
    start: Slot | None = None
    venues: tuple[tuple[str, str], ...] = ()

    @property
    def teachers(self) -> tuple[str, ...]:
        """Those who are busy with it."""
        if self.meeting is not None:
            return self.meeting.teachers
        return tuple(dict.fromkeys(name for course in self.courses for name in course.teachers))

    @property
    def subject(self) -> str:
        """What it is called: 音乐/美术 for a pair."""
        if self.meeting is not None:
            return self.meeting.id
        return "/".join(dict.fromkeys(course.subject for course in self.courses))

    @property
    def alternates(self) -> bool:
        """Whether some of it is not held in all weeks."""
        return any(course.week is not Week.EVERY for course in self.courses)

    def schedule(self, school: School) -> str:
        """Return the bell schedule that it follows."""
        return self.meeting.schedule if self.meeting is not None else school.course_schedule(self.courses[0])


class Activities:
    """All activities of a school, without times; `lopsided` are courses that share only some lessons with their pair for want of
    equal doubles."""

    def __init__(self, school: School, items: Iterable[Activity] | None = None) -> None:
        self.school = school
        self.lopsided: list[Course] = []
        self.items: tuple[Activity, ...] = tuple(items) if items is not None else tuple(self._made())

    @cached_property
    def of_course(self) -> dict[str, list[Activity]]:
        """The activities of each course, doubles first."""
        found: dict[str, list[Activity]] = defaultdict(list)
        for item in self.items:
            for course in item.courses:
                found[course.id].append(item)
        return found

    @cached_property
    def of_teacher(self) -> dict[str, list[Activity]]:
        """The activities of each teacher, meetings among them."""
        found: dict[str, list[Activity]] = defaultdict(list)
        for item in self.items:
            for teacher in item.teachers:
                found[teacher].append(item)
        return found

    def of(self, courses: Iterable[Course]) -> list[Activity]:
        """Return the activities of some courses, each once."""
        found = {item.number: item for course in courses for item in self.of_course[course.id]}
        return [found[number] for number in sorted(found)]

    def students(self, item: Activity) -> tuple[str, ...]:
        """Return the classes whose time it fills: of courses that run together the longest stands for all."""
        own = {course.id for course in item.courses}
        wanted = dict.fromkeys(name for course in item.courses for name in course.classes)
        filling = self.school.occupying_courses
        return tuple(name for name in wanted if any(course.id in own for course in filling[name]))

    def _made(self) -> Iterable[Activity]:
        number = 0
        for courses, shapes in self._shared().items():
            for length, count in ((2, shapes[2]), (1, shapes[1])):
                for _ in range(count):
                    number += 1
                    yield Activity(number, tuple(self.school.course[name] for name in courses), length)
        for meeting in self.school.meetings:
            number += 1
            yield Activity(number, (), meeting.length, meeting, meeting.slot)

    def _shared(self) -> Mapping[tuple[str, ...], Counter[int]]:
        """Return how many doubles (2) and singles (1) each set of courses has in common; a pair shares as many as it can."""
        left = {c.id: Counter({2: c.doubles, 1: c.lessons - 2 * c.doubles}) for c in self.school.courses}
        found: dict[tuple[str, ...], Counter[int]] = {}
        for link in links(self.school):
            lead, follower = link.lead.id, link.follower.id
            shared = left[lead] & left[follower]
            if shared:
                found[lead, follower] = shared
                left[lead] -= shared
                left[follower] -= shared
            if +left[follower]:
                self.lopsided.append(link.follower)
        by_lead: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for courses in found:
            by_lead[courses[0]].append(courses)
        ordered: dict[tuple[str, ...], Counter[int]] = {}
        for course in self.school.courses:
            ordered.update({courses: found[courses] for courses in by_lead[course.id]})
            if +left[course.id]:
                ordered[(course.id,)] = +left[course.id]
        return ordered


def merged(items: list[Activity], group: list[int]) -> Activity:
    """Return one activity for several that alternate at one time."""
    first = items[group[0]]
    courses = dict.fromkeys(course for index in group for course in items[index].courses)
    venues = dict.fromkeys(venue for index in group for venue in items[index].venues)
    return replace(first, courses=tuple(courses), venues=tuple(venues))
