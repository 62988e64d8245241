"""A class has at most n lessons of a subject on one day."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from operator import attrgetter

from pydantic import Field

from constraints.rule import ActiveRule, Breach, Elastic, Option, Rule, RuleParameters, Verdict
from constraints.scope import Scope
from constraints.timetable.class_subjects import (
    Held,
    OneWeek,
    Stretch,
    at_most_in_worst,
    by_week,
    check_stretches,
    courses_by_subject,
    days_of,
    post_stretches,
    turns,
)
from constraints.timetable.open_days import least_a_day
from scheduler.edits import costs, lesson_edits
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, Owner, OwnerKind
from scheduler.model.poster import Poster
from scheduler.model.relaxed import RelaxedWeek
from scheduler.plan import PlanView
from scheduler.school import Course, School
from scheduler.text import Text, counted, day_name


class Parameters(RuleParameters):
    """The limit where a subject names none of its own."""

    most: int = Field(
        default=1,
        ge=1,
        le=8,
        title="每天最多节数",
        description="lessons of a subject a day; raised where too few days are open to the subject or a double needs it",
        json_schema_extra={"unit": "节/天"},
    )


def weeks_by_subject(school: School, class_id: str, parameters: Parameters) -> Iterator[tuple[str, list[OneWeek]]]:
    """Yield each subject of a class with the weeks that must be looked at apart."""
    days = len(days_of(school, class_id))
    for subject, courses in courses_by_subject(school, class_id).items():
        held = by_week(school, courses).values()
        yield subject, [OneWeek(courses, limit(school, courses, days, parameters)) for courses in held]


def limit(school: School, courses: list[Course], days: int, parameters: Parameters) -> int:
    """Return how many lessons of one subject a class may have on one day of a week.

    The subject's own limit where it has one; else the parameter, raised to 2 for a double and to what the number of
    days on which it can be held makes unavoidable. Groups that take turns may have as much each.
    """
    own, in_turn = school.subject[courses[0].subject].max_per_day, turns(school, courses)
    if own is not None:
        return own * in_turn
    doubled = 2 if any(course.doubles for course in courses) else 1
    return max(parameters.most * in_turn, least_a_day(school, courses, days), doubled)


def stretches(school: School, class_id: str, parameters: Parameters) -> Iterator[Stretch]:
    """Yield each subject and day of a class."""
    days = days_of(school, class_id)
    for subject, weeks in weeks_by_subject(school, class_id, parameters):
        yield from (Stretch((day,), weeks, subject) for day in days)


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure the limit for every class, subject and day; where weeks differ the worst one counts."""
    post_stretches(poster, variables, stretches, parameters)


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every class, subject and day above the limit; the amount is the lessons too many in the worst week."""
    return check_stretches(view, stretches, parameters, _words, attrgetter("amount", "slots"))


def _words(class_id: str, stretch: Stretch, held: Held) -> Text:
    lessons, bound = len(held.slots), held.bound
    day = day_name(stretch.days[0])
    return Text(
        f"{class_id} {day.zh}有 {lessons} 节{stretch.subject}，最多 {bound} 节",
        f"{class_id} {day.en}: {lessons} lessons of {stretch.subject}, at most {bound}",
    )


def asks(school: School, parameters: Parameters, class_id: str) -> Text:
    """Say how many lessons of a subject the class has a day at most."""
    return asks_of_subjects(school, parameters, class_id, courses_by_subject(school, class_id))


def asks_of_subjects(school: School, parameters: Parameters, class_id: str, about: Collection[str]) -> Text:
    """Say how many lessons of some subjects the class has a day at most."""
    days = len(days_of(school, class_id))
    limits = {
        subject: limit(school, courses, days, parameters)
        for subject, courses in courses_by_subject(school, class_id).items()
        if subject in about
    }
    if len(limits) == 1:
        ((subject, most),) = limits.items()
        return Text(
            f"{class_id}{subject}一天最多 {most} 节",
            f"{class_id}: at most {counted(most, 'lesson')} of {subject} a day",
        )
    usual = min(limits.values())
    more = [(subject, limit) for subject, limit in limits.items() if limit > usual]
    zh, en = "、".join(f"{s} {n} 节" for s, n in more), ", ".join(f"{s} {n}" for s, n in more)
    return Text(
        f"{class_id}同一学科一天最多 {usual} 节" + (f"（{zh}）" if more else ""),
        f"{class_id}: at most {counted(usual, 'lesson')} of a subject a day" + (f" ({en})" if more else ""),
    )


ELASTICITY = Elasticity(Way.UNITS, costs.MORE_A_DAY)


def post_relaxed(week: RelaxedWeek, active: ActiveRule) -> None:
    """Ensure the same of the relaxed week: the limit is a subject's for the whole school, so all classes share its slack."""
    poster = active.elastic_poster(week, ELASTICITY)
    for klass in week.wide.classes:
        for stretch in stretches(week.wide, klass.id, active.parameters):  # type: ignore[arg-type]
            at_most_in_worst(poster, stretch.limits(week.variables), Owner(OwnerKind.SUBJECT, stretch.subject))


def answer(breach: Breach) -> list[Option]:
    """The subject may be held more often a day."""
    name = breach.owner.id
    limits = [
        week.limit
        for klass in breach.school.classes
        for subject, weeks in weeks_by_subject(breach.school, klass.id, breach.parameters)
        for week in weeks
        if subject == name
    ]
    own = breach.school.subject[name].max_per_day
    now = max(limits) if own is None else own
    return [(lesson_edits.more_a_day(name, now + breach.units, breach.units),)]


RULE = Rule(
    id="subject_per_day",
    title=Text("同一学科每天节数", "Lessons of a subject a day"),
    words=Text(
        "一个班同一学科一天不超过规定节数；周课时多于能上这门课的天数（教师等标“禁”的整天不算）或有连堂时自动放宽到必需的节数。",
        "A class has at most n lessons of a subject on a day; more only where the days open to it or a double make it unavoidable.",
    ),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=10,
    unit=Text("节", "lessons"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.CLASSES,
    asks={OwnerKind.CLASS: asks},
    asks_of_subjects=asks_of_subjects,
    elastic=Elastic(ELASTICITY, answer, post_relaxed),
)
