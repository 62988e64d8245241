"""Why there is no plan, and the changes that help, each to be made with one click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from scheduler.model.owner import LEVEL_NAMES, Level
from scheduler.store import Run, RunStatus
from scheduler.ui import session
from scheduler.ui.clicks import once
from scheduler.ui.language import _, language, say
from scheduler.ui.markdown import plain
from scheduler.ui.session import Opened

LIST_HEIGHT = 150


def show_explanation(found: Opened, run: Run, solve: Callable[[], None]) -> None:
    """Show what an explanation found; `solve` starts a solve of the opened school after a change."""
    outcome = session.store().runs.outcome(run.id) or {}
    if run.status is RunStatus.FEASIBLE:
        st.success(_("这些要求排得出课表，没有要解释的矛盾。"), icon=":material/check_circle:")
        return
    if run.status is RunStatus.UNKNOWN:
        st.warning(_("时限内没有弄清排不排得出。请加长时间再找。"), icon=":material/hourglass_empty:")
        return
    _cures(found, run, outcome.get("cures", []), solve)
    st.subheader(_("为什么排不出"))
    show_shortages([_told(each) for each in outcome.get("shortages", [])])
    _conflict(outcome.get("conflict"))


def show_shortages(texts: Sequence[str]) -> None:
    """List what counting finds short."""
    if texts:
        st.error(_("清点就能看出的缺口（{n} 处）：").format(n=len(texts)), icon=":material/block:")
        with st.container(height=LIST_HEIGHT if len(texts) > 3 else "content", border=False):
            st.markdown("\n".join(f"- {plain(text)}" for text in texts))


def _cures(found: Opened, run: Run, cures: list[dict[str, Any]], solve: Callable[[], None]) -> None:
    st.subheader(_("怎样改就排得出"))
    if not cures:
        st.info(_("时限内没有找到试过可行的改法。可以加长时间再找，或按下面的原因自己改。"))
        return
    current = found.number == run.school_number
    st.caption(
        _("每一种都试排过，确实排得出；改动小的在前。点一下就改好学校、存为新的一版并重新排课，随时可以退回。")
        if current
        else _("学校在这之后改过，这些改法是对旧的一版说的。请重新找原因。")
    )
    for number, cure in enumerate(cures):
        words, button = st.columns([5, 1], vertical_alignment="center")
        words.markdown(f"**{number + 1}.** {plain(_told(cure))}")
        button.button(
            _("改好并重排"),
            key=f"cure-{number}",
            disabled=not current,
            type="primary",
            width="stretch",
            on_click=once(_cure, found, run, number, cure["text"], solve),
        )


def _cure(found: Opened, run: Run, number: int, note: str, solve: Callable[[], None]) -> None:
    """Store a school with one of the changes that help, and start to solve it."""
    school = session.store().runs.cured(run.id, number)
    if session.save_school(found, school, note) is not None:
        solve()


def _conflict(conflict: dict[str, Any] | None) -> None:
    if conflict is None:
        return
    st.markdown(plain(_told(conflict)))
    st.dataframe(
        [
            {
                _("要求"): _told(member),
                _("规则"): _told(member, "title"),
                _("级别"): say(LEVEL_NAMES[Level(member["level"])]),
                _("依据"): member["article"] or "",
                _("在哪里改"): f"{_told(member, 'sheet')} · {member['row'] or ''}",
            }
            for member in conflict["members"]
        ],
        hide_index=True,
    )


def _told(record: dict[str, Any], key: str = "text") -> str:
    """Return a text of a record in the session's language."""
    words: str = record[key if language() == "zh" else f"{key}_en"]
    return words
