"""PE, music, art, labour, practice, class meetings and activities are never displaced by other lessons."""

from __future__ import annotations

from constraints.curriculum.hours import (
    asks_hours,
    each_pupil,
    lessons_missing,
    number_text,
    post_lessons_held,
    surplus,
)
from constraints.rule import NoParameters, Rule, Verdict
from constraints.scope import Scope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that every course of the protected areas has at least its lessons."""
    post_lessons_held(poster, variables, protected=True)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every class that lost lessons of such a course, and what it has too much of; the amount is in lessons."""
    instead = surplus(view)

    def text(class_id: str, course: Course, needed: str, found: str) -> Text:
        extra = {name: number_text(count) for name, count in instead[class_id].items()}
        chinese = "、".join(f"{name} {count} 节" for name, count in extra.items())
        english = ", ".join(f"{count} of {name}" for name, count in extra.items())
        subject, who = course.subject, each_pupil(course)
        return Text(
            f"{class_id} {subject}被挤占：{who.zh}应排 {needed} 节，只有 {found} 节"
            + (f"；多出{chinese}" if extra else ""),
            f"{class_id} {subject} is displaced: {found} of {needed} lessons{who.en}"
            + (f"; too many: {english}" if extra else ""),
        )

    return lessons_missing(view, protected=True, text=text)


RULE = Rule(
    id="protected_subjects",
    title=Text("音体美劳不挤占", "Protected subjects"),
    words=Text(
        "体育、体育活动、音乐、美术、劳动、综合实践、班队和活动按课时排满，不被其他课挤占。",
        "PE, sport activity, music, art, labour, practice, class meetings and activities are held in full and never displaced.",
    ),
    level=Level.REGULATION,
    unit=Text("节", "lessons"),
    article="no_displacement",
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.COURSE: asks_hours},
)
