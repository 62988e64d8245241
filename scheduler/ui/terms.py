"""The term of the school that is open: its latest version, how a change of it is stored, and the way back."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from openpyxl import Workbook

from scheduler.store import StoredTerm, StoreError, TermRecord, UnreadableError, Version
from scheduler.term.nouns import Term
from scheduler.ui import session
from scheduler.ui.clicks import once
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.session import Opened
from scheduler.ui.widgets import moment
from scheduler.workbook.spreadsheet import save_workbook

Key = tuple[str, str, int, int]
"""Where the store is, whose school it is, its id, the version of its term: what is made of a term is kept under this."""


@dataclass(frozen=True)
class OpenTerm:
    """The school that is open with the latest version of its term."""

    found: Opened
    stored: StoredTerm

    @property
    def term(self) -> Term:
        """The term."""
        return self.stored.term

    @property
    def key(self) -> Key:
        """What is made of this version is kept under this."""
        return key_of(self.found, self.stored.version.number)

    def keep(self, term: Term, note: str) -> bool:
        """Store a calendar, absences and changes in place of this version's; tell whether that could be done."""
        return self.keep_record(self.stored.record.with_events(term), note)

    def keep_record(self, record: TermRecord, note: str) -> bool:
        """Store a term on top of this version; tell whether that could be done."""
        return keep(self.found, record, note, based_on=self.stored.version.number)


def open_term(found: Opened) -> OpenTerm | None:
    """Return the latest version of the term; None where there is none, and ends the page, with the way back, where it is damaged."""
    versions = session.store().terms.history(found.school_id)
    if not versions:
        return None
    try:
        return OpenTerm(found, stored_term(key_of(found, versions[0].number)))
    except UnreadableError as error:
        st.error(plain(say(error.text)))
        _way_back(found, versions, versions[0].number)
        st.stop()


def key_of(found: Opened, number: int) -> Key:
    """Return the key of a version of the term of the school that is open."""
    return session.store().url, session.owner(), found.school_id, number


# Versions never change; the owner is part of the key.
@st.cache_resource(max_entries=session.VERSIONS_KEPT, show_spinner=False)
def stored_term(key: Key) -> StoredTerm:
    """Return a version of a term. Raises StoreError."""
    return session.store().terms.load(key[2], key[3])


def keep(found: Opened, record: TermRecord, note: str, *, based_on: int) -> bool:
    """Store a term on top of a version, 0 for none; tell whether that could be done, the page says why not."""
    try:
        session.store().terms.save(found.school_id, record, based_on=based_on, author=session.author(), note=note)
    except StoreError as error:
        session.tell(error)
        return False
    return True


def signature() -> dict[str, object]:
    """Return who enters something now, and when."""
    return {"entered_by": session.author(), "entered_at": datetime.datetime.now().replace(microsecond=0)}


def history(opened: OpenTerm) -> None:
    """Show who did what when; going back to a version makes it the newest."""
    versions = session.store().terms.history(opened.found.school_id)
    with st.expander(_("谁在什么时候改了什么（可撤销）"), icon=":material/history:"):
        st.dataframe(
            [
                {
                    _("版本"): version.number,
                    _("时间"): moment(version.at),
                    _("作者"): version.author,
                    _("说明"): version.note,
                }
                for version in versions
            ],
            hide_index=True,
            height=min(35 * (len(versions) + 1) + 3, 250),
        )
        _way_back(opened.found, versions, opened.stored.version.number)


def _way_back(found: Opened, versions: list[Version], current: int) -> None:
    earlier = {version.number: version for version in versions if version.number != current}
    if not earlier:
        return
    key = f"term-earlier-{current}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            _("回到哪一版"),
            list(earlier),
            format_func=lambda n: _("第 {n} 版 {when} {note}").format(
                n=n, when=moment(earlier[n].at), note=earlier[n].note
            ),
            width=420,
            key=key,
        )
        st.button(
            _("回到这一版"),
            key="term-back",
            on_click=once(_go_back, found, number, current, under=[key]),
            help=_("内容存成最新的一版，中间的版本都还在"),
        )


def _go_back(found: Opened, number: int, current: int) -> None:
    note, terms = _("回到第 {n} 版").format(n=number), session.store().terms
    terms.go_back(found.school_id, number, based_on=current, author=session.author(), note=note)


# What a download holds is made when it is asked for, in a thread that has no session.


def book_bytes(make: Callable[[], Workbook]) -> bytes:
    """Return a workbook as a file."""
    return file_bytes(lambda path: save_workbook(make(), path))


def file_bytes(write: Callable[[Path], None]) -> bytes:
    """Return what is written into a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "term.xlsx"
        write(path)
        return path.read_bytes()
