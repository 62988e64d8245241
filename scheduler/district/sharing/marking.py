"""Schools with the times closed at which their shared teachers are elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scheduler.district.sharing.days import WHOLE_DAY, DayPlan
from scheduler.district.sharing.nouns import SharedTeachers
from scheduler.school import Mark, MarkLevel, MarkOwner, School

Away = tuple[int, int, int, str]
"""A day (1 = Monday), from when to when in minutes, and the school at which somebody is then."""


def marked(
    school: School,
    name: str,
    shared: SharedTeachers,
    schools: Mapping[str, School],
    days: Mapping[tuple[str, int], DayPlan],
) -> School:
    """Return a school in which the time of each teacher that it shares is closed while he is elsewhere."""
    found: dict[str, list[Away]] = {}
    for teacher in shared.of(name):
        away = [(day, *each) for (who, day), plan in days.items() if who == teacher.name for each in plan.closed(name)]
        found[teacher.at[name].teacher] = [(day, start, end, schools[other].name) for day, start, end, other in away]
    return with_away(school, found)


def with_away(school: School, away: Mapping[str, Iterable[Away]]) -> School:
    """Return a school with these times, and no others, at which teachers are elsewhere; by the teachers' names there."""
    marks = [
        Mark(
            owner_kind=MarkOwner.TEACHER,
            owner=teacher,
            day=day,
            start=max(0, start),
            end=min(WHOLE_DAY, end),
            level=MarkLevel.FORBIDDEN,
            elsewhere=other,
        )
        for teacher, times in away.items()
        for day, start, end, other in times
        if start < end
    ]
    kept = [mark for mark in school.marks if mark.elsewhere is None]
    return school.model_copy(update={"marks": (*kept, *dict.fromkeys(marks))})
