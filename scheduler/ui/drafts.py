"""The workbook that a session is mending: kept in the store, so that neither a reload nor another day loses what was done."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

import streamlit as st

from scheduler.export.marked_school import write_marked_school
from scheduler.school import School
from scheduler.store import Draft, Mending, NotFoundError, StoreError, UnreadableError
from scheduler.ui import session
from scheduler.ui.failures import show_refusal
from scheduler.ui.language import language
from scheduler.workbook import Reading, read_school
from scheduler.workbook.mended import RawSheet, open_mended, raw_sheets
from scheduler.workbook.problem import Problem
from scheduler.workbook.school.choose_sheets import keys_in
from scheduler.workbook.school.renewal import Renewal, renew

_OPEN = "open_draft"
MOST_ROWS = 300  # of a sheet that are shown


def open_draft(draft_id: int) -> None:
    """Go on with a workbook."""
    st.session_state[_OPEN] = draft_id


def put_aside() -> None:
    """Leave the workbook that is being mended; it stays in the store."""
    st.session_state.pop(_OPEN, None)


def discard(draft_id: int) -> None:
    """Remove a workbook from the store."""
    try:
        session.store().drafts.remove(draft_id)
    except NotFoundError:
        pass  # it is gone already
    except StoreError as error:
        session.tell(error)
        return
    if st.session_state.get(_OPEN) == draft_id:
        put_aside()


def opened_draft() -> Draft | None:
    """Return the workbook that is being mended, None where there is none; a damaged one is told and left."""
    draft_id = st.session_state.get(_OPEN)
    if draft_id is None:
        return None
    try:
        return session.store().drafts.load(draft_id)
    except (UnreadableError, NotFoundError) as error:
        show_refusal(error)
        put_aside()
        return None


def do(draft_id: int, step: Iterable[Mending]) -> None:
    """Add a step to what was done to a workbook."""
    try:
        draft = session.store().drafts.load(draft_id)
        session.store().drafts.save(replace(draft, steps=(*draft.steps, tuple(step))))
    except StoreError as error:
        session.tell(error)


def undo(draft_id: int) -> None:
    """Take the last step back."""
    try:
        draft = session.store().drafts.load(draft_id)
        session.store().drafts.save(replace(draft, steps=draft.steps[:-1]))
    except StoreError as error:
        session.tell(error)


def reading_of(draft: Draft) -> Reading:
    """Return the school that a workbook tells as it is mended now, and what is still wrong."""
    return _read(_key(draft), draft)


def sheets_of(draft: Draft, problems: Iterable[Problem]) -> tuple[RawSheet, ...]:
    """Return its sheets; none where the file is no workbook."""
    places = [place for problem in problems for place in ((problem.sheet, problem.cell), *problem.also)]
    return _sheets(_key(draft), draft, (*places, *draft.mends))


def told_sheets(draft: Draft) -> frozenset[str]:
    """Return the keys of the sheets that a workbook has."""
    with tempfile.TemporaryDirectory() as folder:
        book = open_mended(_stored(draft, folder), draft.mends)[0]
        return frozenset() if book is None else frozenset(keys_in(book))


def renewal_of(draft: Draft, school_id: int, number: int, old: School) -> Renewal:
    """Return the next version of a school that a workbook tells."""
    return _renew(_key(draft), school_id, number, draft, old)


def marked_bytes(draft: Draft, problems: tuple[Problem, ...]) -> bytes:
    """Return the mended workbook with what is still wrong marked."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "marked.xlsx"
        write_marked_school(_stored(draft, folder), problems, out, language=language(), mends=draft.mends)
        return out.read_bytes()


def _key(draft: Draft) -> str:
    """Return what tells the contents of a draft, so that they are read once; its number may have been another's before."""
    steps = [[asdict(each) for each in step] for step in draft.steps]
    content = hashlib.sha256(draft.data).hexdigest()
    return json.dumps([session.store().url, session.owner(), draft.name, content, steps])


def _stored(draft: Draft, folder: str) -> Path:
    file = Path(folder) / draft.name
    file.write_bytes(draft.data)
    return file


@st.cache_resource(max_entries=8, show_spinner="正在读取…… / Reading …")
def _read(key: str, _draft: Draft) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        return read_school(_stored(_draft, folder), _draft.answers, _draft.mends)


@st.cache_resource(max_entries=4, show_spinner=False)
def _sheets(key: str, _draft: Draft, places: tuple[tuple[str, str], ...]) -> tuple[RawSheet, ...]:
    with tempfile.TemporaryDirectory() as folder:
        book = open_mended(_stored(_draft, folder), _draft.mends)[0]
        return () if book is None else raw_sheets(book, places, MOST_ROWS)


@st.cache_resource(max_entries=4, show_spinner="正在比较…… / Comparing …")
def _renew(key: str, school_id: int, number: int, _draft: Draft, _old: School) -> Renewal:
    with tempfile.TemporaryDirectory() as folder:
        return renew(_stored(_draft, folder), _old, _draft.answers, _draft.mends)
