"""Every session of service has its named adults, as many as its pupils need."""

from __future__ import annotations

from ortools.sat.python import cp_model

from constraints.rule import ActiveRule, Elastic, NoParameters, Rule, Verdict
from constraints.scope import Scope
from constraints.service.serving import check_sessions
from constraints.service.stations_held import more_adults
from scheduler.edits import costs
from scheduler.model.elastic import Elasticity, Key, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, station_owner
from scheduler.model.poster import Poster
from scheduler.model.relaxed import RelaxedWeek
from scheduler.plan import PlanView, ServiceSession
from scheduler.school import WITH_PUPILS, School, Station
from scheduler.text import Text, counted


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that each session with pupils has the adults that it needs."""
    for each in variables.school.service.stations.values():
        if each.kind in WITH_PUPILS:
            for slot, held in variables.service.held(each.id).items():
                serving = list(variables.service.serve(each.id, slot).values())
                poster.require(cp_model.LinearExpr.sum(serving) >= each.adults * held, station_owner(each.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every session with fewer adults than it needs; the amount is the adults missing."""
    return check_sessions(view, WITH_PUPILS, _fault)


def _fault(school: School, station: Station, session: ServiceSession) -> tuple[int, Text] | None:
    named = len(set(session.adults))
    if named >= station.adults:
        return None
    return station.adults - named, Text(
        f"{station.pupils} 名学生要 {station.adults} 位教师，安排了 {named} 位",
        f"{station.pupils} pupils need {station.adults} adults, {named} are named",
    )


def asks(school: School, parameters: NoParameters, station_id: str) -> Text:
    """Say how many adults the group needs, and how many may serve."""
    station = school.service.stations[station_id]
    pupils, adults, pool = station.pupils, station.adults, len(station.pool)
    return Text(
        f"{station.title}（{pupils} 名学生）每次要 {adults} 位教师，可选的有 {pool} 位",
        f"{station.title} ({pupils} pupils) needs {counted(adults, 'adult')} each time, of {pool} who may serve",
    )


# Adults that are missing are people to be found: the regulation stands.
ELASTICITY = Elasticity(Way.UNITS, costs.ADD_ADULT)


def post_relaxed(week: RelaxedWeek, active: ActiveRule) -> None:
    """Ensure the same of the relaxed week, where adults may be missing in a group, or in all groups of a stage that is left to
    some teachers alone."""
    poster = active.elastic_poster(week, ELASTICITY)
    for station in week.wide.service.stations.values():
        if station.kind in WITH_PUPILS:
            more: list[cp_model.LinearExprT] = []
            if station.stage is not None and week.school.stage[station.stage].candidates:
                more = [station.adults * week.slacks.switch(Key("open_stage", (station.stage,)), costs.OPEN_STAGE)]
            for slot, held in week.variables.service.held(station.id).items():
                serving = week.variables.service.serve(station.id, slot).values()
                enough = cp_model.LinearExpr.sum([*serving, *more]) >= station.adults * held
                poster.require(enough, station_owner(station.id))


RULE = Rule(
    id="service_adults",
    title=Text("每组有人负责", "A named adult for every group"),
    words=Text(
        "课后服务的每个班组、社团每次都有指定的负责教师，人数按参加学生数和师生比计算。",
        "Every session of service has its named adults, as many as its pupils need by the stage's ratio.",
    ),
    level=Level.REGULATION,
    article="service_safety",
    unit=Text("人", "adults"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.STATION: asks},
    elastic=Elastic(ELASTICITY, more_adults, post_relaxed),
)
