"""The few PE lessons of a class do not stand on neighbouring days. 体育活动课 are none of them: they fill the days between."""

from __future__ import annotations

from collections import Counter

from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope
from constraints.timetable.class_subjects import Limit, at_most_in_worst, attended, by_week, days_of, has_lesson, total
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Area, Course, School
from scheduler.text import Text, counted, day_name


class Parameters(RuleParameters):
    """Which classes are judged."""

    most_lessons: int = Field(
        default=3,
        ge=2,
        le=5,
        title="周课时不超过",
        description="classes with more PE lessons a week than this are not judged",
        json_schema_extra={"unit": "节/周"},
    )


def weeks_of(school: School, class_id: str, parameters: Parameters) -> list[list[Course]]:
    """Return the PE courses of a class in each week that is to be judged: those with at least two lessons, few enough."""
    courses = [course for course in school.occupying_courses[class_id] if school.area_of(course) is Area.PE]
    return [held for held in by_week(school, courses).values() if 2 <= total(held) <= parameters.most_lessons]


def neighbours(school: School, class_id: str) -> list[tuple[int, int]]:
    """Return the pairs of school days that follow each other; a weekend lies between Friday and Monday."""
    days = days_of(school, class_id)
    return [(day, day + 1) for day in days if day + 1 in days]


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that of two neighbouring days at most one has PE."""
    school = variables.school
    for klass in school.classes:
        has = [
            {
                day: has_lesson(variables.model, [v for c in courses for v in variables.on(c.id, day)])
                for day in days_of(school, klass.id)
            }
            for courses in weeks_of(school, klass.id, parameters)
        ]
        for first, second in neighbours(school, klass.id):
            limits = [Limit([week[first], week[second]], 1, 2) for week in has]
            at_most_in_worst(poster, limits, class_owner(klass.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every pair of neighbouring days that both have PE; the amount is 1 for each."""
    school, judged, violations = view.school, 0, []
    for klass in school.classes:
        weeks = [attended(view, courses, klass.id) for courses in weeks_of(school, klass.id, parameters)]
        counted = [Counter(slot.day for slot in slots) for slots in weeks]
        for first, second in neighbours(school, klass.id) if weeks else ():
            judged += 1
            broken = [slots for slots, held in zip(weeks, counted, strict=True) if held[first] and held[second]]
            if broken:
                words = Text(
                    f"{klass.id} {day_name(first).zh}、{day_name(second).zh}连续两天都有体育",
                    f"{klass.id}: PE on both {day_name(first).en} and {day_name(second).en}",
                )
                marked = tuple(slot for slot in broken[0] if slot.day in (first, second))
                violations.append(Violation(class_owner(klass.id), 1, words, (klass.id,), (), marked))
    return Verdict(judged, tuple(violations))


def asks(school: School, parameters: Parameters, class_id: str) -> Text:
    """Say how many lessons the class has on days apart."""
    lessons = max(map(total, weeks_of(school, class_id, parameters)), default=0)
    return Text(
        f"{class_id}每周 {lessons} 节体育课，不排在相邻两天",
        f"{class_id}: {counted(lessons, 'PE lesson')} a week, never on two days in a row",
    )


RULE = Rule(
    id="pe_days_apart",
    title=Text("体育课隔天上", "PE on days apart"),
    words=Text(
        "每周体育不超过 3 节的班，体育课不排在相邻两天；体育活动课不算，可以排在中间的日子。",
        "A class with at most 3 PE lessons a week does not have PE on two neighbouring days; sport activity may stand in between.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=4,
    presets={"pupils": 8},
    unit=Text("对相邻日", "pairs of days"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.CLASSES,
    asks={OwnerKind.CLASS: asks},
)
