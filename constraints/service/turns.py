"""The turns of a teacher in a plan, for the rules on single teachers' service."""

from __future__ import annotations

from collections.abc import Container

from scheduler.plan import PlanView, ServiceSession
from scheduler.school import StationKind


def turns_of(
    view: PlanView, teacher_id: str, kinds: Container[StationKind] = frozenset(StationKind)
) -> list[ServiceSession]:
    """Return the sessions of a teacher at stations of some kinds; one that is noted several times, or names him twice, once."""
    found = {(s.station, s.slot): s for s in view.sessions_of(teacher_id, kinds)}
    return list(found.values())
