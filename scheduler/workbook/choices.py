"""What a cell of the school workbook may hold: drop-downs for columns with a closed vocabulary, bounds for numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from scheduler.school import AREA_NAMES
from scheduler.workbook.layout import (
    CLASSES,
    LEVEL_WORDS,
    MARK_LEVEL_WORDS,
    MARK_OWNER_WORDS,
    PERIOD_KIND_WORDS,
    STAFF_KIND_WORDS,
    SUBJECTS,
    TEACHERS,
    VENUES,
    Sheet,
)
from scheduler.workbook.spelling import NO, PART_WORDS, YES

LONGEST_LIST = 250  # characters of a list that is written into a drop-down


class Choice(NamedTuple):
    """A drop-down: of `words`, or of what stands in the column `key` of the sheet `of`. A strict one takes nothing else."""

    words: tuple[str, ...] = ()
    of: Sheet | None = None
    key: str = ""
    strict: bool = True

    def formula(self, first: int, last: int) -> str:
        """Return the source of the list; a list from another sheet ends with the last name in it."""
        if self.of is None:
            return f'"{",".join(self.words)}"'
        number = [column.key for column in self.of.columns].index(self.key) + 1
        column = f"'{self.of.title.zh}'!${get_column_letter(number)}"
        begin, whole = f"{column}${first}", f"{column}${first}:${get_column_letter(number)}${last}"
        return f"OFFSET({begin},0,0,MAX(1,COUNTA({whole})),1)"


def typed_or_one_of(words: Iterable[str]) -> Choice | None:
    """Return a drop-down of the usual words that takes others too; None where Excel could not hold the list."""
    known = tuple(dict.fromkeys(words))
    if not known or any('"' in word or "," in word for word in known) or len(",".join(known)) > LONGEST_LIST:
        return None
    return Choice(known, strict=False)


def _names(of: Sheet, key: str) -> Choice:
    """Return names that may be chosen; others may be typed, for the sheet may be empty and a cell may hold several."""
    return Choice(of=of, key=key, strict=False)


MARKS = Choice(tuple(word.zh for word in MARK_LEVEL_WORDS.values()))
TEACHER_NAMES = _names(TEACHERS, "teacher")
_CLASS_NAMES, _SUBJECT_NAMES = _names(CLASSES, "class"), _names(SUBJECTS, "subject")
_OWNERS = Choice(tuple(word.zh for word in MARK_OWNER_WORDS.values()))

CHOICES: dict[tuple[str, str], Choice] = {
    ("schedule", "kind"): Choice(tuple(word.zh for word in PERIOD_KIND_WORDS.values())),
    ("classes", "homeroom"): TEACHER_NAMES,
    ("subjects", "area"): Choice(tuple(word.zh for word in AREA_NAMES.values())),
    ("teachers", "kind"): Choice(tuple(word.zh for word in STAFF_KIND_WORDS.values())),
    ("teachers", "mentor"): TEACHER_NAMES,
    ("assignment", "class"): _CLASS_NAMES,
    ("assignment_list", "class"): _CLASS_NAMES,
    ("assignment_list", "subject"): _SUBJECT_NAMES,
    ("assignment_list", "teacher"): TEACHER_NAMES,
    ("assignment_list", "week"): Choice(("单", "双")),
    ("assignment_list", "venue"): _names(VENUES, "venue"),
    ("times", "kind"): _OWNERS,
    ("times", "owner"): TEACHER_NAMES,
    ("time_list", "kind"): _OWNERS,
    ("time_list", "owner"): TEACHER_NAMES,
    ("time_list", "level"): MARKS,
    ("meetings", "parts"): Choice(PART_WORDS),
    ("locks", "class"): _CLASS_NAMES,
    ("locks", "subject"): _SUBJECT_NAMES,
    ("locks", "teacher"): TEACHER_NAMES,
    ("locks", "day"): Choice(tuple("一二三四五六日")),
    ("rules", "enabled"): Choice((YES, NO)),
    ("rules", "level"): Choice(tuple(word.zh for word in LEVEL_WORDS.values())),
}

# Columns of numbers, with their bounds where only whole ones are meant.
NUMBERS: dict[tuple[str, str], tuple[int, int] | None] = {
    ("classes", "grade"): (1, 12),
    ("classes", "size"): (1, 200),
    ("subjects", "max_per_day"): (1, 10),
    ("curriculum", "grade"): None,
    ("teachers", "fte"): (1, 200),
    ("teachers", "max_per_day"): (1, 20),
    ("teachers", "max_in_row"): (1, 20),
    ("teachers", "max_half_days"): (1, 14),
    ("teachers", "max_days"): (1, 7),
    ("venues", "capacity"): (1, 200),
    ("venues", "seats"): (1, 20000),
    ("meetings", "length"): (1, 4),
    ("locks", "period"): (1, 20),
    ("exams", "week"): (1, 30),
    ("rules", "weight"): (0, 1000),
    ("rules", "value"): None,
}
