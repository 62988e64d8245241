"""Each group's sessions of service are held: at each of its times, once, and at no other time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ortools.sat.python import cp_model

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from constraints.service.serving import station_name
from constraints.service.stations_held import asks_held, stations_of_kind
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, station_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import CONTENT_NAMES, WITH_PUPILS, School, Slot, Station, StationKind
from scheduler.text import Text, counted

# Clubs choose among their days, and extended care is a regulation of its own.
KINDS = WITH_PUPILS - {StationKind.CLUB, StationKind.EXTENDED_CARE}


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that each group is held at each of its slots, with one of its contents where it has a choice, and with each as often
    as planned; there are no variables for other times."""
    for each in stations_of_kind(variables.school, *KINDS):
        held = variables.service.held(each.id)
        if each.choice is None:
            for literal in held.values():
                poster.require(literal == 1, station_owner(each.id))
        elif held:
            poster.require(cp_model.LinearExpr.sum(list(held.values())) == each.sessions, station_owner(each.id))
    for stations in variables.school.service.choices.values():
        for slot in stations[0].slots:
            here = [variables.service.held(each.id)[slot] for each in stations]
            poster.require(cp_model.LinearExpr.sum(here) == 1, station_owner(stations[0].id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every session that is missing, held twice or out of place; the amount is the sessions too few or too many."""
    judged = 0
    violations: list[Violation] = []
    for each in stations_of_kind(view.school, *KINDS):
        held = Counter(session.slot for session in view.of_station[each.id])
        judged += len({*each.slots, *held}) + (each.choice is not None)
        violations += _faults(view.school, each, held)
    for stations in view.school.service.choices.values():
        judged += len(stations[0].slots)
        violations += _choices(view, stations)
    return Verdict(judged, tuple(violations))


def _faults(school: School, each: Station, held: Counter[Slot]) -> Iterator[Violation]:
    """Yield what is wrong with the sessions of one group, in the order of the week."""
    own = sum(slot in held for slot in each.slots)
    if each.choice is not None and own != each.sessions:
        text = Text(
            f"{each.title}一周 {own} 次，应为 {each.sessions} 次",
            f"{each.title}: {own} times a week, not {each.sessions}",
        )
        yield Violation(station_owner(each.id), abs(own - each.sessions), text, each.classes)
    for slot in sorted({*each.slots, *held}):
        wanted = int(slot in each.slots)
        if held[slot] != wanted and (each.choice is None or held[slot]):
            why = Text(f"重复安排了 {held[slot]} 次", f"held {held[slot]} times at once")
            if not held[slot]:
                why = Text("没有安排", "not held")
            elif not wanted:
                why = Text("这个时间没有这项服务", "held at a time that is none of its own")
            name = station_name(school, each, slot)
            text = Text(f"{name.zh}：{why.zh}", f"{name.en}: {why.en}")
            yield Violation(station_owner(each.id), abs(held[slot] - wanted), text, each.classes, (), (slot,))


def _choices(view: PlanView, stations: Sequence[Station]) -> Iterator[Violation]:
    """Yield the times at which a group with a choice of contents does none of them, or several."""
    first = stations[0]
    for slot in first.slots:
        here = [each for each in stations if any(session.slot == slot for session in view.of_station[each.id])]
        if len(here) != 1:
            where = view.school.slot_text(slot)
            group = first.choice or ""
            names = "、".join(CONTENT_NAMES[each.contents[slot]].zh for each in here) or "没有安排"
            text = Text(
                f"{where.zh} {group.replace('|', ' ')}：每次做一项（{names}）",
                f"{where.en} {group.replace('|', ' ')}: one content at a time, {len(here)} are held",
            )
            yield Violation(station_owner(first.id), max(1, len(here) - 1), text, first.classes, (), (slot,))


def asks(school: School, parameters: NoParameters, station_id: str) -> Text:
    """Say when the group is held, or how often it does one of its contents."""
    station = school.service.stations[station_id]
    if station.choice is None:
        return asks_held(school, parameters, station_id)
    return Text(
        f"{station.title}一周 {station.sessions} 次，这个班组每次做一项",
        f"{station.title}: {counted(station.sessions, 'time')} a week, the group does one thing at a time",
    )


RULE = Rule(
    id="service_held",
    title=Text("课后服务按时开展", "Service is held"),
    words=Text(
        "每个班组的作业辅导、答疑、活动、晚自习和周末托管在规定的每个时段各开展一次，不缺、不重、不错时；内容可调换的，每次做一项，各项次数按计划。",
        "Each group's homework, tutoring, activity, evening study and weekend care is held at each of its times, just once; "
        "where the order of contents is free, one at a time and each as often as planned.",
    ),
    level=Level.HARD,
    unit=Text("次", "sessions"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TIMES,
    asks={OwnerKind.STATION: asks},
)
