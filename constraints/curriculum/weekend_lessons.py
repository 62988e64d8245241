"""Grades 1 to 9 have no lessons at weekends."""

from __future__ import annotations

from constraints.curriculum.hours import is_lesson, lessons_in
from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import may_have_lessons
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure nothing further: a course has variables on the days on which all its classes may have lessons alone."""


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every lesson of grades 1 to 9 on a Saturday or Sunday; the amount is 1 for each class and slot."""
    school, judged, violations = view.school, 0, []
    for class_id, slot, subject, teachers in lessons_in(view):
        judged += 1
        if not may_have_lessons(school.school_class[class_id].grade, slot.day) and is_lesson(school, subject):
            where = school.slot_text(slot)
            text = Text(
                f"{class_id} {where.zh} 排了{subject}，一至九年级周末不上课",
                f"{class_id} {where.en} holds {subject}: grades 1 to 9 have no lessons at weekends",
            )
            violations.append(Violation(class_owner(class_id), 1, text, (class_id,), teachers, (slot,)))
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="weekend_lessons",
    title=Text("周末不上课", "No lessons at weekends"),
    words=Text(
        "一至九年级周六、周日不排课；高中年级按作息，不作判断。",
        "Grades 1 to 9 have no lessons on Saturdays and Sundays; grades 10 to 12 follow their bells and are not judged.",
    ),
    level=Level.REGULATION,
    unit=Text("节", "lessons"),
    article="weekend_lessons",
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.COURSES,
)
