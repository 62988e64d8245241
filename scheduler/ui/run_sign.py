"""The sign above every page that something is being solved elsewhere, and that it has ended."""

from __future__ import annotations

import streamlit as st

from scheduler.store import Run, RunTask, StoreError
from scheduler.ui import session
from scheduler.ui.language import _
from scheduler.ui.run_view import seconds_of, seconds_text, task_words
from scheduler.ui.ways import way_to

POLL_SECONDS = 3.0
_SEEN = "run_sign"  # the run that this session has seen running


def run_sign(shown: str) -> None:
    """Show a running task of the opened school, with the way to it; that it has ended until that page was looked at. The page by
    whose path it is `shown` tells of it itself."""
    run = _latest()
    if run is None:
        return
    if run.alive:
        st.session_state[_SEEN] = run.id
        if shown != _page_of(run):
            _watch(run.id)
    elif st.session_state.get(_SEEN) == run.id:
        if shown == _page_of(run):
            del st.session_state[_SEEN]
        else:
            _ended(run)


@st.fragment(run_every=POLL_SECONDS)
def _watch(run_id: int) -> None:
    run = session.store().runs.get(run_id)
    if not run.alive:
        st.rerun()
    spent = seconds_of(run)
    words = _("{what}……已 {spent}").format(what=task_words(run.task), spent=seconds_text(spent))
    if run.cost is not None:
        words += _("，最好扣分 {cost}").format(cost=run.cost)
    bar, way = st.columns([5, 1], vertical_alignment="bottom")
    bar.progress(min(1.0, spent / run.seconds), words)
    with way:
        way_to(_page_of(run), _("去看看"), ":material/visibility:")


def _ended(run: Run) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        words = _("**排课已经做完**")
        if run.task is RunTask.EXPLAIN:
            words = _("**原因和改法已经找完**")
        elif run.task is RunTask.REPAIR:
            words = _("**修复已经做完**")
        st.markdown(words, width="content")
        way_to(_page_of(run), _("看结果"), ":material/visibility:")


def _page_of(run: Run) -> str:
    return "check" if run.task is RunTask.REPAIR else "solve"


def _latest() -> Run | None:
    """Return the run that was started last; what is damaged is told where it matters."""
    school_id = session.wanted()
    try:
        return None if school_id is None else session.store().runs.latest(school_id)
    except StoreError:
        return None
