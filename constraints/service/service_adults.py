"""Every session of service has its named adults, as many as its pupils need."""

from __future__ import annotations

from ortools.sat.python import cp_model

from constraints.rule import Level, NoParameters, Rule, Verdict, station_owner
from constraints.service.serving import broken, station_name
from constraints.sources import SERVICE_SAFETY
from scheduler.model.lessons import LessonVariables
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import WITH_PUPILS
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that each session with pupils has the adults that it needs."""
    for each in variables.school.stations.values():
        if each.kind in WITH_PUPILS:
            for slot, held in variables.service.held(each.id).items():
                serving = list(variables.service.serve(each.id, slot).values())
                poster.require(cp_model.LinearExpr.sum(serving) >= each.adults * held, station_owner(each.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every session with fewer adults than it needs; the amount is the adults missing."""
    judged, violations = 0, []
    for station_id, sessions in view.of_station.items():
        each = view.school.stations[station_id]
        for session in sessions if each.kind in WITH_PUPILS else ():
            judged += 1
            missing = each.adults - len(set(session.adults))
            if missing > 0:
                name = station_name(view.school, each, session.slot)
                text = Text(
                    f"{name.zh}：{each.pupils} 名学生要 {each.adults} 位教师，安排了 {each.adults - missing} 位",
                    f"{name.en}: {each.pupils} pupils need {each.adults} adults, {each.adults - missing} are named",
                )
                violations.append(broken(view, session, missing, text))
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="service_adults",
    title=Text("每组有人负责", "A named adult for every group"),
    words=Text(
        "课后服务的每个班组、社团每次都有指定的负责教师，人数按参加学生数和师生比计算。",
        "Every session of service has its named adults, as many as its pupils need by the stage's ratio.",
    ),
    level=Level.REGULATION,
    article=SERVICE_SAFETY,
    unit=Text("人", "adults"),
    parameters=NoParameters,
    post=post,
    check=check,
)
