"""The same week seen coarsely: how many lessons of each course fall in each half-day.

A model of half-days holds only what every plan satisfies, so its bound is a bound of the whole.
"""

from __future__ import annotations

from functools import cached_property

from ortools.sat.python import cp_model

from scheduler.model.lessons import meeting_starts
from scheduler.school import HalfDay, School, Slot


class HalfDayVariables:
    """One integer per course and half-day (lessons held in it), one Boolean per meeting and half-day.

    `in_half` and `on` return lists to be summed, as those of `LessonVariables` do, so that a rule that speaks only of
    half-days and days is written once for both.
    """

    def __init__(self, school: School, model: cp_model.CpModel) -> None:
        self.school = school
        self.model = model
        self._lessons: dict[tuple[str, HalfDay], cp_model.IntVar] = {}
        for course in school.courses:
            for half, slots in self.slots_by_half(school.class_slots(course.classes[0])).items():
                most = min(course.lessons, len(slots))
                self._lessons[course.id, half] = model.new_int_var(0, most, f"{course.id}@{half.day}.{half.part}")
        self._in_week: dict[str, cp_model.IntVar] = {}
        self._meetings: dict[str, dict[HalfDay, cp_model.IntVar]] = {}
        for meeting in school.meetings:
            halves = self.slots_by_half(meeting_starts(school, meeting))
            self._meetings[meeting.id] = {
                half: model.new_bool_var(f"{meeting.id}@{half.day}.{half.part}") for half in halves
            }

    def slots_by_half(self, slots: tuple[Slot, ...]) -> dict[HalfDay, list[Slot]]:
        """Return slots grouped by half-day, in the order of the week."""
        found: dict[HalfDay, list[Slot]] = {}
        for slot in slots:
            found.setdefault(self.school.half_day(slot), []).append(slot)
        return found

    @cached_property
    def halves(self) -> tuple[HalfDay, ...]:
        """Every half-day with a lesson slot of some class, in the order of the week."""
        return tuple(sorted({half for _, half in self._lessons}))

    def in_half(self, course_id: str, half: HalfDay) -> list[cp_model.IntVar]:
        """Return what sums to the lessons of a course in a half-day."""
        variable = self._lessons.get((course_id, half))
        return [] if variable is None else [variable]

    def on(self, course_id: str, day: int) -> list[cp_model.IntVar]:
        """Return what sums to the lessons of a course on a day."""
        return self.in_half(course_id, HalfDay(day, 0)) + self.in_half(course_id, HalfDay(day, 1))

    def in_week(self, course_id: str) -> cp_model.IntVar:
        """Return how many lessons of a course are held in the week; made when first asked for."""
        if course_id not in self._in_week:
            lessons = [variable for half in self.halves for variable in self.in_half(course_id, half)]
            most = len(self.school.course_slots(self.school.course[course_id]))
            self._in_week[course_id] = self.model.new_int_var(0, most, "")
            self.model.add(cp_model.LinearExpr.sum(lessons) == self._in_week[course_id])
        return self._in_week[course_id]

    def meeting_halves(self, meeting_id: str) -> dict[HalfDay, cp_model.IntVar]:
        """Return for each half-day whether the meeting is held in it."""
        return self._meetings[meeting_id]
