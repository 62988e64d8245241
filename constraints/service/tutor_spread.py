"""Subject tutors rotate over the week: each core subject's teacher comes to the class's homework or tutoring."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ortools.sat.python import cp_model

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.service.stations_held import stations_of_kind
from scheduler.model.lessons import LessonVariables, Literals
from scheduler.model.owner import Level, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView, ServiceSession
from scheduler.school import AREA_NAMES, Area, School, ServiceDuty, Station, StationKind
from scheduler.text import Text, day_name

CORE = (Area.CHINESE, Area.MATHS, Area.FOREIGN)
FIRST_GRADE = 3


class Tutoring(NamedTuple):
    """The homework and tutoring of a class, the teachers of each of its core subjects, and the days when they might come."""

    class_id: str
    stations: tuple[Station, ...]
    tutors: dict[Area, frozenset[str]]
    days: tuple[int, ...]

    @property
    def on_two_days(self) -> bool:
        """Whether the subjects are to be spread: there are two of them, and two days on which somebody might come."""
        return len(self.tutors) > 1 and len(self.days) > 1

    @property
    def everybody(self) -> frozenset[str]:
        """The teachers of all core subjects."""
        return frozenset().union(*self.tutors.values())


def tutorings(school: School) -> Iterator[Tutoring]:
    """Yield the classes from grade 3 on with homework or tutoring to which some of their core teachers may come."""
    stations = stations_of_kind(school, StationKind.HOMEWORK, StationKind.TUTORING)
    for klass in school.classes:
        own = tuple(each for each in stations if klass.id in each.classes)
        if klass.grade < FIRST_GRADE or not own:
            continue
        may = {t for each in own if each.slots for t in each.pool if school.teacher[t].service is not ServiceDuty.NONE}
        taught: dict[Area, frozenset[str]] = {}
        for area in CORE:
            courses = [c for c in school.class_courses[klass.id] if school.area_of(c) is area]
            teachers = frozenset(t for course in courses for t in course.teachers)
            if not may.isdisjoint(teachers):
                taught[area] = teachers
        coming = may.intersection(*[frozenset().union(*taught.values())])
        days = {slot.day for each in own if not coming.isdisjoint(each.pool) for slot in each.slots}
        if taught:
            yield Tutoring(klass.id, own, taught, tuple(sorted(days)))


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that the teachers of each core subject come to their class, and all of them together on two days at least."""
    for tutoring in tutorings(variables.school):
        owner = class_owner(tutoring.class_id)
        for teachers in tutoring.tutors.values():
            missing = poster.count(1)
            poster.define(missing + cp_model.LinearExpr.sum(_turns(variables, tutoring, teachers)) >= 1)
            poster.none(missing, owner)
        if tutoring.on_two_days:
            together = poster.count(1)
            days = []
            for day in sorted({slot.day for each in tutoring.stations for slot in each.slots}):
                comes = poster.count(1)
                turns = _turns(variables, tutoring, tutoring.everybody, day)
                poster.define(comes <= cp_model.LinearExpr.sum(turns))
                days.append(comes)
            poster.define(2 * together + cp_model.LinearExpr.sum(days) >= 2)
            poster.none(together, owner)


def _turns(
    variables: LessonVariables, tutoring: Tutoring, teachers: frozenset[str], day: int | None = None
) -> Literals:
    """Return the variables of some teachers at the homework and tutoring of a class, on one day or in the week."""
    return [
        literal
        for each in tutoring.stations
        for slot in each.slots
        if day is None or slot.day == day
        for teacher_id, literal in variables.service.serve(each.id, slot).items()
        if teacher_id in teachers
    ]


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every class to which the teacher of a core subject never comes, or to which they all come on one day only.

    The amount is 1 for each subject, and 1 where the teachers of the core subjects come on fewer than two days.
    """
    judged, violations = 0, []
    for tutoring in tutorings(view.school):
        judged += len(tutoring.tutors) + tutoring.on_two_days
        sessions = [session for each in tutoring.stations for session in view.of_station[each.id]]
        violations += [*_absent(tutoring, sessions), *_together(tutoring, sessions)]
    return Verdict(judged, tuple(violations))


def _absent(tutoring: Tutoring, sessions: list[ServiceSession]) -> Iterator[Violation]:
    for area, teachers in tutoring.tutors.items():
        if not any(teachers.intersection(session.adults) for session in sessions):
            names, name = tuple(sorted(teachers)), AREA_NAMES[area]
            text = Text(
                f"{tutoring.class_id} 一周的作业辅导和答疑没有{name.zh}教师（{'、'.join(names)}）",
                f"{tutoring.class_id}: no teacher of {name.en} ({', '.join(names)}) at homework or tutoring in the week",
            )
            yield Violation(class_owner(tutoring.class_id), 1, text, (tutoring.class_id,), names)


def _together(tutoring: Tutoring, sessions: list[ServiceSession]) -> Iterator[Violation]:
    coming = [session for session in sessions if tutoring.everybody.intersection(session.adults)]
    days = sorted({session.slot.day for session in coming})
    if tutoring.on_two_days and len(days) < 2:
        areas = [AREA_NAMES[area] for area in tutoring.tutors]
        when = day_name(days[0]) if days else Text("没有一天", "never")
        text = Text(
            f"{tutoring.class_id} {'、'.join(area.zh for area in areas)}教师到班辅导的日子：{when.zh}，应分在至少两天",
            f"{tutoring.class_id}: tutors of {', '.join(area.en for area in areas)} come on fewer than two days ({when.en})",
        )
        slots = tuple(sorted({session.slot for session in coming}))
        yield Violation(class_owner(tutoring.class_id), 1, text, (tutoring.class_id,), (), slots)


RULE = Rule(
    id="tutor_spread",
    title=Text("学科辅导轮流", "Subject tutors rotate"),
    words=Text(
        "三年级起，每个班一周的作业辅导和答疑中，语文、数学、外语教师各至少到班一次，且不都挤在同一天。",
        "From grade 3 on the teachers of Chinese, maths and foreign language each come to their class's homework or tutoring "
        "in the week, and not all on one day.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=1,
    presets={"pupils": 2},
    unit=Text("项", "subjects or days"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
)
