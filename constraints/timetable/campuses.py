"""Where a teacher's days take him: what the rules on campuses share.

Lessons, meetings and service of every kind count, each on its campus; what is on none that has a name is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from scheduler.model.lessons import LessonVariables, Literal, Literals
from scheduler.plan import PlanView
from scheduler.school import School, Slot, Week


class Stop(NamedTuple):
    """A slot that a teacher spends on a campus."""

    slot: Slot
    campus: str


def by_day(school: School, stops: Iterable[Stop]) -> dict[int, list[Stop]]:
    """Return stops by day, in the order of the clock."""
    found: dict[int, list[Stop]] = defaultdict(list)
    for stop in sorted(set(stops), key=lambda stop: (school.interval(stop.slot), stop)):
        found[stop.slot.day].append(stop)
    return found


# The model.


def possible_stops(variables: LessonVariables) -> Iterator[tuple[str, list[dict[Stop, Literals]]]]:
    """Yield each teacher who may have something to do on several campuses, with its variables, for each week to be looked at.

    Of a timetable that stands already no lesson is forgotten, also none that is not the school's.
    """
    school = variables.school
    view = None if variables.timetable is None else PlanView(school, variables.timetable)
    for teacher in school.teachers if len(school.campuses) > 1 else ():
        weeks = []
        for week in school.weeks(school.teacher_courses[teacher.id]):
            found: dict[Stop, Literals] = defaultdict(list)
            for slot, campus, literal in _possible(variables, teacher.id, week):
                if campus is not None:
                    found[Stop(slot, campus)].append(literal)
            for stop in () if view is None else _lessons(view, teacher.id, week):
                found[stop].append(variables.model.new_constant(1))
            weeks.append(dict(found))
        if len({stop.campus for found in weeks for stop in found}) > 1:
            yield teacher.id, weeks


def _possible(variables: LessonVariables, teacher_id: str, week: Week) -> Iterator[tuple[Slot, str | None, Literal]]:
    """Yield what a teacher may have to do in a week."""
    school = variables.school
    for course in school.teacher_courses[teacher_id]:
        if course.week.meets(week):
            for slot, literal in variables.lessons(course.id).items():
                yield slot, school.course_campus(course), literal
    for meeting in school.teacher_meetings[teacher_id]:
        for slot in school.lesson_slots[meeting.schedule]:
            for literal in variables.meeting_at(meeting.id, slot):
                yield slot, school.campus_of(meeting.schedule), literal
    for turn in variables.service.turns[teacher_id]:
        yield turn.slot, school.campus_of(turn.slot.schedule, turn.station.venue), turn.literal


# A plan.


def stops_in(view: PlanView, teacher_id: str) -> list[list[Stop]]:
    """Return where a teacher is to be in a plan, for each week to be looked at."""
    school = view.school
    served = [
        _stop(school, session.slot, school.service.stations[session.station].venue)
        for session in view.serving[teacher_id]
    ]
    there = [stop for stop in served if stop is not None]
    weeks = school.weeks(school.teacher_courses[teacher_id])
    return [[*_lessons(view, teacher_id, week), *there] for week in weeks]


def _lessons(view: PlanView, teacher_id: str, week: Week) -> list[Stop]:
    """Return where lessons and meetings of a week take a teacher."""
    school = view.school
    found = [
        Stop(slot, campus)
        for slot in view.of_teacher[teacher_id]
        for placement in view.teacher_lessons(teacher_id, slot, week)
        if (campus := school.course_campus(school.course[placement.course])) is not None
    ]
    others = [slot for _, slot in view.meetings_of.get(teacher_id, ())]
    others += [stray.slot for stray in view.plan.strays if stray.teacher == teacher_id]
    return found + [stop for slot in others if (stop := _stop(school, slot)) is not None]


def _stop(school: School, slot: Slot, venue: str | None = None) -> Stop | None:
    campus = school.campus_of(slot.schedule, venue)
    return None if campus is None else Stop(slot, campus)
