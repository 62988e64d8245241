"""The demanding subjects stand in the morning, each with its share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict, Violation, names_subject
from constraints.scope import Scope
from constraints.timetable.class_subjects import (
    Limit,
    at_most_in_worst,
    attended,
    by_week,
    courses_by_subject,
    days_of,
    total,
)
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course, HalfDay, School
from scheduler.text import Text


class Parameters(RuleParameters):
    """Which subjects belong in the morning, and how much of them."""

    shares: dict[str, Annotated[int, Field(ge=0, le=100)]] = Field(
        default={"语文": 80, "数学": 80, "外语": 60},
        title="上午课时比例",
        description="percent of a subject's or area's weekly lessons to be in the morning, rounded to whole lessons",
        json_schema_extra={"unit": "%"},
    )

    def subjects_named(self) -> Mapping[str, Iterable[str]]:
        """Return the names of the shares."""
        return {"shares": self.shares}


def share_of(school: School, subject: str, parameters: Parameters) -> int:
    """Return the share that a subject should have in the morning: its own before its area's; 0 where none is named."""
    if subject in parameters.shares:
        return parameters.shares[subject]
    named = (share for key, share in parameters.shares.items() if names_subject(key, school.subject[subject]))
    return next(named, 0)


def lessons_needed(school: School, class_id: str, courses: list[Course], parameters: Parameters) -> int:
    """Return how many lessons of a subject belong in the morning: the share rounded to the nearest, halves up.

    Never more than a class has mornings' slots.
    """
    share = share_of(school, courses[0].subject, parameters)
    if share == 0:
        return 0
    mornings = sum(school.half_day(slot).part == 0 for slot in school.class_slots(class_id))
    return min((share * total(courses) + 50) // 100, mornings)


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure the morning lessons of every class and subject."""
    school = variables.school
    for klass in school.classes:
        mornings = [HalfDay(day, 0) for day in days_of(school, klass.id)]
        for courses in courses_by_subject(school, klass.id).values():
            limits = []
            for held in by_week(school, courses).values():
                needed = lessons_needed(school, klass.id, held, parameters)
                if needed > 0:
                    terms = [v for course in held for half in mornings for v in variables.in_half(course.id, half)]
                    limits.append(Limit([-v for v in terms], -needed, 0))
            at_most_in_worst(poster, limits, class_owner(klass.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every class and subject with too few lessons in the morning; the amount is the lessons missing there."""
    school, judged, violations = view.school, 0, []
    for klass in school.classes:
        for subject, courses in courses_by_subject(school, klass.id).items():
            found = []
            for held in by_week(school, courses).values():
                needed = lessons_needed(school, klass.id, held, parameters)
                slots = attended(view, held, klass.id)
                later = tuple(slot for slot in slots if school.half_day(slot).part > 0)
                found.append((needed - (len(slots) - len(later)), needed, later))
            judged += any(needed > 0 for _, needed, _ in found)
            missing, needed, later = max(found)
            if missing > 0:
                words = Text(
                    f"{klass.id} {subject}上午只有 {needed - missing} 节，应有 {needed} 节",
                    f"{klass.id} {subject}: {needed - missing} lessons in the morning, {needed} wanted",
                )
                violations.append(Violation(class_owner(klass.id), missing, words, (klass.id,), (), later))
    return Verdict(judged, tuple(violations))


def asks(school: School, parameters: Parameters, class_id: str) -> Text:
    """Say which lessons the class needs in the morning, and how many slots there are."""
    needed = {
        subject: lessons_needed(school, class_id, courses, parameters)
        for subject, courses in courses_by_subject(school, class_id).items()
    }
    wanted = [f"{subject} {lessons}" for subject, lessons in needed.items() if lessons]
    lessons = sum(needed.values())
    slots = sum(school.half_day(slot).part == 0 for slot in school.class_slots(class_id))
    return Text(
        f"{class_id}每周上午至少上{'、'.join(wanted)} 节，共 {lessons} 节（上午共 {slots} 个时段）",
        f"{class_id}: {', '.join(wanted)} lessons a week in the morning, {lessons} in all (mornings have {slots} slots)",
    )


RULE = Rule(
    id="core_in_morning",
    title=Text("主科排在上午", "Core subjects in the morning"),
    words=Text(
        "语文、数学、外语等学科每周有规定比例的课在上午，比例折算成节数时四舍五入。",
        "Of each core subject a given share of the week's lessons, rounded to whole lessons, is in the morning.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=2,
    presets={"pupils": 5},
    unit=Text("节", "lessons"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.CLASSES,
    asks={OwnerKind.CLASS: asks},
)
