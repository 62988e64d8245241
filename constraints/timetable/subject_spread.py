"""The lessons of a subject are spread over the week."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope
from constraints.timetable.class_subjects import (
    at_most_in_worst,
    attended,
    by_week,
    courses_by_subject,
    days_of,
    lessons_on,
    total,
)
from scheduler.model.half_days import HalfDayVariables
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Area, Course, School, Slot
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


class Stretch(NamedTuple):
    """Consecutive school days, and the courses of a subject with the most lessons they may have there, by week."""

    subject: str
    days: tuple[int, ...]
    weeks: tuple[tuple[tuple[Course, ...], int], ...]


def bound_in(school: School, courses: list[Course], length: int, days: int) -> int | None:
    """Return how many lessons `length` of `days` days may have; None where that says nothing.

    An even share, rounded up, and one more for each double; never below the subject's own limit a day. It says nothing
    where all lessons may be there anyway, or where only a day with too many lessons, which is the care of
    `subject_per_day`, could exceed it.
    """
    lessons, doubles = total(courses), sum(course.doubles for course in courses)
    own = school.subject[courses[0].subject].max_per_day
    bound = max(-(-lessons * length // days) + doubles, own or 0)
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
            bounds = [(tuple(each), bound_in(school, each, length, len(days))) for each in held]
            weeks = tuple((each, bound) for each, bound in bounds if bound is not None)
            if weeks:
                for first in range(len(days) - length + 1):
                    yield Stretch(subject, days[first : first + length], weeks)


def post(poster: Poster, variables: LessonVariables | HalfDayVariables, parameters: Parameters) -> None:
    """Ensure the bound of every stretch of days."""
    for klass in variables.school.classes:
        for stretch in stretches(variables.school, klass.id, parameters):
            limits = [lessons_on(variables, courses, stretch.days, bound) for courses, bound in stretch.weeks]
            at_most_in_worst(poster, limits, class_owner(klass.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every stretch of days with too many lessons of a subject; the amount is the lessons beyond the bound."""
    judged, violations = 0, []
    for klass in view.school.classes:
        for stretch in stretches(view.school, klass.id, parameters):
            judged += 1
            found: list[tuple[int, int, list[Slot]]] = []
            for courses, bound in stretch.weeks:
                slots = [slot for slot in attended(view, courses, klass.id) if slot.day in stretch.days]
                found.append((len(slots) - bound, bound, slots))
            amount, bound, slots = max(found)
            if amount > 0:
                first, last = day_name(stretch.days[0]), day_name(stretch.days[-1])
                words = Text(
                    f"{klass.id} {stretch.subject}过于集中：{first.zh}至{last.zh}有 {len(slots)} 节，最多 {bound} 节",
                    f"{klass.id} {stretch.subject}: {len(slots)} lessons {first.en} to {last.en}, at most {bound}",
                )
                violations.append(Violation(class_owner(klass.id), amount, words, (klass.id,), (), tuple(slots)))
    return Verdict(judged, tuple(violations))


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
    unit=Text("节", "lessons"),
    parameters=Parameters,
    post=post,
    post_half_days=post,
    check=check,
    scope=Scope.CLASSES,
)
