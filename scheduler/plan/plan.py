"""The result: what is held when, where and by whom. It may be the solver's, a person's or another program's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from functools import cached_property

from scheduler.school import Course, GrantKind, School, Slot, StationKind, Week
from scheduler.school.base import FrozenModel


class Placement(FrozenModel):
    """One lesson of a course: one period. `classes` lists which of a joint course's classes attend it; empty means all."""

    course: str
    slot: Slot
    venue: str | None = None
    classes: tuple[str, ...] = ()


class MeetingPlacement(FrozenModel):
    """The first period of a meeting."""

    meeting: str
    slot: Slot


class StrayLesson(FrozenModel):
    """A lesson found in somebody's plan that no course of the school explains."""

    class_id: str
    slot: Slot
    subject: str
    teacher: str | None = None


class ServiceSession(FrozenModel):
    """A station held at a slot by some adults: a homework group, a club, a patrol.

    `title` is what pupils do there where somebody's plan says other than the school does.
    """

    station: str
    slot: Slot
    adults: tuple[str, ...] = ()
    venue: str | None = None
    title: str | None = None


class FlexGrant(FrozenModel):
    """A teacher comes late, leaves early or is off for a half-day on a day (1 = Monday)."""

    teacher: str
    day: int
    kind: GrantKind


class Plan(FrozenModel):
    """A week. Nothing here is promised to be legal: that is for the audit to say."""

    placements: tuple[Placement, ...] = ()
    meetings: tuple[MeetingPlacement, ...] = ()
    strays: tuple[StrayLesson, ...] = ()
    sessions: tuple[ServiceSession, ...] = ()
    grants: tuple[FlexGrant, ...] = ()

    @cached_property
    def by_course(self) -> dict[str, tuple[Placement, ...]]:
        """The placements of each course that has any."""
        found: dict[str, list[Placement]] = defaultdict(list)
        for placement in self.placements:
            found[placement.course].append(placement)
        return {key: tuple(value) for key, value in found.items()}

    def slots_of(self, course: str) -> tuple[Slot, ...]:
        """Return the slots at which a course is held, sorted; a slot stands twice when the course is placed twice there."""
        return tuple(sorted(p.slot for p in self.by_course.get(course, ())))


class PlanView:
    """A plan read together with its school: who is busy when. Built once per audit and shared by every rule's check.

    Lists keep the order of the plan. A "lesson" below is a Placement; meetings are apart. `serving` holds the sessions of each
    teacher, `of_station` those of each station, `grants_of` the flexible time of each teacher.
    """

    def __init__(self, school: School, plan: Plan) -> None:
        self.school = school
        self.plan = plan
        self.of_class: dict[str, dict[Slot, list[Placement]]] = {c.id: defaultdict(list) for c in school.classes}
        self.of_teacher: dict[str, dict[Slot, list[Placement]]] = {t.id: defaultdict(list) for t in school.teachers}
        self.at: dict[Slot, list[Placement]] = defaultdict(list)
        for placement in plan.placements:
            course = school.course[placement.course]
            self.at[placement.slot].append(placement)
            for class_id in placement.classes or course.classes:
                self.of_class[class_id][placement.slot].append(placement)
            for teacher_id in course.teachers:
                self.of_teacher[teacher_id][placement.slot].append(placement)
        self.meetings_of: dict[str, list[tuple[str, Slot]]] = defaultdict(list)
        known = {m.id: m for m in school.meetings}
        for held in plan.meetings:
            meeting = known[held.meeting]
            for slot in meeting_slots(school, held.slot, meeting.length):
                for teacher_id in meeting.teachers:
                    self.meetings_of[teacher_id].append((meeting.id, slot))
        self.serving: dict[str, list[ServiceSession]] = {t.id: [] for t in school.teachers}
        self.of_station: dict[str, list[ServiceSession]] = {station: [] for station in school.service.stations}
        for session in plan.sessions:
            self.of_station[session.station].append(session)
            for teacher_id in session.adults:
                self.serving[teacher_id].append(session)
        self.grants_of: dict[str, list[FlexGrant]] = {t.id: [] for t in school.teachers}
        for grant in plan.grants:
            self.grants_of[grant.teacher].append(grant)

    def sessions_of(self, teacher_id: str, kinds: Container[StationKind]) -> list[ServiceSession]:
        """Return the sessions of a teacher at stations of some kinds."""
        return [s for s in self.serving[teacher_id] if self.school.service.stations[s.station].kind in kinds]

    def minutes_of(self, teacher_id: str, kinds: Container[StationKind]) -> int:
        """Return the minutes of a teacher's sessions at stations of some kinds in the week."""
        return sum(self.school.period(s.slot).minutes for s in self.sessions_of(teacher_id, kinds))

    def week_of(self, placement: Placement) -> Week:
        """Return the weeks in which a placement is held."""
        return self.school.course[placement.course].week

    def group_of(self, placement: Placement) -> int | None:
        """Return which group of a half class attends a lesson: from each of its slots to the next they change; None of a whole."""
        course = self.school.course[placement.course]
        if course.groups == 1 or course.together is None:
            return None
        position = self.school.group_courses[course.together].index(course)
        return (position - self._turns[course.together].index(placement.slot)) % course.groups

    @cached_property
    def _turns(self) -> dict[str, list[Slot]]:
        """The slots of each group that runs together, in the order of the week."""
        return {
            name: sorted({p.slot for course in courses for p in self.plan.by_course.get(course.id, ())})
            for name, courses in self.school.group_courses.items()
        }

    def course_slots(self, course: Course, class_id: str) -> list[Slot]:
        """Return the slots at which a class attends a course, sorted; a slot stands twice when placed twice."""
        placements = self.plan.by_course.get(course.id, ())
        return sorted(p.slot for p in placements if not p.classes or class_id in p.classes)

    def teacher_lessons(self, teacher_id: str, slot: Slot, week: Week) -> list[Placement]:
        """Return the lessons of a teacher at a slot in a week."""
        return [p for p in self.of_teacher[teacher_id].get(slot, ()) if self.week_of(p).meets(week)]


def meeting_slots(school: School, first: Slot, length: int) -> tuple[Slot, ...]:
    """Return the lesson slots that a meeting takes; shorter than `length` when the half-day ends before, or the next slot is not
    held in every week."""
    taken: list[Slot] = [first]
    while len(taken) < length:
        later = [
            s
            for s in school.lesson_slots[first.schedule]
            if s > taken[-1] and school.half_day(s) == school.half_day(first)
        ]
        if not later or school.week_at(later[0]) is not Week.EVERY:
            break
        taken.append(later[0])
    return tuple(taken)
