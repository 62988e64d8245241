"""Each class has its homeroom teacher or the deputy at morning reading."""

from __future__ import annotations

from constraints.rule import MOST_OPTIONS, Breach, Elastic, NoParameters, Option, Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.service.stations_held import (
    adults_at,
    adults_missing,
    asks_adults,
    by_clashes,
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
    """Ensure that each morning reading has its adult; the pool is the homeroom teacher and the deputy."""
    for each in stations_of_kind(variables.school, StationKind.MORNING):
        post_adults(poster, variables, each)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every morning on which neither homeroom teacher nor deputy is with a class; the amount is 1 for each."""
    judged = 0
    violations: list[Violation] = []
    for each in stations_of_kind(view.school, StationKind.MORNING):
        judged += len(each.slots)
        own = {slot: adults & set(each.pool) for slot, adults in adults_at(view, each).items()}
        violations += adults_missing(each, own)
    return Verdict(judged, tuple(violations))


def answer(breach: Breach) -> list[Option]:
    """The class gets a deputy who is free then."""
    station = breach.school.service.stations[breach.owner.id]
    able = by_clashes(breach, service_edits.could_serve(breach.school, station))
    return [(service_edits.new_deputy(station.classes[0], teacher),) for teacher in able[:MOST_OPTIONS]]


RULE = Rule(
    id="morning_duty",
    title=Text("早读有班主任或副班主任", "Morning reading is looked after"),
    words=Text(
        "每个班每天早读由班主任或副班主任到班。",
        "Each class has its homeroom teacher or the deputy at morning reading every day.",
    ),
    level=Level.HARD,
    unit=Text("次", "mornings"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    needs=frozenset({PlanPart.DUTIES}),
    asks={OwnerKind.STATION: asks_adults},
    elastic=Elastic(Elasticity(Way.ONCE, costs.NEW_DEPUTY), answer),
)
