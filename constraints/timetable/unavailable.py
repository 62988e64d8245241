"""No lesson and no meeting at a time marked 禁 for a teacher, the class, the subject or the course; venues are `venue_capacity`'s care."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ortools.sat.python import cp_model

from constraints.rule import ActiveRule, Elastic, NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.timetable.marked_lessons import OWNERS, asks_of_marks
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, Owner
from scheduler.model.poster import Poster
from scheduler.model.relaxed import RelaxedWeek
from scheduler.plan import PlanView, meeting_slots
from scheduler.school import Course, MarkLevel, MarkOwner, School, Slot, tables
from scheduler.school.marking import why_closed
from scheduler.school.wording import mark_owner_text
from scheduler.text import Text, counted


def closed_slots(school: School) -> dict[tuple[MarkOwner, str], frozenset[Slot]]:
    """Return the lesson slots of all bell schedules that a 禁 of each teacher, class, subject or course touches."""
    marked = dict.fromkeys(
        (mark.owner_kind, mark.owner)
        for mark in school.marks
        if mark.level is MarkLevel.FORBIDDEN and mark.owner_kind in OWNERS
    )
    slots = [slot for found in school.lesson_slots.values() for slot in found]
    return {
        (kind, owner): frozenset(s for s in slots if school.marked(kind, owner, s, MarkLevel.FORBIDDEN))
        for kind, owner in marked
    }


def _courses(school: School) -> dict[tuple[MarkOwner, str], list[Course]]:
    """Return the courses that each teacher, class and subject has a part in."""
    found: dict[tuple[MarkOwner, str], list[Course]] = defaultdict(list)
    for course in school.courses:
        found[MarkOwner.COURSE, course.id].append(course)
        found[MarkOwner.SUBJECT, course.subject].append(course)
        for class_id in course.classes:
            found[MarkOwner.CLASS, class_id].append(course)
        for teacher_id in course.teachers:
            found[MarkOwner.TEACHER, teacher_id].append(course)
    return found


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that nothing is held while somebody who takes part is marked 禁."""
    school = variables.school
    courses = _courses(school)
    for (kind, owner), closed in closed_slots(school).items():
        literals = [
            literal
            for course in courses[kind, owner]
            for slot, literal in variables.lessons(course.id).items()
            if slot in closed
        ]
        if kind is MarkOwner.TEACHER:
            for meeting in school.teacher_meetings[owner]:
                literals += [
                    literal
                    for slot, literal in variables.meeting_starts(meeting.id).items()
                    if not closed.isdisjoint(meeting_slots(school, slot, meeting.length))
                ]
        if literals:
            poster.require(cp_model.LinearExpr.sum(literals) == 0, Owner(OWNERS[kind], owner))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every lesson and meeting at a time marked 禁; the amount is 1 for each lesson and each one marked."""
    judged, violations = 0, []
    for slot, what, parts, classes, teachers in _held(view):
        judged += len(parts)
        for kind, name in parts:
            if view.school.marked(kind, name, slot, MarkLevel.FORBIDDEN):
                where = view.school.slot_text(slot)
                who = mark_owner_text(view.school, kind, name)
                why = why_closed(view.school, kind, name, who, slot)
                text = Text(f"{where.zh} {what}，但{why.zh}", f"{where.en} {what}: {why.en}")
                violations.append(Violation(Owner(OWNERS[kind], name), 1, text, classes, teachers, (slot,)))
    return Verdict(judged, tuple(violations))


Held = tuple[Slot, str, list[tuple[MarkOwner, str]], tuple[str, ...], tuple[str, ...]]


def _held(view: PlanView) -> Iterator[Held]:
    """Yield all that is held: slot, name, whose marks matter, classes and teachers to be shown."""
    school = view.school
    for placement in view.plan.placements:
        course = school.course[placement.course]
        classes = placement.classes or course.classes
        parts = [(MarkOwner.TEACHER, teacher) for teacher in course.teachers]
        parts += [(MarkOwner.CLASS, class_id) for class_id in classes]
        parts += [(MarkOwner.SUBJECT, course.subject), (MarkOwner.COURSE, course.id)]
        yield placement.slot, "、".join(classes) + course.subject, parts, classes, course.teachers
    for stray in view.plan.strays:
        teachers = (stray.teacher,) if stray.teacher is not None and stray.teacher in school.teacher else ()
        parts = [(MarkOwner.TEACHER, teacher) for teacher in teachers]
        parts += [(MarkOwner.CLASS, stray.class_id), (MarkOwner.SUBJECT, stray.subject)]
        yield stray.slot, stray.class_id + stray.subject, parts, (stray.class_id,), teachers
    for meeting in school.meetings:
        for held in view.plan.meetings:
            if held.meeting == meeting.id:
                for slot in meeting_slots(school, held.slot, meeting.length):
                    yield slot, meeting.id, [(MarkOwner.TEACHER, t) for t in meeting.teachers], (), meeting.teachers


def _asks(who: Text, closed: Text, left: int) -> Text:
    return Text(
        f"{who.zh}{closed.zh}不能上课（标了“禁”，剩 {left} 个时段）",
        f"{who.en}: closed on {closed.en} ({counted(left, 'slot')} left)",
    )


def post_relaxed(week: RelaxedWeek, active: ActiveRule) -> None:
    """Ensure the same of the relaxed week, where each part of a day that is marked 禁 for somebody may be freed."""
    for (kind, name), closed in closed_slots(week.school).items():
        variables = week.own if kind is MarkOwner.TEACHER else week.variables
        for course in week.wide.courses:
            parts: dict[MarkOwner, tuple[str, ...]] = {
                MarkOwner.TEACHER: course.teachers,
                MarkOwner.CLASS: course.classes,
                MarkOwner.COURSE: (course.id,),
            }
            if name in parts.get(kind, (course.subject,)):
                for slot, literal in variables.lessons(course.id).items():
                    if slot in closed:
                        week.model.add_implication(literal, week.freed(kind, name, slot))
        if kind is MarkOwner.TEACHER:
            _post_meetings_while_away(week, name, closed)


def _post_meetings_while_away(week: RelaxedWeek, teacher_id: str, closed: frozenset[Slot]) -> None:
    for meeting in week.wide.teacher_meetings[teacher_id]:
        excused = week.excused[teacher_id, meeting.id]
        for start, literal in week.variables.meeting_starts(meeting.id).items():
            for slot in closed.intersection(meeting_slots(week.wide, start, meeting.length)):
                freed = week.freed(MarkOwner.TEACHER, teacher_id, slot)
                week.model.add_bool_or([literal.negated(), freed, *excused])


RULE = Rule(
    id="unavailable",
    title=Text("避开禁排时间", "Closed times"),
    words=Text(
        "教师、班级、学科、一门课标“禁”的时间不排课，教师标“禁”的时间也不安排教研。",
        "Nothing is held at a time that is closed to a teacher, the class, the subject or the course.",
    ),
    level=Level.HARD,
    unit=Text("处", "places"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.COURSES,
    asks=asks_of_marks(MarkLevel.FORBIDDEN, _asks),
    stated=tables.TIMES,
    elastic=Elastic(post=post_relaxed),
)
