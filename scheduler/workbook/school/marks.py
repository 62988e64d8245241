"""Marks on somebody's time: their words, and two that contradict each other."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations

from scheduler.school import Mark, MarkLevel, MarkOwner, Slot
from scheduler.text import Text, clock_text, day_name
from scheduler.workbook.school.answers import NOT_READ
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.spelling import MARK_LEVEL_WORDS
from scheduler.workbook.tables import Cell, word_key

# What people put into a grid besides the words of the drop-down.
_MORE_WORDS = {
    "x": MarkLevel.FORBIDDEN,
    "×": MarkLevel.FORBIDDEN,
    "✕": MarkLevel.FORBIDDEN,
    "禁排": MarkLevel.FORBIDDEN,
    "不排": MarkLevel.FORBIDDEN,
    "不排课": MarkLevel.FORBIDDEN,
    "避免": MarkLevel.AVOIDED,
    "优先": MarkLevel.PREFERRED,
}
_NO_MARK = re.compile(r"[-/\\—–]+")
LEVELS = {
    **{word_key(word): level for level, text in MARK_LEVEL_WORDS.items() for word in text},
    **{word_key(word): level for word, level in _MORE_WORDS.items()},
}
CHOICES = {
    MARK_LEVEL_WORDS[level].zh: text
    for level, text in (
        (MarkLevel.FORBIDDEN, Text("这时不排课", "no lesson then")),
        (MarkLevel.AVOIDED, Text("尽量不排", "rather no lesson")),
        (MarkLevel.PREFERRED, Text("最好排在这时", "rather then")),
    )
}


def says_nothing(cell: Cell) -> bool:
    """Tell whether a cell is empty or struck out."""
    return not cell.text or _NO_MARK.fullmatch(cell.text) is not None


def read_level(draft: Draft, cell: Cell) -> MarkLevel | None:
    """Return the level of a mark; None for a cell that says nothing and, asked about once for each text, for other words."""
    if says_nothing(cell):
        return None
    answer = draft.answers.get(cell.text)
    level = LEVELS.get(word_key(cell.text if answer is None else answer))
    if level is None and not draft.answers.leaves_out(cell.text):
        draft.answers.ask(
            cell,
            cell.text,
            Text(f"“{cell.text}”不是标记（禁、避、优）", f"“{cell.text}” is no mark"),
            {**CHOICES, NOT_READ.zh: Text("没有要求", "nothing is asked for")},
        )
    return level


def add_slot_mark(draft: Draft, kind: MarkOwner, owner: str, slot: Slot, level: MarkLevel, cell: Cell) -> None:
    """Add a mark on the clock time of a slot that stands in a cell."""
    period = draft.schedules[slot.schedule].periods[slot.period]
    mark = Mark(owner_kind=kind, owner=owner, day=slot.day, start=period.start, end=period.end, level=level)
    draft.marks.setdefault(mark, cell)


def check_marks(draft: Draft) -> None:
    """Tell of two marks of one owner that cannot hold together: on the same lesson, or a wish for a time that is closed."""
    found: dict[tuple[MarkOwner, str, int], list[Mark]] = defaultdict(list)
    for mark in draft.marks:
        found[mark.owner_kind, mark.owner, mark.day].append(mark)
    for marks in found.values():
        for one, other in combinations(marks, 2):
            if _contradict(one, other, same_sheet=draft.marks[one].sheet == draft.marks[other].sheet):
                _tell(draft, one, other)


def _contradict(one: Mark, other: Mark, *, same_sheet: bool) -> bool:
    """Tell whether two marks cannot both be meant; 时间段 may close what 教师时间 only avoids."""
    same = same_sheet and (one.start, one.end) == (other.start, other.end)
    overlap = one.start < other.end and other.start < one.end
    wished = MarkLevel.PREFERRED in (one.level, other.level)
    return one.level is not other.level and (same or (overlap and wished))


def _tell(draft: Draft, one: Mark, other: Mark) -> None:
    first, cell = draft.marks[one], draft.marks[other]
    day, time = day_name(one.day), clock_text(max(one.start, other.start))
    a, b = MARK_LEVEL_WORDS[one.level], MARK_LEVEL_WORDS[other.level]
    draft.report.once(
        ("marks", one.owner_kind, one.owner),
        cell,
        Text(
            f"{one.owner}{day.zh} {time} 的标记前后不同：{first.sheet} {first.name} 是“{a.zh}”，这里是“{b.zh}”",
            f"Two marks of {one.owner}, {day.en} {time}: {a.en} in {first.sheet} {first.name}, {b.en} here",
        ),
        Text("只留一个", "Keep one of them"),
    )
