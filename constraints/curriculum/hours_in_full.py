"""Every course is held as many times a week as planned (开齐开足); the protected ones are `protected_subjects`' care."""

from __future__ import annotations

from constraints.curriculum.hours import asks_hours, each_pupil, is_protected, lessons_missing, post_lessons_held
from constraints.curriculum.hours_standard import judged_classes
from constraints.rule import ActiveRule, Breach, Elastic, NoParameters, Option, Rule, Verdict
from constraints.scope import Scope
from scheduler.edits import costs, lesson_edits
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, course_owner
from scheduler.model.poster import Poster
from scheduler.model.relaxed import RelaxedWeek
from scheduler.plan import PlanView
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that every course outside the protected areas has at least its lessons."""
    post_lessons_held(poster, variables, protected=False)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every class that has fewer lessons of such a course than planned; the amount is in lessons."""
    return lessons_missing(
        view,
        protected=False,
        text=lambda class_id, course, needed, found: Text(
            f"{class_id} {course.subject} {each_pupil(course).zh}应排 {needed} 节，只有 {found} 节",
            f"{class_id} {course.subject}: {found} of {needed} lessons{each_pupil(course).en}",
        ),
    )


def post_relaxed(week: RelaxedWeek, active: ActiveRule) -> None:
    """Ensure the same of the relaxed week, where a course that the curriculum plans may have fewer lessons: the standard, which
    stands, says how few."""
    judged = {klass.id for klass in judged_classes(week.wide)}
    poster = active.poster(week.postings)
    loose = active.elastic_poster(week, Elasticity(Way.UNITS, costs.FEWER_LESSONS))
    for course in week.wide.courses:
        if not is_protected(week.wide, course):
            free = course.lessons > 1 and course.groups == 1 and judged.issuperset(course.classes)
            lessons = week.variables.in_week(course.id)
            (loose if free else poster).require(lessons >= course.lessons, course_owner(course.id))


def answer(breach: Breach) -> list[Option]:
    """The course is planned with fewer lessons."""
    return [(lesson_edits.fewer_lessons(breach.school, breach.owner.id, breach.units),)]


RULE = Rule(
    id="hours_in_full",
    title=Text("课程开齐开足", "Hours in full"),
    words=Text("每个班每门课按任课表排满课时，一节不少。", "Every class gets every lesson that its courses plan."),
    level=Level.REGULATION,
    unit=Text("节", "lessons"),
    article="full_curriculum",
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.COURSE: asks_hours},
    elastic=Elastic(answer=answer, post=post_relaxed),
)
