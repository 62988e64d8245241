"""No class of grades 1 to 9 has more lessons a week than the state allows."""

from __future__ import annotations

import math
from fractions import Fraction

from pydantic import Field

from constraints.curriculum.hours import is_lesson, number_text, weekly_held, weekly_sum
from constraints.places.not_asked import NOT_ASKED
from constraints.rule import Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course, School, tables
from scheduler.school.standard import LAST_GRADE, most_lessons
from scheduler.text import Text

SENIOR_NOTE = Text("高中年级没有这里的周课时标准，不作判断", "Grades 10 to 12 have no standard here and are not judged")


class Parameters(RuleParameters):
    """The most lessons a week, which a school may only lower."""

    grades_1_2: int | None = Field(
        default=None,
        ge=10,
        title="1-2年级周课时上限",
        description="lessons a week in grades 1 and 2; may only be lowered",
        json_schema_extra={"unit": "节/周", "figure": "weekly_total_1_2"},
    )
    grades_3_6: int | None = Field(
        default=None,
        ge=10,
        title="3-6年级周课时上限",
        description="lessons a week in grades 3 to 6; may only be lowered",
        json_schema_extra={"unit": "节/周", "figure": "weekly_total_3_6"},
    )
    grades_7_9: int | None = Field(
        default=None,
        ge=10,
        title="7-9年级周课时上限",
        description="lessons a week in grades 7 to 9; may only be lowered",
        json_schema_extra={"unit": "节/周", "figure": "weekly_total_7_9"},
    )

    def of_grade(self, grade: int) -> int | None:
        """Return the most lessons of the standard's length; None where there is no standard."""
        if grade > LAST_GRADE:
            return None
        return self.grades_1_2 if grade <= 2 else self.grades_3_6 if grade <= 6 else self.grades_7_9

    def limit(self, grade: int, minutes: Fraction) -> int | None:
        """Return the most lessons a week of a grade whose lessons last so many minutes; None where there is no standard."""
        limit = self.of_grade(grade)
        return None if limit is None else most_lessons(limit, grade, minutes)

    def limit_of(self, school: School, class_id: str) -> int | None:
        """Return the most lessons a week of a class; None where there is no standard."""
        return self.limit(school.school_class[class_id].grade, school.lesson_minutes(class_id))


def counted(school: School, class_id: str) -> list[Course]:
    """Return the courses whose lessons count for a class, one for all that run together."""
    return [course for course in school.attended_courses[class_id] if school.subject[course.subject].counts]


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that the lessons of each class that count are no more than its grade may have."""
    for klass in variables.school.classes:
        limit = parameters.limit_of(variables.school, klass.id)
        if limit is not None:
            total, scale = weekly_sum(variables, counted(variables.school, klass.id))
            poster.require(total <= limit * scale, class_owner(klass.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every class with too many lessons a week, strays included; a lesson of every other week counts half."""
    school, judged, violations = view.school, 0, []
    strays = [stray.class_id for stray in view.plan.strays if is_lesson(school, stray.subject)]
    for klass in school.classes:
        limit = parameters.limit_of(school, klass.id)
        if limit is None:
            continue
        judged += 1
        courses = counted(school, klass.id)
        total = weekly_held(view, courses, klass.id) + strays.count(klass.id)
        if total > limit:
            text = Text(
                f"{klass.id} 每周 {number_text(total)} 节，超过 {klass.grade} 年级上限 {limit} 节",
                f"{klass.id}: {number_text(total)} lessons a week, at most {limit} in grade {klass.grade}",
            )
            violations.append(Violation(class_owner(klass.id), math.ceil(total - limit), text, (klass.id,)))
    senior = any(klass.grade > LAST_GRADE for klass in school.classes)
    unasked = any(klass.grade <= LAST_GRADE and parameters.of_grade(klass.grade) is None for klass in school.classes)
    notes = (*((SENIOR_NOTE,) if senior else ()), *((NOT_ASKED,) if unasked else ()))
    return Verdict(judged, tuple(violations), notes[-1] if notes and not judged else None, notes if judged else ())


def asks(school: School, parameters: Parameters, class_id: str) -> Text:
    """Say how many lessons the class has at most, and how many it has."""
    limit, planned = parameters.limit_of(school, class_id), counted(school, class_id)
    lessons = f"{sum(course.attended for course in planned):g}"
    return Text(
        f"{class_id}每周总课时不超过 {limit} 节（任课表里有 {lessons} 节）",
        f"{class_id}: at most {limit} lessons a week (it has {lessons})",
    )


RULE = Rule(
    id="weekly_total",
    title=Text("周总课时不超标", "Lessons a week"),
    words=Text(
        "每个班每周总课时不超过所在地的规定（国家标准1-2年级26节、3-6年级30节、7-9年级34节）；小学每节40分钟、初中45分钟，课短的学校按总分钟数折合，可以多几节。",
        "No class has more lessons a week than its place allows (the nation: 26 in grades 1-2, 30 in 3-6, 34 in 7-9) of 40 minutes in "
        "primary and 45 in junior grades; shorter ones may be more within the same minutes.",
    ),
    level=Level.REGULATION,
    unit=Text("节", "lessons"),
    article="weekly_total",
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.CLASS: asks},
    stated=tables.ASSIGNMENT,
)
