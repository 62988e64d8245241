"""How the service of a week is to be shared: who of the staff shares it, and how much of it is fair for each."""

from __future__ import annotations

from fractions import Fraction

from scheduler.school.people import ServiceDuty, StaffKind, Teacher
from scheduler.school.school import School
from scheduler.school.station import SERVICE, Station


def serving_staff(school: School) -> list[Teacher]:
    """Return the staff who share the service: not exempt, and in the pool of some station. People from outside are not meant."""
    return [
        teacher
        for teacher in school.teachers
        if teacher.kind is StaffKind.STAFF
        and teacher.service is not ServiceDuty.NONE
        and any(station.kind in SERVICE for station in school.service.teacher_stations[teacher.id])
    ]


def fair_shares(school: School) -> dict[str, int]:
    """Return the fair minutes of service a week of each of the staff who serve: all that is to be done, shared by FTE.

    Of a station that people from outside may take too the staff have their part, by heads.
    """
    staff = serving_staff(school)
    full_time = sum(teacher.fte for teacher in staff)
    total = sum(
        (
            staff_share(school, each) * minutes_needed(school, each)
            for each in school.service.stations.values()
            if each.kind in SERVICE
        ),
        Fraction(0),
    )
    return {teacher.id: round(total * teacher.fte / full_time) for teacher in staff}


def staff_share(school: School, station: Station) -> Fraction:
    """Return the part of a station that is for the school's own staff: as many as of its pool are."""
    if not station.pool:
        return Fraction(0)
    own = sum(school.teacher[name].kind is StaffKind.STAFF for name in station.pool)
    return Fraction(own, len(station.pool))


def minutes_needed(school: School, station: Station) -> int:
    """Return the minutes that all adults of a station serve together in a week."""
    return sum(school.period(slot).minutes for slot in station.slots[: station.sessions]) * station.adults


def flexible_staff(school: School) -> list[Teacher]:
    """Return who has flexible hours and so a balance in the time bank; nobody where the school has no working hours."""
    return [teacher for teacher in school.teachers if school.grant_kinds and school.may_have_grants(teacher)]


def homeroom_teachers(school: School) -> frozenset[str]:
    """Return the homeroom teachers of all classes."""
    return frozenset(klass.homeroom_teacher for klass in school.classes if klass.homeroom_teacher is not None)
