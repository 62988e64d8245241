"""The school as it is being edited: its sheets, kept in the session until they are saved."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import streamlit as st

from scheduler.school import School
from scheduler.ui.session import Opened
from scheduler.ui.sheet_columns import names
from scheduler.workbook import Reading
from scheduler.workbook.school.edited import read_forms
from scheduler.workbook.school.form import Form, Row
from scheduler.workbook.school.renaming import NAMED, new_names, renamed, uses
from scheduler.workbook.school.writer import school_forms

KEY = "school_draft"
ELSEWHERE = ("times", "rules")  # sheets that have pages of their own


@dataclass
class SchoolDraft:
    """The sheets of one school, edited over version `number`.

    `shown` is the sheet in the grid, `mounts` counts grids begun, `renames` are names that were changed in all sheets.
    """

    number: int
    school: School
    forms: dict[str, Form]
    stored: dict[str, Form]
    shown: str = ""
    mounts: int = 0
    renames: list[tuple[str, str]] = field(default_factory=list)
    _read: tuple[dict[str, Form], School, Reading] | None = field(default=None, repr=False)

    @property
    def changed(self) -> list[Form]:
        """The sheets that say something else than what is stored."""
        return [form for key, form in self.forms.items() if not _same(form, self.stored[key])]

    def reading(self, current: School) -> Reading:
        """Return the school that the sheets say, with the times and rules of the version that is open now."""
        if self._read is None or self._read[0] != self.forms or self._read[1] is not current:
            all_forms = [self.forms.get(form.sheet.key, form) for form in self._all(current)]
            self._read = dict(self.forms), current, read_forms(all_forms, f"{current.name}.xlsx")
        return self._read[2]

    def _all(self, current: School) -> list[Form]:
        """Return the sheets of a school with the names that were changed here."""
        forms = list(school_forms(current))
        for old, new in self.renames:
            forms = [renamed(form, old, new) for form in forms]
        return forms

    def half_renamed(self, current: School) -> list[tuple[str, str]]:
        """Return the names that were changed in their own list and are used elsewhere as they were."""
        pairs = [pair for key in NAMED for pair in new_names(self.stored[key], self.forms[key])]
        if not pairs:
            return []
        forms = [self.forms.get(form.sheet.key, form) for form in self._all(current)]
        return [pair for pair in pairs if any(uses(form, pair[0]) for form in forms)]

    def rename(self, old: str, new: str) -> None:
        """Change a name in all sheets."""
        self.renames.append((old, new))
        self.forms = {key: renamed(form, old, new) for key, form in self.forms.items()}
        self.shown = ""

    def saved(self, number: int, school: School) -> None:
        """Go on from what the sheets say, which is stored now as a version of the school."""
        self.number, self.school, self.stored, self.renames = number, school, dict(self.forms), []

    def drop(self) -> None:
        """Give up all that was edited and not saved; the next look begins a new draft."""
        self.forms, self.number = dict(self.stored), -1

    def show(self, key: str) -> Form:
        """Begin a grid of a sheet; matrices get the rows and columns of names that other sheets have now."""
        self.shown, self.mounts = key, self.mounts + 1
        self.forms[key] = _completed(self.forms[key], self)
        return self.forms[key]

    def take(self, form: Form) -> None:
        """Keep what a grid says; where it says the same as before, nothing is to be read again."""
        key = form.sheet.key
        if not _same(form, self.forms[key]):
            self.forms[key] = form


def draft_of(found: Opened) -> SchoolDraft:
    """Return what is being edited of the opened school; a draft without changes follows the version that is open."""
    draft: SchoolDraft | None = st.session_state.get(_key(found))
    if draft is not None and (draft.number == found.number or draft.changed):
        return draft
    return new_draft(found)


def has_unsaved_sheets(found: Opened) -> bool:
    """Tell whether sheets of the opened school were edited and not saved."""
    draft: SchoolDraft | None = st.session_state.get(_key(found))
    return draft is not None and bool(draft.changed)


def new_draft(found: Opened) -> SchoolDraft:
    """Begin anew from what is stored. Raises ValueError for what the sheets have no words for."""
    forms = {form.sheet.key: form for form in school_forms(found.school) if form.sheet.key not in ELSEWHERE}
    before: SchoolDraft | None = st.session_state.get(_key(found))
    mounts = 0 if before is None else before.mounts  # a grid that was shown before keeps its edits under its name
    draft = SchoolDraft(found.number, found.school, dict(forms), forms, mounts=mounts)
    st.session_state[_key(found)] = draft
    return draft


def _key(found: Opened) -> str:
    """Return where the draft is kept: each school has its own, so that none is lost by a look at another."""
    return f"{KEY}-{found.school_id}"


def _same(form: Form, stored: Form) -> bool:
    return _said(form) == _said(stored)


def _said(form: Form) -> list[dict[str, object]]:
    """Return what a form says, whatever its columns: cells that say nothing are left out, numbers in a text are text."""
    return [
        {key: value if form.is_number(key) else str(value) for key, value in row.items() if value is not None}
        for row in form.rows
    ]


def _completed(form: Form, draft: SchoolDraft) -> Form:
    kind = form.sheet.key
    subjects, classes = names(draft.forms, (("subjects", "subject"),)), names(draft.forms, (("classes", "class"),))
    if kind == "assignment":
        return _matrix(form, classes, subjects, _new(draft, subjects))
    if kind == "enrolment":
        stages = names(draft.forms, (("stages", "stage"),))
        return _matrix(form, classes if stages else [], stages, stages)
    if kind == "curriculum":
        return _matrix(form, [], subjects, _new(draft, subjects))
    return form


def _new(draft: SchoolDraft, subjects: list[str]) -> list[str]:
    return [name for name in subjects if name not in draft.school.subject]


def _matrix(form: Form, rows: list[str], known: list[str], wanted: list[str]) -> Form:
    """Return a matrix with a row for each of some names and a column for each wanted one, without empty columns of nobody."""
    first = form.keys[0]
    there = {row.get(first) for row in form.rows}
    added: list[Row] = [{first: name} for name in rows if name not in there]
    used = [key for key in form.further if key in known or any(row.get(key) is not None for row in form.rows)]
    return replace(form, rows=[*form.rows, *added], further=tuple(dict.fromkeys([*used, *wanted])))
