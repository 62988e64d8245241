"""Extended care is there on each of its days for the pupils who are enrolled in it."""

from __future__ import annotations

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from constraints.service.serving import station_name
from constraints.service.stations_held import asks_held, post_held, stations_of_kind
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, station_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import StationKind
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that each group of extended care meets on each of its days."""
    post_held(poster, variables, StationKind.EXTENDED_CARE)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every time at which a group of extended care does not meet; the amount is 1 for each."""
    judged, violations = 0, []
    for each in stations_of_kind(view.school, StationKind.EXTENDED_CARE):
        met = {session.slot for session in view.of_station[each.id]}
        for slot in each.slots:
            judged += 1
            if slot not in met:
                name = station_name(view.school, each, slot)
                text = Text(
                    f"{name.zh}：{each.pupils} 名学生报了延时托管，却没有安排",
                    f"{name.en}: {each.pupils} pupils are enrolled in extended care, none is held",
                )
                violations.append(Violation(station_owner(each.id), 1, text, each.classes, slots=(slot,)))
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="extended_care",
    title=Text("报了延时托管就有人管", "Extended care for who needs it"),
    words=Text(
        "有学生报名延时托管的，每个托管日都安排托管。",
        "Where pupils are enrolled in extended care it is held on each of its days.",
    ),
    level=Level.REGULATION,
    article="extended_care",
    unit=Text("次", "sessions"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TIMES,
    asks={OwnerKind.STATION: asks_held},
)
