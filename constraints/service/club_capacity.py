"""No club has more members than it can take."""

from __future__ import annotations

from constraints.rule import Breach, Elastic, NoParameters, Option, Rule, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from scheduler.edits import costs, service_edits
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, station_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.plan.omissions import PlanPart
from scheduler.school import School, Station
from scheduler.text import Text


def excess(school: School) -> list[tuple[Station, int]]:
    """Return each club with a capacity and how many members it has beyond it."""
    found = []
    for station in school.service.stations.values():
        club = school.club[station.club] if station.club is not None else None
        if club is not None and club.capacity is not None:
            found.append((station, max(0, club.members - club.capacity)))
    return found


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that no club is too large: its members are the school's to say, so that no plan can help."""
    for each, beyond in excess(variables.school):
        poster.require(beyond == 0, station_owner(each.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every club with too many members; the amount is the members beyond its capacity."""
    clubs, violations = excess(view.school), []
    for each, beyond in clubs:
        if beyond:
            text = Text(
                f"{each.title} 有 {each.pupils} 人，名额 {each.pupils - beyond} 人",
                f"{each.title} has {each.pupils} members and places for {each.pupils - beyond}",
            )
            violations.append(Violation(station_owner(each.id), beyond, text))
    return Verdict(len(clubs), tuple(violations))


def asks(school: School, parameters: NoParameters, station_id: str) -> Text:
    """Say how many places and members the club has."""
    club = school.club[school.service.stations[station_id].club or ""]
    return Text(
        f"社团“{club.id}”名额 {club.capacity} 人，报了 {club.members} 人",
        f"club {club.id} has {club.capacity} places and {club.members} members",
    )


def answer(breach: Breach) -> list[Option]:
    """The club takes all its members."""
    club = breach.school.club[breach.school.service.stations[breach.owner.id].club or ""]
    return [(service_edits.club_room(club.id, club.members),)]


RULE = Rule(
    id="club_capacity",
    title=Text("社团不超员", "No club too large"),
    words=Text("社团人数不超过名额。", "A club has no more members than it has places."),
    level=Level.HARD,
    unit=Text("人", "pupils"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TIMES,
    needs=frozenset({PlanPart.CLUBS}),
    asks={OwnerKind.STATION: asks},
    elastic=Elastic(Elasticity(Way.ONCE, costs.CLUB_ROOM), answer),
)
