"""The watch that goes with a moved lesson: a class has an adult with it at just those slots at which it has no lesson before service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from typing import NamedTuple

from constraints.rule import ActiveRule, Violation
from constraints.timetable import pupils_watched
from scheduler.engine.differences import Difference
from scheduler.engine.local_audit import LocalAudit, Moved
from scheduler.engine.service_window import Changed, ServiceAudit, looks_at_service
from scheduler.plan import Placement, Plan, PlanView, ServiceSession
from scheduler.plan.free import free_teachers
from scheduler.plan.layout import tells_service
from scheduler.school import ROTAS, School, Slot, Station, Week
from scheduler.text import Text

MOST_TRIED = 24  # adults, or sets of them, until the watch is given up
_Held = dict[Slot, list[Placement]]


class Watches(NamedTuple):
    """What becomes of the watch when lessons move: sessions that are held no more, and others."""

    dropped: tuple[ServiceSession, ...] = ()
    added: tuple[ServiceSession, ...] = ()

    def apply(self, plan: Plan) -> Plan:
        """Return a plan with these changes."""
        if not self.dropped and not self.added:
            return plan
        kept = (session for session in plan.sessions if session not in self.dropped)
        return plan.model_copy(update={"sessions": (*kept, *self.added)})

    def texts(self, school: School) -> Iterator[Text]:
        """Yield each watch that is held no more, and each that is new, in words."""
        for sessions, zh, en in ((self.dropped, "不再看护", "no longer watched"), (self.added, "看护", "watched")):
            for session in sessions:
                where, (name,) = school.slot_text(session.slot), school.service.stations[session.station].classes
                adults = "、".join(session.adults)
                yield Text(f"{name} {where.zh}{zh}（{adults}）", f"{name} {where.en} {en} ({adults})")


NO_WATCHES = Watches()


@dataclass(frozen=True)
class Watched:
    """What moved lessons change together with the watch, all of it legal."""

    watches: Watches
    cost: int


class _Wanted(NamedTuple):
    """What moved lessons ask of the watch: sessions that are superfluous then, slots that miss one and who may take it."""

    dropped: list[ServiceSession]
    missing: list[tuple[Slot, Station | None]]


class WatchKeeper:
    """Moves the watch with the lessons of one plan, of which `audit` is the audit."""

    def __init__(self, school: School, plan: Plan, audit: LocalAudit) -> None:
        self.school = school
        self.plan = plan
        self.audit = audit
        self.keeps = tells_service(plan) and any(each.rule is pupils_watched.RULE for each, _ in audit.rules)
        self._view = PlanView(school, plan)
        self._strays = {(stray.class_id, stray.slot) for stray in plan.strays}
        self._days: dict[str, list[pupils_watched.Day]] = {}

    def with_watch(self, moved: Moved) -> Watched | None:
        """Return what moved lessons change with the watch that they need; None if that is not legal, or if they need no other."""
        wanted = self._wanted(moved)
        if not (wanted.dropped or wanted.missing):
            return None
        lessons = self.audit.difference(moved, only_legal=True, without=looks_at_service)
        if lessons is None:
            return None
        after = self._after(moved, wanted)
        choices = [self._free(after, slot, station, wanted) for slot, station in wanted.missing]
        for adults in islice(product(*choices), MOST_TRIED):
            added = tuple(
                ServiceSession(station=station.id, slot=slot, adults=(adult,))
                for (slot, station), adult in zip(wanted.missing, adults, strict=True)
                if station is not None
            )
            watches = Watches(tuple(wanted.dropped), added)
            found = self._service.difference(self._changed(watches, after, moved), only_legal=True)
            if found is not None:
                return Watched(watches, lessons.cost + found.cost)
        return None

    def explained(self, moved: Moved, found: Difference) -> Difference:
        """Return what moved lessons break, with the reason why nobody can watch a class that they leave alone."""
        if not any(active.rule is pupils_watched.RULE for active, _ in found.broken):
            return found
        wanted = self._wanted(moved)
        after = self._after(moved, wanted)
        tried = all(looks_at_service(active.rule) for active, _ in found.broken)
        reasons = {}
        for slot, station in wanted.missing:
            free = self._free(after, slot, station, wanted)
            if station is not None and (tried or not free):
                reasons[station.classes[0], slot] = _reason(station, free)
        return found._replace(broken=tuple(_with_reason(each, reasons) for each in found.broken))

    # What is wanted.

    def _wanted(self, moved: Moved) -> _Wanted:
        wanted = _Wanted([], [])
        if not self.keeps:
            return wanted
        placements = {index: (self.plan.placements[index], after) for index, after in moved.items()}
        for class_id in {name for p in moved.values() for name in self._attending(p)}:
            mine = [(old, new) for old, new in placements.values() if class_id in self._attending(old)]
            before = {s: list(held) for s, held in self._view.of_class[class_id].items() if held}
            after = {s: [p for p in held if all(p is not old for old, _ in mine)] for s, held in before.items()}
            for _, new in mine:
                after.setdefault(new.slot, []).append(new)
            self._compare(class_id, before, {slot: held for slot, held in after.items() if held}, wanted)
        return wanted

    def _attending(self, placement: Placement) -> tuple[str, ...]:
        return placement.classes or self.school.course[placement.course].classes

    def _compare(self, class_id: str, before: _Held, after: _Held, wanted: _Wanted) -> None:
        """Add what a class wants that has lessons at other slots."""
        strays = {slot for name, slot in self._strays if name == class_id}
        for day in self._days_of(class_id):
            was = pupils_watched.free_at_end(day.slots, before.keys() | strays)
            for slot in pupils_watched.free_at_end(day.slots, after.keys() | strays):
                station = day.watch.get(slot)
                if slot not in was and not self._sessions(station, slot):
                    wanted.missing.append((slot, station))
            for slot, station in day.watch.items():
                if self._is_whole(after, slot) and not self._is_whole(before, slot):
                    wanted.dropped.extend(self._sessions(station, slot))

    def _is_whole(self, held: _Held, slot: Slot) -> bool:
        """Tell whether a class has a lesson at a slot in every week."""
        return any(self.school.course[p.course].week is Week.EVERY for p in held.get(slot, ()))

    def _days_of(self, class_id: str) -> list[pupils_watched.Day]:
        if class_id not in self._days:
            self._days[class_id] = list(pupils_watched.days_of(self.school, class_id))
        return self._days[class_id]

    def _sessions(self, station: Station | None, slot: Slot) -> list[ServiceSession]:
        return [s for s in self._view.of_station[station.id] if s.slot == slot] if station is not None else []

    # Who takes it.

    def _after(self, moved: Moved, wanted: _Wanted) -> Plan:
        """Return the plan with moved lessons and without the watch that is superfluous then."""
        placements = tuple(moved.get(index, p) for index, p in enumerate(self.plan.placements))
        return Watches(tuple(wanted.dropped)).apply(self.plan.model_copy(update={"placements": placements}))

    def _free(self, after: Plan, slot: Slot, station: Station | None, wanted: _Wanted) -> list[str]:
        """Return who of those who may watch at a slot is free then: first who watched before, then who watches least."""
        if station is None:
            return []
        view = PlanView(self.school, after)
        leaving = {adult for session in wanted.dropped for adult in session.adults}
        free = set(free_teachers(view, slot))
        pool = [adult for adult in station.pool if adult in free]
        return sorted(pool, key=lambda adult: (adult not in leaving, len(view.sessions_of(adult, ROTAS))))

    def _changed(self, watches: Watches, after: Plan, moved: Moved) -> Changed:
        sessions = (*watches.dropped, *watches.added)
        people = {adult for session in sessions for adult in session.adults}
        people |= {teacher for p in moved.values() for teacher in self.school.course[p.course].teachers}
        stations = frozenset(session.station for session in sessions)
        plan = Watches(added=watches.added).apply(after)
        return Changed(plan, frozenset(people), stations, times=True, lessons=True)

    @cached_property
    def _service(self) -> ServiceAudit:
        return ServiceAudit(self.school, self.plan)


def _reason(station: Station, free: list[str]) -> Text:
    """Return why none of those who may watch does; `free` are those who are free then."""
    if not free:
        many = len(station.pool)
        return Text(f"；能看护的 {many} 位教师这时都有事", f"; the {many} teachers who could watch are all busy then")
    names, more = "、".join(free[:3]), Text("等", " and others") if len(free) > 3 else Text("", "")
    return Text(
        f"；这时有空的{names}{more.zh}去看护，会违反别的规定",
        f"; those who are free then ({names}{more.en}) would break another rule by watching",
    )


def _with_reason(
    broken: tuple[ActiveRule, Violation], reasons: dict[tuple[str, Slot], Text]
) -> tuple[ActiveRule, Violation]:
    active, violation = broken
    if active.rule is not pupils_watched.RULE or len(violation.classes) != 1 or len(violation.slots) != 1:
        return broken
    reason = reasons.get((violation.classes[0], violation.slots[0])) if violation.of_absence else None
    if reason is None:
        return broken
    words = Text(violation.text.zh + reason.zh, violation.text.en + reason.en)
    return active, violation._replace(text=words)
