"""The columns of a sheet of the school workbook as those of an editable grid: drop-downs, numbers, text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from scheduler.ui.language import _, say
from scheduler.workbook.school.choices import CHOICES, NUMBERS
from scheduler.workbook.school.form import Form, Row, Value
from scheduler.workbook.school.service_layout import ALL_PERIODS
from scheduler.workbook.spelling import SEPARATOR

Place = tuple[str, str]  # sheet, column

_TEACHERS: tuple[Place, ...] = (("teachers", "teacher"),)
_ANYBODY: tuple[Place, ...] = (("teachers", "group"), ("teachers", "teacher"))
_PLACES: tuple[Place, ...] = (("venues", "venue"), ("venues", "kind"))
_PERIODS: tuple[Place, ...] = (("schedule", "period"),)
NAMES_FROM: dict[Place, tuple[Place, ...]] = {
    ("subjects", "venue_kind"): (("venues", "kind"),),
    ("assignment_list", "venue"): _PLACES,
    ("clubs", "venue"): _PLACES,
    ("meetings", "members"): _ANYBODY,
    ("exclusions", "teachers"): _TEACHERS,
    ("stages", "candidates"): _ANYBODY,
    ("duties", "candidates"): _ANYBODY,
    ("stages", "period"): _PERIODS,
    ("clubs", "period"): _PERIODS,
    ("duties", "period"): _PERIODS,
}
SEVERAL: frozenset[Place] = frozenset(
    {
        ("assignment_list", "class"),
        ("assignment_list", "teacher"),
        ("meetings", "members"),
        ("meetings", "parts"),
        ("locks", "class"),
        ("exclusions", "teachers"),
        ("stages", "contents"),
        ("stages", "candidates"),
        ("clubs", "instructors"),
        ("duties", "candidates"),
    }
)
"""Columns whose cells may name several, separated by 、."""
TYPED: frozenset[Place] = frozenset({("contracts", "teacher"), ("time_list", "owner"), ("venues", "kind")})
"""Columns that take words which no list has."""


def frame_of(form: Form) -> pd.DataFrame:
    """Return the rows of a form as a grid has them: numbers, lists of names, text."""
    columns = {key: _column([row.get(key) for row in form.rows], form, key) for key in form.keys}
    return pd.DataFrame(columns, index=pd.RangeIndex(1, len(form.rows) + 1))


def _column(values: list[Value], form: Form, key: str) -> pd.Series[Any]:
    if form.is_number(key):
        return pd.Series(values, index=range(1, len(values) + 1), dtype="float64")
    texts: list[Any] = [None if value is None else str(value) for value in values]
    if is_several(form, key):
        texts = [None if text is None else text.split(SEPARATOR) for text in texts]
    return pd.Series(texts, index=range(1, len(values) + 1), dtype="object")


def rows_of(form: Form, frame: pd.DataFrame) -> list[Row]:
    """Return what a grid says as rows of its form; rows that say nothing at the end are left out."""
    rows: list[Row] = [
        {key: value for key in form.keys if (value := _value(record.get(key))) is not None}
        for record in frame.to_dict("records")
    ]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _value(cell: Any) -> Value:
    if isinstance(cell, (list, tuple)):
        return SEPARATOR.join(str(each).strip() for each in cell if str(each).strip()) or None
    if cell is None or cell is pd.NA or (isinstance(cell, float) and pd.isna(cell)):
        return None
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return (cell.strip() or None) if isinstance(cell, str) else cell


def is_several(form: Form, key: str) -> bool:
    """Tell whether the cells of a column may name several."""
    return (form.sheet.key, key) in SEVERAL or (form.sheet.key == "assignment" and key in form.further)


def column_config(form: Form, forms: Mapping[str, Form]) -> dict[str, Any]:
    """Return how the columns of a form are shown and edited; names come from the sheets as they are edited now."""
    return {
        column.key: _config(form, column.key, say(column.title), say(column.note), forms)
        for column in form.sheet.columns
    } | {key: _config(form, key, key, None, forms) for key in form.further}


def _config(form: Form, key: str, title: str, note: str | None, forms: Mapping[str, Form]) -> Any:
    place = form.sheet.key, key
    pinned = key == form.keys[0] and len(form.keys) > 4
    if form.is_number(key):
        least, most = NUMBERS.get(place) or (0, None)
        return st.column_config.NumberColumn(title, help=note, min_value=least, max_value=most, pinned=pinned)
    options = _options(form, key, forms)
    if is_several(form, key):
        return st.column_config.MultiselectColumn(
            title, help=note, options=options, accept_new_options=True, pinned=pinned, color="gray"
        )
    if options is not None and place not in TYPED:
        return st.column_config.SelectboxColumn(title, help=note, options=options, pinned=pinned)
    return st.column_config.TextColumn(title, help=note, pinned=pinned)


def _options(form: Form, key: str, forms: Mapping[str, Form]) -> list[str] | None:
    """Return what may be chosen in a column, with what stands there now; None where anything may be typed."""
    place = form.sheet.key, key
    choice = CHOICES.get(place)
    words: Iterable[str]
    if form.sheet.key == "assignment" and key in form.further:
        words = names(forms, _TEACHERS)
    elif key == "schedule" and form.sheet.key != "schedule":
        words = names(forms, (("schedule", "schedule"),))
    elif place in NAMES_FROM:
        words = names(forms, NAMES_FROM[place])
        words = [*words, ALL_PERIODS.zh] if place == ("duties", "period") else words
    elif choice is None:
        return None
    elif choice.of is not None:
        words = names(forms, ((choice.of.key, choice.key),))
    else:
        words = choice.words
    present = [str(row[key]) for row in form.rows if row.get(key) is not None]
    if is_several(form, key):
        present = [word for text in present for word in text.split(SEPARATOR)]
        if form.sheet.key == "assignment":
            present = []  # its cells have lessons too: 王芳 4+1
    return list(dict.fromkeys([*words, *present]))


def names(forms: Mapping[str, Form], places: Iterable[Place]) -> list[str]:
    """Return what stands in some columns, each once."""
    found = (row.get(key) for sheet, key in places if sheet in forms for row in forms[sheet].rows)
    return list(dict.fromkeys(str(name) for name in found if name is not None))


def row_name(form: Form, index: int) -> str:
    """Return how a person finds a row of a grid, counted from 1, with what it begins with."""
    row = form.rows[index - 1] if 0 < index <= len(form.rows) else {}
    first = str(row.get(form.keys[0]) or "")
    number = _("第 {n} 行").format(n=index)
    return f"{number} {first}".strip()
