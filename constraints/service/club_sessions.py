"""Each club is held as often as planned, at most once a day, at its own times."""

from __future__ import annotations

from ortools.sat.python import cp_model

from constraints.rule import Breach, Elastic, NoParameters, Option, Rule, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from constraints.service.serving import broken, station_name
from scheduler.edits import costs, service_edits
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, station_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.plan.omissions import PlanPart
from scheduler.school import School, StationKind
from scheduler.school.wording import days_text
from scheduler.text import Text, counted


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that each club is held as often as planned: it has one slot a day, and variables at its own slots alone."""
    for each in variables.school.service.stations.values():
        if each.kind is StationKind.CLUB:
            held = list(variables.service.held(each.id).values())
            requirement = cp_model.LinearExpr.sum(held) == each.sessions if held else each.sessions == 0
            poster.require(requirement, station_owner(each.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find clubs held too often or too seldom and sessions at times that are none of the club's."""
    school, judged, violations = view.school, 0, []
    for station_id, sessions in view.of_station.items():
        each = school.service.stations[station_id]
        if each.kind is not StationKind.CLUB:
            continue
        at = {session.slot: session for session in sessions}
        own = tuple(slot for slot in each.slots if slot in at)
        judged += 1 + len(at) - len(own)
        if len(own) != each.sessions:
            text = Text(
                f"{each.title} 一周排了 {len(own)} 次，应为 {each.sessions} 次",
                f"{each.title} is held {len(own)} times a week, not {each.sessions}",
            )
            amount = abs(len(own) - each.sessions)
            violations.append(Violation(station_owner(station_id), amount, text, (), (), own))
        for slot, session in at.items():
            if slot not in own:
                name = station_name(school, each, slot)
                text = Text(f"{name.zh}：不是这个社团的活动时间", f"{name.en}: not a time of this club")
                violations.append(broken(view, session, 1, text))
    return Verdict(judged, tuple(violations))


def asks(school: School, parameters: NoParameters, station_id: str) -> Text:
    """Say how often the club is held, and on which days it may be."""
    station = school.service.stations[station_id]
    days = days_text([slot.day for slot in station.slots])
    if not station.slots:
        return Text(f"社团“{station.title}”没有可用的时段", f"club {station.title} has no time at all")
    return Text(
        f"社团“{station.title}”每周开展 {station.sessions} 次（可在{days.zh}）",
        f"club {station.title} is held {counted(station.sessions, 'time')} a week (on {days.en})",
    )


def answer(breach: Breach) -> list[Option]:
    """The club is held as often as in the plan."""
    club = breach.school.service.stations[breach.owner.id].club or ""
    held = len(breach.view.of_station[breach.owner.id])
    return [(service_edits.club_sessions(breach.school, club, held),)] if held else []


RULE = Rule(
    id="club_sessions",
    title=Text("社团开满次数", "Clubs as planned"),
    words=Text(
        "社团按计划的次数开展，一天最多一次，只在规定的日子和时段。",
        "A club is held as often as planned, at most once a day, on its own days and in its own period.",
    ),
    level=Level.HARD,
    unit=Text("次", "sessions"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TIMES,
    needs=frozenset({PlanPart.CLUBS}),
    asks={OwnerKind.STATION: asks},
    elastic=Elastic(Elasticity(Way.UNITS, costs.CLUB_SESSION), answer),
)
