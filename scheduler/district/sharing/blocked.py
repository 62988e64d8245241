"""What a school without a plan cannot bear of its shared teachers' absence: a cut for whoever shares them out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from constraints.flex import flex_free
from constraints.service import service_unavailable
from constraints.service.serving import duty_slots
from constraints.timetable import unavailable
from scheduler.district.sharing.marking import Away, with_away
from scheduler.engine.result import Status
from scheduler.explanation.conflict.conflict import seek_conflict, stands
from scheduler.explanation.counting.counting import shortages
from scheduler.explanation.halving import needed
from scheduler.model.owner import OwnerKind
from scheduler.school import HalfDay, Interval, MarkLevel, MarkOwner, School, Slot
from scheduler.school.marking import elsewhere_at
from scheduler.text import Text

SECONDS = 60.0
BINDING = (unavailable.RULE.id, service_unavailable.RULE.id, flex_free.RULE.id)

Reach = tuple[str, Slot]
"""A teacher, by his name at the school, at a slot of it."""


class Blocked(NamedTuple):
    """A school has no plan as long as all these are closed: proven. None are where nobody's absence is to blame.

    `cause` says the requirements that conflict, as the school would be told them.
    """

    school: str
    closed: frozenset[Reach]
    cause: Text | None = None


def blocked_by(
    name: str, school: School, *, seconds: float = SECONDS, workers: int | None = None, seed: int = 1
) -> Blocked:
    """Return what a school, which was proven to have no plan, cannot bear of the time that its shared teachers are elsewhere.

    It is the least that is found in some seconds; all of it where no conflict is. `name` is that of the school's workbook.
    """
    everything = all_closed(name, school)
    found = seek_conflict(school, seconds=seconds, workers=workers, seed=seed, short=shortages(school))
    if found.status is not Status.INFEASIBLE or found.conflict is None:
        return everything
    members = found.conflict.members
    keys = [(member.rule.rule.id, member.owner) for member in members]
    cause = Text("；".join(m.text.zh for m in members), "; ".join(m.text.en for m in members))
    binding = {owner.id for rule, owner in keys if rule in BINDING and owner.kind is OwnerKind.TEACHER}
    teachers = [teacher for teacher in school.away_marks if teacher in binding]

    def is_conflict(halves: Iterable[tuple[str, HalfDay]]) -> bool:
        return stands(_away_then(school, halves), keys, seed)

    halves = sorted({(teacher, school.half_day(slot)) for teacher, slot in _closed(school, teachers)})
    if not halves or is_conflict([]):
        return Blocked(name, frozenset(), cause)
    least = needed(halves, is_conflict)
    return Blocked(name, frozenset(_closed(_away_then(school, least), teachers)), cause)


def all_closed(name: str, school: School) -> Blocked:
    """Return all of the time that the shared teachers of a school without a plan are elsewhere."""
    return Blocked(name, frozenset(_closed(school, school.away_marks)))


def _closed(school: School, teachers: Iterable[str]) -> list[Reach]:
    """Return the slots that are closed to some teachers because they are elsewhere, and that their own marks leave open."""
    own = with_away(school, {})
    return [
        (teacher, slot)
        for teacher in teachers
        for slot in duty_slots(school, teacher)
        if elsewhere_at(school, teacher, slot) is not None
        and not own.marked(MarkOwner.TEACHER, teacher, slot, MarkLevel.FORBIDDEN)
    ]


def _away_then(school: School, halves: Iterable[tuple[str, HalfDay]]) -> School:
    """Return a school whose teachers are elsewhere only at those of their slots that fall in some half-days."""
    wanted = set(halves)
    away: dict[str, list[Away]] = defaultdict(list)
    for teacher, marks in school.away_marks.items():
        times: dict[Interval, None] = {
            school.interval(slot): None
            for slot in duty_slots(school, teacher)
            if (teacher, school.half_day(slot)) in wanted
        }
        for mark in marks:
            for day, start, end in times:
                if mark.day == day and mark.start < end and start < mark.end:
                    piece = (day, max(start, mark.start), min(end, mark.end))
                    away[teacher].append((*piece, mark.elsewhere or ""))
    return with_away(school, away)
