"""The head of every page: the opened school, its versions, the verdict on its plan with the way to what is broken, steps back and forth."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from constraints.audit import Report
from scheduler.model.owner import Level
from scheduler.ui.language import _
from scheduler.ui.markdown import plain
from scheduler.ui.session import Opened
from scheduler.ui.steps import step_buttons

LAID_OUT = """<style>
.st-key-head { position: sticky; top: 0; z-index: 900; min-height: 2.75rem; padding: 0.2rem 0; background: Canvas;
  border-bottom: 1px solid rgba(128, 128, 128, 0.25); }
.st-key-head button, .st-key-head a { min-height: 2rem; white-space: nowrap; }
.st-key-head > div:first-child { min-width: 12rem; }
.st-key-head > div:first-child p { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.st-key-verdict-good a, .st-key-verdict-good a p { color: #11683a; }
.st-key-verdict-bad a, .st-key-verdict-bad a p { color: #b3261e; }
@media (prefers-color-scheme: dark) { .st-key-verdict-good a p { color: #6fd39b; } .st-key-verdict-bad a p { color: #ff8a80; } }
@media (max-width: 1000px) { .st-key-head { gap: 0.2rem; } .st-key-head button p { display: none; } }
</style>"""  # stays in sight where a page is scrolled


def head(found: Opened, page: str, check: StreamlitPage | None, solve: StreamlitPage | None) -> None:
    """Show the head of a page, known by its path; it leads to `check`, where broken rules are listed, or `solve`, where plans are made."""
    st.html(LAID_OUT)
    with st.container(key="head", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(found.school.name)}** :gray[:small[{plain(versions_words(found))}]]", width="stretch")
        if found.report is None:
            words = _("还没有课表，去生成") if found.damaged is None else _("课表已损坏")
            _link(solve, words, ":material/play_circle:", "")
        else:
            _verdict(found, check)
        step_buttons(found, page)


def versions_words(found: Opened) -> str:
    """Return in which versions the school and its plan are open."""
    words = [_("学校第 {n} 版").format(n=found.number)]
    if found.report is not None:
        words.append(_("课表第 {n} 版").format(n=found.plan_number))
    return " · ".join(words)


def verdict_words(report: Report) -> str:
    """Return the verdict on a plan."""
    if report.compliant:
        return _("合规，扣分 {cost}").format(cost=report.cost)
    return _("有 {n} 处不合规").format(n=sum(1 for _each in report.violations(Level.REGULATION, Level.HARD)))


def _verdict(found: Opened, check: StreamlitPage | None) -> None:
    assert found.report is not None
    good = found.report.compliant
    helped = _("到“检查”看扣分在哪里") if good else _("到“检查”看哪里不合规、怎么改")
    with st.container(key="verdict-good" if good else "verdict-bad", width="content"):
        icon = ":material/check_circle:" if good else ":material/error:"
        _link(check, verdict_words(found.report), icon, helped)


def _link(page: StreamlitPage | None, label: str, icon: str, helped: str) -> None:
    """Show words that lead to a page, where it is known."""
    if page is None:
        st.markdown(f"**{plain(label)}**", width="content")
    else:
        st.page_link(page, label=f"**{plain(label)}**", icon=icon, help=helped or None)
