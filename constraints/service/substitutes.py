"""Somebody stands by for those who cannot come to serve."""

from __future__ import annotations

from constraints.rule import Breach, Elastic, NoParameters, Option, Rule, Verdict
from constraints.scope import Scope
from constraints.service.stations_held import (
    adults_at,
    adults_missing,
    asks_adults,
    more_adults,
    post_adults,
    stations_of_kind,
)
from scheduler.edits import costs, service_edits
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.plan.omissions import PlanPart
from scheduler.school import StationKind
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that there are as many substitutes as the school wants, at each of their times."""
    for each in stations_of_kind(variables.school, StationKind.SUBSTITUTE):
        post_adults(poster, variables, each)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every time with too few substitutes; the amount is the adults missing."""
    stations = stations_of_kind(view.school, StationKind.SUBSTITUTE)
    violations = [v for each in stations for v in adults_missing(each, adults_at(view, each))]
    return Verdict(sum(len(each.slots) for each in stations), tuple(violations))


def answer(breach: Breach) -> list[Option]:
    """Fewer stand by, or others do too."""
    station = breach.school.service.stations[breach.owner.id]
    return [(service_edits.fewer_on_duty(station, breach.units),), *more_adults(breach)]


RULE = Rule(
    id="substitutes",
    title=Text("替补到位", "Substitutes stand by"),
    words=Text(
        "学校要求的每个时段都有足够的替补教师，以便顶替临时不能到岗的人。",
        "At each time that the school names there are enough substitutes for those who cannot come.",
    ),
    level=Level.HARD,
    unit=Text("人次", "adults"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    needs=frozenset({PlanPart.DUTIES}),
    asks={OwnerKind.STATION: asks_adults},
    elastic=Elastic(Elasticity(Way.UNITS, costs.FEWER_ON_DUTY), answer),
)
