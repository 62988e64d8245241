"""Of whom a rule asks something, and how strongly: what a posted requirement and a violation are told by."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from scheduler.school import School
from scheduler.text import Text


class Level(StrEnum):
    """How binding a rule is: regulation cannot be switched off, hard must hold, soft costs its weight a unit."""

    REGULATION = "regulation"
    HARD = "hard"
    SOFT = "soft"


LEVEL_NAMES = {
    Level.REGULATION: Text("法规", "regulation"),
    Level.HARD: Text("硬性", "hard"),
    Level.SOFT: Text("软性", "soft"),
}


class OwnerKind(StrEnum):
    """Whom a part of a rule is about. The values are those of JSON output, where a station is called a post."""

    CLASS = "class"
    TEACHER = "teacher"
    VENUE = "venue"
    SUBJECT = "subject"
    COURSE = "course"
    MEETING = "meeting"
    GRADE = "grade"
    EXCLUSION = "exclusion"
    STATION = "post"
    SCHOOL = "school"


class Owner(NamedTuple):
    """Whom a constraint or a violation is about, so that a conflict can be told in those words."""

    kind: OwnerKind
    id: str


SCHOOL_OWNER = Owner(OwnerKind.SCHOOL, "")


def class_owner(class_id: str) -> Owner:
    """Return the owner for a class."""
    return Owner(OwnerKind.CLASS, class_id)


def teacher_owner(teacher_id: str) -> Owner:
    """Return the owner for a teacher."""
    return Owner(OwnerKind.TEACHER, teacher_id)


def course_owner(course_id: str) -> Owner:
    """Return the owner for a course."""
    return Owner(OwnerKind.COURSE, course_id)


def grade_owner(grade: int) -> Owner:
    """Return the owner for a grade."""
    return Owner(OwnerKind.GRADE, str(grade))


def station_owner(station_id: str) -> Owner:
    """Return the owner for a station of the after-school day: a group, a club, a patrol."""
    return Owner(OwnerKind.STATION, station_id)


def venue_owner(name: str) -> Owner:
    """Return the owner for a venue, or for all venues of a kind."""
    return Owner(OwnerKind.VENUE, name)


def owner_name(school: School, owner: Owner) -> Text:
    """Return how people call an owner."""
    if owner.kind is OwnerKind.SCHOOL:
        return Text("全校", "the school")
    if owner.kind is OwnerKind.GRADE:
        return Text(f"{owner.id} 年级", f"grade {owner.id}")
    if owner.kind is OwnerKind.STATION:
        return Text(school.service.stations[owner.id].title, school.service.stations[owner.id].title)
    if owner.kind is OwnerKind.COURSE:
        course = school.course[owner.id]
        return Text("、".join(course.classes) + course.subject, f"{', '.join(course.classes)} {course.subject}")
    return Text(owner.id, owner.id)
