"""A teacher is in one place at a time, by the clock across bell schedules, meetings included."""

from __future__ import annotations

from ortools.sat.python import cp_model

from constraints.rule import Level, NoParameters, Rule, Verdict, Violation, teacher_owner
from scheduler.engine.half_days import HalfDayVariables
from scheduler.engine.poster import Poster
from scheduler.engine.variables import LessonVariables
from scheduler.plan import PlanView
from scheduler.school import HalfDay, School, Slot, Week
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that a teacher has at most one lesson or meeting at each moment of each week."""
    school = variables.school
    for teacher in school.teachers:
        for week in school.weeks(school.teacher_courses[teacher.id]):
            for moment in school.moments:
                poster.at_most_one(variables.teacher_busy(teacher.id, moment, week), teacher_owner(teacher.id))


def post_half_days(poster: Poster, variables: HalfDayVariables, parameters: NoParameters) -> None:
    """Ensure that a teacher has no more lessons and meeting periods in a half-day than slots that do not overlap."""
    school = variables.school
    for teacher in school.teachers:
        courses, meetings = school.teacher_courses[teacher.id], school.teacher_meetings[teacher.id]
        used = {school.school_class[c.classes[0]].schedule for c in courses} | {m.schedule for m in meetings}
        slots = tuple(s for schedule in sorted(used) for s in school.lesson_slots[schedule])
        for week in school.weeks(courses):
            for half, available in variables.slots_by_half(slots).items():
                terms = _meeting_terms(variables, teacher.id, half)
                terms += [v for c in courses if c.week.meets(week) for v in variables.in_half(c.id, half)]
                poster.require(
                    cp_model.LinearExpr.sum(terms) <= most_apart(school, available), teacher_owner(teacher.id)
                )


def _meeting_terms(variables: HalfDayVariables, teacher_id: str, half: HalfDay) -> list[cp_model.LinearExprT]:
    found: list[cp_model.LinearExprT] = []
    for meeting in variables.school.teacher_meetings[teacher_id]:
        held = variables.meeting_halves(meeting.id)
        if half in held:
            found.append(meeting.length * held[half])
    return found


def most_apart(school: School, slots: list[Slot]) -> int:
    """Return how many of some slots of one day one person can attend: the earliest end first."""
    count, free_from = 0, 0
    for interval in sorted((school.interval(slot) for slot in slots), key=lambda i: i.end):
        if interval.start >= free_from:
            count, free_from = count + 1, interval.end
    return count


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every moment at which a teacher is wanted in several places; the amount is the places too many."""
    judged, violations = 0, []
    for teacher in view.school.teachers:
        if not view.of_teacher[teacher.id] and teacher.id not in view.meetings_of:
            continue
        weeks = view.school.weeks(view.school.teacher_courses[teacher.id])
        for moment in view.school.moments:
            judged += 1
            worst = max((_wanted(view, teacher.id, moment.slots, week) for week in weeks), key=len)
            if len(worst) > 1:
                where = view.school.slot_text(worst[0][0])
                names = "、".join(name for _, name in worst)
                text = Text(f"{teacher.id} {where.zh} 同时要去 {names}", f"{teacher.id} {where.en}: {names} at once")
                slots = tuple(dict.fromkeys(slot for slot, _ in worst))
                classes = tuple(dict.fromkeys(_classes_at(view, teacher.id, slots)))
                owner = teacher_owner(teacher.id)
                violations.append(Violation(owner, len(worst) - 1, text, classes, (teacher.id,), slots))
    return Verdict(judged, tuple(violations))


def _wanted(view: PlanView, teacher_id: str, slots: tuple[Slot, ...], week: Week) -> list[tuple[Slot, str]]:
    """Return where a teacher is wanted during a moment: lessons by class and subject, meetings by name, each once."""
    found = []
    for slot in slots:
        for placement in view.teacher_lessons(teacher_id, slot, week):
            course = view.school.course[placement.course]
            found.append((slot, "+".join(placement.classes or course.classes) + course.subject))
    held = {name: slot for name, slot in view.meetings_of.get(teacher_id, ()) if slot in slots}
    return found + [(slot, name) for name, slot in held.items()]


def _classes_at(view: PlanView, teacher_id: str, slots: tuple[Slot, ...]) -> list[str]:
    courses = view.school.course
    placements = [p for slot in slots for p in view.of_teacher[teacher_id].get(slot, ())]
    return [class_id for p in placements for class_id in (p.classes or courses[p.course].classes)]


RULE = Rule(
    id="teacher_clash",
    title=Text("教师不冲突", "A teacher in one place"),
    words=Text(
        "一位教师同一时间只在一处：上课或教研，不同作息按钟点比较。",
        "A teacher has at most one lesson or meeting at a time; slots of different bell schedules are compared by the clock.",
    ),
    level=Level.HARD,
    unit=Text("处", "places"),
    parameters=NoParameters,
    post=post,
    post_half_days=post_half_days,
    check=check,
)
