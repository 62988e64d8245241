"""Parts of a school that may have no plan by themselves: a conflict is sought in these first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence

from constraints.catalogue import is_of_service, rule_by_id
from constraints.curriculum import hours_in_full, hours_standard, protected_subjects
from constraints.timetable import double_lessons
from constraints.timetable.venue_demand import demands
from scheduler.explanation.conflict.requirements import Requirement
from scheduler.explanation.counting.shortage import Shortage
from scheduler.model.owner import Owner, OwnerKind
from scheduler.school import Course, School

# What wants lessons held: without it a course asks for no time.
DEMANDS = (hours_in_full.RULE.id, hours_standard.RULE.id, protected_subjects.RULE.id, double_lessons.RULE.id)


def divisions(school: School, keys: Sequence[Requirement]) -> list[tuple[Requirement, ...]]:
    """Return parts of some requirements, the larger first: service beside what stands fixed; lessons; service; the lessons of
    some courses; some stations of service.

    What keeps other courses and stations from being held anywhere stays in each part.
    """
    lessons = tuple(key for key in keys if not is_of_service(rule_by_id()[key[0]]))
    service = tuple(key for key in keys if is_of_service(rule_by_id()[key[0]]))
    beside = tuple(key for key in keys if key[0] not in DEMANDS) if service else ()
    parts = [beside, lessons, service]
    parts += [_of_courses(lessons, courses) for courses in _course_groups(school)]
    parts += [_of_stations(beside, stations) for stations in _station_groups(school)]
    return list(dict.fromkeys(part for part in parts if part and len(part) < len(keys)))


def short_part(school: School, keys: Sequence[Requirement], shortage: Shortage) -> tuple[Requirement, ...]:
    """Return what a counting argument speaks of: its rules, and of lessons only those of whom it is about."""
    found = tuple(key for key in keys if key[0] in shortage.rules)
    return _of_courses(found, _courses_of(school, shortage.owner)) or found


def _courses_of(school: School, owner: Owner) -> set[str]:
    """Return the courses that somebody or something has a part in."""
    if owner.kind is OwnerKind.CLASS:
        return {course.id for course in school.class_courses[owner.id]}
    if owner.kind is OwnerKind.TEACHER:
        return _taught_by(school, [owner.id])
    if owner.kind is OwnerKind.VENUE:
        asking = [each for each in demands(school) if owner.id in (each.title, *(venue.id for venue in each.venues))]
        return {course.id for each in asking for course in each.courses if course.venue in (None, owner.id)}
    if owner.kind is OwnerKind.MEETING:
        return _taught_by(school, next(each.teachers for each in school.meetings if each.id == owner.id))
    names: dict[OwnerKind, Callable[[Course], str | None]] = {
        OwnerKind.COURSE: lambda course: course.id,
        OwnerKind.SUBJECT: lambda course: course.subject,
        OwnerKind.GRADE: lambda course: str(school.grade_of(course)),
    }
    name = names.get(owner.kind)
    return set() if name is None else {course.id for course in school.courses if name(course) == owner.id}


def _of_courses(lessons: Sequence[Requirement], courses: Collection[str]) -> tuple[Requirement, ...]:
    """Return the requirements without the demands of all other courses; nothing where these demand nothing."""
    wanted = {key for key in lessons if key[0] in DEMANDS and key[1].kind is OwnerKind.COURSE and key[1].id in courses}
    return tuple(key for key in lessons if key in wanted or key[0] not in DEMANDS) if wanted else ()


def _of_stations(keys: Sequence[Requirement], stations: Collection[str]) -> tuple[Requirement, ...]:
    """Return the requirements without those on all other stations; nothing where none are on these."""
    found = tuple(key for key in keys if key[1].kind is not OwnerKind.STATION or key[1].id in stations)
    return found if any(owner.kind is OwnerKind.STATION for _, owner in found) else ()


def _station_groups(school: School) -> Iterator[set[str]]:
    """Yield stations that compete for people: those of one kind, and those of a grade."""
    groups: dict[str, set[str]] = defaultdict(set)
    for station in school.service.stations.values():
        groups[str(station.kind)].add(station.id)
        for grade in station.grades:
            groups[str(grade)].add(station.id)
    yield from groups.values()


def _course_groups(school: School) -> Iterator[set[str]]:
    """Yield courses that compete for something: a kind of place, an exclusion, a meeting, a subject's teachers, a grade's time."""
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for course in school.courses:
        kind = school.venue_kind_of(course)
        if kind is not None:
            groups["venue", kind].add(course.id)
        groups["subject", course.subject].add(course.id)
        groups["grade", str(school.grade_of(course))].add(course.id)
    for exclusion in school.exclusions:
        groups["exclusion", exclusion.id] = {*exclusion.courses, *_taught_by(school, exclusion.teachers)}
    for meeting in school.meetings:
        groups["meeting", meeting.id] = _taught_by(school, meeting.teachers)
    order = ("venue", "exclusion", "meeting", "subject", "grade")
    for _, courses in sorted(groups.items(), key=lambda item: order.index(item[0][0])):
        yield courses


def _taught_by(school: School, teachers: Collection[str]) -> set[str]:
    return {course.id for teacher in teachers for course in school.teacher_courses[teacher]}
