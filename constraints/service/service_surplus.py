"""No more adults at a session than it needs."""

from __future__ import annotations

from ortools.sat.python import cp_model

from constraints.rule import NoParameters, Rule, Verdict
from constraints.scope import Scope, ServiceScope
from constraints.service.serving import check_sessions
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, station_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView, ServiceSession
from scheduler.school import School, Station, StationKind
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that no session of any station has more adults than it needs."""
    for each in variables.school.service.stations.values():
        owner = station_owner(each.id)
        for slot, held in variables.service.held(each.id).items():
            serving = list(variables.service.serve(each.id, slot).values())
            if poster.level is Level.SOFT or len(serving) <= each.adults:
                poster.at_most(serving, each.adults, len(serving), owner)
            else:  # nobody serves where no session is held: said so, the sum over all slots is bounded too
                poster.require(cp_model.LinearExpr.sum(serving) <= each.adults * held, owner)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every session with more adults than it needs; the amount is the adults too many."""
    return check_sessions(view, frozenset(StationKind), _fault)


def _fault(school: School, station: Station, session: ServiceSession) -> tuple[int, Text] | None:
    named = len(set(session.adults))
    if named <= station.adults:
        return None
    return named - station.adults, Text(
        f"需要 {station.adults} 人，安排了 {named} 人", f"{named} adults are named, {station.adults} are needed"
    )


RULE = Rule(
    id="service_surplus",
    title=Text("服务人数不超配", "No more adults than needed"),
    words=Text(
        "每次服务、巡查、早读安排的教师不多于需要的人数。",
        "No session of service, patrol or morning reading has more adults than it needs.",
    ),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=1,
    unit=Text("人次", "adults"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.STATIONS,
)
