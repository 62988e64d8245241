"""A school or a plan that is damaged in the database: what it is, and the way on from another version."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from scheduler.store import StoreError, UnreadableError, Version
from scheduler.ui import session
from scheduler.ui.clicks import once
from scheduler.ui.failures import show_refusal
from scheduler.ui.language import _
from scheduler.ui.session import Opened
from scheduler.ui.widgets import moment

_CHOSEN = "undamaged"


def damaged_school(school_id: int, error: UnreadableError) -> None:
    """Say that the version of a school that should be open is damaged; offer its other versions."""
    show_refusal(error)
    try:
        versions = session.store().schools.history(school_id)
    except StoreError:
        return  # none is left: the error says so
    _offer(versions[1:], lambda number: session.reopen_school(school_id, number, _note(number)))


def damaged_plan(found: Opened, error: StoreError) -> None:
    """Say that the version of the plan that should be looked at is damaged; offer the others."""
    show_refusal(error)
    versions = session.store().plans.history(found.school_id)
    others = [version for version in versions if version.number != found.plan_number]
    _offer(others, lambda number: session.go_back_to_plan(found, number, _note(number)))


def _note(number: int) -> str:
    return _("回到第 {n} 版").format(n=number)


def _offer(versions: Sequence[Version], take: Callable[[int], object]) -> None:
    if not versions:
        return
    words = {version.number: _words(version) for version in versions}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(_("回到哪一版"), list(words), format_func=words.__getitem__, key=_CHOSEN, width=400)
        st.button(
            _("回到这一版"),
            key="undamage",
            help=_("内容存成最新的一版，中间的版本都还在"),
            on_click=once(lambda: take(st.session_state[_CHOSEN])),
        )


def _words(version: Version) -> str:
    return _("第 {n} 版 {when} {note}").format(n=version.number, when=moment(version.at), note=version.note)
