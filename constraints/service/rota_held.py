"""Somebody is with each class in its self-study, and on each duty at noon and in the breaks that the school names."""

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
from scheduler.school import ROTAS, School, Station, StationKind
from scheduler.text import Text


def stations(school: School) -> list[Station]:
    """Return the stations that are held at each of their slots, whatever the timetable."""
    return [each for each in stations_of_kind(school, *ROTAS) if not each.optional]


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that each of these duties has its adults at each of its times."""
    for each in stations(variables.school):
        post_adults(poster, variables, each)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every time of these duties with too few adults; the amount is the adults missing."""
    found = stations(view.school)
    violations = [v for each in found for v in adults_missing(each, adults_at(view, each))]
    return Verdict(sum(len(each.slots) for each in found), tuple(violations))


def answer(breach: Breach) -> list[Option]:
    """Others take the duty too, or fewer are asked for."""
    station = breach.school.service.stations[breach.owner.id]
    fewer = () if station.kind is StationKind.WATCH else ((service_edits.fewer_on_duty(station, breach.units),),)
    return [*fewer, *more_adults(breach)]


RULE = Rule(
    id="rota_held",
    title=Text("自习、午间、课间有人值守", "Self-study, noon and breaks are looked after"),
    words=Text(
        "有课后服务的学校，每个班每次自习有一位教师看护；“巡查”表里写的午间看护、课间值守每次人数够。",
        "In a school with after-school service each class has a teacher with it at each self-study; the duties at noon and in the "
        "breaks that the school names have their adults each time.",
    ),
    level=Level.HARD,
    unit=Text("人次", "adults"),
    article="service_safety",
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    needs=frozenset({PlanPart.DUTIES}),
    asks={OwnerKind.STATION: asks_adults},
    elastic=Elastic(Elasticity(Way.UNITS, costs.FEWER_ON_DUTY), answer),
)
