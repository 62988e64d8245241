"""The other way round on page 选课: what to hold more often, what that gains and what is the limit; adopted in one click."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from scheduler.allocation import Wishes
from scheduler.allocation.allocate import NoAllocationError, allocate
from scheduler.allocation.programme import CHANGES, Proposal, propose
from scheduler.ui import session
from scheduler.ui.clicks import once, work_later
from scheduler.ui.club_joins import tell_impossible
from scheduler.ui.club_pupil import save
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.session import Opened
from scheduler.ui.upload import file_name
from scheduler.ui.widgets import XLSX
from scheduler.workbook.wishes.offers import write_offers

SHOWN, MOST_CHANGES = "club-proposal", "club-changes"
SEED = "clubs-seed"  # of the draw, as it is typed beside the wishes


class _Shown(NamedTuple):
    """A proposal with the version of the school and the wishes that it was made for."""

    key: session.Key
    wishes: Wishes
    proposal: Proposal | None


def programme_view(found: Opened, latest: int, wishes: Wishes, book: bytes | None, seed: int) -> None:
    """Offer a programme for some wishes; where these are in an uploaded `book`, also that book with what is offered in it."""
    with st.expander(_("反过来：按志愿建议开哪些社团")):
        st.caption(
            _("在教师（一时只带一个社团、禁排的时间不来、每周次数上限）和场地许可的范围内，找志愿满足得最多的开法。")
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.number_input(_("每周最多多开几次"), 0, 200, CHANGES, key=MOST_CHANGES, width=200)
            ask = once(_ask, found, wishes)
            st.button(_("建议"), key="club-propose", icon=":material/lightbulb:", on_click=ask)
        shown: _Shown | None = st.session_state.get(SHOWN)
        if shown is None or shown.key != found.key or shown.wishes != wishes:
            return
        if shown.proposal is None:
            st.error(_("时间内没有找到方案。请少开几次再试。"))
            return
        _show(shown.proposal)
        if shown.proposal.changes:
            _adopt(found, latest, shown.proposal, book, seed)


def _ask(found: Opened, wishes: Wishes) -> None:
    work_later(_("正在找……"), _propose, found, wishes, int(st.session_state[MOST_CHANGES]))


def _propose(found: Opened, wishes: Wishes, changes: int) -> None:
    """Seek a programme and keep it, to be shown."""
    st.session_state[SHOWN] = _Shown(found.key, wishes, propose(found.school, wishes, changes=changes))


def _show(proposal: Proposal) -> None:
    before, after = proposal.before, proposal.after
    if not proposal.changes:
        st.info(_("现在的社团安排没有值得改的。"))
    else:
        first, without, rank = st.columns(3)
        first.metric(_("得到第一志愿"), after.first, after.first - before.first)
        without.metric(_("一个志愿都没有"), after.without, after.without - before.without, delta_color="inverse")
        change = f"{after.mean_rank - before.mean_rank:+.2f}"
        rank.metric(_("平均名次"), f"{after.mean_rank:.2f}", change, delta_color="inverse")
        st.markdown("\n".join(f"- {plain(say(text))}" for text in proposal.changes))
    if proposal.proven:
        st.caption(_("已证明同样多的改动里没有更好的。"))
    if proposal.limits:
        st.markdown(_("**再多的限制**"))
        st.markdown("\n".join(f"- {plain(say(text))}" for text in proposal.limits))


def _adopt(found: Opened, latest: int, proposal: Proposal, book: bytes | None, seed: int) -> None:
    """Make a proposal the next version of the school, and allocate by it."""
    with st.container(horizontal=True):
        st.button(
            _("采用：存为学校的新一版，并按它分配"),
            type="primary",
            key="club-adopt",
            on_click=once(_take, found, latest, proposal, seed),
        )
        if book is not None:
            st.download_button(
                _("下载改好“选课社团”的志愿工作簿"),
                lambda: _with_offers(book, proposal.wishes),
                file_name(_("{school}-志愿（建议社团）.xlsx").format(school=found.school.name)),
                XLSX,
                on_click="ignore",
                icon=":material/download:",
                key="club-offers-book",
            )


def _take(found: Opened, latest: int, proposal: Proposal, seed: int) -> None:
    drawn = int(st.session_state.get(SEED, seed))
    work_later(_("正在分配……"), _save_and_allocate, found, latest, proposal, drawn)


def _save_and_allocate(found: Opened, latest: int, proposal: Proposal, seed: int) -> None:
    if session.save_school(found, proposal.school, _("按志愿建议的社团")) is None:
        return
    try:
        allocation = allocate(proposal.wishes, seed=seed)
    except NoAllocationError:
        tell_impossible()
        return
    save(found, latest, proposal.wishes, allocation, _("按建议的社团分配（种子 {seed}）").format(seed=seed))


def _with_offers(book: bytes, wishes: Wishes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "old.xlsx", Path(folder) / "new.xlsx"
        old.write_bytes(book)
        write_offers(old, wishes.offers, new)
        return new.read_bytes()
