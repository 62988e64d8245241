"""What the rules share that want a station held at each of its slots with enough adults: patrols, substitutes, morning reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ortools.sat.python import cp_model

from constraints.rule import MOST_OPTIONS, Breach, Option, Violation
from scheduler.edits import service_edits
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import station_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, Slot, Station, StationKind
from scheduler.school.wording import days_text
from scheduler.text import Text, counted, day_name

FEW = 4  # people who are named one by one


def stations_of_kind(school: School, *kinds: StationKind) -> list[Station]:
    """Return the stations of some kinds, in the school's order."""
    return [each for each in school.service.stations.values() if each.kind in kinds]


def post_held(poster: Poster, variables: LessonVariables, *kinds: StationKind) -> None:
    """Ensure that each station of some kinds is held at each of its slots; there are no variables for other times."""
    for each in stations_of_kind(variables.school, *kinds):
        for held in variables.service.held(each.id).values():
            poster.require(held == 1, station_owner(each.id))


def post_adults(poster: Poster, variables: LessonVariables, each: Station) -> None:
    """Ensure that a station has its adults at each of its slots."""
    for slot in each.slots:
        serving = list(variables.service.serve(each.id, slot).values())
        poster.require(cp_model.LinearExpr.sum(serving) >= each.adults, station_owner(each.id))


def adults_at(view: PlanView, each: Station) -> dict[Slot, set[str]]:
    """Return who is at a station, by slot; slots without a session are left out."""
    found: dict[Slot, set[str]] = defaultdict(set)
    for session in view.of_station[each.id]:
        found[session.slot].update(session.adults)
    return dict(found)


def adults_missing(each: Station, present: Mapping[Slot, set[str]]) -> Iterator[Violation]:
    """Yield every slot of a station at which too few adults are present; the amount is the adults missing."""
    for slot in each.slots:
        missing = each.adults - len(present.get(slot, ()))
        if missing > 0:
            day = day_name(slot.day)
            text = Text(
                f"{day.zh} {each.title}：要 {each.adults} 人，安排了 {each.adults - missing} 人",
                f"{day.en} {each.title}: {each.adults - missing} of {each.adults} adults are named",
            )
            adults = tuple(sorted(present.get(slot, ())))
            yield Violation(station_owner(each.id), missing, text, each.classes, adults, (slot,))


# In words.


def asks_held(school: School, parameters: Any, station_id: str) -> Text:
    """Say when the station is held."""
    station = school.service.stations[station_id]
    days, number = days_text([slot.day for slot in station.slots]), len(station.slots)
    return Text(
        f"{station.title}{days.zh}每次都要开展（{number} 次）",
        f"{station.title} is held on {days.en} ({counted(number, 'time')})",
    )


def asks_adults(school: School, parameters: Any, station_id: str) -> Text:
    """Say how many adults the station needs and when, and who may be there."""
    station = school.service.stations[station_id]
    days, adults, pool = days_text([slot.day for slot in station.slots]), station.adults, station.pool
    chinese, english = f"{len(pool)} 位", f"{len(pool)} teachers"
    if len(pool) <= FEW:
        chinese, english = "、".join(pool), ", ".join(pool)
    return Text(
        f"{station.title}{days.zh}每次要 {adults} 人（可选：{chinese}）",
        f"{station.title}, {days.en}: {adults} each time (of {english})",
    )


# Giving way.


def more_adults(breach: Breach) -> list[Option]:
    """Staff who are free at the times when somebody is missing, or somebody from outside for a club."""
    station, units = breach.school.service.stations[breach.owner.id], breach.units
    free = by_clashes(breach, service_edits.could_serve(breach.school, station))
    found: list[Option] = []
    if len(free) >= units:
        for first in range(min(MOST_OPTIONS - 1, len(free) - units + 1)):
            chosen = free[first : first + units]
            found.append(tuple(service_edits.add_adult(breach.school, station, teacher) for teacher in chosen))
    if station.club is not None and units == 1:
        found.append((service_edits.new_instructor(breach.school, station.club),))
    return found


def by_clashes(breach: Breach, teachers: Iterable[str]) -> list[str]:
    """Return teachers, those first whom the plan keeps busy, or who are away, at the fewest slots of the owner's station."""
    school, slots = breach.school, breach.school.service.stations[breach.owner.id].slots

    def clashes(teacher_id: str) -> int:
        serving = [school.interval(session.slot) for session in breach.view.serving[teacher_id]]
        return sum(
            service_edits.is_away(school, teacher_id, slot)
            or any(other.overlaps(school.interval(slot)) for other in serving)
            for slot in slots
        )

    return sorted(teachers, key=clashes)
