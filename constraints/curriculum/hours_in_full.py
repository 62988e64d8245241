"""Every course is held as many times a week as planned (开齐开足); the protected ones are `protected_subjects`' care."""

from __future__ import annotations

from constraints.curriculum.hours import lessons_missing, post_lessons_held
from constraints.rule import Level, NoParameters, Rule, Verdict
from constraints.sources import FULL_CURRICULUM
from scheduler.model.half_days import HalfDayVariables
from scheduler.model.lessons import LessonVariables
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables | HalfDayVariables, parameters: NoParameters) -> None:
    """Ensure that every course outside the protected areas has at least its lessons."""
    post_lessons_held(poster, variables, protected=False)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every class that has fewer lessons of such a course than planned; the amount is in lessons."""
    return lessons_missing(
        view,
        protected=False,
        text=lambda class_id, subject, needed, found: Text(
            f"{class_id} {subject} 应排 {needed} 节，只有 {found} 节",
            f"{class_id} {subject}: {found} of {needed} lessons",
        ),
    )


RULE = Rule(
    id="hours_in_full",
    title=Text("课程开齐开足", "Hours in full"),
    words=Text("每个班每门课按任课表排满课时，一节不少。", "Every class gets every lesson that its courses plan."),
    level=Level.REGULATION,
    unit=Text("节", "lessons"),
    article=FULL_CURRICULUM,
    parameters=NoParameters,
    post=post,
    post_half_days=post,
    check=check,
)
