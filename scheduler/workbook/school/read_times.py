"""Reads 教师时间, marks on the lessons of the week, and 时间段, marks on stretches of clock time."""

from __future__ import annotations

from openpyxl import Workbook

from scheduler.school import RECESSES, Mark, MarkOwner
from scheduler.text import Text, clock_text
from scheduler.workbook.notation import read_days
from scheduler.workbook.school.clock_columns import (
    ask_afternoon,
    in_the_afternoon,
    is_missing,
    read_start_and_end,
    timed_tables,
)
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.layout import TIME_LIST, TIMES
from scheduler.workbook.school.marks import add_slot_mark, read_level
from scheduler.workbook.school.read_bells import find_schedule
from scheduler.workbook.school.settled import find_named_courses, find_teachers, split_courses
from scheduler.workbook.school.slot_headings import join_headings
from scheduler.workbook.school.slots import schedules_of
from scheduler.workbook.school.time_columns import TimeColumns
from scheduler.workbook.school.week_times import find_week_slots
from scheduler.workbook.spelling import MARK_OWNER_WORDS
from scheduler.workbook.tables import Cell, Row, find_sheets, read_table


def read_times(book: Workbook, draft: Draft) -> None:
    """Put the marks of 教师时间 and 时间段 into the draft."""
    for grid in find_sheets(book, TIMES):
        join_headings(grid, TIMES.columns)
        table = read_table(grid, TIMES.columns, draft.report, open_ended=True)
        if table is not None:
            columns = TimeColumns(draft, table)
            for row in table.rows:
                _read_row(draft, row, columns)
    for table in timed_tables(book, TIME_LIST, draft.report):
        for row in table.rows:
            if row["owner"].text:
                _read_stretch(draft, row)


def _read_row(draft: Draft, row: Row, columns: TimeColumns) -> None:
    if not row["owner"].text:
        _tell_nameless(draft, [row.at(column) for column in columns.places])
        return
    owners = _owners(draft, row)
    if not owners:
        return
    named = find_schedule(draft, row["schedule"])
    if named is None and row["schedule"].text:
        return
    for cell, told, time, level in columns.marks_of(row):
        for kind, owner in owners:
            schedules = [named] if named else schedules_of(draft, kind, owner)
            for slot in find_week_slots(draft, told, schedules, time):
                add_slot_mark(draft, kind, owner, slot, level, cell)


def _tell_nameless(draft: Draft, cells: list[Cell]) -> None:
    marked = next((cell for cell in cells if cell.text), None)
    if marked is not None:
        draft.report.error(
            marked,
            Text("这一行没有写名称，不知道是谁的时间", "This row does not say whose time it is"),
            Text("在“名称”列写教师姓名、班级、学科或场地", "Name a teacher, class, subject or venue"),
        )


def _owners(draft: Draft, row: Row) -> list[tuple[MarkOwner, str]]:
    """Return whose time a row is about; nobody, told, when the school has no such name.

    A row without a kind is a teacher's, else that of whatever has the name. 七(1)班 数学 may be several courses.
    """
    problems = draft.report.tellings
    kind = draft.report.word(row["kind"], MARK_OWNER_WORDS, MarkOwner.TEACHER)
    if draft.report.tellings > problems:
        return []
    name = row["owner"].text
    if not row["kind"].text:
        kind = next((k for k, names in draft.owners().items() if names.get(name) is not None), kind)
    if kind is MarkOwner.COURSE:
        found = [
            course.id
            for item in split_courses(row["owner"].value)
            for course in find_named_courses(draft, row["owner"], item)
        ]
    elif kind is MarkOwner.TEACHER:
        found = list(find_teachers(draft, row["owner"]) or ())
    else:
        owner = draft.owners()[kind].find(row["owner"], name)
        found = [owner] if owner is not None else []
    for each in found:
        draft.mark_cells.setdefault((kind, each), row["owner"])
    return [(kind, each) for each in found]


def _read_stretch(draft: Draft, row: Row) -> None:
    owners = _owners(draft, row)
    problems = draft.report.tellings
    for column, name in (("days", "星期"), ("start", "开始"), ("end", "结束"), ("level", "标记")):
        if is_missing(row, column):
            draft.report.error(
                row[column],
                Text(f"没有写{name}", f"No {column} given"),
                Text("星期、开始、结束、标记都要写", "Give days, start, end and mark"),
            )
    days = draft.report.read(row["days"], read_days, ())
    start, end = read_start_and_end(draft.report, row) or (0, 0)
    level = read_level(draft, row["level"])
    if draft.report.tellings > problems:
        return
    if end <= start:
        cure = Text("改成晚于开始时间的时间", "Type a time after the start")
        draft.report.error(
            row["end"] if row["end"].text else row["start"],
            Text("结束时间不晚于开始时间", "It ends before it starts"),
            ask_afternoon(in_the_afternoon(start, end), cure),
        )
    elif owners and level is not None and _covers_something(draft, row, *owners[0], days, (start, end)):
        for kind, owner in owners:
            for day in days:
                mark = Mark(owner_kind=kind, owner=owner, day=day, start=start, end=end, level=level)
                draft.marks.setdefault(mark, row["level"])


_DAWN = 6 * 60  # nobody is at school between one and six in the night


def _covers_something(
    draft: Draft, row: Row, kind: MarkOwner, owner: str, days: tuple[int, ...], times: tuple[int, int]
) -> bool:
    """Tell whether a stretch of time touches a period; one in the night is asked about, one that touches none is told."""
    touched = _touched(draft, kind, owner, days, times)
    meant = in_the_afternoon(*times)
    if meant is not None and not _touched(draft, kind, owner, days, meant):
        meant = None
    if draft.schedules_broken or (touched and not (meant and 60 <= times[0] < _DAWN)):
        return True
    said = f"{clock_text(times[0])}-{clock_text(times[1])}"
    text = Text(
        f"{said} 里没有上课或课后服务的节次，这一行什么也没有管到",
        f"No lesson or service is held at {said}: this row would close nothing",
    )
    if touched:
        text = Text(
            f"{said} 从夜里算起，只管到{'、'.join(touched)}",
            f"{said} begins in the night and covers {', '.join(touched)}",
        )
    cure = ask_afternoon(meant, Text("核对星期和时间，或删去这一行", "Check days and times, or delete the row"))
    if meant is not None:
        draft.report.error(row["start"], text, cure)
    else:
        draft.report.warning(row["start"], text, cure)
    return meant is None


def _touched(
    draft: Draft, kind: MarkOwner, owner: str, days: tuple[int, ...], times: tuple[int, int]
) -> dict[str, None]:
    """Return the names of the periods that a stretch of time touches, but of breaks, in which nothing is planned."""
    schedules = schedules_of(draft, kind, owner) if kind is MarkOwner.CLASS else draft.used_schedules()
    start, end = times
    return {
        period.name: None
        for schedule in schedules
        for period in schedule.periods
        if period.kind not in RECESSES and set(period.days) & set(days)
        if period.start < end and start < period.end
    }
