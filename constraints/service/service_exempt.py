"""Teachers who are exempt from service, or from its evenings, are not asked."""

from __future__ import annotations

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.service.serving import station_name
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, ServiceDuty, Slot, Station, StationKind, Teacher, tables
from scheduler.text import Text, clock_text


def is_exempt(school: School, teacher: Teacher, each: Station, slot: Slot) -> bool:
    """Tell whether a teacher need not serve at a station at a slot. Morning reading is no after-school service."""
    if teacher.service is ServiceDuty.FULL or each.kind is StationKind.MORNING:
        return False
    late = each.kind is StationKind.EVENING_STUDY or school.period(slot).end > school.evening  # standing by too
    return teacher.service is ServiceDuty.NONE or late


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that nobody serves where he is exempt."""
    school = variables.school
    for teacher in school.teachers:
        for turn in variables.service.turns[teacher.id]:
            if is_exempt(school, teacher, turn.station, turn.slot):
                poster.require(turn.literal == 0, teacher_owner(teacher.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every session of somebody who is exempt from it; the amount is 1 for each."""
    school, judged, violations = view.school, 0, []
    for teacher in school.teachers:
        for session in view.serving[teacher.id] if teacher.service is not ServiceDuty.FULL else ():
            judged += 1
            each = school.service.stations[session.station]
            if is_exempt(school, teacher, each, session.slot):
                name, why = station_name(school, each, session.slot), _why(school, teacher)
                text = Text(f"{name.zh}：{teacher.id}{why.zh}", f"{name.en}: {teacher.id} {why.en}")
                owner = teacher_owner(teacher.id)
                violations.append(Violation(owner, 1, text, each.classes, (teacher.id,), (session.slot,)))
    return Verdict(judged, tuple(violations))


def _why(school: School, teacher: Teacher) -> Text:
    if teacher.service is ServiceDuty.NONE:
        return Text("免课后服务", "is exempt from service")
    return Text(
        f"免晚间服务（晚自习和 {clock_text(school.evening)} 以后）",
        f"is exempt from evening study and from all that ends after {clock_text(school.evening)}",
    )


def asks(school: School, parameters: NoParameters, teacher_id: str) -> Text:
    """Say from what the teacher is exempt."""
    if school.teacher[teacher_id].service is ServiceDuty.NONE:
        return Text(f"{teacher_id}免课后服务", f"{teacher_id} is exempt from service")
    return Text(
        f"{teacher_id}不上晚自习，{clock_text(school.evening)} 以后不服务",
        f"{teacher_id} has no evening study and no service after {clock_text(school.evening)}",
    )


RULE = Rule(
    id="service_exempt",
    title=Text("照顾对象免服务", "Exempt teachers are not asked"),
    words=Text(
        "标明免服务的教师（孕期、哺乳期等）不安排课后服务、巡查和替补；标明免晚间的不安排晚自习，也不安排结束晚于学校“晚间起点”的服务。",
        "Teachers marked as exempt (nursing, pregnant) do not serve, patrol or stand in; those exempt from evenings have no "
        "evening study and nothing that ends late.",
    ),
    level=Level.HARD,
    unit=Text("次", "sessions"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.TEACHER: asks},
    stated=tables.TEACHERS,
)
