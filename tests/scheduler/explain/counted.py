"""What the tests of counting share."""

from __future__ import annotations

from constraints.rule import OwnerKind
from scheduler.explain.counting import shortages
from scheduler.explain.shortage import Shortage
from scheduler.school import Mark, MarkLevel, MarkOwner, Period, School, Slot
from tests.schools import bell


def marked(kind: MarkOwner, owner: str, *slots: Slot) -> tuple[Mark, ...]:
    """Marks 禁 at some slots of the usual bell schedule."""
    periods: tuple[Period, ...] = bell().periods
    return tuple(
        Mark(
            owner_kind=kind,
            owner=owner,
            day=slot.day,
            start=periods[slot.period].start,
            end=periods[slot.period].end,
            level=MarkLevel.FORBIDDEN,
        )
        for slot in slots
    )


def only(school: School, kind: OwnerKind) -> Shortage:
    """The one thing that a school is short of, which is about somebody or something of a kind."""
    (found,) = shortages(school)
    assert found.owner.kind is kind, found
    return found


def told(found: Shortage) -> tuple[str, int, int]:
    """Whose shortage it is, how much is needed and how much there is."""
    return found.owner.id, found.needs, found.has
