"""A group keeps its adults over the week."""

from __future__ import annotations

from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope
from constraints.service.stations_held import stations_of_kind
from constraints.timetable.apart import any_of
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, station_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, Station, StationKind
from scheduler.text import Text, counted

KINDS = (StationKind.ACTIVITY, StationKind.CLUB, StationKind.EXTENDED_CARE, StationKind.EVENING_STUDY)


class Parameters(RuleParameters):
    """How many different adults a group may have for each that it needs at a time."""

    allowed: int = Field(
        default=2,
        ge=1,
        le=10,
        title="班组教师轮换",
        description="different adults in the week for each that a group's activity, care or evening study needs",
        json_schema_extra={"unit": "倍"},
    )
    clubs: int = Field(
        default=1,
        ge=1,
        le=10,
        title="社团教师轮换",
        description="different adults in the week for each that a club needs",
        json_schema_extra={"unit": "倍"},
    )


def adults_allowed(each: Station, parameters: Parameters) -> int:
    """Return how many different adults a group may have in the week."""
    return each.adults * (parameters.clubs if each.kind is StationKind.CLUB else parameters.allowed)


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that no group has more different adults than allowed."""
    for each in stations_of_kind(variables.school, *KINDS):
        allowed = adults_allowed(each, parameters)
        if each.slots and len(each.pool) > allowed:
            serving = [variables.service.serve(each.id, slot) for slot in each.slots]
            coming = [any_of(poster, [serve[teacher_id] for serve in serving]) for teacher_id in serving[0]]
            poster.at_most(coming, allowed, len(coming), station_owner(each.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every group with too many different adults over the week; the amount is how many too many."""
    judged, violations = 0, []
    for each in stations_of_kind(view.school, *KINDS):
        sessions, allowed = view.of_station[each.id], adults_allowed(each, parameters)
        judged += bool(sessions)
        adults = tuple(dict.fromkeys(adult for session in sessions for adult in session.adults))
        if len(adults) > allowed:
            text = Text(
                f"{each.title}一周换了 {len(adults)} 位教师（{'、'.join(adults)}），最多 {allowed} 位",
                f"{each.title}: {len(adults)} different adults in the week ({', '.join(adults)}), at most {allowed}",
            )
            slots = tuple(sorted({session.slot for session in sessions}))
            owner = station_owner(each.id)
            violations.append(Violation(owner, len(adults) - allowed, text, each.classes, adults, slots))
    return Verdict(judged, tuple(violations))


def asks(school: School, parameters: Parameters, station_id: str) -> Text:
    """Say how many different adults the group has at most, and how many may serve."""
    station = school.service.stations[station_id]
    allowed, pool = adults_allowed(station, parameters), len(station.pool)
    return Text(
        f"{station.title}一周最多 {allowed} 位不同的教师（可选的有 {pool} 位）",
        f"{station.title}: at most {counted(allowed, 'different adult')} in the week, of {pool} who may serve",
    )


RULE = Rule(
    id="stable_adults",
    title=Text("班组教师相对固定", "Groups keep their adults"),
    words=Text(
        "班级活动、社团、延时托管和晚自习一周内教师相对固定，不同教师的人数不超过所需人数的规定倍数。",
        "Over the week a group's activity, club, extended care or evening study has few different adults.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=1,
    presets={"pupils": 3},
    unit=Text("人", "adults"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.STATION: asks},
)
