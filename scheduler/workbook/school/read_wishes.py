"""Reads 教研 and 互斥: when groups of teachers meet, and who or what must not be busy at the same time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from openpyxl import Workbook

from scheduler.school import BellSchedule, Exclusion, MarkOwner, Meeting, Slot
from scheduler.text import Text
from scheduler.workbook.names import key, plain
from scheduler.workbook.notation import NotationError, read_days, read_slot, read_whole_number
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.layout import EXCLUSIONS, MEETINGS
from scheduler.workbook.school.read_bells import find_schedule
from scheduler.workbook.school.settled import find_members, find_named_courses, find_teachers, split_courses
from scheduler.workbook.school.slots import find_slots, schedules_of
from scheduler.workbook.tables import Cell, ReadingReport, Row, read_tables

_PARTS = {"上午": 0, "morning": 0, "am": 0, "下午": 1, "afternoon": 1, "pm": 1}


def read_meetings(book: Workbook, draft: Draft) -> None:
    """Put the meetings of 教研 into the draft."""
    seen: dict[str, Cell] = {}
    for table in read_tables(book, MEETINGS, draft.report):
        for row in table.rows:
            meeting = _read_meeting(draft, row)
            if is_new(draft.report, row["meeting"], seen) and meeting is not None:
                draft.meetings.append(meeting)


def is_new(report: ReadingReport, cell: Cell, seen: dict[str, Cell]) -> bool:
    """Tell whether a name stands for the first time; one that is missing or stands twice is told."""
    first = seen.setdefault(key(cell.text), cell)
    if not cell.text:
        report.error(cell, Text("没有写名称", "No name given"), Text("起一个名称", "Give it a name"))
    elif first is not cell:
        report.error(
            cell,
            Text(f"“{cell.text}”重复，{first.name} 已经有了", f"“{cell.text}” stands twice, first in {first.name}"),
            Text("换一个名称，或删去一行", "Choose another name, or delete a row"),
        )
    return bool(cell.text) and first is cell


def _read_meeting(draft: Draft, row: Row) -> Meeting | None:
    members = _members(draft, row["members"])
    length = draft.report.read(row["length"], lambda value: read_whole_number(value, 1, 4), 1)
    days = draft.report.read(row["days"], read_days, ())
    parts = draft.report.read(row["parts"], _read_parts, ())
    schedule = find_schedule(draft, row["schedule"])
    if schedule is None and not row["schedule"].text and members:
        schedule = _usual_schedule(draft, members)
    if not members or schedule is None or not row["meeting"].text:
        return None
    slot = _fixed_slot(draft, row["slot"], schedule, length)
    if slot is None and row["slot"].text:
        return None
    return Meeting(
        id=row["meeting"].text,
        teachers=members,
        schedule=schedule.id,
        length=length,
        slot=slot,
        days=() if slot else days,
        parts=() if slot else parts,
    )


def _members(draft: Draft, cell: Cell) -> tuple[str, ...]:
    """Return the teachers that a cell names by their own or their group's name; who is unknown, and nobody, is told."""
    if not cell.text:
        draft.report.error(
            cell, Text("没有写成员", "No members given"), Text("写教师姓名或教研组名", "Name teachers or groups")
        )
    return find_members(draft, cell) or ()


def _usual_schedule(draft: Draft, members: Iterable[str]) -> BellSchedule:
    """Return the bell schedule that most of the members' lessons follow."""
    counts: Counter[str] = Counter()
    for name in members:
        for schedule in schedules_of(draft, MarkOwner.TEACHER, name):
            counts[schedule.id] += 1
    return draft.schedules[counts.most_common(1)[0][0]]


def _fixed_slot(draft: Draft, cell: Cell, schedule: BellSchedule, length: int) -> Slot | None:
    """Return the first slot of a meeting that has a fixed time; None, told, where the day is too short for it."""
    named = draft.report.read(cell, read_slot, None)
    if named is None:
        return None
    found = find_slots(draft, cell, [schedule], named)
    if not found:
        return None
    slot = found[0]
    lessons = schedule.lessons_on(slot.day)
    if lessons.index(slot.period) + length > len(lessons) and not draft.schedules_broken:
        draft.report.error(
            cell,
            Text(f"从这一节起当天没有连续 {length} 节", f"The day has no {length} lessons from this one on"),
            Text("改早一些，或减少连续节数", "Choose an earlier one, or fewer lessons"),
        )
        return None
    return slot


def _read_parts(value: object) -> tuple[int, ...]:
    words = [word for word in re.split(r"[、,;/\s]+", plain(value).casefold()) if word]
    if any(word not in _PARTS for word in words):
        raise NotationError(
            Text("只能是上午或下午", "Must be morning or afternoon"),
            Text("写 上午 或 下午；不限就不填", "Type morning or afternoon; leave it empty for any"),
        )
    return tuple(sorted({_PARTS[word] for word in words}))


def read_exclusions(book: Workbook, draft: Draft) -> None:
    """Put the exclusions of 互斥 into the draft."""
    seen: dict[str, Cell] = {}
    for table in read_tables(book, EXCLUSIONS, draft.report):
        for row in table.rows:
            _read_exclusion(draft, row, seen)


def _read_exclusion(draft: Draft, row: Row, seen: dict[str, Cell]) -> None:
    problems = draft.report.tellings
    teachers = find_teachers(draft, row["teachers"])
    courses, complete = _courses(draft, row["courses"])
    new = is_new(draft.report, row["exclusion"], seen)
    if not new or teachers is None or not complete or draft.report.tellings > problems:
        return
    if max(len(teachers), len(courses)) < 2:
        named = [row[column] for column in ("teachers", "courses") if row[column].name]
        draft.report.error(
            next((cell for cell in named if cell.text), named[0] if named else row["exclusion"]),
            Text("至少要写两位教师或两门课", "It needs at least two teachers or two courses"),
            Text("补上另一位（门），或删去这一行", "Add another one, or delete the row"),
        )
        return
    exclusion = Exclusion(id=row["exclusion"].text, courses=tuple(courses), teachers=teachers)
    draft.exclusions.append(exclusion)


def _courses(draft: Draft, cell: Cell) -> tuple[list[str], bool]:
    """Return the courses that a cell names, and whether all of them were found; those that do not exist are told."""
    found: list[str] = []
    complete = True
    for item in split_courses(cell.value):
        courses = find_named_courses(draft, cell, item)
        complete = complete and bool(courses)
        found += [course.id for course in courses]
    return list(dict.fromkeys(found)), complete
