"""When service may be sport for all pupils of a class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from scheduler.school.bell import Slot
from scheduler.school.service import Content, Grouping, ServiceStage
from scheduler.school.station import Station
from scheduler.school.stations import ServiceWeek


class SportPart(NamedTuple):
    """The stations among which some pupils of a class are, by their ids: some that are sport, others that are not."""

    sport: tuple[str, ...]
    other: tuple[str, ...]


class SportTime(NamedTuple):
    """A slot at which all pupils of a class have sport if in each part some station of sport is held, and no other."""

    slot: Slot
    parts: tuple[SportPart, ...]

    def held(self, sessions: Collection[tuple[str, Slot]]) -> bool:
        """Tell whether they have, where these stations are held at these slots."""
        return all(
            any((station, self.slot) in sessions for station in part.sport)
            and not any((station, self.slot) in sessions for station in part.other)
            for part in self.parts
        )


def sport_times(service: ServiceWeek, class_id: str) -> tuple[SportTime, ...]:
    """Return the slots at which all pupils of a class may have sport in service, in the order of the week.

    Each stage in which some of its pupils take part is a part: their group's station, or, where they divide into clubs, all clubs
    that are open to them then. Together the stages hold all pupils of the class.
    """
    school = service.school
    at: dict[Slot, list[ServiceStage]] = defaultdict(list)
    for stage in school.stages:
        if service.enrolled(class_id, stage):
            for slot in service.stage_slots[stage.id]:
                at[slot].append(stage)
    found = []
    for slot, stages in sorted(at.items()):
        if sum(service.enrolled(class_id, stage) for stage in stages) >= school.school_class[class_id].size:
            parts = [_part(service, class_id, stage, slot) for stage in stages]
            if all(part.sport for part in parts):
                found.append(SportTime(slot, tuple(parts)))
    return tuple(found)


def _part(service: ServiceWeek, class_id: str, stage: ServiceStage, slot: Slot) -> SportPart:
    clubs = stage.grouping is Grouping.CLUBS
    stations = [
        station
        for station in service.of_class.get(class_id, ())
        if slot in station.contents and (station.club is not None if clubs else station.stage == stage.id)
    ]
    return SportPart(_ids(stations, slot, True), _ids(stations, slot, False))


def _ids(stations: Iterable[Station], slot: Slot, sport: bool) -> tuple[str, ...]:
    return tuple(each.id for each in stations if (each.contents[slot] is Content.SPORT) is sport)
