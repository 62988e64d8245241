"""No more adults at a session than it needs."""

from __future__ import annotations

from constraints.rule import NoParameters, Rule, Verdict
from constraints.scope import Scope, ServiceScope
from constraints.service.serving import broken, station_name
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, station_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that no session of any station has more adults than it needs."""
    for each in variables.school.service.stations.values():
        for slot in each.slots:
            serving = list(variables.service.serve(each.id, slot).values())
            poster.at_most(serving, each.adults, len(serving), station_owner(each.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every session with more adults than it needs; the amount is the adults too many."""
    judged, violations = 0, []
    for station_id, sessions in view.of_station.items():
        each = view.school.service.stations[station_id]
        for session in sessions:
            judged += 1
            extra = len(set(session.adults)) - each.adults
            if extra > 0:
                name = station_name(view.school, each, session.slot)
                text = Text(
                    f"{name.zh}：需要 {each.adults} 人，安排了 {each.adults + extra} 人",
                    f"{name.en}: {each.adults + extra} adults are named, {each.adults} are needed",
                )
                violations.append(broken(view, session, extra, text))
    return Verdict(judged, tuple(violations))


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
