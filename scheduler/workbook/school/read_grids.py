"""Reads 课程预排 and 不排课 of the layout that schools exchange: a column a day, a row a lesson, names in the cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from openpyxl import Workbook

from scheduler.school import Course, MarkLevel, MarkOwner, Week, day_in_weeks
from scheduler.text import Text
from scheduler.workbook.days_in_weeks import read_day_in_weeks
from scheduler.workbook.names import class_name, nearest, plain, split_classes, split_names
from scheduler.workbook.notation import NamedSlot, NotationError, read_lesson_number
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.marks import add_slot_mark
from scheduler.workbook.school.read_bells import ToldWeek
from scheduler.workbook.school.read_locks import held_in_weeks, lock_courses
from scheduler.workbook.school.settled import find_courses
from scheduler.workbook.school.slots import find_slots, schedules_of
from scheduler.workbook.sheet import Sheet
from scheduler.workbook.tables import HEADING_ROWS, REMARKS, Cell, Grid, find_sheets, is_titled

PLACED = Sheet("placed", Text("课程预排", "Placed lessons"), (), ("预排", "预排课", "课程预排表"))
FORBIDDEN = Sheet("forbidden", Text("不排课", "Forbidden times"), (), ("不排课时间", "禁排", "禁排时间", "不排课表"))
_FEWEST_DAYS = 2
_FEWEST_LESSONS = 5  # with fewer rows a grid lists some lessons of a day, not the whole


class _Entry(NamedTuple):
    """A cell of a grid that says something, the lesson that it is about and, of a column 单周六, the weeks; `heading` names these."""

    cell: Cell
    slot: NamedSlot
    week: Week
    heading: Cell


class _Week(NamedTuple):
    """What the edges of a grid say: the row of the days, the day of each column with its weeks, the lesson of each row, and how
    many rows are before noon where it tells them from those after noon."""

    heading: int
    days: dict[int, tuple[int, Week]]
    lessons: dict[int, tuple[int, int | None]]
    morning: int


def read_grids(book: Workbook, draft: Draft) -> None:
    """Put the lessons of 课程预排 and the forbidden slots of 不排课 into the draft."""
    for grid in find_sheets(book, PLACED):
        for entry in _entries(draft, grid):
            for text in _pieces(entry.cell):
                courses = held_in_weeks(draft, entry.heading, _placed(draft, entry.cell, text), entry.week)
                lock_courses(draft, entry.cell, courses, entry.slot)
    for grid in find_sheets(book, FORBIDDEN):
        for entry in _entries(draft, grid):
            for text in _pieces(entry.cell):
                _forbid(draft, entry, text)


def week_in_grids(book: Workbook) -> ToldWeek:
    """Return the days and lessons that the edges of the grids name; they are lessons of the whole day where none is left out."""
    told = ToldWeek()
    for grid in (*find_sheets(book, PLACED), *find_sheets(book, FORBIDDEN)):
        week = _week(grid)
        if week is None:
            continue
        early = {number for number, part in week.lessons.values() if part is None}
        late = {number for number, part in week.lessons.values() if part is not None}
        told = told._replace(days=_joined_days(told.days, week.days.values()))
        lessons = len(early) + len(late)
        none_left_out = early == set(range(1, len(early) + 1)) and late == set(range(1, len(late) + 1))
        if none_left_out and lessons >= _FEWEST_LESSONS:
            told = told._replace(lessons=max(told.lessons, lessons), morning=told.morning or week.morning)
    return told


def _joined_days(known: Mapping[int, Week], told: Iterable[tuple[int, Week]]) -> dict[int, Week]:
    """Return the days of two weeks: one that is said to be of odd weeks here and of others there is one of every week."""
    found = dict(known)
    for day, week in told:
        found[day] = week if found.get(day, week) is week else Week.EVERY
    return dict(sorted(found.items()))


def _entries(draft: Draft, grid: Grid) -> Iterator[_Entry]:
    """Yield the cells of a grid; what has no day above it or no lesson beside it is told."""
    grid.report = draft.report
    for place in grid.broken:
        grid.cell(*place)  # which tells of it
    week = _week(grid)
    if week is None:
        if grid.values:
            draft.report.error(
                Cell(grid.title, ""),
                Text("找不到写有周一、周二……的表头行", "No heading row with days"),
                Text("第一行写星期，第一列写第几节", "Write days into the first row and lessons into the first column"),
            )
        return
    _tell_twice(draft, grid, week)
    for row in (number for number in grid.by_row if number > week.heading and not grid.is_one_line(number)):
        for column, cell in grid.row(row):
            if row in week.lessons and column in week.days:
                day, weeks = week.days[column]
                yield _Entry(cell, NamedSlot(day, *week.lessons[row]), weeks, grid.cell(week.heading, column))
            elif column > min(week.days) or (column in week.days and row not in week.lessons):
                _tell_edge(draft, grid, week, row, column)


def _week(grid: Grid) -> _Week | None:
    """Return what the edges of a grid say; its heading is the first row that names days."""
    for row in list(grid.by_row)[:HEADING_ROWS]:
        days: dict[int, tuple[int, Week]] = {}
        for column, cell in grid.row(row):
            try:
                days[column] = read_day_in_weeks(cell.value)
            except NotationError:
                continue
        if len(days) >= _FEWEST_DAYS:
            lessons = dict(_lesson_rows(grid, row, days))
            early = [part is None for _, part in lessons.values()]
            return _Week(row, days, _numbered(lessons), 0 if all(early) else sum(early))
    return None


def _lesson_rows(grid: Grid, heading: int, days: Mapping[int, object]) -> Iterator[tuple[int, tuple[int, int | None]]]:
    """Yield each row below the days with the lesson that stands left of them: 第一节, or 下午 and 第1节 in two columns."""
    for row in grid.by_row:
        if row > heading:
            labels = [cell.text for column, cell in grid.row(row) if column < min(days)]
            for text in ("".join(labels), *labels):
                try:
                    number, part = read_lesson_number(text)
                except NotationError:
                    continue
                yield row, (number, part or None)
                break


def _numbered(rows: dict[int, tuple[int, int | None]]) -> dict[int, tuple[int, int | None]]:
    """Return the lessons of rows, counted from the first of the day where those after noon go on counting: 下午第5节."""
    early = [number for number, part in rows.values() if part is None]
    late = [number for number, part in rows.values() if part is not None]
    if early and late and min(late) == max(early) + 1:
        return {row: (number, None) for row, (number, _) in rows.items()}
    return rows


def _tell_twice(draft: Draft, grid: Grid, week: _Week) -> None:
    """Tell of a day or a lesson that the edges name twice: nobody knows then where a cell belongs."""
    edges: list[tuple[Cell, object]] = [(grid.cell(week.heading, column), day) for column, day in week.days.items()]
    edges += [(_label(grid, week, row), lesson) for row, lesson in week.lessons.items()]
    first: dict[object, Cell] = {}
    for cell, named in edges:
        earlier = first.setdefault(named, cell)
        if earlier is not cell:
            draft.report.error(
                cell,
                Text(
                    f"“{cell.text}”和 {earlier.name} 的“{earlier.text}”是同一个时间",
                    f"“{cell.text}” is the same time as “{earlier.text}” in {earlier.name}",
                ),
                Text(
                    "改正其中一个；下午的节次写成 下午第1节 或接着上午数",
                    "Correct one; lessons after noon are such as 下午第1节",
                ),
            )


def _label(grid: Grid, week: _Week, row: int) -> Cell:
    """Return the cell right before the days that says which lesson a row is."""
    labels = [cell for column, cell in grid.row(row) if column < min(week.days)]
    return labels[-1] if labels else grid.cell(row, min(week.days))


def _tell_edge(draft: Draft, grid: Grid, week: _Week, row: int, column: int) -> None:
    """Tell of a cell that has no lesson beside it, or no day above it, unless its column holds remarks."""
    heading = grid.cell(week.heading, column)
    if is_titled(heading.text, REMARKS):
        return
    if row not in week.lessons:
        cell = _label(grid, week, row)
        what, cure = Text("这一行看不出是第几节", "This row names no lesson"), Text("写成 第3节", "Type such as 第3节")
    else:
        cell = heading if heading.text else grid.cell(row, column)
        what, cure = Text("这一列看不出是星期几", "This column names no day"), Text("写成 周三", "Type such as Wed")
        try:
            read_day_in_weeks(heading.value)
        except NotationError as error:
            what, cure = (error.text, error.cure) if heading.text else (what, cure)
    draft.report.error(cell, Text(f"{what.zh}，这里的格子没有读", f"{what.en}: its cells were not read"), cure)


def _pieces(cell: Cell) -> list[str]:
    """Return the lessons in a cell, which stand below each other or are divided by 、."""
    return [text for part in re.split(r"[、,，;；\r\n]+", str(cell.value)) if (text := plain(part))]


class _Named(NamedTuple):
    """The names between the dashes of 七年级1班-朱晨-数学."""

    classes: list[str]
    subjects: list[str]
    teachers: list[str]


def _named(draft: Draft, cell: Cell, text: str) -> _Named | None:
    """Return what a text names, in any order; None, told, where a part of it is no name of the school."""
    named = _Named([], [], [])
    strangers = []
    for word in _words(text):
        if (class_id := draft.class_names.get(word)) is not None:
            named.classes.append(class_id)
        elif (subject := draft.subject_names.get(word)) is not None:
            named.subjects.append(subject)
        elif (teacher := draft.teacher_names.get(word)) is not None:
            named.teachers.append(teacher)
        else:
            strangers.append(word)
    for word in strangers:
        _tell_stranger(draft, cell, word)
    return None if strangers else named


def _placed(draft: Draft, cell: Cell, text: str) -> list[Course]:
    """Return the courses that 七年级1班-朱晨-数学 names; what cannot be understood is told."""
    named = _named(draft, cell, text)
    if named is None:
        return []
    if len(named.classes) != 1 or len(named.subjects) != 1:
        draft.report.error(
            cell,
            Text(f"“{text}”看不出是哪个班的哪门课", f"“{text}” names no course"),
            Text("写成 班级-教师-学科，如 七年级1班-朱晨-数学", "Type class-teacher-subject"),
        )
        return []
    return find_courses(draft, cell, named.classes, named.subjects[0], named.teachers)


def _words(text: str) -> list[str]:
    """Return the parts between dashes; the dash of 7-1 or 3-2班 is no divider."""
    parts = [plain(part) for part in re.split(r"[-—–−]+", text)]
    for index in range(len(parts) - 1):
        both = f"{parts[index]}-{parts[index + 1]}"
        if class_name(both) is not None and class_name(parts[index]) is None:
            parts[index : index + 2] = [both]
            break
    return [part for part in parts if part]


def _forbid(draft: Draft, entry: _Entry, text: str) -> None:
    """Close a time for the class, subject, teacher or venue that a text names, or for the course of 班级-教师-学科."""
    known = _owner_of(draft, text)
    names = (text,) if known else split_classes(text)
    if not known and (len(names) < 2 or any(draft.class_names.get(name) is None for name in names)):
        if len(_words(text)) > 1:
            for course in _forbidden_courses(draft, entry.cell, text):
                _close(draft, entry, MarkOwner.COURSE, course.id)
            return
        names = split_names(text)
    for name in names:
        owner = _owner_of(draft, name)
        if owner is None:
            _tell_stranger(draft, entry.cell, name)
        else:
            _close(draft, entry, *owner)


def _owner_of(draft: Draft, name: str) -> tuple[MarkOwner, str] | None:
    for kind in (MarkOwner.CLASS, MarkOwner.SUBJECT, MarkOwner.TEACHER, MarkOwner.VENUE):
        owner = draft.owners()[kind].get(name)
        if owner is not None:
            return kind, owner
    return None


def _close(draft: Draft, entry: _Entry, kind: MarkOwner, owner: str) -> None:
    draft.mark_cells.setdefault((kind, owner), entry.cell)
    for slot in find_slots(draft, entry.cell, schedules_of(draft, kind, owner), entry.slot):
        held = draft.schedules[slot.schedule].periods[slot.period].week_on(slot.day)
        if entry.week not in (Week.EVERY, held):
            _tell_other_weeks(draft, entry, held)
            return
        add_slot_mark(draft, kind, owner, slot, MarkLevel.FORBIDDEN, entry.cell)


def _tell_other_weeks(draft: Draft, entry: _Entry, held: Week) -> None:
    """Tell of a column of odd or even weeks alone on a day that 作息 has in other weeks."""
    day = day_in_weeks(entry.slot.day, held)
    draft.report.once(
        ("other weeks", entry.heading.sheet, entry.heading.name),
        entry.heading,
        Text(
            f"作息里是{day.zh}，不能只在“{entry.heading.text}”不排课，这一列没有读",
            f"作息 has {day.en}: times cannot be closed on {entry.heading.text} alone; this column was not read",
        ),
        Text("写成作息里的日子，或在“作息”的“星期”列写明单双周", "Name the day as in 作息, or give its weeks there"),
    )


def _forbidden_courses(draft: Draft, cell: Cell, text: str) -> list[Course]:
    """Return the courses that 高一1班-钱芳-数学, or two of these, name; what cannot be understood is told."""
    named = _named(draft, cell, text)
    if named is None:
        return []
    found = [
        course
        for course in draft.courses
        if set(named.classes) <= set(course.classes)
        and set(named.subjects) <= {course.subject}
        and set(named.teachers) <= set(course.teachers)
    ]
    if not found and draft.courses and not draft.unread_rows:
        draft.report.error(
            cell,
            Text(f"任课表里没有“{text}”这门课", f"任课 has no course “{text}”"),
            Text("核对班级、教师和学科，写成 班级-教师-学科", "Check class, teacher and subject"),
        )
    return found


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
