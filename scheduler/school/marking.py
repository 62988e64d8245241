"""Marks as they are painted: what a slot bears, and a school with some slots painted anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from scheduler.school.bell import Interval, Slot
from scheduler.school.school import School
from scheduler.school.wishes import Mark, MarkLevel, MarkOwner
from scheduler.text import Text


def levels_at(school: School, kind: MarkOwner, owner: str, slot: Slot) -> frozenset[MarkLevel]:
    """Return the marks that touch any minute of a slot; mostly none or one."""
    return frozenset(level for level in MarkLevel if school.marked(kind, owner, slot, level))


def elsewhere_at(school: School, teacher_id: str, slot: Slot) -> str | None:
    """Return the other school at which a teacher is at a slot; None where he is at none."""
    day, start, end = school.interval(slot)
    marks = school.away_marks.get(teacher_id, ())
    return next((m.elsewhere for m in marks if m.day == day and m.start < end and start < m.end), None)


def why_closed(school: School, kind: MarkOwner, name: str, who: Text, slot: Slot) -> Text:
    """Return why a time is closed to somebody or something that is called `who`: the mark, or the other school."""
    other = elsewhere_at(school, name, slot) if kind is MarkOwner.TEACHER else None
    if other is not None:
        return Text(f"{who.zh}该时间在{other}", f"{who.en} is at {other} then")
    return Text(f"{who.zh}此时标了“禁”", f"{who.en} is marked as not available")


def painted(
    school: School, kind: MarkOwner, owners: Collection[str], slots: Iterable[Slot], level: MarkLevel | None
) -> School:
    """Return a school in which these slots bear this mark for these owners, and no other; without a level they bear none.

    Of a longer stretch of time what lies outside the slots stays.
    """
    times = [school.interval(slot) for slot in slots]
    return _with_times(school, kind, owners, times, level)


def with_marks_of(school: School, kind: MarkOwner, owner: str, other: str) -> School:
    """Return a school in which `owner` has the marks of `other` and none of his own."""
    kept = tuple(mark for mark in school.marks if (mark.owner_kind, mark.owner) != (kind, owner))
    taken = tuple(
        mark.model_copy(update={"owner": owner})
        for mark in school.marks
        if (mark.owner_kind, mark.owner) == (kind, other)
    )
    return school.model_copy(update={"marks": (*kept, *taken)})


def _with_times(
    school: School, kind: MarkOwner, owners: Collection[str], times: Collection[Interval], level: MarkLevel | None
) -> School:
    kept: list[Mark] = []
    for mark in school.marks:
        if mark.owner_kind is kind and mark.owner in owners:
            kept += _outside(mark, times)
        else:
            kept.append(mark)
    if level is not None:
        kept += [
            Mark(owner_kind=kind, owner=owner, day=day, start=start, end=end, level=level)
            for owner in owners
            for day, start, end in times
        ]
    return school.model_copy(update={"marks": tuple(dict.fromkeys(kept))})


def _outside(mark: Mark, times: Iterable[Interval]) -> Iterator[Mark]:
    """Yield what is left of a mark outside some times."""
    parts = [(mark.start, mark.end)]
    for day, start, end in times:
        if day == mark.day:
            parts = [
                piece
                for begin, stop in parts
                for piece in ((begin, min(stop, start)), (max(begin, end), stop))
                if piece[0] < piece[1]
            ]
    for begin, stop in parts:
        yield mark if (begin, stop) == (mark.start, mark.end) else mark.model_copy(update={"start": begin, "end": stop})
