"""Self-study, breaks, noon, morning reading and service hold no lessons."""

from __future__ import annotations

from constraints.curriculum.hours import is_lesson, lessons_in
from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import PeriodKind, Slot, may_have_lessons
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure nothing further: a course has variables at the lesson slots of its class alone, so no other time can be used."""


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every lesson outside the lesson slots of its class; the amount is 1 for each class and slot."""
    judged, violations = 0, []
    for class_id, slot, subject, teachers in lessons_in(view):
        judged += 1
        weekend = not may_have_lessons(view.school.school_class[class_id].grade, slot.day)  # another rule's care
        if slot not in view.school.class_slots(class_id) and not weekend and is_lesson(view.school, subject):
            text = _text(view, class_id, slot, subject)
            violations.append(Violation(class_owner(class_id), 1, text, (class_id,), teachers, (slot,)))
    return Verdict(judged, tuple(violations))


def _text(view: PlanView, class_id: str, slot: Slot, subject: str) -> Text:
    where, period = view.school.slot_text(slot), view.school.period(slot)
    if period.kind is PeriodKind.LESSON:
        return Text(
            f"{class_id} {where.zh} 不是该班的上课时间，却排了{subject}",
            f"{class_id} {where.en} is no lesson time of the class, but holds {subject}",
        )
    return Text(
        f"{class_id} {where.zh} 排了{subject}，挤占{period.name}时间",
        f"{class_id} {where.en} ({period.name}) is taken by {subject}",
    )


RULE = Rule(
    id="activity_time",
    title=Text("活动自习不上课", "Free time is kept"),
    words=Text(
        "早读、大课间、午间、自习、课后服务时间不排课。",
        "Morning reading, breaks, noon, self-study and after-school service hold no lessons.",
    ),
    level=Level.REGULATION,
    unit=Text("节", "lessons"),
    article="no_displacement",
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.COURSES,
)
