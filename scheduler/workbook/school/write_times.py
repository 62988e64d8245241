"""Divides marks between 教师时间, a cell for each lesson, and 时间段, which says stretches of time that are no lesson."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scheduler.school import Mark, MarkOwner, School, Slot
from scheduler.text import clock_text
from scheduler.workbook.school.form import Value
from scheduler.workbook.spelling import MARK_LEVEL_WORDS, MARK_OWNER_WORDS, course_name, days_text, slot_heading

Row = dict[str, Value]


class Times(NamedTuple):
    """The rows of both sheets."""

    matrix: list[Row]
    others: list[Row]


def time_headings(school: School) -> tuple[str, ...]:
    """Return 周一第1节 and so on: every lesson that some class has, in the order of the week."""
    used = {klass.schedule for klass in school.classes} or set(school.schedule)
    found = {
        (slot.day, school.schedule[name].lesson_number(slot.day, slot.period))
        for name in used
        for slot in school.lesson_slots[name]
    }
    return tuple(slot_heading(day, number) for day, number in sorted(found))


def divide_marks(school: School) -> Times:
    """Return the rows for all marks, in the order of the marks' owners."""
    slots = _slots(school)
    headings = set(time_headings(school))
    rows: dict[tuple[MarkOwner, str, str], Row] = {}
    others: list[Mark] = []
    for mark in school.marks:
        for slot in slots.get((mark.day, mark.start, mark.end), ()):
            heading = slot_heading(slot.day, school.schedule[slot.schedule].lesson_number(slot.day, slot.period))
            row = rows.setdefault((mark.owner_kind, mark.owner, slot.schedule), _row(school, mark, slot.schedule))
            word = MARK_LEVEL_WORDS[mark.level].zh
            if heading in headings and row.get(heading) in (None, word):
                row[heading] = word
                break
        else:
            others.append(mark)
    return Times([row for row in rows.values() if len(row) > 3], list(_ranges(school, others)))


def _owner(school: School, mark: Mark) -> str:
    if mark.owner_kind is MarkOwner.COURSE:
        return course_name(school, school.course[mark.owner])
    return mark.owner


def _slots(school: School) -> dict[tuple[int, int, int], list[Slot]]:
    """Return the lessons that fill a stretch of time exactly."""
    found: dict[tuple[int, int, int], list[Slot]] = {}
    for slots in school.lesson_slots.values():
        for slot in slots:
            day, start, end = school.interval(slot)
            found.setdefault((day, start, end), []).append(slot)
    return found


def _row(school: School, mark: Mark, schedule: str) -> Row:
    return {
        "kind": MARK_OWNER_WORDS[mark.owner_kind].zh,
        "owner": _owner(school, mark),
        "schedule": schedule if len(school.schedules) > 1 else None,
    }


def _ranges(school: School, marks: list[Mark]) -> Iterator[Row]:
    """Yield the rows of 时间段; days with the same hours share a row."""
    days: dict[tuple[object, ...], list[Mark]] = {}
    for mark in marks:
        days.setdefault((mark.owner_kind, mark.owner, mark.start, mark.end, mark.level), []).append(mark)
    for alike in days.values():
        mark = alike[0]
        yield {
            "kind": MARK_OWNER_WORDS[mark.owner_kind].zh,
            "owner": _owner(school, mark),
            "days": days_text(each.day for each in alike),
            "start": clock_text(mark.start),
            "end": clock_text(mark.end),
            "level": MARK_LEVEL_WORDS[mark.level].zh,
        }
