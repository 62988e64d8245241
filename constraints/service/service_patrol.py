"""Whenever pupils are served somebody of the school goes round."""

from __future__ import annotations

from collections.abc import Iterator

from constraints.rule import Elastic, NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.service.serving import covered
from constraints.service.stations_held import (
    adults_at,
    adults_missing,
    asks_adults,
    more_adults,
    post_adults,
    stations_of_kind,
)
from scheduler.edits import costs
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import SCHOOL_OWNER, Level, OwnerKind
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.plan.omissions import PlanPart
from scheduler.school import WITH_PUPILS, School, Slot, StationKind, tables
from scheduler.text import Text


def is_provided(school: School, slot: Slot) -> bool:
    """Tell whether the school has patrols for every minute of a slot, those of other bell schedules included."""
    rounds = (school.interval(s) for each in stations_of_kind(school, StationKind.PATROL) for s in each.slots)
    return covered(school.interval(slot), rounds)


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that all patrols have their adults, and that pupils are served only where the school has patrols."""
    school = variables.school
    for each in stations_of_kind(school, StationKind.PATROL):
        post_adults(poster, variables, each)
    with_pupils = stations_of_kind(school, *WITH_PUPILS)
    for slot in sorted({slot for each in with_pupils for slot in each.slots}):
        if not is_provided(school, slot):
            for each in with_pupils:
                held = variables.service.held(each.id)
                if slot in held:
                    poster.require(held[slot] == 0, SCHOOL_OWNER)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every patrol with too few adults, and every time with pupils for which there is no patrol.

    The amount is the adults missing. A patrol that the school has but nobody goes is found once, as such.
    """
    patrols = stations_of_kind(view.school, StationKind.PATROL)
    violations = [v for each in patrols for v in adults_missing(each, adults_at(view, each))]
    served = sorted({s.slot for s in view.plan.sessions if view.school.service.stations[s.station].kind in WITH_PUPILS})
    violations += _unguarded(view, served)
    return Verdict(len(served) + sum(len(each.slots) for each in patrols), tuple(violations))


def _unguarded(view: PlanView, served: list[Slot]) -> Iterator[Violation]:
    """Yield the slots with pupils for which the school has no patrol and the plan made none."""
    school = view.school
    patrols = stations_of_kind(school, StationKind.PATROL)
    rounds = [school.interval(slot) for each in patrols for slot, adults in adults_at(view, each).items() if adults]
    for slot in served:
        if not is_provided(school, slot) and not covered(school.interval(slot), rounds):
            where = school.slot_text(slot)
            text = Text(
                f"{where.zh}有学生参加课后服务，没有安排巡查", f"{where.en}: pupils are served and nobody is on patrol"
            )
            classes = {
                c for s in view.plan.sessions if s.slot == slot for c in school.service.stations[s.station].classes
            }
            yield Violation(SCHOOL_OWNER, 1, text, tuple(sorted(classes)), (), (slot,))


def asks_of_school(school: School, parameters: NoParameters, name: str) -> Text:
    """Say that there is no service without a patrol."""
    return Text("没有巡查的时段不开展课后服务", "no service at times without a patrol")


RULE = Rule(
    id="service_patrol",
    title=Text("课后服务有巡查", "Patrols during service"),
    words=Text(
        "有学生参加课后服务的每个时段都有校级巡查，人数足够；不同作息时间的巡查按钟点看是否覆盖。",
        "Whenever pupils are served the school's patrol is on duty with its full number, by the clock over all bell schedules.",
    ),
    level=Level.REGULATION,
    article="service_safety",
    unit=Text("人次", "adults"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    needs=frozenset({PlanPart.DUTIES}),
    asks={OwnerKind.STATION: asks_adults, OwnerKind.SCHOOL: asks_of_school},
    stated=tables.DUTIES,
    elastic=Elastic(Elasticity(Way.UNITS, costs.ADD_ADULT, (OwnerKind.STATION,)), more_adults),
)
