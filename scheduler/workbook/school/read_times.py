"""Reads 教师时间, a mark for each lesson of the week, and 时间段, marks on stretches of clock time."""

from __future__ import annotations

from openpyxl import Workbook

from scheduler.school import BellSchedule, Mark, MarkLevel, MarkOwner, Slot
from scheduler.text import Text
from scheduler.workbook.notation import NamedSlot, NotationError, read_clock, read_days, read_slot
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.layout import MARK_LEVEL_WORDS, MARK_OWNER_WORDS, TIME_LIST, TIMES
from scheduler.workbook.school.read_bells import find_schedule
from scheduler.workbook.school.slots import find_slots, schedules_of
from scheduler.workbook.tables import REMARKS, Cell, Row, Table, is_titled, read_tables, title_key

# What people put into a grid besides the words of the drop-down.
_MORE_WORDS = {
    "x": MarkLevel.FORBIDDEN,
    "×": MarkLevel.FORBIDDEN,
    "✕": MarkLevel.FORBIDDEN,
    "禁排": MarkLevel.FORBIDDEN,
    "不排": MarkLevel.FORBIDDEN,
    "避免": MarkLevel.AVOIDED,
    "优先": MarkLevel.PREFERRED,
}


def read_times(book: Workbook, draft: Draft) -> None:
    """Put the marks of 教师时间 and 时间段 into the draft."""
    for table in read_tables(book, TIMES, draft.report, open_ended=True):
        columns = _slot_columns(draft, table)
        for row in table.rows:
            _read_row(draft, row, columns)
    for table in read_tables(book, TIME_LIST, draft.report):
        for row in table.rows:
            if row["owner"].text:
                _read_stretch(draft, row)


def _slot_columns(draft: Draft, table: Table) -> dict[int, tuple[Cell, NamedSlot]]:
    """Return the lesson that each further heading names; one that names none is told."""
    found = {}
    for column, cell in table.others.items():
        if not is_titled(cell.text, REMARKS):
            try:
                found[column] = cell, read_slot(cell.value)
            except NotationError as error:
                draft.report.wrong_notation(cell, error)
    return found


def _read_row(draft: Draft, row: Row, columns: dict[int, tuple[Cell, NamedSlot]]) -> None:
    if not row["owner"].text:
        _tell_nameless(draft, [row.at(column) for column in columns])
        return
    owned = _owner(draft, row)
    if owned is None:
        return
    kind, owner = owned
    named = find_schedule(draft, row["schedule"])
    if named is None and row["schedule"].text:
        return
    schedules = [named] if named else schedules_of(draft, kind, owner)
    for column, (heading, slot) in columns.items():
        level = read_level(draft, row.at(column))
        if level is not None:
            for found in find_slots(draft, heading, schedules, slot):
                add_slot_mark(draft, kind, owner, found, level)


def _tell_nameless(draft: Draft, cells: list[Cell]) -> None:
    marked = next((cell for cell in cells if cell.text), None)
    if marked is not None:
        draft.report.error(
            marked,
            Text("这一行没有写名称，不知道是谁的时间", "This row does not say whose time it is"),
            Text("在“名称”列写教师姓名、班级、学科或场地", "Name a teacher, class, subject or venue"),
        )


def _owner(draft: Draft, row: Row) -> tuple[MarkOwner, str] | None:
    """Return whose time a row is about, or None, told, when the school has no such name.

    A row without a kind is a teacher's, else that of whatever has the name.
    """
    problems = draft.report.tellings
    kind = draft.report.word(row["kind"], MARK_OWNER_WORDS, MarkOwner.TEACHER)
    if draft.report.tellings > problems:
        return None
    name = row["owner"].text
    if not row["kind"].text:
        kind = next((k for k, names in draft.owners().items() if names.get(name) is not None), kind)
    owner = draft.owners()[kind].find(row["owner"], name)
    if owner is None:
        return None
    draft.mark_cells.setdefault((kind, owner), row["owner"])
    return kind, owner


def read_level(draft: Draft, cell: Cell) -> MarkLevel | None:
    """Return the level of a mark; None for an empty cell and, told, for a word that is none."""
    return _MORE_WORDS.get(title_key(cell.text)) or draft.report.word(cell, MARK_LEVEL_WORDS, None)


def add_slot_mark(draft: Draft, kind: MarkOwner, owner: str, slot: Slot, level: MarkLevel) -> None:
    """Add a mark on the clock time of a slot."""
    schedule: BellSchedule = draft.schedules[slot.schedule]
    period = schedule.periods[slot.period]
    mark = Mark(owner_kind=kind, owner=owner, day=slot.day, start=period.start, end=period.end, level=level)
    draft.marks.setdefault(mark)


def _read_stretch(draft: Draft, row: Row) -> None:
    owned = _owner(draft, row)
    problems = draft.report.tellings
    for column, name in (("days", "星期"), ("start", "开始"), ("end", "结束"), ("level", "标记")):
        if not row[column].text:
            draft.report.error(
                row[column],
                Text(f"没有写{name}", f"No {column} given"),
                Text("星期、开始、结束、标记都要写", "Give days, start, end and mark"),
            )
    days = draft.report.read(row["days"], read_days, ())
    start, end = draft.report.read(row["start"], read_clock, 0), draft.report.read(row["end"], read_clock, 0)
    level = read_level(draft, row["level"])
    if draft.report.tellings == problems and end <= start:
        draft.report.error(
            row["end"],
            Text("结束时间不晚于开始时间", "It ends before it starts"),
            Text("改成晚于开始时间的时间", "Type a time after the start"),
        )
    if owned is not None and level is not None and draft.report.tellings == problems:
        kind, owner = owned
        for day in days:
            mark = Mark(owner_kind=kind, owner=owner, day=day, start=start, end=end, level=level)
            draft.marks.setdefault(mark)
