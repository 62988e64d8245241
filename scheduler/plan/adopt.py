"""A plan that was made for a school as it was, read for the school as it is now."""

from __future__ import annotations

from collections import Counter

from scheduler.plan.plan import MeetingPlacement, Placement, Plan, ServiceSession, StrayLesson
from scheduler.school import Course, School, Slot


def adopted(school: School, plan: Plan) -> Plan:
    """Return what a plan says of this school, as far as the school's model can say it.

    Lessons that no course explains (their teacher has changed) become those of the course of their class and subject that lacks
    some; a joint lesson that was noted for some of its classes is held for all. What the school no longer knows is left out;
    lessons that nobody explains stay strays.
    """
    placements: list[Placement] = []
    noted: set[tuple[str, Slot]] = set()
    for placement in plan.placements:
        if placement.course not in school.course or not _is_known(school, placement.slot):
            continue
        key = (placement.course, placement.slot)
        if placement.classes and key in noted:
            continue
        noted.add(key)
        placements.append(placement.model_copy(update={"classes": (), "venue": _venue(school, placement.venue)}))
    strays = _explained(school, plan, placements)
    meetings = {meeting.id for meeting in school.meetings}
    held = tuple(
        MeetingPlacement(meeting=m.meeting, slot=m.slot)
        for m in plan.meetings
        if m.meeting in meetings and _is_known(school, m.slot)
    )
    sessions = tuple(session for each in plan.sessions for session in _session(school, each))
    grants = tuple(g for g in plan.grants if g.teacher in school.teacher and g.kind in school.grant_kinds)
    return Plan(placements=tuple(placements), meetings=held, strays=strays, sessions=sessions, grants=grants)


def _explained(school: School, plan: Plan, placements: list[Placement]) -> tuple[StrayLesson, ...]:
    """Place the strays that a course explains; return the others."""
    held = {(p.course, p.slot) for p in placements}
    times = Counter(course for course, _ in held)
    left: list[StrayLesson] = []
    for stray in sorted(plan.strays, key=lambda stray: (stray.class_id, stray.slot, stray.subject)):
        if stray.class_id not in school.school_class or not _is_known(school, stray.slot):
            continue
        alike = [course for course in school.class_courses[stray.class_id] if course.subject == stray.subject]
        if any(len(course.classes) > 1 and (course.id, stray.slot) in held for course in alike):
            continue  # another class of the same joint lesson
        lacking = [c for c in alike if times[c.id] < c.lessons and (c.id, stray.slot) not in held]
        if not lacking:
            left.append(stray)
            continue
        course = min(lacking, key=lambda course: _unlike(course, stray, times[course.id]))
        held.add((course.id, stray.slot))
        times[course.id] += 1
        placements.append(Placement(course=course.id, slot=stray.slot))
    return tuple(left)


def _unlike(course: Course, stray: StrayLesson, held: int) -> tuple[bool, int]:
    return (stray.teacher not in course.teachers, held - course.lessons)


def _session(school: School, session: ServiceSession) -> tuple[ServiceSession, ...]:
    if session.station not in school.service.stations or not _is_known(school, session.slot):
        return ()
    adults = tuple(adult for adult in session.adults if adult in school.teacher)
    venue = _venue(school, session.venue)
    return (session.model_copy(update={"adults": adults, "venue": venue}),)


def _venue(school: School, venue: str | None) -> str | None:
    return venue if venue in school.venue else None


def _is_known(school: School, slot: Slot) -> bool:
    schedule = school.schedule.get(slot.schedule)
    return schedule is not None and slot.period < len(schedule.periods)
