"""教案平齐: classes of one grade that share a teacher in a subject keep step through the week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from ortools.sat.python import cp_model
from pydantic import Field

from constraints.rule import Level, Owner, OwnerKind, Rule, RuleParameters, Verdict, Violation
from constraints.sources import SAME_PROGRESS
from scheduler.engine.half_days import HalfDayVariables
from scheduler.engine.poster import Poster
from scheduler.engine.variables import LessonVariables
from scheduler.plan import PlanView
from scheduler.school import Course, HalfDay, School, Slot, Week
from scheduler.text import Text, day_name


class Parameters(RuleParameters):
    """How far apart two classes may be."""

    apart: int = Field(
        default=1,
        ge=1,
        le=5,
        title="允许相差节数",
        description="lessons by which two classes may differ at any moment of the week",
        json_schema_extra={"unit": "节"},
    )


def pairs(school: School) -> Iterator[tuple[Course, Course]]:
    """Yield the pairs of courses to be kept in step: same teachers, grade, subject and number of lessons, every week."""
    groups: dict[tuple[object, ...], list[Course]] = defaultdict(list)
    for course in school.courses:
        if course.teachers and course.week is Week.EVERY and course.lessons > 1 and course.together is None:
            schedule = school.school_class[course.classes[0]].schedule
            key = (course.teachers, school.grade_of(course), course.subject, course.lessons, schedule)
            groups[key].append(course)
    for courses in groups.values():
        yield from combinations(courses, 2)


def pair_owner(first: Course, second: Course) -> Owner:
    """Return the owner for a pair of courses."""
    return Owner(OwnerKind.COURSE, f"{first.id} / {second.id}")


def halves_of(school: School, course: Course) -> list[tuple[HalfDay, list[Slot]]]:
    """Return the half-days of a course's week with their slots, in order."""
    found: dict[HalfDay, list[Slot]] = {}
    for slot in school.course_slots(course):
        found.setdefault(school.half_day(slot), []).append(slot)
    return list(found.items())


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Pay, for every pair and half-day, the most by which the two differ beyond what is allowed."""
    for first, second in pairs(variables.school):
        reach = first.lessons
        if reach <= parameters.apart:
            continue
        lead: cp_model.LinearExpr | int = 0
        for _, slots in halves_of(variables.school, first):
            excess = poster.count(reach - parameters.apart)
            for slot in slots:
                ahead = variables.model.new_int_var(-reach, reach, "")
                step = variables.lessons(first.id)[slot] - variables.lessons(second.id)[slot]
                poster.define(ahead == lead + step)
                poster.define(excess >= ahead - parameters.apart)
                poster.define(excess >= -ahead - parameters.apart)
                lead = ahead
            poster.cost(excess)


def post_half_days(poster: Poster, variables: HalfDayVariables, parameters: Parameters) -> None:
    """Pay, for every pair, the difference beyond what is allowed at the end of each half-day."""
    for first, second in pairs(variables.school):
        reach = first.lessons
        if reach <= parameters.apart:
            continue
        lead: cp_model.LinearExpr | int = 0
        for half, _ in halves_of(variables.school, first):
            excess = poster.count(reach - parameters.apart)
            ahead = variables.model.new_int_var(-reach, reach, "")
            step = sum(variables.in_half(first.id, half)) - sum(variables.in_half(second.id, half))
            poster.define(ahead == lead + step)
            poster.define(excess >= ahead - parameters.apart)
            poster.define(excess >= -ahead - parameters.apart)
            lead = ahead
            poster.cost(excess)


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every pair and half-day in which the two differ too much; the amount is the lessons beyond the allowed."""
    judged, violations = 0, []
    for first, second in pairs(view.school):
        held = [view.course_slots(course, course.classes[0]) for course in (first, second)]
        lead = 0
        for half, slots in halves_of(view.school, first):
            judged += 1
            leads = []
            for slot in slots:
                lead += held[0].count(slot) - held[1].count(slot)
                leads.append(abs(lead))
            amount = max(leads) - parameters.apart
            if amount > 0:
                classes = first.classes + second.classes
                names = "、".join(classes)
                words = Text(
                    f"{names} {first.subject} {day_name(half.day).zh}进度相差 {max(leads)} 节",
                    f"{names} {first.subject}: {max(leads)} lessons apart on {day_name(half.day).en}",
                )
                marked = tuple(slot for slot in slots if slot in held[0] or slot in held[1])
                owner = pair_owner(first, second)
                violations.append(Violation(owner, amount, words, classes, first.teachers, marked))
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="parallel_progress",
    title=Text("平行班进度一致", "Parallel classes keep step"),
    words=Text(
        "同一教师在同一年级的平行班，一周内任何时刻已上的节数相差不超过一节（教案平齐）。",
        "Classes of a grade that share a teacher differ by at most one lesson of the subject at every moment of the week.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT,),
    weight=3,
    unit=Text("节·半天", "lessons x half-days"),
    article=SAME_PROGRESS,
    parameters=Parameters,
    post=post,
    post_half_days=post_half_days,
    check=check,
)
