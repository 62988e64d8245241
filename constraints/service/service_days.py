"""Every grade in service has some on each of the five weekdays."""

from __future__ import annotations

from ortools.sat.python import cp_model

from constraints.rule import NoParameters, Rule, Verdict
from constraints.scope import Scope, ServiceScope
from constraints.service.grade_service import (
    NO_SERVICE,
    WEEKDAYS,
    grade_text,
    held_by_slot,
    judged_grades,
    lacking,
    sessions_of,
    stations_of,
    usual_slots,
    weekday_slots,
)
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, grade_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import WITH_PUPILS, School, tables
from scheduler.text import Text


def days_without_service(school: School, grade: int) -> list[int]:
    """Return the weekdays on which the school has planned nothing at all for a grade, whatever is chosen later."""
    planned = {slot.day for station in stations_of(school, grade, WITH_PUPILS) for slot in station.slots}
    return [day for day in WEEKDAYS if day not in planned]


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that each grade has a session on each weekday."""
    for grade in judged_grades(variables.school):
        for day in WEEKDAYS:
            held = held_by_slot(variables, grade, WITH_PUPILS, day)
            sessions = [literal for literals in held.values() for literal in literals]
            poster.require(cp_model.LinearExpr.sum(sessions) >= 1, grade_owner(grade))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every weekday on which a grade has no session; the amount is 1 for each."""
    school, judged, violations = view.school, 0, []
    for grade in judged_grades(school):
        for day, slots in weekday_slots(sessions_of(view, grade, WITH_PUPILS)).items():
            judged += 1
            if not slots:
                name = grade_text(grade, day)
                text = Text(f"{name.zh}没有课后服务", f"{name.en}: no after-school service")
                violations.append(lacking(school, grade, 1, text, usual_slots(school, grade, day)))
    return Verdict(judged, tuple(violations), None if judged else NO_SERVICE)


def asks(school: School, parameters: NoParameters, grade: str) -> Text:
    """Say that the grade is served on each day."""
    return Text(f"{grade} 年级周一至周五每天有课后服务", f"grade {grade} has service on each weekday")


RULE = Rule(
    id="service_days",
    title=Text("每周五天有服务", "Service on all five days"),
    words=Text(
        "有学生参加课后服务的年级，周一至周五每天都有课后服务。",
        "Every grade with pupils in service has service on each day from Monday to Friday.",
    ),
    level=Level.REGULATION,
    article="service_time",
    unit=Text("天", "days"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TIMES,
    asks={OwnerKind.GRADE: asks},
    stated=tables.STAGES,
)
