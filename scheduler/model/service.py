"""The decisions of the after-school day: which sessions are held, by whom, where, and who comes late or leaves early."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from ortools.sat.python import cp_model

from scheduler.model.booleans import booleans
from scheduler.school import SERVICE, GrantKind, School, Slot, Station

Literal = cp_model.IntVar


class Turn(NamedTuple):
    """A teacher at a station at one of its slots, if `literal` is true."""

    station: Station
    slot: Slot
    literal: Literal


class ServiceVariables:
    """Booleans: per station and slot (is a session held?), per teacher of its pool (does he serve?), per venue of its kind
    (is it there?), and per teacher, day and kind of flexible time.

    Nobody serves and no venue is used where no session is held; all else is some rule's to ask. `first` is the proto index of the
    first of these decisions.
    """

    def __init__(self, school: School, model: cp_model.CpModel) -> None:
        self.school = school
        self.model = model
        self.first = len(model.proto.variables)
        self._held: dict[str, dict[Slot, Literal]] = {}
        self._serve: dict[tuple[str, Slot], dict[str, Literal]] = {}
        self._venues: dict[tuple[str, Slot], dict[str, Literal]] = {}
        self.turns: dict[str, list[Turn]] = {teacher.id: [] for teacher in school.teachers}
        for station in school.service.stations.values():
            self._held[station.id] = booleans(model, station.slots)
            places = _places(school, station)
            for slot in station.slots:
                serve, venues = booleans(model, station.pool), booleans(model, places)
                self._serve[station.id, slot], self._venues[station.id, slot] = serve, venues
                for teacher_id, literal in serve.items():
                    self.turns[teacher_id].append(Turn(station, slot, literal))
        kinds, days = school.grant_kinds, range(1, 6)
        self._grants: dict[str, dict[tuple[int, GrantKind], Literal]] = {
            teacher.id: booleans(model, [(day, kind) for day in days for kind in kinds])
            for teacher in school.teachers
            if school.may_have_grants(teacher)
        }
        self._minutes: dict[str, cp_model.IntVar] = {}
        self._closing: dict[str, cp_model.IntVar] = {}

    def define(self) -> None:
        """Tie what is done in a session to its being held. Called once all decisions are made."""
        for station_id, slots in self._held.items():
            for slot, held in slots.items():
                for literals in (self._serve[station_id, slot], self._venues[station_id, slot]):
                    if literals:
                        total = cp_model.LinearExpr.sum(list(literals.values()))
                        self.model.add(total <= len(literals) * held)

    def held(self, station_id: str) -> dict[Slot, Literal]:
        """Return for each slot of a station whether a session is held."""
        return self._held[station_id]

    def serve(self, station_id: str, slot: Slot) -> dict[str, Literal]:
        """Return for each teacher of a station's pool whether he serves at a slot of it."""
        return self._serve[station_id, slot]

    def venues(self, station_id: str, slot: Slot) -> dict[str, Literal]:
        """Return for each venue that a session may choose whether it is there; none where it has no choice."""
        return self._venues[station_id, slot]

    def grants(self, teacher_id: str) -> dict[tuple[int, GrantKind], Literal]:
        """Return the flexible time that a teacher may have, by day and kind; none for people from outside."""
        return self._grants.get(teacher_id, {})

    # Sums over a teacher's week: made when first asked for, and no decisions.

    def minutes(self, teacher_id: str) -> cp_model.IntVar:
        """Return the minutes of service of a teacher in the week."""
        if teacher_id not in self._minutes:
            turns = [turn for turn in self.turns[teacher_id] if turn.station.kind in SERVICE]
            terms = [(turn.literal, self.school.period(turn.slot).minutes) for turn in turns]
            self._minutes[teacher_id] = self._sum(terms)
        return self._minutes[teacher_id]

    def closing(self, teacher_id: str) -> cp_model.IntVar:
        """Return what the time bank holds for a teacher at the end of the week, in `ServiceWeek.parts` of a minute."""
        if teacher_id not in self._closing:
            parts = self.school.service.parts
            terms = [
                (turn.literal, self.school.service.credit(turn.station, turn.slot)) for turn in self.turns[teacher_id]
            ]
            grants = self.grants(teacher_id).items()
            terms += [(literal, -parts * self.school.grant_minutes(kind)) for (_, kind), literal in grants]
            self._closing[teacher_id] = self._sum(terms, parts * self.school.teacher[teacher_id].balance)
        return self._closing[teacher_id]

    def _sum(self, terms: Sequence[tuple[Literal, int]], constant: int = 0) -> cp_model.IntVar:
        """Return a variable that equals a weighted sum of Booleans."""
        weights = [weight for _, weight in terms]
        least, most = sum(w for w in weights if w < 0), sum(w for w in weights if w > 0)
        total = self.model.new_int_var(constant + least, constant + most, "")
        self.model.add(total == constant + cp_model.LinearExpr.weighted_sum([x for x, _ in terms], weights))
        return total

    @cached_property
    def by_slot(self) -> dict[str, dict[Slot, list[Literal]]]:
        """What each teacher may serve at each slot."""
        found: dict[str, dict[Slot, list[Literal]]] = {}
        for teacher_id, turns in self.turns.items():
            slots: dict[Slot, list[Literal]] = defaultdict(list)
            for turn in turns:
                slots[turn.slot].append(turn.literal)
            found[teacher_id] = dict(slots)
        return found


def _places(school: School, station: Station) -> list[str]:
    """Return the venues among which a session chooses: those of its kind on its campus unless it names one."""
    if station.venue is not None or station.venue_kind is None or not station.slots:
        return []
    schedule = station.slots[0].schedule
    return [v.id for v in school.venues if v.kind == station.venue_kind and school.serves(v, schedule)]
