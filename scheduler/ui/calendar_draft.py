"""The calendar as it is being edited: the rows of its grid, kept in the session until they are stored."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from scheduler.school import School
from scheduler.term.calendar import SPECIAL_NAMES
from scheduler.term.holidays import proposed_days
from scheduler.text import day_name
from scheduler.ui.language import say
from scheduler.ui.terms import OpenTerm
from scheduler.workbook.school.form import Row
from scheduler.workbook.term.writer import WEEK_WORDS, special_rows
from scheduler.workbook.term_sheets import CALENDAR

KEY = "calendar_draft"
DATES = ("date", "to")


@dataclass
class CalendarDraft:
    """The special days of a term, edited over version `number` of it, 0 for none. `mounts` counts the grids begun."""

    number: int
    rows: list[Row]
    frame: pd.DataFrame = field(repr=False)
    mounts: int = 0
    unknown_years: tuple[int, ...] = ()

    def take(self, frame: pd.DataFrame) -> None:
        """Keep what the grid says; rows that say nothing at the end are left out."""
        rows: list[Row] = [_said(record) for record in frame.to_dict("records")]
        while rows and not rows[-1]:
            rows.pop()
        self.rows = rows

    def propose(self, first: datetime.date, last: datetime.date) -> None:
        """Add the public holidays on dates of which nothing is said yet."""
        proposed = proposed_days(first, last)
        said = {str(date) for row in self.rows for date in _dates(row)}
        new = [special for special in proposed.specials if str(special.date) not in said]
        rows = [row for row in self.rows if row]
        self.rows = sorted((*rows, *special_rows(new)), key=lambda row: str(row.get("date", "")))
        self.unknown_years = proposed.unknown_years
        self.frame, self.mounts = frame_of(self.rows), self.mounts + 1


def draft_of(school_id: int, opened: OpenTerm | None) -> CalendarDraft:
    """Return what is being edited of the term; it begins anew where another version of the term is there."""
    key, number = f"{KEY}-{school_id}", 0 if opened is None else opened.stored.version.number
    draft: CalendarDraft | None = st.session_state.get(key)
    if draft is None or draft.number != number:
        rows = [] if opened is None else list(special_rows(opened.term.calendar.specials))
        draft = st.session_state[key] = CalendarDraft(number, rows, frame_of(rows))
    return draft


def frame_of(rows: Sequence[Row]) -> pd.DataFrame:
    """Return rows as the grid has them: dates are dates, all else is text."""
    columns: dict[str, Any] = {}
    for column in CALENDAR.columns:
        values: list[Any] = [row.get(column.key) for row in rows]
        if column.key in DATES:
            values = [None if value is None else datetime.date.fromisoformat(str(value)) for value in values]
        columns[column.key] = pd.Series(values, index=range(1, len(rows) + 1), dtype="object")
    return pd.DataFrame(columns)


def column_config(school: School) -> dict[str, Any]:
    """Return how each column of the grid is filled in: dates, choices, text."""
    choices: dict[str, list[str]] = {
        "kind": [text.zh for text in SPECIAL_NAMES.values()],
        "follows": [day_name(day).zh for day in range(1, 8)],
        "week": list(WEEK_WORDS.values()),
        "schedule": [bell.id for bell in school.schedules],
        "venue": [venue.id for venue in school.venues],
    }
    words = {text.zh: say(text) for text in (*SPECIAL_NAMES.values(), *map(day_name, range(1, 8)))}
    found: dict[str, Any] = {}
    for column in CALENDAR.columns:
        label, about = say(column.title), say(column.note)
        if column.key in DATES:
            found[column.key] = st.column_config.DateColumn(label, help=about, width=100)
        elif column.key in choices:
            found[column.key] = st.column_config.SelectboxColumn(
                label,
                help=about,
                width={"follows": 115, "week": 95}.get(column.key, 80),
                options=choices[column.key],
                format_func=lambda word: words.get(str(word), str(word)),
            )
        else:
            found[column.key] = st.column_config.TextColumn(
                label, help=about, width={"from": 70, "until": 90}.get(column.key, 115)
            )
    return found


def _said(record: dict[Any, Any]) -> Row:
    found: dict[str, str] = {}
    for key, value in record.items():
        if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
            continue
        text = str(value.date()) if isinstance(value, datetime.datetime) else str(value).strip()
        if text:
            found[str(key)] = text
    return {**found}


def _dates(row: Row) -> list[datetime.date]:
    """Return the dates of a row, as far as it says any."""
    try:
        first = datetime.date.fromisoformat(str(row.get("date")))
        last = datetime.date.fromisoformat(str(row.get("to") or first))
    except ValueError:
        return []
    return [first + datetime.timedelta(days=number) for number in range(min((last - first).days, 400) + 1)]
