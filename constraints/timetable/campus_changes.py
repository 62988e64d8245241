"""A teacher goes from one campus to another at most so often a day."""

from __future__ import annotations

from itertools import pairwise

from ortools.sat.python import cp_model
from pydantic import Field

from constraints.rule import Elastic, Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from constraints.timetable.apart import any_of
from constraints.timetable.campuses import Stop, by_day, possible_stops, stops_in
from constraints.timetable.class_subjects import Limit, at_most_in_worst
from scheduler.model.lessons import LessonVariables, Literal, Literals
from scheduler.model.owner import Level, OwnerKind, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, tables
from scheduler.text import Text, day_name


class Parameters(RuleParameters):
    """How often a day a teacher may go to another campus."""

    most: int = Field(
        default=1,
        ge=0,
        le=10,
        title="每天最多换几次校区",
        description="changes of campus a day",
        json_schema_extra={"unit": "次"},
    )


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that a teacher changes campus at most so often on a day of any week."""
    for teacher_id, weeks in possible_stops(variables):
        limits: dict[int, list[Limit]] = {}
        for found in weeks:
            for day, stops in by_day(variables.school, found).items():
                changes = _changes(poster, [(stop.campus, found[stop]) for stop in stops])
                limits.setdefault(day, []).append(Limit(list(changes), parameters.most, len(changes)))
        for each in limits.values():
            at_most_in_worst(poster, each, teacher_owner(teacher_id))


def _changes(poster: Poster, day: list[tuple[str, Literals]]) -> Literals:
    """Return Booleans of which at least so many are true as a day has changes: its stops, in their order, are held or not.

    For each campus so far a Boolean is true if it was the last. No Boolean can save a change by being true for nothing.
    """
    found: Literals = []
    last: dict[str, Literal] = {}
    for campus, literals in day:
        there = any_of(poster, literals)
        others = [literal for name, literal in last.items() if name != campus]
        if others:
            change = poster.count(1)
            found.append(change)
            for other in others:
                poster.define(change >= other + there - 1)
        left = {name: _unless(poster, literal, literals) for name, literal in last.items() if name != campus}
        last = {**left, campus: any_of(poster, [last[campus], there]) if campus in last else there}
    return found


def _unless(poster: Poster, literal: Literal, others: Literals) -> Literal:
    """Return a Boolean that is true where one is and none of some others."""
    found = poster.count(1)
    poster.define(found >= literal - cp_model.LinearExpr.sum(others))
    return found


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every day on which a teacher changes campus too often; the amount is the changes too many in the worse week."""
    school, judged, violations = view.school, 0, []
    for teacher in school.teachers if len(school.campuses) > 1 else ():
        days: dict[int, list[list[Stop]]] = {}
        for week in stops_in(view, teacher.id):
            for day, stops in by_day(school, week).items():
                days.setdefault(day, []).append(stops)
        for day, each in sorted(days.items()):
            judged += 1
            changes = max((_changes_in(stops) for stops in each), key=len)
            if len(changes) > parameters.most:
                violations.append(_violation(teacher.id, day, changes, parameters.most))
    return Verdict(judged, tuple(violations))


def _changes_in(stops: list[Stop]) -> list[tuple[Stop, Stop]]:
    return [(one, other) for one, other in pairwise(stops) if one.campus != other.campus]


def _violation(teacher_id: str, day: int, changes: list[tuple[Stop, Stop]], most: int) -> Violation:
    campuses = [changes[0][0].campus, *(other.campus for _, other in changes)]
    name = day_name(day)
    text = Text(
        f"{teacher_id} {name.zh}换 {len(changes)} 次校区（{'→'.join(campuses)}），最多 {most} 次",
        f"{teacher_id}, {name.en}: {len(changes)} changes of campus ({' → '.join(campuses)}), at most {most}",
    )
    slots = tuple(dict.fromkeys(stop.slot for change in changes for stop in change))
    return Violation(teacher_owner(teacher_id), len(changes) - most, text, (), (teacher_id,), slots)


def asks(school: School, parameters: Parameters, teacher_id: str) -> Text:
    """Say how often a day the teacher goes to another campus at most."""
    return Text(
        f"{teacher_id}一天最多换 {parameters.most} 次校区",
        f"{teacher_id} changes campus at most {parameters.most} times a day",
    )


RULE = Rule(
    id="campus_changes",
    title=Text("一天少换校区", "Few changes of campus a day"),
    words=Text(
        "教师一天之内从一个校区到另一个校区不超过规定的次数：上课、教研、课后服务、值守按先后算，单双周分开算。",
        "A teacher goes from one campus to another no more than so often a day, for lessons, meetings, service or duties, in odd "
        "and even weeks apart.",
    ),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=10,
    unit=Text("次", "changes"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.TEACHERS,
    service_scope=ServiceScope.TEACHERS,
    asks={OwnerKind.TEACHER: asks},
    stated=tables.ASSIGNMENT,
    elastic=Elastic(of_teacher=True),
)
