"""Gives a teacher, class, subject or venue another name wherever the sheets of a school speak of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from scheduler.workbook.school.choices import CHOICES
from scheduler.workbook.school.form import Form, Row, Value

NAMED = {"teachers": "teacher", "classes": "class", "subjects": "subject", "venues": "venue"}
"""The sheets that list names which others use, and the column of the name."""
_OWN_WORDS = frozenset(
    {
        *((sheet, key) for sheet, key in NAMED.items()),
        *(("schedule", key) for key in ("schedule", "period")),
        *(("subjects", key) for key in ("short", "venue_kind")),
        *(("teachers", "group"), ("venues", "kind"), ("classes", "room"), ("classes", "schedule")),
        *(
            ("meetings", "meeting"),
            ("exclusions", "exclusion"),
            ("exams", "exam"),
            ("stages", "stage"),
            ("clubs", "club"),
        ),
        *(("school", "name"), ("school", "term"), ("contracts", "qualification")),
        *(("rules", key) for key in ("rule", "title", "parameter", "unit", "article", "words")),
    }
)
"""Columns whose words are their own, also where they sound like a teacher's or a subject's name."""
_BETWEEN = re.compile(r"([、，,；;/→@:：\s]+)")


def renamed(form: Form, old: str, new: str) -> Form:
    """Return a form in which one name is another wherever it is used, in cells and in the headings of a matrix."""
    keys = {key: _renamed(key, old, new) if key in form.further else key for key in form.keys}
    rows: list[Row] = [
        {keys[key]: _value(form, key, value, old, new) for key, value in row.items() if key in keys}
        for row in form.rows
    ]
    return replace(form, rows=rows, further=tuple(dict.fromkeys(keys[key] for key in form.further)))


def uses(form: Form, name: str) -> bool:
    """Tell whether a form uses a name; the list that the name is from does not count."""
    return any(name in _BETWEEN.split(text) for text in _texts(form))


def new_names(stored: Form, edited: Form) -> list[tuple[str, str]]:
    """Return the old and the new name of each row of a list that was given another name; rows must be as many as before."""
    key = NAMED.get(edited.sheet.key)
    if key is None or len(stored.rows) != len(edited.rows):
        return []
    before, now = [row.get(key) for row in stored.rows], [row.get(key) for row in edited.rows]
    return [
        (str(old), str(new))
        for old, new in zip(before, now, strict=True)
        if old and new and old != new and old not in now and new not in before
    ]


def _texts(form: Form) -> Iterator[str]:
    yield from form.further
    for row in form.rows:
        for key, value in row.items():
            if isinstance(value, str) and _speaks_of_names(form, key):
                yield value


def _speaks_of_names(form: Form, key: str) -> bool:
    place = form.sheet.key, key
    choice = CHOICES.get(place)
    return place not in _OWN_WORDS and not (choice is not None and choice.of is None)


def _value(form: Form, key: str, value: Value, old: str, new: str) -> Value:
    if not isinstance(value, str) or not _speaks_of_names(form, key):
        return value
    return _renamed(value, old, new)


def _renamed(text: str, old: str, new: str) -> str:
    return "".join(new if part == old else part for part in _BETWEEN.split(text))
