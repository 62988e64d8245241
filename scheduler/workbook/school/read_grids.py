"""Reads 课程预排 and 不排课 of the layout that schools exchange: a column a day, a row a lesson, names in the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from openpyxl import Workbook

from scheduler.school import Course, MarkLevel, MarkOwner
from scheduler.text import Text
from scheduler.workbook.names import class_name, nearest, plain, split_names
from scheduler.workbook.notation import NamedSlot, NotationError, read_day, read_lesson_number
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.read_locks import lock_courses
from scheduler.workbook.school.read_times import add_slot_mark
from scheduler.workbook.school.settled import find_courses
from scheduler.workbook.school.slots import find_slots, schedules_of
from scheduler.workbook.sheet import Sheet
from scheduler.workbook.tables import HEADING_ROWS, Cell, Grid, find_sheets

PLACED = Sheet("placed", Text("课程预排", "Placed lessons"), (), ("预排", "预排课", "课程预排表"))
FORBIDDEN = Sheet("forbidden", Text("不排课", "Forbidden times"), (), ("不排课时间", "禁排", "禁排时间", "不排课表"))
_FEWEST_DAYS = 2


class _Entry(NamedTuple):
    """A cell of a grid that says something, and the lesson that it is about."""

    cell: Cell
    slot: NamedSlot


def read_grids(book: Workbook, draft: Draft) -> None:
    """Put the lessons of 课程预排 and the forbidden slots of 不排课 into the draft."""
    for grid in find_sheets(book, PLACED):
        for entry in _entries(draft, grid):
            for text in _pieces(entry.cell):
                lock_courses(draft, entry.cell, _placed(draft, entry.cell, text), entry.slot)
    for grid in find_sheets(book, FORBIDDEN):
        for entry in _entries(draft, grid):
            for name in split_names(entry.cell.value):
                _forbid(draft, entry, name)


def lessons_in_grids(book: Workbook) -> int:
    """Return how many lessons a day the grids have rows for; 0 when there is none."""
    grids = [*find_sheets(book, PLACED), *find_sheets(book, FORBIDDEN)]
    found = (_heading(grid) for grid in grids)
    numbers = (
        number[0]
        for grid, heading in zip(grids, found, strict=True)
        if heading is not None
        for _, number in _lesson_rows(grid, *heading)
        if number[1] is None
    )
    return max(numbers, default=0)


def _entries(draft: Draft, grid: Grid) -> Iterator[_Entry]:
    """Yield the cells of a grid; one without days in a heading row is told."""
    heading = _heading(grid)
    if heading is None:
        if grid.values:
            draft.report.error(
                Cell(grid.title, ""),
                Text("找不到写有周一、周二……的表头行", "No heading row with days"),
                Text("第一行写星期，第一列写第几节", "Write days into the first row and lessons into the first column"),
            )
        return
    row, days = heading
    for number, named in _lesson_rows(grid, row, days):
        for column, day in days.items():
            cell = grid.cell(number, column)
            if cell.text:
                yield _Entry(cell, NamedSlot(day, *named))


def _heading(grid: Grid) -> tuple[int, dict[int, int]] | None:
    """Return the first row that names days, and the day of each column."""
    for row in list(grid.by_row)[:HEADING_ROWS]:
        days: dict[int, int] = {}
        for column, cell in grid.row(row):
            try:
                days[column] = read_day(cell.value)
            except NotationError:
                continue
        if len(days) >= _FEWEST_DAYS:
            return row, days
    return None


def _lesson_rows(grid: Grid, heading: int, days: dict[int, int]) -> Iterator[tuple[int, tuple[int, int | None]]]:
    """Yield each row below the days with the lesson that stands left of them: 第一节, or 下午 and 第1节 in two columns."""
    for row in grid.by_row:
        if row > heading:
            labels = [cell.text for column, cell in grid.row(row) if column < min(days)]
            for text in ("".join(labels), *labels):
                try:
                    yield row, read_lesson_number(text)
                    break
                except NotationError:
                    continue


def _pieces(cell: Cell) -> list[str]:
    """Return the lessons in a cell, which stand below each other or are divided by 、."""
    return [text for part in re.split(r"[、,，;；\r\n]+", str(cell.value)) if (text := plain(part))]


def _placed(draft: Draft, cell: Cell, text: str) -> list[Course]:
    """Return the courses that 七年级1班-朱晨-数学 names, in any order; what cannot be understood is told."""
    classes: list[str] = []
    subjects: list[str] = []
    teachers: list[str] = []
    strangers: list[str] = []
    for word in _words(text):
        if (class_id := draft.class_names.get(word)) is not None:
            classes.append(class_id)
        elif (subject := draft.subject_names.get(word)) is not None:
            subjects.append(subject)
        elif (teacher := draft.teacher_names.get(word)) is not None:
            teachers.append(teacher)
        else:
            strangers.append(word)
    if strangers:
        for word in strangers:
            _tell_stranger(draft, cell, word)
        return []
    if len(classes) != 1 or len(subjects) != 1:
        draft.report.error(
            cell,
            Text(f"“{text}”看不出是哪个班的哪门课", f"“{text}” names no course"),
            Text("写成 班级-教师-学科，如 七年级1班-朱晨-数学", "Type class-teacher-subject"),
        )
        return []
    return find_courses(draft, cell, classes, subjects[0], teachers)


def _words(text: str) -> list[str]:
    """Return the parts between dashes; the dash of 7-1 or 3-2班 is no divider."""
    parts = [plain(part) for part in re.split(r"[-—–−]+", text)]
    for index in range(len(parts) - 1):
        both = f"{parts[index]}-{parts[index + 1]}"
        if class_name(both) is not None and class_name(parts[index]) is None:
            parts[index : index + 2] = [both]
            break
    return [part for part in parts if part]


def _forbid(draft: Draft, entry: _Entry, name: str) -> None:
    """Forbid a lesson to the class, subject, teacher or venue of a name; one that is none of them is told."""
    for kind in (MarkOwner.CLASS, MarkOwner.SUBJECT, MarkOwner.TEACHER, MarkOwner.VENUE):
        owner = draft.owners()[kind].get(name)
        if owner is not None:
            draft.mark_cells.setdefault((kind, owner), entry.cell)
            for slot in find_slots(draft, entry.cell, schedules_of(draft, kind, owner), entry.slot):
                add_slot_mark(draft, kind, owner, slot, MarkLevel.FORBIDDEN)
            return
    _tell_stranger(draft, entry.cell, name)


def _tell_stranger(draft: Draft, cell: Cell, name: str) -> None:
    known = [*draft.class_names.cells, *draft.subject_names.cells, *draft.teacher_names.cells]
    like = nearest(name, known)
    draft.report.error(
        cell,
        Text(f"“{name}”不是本校的班级、教师或学科", f"“{name}” is no class, teacher or subject of the school"),
        Text(
            f"是不是“{like}”？改成任课表里的名称" if like else "改成任课表里的名称",
            f"Is it “{like}”? Use a name from 任课" if like else "Use a name from 任课",
        ),
    )
