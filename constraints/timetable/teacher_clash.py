"""A teacher is in one place at a time, by the clock across bell schedules, meetings included."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from constraints.rule import ActiveRule, Elastic, NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from scheduler.model.lessons import LessonVariables, Literals
from scheduler.model.owner import Level, OwnerKind, teacher_owner
from scheduler.model.poster import Poster
from scheduler.model.relaxed import RelaxedWeek
from scheduler.plan import PlanView
from scheduler.school import Moment, School, Slot, Week, tables
from scheduler.school.by_clock import overlapping
from scheduler.school.wording import lessons_of, teacher_text
from scheduler.text import Text, counted


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that a teacher has at most one lesson or meeting at each moment of each week."""
    school = variables.school
    for teacher in school.teachers:
        for week in school.weeks(school.teacher_courses[teacher.id]):
            for moment in school.moments:
                poster.at_most_one(variables.teacher_busy(teacher.id, moment, week), teacher_owner(teacher.id))


class _Engagement(NamedTuple):
    """A lesson or a meeting where a teacher is wanted."""

    name: str
    week: Week
    classes: tuple[str, ...] = ()


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every time at which a teacher is wanted in several places; the amount is the places too many."""
    school, judged, violations = view.school, 0, []
    for teacher in school.teachers:
        wanted = _wanted(view, teacher.id)
        weeks = school.weeks(school.teacher_courses[teacher.id])
        for moment in overlapping(school, wanted):
            judged += 1
            all_of = [(slot, engagement) for slot in moment for engagement in wanted[slot]]
            worst = max(([item for item in all_of if item[1].week.meets(week)] for week in weeks), key=len)
            if len(worst) > 1:
                where = school.slot_text(worst[0][0])
                names = "、".join(engagement.name for _, engagement in worst)
                text = Text(f"{teacher.id} {where.zh} 同时要去 {names}", f"{teacher.id} {where.en}: {names} at once")
                slots = tuple(dict.fromkeys(slot for slot, _ in worst))
                classes = tuple(dict.fromkeys(name for _, engagement in worst for name in engagement.classes))
                owner = teacher_owner(teacher.id)
                violations.append(Violation(owner, len(worst) - 1, text, classes, (teacher.id,), slots))
    return Verdict(judged, tuple(violations))


def _wanted(view: PlanView, teacher_id: str) -> dict[Slot, list[_Engagement]]:
    """Return where a teacher is wanted at each slot. All classes of a joint course are in one place."""
    found: dict[Slot, list[_Engagement]] = defaultdict(list)
    for slot, placements in view.of_teacher[teacher_id].items():
        attending: dict[str, dict[str, None]] = defaultdict(dict)
        for placement in placements:
            classes = placement.classes or view.school.course[placement.course].classes
            attending[placement.course] |= dict.fromkeys(classes)
        for course_id, names in attending.items():
            course = view.school.course[course_id]
            found[slot].append(_Engagement("+".join(names) + course.subject, course.week, tuple(names)))
    for meeting_id, slot in view.meetings_of.get(teacher_id, ()):
        found[slot].append(_Engagement(meeting_id, Week.EVERY))
    for stray in view.plan.strays:
        if stray.teacher == teacher_id:
            found[stray.slot].append(_Engagement(stray.class_id + stray.subject, Week.EVERY, (stray.class_id,)))
    return found


def asks(school: School, parameters: NoParameters, teacher_id: str) -> Text:
    """Say that the teacher is in one place, and how much he has."""
    name, courses = teacher_text(school, teacher_id), school.teacher_courses[teacher_id]
    lessons, held = lessons_of(courses), len(school.teacher_meetings[teacher_id])
    zh, en = (f"、{held} 次教研", f" and {counted(held, 'meeting')}") if held else ("", "")
    return Text(
        f"{name.zh}同一时间只能在一处（每周 {lessons} 节课{zh}）",
        f"{name.en} is in one place at a time ({counted(lessons, 'lesson')}{en} a week)",
    )


def post_relaxed(week: RelaxedWeek, active: ActiveRule) -> None:
    """Ensure the same of the relaxed week, where who is excused from a meeting may have a lesson meanwhile."""
    school = week.wide
    for teacher in school.teachers:
        for each in school.weeks(school.teacher_courses[teacher.id]):
            for moment in school.moments:
                lessons = [x for slot in moment.slots for x in week.own.teacher_lessons(teacher.id, slot, each)]
                if len(lessons) > 1:
                    week.model.add_at_most_one(lessons)
                _post_meetings(week, teacher.id, moment, lessons)


def _post_meetings(week: RelaxedWeek, teacher_id: str, moment: Moment, lessons: Literals) -> None:
    """Ensure that nobody attends a meeting while he has a lesson, or two at once."""
    meetings = week.wide.teacher_meetings[teacher_id]
    during = {meeting.id: week.variables.meeting_during(meeting, moment.slots) for meeting in meetings}
    held = [(name, literals) for name, literals in during.items() if literals]
    for name, literals in held:
        if lessons:
            week.model.add_at_most_one([*lessons, *week.attended(teacher_id, name, literals)])
    if len(held) > 1:
        attended = [x for name, literals in held for x in week.attended(teacher_id, name, literals)]
        week.model.add_at_most_one(attended)


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
    check=check,
    scope=Scope.TEACHERS,
    asks={OwnerKind.TEACHER: asks},
    stated=tables.ASSIGNMENT,
    elastic=Elastic(post=post_relaxed),
)
