"""What the staff room wants to know: for each day who teaches what when, and who is free."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from scheduler.export.lessons import Entry, Lessons
from scheduler.plan.free import free_teachers
from scheduler.school import Slot, day_in_weeks
from scheduler.text import Text, clock_text


class LessonColumn(NamedTuple):
    """A lesson of a day: its number, when it begins, and who is free during all of it."""

    label: str
    clock: str
    free: tuple[str, ...]


class TeacherRow(NamedTuple):
    """A teacher's day: a cell for each lesson, then service and flexible time."""

    name: str
    cells: list[list[Entry]]


class StaffDay(NamedTuple):
    """A day of all teachers; `service` says whether the rows end with a cell of it."""

    day: int
    title: str
    columns: list[LessonColumn]
    service: str
    rows: list[TeacherRow]


def staff_days(lessons: Lessons) -> list[StaffDay]:
    """Return the days of the week on which anybody has anything."""
    places = lesson_places(lessons)
    days = sorted({day for day, _ in places} | service_days(lessons))
    return [_day(lessons, day, {number: slots for (at, number), slots in places.items() if at == day}) for day in days]


def lesson_places(lessons: Lessons) -> dict[tuple[int, int], list[Slot]]:
    """Return the slots of lessons by day and number, over all bell schedules of classes and meetings."""
    school, found = lessons.school, defaultdict(list)
    for name in sorted({k.schedule for k in school.classes} | {m.schedule for m in school.meetings}):
        for slot in school.lesson_slots[name]:
            found[slot.day, school.schedule[name].lesson_number(slot.day, slot.period)].append(slot)
    return dict(sorted(found.items()))


def service_days(lessons: Lessons) -> set[int]:
    """Return the days on which a plan has service or flexible time."""
    plan = lessons.view.plan
    return {each.slot.day for each in plan.sessions} | {each.day for each in plan.grants}


def _day(lessons: Lessons, day: int, places: dict[int, list[Slot]]) -> StaffDay:
    school = lessons.school
    serves = day in service_days(lessons)
    rows = []
    for teacher in school.teachers:
        cells = [
            [e for slot in slots for e in lessons.of_teacher_in_short(teacher.id, slot)] for slots in places.values()
        ]
        if serves:
            cells.append(lessons.service_in_short(teacher.id, day))
        if any(cells):
            rows.append(TeacherRow(teacher.id, cells))
    weeks = [school.week_at(slot) for slots in places.values() for slot in slots]
    return StaffDay(
        day,
        lessons.text(day_in_weeks(day, *weeks)),
        [_column(lessons, number, slots) for number, slots in places.items()],
        lessons.text(Text("服务", "Service")) if serves else "",
        rows,
    )


def _column(lessons: Lessons, number: int, slots: list[Slot]) -> LessonColumn:
    starts = {lessons.school.period(slot).start for slot in slots}
    free = [free_teachers(lessons.view, slot) for slot in slots]
    everywhere = tuple(name for name in free[0] if all(name in others for others in free[1:]))
    return LessonColumn(str(number), clock_text(starts.pop()) if len(starts) == 1 else "", everywhere)
