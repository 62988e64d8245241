"""What the law asks of a school's breaks and sport that it does not give, by article, and the button that makes the smallest change."""

from __future__ import annotations

import streamlit as st

from constraints.lawful_day import Lacking, lacking
from scheduler.explanation.cures.cures import Cure
from scheduler.school import School
from scheduler.ui import session
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.session import Opened


@st.cache_resource(max_entries=8, show_spinner=False)
def gaps_of(url: str, owner: str, school_id: int, number: int, _school: School) -> tuple[Lacking, ...]:
    """Return what a version of a school lacks; worked out once."""
    return tuple(lacking(_school))


def show_gaps(found: Opened) -> None:
    """Show what is lacking and offer the change; nothing where nothing is."""
    gaps = gaps_of(session.store().url, session.owner(), found.school_id, found.number, found.school)
    if not gaps:
        return
    with st.container(border=True):
        st.markdown(_("**按所在地现在的规定，还缺 {n} 处，不改就排不出来：**").format(n=len(gaps)))
        for gap in gaps:
            st.markdown(f"- {plain(say(gap.text))}\n  - {plain(_way(gap))}")
        edits = tuple(gap.edit for gap in gaps if gap.edit is not None)
        if edits:
            st.button(
                _("按最小的改动改好"),
                key="law-gaps",
                type="primary",
                icon=":material/auto_fix_high:",
                on_click=_mend,
                args=(found, Cure(edits)),
                help=_("存为学校的新的一版，随时可以退回；课长不变，没有改动的班和教师照旧"),
            )


def _way(gap: Lacking) -> str:
    if gap.edit is not None:
        return _("可以这样改：{change}").format(change=say(gap.edit.text))
    return say(gap.why_not) if gap.why_not is not None else ""


def _mend(found: Opened, cure: Cure) -> None:
    session.save_school(found, cure.apply(found.school), _("按规定改了课间和体育课"))
