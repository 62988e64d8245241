"""A teacher has few free lessons between two lessons of a half-day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ortools.sat.python import cp_model

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.staff.teacher_week import Timelines, lessons_by_slot, lessons_in, week_note
from scheduler.model.lessons import LessonVariables, Literals
from scheduler.model.owner import Level, OwnerKind, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, Slot, Week
from scheduler.school.by_clock import most_apart
from scheduler.school.wording import teacher_text
from scheduler.text import Text


class Gap(NamedTuple):
    """Two slots of a half-day with whole slots `between`, of which `room` can be used one after the other."""

    first: Slot
    last: Slot
    between: tuple[Slot, ...]
    room: int


def gaps_of(school: School, timelines: Timelines, teacher_id: str) -> Iterator[Gap]:
    """Yield every gap that a teacher's week may have, by the clock across bell schedules."""
    for slots in timelines.halves(teacher_id).values():
        times = [(school.interval(slot), slot) for slot in slots]
        for index, (begin, first) in enumerate(times):
            for end, last in times[index + 1 :]:
                between = [slot for time, slot in times if begin.end <= time.start and time.end <= end.start]
                if between:
                    yield Gap(first, last, tuple(between), most_apart(school, between))


class Busy:
    """The Booleans that tell at which slots a teacher has a lesson in one week, made as they are asked for."""

    def __init__(self, poster: Poster, lessons: dict[Slot, Literals]) -> None:
        self.poster = poster
        self.lessons = lessons
        self._made: dict[Slot, cp_model.IntVar] = {}

    def at(self, slot: Slot) -> cp_model.IntVar | None:
        """Return a Boolean that is true when a lesson is held at a slot; None where none can be."""
        literals = self.lessons.get(slot, [])
        if len(literals) < 2:
            return literals[0] if literals else None
        if slot not in self._made:
            self._made[slot] = self.poster.count(1)
            for literal in literals:
                self.poster.define(literal <= self._made[slot])
        return self._made[slot]


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that between two lessons of a half-day with no lesson between there are no free slots."""
    school, timelines = variables.school, Timelines(variables.school)
    for teacher in school.teachers:
        weeks = [Busy(poster, lessons) for lessons in lessons_by_slot(variables, teacher.id)]
        for gap in gaps_of(school, timelines, teacher.id):
            open_gap = poster.count(1)
            for busy in weeks:
                first, last = busy.at(gap.first), busy.at(gap.last)
                if first is not None and last is not None:
                    filled = [literal for slot in gap.between for literal in busy.lessons.get(slot, ())]
                    poster.define(cp_model.LinearExpr.sum([open_gap, *filled]) >= first + last - 1)
            poster.none(gap.room * open_gap, teacher_owner(teacher.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every two lessons of a half-day with free slots and no lesson between; the amount is the free slots."""
    school, judged, violations = view.school, 0, []
    timelines = Timelines(school)
    for teacher_id, lessons in lessons_in(view).items():
        weeks = school.weeks(school.teacher_courses[teacher_id])
        held = {week: {lesson.slot for lesson in lessons if lesson.week.meets(week)} for week in weeks}
        judged += len({school.half_day(lesson.slot) for lesson in lessons})
        for gap in gaps_of(school, timelines, teacher_id):
            open_in = [w for w in weeks if {gap.first, gap.last} <= held[w] and held[w].isdisjoint(gap.between)]
            if open_in:
                first, last = school.slot_text(gap.first), school.slot_text(gap.last)
                note = week_note(open_in[0] if len(open_in) < len(weeks) else Week.EVERY)
                words = Text(
                    f"{teacher_id} {note.zh}{first.zh}和{last.zh}之间空 {gap.room} 节",
                    f"{teacher_id} {note.en}{first.en} and {last.en}: {gap.room} free lessons between",
                )
                owner = teacher_owner(teacher_id)
                violations.append(Violation(owner, gap.room, words, (), (teacher_id,), (gap.first, gap.last)))
    return Verdict(judged, tuple(violations))


def asks(school: School, parameters: NoParameters, teacher_id: str) -> Text:
    """Say that the teacher has no gaps."""
    name = teacher_text(school, teacher_id)
    return Text(f"{name.zh}半天内两节课之间不空节", f"{name.en}: no free lesson between two lessons of a half-day")


RULE = Rule(
    id="teacher_gaps",
    title=Text("教师少空节", "Few gaps for teachers"),
    words=Text(
        "教师半天内两节课之间少空课时；中午不算空，跨作息任教的按钟点数能上几节。",
        "A teacher has few free lesson slots between two lessons of a half-day; noon is no gap.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=1,
    presets={"teachers": 2},
    enabled=False,
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.TEACHERS,
    asks={OwnerKind.TEACHER: asks},
)
