"""A class is in one place at a time."""

from __future__ import annotations

from constraints.rule import Level, NoParameters, Rule, Verdict, Violation, class_owner
from scheduler.engine.half_days import HalfDayVariables
from scheduler.engine.poster import Poster
from scheduler.engine.variables import LessonVariables
from scheduler.plan import PlanView
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that a class has at most one lesson in each slot of each week."""
    school = variables.school
    for klass in school.classes:
        for week in school.weeks(school.class_courses[klass.id]):
            for slot in school.class_slots(klass.id):
                poster.at_most_one(variables.class_busy(klass.id, slot, week), class_owner(klass.id))


def post_half_days(poster: Poster, variables: HalfDayVariables, parameters: NoParameters) -> None:
    """Ensure that a class has no more lessons in a half-day than it has slots there."""
    school = variables.school
    for klass in school.classes:
        courses = school.occupying_courses[klass.id]
        for week in school.weeks(courses):
            for half, slots in variables.slots_by_half(school.class_slots(klass.id)).items():
                terms = [v for c in courses if c.week.meets(week) for v in variables.in_half(c.id, half)]
                poster.require(sum(terms) <= len(slots), class_owner(klass.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every slot at which a class has several lessons; the amount is the lessons too many."""
    school, judged, violations = view.school, 0, []
    for klass in school.classes:
        for slot, placements in view.of_class[klass.id].items():
            judged += 1
            worst = max(
                (view.class_lessons(klass.id, slot, week) for week in school.weeks(school.class_courses[klass.id])),
                key=len,
            )
            if len(worst) > 1:
                names = "、".join(school.course[p.course].subject for p in worst)
                where = school.slot_text(slot)
                text = Text(f"{klass.id} {where.zh} 同时有 {names}", f"{klass.id} {where.en}: {names} at once")
                owner = class_owner(klass.id)
                teachers = tuple(sorted({t for p in placements for t in school.course[p.course].teachers}))
                violations.append(Violation(owner, len(worst) - 1, text, (klass.id,), teachers, (slot,)))
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="class_clash",
    title=Text("班级不冲突", "A class in one place"),
    words=Text("一个班同一时间只上一节课。", "A class has at most one lesson at a time."),
    level=Level.HARD,
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    post_half_days=post_half_days,
    check=check,
)
