"""No class has lessons beyond the plan: neither more of a course nor a lesson that no course explains."""

from __future__ import annotations

from collections.abc import Iterator

from constraints.curriculum.hours import each_pupil, is_lesson, of_pupil
from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, class_owner, course_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course, School
from scheduler.school.wording import course_text
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that no course has more than its lessons: with the rules on hours, exactly its lessons."""
    for course in variables.school.courses:
        poster.require(variables.in_week(course.id) <= course.lessons, course_owner(course.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every class that has more lessons of a course than planned, and every stray lesson."""
    judged, violations = 0, list(_strays(view))
    for course in view.school.courses:
        attending = {c for p in view.plan.by_course.get(course.id, ()) for c in p.classes}
        for class_id in dict.fromkeys((*course.classes, *sorted(attending))):
            judged += 1
            violation = _added(view, course, class_id)
            if violation is not None:
                violations.append(violation)
    return Verdict(judged + len(view.plan.strays), tuple(violations))


def _added(view: PlanView, course: Course, class_id: str) -> Violation | None:
    """Return the lessons of a course beyond what a class is to have; none of them where it is no class of the course."""
    planned = course.lessons if class_id in course.classes else 0
    attended = [p.slot for p in view.plan.by_course.get(course.id, ()) if class_id in (p.classes or course.classes)]
    slots = tuple(sorted(set(attended)))
    if len(slots) <= planned:
        return None
    wanted, found, more = (of_pupil(course, n) for n in (planned, len(slots), len(slots) - planned))
    who = each_pupil(course)
    text = Text(
        f"{class_id} {course.subject} {who.zh}计划 {wanted} 节，排了 {found} 节，多 {more} 节",
        f"{class_id} {course.subject}: {found} lessons{who.en}, {wanted} planned",
    )
    owner = course_owner(course.id)
    return Violation(owner, len(slots) - planned, text, (class_id,), course.teachers, slots)


def _strays(view: PlanView) -> Iterator[Violation]:
    for stray in view.plan.strays:
        if is_lesson(view.school, stray.subject):
            where = view.school.slot_text(stray.slot)
            text = Text(
                f"{stray.class_id} {where.zh} {stray.subject} 不在课程计划内",
                f"{stray.class_id} {where.en}: {stray.subject} is not in the plan",
            )
            teachers = (stray.teacher,) if stray.teacher in view.school.teacher else ()
            yield Violation(class_owner(stray.class_id), 1, text, (stray.class_id,), teachers, (stray.slot,))


def asks(school: School, parameters: NoParameters, course_id: str) -> Text:
    """Say how many lessons the course has at most."""
    course = school.course[course_id]
    name, lessons, who = course_text(course), of_pupil(course, course.lessons), each_pupil(course)
    return Text(
        f"{name.zh}每周{who.zh}不多于 {lessons} 节",
        f"{name.en}: at most {lessons} {'lesson' if lessons == '1' else 'lessons'}{who.en} a week",
    )


RULE = Rule(
    id="no_added_lessons",
    title=Text("不随意增加课时", "No added lessons"),
    words=Text(
        "每个班每门课不超过计划课时，不排计划外的课。",
        "No class has more lessons of a course, or other ones, than planned.",
    ),
    level=Level.REGULATION,
    unit=Text("节", "lessons"),
    article="no_added_lessons",
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.COURSE: asks},
)
