"""The first lesson of the day is not always of the same subject."""

from __future__ import annotations

from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope
from constraints.timetable.class_subjects import Limit, at_most_in_worst, attended, by_week, courses_by_subject, total
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course, School, Slot
from scheduler.school.even_days import is_open
from scheduler.text import Text


class Parameters(RuleParameters):
    """How often a subject may open the day."""

    most: int = Field(
        default=2,
        ge=1,
        le=7,
        title="每周最多次数",
        description="days a week on which a class's first lesson may be of the same subject",
        json_schema_extra={"unit": "次/周"},
    )


def openings(school: School, class_id: str) -> list[Slot]:
    """Return the first lesson slot of each day that is not forbidden to a class."""
    first: dict[int, Slot] = {}
    for slot in school.class_slots(class_id):
        if slot.day not in first and is_open(school, class_id, slot):
            first[slot.day] = slot
    return list(first.values())


def weeks_of(school: School, courses: list[Course], parameters: Parameters) -> list[list[Course]]:
    """Return the courses of a subject in each week that is to be judged: those that could open the day too often."""
    return [held for held in by_week(school, courses).values() if total(held) > parameters.most]


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that no subject opens the day too often."""
    school = variables.school
    for klass in school.classes:
        first = openings(school, klass.id)
        for courses in courses_by_subject(school, klass.id).values():
            limits = []
            for held in weeks_of(school, courses, parameters):
                terms = [variables.lessons(course.id)[slot] for course in held for slot in first]
                limits.append(Limit([*terms], parameters.most, len(terms)))
            at_most_in_worst(poster, limits, class_owner(klass.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every class and subject that opens the day too often; the amount is the lessons too many."""
    school, judged, violations = view.school, 0, []
    for klass in school.classes:
        first = set(openings(school, klass.id))
        for subject, courses in courses_by_subject(school, klass.id).items():
            weeks = weeks_of(school, courses, parameters)
            opened = [[slot for slot in attended(view, held, klass.id) if slot in first] for held in weeks]
            judged += bool(weeks)
            slots = max(opened, key=len, default=[])
            if len(slots) > parameters.most:
                words = Text(
                    f"{klass.id} 每天第一节有 {len(slots)} 次是{subject}，最多 {parameters.most} 次",
                    f"{klass.id}: {subject} opens the day {len(slots)} times, at most {parameters.most}",
                )
                amount = len(slots) - parameters.most
                violations.append(Violation(class_owner(klass.id), amount, words, (klass.id,), (), tuple(slots)))
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="first_lesson_variety",
    title=Text("每天首节有变化", "The first lesson varies"),
    words=Text(
        "一个班每天的第一节课，一周内同一学科不超过 2 次。",
        "A class begins the day with the same subject at most twice a week.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=1,
    presets={"pupils": 2},
    unit=Text("节", "lessons"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.CLASSES,
)
