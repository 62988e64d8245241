"""How fair a school could be at best: proven bounds of the ranges of service minutes and of flexible balances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ortools.sat.python import cp_model

from constraints.catalogue import active_rules
from constraints.flex import flex_limit
from constraints.rule import ActiveRule
from constraints.service import (
    club_sessions,
    extended_care,
    morning_duty,
    service_adults,
    service_exempt,
    service_held,
    service_patrol,
    service_surplus,
    substitutes,
)
from constraints.service.service_exempt import is_exempt
from scheduler.engine.subsolve import Solvers
from scheduler.model.owner import Level
from scheduler.school import SERVICE, School, Slot, Station
from scheduler.school.shares import fair_shares, flexible_staff

WEEK_MINUTES = 7 * 24 * 60
# Together these rules say how many adults a week serve at each station: without one of them nothing is proven.
COUNTED = frozenset(
    {
        service_held.RULE.id,
        extended_care.RULE.id,
        club_sessions.RULE.id,
        service_patrol.RULE.id,
        substitutes.RULE.id,
        morning_duty.RULE.id,
        service_adults.RULE.id,
        service_surplus.RULE.id,
    }
)


@dataclass(frozen=True)
class Ranges:
    """Proven bounds in minutes: no plan has a smaller range between the largest and the smallest. None: not proven.

    `service` is of service minutes less the fair share, over the staff who serve; `balance` of the closing balances. A bound of 0
    says nothing and is None too.
    """

    service: int | None = None
    balance: int | None = None


def prove_ranges(school: School, solvers: Solvers, *, seed: int, seconds: float, deterministic: float) -> Ranges:
    """Return bounds of both ranges, each proven within the limits by a solve of its own.

    What is solved is the week's count: how often each teacher is at each station, whenever that is. Each plan has such a count, and
    it is so much smaller than the plan that the best one is often proven in a second.
    """
    hard = {active.rule.id: active for active in active_rules(school) if active.level is not Level.SOFT}
    if not set(hard) >= COUNTED:
        return Ranges()
    found: dict[str, int | None] = {}
    for name in ("service", "balance"):
        counts = _Counts(school, hard)
        terms = list(counts.loads() if name == "service" else counts.balances())
        if len(terms) > 1:
            counts.minimize_range(terms)
            answer = solvers.solve(counts.model, workers=1, seed=seed, seconds=seconds, deterministic=deterministic)
            found[name] = answer.bound // (1 if name == "service" else school.service.parts) or None
    return Ranges(**found)


class _Counts:
    """A model of how often a week each teacher serves at each station; times that earn differently are counted apart."""

    def __init__(self, school: School, hard: dict[str, ActiveRule]) -> None:
        self.school = school
        self.hard = hard
        self.model = cp_model.CpModel()
        self.of: dict[str, list[tuple[Station, Slot, cp_model.IntVar]]] = defaultdict(list)
        for station in school.service.stations.values():
            everybody: list[cp_model.IntVar] = []
            for slots in self._alike(station):
                serving = [self._count(station, slots, teacher) for teacher in station.pool]
                self.model.add(cp_model.LinearExpr.sum(serving) <= len(slots) * station.adults)
                everybody += serving
            wanted = station.sessions * station.adults
            if station.optional:
                self.model.add(cp_model.LinearExpr.sum(everybody) <= wanted)
            else:
                self.model.add(cp_model.LinearExpr.sum(everybody) == wanted)

    def _alike(self, station: Station) -> Iterable[list[Slot]]:
        """Return the slots of a station, those together that earn the same."""
        found: dict[int, list[Slot]] = defaultdict(list)
        for slot in station.slots:
            found[self.school.service.credit(station, slot)].append(slot)
        return found.values()

    def _count(self, station: Station, slots: list[Slot], teacher_id: str) -> cp_model.IntVar:
        exempt, teacher = self.hard.get(service_exempt.RULE.id), self.school.teacher[teacher_id]
        may = slots
        if exempt is not None:
            may = [slot for slot in slots if not is_exempt(self.school, teacher, station, slot)]
        count = self.model.new_int_var(0, min(station.sessions, len(may)), "")
        self.of[teacher_id].append((station, slots[0], count))
        return count

    def loads(self) -> Iterator[cp_model.LinearExpr]:
        """Yield for each of the staff who serve the minutes beyond the fair share."""
        for teacher_id, share in fair_shares(self.school).items():
            served = [(slot, count) for station, slot, count in self.of[teacher_id] if station.kind in SERVICE]
            yield cp_model.LinearExpr.sum([self.school.period(slot).minutes * count for slot, count in served]) - share

    def balances(self) -> Iterator[cp_model.LinearExpr]:
        """Yield the closing balance of each of the staff with flexible hours, in parts of a minute; a grant takes as much as its kind."""
        parts = self.school.service.parts
        kinds, limit = self.school.grant_kinds, self.hard.get(flex_limit.RULE.id)
        most = 5 * len(kinds) if limit is None else limit.parameters.most  # type: ignore[attr-defined]
        for teacher in flexible_staff(self.school):
            earned = [self.school.service.credit(station, slot) * count for station, slot, count in self.of[teacher.id]]
            grants = [self.model.new_int_var(0, min(5, most), "") for _ in kinds]
            self.model.add(cp_model.LinearExpr.sum(grants) <= most)
            used = [parts * self.school.grant_minutes(kind) * grant for kind, grant in zip(kinds, grants, strict=True)]
            yield parts * teacher.balance + cp_model.LinearExpr.sum(earned) - cp_model.LinearExpr.sum(used)

    def minimize_range(self, terms: Iterable[cp_model.LinearExpr]) -> None:
        """Seek the smallest range of some sums."""
        most = WEEK_MINUTES * self.school.service.parts
        highest, lowest = (self.model.new_int_var(-most, most, "") for _ in range(2))
        for each in terms:
            self.model.add(highest >= each)
            self.model.add(lowest <= each)
        self.model.minimize(highest - lowest)
