"""What the rules on a teacher's days share: slots by the clock in all bell schedules of a teacher, and lessons in a plan.

A teacher's lessons are counted once for each course and slot, so a joint lesson is one lesson. Two courses at one slot
are two: that a teacher is in one place at a time is the care of `teacher_clash`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ortools.sat.python import cp_model

from constraints.timetable.class_subjects import by_week, total
from scheduler.model.lessons import LessonVariables, Literals
from scheduler.plan import PlanView
from scheduler.school import HalfDay, MarkLevel, MarkOwner, School, Slot, Teacher, Week
from scheduler.text import Text, day_name

Chain = tuple[Slot, ...]
Span = tuple[HalfDay, ...]


class Lesson(NamedTuple):
    """One lesson of a teacher in a plan, with all classes that attend it."""

    slot: Slot
    week: Week
    classes: tuple[str, ...]


# Slots by the clock.


class Timelines:
    """The lesson slots of teachers by the clock. Teachers of the same bell schedules share a timeline, worked out once."""

    def __init__(self, school: School) -> None:
        self.school = school
        self._halves: dict[tuple[str, ...], dict[HalfDay, list[Slot]]] = {}
        self._chains: dict[tuple[tuple[str, ...], int], list[Chain]] = {}
        self._noons: dict[tuple[str, ...], dict[int, tuple[Slot, ...]]] = {}

    def halves(self, teacher_id: str) -> dict[HalfDay, list[Slot]]:
        """Return the lesson slots of all bell schedules in which a teacher has courses, by half-day, in clock order."""
        schedules = schedules_of(self.school, teacher_id)
        if schedules not in self._halves:
            slots = [slot for name in schedules for slot in self.school.lesson_slots[name]]
            found: dict[HalfDay, list[Slot]] = defaultdict(list)
            for slot in sorted(slots, key=self._clock):
                found[self.school.half_day(slot)].append(slot)
            self._halves[schedules] = dict(sorted(found.items()))
        return self._halves[schedules]

    def chains(self, teacher_id: str, length: int) -> list[Chain]:
        """Return every way to have `length` lessons in a row: each slot follows the one before in the same half-day."""
        key = (schedules_of(self.school, teacher_id), length)
        if key not in self._chains:
            self._chains[key] = [
                chain
                for slots in self.halves(teacher_id).values()
                for first in slots
                for chain in self._chains_from(first, slots, length)
            ]
        return self._chains[key]

    def around_noon(self, teacher_id: str) -> dict[int, tuple[Slot, ...]]:
        """Return for each day the slots with no other after them in the morning, then those with none before them after noon."""
        key = schedules_of(self.school, teacher_id)
        if key not in self._noons:
            halves = self.halves(teacher_id)
            self._noons[key] = {
                day: (*self._last(halves[HalfDay(day, 0)]), *self._first(halves[HalfDay(day, 1)]))
                for day in sorted({half.day for half in halves})
                if HalfDay(day, 0) in halves and HalfDay(day, 1) in halves
            }
        return self._noons[key]

    def _last(self, slots: list[Slot]) -> list[Slot]:
        latest = max(self.school.interval(slot).start for slot in slots)
        return [slot for slot in slots if self.school.interval(slot).end > latest]

    def _first(self, slots: list[Slot]) -> list[Slot]:
        earliest = min(self.school.interval(slot).end for slot in slots)
        return [slot for slot in slots if self.school.interval(slot).start < earliest]

    def _chains_from(self, first: Slot, slots: list[Slot], length: int) -> Iterator[Chain]:
        if length == 1:
            yield (first,)
            return
        for second in self._followers(first, slots):
            for rest in self._chains_from(second, slots, length - 1):
                yield (first, *rest)

    def _followers(self, first: Slot, slots: list[Slot]) -> list[Slot]:
        """Return the slots after which a teacher comes from `first` without a whole slot free between."""
        end = self.school.interval(first).end
        later = [(self.school.interval(slot), slot) for slot in slots if self.school.interval(slot).start >= end]
        nearest = min((interval.end for interval, _ in later), default=0)
        return [slot for interval, slot in later if interval.start < nearest]

    def _clock(self, slot: Slot) -> tuple[int, int, str]:
        return (slot.day, self.school.interval(slot).start, slot.schedule)


def schedules_of(school: School, teacher_id: str) -> tuple[str, ...]:
    """Return the bell schedules in which a teacher has courses."""
    return tuple(sorted({school.course_schedule(c) for c in school.teacher_courses[teacher_id]}))


def days_to_come(school: School, teacher: Teacher) -> int:
    """Return on how many days a teacher can come: those with a slot that is not forbidden, within the teacher's limits."""
    slots = {slot for course in school.teacher_courses[teacher.id] for slot in school.course_slots(course)}
    days = {slot.day for slot in slots if not school.marked(MarkOwner.TEACHER, teacher.id, slot, MarkLevel.FORBIDDEN)}
    limits = [limit for limit in (teacher.max_days, teacher.max_half_days) if limit is not None]
    return max(1, min([len(days), *limits]))


def busiest_week(school: School, teacher_id: str) -> int:
    """Return the lessons that a teacher has in the busier of odd and even weeks."""
    return max((total(held) for held in by_week(school, school.teacher_courses[teacher_id]).values()), default=0)


def even_share(school: School, teacher: Teacher) -> int:
    """Return the lessons a day that a teacher cannot escape: the busiest week's, spread evenly, rounded up."""
    return -(-busiest_week(school, teacher.id) // days_to_come(school, teacher))


def half_day_spans(school: School, teacher_id: str) -> list[Span]:
    """Return each half-day in which a teacher may have a lesson, a meeting or service."""
    return [(half,) for half in _halves_of(school, teacher_id)]


def day_spans(school: School, teacher_id: str) -> list[Span]:
    """Return the half-days of each day on which a teacher may have a lesson, a meeting or service."""
    days = sorted({half.day for half in _halves_of(school, teacher_id)})
    return [(HalfDay(day, 0), HalfDay(day, 1)) for day in days]


def _halves_of(school: School, teacher_id: str) -> list[HalfDay]:
    meetings = school.teacher_meetings[teacher_id]
    schedules = {*schedules_of(school, teacher_id), *(meeting.schedule for meeting in meetings)}
    slots = {slot for name in schedules for slot in school.lesson_slots[name]}
    slots |= {slot for station in school.service.teacher_stations[teacher_id] for slot in station.slots}
    return sorted({school.half_day(slot) for slot in slots})


# The model.


def other_duties_in(variables: LessonVariables, teacher_id: str, half: HalfDay) -> list[cp_model.IntVar]:
    """Return the Booleans of which one is true when a teacher has a meeting, or service, in a half-day."""
    school, found = variables.school, []
    for meeting in school.teacher_meetings[teacher_id]:
        starts = variables.meeting_starts(meeting.id)
        found += [literal for slot, literal in starts.items() if school.half_day(slot) == half]
    served = variables.service.by_slot[teacher_id].items()
    return found + [literal for slot, literals in served if school.half_day(slot) == half for literal in literals]


def lessons_by_slot(variables: LessonVariables, teacher_id: str) -> list[dict[Slot, Literals]]:
    """Return the variables of a teacher's lessons at each slot, for each week to be looked at."""
    found = []
    school = variables.school
    for courses in by_week(school, school.teacher_courses[teacher_id]).values():
        slots: dict[Slot, Literals] = defaultdict(list)
        for course in courses:
            for slot, literal in variables.lessons(course.id).items():
                slots[slot].append(literal)
        found.append(slots)
    return found


# A plan.


def presence_in(view: PlanView) -> dict[str, dict[HalfDay, list[Slot]]]:
    """Return the half-days on which lessons, meetings and service of any kind call each teacher to school, with their slots."""
    school = view.school
    found: dict[str, dict[HalfDay, list[Slot]]] = {}
    for teacher_id, lessons in lessons_in(view).items():
        slots = [*slots_of(lessons), *(slot for _, slot in view.meetings_of.get(teacher_id, ()))]
        slots += [session.slot for session in view.serving[teacher_id]]
        halves: dict[HalfDay, list[Slot]] = defaultdict(list)
        for slot in sorted(set(slots), key=school.interval):
            halves[school.half_day(slot)].append(slot)
        found[teacher_id] = dict(halves)
    return found


def lessons_in(view: PlanView) -> dict[str, list[Lesson]]:
    """Return the lessons of each teacher in the order of the week; lessons that no course explains count every week."""
    courses = view.school.course
    attended: dict[tuple[str, Slot], dict[str, None]] = defaultdict(dict)
    for placement in view.plan.placements:
        classes = placement.classes or courses[placement.course].classes
        attended[placement.course, placement.slot].update(dict.fromkeys(classes))
    found: dict[str, list[Lesson]] = {teacher.id: [] for teacher in view.school.teachers}
    for (course_id, slot), names in attended.items():
        for teacher_id in found.keys() & set(courses[course_id].teachers):
            found[teacher_id].append(Lesson(slot, courses[course_id].week, tuple(names)))
    stray: dict[tuple[str, str, Slot], dict[str, None]] = defaultdict(dict)
    for lesson in view.plan.strays:
        if lesson.teacher in found:
            stray[lesson.teacher, lesson.subject, lesson.slot][lesson.class_id] = None
    for (teacher_id, _, slot), names in stray.items():
        found[teacher_id].append(Lesson(slot, Week.EVERY, tuple(names)))
    for lessons in found.values():
        lessons.sort(key=lambda lesson: view.school.interval(lesson.slot))
    return found


def worst_week(school: School, teacher_id: str, lessons: Iterable[Lesson]) -> tuple[list[Lesson], Week]:
    """Return those of some lessons that fall in the week with the most of them, and which weeks have them."""
    weeks = school.weeks(school.teacher_courses[teacher_id])
    held = [([lesson for lesson in lessons if lesson.week.meets(week)], week) for week in weeks]
    worst, week = max(held, key=lambda each: len(each[0]))
    return worst, Week.EVERY if all(lesson.week is Week.EVERY for lesson in worst) else week


def slots_of(lessons: Iterable[Lesson]) -> tuple[Slot, ...]:
    """Return the slots of some lessons, each once."""
    return tuple(dict.fromkeys(lesson.slot for lesson in lessons))


def day_text(day: int, week: Week) -> Text:
    """Return how people name a day of a week: 周一, 单周周一."""
    name, note = day_name(day), week_note(week)
    return Text(note.zh + name.zh, note.en + name.en)


def week_note(week: Week) -> Text:
    """Return what is put before a day that is meant in odd or in even weeks only."""
    return {Week.EVERY: Text("", ""), Week.ODD: Text("单周", "odd-week "), Week.EVEN: Text("双周", "even-week ")}[week]
