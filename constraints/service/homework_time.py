"""Pupils can do their written homework at school: supervised time for what it may take; grades 1 and 2 have none."""

from __future__ import annotations

from ortools.sat.python import cp_model
from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from constraints.service.grade_service import (
    NO_SERVICE,
    SUPERVISED_HOMEWORK,
    WEEKDAYS,
    grade_text,
    held_by_slot,
    judged_grades,
    lacking,
    minutes_covered,
    minutes_held,
    sessions_of,
    stations_of,
    weekday_slots,
)
from constraints.service.serving import station_name
from constraints.sources import HOMEWORK_AT_SCHOOL
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, grade_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView, ServiceSession
from scheduler.school import WITH_PUPILS, Content, School, StationKind, tables
from scheduler.text import Text

LAST_GRADE_WITHOUT = 2
PRIMARY_MINUTES, JUNIOR_MINUTES = 60, 90
HOMEWORK_TITLES = ("作业辅导", "写作业", "做作业")


class Parameters(RuleParameters):
    """How much supervised time for homework there is on an average day."""

    primary: int = Field(
        default=PRIMARY_MINUTES,
        ge=PRIMARY_MINUTES,
        le=240,
        title="3-6年级平均每天",
        description="minutes of supervised homework on an average weekday in grades 3 to 6; may only be raised",
        json_schema_extra={"unit": "分钟/天"},
    )
    junior: int = Field(
        default=JUNIOR_MINUTES,
        ge=JUNIOR_MINUTES,
        le=240,
        title="7-9年级平均每天",
        description="minutes of supervised homework on an average weekday in grades 7 to 9; may only be raised",
        json_schema_extra={"unit": "分钟/天"},
    )


def minutes_wanted(grade: int, parameters: Parameters) -> int:
    """Return the minutes of supervised homework that a grade from 3 to 9 is to have in a week."""
    return len(WEEKDAYS) * (parameters.primary if grade <= 6 else parameters.junior)


def minutes_planned(school: School, grade: int) -> int:
    """Return the minutes of supervised homework that a grade has in a week if all that is planned is held."""
    slots = {slot for station in stations_of(school, grade, SUPERVISED_HOMEWORK) for slot in station.slots}
    return minutes_covered(school, (slot for slot in slots if slot.day in WEEKDAYS))


def homework_fault(grade: int, kind: StationKind, content: Content | None) -> Text | None:
    """Return why a grade must not have such a session: grades 1 and 2 have no written homework. None where it may."""
    if grade > LAST_GRADE_WITHOUT or (kind is not StationKind.HOMEWORK and content is not Content.HOMEWORK):
        return None
    return Text("一二年级不布置书面作业，不安排作业辅导", "grades 1 and 2 have no written homework to do")


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure the weekly time for homework of each grade, and none of it in grades 1 and 2."""
    school = variables.school
    for grade in judged_grades(school):
        if grade > LAST_GRADE_WITHOUT:
            minutes: list[cp_model.LinearExprT] = []
            for day in WEEKDAYS:
                minutes += minutes_held(poster, school, held_by_slot(variables, grade, SUPERVISED_HOMEWORK, day))
            poster.require(cp_model.LinearExpr.sum(minutes) >= minutes_wanted(grade, parameters), grade_owner(grade))
            continue
        for each in stations_of(school, grade, WITH_PUPILS):
            for slot, held in variables.service.held(each.id).items():
                if homework_fault(grade, each.kind, each.contents.get(slot)) is not None:
                    poster.require(held == 0, grade_owner(grade))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every grade with too little time for homework, or with any in grades 1 and 2; the amount is in minutes."""
    judged, violations = 0, []
    for grade in judged_grades(view.school):
        if grade > LAST_GRADE_WITHOUT:
            judged += 1
            violations += _too_little(view, grade, parameters)
            continue
        for session in sessions_of(view, grade, WITH_PUPILS):
            judged += 1
            violations += _written_homework(view, grade, session)
    return Verdict(judged, tuple(violations), None if judged_grades(view.school) else NO_SERVICE)


def _too_little(view: PlanView, grade: int, parameters: Parameters) -> list[Violation]:
    by_day = weekday_slots(sessions_of(view, grade, SUPERVISED_HOMEWORK))
    minutes = sum(minutes_covered(view.school, slots) for slots in by_day.values())
    wanted = minutes_wanted(grade, parameters)
    if minutes >= wanted:
        return []
    name, days = grade_text(grade), len(WEEKDAYS)
    text = Text(
        f"{name.zh}校内作业辅导、答疑平均每天 {minutes / days:g} 分钟，至少 {wanted // days} 分钟",
        f"{name.en}: {minutes / days:g} minutes of supervised homework a day, at least {wanted // days}",
    )
    where = {slot for slots in by_day.values() for slot in slots}
    return [lacking(view.school, grade, wanted - minutes, text, where)]


def _written_homework(view: PlanView, grade: int, session: ServiceSession) -> list[Violation]:
    station = view.school.service.stations[session.station]
    content = station.contents.get(session.slot)
    if session.title and any(word in session.title for word in HOMEWORK_TITLES):
        content = Content.HOMEWORK
    fault = homework_fault(grade, station.kind, content)
    if fault is None:
        return []
    name = station_name(view.school, station, session.slot)
    text = Text(f"{name.zh}：{fault.zh}", f"{name.en}: {fault.en}")
    classes = tuple(c for c in station.classes if view.school.school_class[c].grade == grade)
    minutes = view.school.period(session.slot).minutes
    return [Violation(grade_owner(grade), minutes, text, classes, session.adults, (session.slot,))]


def asks(school: School, parameters: Parameters, grade: str) -> Text:
    """Say how many minutes the grade needs, and how many are planned."""
    number = int(grade)
    if number <= LAST_GRADE_WITHOUT:
        return Text(f"{grade} 年级不安排作业辅导", f"grade {grade} has no homework session")
    wanted, planned = minutes_wanted(number, parameters), minutes_planned(school, number)
    return Text(
        f"{grade} 年级每周作业辅导和答疑不少于 {wanted} 分钟（计划 {planned} 分钟）",
        f"grade {grade}: at least {wanted} minutes of homework and tutoring a week ({planned} are planned)",
    )


RULE = Rule(
    id="homework_time",
    title=Text("作业在校内完成", "Homework is done at school"),
    words=Text(
        "三至六年级、初中的作业辅导和答疑，周一至周五平均每天不少于书面作业的限定时间；一二年级不安排作业辅导。",
        "Homework and tutoring of grades 3 to 6 and 7 to 9 last, on an average weekday, as long as written homework may take; "
        "grades 1 and 2 have no homework session.",
    ),
    level=Level.REGULATION,
    article=HOMEWORK_AT_SCHOOL,
    unit=Text("分钟", "minutes"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TIMES,
    asks={OwnerKind.GRADE: asks},
    stated=tables.STAGES,
)
