"""合班: the classes of a joint course attend its lessons together."""

from __future__ import annotations

from collections import defaultdict

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, course_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course, School, Slot
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Add nothing: a course has one variable a slot for all its classes, so the model knows no lesson of some of them."""


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every lesson of a joint course that some of its classes miss; the amount is the classes missing."""
    judged, violations = 0, []
    for course in view.school.courses:
        if len(course.classes) == 1:
            continue
        lessons = attendance(view, course)
        judged += len(lessons)
        for slot, attending in sorted(lessons.items()):
            missing = tuple(class_id for class_id in course.classes if class_id not in attending)
            if missing:
                elsewhere = sorted(s for s, there in lessons.items() if there & set(missing) and not attending <= there)
                words = _apart(view.school, course, slot, missing, elsewhere)
                owner = course_owner(course.id)
                violations.append(Violation(owner, len(missing), words, missing, course.teachers, (slot,)))
    return Verdict(judged, tuple(violations))


def attendance(view: PlanView, course: Course) -> dict[Slot, set[str]]:
    """Return for each slot at which a course is held the classes that attend it."""
    found: dict[Slot, set[str]] = defaultdict(set)
    for placement in view.plan.by_course.get(course.id, ()):
        found[placement.slot] |= set(placement.classes or course.classes)
    return found


def _apart(school: School, course: Course, slot: Slot, missing: tuple[str, ...], elsewhere: list[Slot]) -> Text:
    where, names = school.slot_text(slot), "、".join(missing)
    zh = f"{where.zh} 合班课{course.subject}缺 {names}"
    en = f"{where.en}: {names} missing from the joint {course.subject}"
    if not elsewhere:
        return Text(zh, en)
    times = [school.slot_text(other) for other in elsewhere]
    return Text(
        f"{zh}，另在{'、'.join(text.zh for text in times)}上", f"{en}, held {', '.join(t.en for t in times)} instead"
    )


RULE = Rule(
    id="joint_classes",
    title=Text("合班课一起上", "Joint classes together"),
    words=Text(
        "合班课的每一节，各班都在同一时间一起上，一个班也不缺。",
        "All classes of a joint course attend each of its lessons.",
    ),
    level=Level.HARD,
    unit=Text("班·节", "classes x lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.COURSES,
)
