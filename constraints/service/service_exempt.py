"""Teachers who are exempt from service, or from its evenings, are not asked."""

from __future__ import annotations

from pydantic import Field

from constraints.rule import Clock, Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope
from constraints.service.serving import station_name
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, ServiceDuty, Slot, Station, StationKind, Teacher, tables
from scheduler.text import Text, minutes_of


class Parameters(RuleParameters):
    """When the evening begins."""

    evening: Clock = Field(
        default="18:30",
        title="晚间起点",
        description="who is exempt from evenings has no duty that ends later than this",
        json_schema_extra={"unit": "时:分"},
    )


def is_exempt(school: School, teacher: Teacher, each: Station, slot: Slot, evening: int) -> bool:
    """Tell whether a teacher need not serve at a station at a slot. Morning reading is no after-school service."""
    if teacher.service is ServiceDuty.FULL or each.kind is StationKind.MORNING:
        return False
    late = each.kind is StationKind.EVENING_STUDY or school.period(slot).end > evening
    return teacher.service is ServiceDuty.NONE or late


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that nobody serves where he is exempt."""
    school = variables.school
    for teacher in school.teachers:
        for turn in variables.service.turns[teacher.id]:
            if is_exempt(school, teacher, turn.station, turn.slot, minutes_of(parameters.evening)):
                poster.require(turn.literal == 0, teacher_owner(teacher.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every session of somebody who is exempt from it; the amount is 1 for each."""
    school, judged, violations = view.school, 0, []
    for teacher in school.teachers:
        for session in view.serving[teacher.id] if teacher.service is not ServiceDuty.FULL else ():
            judged += 1
            each = school.service.stations[session.station]
            if is_exempt(school, teacher, each, session.slot, minutes_of(parameters.evening)):
                name, why = station_name(school, each, session.slot), _why(teacher, parameters)
                text = Text(f"{name.zh}：{teacher.id}{why.zh}", f"{name.en}: {teacher.id} {why.en}")
                owner = teacher_owner(teacher.id)
                violations.append(Violation(owner, 1, text, each.classes, (teacher.id,), (session.slot,)))
    return Verdict(judged, tuple(violations))


def _why(teacher: Teacher, parameters: Parameters) -> Text:
    if teacher.service is ServiceDuty.NONE:
        return Text("免课后服务", "is exempt from service")
    return Text(
        f"免晚间服务（晚自习和 {parameters.evening} 以后）",
        f"is exempt from evening study and from all that ends after {parameters.evening}",
    )


def asks(school: School, parameters: Parameters, teacher_id: str) -> Text:
    """Say from what the teacher is exempt."""
    if school.teacher[teacher_id].service is ServiceDuty.NONE:
        return Text(f"{teacher_id}免课后服务", f"{teacher_id} is exempt from service")
    return Text(
        f"{teacher_id}不上晚自习，{parameters.evening} 以后不服务",
        f"{teacher_id} has no evening study and no service after {parameters.evening}",
    )


RULE = Rule(
    id="service_exempt",
    title=Text("照顾对象免服务", "Exempt teachers are not asked"),
    words=Text(
        "标明免服务的教师（孕期、哺乳期等）不安排课后服务、巡查和替补；标明免晚间的不安排晚自习和规定时间以后的服务。",
        "Teachers marked as exempt (nursing, pregnant) do not serve, patrol or stand in; those exempt from evenings have no "
        "evening study and nothing that ends late.",
    ),
    level=Level.HARD,
    unit=Text("次", "sessions"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.TEACHER: asks},
    stated=tables.TEACHERS,
)
