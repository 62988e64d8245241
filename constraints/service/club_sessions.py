"""Each club is held as often as planned, at most once a day, at its own times."""

from __future__ import annotations

from ortools.sat.python import cp_model

from constraints.rule import Level, NoParameters, Rule, Verdict, Violation, station_owner
from constraints.service.serving import broken, station_name
from scheduler.model.lessons import LessonVariables
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import StationKind
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that each club is held as often as planned: it has one slot a day, and variables at its own slots alone."""
    for each in variables.school.stations.values():
        if each.kind is StationKind.CLUB:
            held = list(variables.service.held(each.id).values())
            requirement = cp_model.LinearExpr.sum(held) == each.sessions if held else each.sessions == 0
            poster.require(requirement, station_owner(each.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find clubs held too often or too seldom and sessions at times that are none of the club's."""
    school, judged, violations = view.school, 0, []
    for station_id, sessions in view.of_station.items():
        each = school.stations[station_id]
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
)
