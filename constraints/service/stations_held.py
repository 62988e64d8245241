"""What the rules share that want a station held at each of its slots with enough adults: patrols, substitutes, morning reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ortools.sat.python import cp_model

from constraints.rule import Violation, station_owner
from scheduler.model.lessons import LessonVariables
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, Slot, Station, StationKind
from scheduler.text import Text, day_name


def stations_of_kind(school: School, *kinds: StationKind) -> list[Station]:
    """Return the stations of some kinds, in the school's order."""
    return [each for each in school.stations.values() if each.kind in kinds]


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
