"""The lessons of a subject are spread over the week."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict
from constraints.scope import Scope
from constraints.timetable.class_subjects import (
    Held,
    OneWeek,
    Stretch,
    by_week,
    check_stretches,
    courses_by_subject,
    days_of,
    even_share,
    post_stretches,
    total,
)
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Area, Course, School
from scheduler.text import Text, day_name


class Parameters(RuleParameters):
    """Which subjects are to be spread."""

    most_lessons: int = Field(
        default=5,
        ge=2,
        le=10,
        title="周课时不超过",
        description="subjects with more lessons a week than this are not judged",
        json_schema_extra={"unit": "节/周"},
    )


def bound_in(school: School, class_id: str, courses: list[Course], length: int) -> int | None:
    """Return how many lessons `length` days of a class may have; None where that says nothing.

    An even share, rounded up, and one more for each double; never below the subject's own limit a day. It says nothing
    where all lessons may be there anyway, or where only a day with too many lessons, which is the care of
    `subject_per_day`, could exceed it.
    """
    lessons, doubles = total(courses), sum(course.doubles for course in courses)
    own = school.subject[courses[0].subject].max_per_day
    bound = max(even_share(school, class_id, courses, length) + doubles, own or 0)
    a_day = own or (2 if doubles else 1)
    return bound if bound < min(lessons, length * a_day) else None


def stretches(school: School, class_id: str, parameters: Parameters) -> Iterator[Stretch]:
    """Yield what is to be judged of a class. PE is left to `pe_days_apart`, activities are no lessons."""
    days = days_of(school, class_id)
    for subject, courses in courses_by_subject(school, class_id).items():
        if school.subject[subject].area in (Area.PE, Area.ACTIVITY):
            continue
        held = [each for each in by_week(school, courses).values() if 2 <= total(each) <= parameters.most_lessons]
        for length in (2, 3):
            bounds = [(each, bound_in(school, class_id, each, length)) for each in held]
            weeks = [OneWeek(each, bound) for each, bound in bounds if bound is not None]
            if weeks:
                for first in range(len(days) - length + 1):
                    yield Stretch(days[first : first + length], weeks, subject)


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure the bound of every stretch of days."""
    post_stretches(poster, variables, stretches, parameters)


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every stretch of days with too many lessons of a subject; the amount is the lessons beyond the bound."""
    return check_stretches(view, stretches, parameters, _words)


def _words(class_id: str, stretch: Stretch, held: Held) -> Text:
    lessons, bound = len(held.slots), held.bound
    first, last = day_name(stretch.days[0]), day_name(stretch.days[-1])
    return Text(
        f"{class_id} {stretch.subject}过于集中：{first.zh}至{last.zh}有 {lessons} 节，最多 {bound} 节",
        f"{class_id} {stretch.subject}: {lessons} lessons {first.en} to {last.en}, at most {bound}",
    )


RULE = Rule(
    id="subject_spread",
    title=Text("同科分散到全周", "A subject spread over the week"),
    words=Text(
        "一个班每周 2 至 5 节的学科，任意连续两天、三天内的节数不超过平均分布应有的节数，有连堂的放宽。",
        "A subject of 2 to 5 lessons a week has no more than its even share in any two or three days; doubles are allowed for.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=4,
    presets={"pupils": 8},
    unit=Text("节", "lessons"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.CLASSES,
)
