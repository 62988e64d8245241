"""Every grade in service has at least two hours of it on each weekday."""

from __future__ import annotations

from ortools.sat.python import cp_model
from pydantic import Field

from constraints.places.not_asked import NOT_ASKED
from constraints.rule import Rule, RuleParameters, Verdict
from constraints.scope import Scope, ServiceScope
from constraints.service.grade_service import (
    NO_SERVICE,
    ORDINARY,
    WEEKDAYS,
    grade_text,
    held_by_slot,
    judged_grades,
    lacking,
    minutes_covered,
    minutes_held,
    sessions_of,
    stations_of,
    usual_slots,
    weekday_slots,
)
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, grade_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, tables
from scheduler.text import Text, day_name


class Parameters(RuleParameters):
    """How long service lasts."""

    least: int | None = Field(
        default=None,
        ge=0,
        le=360,
        title="每天至少",
        description="minutes of service on each weekday; may only be raised",
        json_schema_extra={"unit": "分钟", "figure": "service_minutes"},
    )


def minutes_planned(school: School, grade: int, day: int) -> int:
    """Return the minutes of service that a grade has on a day if all that the school has planned is held then."""
    slots = {slot for station in stations_of(school, grade, ORDINARY) for slot in station.slots if slot.day == day}
    return minutes_covered(school, slots)


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure the least minutes for each grade and weekday; a minute counts when some session of the grade covers it."""
    if parameters.least is None:
        return
    for grade in judged_grades(variables.school):
        for day in WEEKDAYS:
            held = held_by_slot(variables, grade, ORDINARY, day)
            minutes = minutes_held(poster, variables.school, held)
            poster.require(cp_model.LinearExpr.sum(minutes) >= parameters.least, grade_owner(grade))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every weekday on which a grade has too little service; the amount is the minutes missing."""
    school, judged, violations = view.school, 0, []
    if parameters.least is None:
        return Verdict(0, unjudged=NOT_ASKED)
    for grade in judged_grades(school):
        for day, slots in weekday_slots(sessions_of(view, grade, ORDINARY)).items():
            judged += 1
            minutes = minutes_covered(school, slots)
            if minutes < parameters.least:
                name = grade_text(grade, day)
                text = Text(
                    f"{name.zh}课后服务 {minutes} 分钟，至少 {parameters.least} 分钟",
                    f"{name.en}: {minutes} minutes of service, at least {parameters.least}",
                )
                where = slots or usual_slots(school, grade, day)
                violations.append(lacking(school, grade, parameters.least - minutes, text, where))
    return Verdict(judged, tuple(violations), None if judged else NO_SERVICE)


def asks(school: School, parameters: Parameters, grade: str) -> Text:
    """Say how many minutes the grade needs, and the day with the fewest."""
    planned = {day: minutes_planned(school, int(grade), day) for day in WEEKDAYS}
    day = min(planned, key=lambda each: planned[each])
    name = day_name(day)
    return Text(
        f"{grade} 年级每天课后服务不少于 {parameters.least} 分钟（{name.zh}最多 {planned[day]} 分钟）",
        f"grade {grade}: at least {parameters.least} minutes of service a day ({name.en}: {planned[day]} at most)",
    )


RULE = Rule(
    id="service_minutes",
    title=Text("每天至少两小时", "Two hours a day"),
    words=Text(
        "有学生参加课后服务的年级，周一至周五每天的作业辅导、答疑、活动、社团按钟点合计不少于规定分钟数；"
        "延时托管、晚自习、周末托管不计，同一时间的几组只算一次。",
        "On each weekday homework, tutoring, activities and clubs of a grade cover at least so many minutes of the clock; "
        "extended care, evening study and weekend care do not count.",
    ),
    level=Level.REGULATION,
    article="service_time",
    unit=Text("分钟", "minutes"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TIMES,
    asks={OwnerKind.GRADE: asks},
    stated=tables.STAGES,
)
