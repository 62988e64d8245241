"""On days of odd or of even weeks alone (单周六) only courses of these weeks are held."""

from __future__ import annotations

from ortools.sat.python import cp_model

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, course_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course, School, Slot, Week, tables
from scheduler.school.wording import course_text, times_text
from scheduler.text import Text

HELD = {
    Week.EVERY: Text("每周", "every week"),
    Week.ODD: Text("单周", "odd weeks"),
    Week.EVEN: Text("双周", "even weeks"),
}


def missed(school: School, course: Course) -> list[Slot]:
    """Return the lesson slots of a course's classes that are not held in all weeks of the course."""
    slots = school.course_slots(course) if school.alternates else ()
    return [slot for slot in slots if not school.week_at(slot).covers(course.week)]


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that no lesson stands at a slot that is not held in all weeks of its course."""
    for course in variables.school.courses:
        literals = [variables.lessons(course.id)[slot] for slot in missed(variables.school, course)]
        if literals:
            poster.require(cp_model.LinearExpr.sum(literals) == 0, course_owner(course.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every lesson at a slot that is not held in all its weeks, a period of any kind; the amount is 1 for each."""
    school, judged, violations = view.school, 0, []
    for placement in view.plan.placements:
        course, week = school.course[placement.course], school.week_at(placement.slot)
        if week is Week.EVERY:
            continue
        judged += 1
        if not week.covers(course.week):
            where, name, held = school.slot_text(placement.slot), course_text(course), HELD[course.week]
            text = Text(
                f"{where.zh}只在{HELD[week].zh}上课，{name.zh}是{held.zh}的课",
                f"{where.en} is held in {HELD[week].en} alone, {name.en} in {held.en}",
            )
            classes = placement.classes or course.classes
            violations.append(Violation(course_owner(course.id), 1, text, classes, course.teachers, (placement.slot,)))
    return Verdict(judged, tuple(violations))


def asks(school: School, parameters: NoParameters, course_id: str) -> Text:
    """Say at which times the course cannot be held because of its weeks."""
    course = school.course[course_id]
    name, when, held = course_text(course), times_text(school, missed(school, course)), HELD[course.week]
    return Text(
        f"{name.zh}是{held.zh}的课，不能排在{when.zh}（不是{held.zh}都上课）",
        f"{name.en} is held in {held.en} and cannot be on {when.en}, which is not",
    )


RULE = Rule(
    id="held_weeks",
    title=Text("单双周上课的日子", "Days of odd or even weeks"),
    words=Text(
        "只在单周（双周）上课的日子，如单周六，只排单周（双周）的课。",
        "A day with lessons in odd (even) weeks alone, such as every other Saturday, holds courses of odd (even) weeks alone.",
    ),
    level=Level.HARD,
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.COURSES,
    asks={OwnerKind.COURSE: asks},
    stated=tables.SCHEDULE,
)
