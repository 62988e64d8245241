"""Each class of grades 1 to 9 has a lesson of sport on every school day, where the place asks for it."""

from __future__ import annotations

from ortools.sat.python import cp_model
from pydantic import Field

from constraints.curriculum.sport import (
    SENIOR_ONLY,
    courses_by_week,
    judged_classes,
    school_days,
    slots_on,
    sport_slots,
)
from constraints.places.not_asked import NOT_ASKED
from constraints.rule import Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, tables
from scheduler.text import Text, day_name


class Parameters(RuleParameters):
    """Whether a lesson of sport a day is asked for."""

    lessons: int | None = Field(
        default=None,
        ge=0,
        le=1,
        title="每天体育课、体育活动课",
        description="lessons of sport a day; nothing: as the place asks, 0: not asked for",
        json_schema_extra={"unit": "节", "figure": "sport_lesson_daily"},
    )


def lessons_a_week(school: School, class_id: str) -> int:
    """Return the lessons of sport that a class has in the week with the fewest."""
    return min(sum(c.lessons for c in courses) for courses in courses_by_week(school, class_id).values())


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure a lesson of sport for each class on each of its days, in odd and in even weeks."""
    school = variables.school
    for klass in judged_classes(school) if parameters.lessons else ():
        for day in school_days(school, klass.id):
            for courses in courses_by_week(school, klass.id).values():
                held = [literal for course in courses for literal in variables.on(course.id, day)]
                poster.require(cp_model.LinearExpr.sum(held) >= 1 if held else False, class_owner(klass.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every day on which a class has no lesson of sport in some week; the amount is 1 for each."""
    if not parameters.lessons:
        return Verdict(0, unjudged=NOT_ASKED)
    school, judged, violations = view.school, 0, []
    for klass in judged_classes(school):
        weeks = [{slot.day for slot in slots} for slots in sport_slots(view, klass.id)]
        for day in school_days(school, klass.id):
            judged += 1
            if not all(day in days for days in weeks):
                text = Text(
                    f"{klass.id} {day_name(day).zh}没有体育课或体育活动课",
                    f"{klass.id}: no lesson of sport on {day_name(day).en}",
                )
                where = slots_on(school, klass.id, day)
                violations.append(Violation(class_owner(klass.id), 1, text, (klass.id,), (), where, of_absence=True))
    return Verdict(judged, tuple(violations), None if judged else SENIOR_ONLY)


def asks(school: School, parameters: Parameters, class_id: str) -> Text:
    """Say on how many days the class needs sport, and how many lessons of it there are."""
    days, lessons = len(school_days(school, class_id)), lessons_a_week(school, class_id)
    return Text(
        f"{class_id}每天一节体育课或体育活动课（一周 {days} 天，任课表里有 {lessons} 节）",
        f"{class_id}: a lesson of sport on each of {days} days (it has {lessons} a week)",
    )


RULE = Rule(
    id="sport_daily",
    title=Text("每天一节体育", "Sport every day"),
    words=Text(
        "所在地要求每天一节体育课的，一至九年级每个班每天有一节体育课或体育活动课；半班轮换、只有一部分学生上的不算。",
        "Where the place asks for it, each class of grades 1 to 9 has a lesson of PE or sport activity every day; one that only a "
        "part of its pupils has does not count.",
    ),
    level=Level.REGULATION,
    unit=Text("天", "days"),
    article="sport_lesson_daily",
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.CLASSES,
    asks={OwnerKind.CLASS: asks},
    stated=tables.ASSIGNMENT,
)
