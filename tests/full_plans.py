"""Plans that fill a school's week without being legal: enough to look at what is printed."""

from __future__ import annotations

from scheduler.plan import FlexGrant, MeetingPlacement, Placement, Plan
from scheduler.school import Course, School, Slot, Week
from tests.service_schools import full_service


def full_plan(school: School) -> Plan:
    """Every lesson at the first slot at which its classes are free; every free meeting at the first slot of the week; every
    station of the after-school day held; flexible time for each of the staff, on one day after the other."""
    used: dict[str, set[tuple[Slot, Week]]] = {klass.id: set() for klass in school.classes}
    slots_of: dict[str, list[Slot]] = {}
    for course in sorted(school.courses, key=lambda c: (-len(c.classes), c.week is Week.EVERY)):
        partner = course.together or course.pair
        slots = slots_of.get(partner) if partner else None
        if slots is None:
            slots = [s for s in school.course_slots(course) if all(_free(used[c], s, course) for c in course.classes)]
            slots = slots[: course.lessons]
        slots_of[partner or course.id] = slots
        for class_id in course.classes:
            used[class_id] |= {(slot, course.week) for slot in slots}
    placements = [
        Placement(course=course.id, slot=slot, venue=_venue(school, course))
        for course in school.courses
        for slot in slots_of[course.together or course.pair or course.id]
    ]
    meetings = [
        MeetingPlacement(meeting=meeting.id, slot=meeting.slot or school.lesson_slots[meeting.schedule][0])
        for meeting in school.meetings
    ]
    return full_service(school, placements=tuple(placements), meetings=tuple(meetings), grants=_grants(school))


def _grants(school: School) -> tuple[FlexGrant, ...]:
    kinds, staff = school.grant_kinds, [teacher.id for teacher in school.teachers if school.may_have_grants(teacher)]
    return tuple(
        FlexGrant(teacher=name, day=index % 5 + 1, kind=kinds[index // 5 % len(kinds)])
        for index, name in enumerate(staff if kinds else ())
    )


def _free(used: set[tuple[Slot, Week]], slot: Slot, course: Course) -> bool:
    return not any(taken == slot and week.meets(course.week) for taken, week in used)


def _venue(school: School, course: Course) -> str | None:
    kind = school.venue_kind_of(course)
    return course.venue or next((venue.id for venue in school.venues if venue.kind == kind), None)
