"""The decisions at slot level and the sums of them that rules need."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from ortools.sat.python import cp_model

from scheduler.model.booleans import booleans
from scheduler.model.service import ServiceVariables
from scheduler.plan import Plan, meeting_slots
from scheduler.school import HalfDay, Meeting, Moment, School, Slot, Week

Literal = cp_model.IntVar
Literals = list[Literal]


class LessonVariables:
    """One Boolean per course and lesson slot (is a lesson of it held there?), one per meeting and first slot.

    `service` holds those of the after-school day, `timetable` the plan whose lessons stand where service alone is planned.
    The variables alone promise nothing: every restriction is some rule's. Lists below may be summed; each is in the order of
    the week.
    """

    def __init__(self, school: School, model: cp_model.CpModel, timetable: Plan | None = None) -> None:
        self.school = school
        self.model = model
        self.timetable = timetable
        self._lessons = {course.id: booleans(model, school.course_slots(course)) for course in school.courses}
        self._meetings = {meeting.id: booleans(model, meeting_starts(school, meeting)) for meeting in school.meetings}
        self.service = ServiceVariables(school, model)
        self.decisions = len(model.proto.variables)
        self.service.define()
        self._in_week: dict[str, cp_model.IntVar] = {}
        self.running: dict[str, dict[HalfDay, cp_model.IntVar]] = {}
        self._double_starts: dict[str, dict[Slot, Literal]] = {}

    # One course.

    def lessons(self, course_id: str) -> dict[Slot, Literal]:
        """Return the variable of each slot that a course can use by the clock."""
        return self._lessons[course_id]

    def at(self, course_id: str, slot: Slot) -> Literal | None:
        """Return the variable of a course at a slot; None where the slot is none of its class's."""
        return self._lessons[course_id].get(slot)

    @cached_property
    def _by_half(self) -> dict[str, dict[HalfDay, Literals]]:
        found: dict[str, dict[HalfDay, Literals]] = {}
        for course_id, lessons in self._lessons.items():
            halves = found[course_id] = {}
            for slot, literal in lessons.items():
                halves.setdefault(self.school.half_day(slot), []).append(literal)
        return found

    @cached_property
    def _by_day(self) -> dict[str, dict[int, Literals]]:
        found: dict[str, dict[int, Literals]] = {}
        for course_id, lessons in self._lessons.items():
            days = found[course_id] = {}
            for slot, literal in lessons.items():
                days.setdefault(slot.day, []).append(literal)
        return found

    def in_half(self, course_id: str, half: HalfDay) -> Literals:
        """Return the variables of a course in a half-day."""
        return self._by_half[course_id].get(half, [])

    def on(self, course_id: str, day: int) -> Literals:
        """Return the variables of a course on a day."""
        return self._by_day[course_id].get(day, [])

    def double_starts(self, course_id: str) -> dict[Slot, Literal]:
        """Return for each slot that can begin a double a variable: true only when the double is held there.

        Doubles do not overlap. The variables are made when first asked for; they are no decisions.
        """
        if course_id not in self._double_starts:
            self._double_starts[course_id] = self._make_double_starts(self._lessons[course_id])
        return self._double_starts[course_id]

    def _make_double_starts(self, lessons: dict[Slot, Literal]) -> dict[Slot, Literal]:
        starts: dict[Slot, Literal] = {}
        for slot, literal in lessons.items():
            following = self.school.next_in_double(slot)
            if following is not None:
                starts[slot] = self.model.new_bool_var("")
                self.model.add_implication(starts[slot], literal)
                self.model.add_implication(starts[slot], lessons[following])
        for slot, start in starts.items():
            following = self.school.next_in_double(slot)
            if following in starts:
                self.model.add_at_most_one(start, starts[following])
        return starts

    def in_week(self, course_id: str) -> cp_model.IntVar:
        """Return how many lessons of a course are held in the week; made when first asked for, and no decision."""
        if course_id not in self._in_week:
            literals = list(self._lessons[course_id].values())
            self._in_week[course_id] = self.model.new_int_var(0, len(literals), "")
            self.model.add(cp_model.LinearExpr.sum(literals) == self._in_week[course_id])
        return self._in_week[course_id]

    def held_before(self, course_id: str) -> dict[HalfDay, cp_model.IntVar]:
        """Return how many lessons of a course are held before each of its half-days but the first; made when first asked for,
        and no decisions."""
        if course_id not in self.running:
            self.running[course_id] = {}
            held: list[Literal] = []
            passed = 0
            for half in sorted({self.school.half_day(slot) for slot in self._lessons[course_id]}):
                if held:
                    self.running[course_id][half] = self.model.new_int_var(0, passed, "")
                    self.model.add(cp_model.LinearExpr.sum(held) == self.running[course_id][half])
                    held = [self.running[course_id][half]]
                held += self.in_half(course_id, half)
                passed += len(self.in_half(course_id, half))
        return self.running[course_id]

    # One class or teacher.

    @cached_property
    def _by_teacher(self) -> dict[str, dict[Slot, list[tuple[Week, Literal]]]]:
        found: dict[str, dict[Slot, list[tuple[Week, Literal]]]] = {}
        for teacher_id, courses in self.school.teacher_courses.items():
            slots = found[teacher_id] = {}
            for course in courses:
                for slot, literal in self._lessons[course.id].items():
                    slots.setdefault(slot, []).append((course.week, literal))
        return found

    def teacher_lessons(self, teacher_id: str, slot: Slot, week: Week | None = None) -> Literals:
        """Return the variables of the lessons that a teacher may give at a slot in a week, or in any."""
        lessons = self._by_teacher[teacher_id].get(slot, ())
        return [literal for held, literal in lessons if week is None or held.meets(week)]

    def teacher_meetings(self, teacher_id: str, slot: Slot) -> Literals:
        """Return the variables of the meetings that may keep a teacher busy at a slot."""
        return [
            literal
            for meeting in self.school.teacher_meetings[teacher_id]
            for literal in self.meeting_at(meeting.id, slot)
        ]

    def teacher_busy(self, teacher_id: str, moment: Moment, week: Week) -> Literals:
        """Return the variables of all that may keep a teacher busy at a moment of a week: lessons and meetings."""
        found: Literals = []
        for slot in moment.slots:
            found += self.teacher_lessons(teacher_id, slot, week)
        for meeting in self.school.teacher_meetings[teacher_id]:
            found += self.meeting_during(meeting, moment.slots)
        return found

    # Meetings.

    def meeting_starts(self, meeting_id: str) -> dict[Slot, Literal]:
        """Return the variable of each slot at which a meeting may begin."""
        return self._meetings[meeting_id]

    def meeting_at(self, meeting_id: str, slot: Slot) -> Literals:
        """Return the starts of a meeting that make it take a slot."""
        return self._meeting_cover[meeting_id].get(slot, [])

    @cached_property
    def _meeting_cover(self) -> dict[str, dict[Slot, Literals]]:
        cover: dict[str, dict[Slot, Literals]] = {}
        for meeting in self.school.meetings:
            slots: dict[Slot, Literals] = {}
            for first, literal in self._meetings[meeting.id].items():
                for slot in meeting_slots(self.school, first, meeting.length):
                    slots.setdefault(slot, []).append(literal)
            cover[meeting.id] = slots
        return cover

    def meeting_during(self, meeting: Meeting, slots: Iterable[Slot]) -> Literals:
        """Return the starts of a meeting that make it take one of some slots, each once."""
        found: dict[int, Literal] = {}
        for slot in slots:
            for literal in self.meeting_at(meeting.id, slot):
                found[literal.index] = literal
        return list(found.values())


def meeting_starts(school: School, meeting: Meeting) -> tuple[Slot, ...]:
    """Return the slots at which a meeting has room to begin in its schedule in every week, whatever its days and parts."""
    return tuple(
        slot
        for slot in school.weekly_slots(meeting.schedule)
        if len(meeting_slots(school, slot, meeting.length)) == meeting.length
    )
