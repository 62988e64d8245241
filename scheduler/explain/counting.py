"""Why there can be no plan, as far as counting shows it: lessons against slots, venues and people, hours against the standard."""

from __future__ import annotations

from constraints.rule import OwnerKind
from scheduler.explain.count_courses import count_courses
from scheduler.explain.count_cover import count_cover
from scheduler.explain.count_groups import count_groups
from scheduler.explain.count_hours import count_hours
from scheduler.explain.count_service import count_service
from scheduler.explain.count_venues import count_venues
from scheduler.explain.openings import Openings
from scheduler.explain.shortage import Shortage
from scheduler.school import School

__all__ = ["Shortage", "shortages"]


def shortages(school: School) -> tuple[Shortage, ...]:
    """Return what a school is short of: each of them by itself leaves no plan. None does not mean that there is one.

    Only the regulation and the hard rules in use are looked at. What is told of a course is not told again of its class and
    teachers. Raises ValueError when a rule setting cannot be used.
    """
    openings = Openings(school)
    hours, courses = tuple(count_hours(openings)), tuple(count_courses(openings))
    short = frozenset(each.owner.id for each in courses)
    groups = tuple(count_groups(openings, short))
    crowded = frozenset(each.owner.id for each in groups if each.owner.kind is OwnerKind.CLASS)
    venues, cover = tuple(count_venues(openings, short)), tuple(count_cover(openings, crowded))
    return (*hours, *courses, *groups, *venues, *cover, *count_service(openings))
