"""Evening study is for grades 7 to 9 on workdays, and where pupils do not board it ends in time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pydantic import Field

from constraints.rule import Clock, Rule, RuleParameters, Verdict
from constraints.scope import Scope, ServiceScope
from constraints.service.serving import check_sessions
from constraints.service.stations_held import stations_of_kind
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, station_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Interval, School, Slot, Stage, Station, StationKind, stage_of
from scheduler.text import Text, clock_text, minutes_of


class Parameters(RuleParameters):
    """When evening study ends at the latest."""

    latest: Clock | None = Field(
        default=None,
        title="最晚结束时间",
        description="the time by which evening study ends where pupils do not board; may only be earlier",
        json_schema_extra={"unit": "时:分", "figure": "evening_end"},
    )


class EveningFault(NamedTuple):
    """Why evening study may not be held as it is, and how many of its minutes are not allowed."""

    minutes: int
    text: Text


def evening_fault(grades: Iterable[int], time: Interval, boarding: bool, latest: int | None) -> EveningFault | None:
    """Return what is wrong with evening study of some grades at a time; nothing is said of grades 10 to 12.

    `latest` is when it ends at the latest where pupils do not board, None where that is not known.
    """
    length = time.end - time.start
    stages = {stage_of(grade) for grade in grades} - {Stage.SENIOR}
    if Stage.PRIMARY in stages:
        return EveningFault(length, Text("小学不得开设晚自习", "there is no evening study in primary grades"))
    if not stages:
        return None
    if time.day > 5:
        return EveningFault(length, Text("晚自习只在工作日开设", "evening study is for workdays only"))
    if not boarding and latest is not None and time.end > latest:
        ends, limit = clock_text(time.end), clock_text(latest)
        text = Text(f"晚自习 {ends} 结束，不得晚于 {limit}", f"evening study ends at {ends}, later than {limit}")
        return EveningFault(min(length, time.end - latest), text)
    return None


def session_fault(school: School, station: Station, slot: Slot, parameters: Parameters) -> EveningFault | None:
    """Return what is wrong with a session of evening study at a slot."""
    grades = {school.school_class[class_id].grade for class_id in station.classes}
    latest = None if parameters.latest is None else minutes_of(parameters.latest)
    return evening_fault(grades, school.interval(slot), school.boarding, latest)


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that no evening study is held that may not be."""
    for each in stations_of_kind(variables.school, StationKind.EVENING_STUDY):
        for slot, held in variables.service.held(each.id).items():
            if session_fault(variables.school, each, slot, parameters) is not None:
                poster.require(held == 0, station_owner(each.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every evening study that may not be held; the amount is its minutes that are not allowed."""
    return check_sessions(
        view,
        (StationKind.EVENING_STUDY,),
        lambda school, station, session: session_fault(school, station, session.slot, parameters),
    )


RULE = Rule(
    id="evening_study",
    title=Text("晚自习只限初中、按时结束", "Evening study: junior grades, over in time"),
    words=Text(
        "晚自习只在初中年级、周一至周五开设；非寄宿制学校不晚于规定时间结束。高中年级不作判断。",
        "Evening study is for grades 7 to 9 from Monday to Friday; where pupils do not board it ends by the latest time. "
        "Grades 10 to 12 are not judged.",
    ),
    level=Level.REGULATION,
    article="evening_study",
    unit=Text("分钟", "minutes"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TIMES,
)
