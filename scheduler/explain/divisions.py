"""Parts of a school that may have no plan by themselves: a conflict is sought in these first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from constraints.catalogue import is_of_service, rule_by_id
from constraints.rule import OwnerKind
from scheduler.explain.requirements import Requirement
from scheduler.school import School

# What wants lessons held: without it a course asks for no time.
DEMANDS = ("hours_in_full", "hours_standard", "protected_subjects", "double_lessons")


def halves(keys: Sequence[Requirement]) -> tuple[tuple[Requirement, ...], tuple[Requirement, ...]]:
    """Return the requirements on lessons, and those on service and flexible hours."""
    lessons = tuple(key for key in keys if not is_of_service(rule_by_id()[key[0]]))
    return lessons, tuple(key for key in keys if is_of_service(rule_by_id()[key[0]]))


def demanding(keys: Sequence[Requirement]) -> bool:
    """Tell whether some requirement wants lessons held."""
    return any(rule in DEMANDS for rule, _ in keys)


def divisions(school: School, keys: Sequence[Requirement]) -> list[tuple[Requirement, ...]]:
    """Return parts of the requirements on lessons, each once: those in which only the lessons of some courses are wanted.

    What keeps other courses from being held anywhere stays in each part.
    """
    lessons = halves(keys)[0]
    parts = [_demanding(lessons, courses) for courses in _course_groups(school)]
    return list(dict.fromkeys(part for part in parts if demanding(part)))


def _demanding(lessons: Sequence[Requirement], courses: Collection[str]) -> tuple[Requirement, ...]:
    """Return the requirements without the demands of all other courses."""
    return tuple(
        (rule, owner)
        for rule, owner in lessons
        if rule not in DEMANDS or (owner.kind is OwnerKind.COURSE and owner.id in courses)
    )


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
