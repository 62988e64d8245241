"""The week of the relaxed problem: a school's own wishes and limits give way in it, each at the price of an edit."""

from __future__ import annotations

from collections.abc import Iterable

from ortools.sat.python import cp_model

from scheduler.edits import costs, lesson_edits, time_edits
from scheduler.model.elastic import Key, Slacks
from scheduler.model.lessons import LessonVariables, Literal, Literals
from scheduler.model.poster import Postings
from scheduler.school import MarkOwner, School, Slot
from scheduler.school.marking import elsewhere_at


class OwnLessons(LessonVariables):
    """The decisions as teachers see them who may give courses away: `own` are the lessons that they give themselves."""

    def __init__(self, variables: LessonVariables, own: dict[str, dict[Slot, Literal]]) -> None:
        kept = {name: value for name, value in vars(variables).items() if name != "_by_half"}
        self.__dict__.update(kept)
        self._lessons = {**variables._lessons, **own}


class RelaxedWeek:
    """The decisions for `wide`, the school with all that may be moved set free, and what may be loosened of them.

    `own` are the decisions as teachers see them of whom `givers` may give courses to others. `excused` is by teacher and
    meeting what frees him of it: he is excused, or all meet after school.
    """

    def __init__(self, school: School, wide: School, givers: Iterable[str]) -> None:
        self.school = school
        self.wide = wide
        self.model = cp_model.CpModel()
        self.variables = LessonVariables(wide, self.model)
        self.slacks = Slacks(self.model)
        self.postings = Postings(self.model)
        self._frees: dict[tuple[MarkOwner, str, int, int], Literal] = {}
        self._attends: dict[tuple[str, int], Literal] = {}
        self.excused = self._excuses()
        self.own = OwnLessons(self.variables, self._own_lessons(givers))

    def freed(self, kind: MarkOwner, name: str, slot: Slot) -> Literal:
        """Return whether somebody marked 禁 is freed in the part of the day of a slot, on that day or on all.

        Nobody is freed of being at another school: that is no school's own to change.
        """
        if kind is MarkOwner.TEACHER and elsewhere_at(self.school, name, slot) is not None:
            return self.model.new_constant(0)
        part = time_edits.part_of(self.school, slot)
        about = (kind, name, slot.day, part)
        if about not in self._frees:
            on_day = self.slacks.switch(Key("free_time", about), costs.FREE[kind])
            always = self.slacks.switch(Key("free_every_day", (kind, name, part)), costs.FREE_EVERY_DAY[kind])
            self._frees[about] = self.model.new_bool_var("")
            self.model.add_bool_or([self._frees[about].negated(), on_day, always])
        return self._frees[about]

    def attended(self, teacher_id: str, meeting_id: str, starts: Iterable[Literal]) -> Literals:
        """Return for starts of a meeting whether a teacher attends it then: who is excused does not."""
        return [self._attendance(teacher_id, meeting_id, start) for start in starts]

    def _attendance(self, teacher_id: str, meeting_id: str, start: Literal) -> Literal:
        key = (teacher_id, start.index)
        if key not in self._attends:
            literal = self.model.new_bool_var("")
            self.model.add_bool_or([start.negated(), literal, *self.excused[teacher_id, meeting_id]])
            self._attends[key] = literal
        return self._attends[key]

    def _excuses(self) -> dict[tuple[str, str], Literals]:
        found = {}
        for meeting in self.wide.meetings:
            later = self.slacks.switch(Key("meet_after_school", (meeting.id,)), costs.MEET_AFTER_SCHOOL)
            for teacher in meeting.teachers:
                excused = self.slacks.switch(Key("excuse", (teacher, meeting.id)), costs.EXCUSE)
                found[teacher, meeting.id] = [excused, later]
        return found

    def _own_lessons(self, givers: Iterable[str]) -> dict[str, dict[Slot, Literal]]:
        """Return for each course that may be given away the lessons that its teacher then still gives."""
        found: dict[str, dict[Slot, Literal]] = {}
        for teacher_id in givers:
            for course in self.school.teacher_courses[teacher_id]:
                if len(course.teachers) > 1 or not lesson_edits.substitutes_for(self.school, course, teacher_id):
                    continue
                given = self.slacks.switch(Key("give_course", (course.id, teacher_id)), costs.GIVE_COURSE)
                found[course.id] = {}
                for slot, literal in self.variables.lessons(course.id).items():
                    own = self.model.new_bool_var("")
                    self.model.add_bool_or([literal.negated(), own, given])
                    found[course.id][slot] = own
        return found
