"""Courses and meetings out of the activities of a file of FET.

A split activity is one course where all its parts are asked the same; parts that are asked something of their own are courses of
their own. An activity without students is a meeting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from scheduler.school import Course, Exclusion, Lock, Mark, MarkOwner, Meeting, Slot
from scheduler.school.curriculum import MOST_LESSONS
from scheduler.text import Text
from scheduler.workbook.fet.bells import SCHEDULE, Week, closing
from scheduler.workbook.fet.classes import Classes
from scheduler.workbook.fet.file import FetActivity, FetFile
from scheduler.workbook.fet.ledger import Ledger
from scheduler.workbook.fet.names import Names
from scheduler.workbook.fet.rooms import Place
from scheduler.workbook.fet.wanted import Wanted

MOST_MEETING = 4


class Made(NamedTuple):
    """A course and the activities that it stands for."""

    course: Course
    activities: tuple[FetActivity, ...]


class Courses:
    """The courses, meetings, locks, exclusions and marks on courses of a file; `made` says which activities each course is."""

    def __init__(
        self,
        file: FetFile,
        week: Week,
        classes: Classes,
        wanted: Wanted,
        places: dict[int, Place],
        names: tuple[Names, Names],
        ledger: Ledger,
    ) -> None:
        self.file = file
        self.week = week
        self.classes = classes
        self.wanted = wanted
        self.places = places
        self.teachers, self.subjects = names
        self.ledger = ledger
        self.members = {activity.id: classes.attending(activity) for activity in file.activities}
        self._ties = {number: index for index, tie in enumerate(wanted.together) for number in tie}
        self._ids = Names("课")
        self._held: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
        self.met: dict[str, tuple[FetActivity, ...]] = {}
        self.meetings = tuple(self._meetings())
        self.made = tuple(self._made())
        self.of_activity = {a.id: made.course for made in self.made for a in made.activities}

    # Courses.

    def _made(self) -> Iterator[Made]:
        groups: dict[tuple[object, ...], list[FetActivity]] = defaultdict(list)
        for activity in self.file.activities:
            if self.members[activity.id]:
                groups[self._alike(activity)].append(activity)
        tied = self._tied(groups)
        for key, activities in groups.items():
            parts = [activities] if key in tied else self._apart(activities)
            for part in parts:
                yield self._course(part, tied.get(key) or self._tie_of(part))
        long = sum(activity.length > 2 for activity in self.file.activities)
        if long:
            self.ledger.remark(
                Text(
                    f"{long} 个活动长于 2 节：读成连堂加单节，不保证都连着",
                    f"{long} activities are longer than 2 hours: read as doubles and single lessons, not all in a row",
                ),
                weaker=True,
            )

    def _alike(self, activity: FetActivity) -> tuple[object, ...]:
        """Return what the parts of one course have in common."""
        wanted = self.wanted
        apart = tuple(index for index, numbers in enumerate(wanted.apart) if activity.id in numbers)
        return (
            activity.group or activity.id,
            activity.teachers,
            activity.subject,
            self.members[activity.id],
            wanted.allowed.get(activity.id),
            self.places.get(activity.id),
            apart,
        )

    def _tied(self, groups: dict[tuple[object, ...], list[FetActivity]]) -> dict[tuple[object, ...], str]:
        """Return the name of the group that whole courses run in: each begins with the same others every time, as long as these."""
        home = {activity.id: key for key, activities in groups.items() for activity in activities}
        partners: dict[tuple[object, ...], set[frozenset[tuple[object, ...]]]] = defaultdict(set)
        broken: set[tuple[object, ...]] = set()
        for tie in self.wanted.together:
            keys = [home[number] for number in tie if number in home]
            together = frozenset(keys)
            lengths = {self.wanted.activities[number].length for number in tie}
            for key in keys:
                partners[key].add(together)
                if len(keys) != len(together) or len(lengths) > 1 or len(keys) < len(tie):
                    broken.add(key)
        found = {}
        for key, sets in partners.items():
            whole = all(activity.id in self._ties for activity in groups[key])
            if whole and len(sets) == 1 and key not in broken:
                found[key] = next(iter(sets))
        sound = {key: keys for key, keys in found.items() if all(found.get(other) == keys for other in keys)}
        titles: dict[frozenset[tuple[object, ...]], str] = {}
        return {key: titles.setdefault(keys, f"同时{len(titles) + 1}") for key, keys in sound.items()}

    def _apart(self, activities: list[FetActivity]) -> list[list[FetActivity]]:
        """Return the parts of a course that are courses by themselves: each activity that is tied to others, the rest as one."""
        free = [activity for activity in activities if activity.id not in self._ties]
        return [*([free] if free else []), *([activity] for activity in activities if activity.id in self._ties)]

    def _tie_of(self, activities: list[FetActivity]) -> str | None:
        index = self._ties.get(activities[0].id)
        if index is None:
            return None
        tie = [number for number in self.wanted.together[index] if self.members.get(number)]
        if len({self.wanted.activities[number].length for number in tie}) > 1 or self._shares(tie):
            self.ledger.remark(
                Text(
                    "有的同时开始的活动长短不同或学生相同，没有读成同时上",
                    "Some activities that begin together differ in length or share students; not tied",
                ),
                weaker=True,
            )
            return None
        return f"同时{index + 1} 单" if len(tie) > 1 else None

    def _shares(self, tie: Iterable[int]) -> bool:
        pairs = combinations([frozenset(self.members[number]) for number in tie], 2)
        return any(not one.isdisjoint(other) for one, other in pairs)

    def _course(self, activities: list[FetActivity], together: str | None) -> Made:
        first = activities[0]
        lessons = sum(activity.length for activity in activities)
        classes, teachers = self.members[first.id], tuple(map(self.teachers.of, first.teachers))
        place = self.places.get(first.id)
        if lessons > MOST_LESSONS:
            self.ledger.remark(
                Text(
                    f"一门课最多 {MOST_LESSONS} 节，多的没有读",
                    f"A course has at most {MOST_LESSONS} lessons; more are not read",
                ),
                weaker=True,
            )
        course = Course(
            id=self._ids.of("|".join(("+".join(classes), first.subject, "+".join(teachers), str(first.id)))),
            classes=classes,
            subject=self._subject(first.subject, classes, teachers),
            teachers=teachers,
            lessons=min(lessons, MOST_LESSONS),
            doubles=min(sum(activity.length // 2 for activity in activities), MOST_LESSONS // 2),
            venue=place.venue if place is not None else None,
            venue_kind=place.kind if place is not None else None,
            together=together,
        )
        return Made(course, tuple(activities))

    def _subject(self, written: str, classes: tuple[str, ...], teachers: tuple[str, ...]) -> str:
        """Return the subject of a course: with a number where a class has another one of it that a workbook could not tell apart."""
        number = 1
        while True:
            name = self.subjects.of(written if number == 1 else f"{written} ({number})")
            others = [held for each in classes for held in self._held[each, name]]
            if not others or (teachers and teachers not in others and () not in others):
                break
            number += 1
        for each in classes:
            self._held[each, name].append(teachers)
        return name

    # What is asked of them.

    def locks(self) -> Iterator[Lock]:
        """Yield the lessons that the file fixes."""
        for number, slot in self.wanted.fixed.items():
            course = self.of_activity.get(number)
            for each in self.week.following(slot, self.wanted.activities[number].length) or ():
                if course is not None:
                    yield Lock(course=course.id, slot=each)

    def exclusions(self) -> Iterator[Exclusion]:
        """Yield the courses that may not overlap: those of one set, each once."""
        for index, numbers in enumerate(self.wanted.apart, 1):
            courses = tuple(dict.fromkeys(self.of_activity[n].id for n in numbers if n in self.of_activity))
            if len(courses) > 1:
                yield Exclusion(id=f"互斥{index}", courses=courses)

    def marks(self) -> Iterator[Mark]:
        """Yield the closed times of courses that have some of their own."""
        for made in self.made:
            allowed = self.wanted.allowed.get(made.activities[0].id)
            place = self.places.get(made.activities[0].id)
            closed = self.week.slots - allowed if allowed is not None else frozenset()
            if place is not None:
                closed |= place.closed
            yield from closing(self.week, MarkOwner.COURSE, made.course.id, closed)

    # Meetings.

    def _meetings(self) -> Iterator[Meeting]:
        names, lost = Names("会议"), 0
        for activity in self.file.activities:
            if self.members[activity.id]:
                continue
            if not activity.teachers or activity.length > MOST_MEETING:
                lost += 1
                continue
            slot, allowed = self.wanted.fixed.get(activity.id), self.wanted.allowed.get(activity.id)
            name = names.of(f"{activity.subject} {activity.id}")
            self.met[name] = (activity,)
            yield Meeting(
                id=name,
                teachers=tuple(map(self.teachers.of, activity.teachers)),
                schedule=SCHEDULE,
                length=activity.length,
                slot=slot,
                days=self._days(activity, allowed) if slot is None and allowed is not None else (),
            )
        if lost:
            self.ledger.remark(
                Text(
                    f"{lost} 个活动没有学生，也没有教师（或长于 {MOST_MEETING} 节），没有读",
                    f"{lost} activities have neither students nor teachers, or are too long; not read",
                ),
                weaker=True,
            )

    def _days(self, activity: FetActivity, allowed: frozenset[Slot]) -> tuple[int, ...]:
        """Return the days on which a meeting may be; other limits of its time are told."""
        days = {slot.day for slot in allowed}
        if {slot for slot in self.week.slots if slot.day in days} != allowed:
            self.ledger.remark(
                Text(
                    "没有学生的活动读成教研，限定的节次只读到星期",
                    "Activities without students are meetings; of their times the days are read",
                ),
                weaker=True,
            )
        return tuple(sorted(days))
