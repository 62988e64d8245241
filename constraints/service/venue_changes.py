"""A club that meets several times a week meets in the same place."""

from __future__ import annotations

from collections import defaultdict

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from constraints.timetable.apart import any_of
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, station_owner
from scheduler.model.poster import Poster
from scheduler.model.service import Literal
from scheduler.plan import PlanView
from scheduler.school import School, Station
from scheduler.text import Text


def movable(school: School) -> list[Station]:
    """Return the clubs that meet several times a week and name no place."""
    return [
        station
        for station in school.service.stations.values()
        if station.club is not None
        and station.sessions > 1
        and station.venue is None
        and station.venue_kind is not None
    ]


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that no club meets in more than one place."""
    for each in movable(variables.school):
        sessions: dict[str, list[Literal]] = defaultdict(list)
        for slot in each.slots:
            for venue, literal in variables.service.venues(each.id, slot).items():
                sessions[venue].append(literal)
        if len(sessions) > 1:
            used = [any_of(poster, literals) for literals in sessions.values()]
            poster.at_most(used, 1, len(used), station_owner(each.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find the clubs that move about; the amount is the places beyond one."""
    clubs, violations = movable(view.school), []
    for each in clubs:
        venues = list(dict.fromkeys(s.venue for s in view.of_station[each.id] if s.venue is not None))
        if len(venues) > 1:
            text = Text(
                f"{each.title} 一周换了 {len(venues)} 处场地（{'、'.join(venues)}）",
                f"{each.title} meets in {len(venues)} places ({', '.join(venues)})",
            )
            slots = tuple(sorted({s.slot for s in view.of_station[each.id]}))
            violations.append(Violation(station_owner(each.id), len(venues) - 1, text, (), (), slots))
    return Verdict(len(clubs), tuple(violations))


def asks(school: School, parameters: NoParameters, station_id: str) -> Text:
    """Say how often the club meets in the same place."""
    station = school.service.stations[station_id]
    return Text(
        f"社团“{station.title}”每周 {station.sessions} 次都在同一场地",
        f"club {station.title} has all its {station.sessions} sessions in one place",
    )


RULE = Rule(
    id="venue_changes",
    title=Text("社团场地固定", "Clubs stay in one place"),
    words=Text(
        "一周活动几次的社团尽量在同一场地。",
        "A club that meets several times a week meets in the same place, where possible.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=1,
    unit=Text("处", "places"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TIMES,
    asks={OwnerKind.STATION: asks},
)
