"""What the after-school day asks of adults at some times: a station."""

from __future__ import annotations

from dataclasses import dataclass, field

from scheduler.school.bell import Slot
from scheduler.school.service import CONTENT_NAMES, STATION_NAMES, Content, StationKind

# Adults beside the groups of service, on duty by rota: with pupils who have no lesson, at noon, in the breaks.
ROTAS = frozenset({StationKind.WATCH, StationKind.NOON, StationKind.BREAK})
WITH_PUPILS = frozenset(StationKind) - ROTAS - {StationKind.PATROL, StationKind.SUBSTITUTE, StationKind.MORNING}
# What counts as serving in minutes, fairness and sessions a week: not the morning's reading, nor standing by.
SERVICE = WITH_PUPILS | {StationKind.PATROL}


@dataclass(frozen=True)
class Station:
    """Adults wanted at some times of the week: with one group of pupils, on patrol, as substitute, at morning reading.

    `sessions` of `slots` are held a week, each with `adults` of `pool`; where `anybody` may serve, that is the part of the staff that
    a plan is sought among. `classes` are whose pupils are in it, for a club
    those of its grades; `pupils` how many in all. Stations of one `choice` are one group of pupils, which at each slot is at just one
    of them. An `optional` one is held only at those slots at which the timetable needs it. `contents` is by slot; `title` what a person calls it.
    """

    id: str
    kind: StationKind
    slots: tuple[Slot, ...]
    sessions: int
    adults: int
    pool: tuple[str, ...]
    title: str
    classes: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()
    pupils: int = 0
    contents: dict[Slot, Content] = field(default_factory=dict)
    stage: str | None = None
    choice: str | None = None
    club: str | None = None
    venue: str | None = None
    venue_kind: str | None = None
    credit: int = 100
    anybody: bool = False
    optional: bool = False

    @property
    def fixed(self) -> bool:
        """Whether it is held at each of its slots, so that no day is to be chosen."""
        return self.sessions == len(self.slots)

    def text(self, slot: Slot) -> str:
        """Return what pupils do in a session, as printed: the club's name, 阅读; 巡查 for a duty."""
        if self.club is not None:
            return self.title
        content = self.contents.get(slot)
        return STATION_NAMES[self.kind].zh if content is None else CONTENT_NAMES[content].zh
