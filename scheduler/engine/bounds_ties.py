"""The parts of what lessons and service cost together: person by person, as the days on which a part-timer comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from scheduler.engine.bounds_lessons import ALONE
from scheduler.engine.narrowed import NarrowedRows
from scheduler.engine.parts import Part, Relaxation, Term, least_of, projection
from scheduler.engine.supports import Item, ItemKind, Supports
from scheduler.school import School
from scheduler.text import Text

LESSONS, SERVICE = (ItemKind.COURSE, ItemKind.MEETING), (ItemKind.STATION, ItemKind.GRANTS)


def tie_parts(school: School, rows: NarrowedRows, supports: Supports, terms: Iterable[Term]) -> tuple[Part, ...]:
    """Return the parts of terms that neither lessons nor service decide alone, each with the decisions that do.

    What a person's lessons, service and flexible hours decide is his; what is nobody's goes by what decides it.
    """
    lessons, service = (supports.mask(i for i in supports.bit if i.kind in kinds) for kinds in (LESSONS, SERVICE))
    having = _people(school, supports)
    found: dict[tuple[str, int], list[Term]] = defaultdict(list)
    for term in terms:
        mask = supports.of(term.variable)
        if mask & lessons and mask & service:
            owner = next((each for each, own in having.items() if not mask & ~own), "")
            found[owner, 0 if owner else mask].append(term)
    return tuple(_part(owner, mine, rows, supports) for (owner, _), mine in found.items())


def _people(school: School, supports: Supports) -> dict[str, int]:
    """Return for each teacher what he teaches, attends and may serve at, those with the least first."""
    items: dict[str, list[Item]] = {}
    for teacher in school.teachers:
        items[teacher.id] = [Item(ItemKind.COURSE, course.id) for course in school.teacher_courses[teacher.id]]
        items[teacher.id] += [Item(ItemKind.MEETING, each.id) for each in school.teacher_meetings[teacher.id]]
        items[teacher.id] += [Item(ItemKind.GRANTS, teacher.id)]
    for station in school.service.stations.values():
        for name in station.pool:
            items[name].append(Item(ItemKind.STATION, station.id))
    masks = {name: supports.mask(own) for name, own in items.items()}
    return dict(sorted(masks.items(), key=lambda each: each[1].bit_count()))


def _part(owner: str, terms: list[Term], rows: NarrowedRows, supports: Supports) -> Part:
    mask = 0
    for term in terms:
        mask |= supports.of(term.variable)
    name = Text("课程与课后服务之间", "between lessons and service")
    if owner:
        name = Text(f"{owner}的课、服务与弹性时间", f"lessons, service and flexible hours of {owner}")
    relax = partial(_relax, rows, supports, mask)
    return Part(name, "tie", tuple(terms), least_of(rows, terms), relax, ALONE)


def _relax(rows: NarrowedRows, supports: Supports, mask: int) -> Relaxation:
    return projection(rows, supports.within(mask))
