"""What a cell of the school workbook may hold: drop-downs for columns with a closed vocabulary, bounds for numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter

from constraints.places.where import place_names
from scheduler.model.owner import LEVEL_NAMES
from scheduler.school import AREA_NAMES, CONTENT_NAMES, GROUPING_NAMES, STAGE_NAMES, STATION_NAMES
from scheduler.school.wishes import MOST_WEIGHT
from scheduler.text import Text
from scheduler.workbook.school.layout import CLASSES, SUBJECTS, TEACHERS, VENUES
from scheduler.workbook.school.service_layout import DUTY_WORDS, SERVICE_DUTY_WORDS
from scheduler.workbook.sheet import Sheet
from scheduler.workbook.spelling import (
    MARK_LEVEL_WORDS,
    MARK_OWNER_WORDS,
    NO,
    PART_WORDS,
    PERIOD_KIND_WORDS,
    STAFF_KIND_WORDS,
    YES,
)

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


def _words(words: Mapping[Any, Text], *, strict: bool = True) -> Choice:
    """Return the words of a closed vocabulary; a cell that may hold several of them takes more."""
    return Choice(tuple(word.zh for word in words.values()), strict=strict)


YES_NO = Choice((YES, NO))
MARKS = _words(MARK_LEVEL_WORDS)
TEACHER_NAMES = _names(TEACHERS, "teacher")
_CLASS_NAMES, _SUBJECT_NAMES = _names(CLASSES, "class"), _names(SUBJECTS, "subject")
_OWNERS = _words(MARK_OWNER_WORDS)

CHOICES: dict[tuple[str, str], Choice] = {
    ("schedule", "kind"): _words(PERIOD_KIND_WORDS),
    ("classes", "homeroom"): TEACHER_NAMES,
    ("subjects", "area"): _words(AREA_NAMES),
    ("teachers", "kind"): _words(STAFF_KIND_WORDS),
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
    ("school", "place"): Choice(place_names(), strict=False),
    ("school", "boarding"): YES_NO,
    ("school", "watched"): YES_NO,
    ("classes", "deputy"): TEACHER_NAMES,
    ("teachers", "service"): _words(SERVICE_DUTY_WORDS),
    ("stages", "kind"): _words(STAGE_NAMES),
    ("stages", "grouping"): _words(GROUPING_NAMES),
    ("stages", "contents"): _words(CONTENT_NAMES, strict=False),
    ("stages", "free_order"): YES_NO,
    ("stages", "candidates"): TEACHER_NAMES,
    ("enrolment", "class"): _CLASS_NAMES,
    ("clubs", "content"): _words(CONTENT_NAMES),
    ("clubs", "instructors"): TEACHER_NAMES,
    ("contracts", "teacher"): TEACHER_NAMES,
    ("duties", "kind"): _words(DUTY_WORDS),
    ("duties", "candidates"): TEACHER_NAMES,
    ("duties", "each_class"): YES_NO,
    ("working", "half_days"): YES_NO,
    ("pay", "post"): _words(STATION_NAMES),
    ("rules", "enabled"): YES_NO,
    ("rules", "level"): _words(LEVEL_NAMES),
}

# Columns of numbers, with their bounds where only whole ones are meant.
NUMBERS: dict[tuple[str, str], tuple[int, int] | None] = {
    ("school", "longest_gap"): (0, 120),
    ("school", "campus_way"): (0, 240),
    ("classes", "grade"): (1, 12),
    ("classes", "size"): (1, 200),
    ("subjects", "max_per_day"): (1, 10),
    ("curriculum", "grade"): None,
    ("teachers", "fte"): (10, 200),
    ("teachers", "max_per_day"): (1, 20),
    ("teachers", "max_in_row"): (1, 20),
    ("teachers", "max_half_days"): (1, 14),
    ("teachers", "max_days"): (1, 7),
    ("venues", "capacity"): (1, 200),
    ("venues", "seats"): (1, 20000),
    ("meetings", "length"): (1, 4),
    ("locks", "period"): (1, 20),
    ("exams", "week"): (1, 30),
    ("teachers", "max_service"): (1, 50),
    ("teachers", "max_evenings"): (0, 7),
    ("teachers", "max_span"): (60, 1440),
    ("teachers", "balance"): (-6000, 6000),
    ("stages", "per_adult"): (1, 200),
    ("stages", "group_size"): (1, 400),
    ("stages", "credit"): (0, 400),
    ("clubs", "members"): (1, 400),
    ("clubs", "capacity"): (1, 400),
    ("clubs", "adults"): (1, 6),
    ("clubs", "sessions"): (1, 7),
    ("contracts", "pay"): None,
    ("duties", "adults"): (1, 20),
    ("duties", "credit"): (0, 400),
    ("working", "late_minutes"): (5, 240),
    ("working", "early_minutes"): (5, 240),
    ("working", "morning_credit"): (0, 400),
    ("pay", "staff"): None,
    ("pay", "external"): None,
    ("rules", "weight"): (0, MOST_WEIGHT),
    ("rules", "value"): None,
}
