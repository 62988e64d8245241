"""Why there can be no plan, as far as counting shows it: lessons against slots, venues and people, hours against the standard."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

from scheduler.explanation.counting.courses import count_courses, course_name
from scheduler.explanation.counting.cover import count_cover
from scheduler.explanation.counting.groups import count_groups
from scheduler.explanation.counting.hours import count_hours
from scheduler.explanation.counting.openings import Openings
from scheduler.explanation.counting.service import count_service
from scheduler.explanation.counting.shortage import Shortage
from scheduler.explanation.counting.sport import count_sport
from scheduler.explanation.counting.venues import count_venues
from scheduler.model.owner import OwnerKind, owner_name
from scheduler.school import School
from scheduler.school.wording import names
from scheduler.text import Text

__all__ = ["Shortage", "shortages"]

COUNTERS = {
    OwnerKind.CLASS: "个班",
    OwnerKind.COURSE: "门课",
    OwnerKind.TEACHER: "位教师",
    OwnerKind.GRADE: "个年级",
    OwnerKind.STATION: "个组",
}


def shortages(school: School) -> tuple[Shortage, ...]:
    """Return what a school is short of: each of them by itself leaves no plan. None does not mean that there is one.

    Only the regulation and the hard rules in use are looked at. What is told of a course is not told again of its class and
    teachers, and what has one cause is told once. Raises ValueError when a rule setting cannot be used.
    """
    openings = Openings(school)
    hours, courses = (*count_hours(openings), *count_sport(openings)), tuple(count_courses(openings))
    short = frozenset(each.owner.id for each in courses)
    groups = tuple(count_groups(openings, short))
    crowded = frozenset(each.owner.id for each in groups if each.owner.kind is OwnerKind.CLASS)
    venues, cover = tuple(count_venues(openings, short)), tuple(count_cover(openings, crowded))
    return _told_once(school, (*hours, *courses, *groups, *venues, *cover, *count_service(openings)))


def _told_once(school: School, found: Sequence[Shortage]) -> tuple[Shortage, ...]:
    """Return the first shortage of each cause, with the owners of the others."""
    alike: dict[Hashable, list[Shortage]] = {}
    for number, each in enumerate(found):
        key = number if each.cause is None else (each.owner.kind, each.cause)
        alike.setdefault(key, []).append(each)
    return tuple(_with_others(school, first, rest) for first, *rest in alike.values())


def _with_others(school: School, first: Shortage, rest: Sequence[Shortage]) -> Shortage:
    others = tuple(dict.fromkeys(each.owner for each in rest if each.owner != first.owner))
    if not others:
        return first
    courses = first.owner.kind is OwnerKind.COURSE
    named = [course_name(school.course[o.id]) if courses else owner_name(school, o) for o in others]
    zh, en = names([name.zh for name in named], COUNTERS.get(first.owner.kind, "")), names([name.en for name in named])
    text = Text(f"{first.text.zh}；{zh.zh}也是这样", f"{first.text.en}; the same with {en.en}")
    return replace(first, text=text, others=others)
