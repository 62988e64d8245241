"""Finds the lesson slots that people name: 周三第5节, in the bell schedule of whoever it is about."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.school import BellSchedule, MarkOwner, Slot
from scheduler.text import Text, day_name
from scheduler.workbook.notation import NamedSlot, NotationError, read_lesson_number
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.tables import Cell


def find_slot(schedule: BellSchedule, named: NamedSlot) -> Slot | None:
    """Return the slot of a lesson that is named by its number in the day, or in the afternoon; None when there is none.

    下午第5节 of a day whose afternoon has fewer lessons is the fifth of the day.
    """
    day = schedule.lessons_on(named.day)
    afternoon = [period for period in day if schedule.part(period) == 1]
    if named.part == 1 and 1 <= named.number <= len(afternoon):
        return Slot(schedule.id, named.day, afternoon[named.number - 1])
    period = next((each for each in day if schedule.lesson_number(named.day, each) == named.number), None)
    if period is None or (named.part == 0 and schedule.part(period) == 1):
        return None
    return Slot(schedule.id, named.day, period)


def find_slots(draft: Draft, cell: Cell, schedules: Iterable[BellSchedule], named: NamedSlot) -> list[Slot]:
    """Return the slot in each schedule that has it; none, told, when no schedule does."""
    schedules = list(schedules)
    found = [slot for schedule in schedules if (slot := find_slot(schedule, named)) is not None]
    doubtful = next((s for s in schedules if len(lessons_named(s, named.day, named.number)) > 1), None)
    if doubtful is not None and named.part is None:
        _tell_ambiguous(draft, cell, doubtful, named)
        return []
    if not found and schedules and not draft.schedules_broken:
        schedule = schedules[0]
        day = day_name(named.day)
        held = len(schedule.lessons_on(named.day))
        draft.report.error(
            cell,
            Text(
                f"作息里没有{day.zh}第{named.number}节（{day.zh}有 {held} 节课）",
                f"There is no lesson {named.number} on {day.en}, which has {held}",
            ),
            Text("改成作息表里有的节次，或在“作息”表里加上这一节", "Name a lesson of the day, or add it to 作息"),
        )
    return found


def lessons_named(schedule: BellSchedule, day: int, number: int) -> list[int]:
    """Return the lessons of a day that 作息 itself calls by one number: 第1节 of the morning and of the afternoon."""
    return [index for index in schedule.lessons_on(day) if _number_in(schedule.periods[index].name) == number]


def _number_in(name: str) -> int | None:
    try:
        number, part = read_lesson_number(name)
    except NotationError:
        return None
    return None if part is not None else number


def _tell_ambiguous(draft: Draft, cell: Cell, schedule: BellSchedule, named: NamedSlot) -> None:
    draft.report.once(
        ("named twice", cell.sheet, schedule.id, named.number),
        cell,
        Text(
            f"作息“{schedule.id}”里有几个“第{named.number}节”，看不出是哪一个",
            f"The bell schedule “{schedule.id}” has several lessons {named.number}",
        ),
        Text(
            f"写成 上午第{named.number}节 或 下午第{named.number}节，或在“作息”表里把节次接着数",
            f"Write 上午第{named.number}节 or 下午第{named.number}节, or number the lessons of 作息 through the day",
        ),
    )


def schedules_of(draft: Draft, kind: MarkOwner, owner: str) -> list[BellSchedule]:
    """Return the bell schedules that matter for the time of a teacher, a class, a subject, a venue or a course."""
    used = list(draft.used_schedules()) or list(draft.schedules.values())
    if kind is MarkOwner.CLASS:
        named = draft.classes[owner].schedule
        return [schedule for schedule in used if schedule.id == named]
    if kind is MarkOwner.COURSE:
        named = draft.schedule_of(next(course for course in draft.courses if course.id == owner))
        return [schedule for schedule in used if schedule.id == named]
    if kind is MarkOwner.TEACHER:
        own = {draft.schedule_of(course) for course in draft.teacher_courses.get(owner, ())}
        return [schedule for schedule in used if schedule.id in own] or used
    return used
