"""What the model does not decide is kept from an old plan where it can be: rooms of lessons, what is done in a session."""

from __future__ import annotations

from collections.abc import Collection

from constraints.audit import Report, audit
from scheduler.model.owner import Level
from scheduler.model.venues import assign_venues
from scheduler.plan import Placement, Plan, ServiceSession
from scheduler.school import School, Slot


def with_old_details(school: School, plan: Plan, old: Plan) -> Report:
    """Return the audit of a plan of the model in which what stayed keeps its room and its words.

    Where these break a rule they are given up: at the times of the broken rules first, then everywhere.
    """
    report = audit(school, _detailed(school, plan, old, ()))
    if report.compliant:
        return report
    broken = {slot for _, v in report.violations(Level.REGULATION, Level.HARD) for slot in v.slots}
    report = audit(school, _detailed(school, plan, old, broken))
    return report if report.compliant else audit(school, assign_venues(school, plan))


def _detailed(school: School, plan: Plan, old: Plan, anew: Collection[Slot]) -> Plan:
    """Return a plan with the old rooms and words of what stayed, but for these times; the other lessons get a room."""
    rooms = {(p.course, p.slot): p.venue for p in old.placements if p.slot not in anew}
    told = {(s.station, s.slot): s for s in old.sessions if s.slot not in anew}
    placements = tuple(
        Placement(course=p.course, slot=p.slot, venue=rooms.get((p.course, p.slot))) for p in plan.placements
    )
    sessions = tuple(_as_told(session, told.get((session.station, session.slot))) for session in plan.sessions)
    return assign_venues(school, plan.model_copy(update={"placements": placements, "sessions": sessions}))


def _as_told(session: ServiceSession, old: ServiceSession | None) -> ServiceSession:
    if old is None:
        return session
    same = set(old.adults) == set(session.adults)
    adults = old.adults if same else session.adults  # in the old order
    return session.model_copy(update={"title": old.title, "adults": adults, "venue": session.venue or old.venue})
