"""公示与实际 on the pages: what was held by the term of the school that is open, or by a plan that is uploaded, against what is posted."""

from __future__ import annotations

import datetime

import streamlit as st

from scheduler.export.two_timetables import FATE_NAMES, TwoTimetables, held_in_plan, held_in_term, verdict
from scheduler.store import StoreError
from scheduler.term.nouns import Term
from scheduler.text import Text
from scheduler.ui import session
from scheduler.ui.checked_plan import Checked
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.session import Opened
from scheduler.ui.terms import Key, key_of, stored_term

SHOWN = 500


def today() -> datetime.date:
    """Return up to which day something was held."""
    return datetime.date.today()


def term_held(found: Opened) -> tuple[Key, Term] | None:
    """Return the term of the school that is open with its key; None where there is none, it has not begun or it is damaged."""
    try:
        versions = session.store().terms.history(found.school_id)
        if not versions:
            return None
        key = key_of(found, versions[0].number)
        term = stored_term(key).term
    except StoreError:  # the pages of the term tell of it
        return None
    return (key, term) if term.calendar.first <= today() else None


def held_of(found: Opened, checked: Checked) -> TwoTimetables | None:
    """Return how an uploaded plan differs from the open one that is posted, or the open one from its term; None without either."""
    if checked.data is not None:
        if found.plan is None or checked.reading.plan is None:
            return None
        source = Text(f"以打开的课表为公示、{checked.name} 为实际", f"the open plan as posted, {checked.name} as held")
        return held_in_plan(found.school, found.plan, checked.reading.plan, source, checked.reading.omissions)
    known = term_held(found)
    return None if known is None else _by_term(known[0], today(), known[1])


@st.cache_resource(max_entries=4, show_spinner=False)
def _by_term(key: Key, last: datetime.date, _term: Term) -> TwoTimetables:
    return held_in_term(_term, last)


def show_held(found: TwoTimetables) -> None:
    """Show the answer, and each lesson that was held otherwise."""
    words = plain(say(verdict(found)))
    if found.lost:
        st.error(words, icon=":material/error:")
    else:
        st.caption(words)
    if found.differences:
        st.dataframe(
            [
                {
                    _("班级"): each.class_id,
                    _("课程"): each.subject,
                    _("公示"): say(each.posted),
                    _("实际"): say(each.held),
                    _("结果"): say(FATE_NAMES[each.fate]),
                }
                for each in found.differences[:SHOWN]
            ],
            hide_index=True,
        )
    if len(found.differences) > SHOWN:
        st.caption(_("……另有 {n} 处").format(n=len(found.differences) - SHOWN))
