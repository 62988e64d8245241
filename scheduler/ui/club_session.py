"""One session of a club on page 选课: who is in it, who waits for a place, and the next of them put in."""

from __future__ import annotations

import streamlit as st

from scheduler.allocation import Seat
from scheduler.allocation.changes import put
from scheduler.allocation.demand import Demand, Option
from scheduler.allocation.waiting import waiting_lists
from scheduler.export.allocation.names import rank_of
from scheduler.school import day_in_weeks
from scheduler.store import StoredAllocation
from scheduler.ui.clicks import once
from scheduler.ui.club_pupil import keep
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.session import Opened

SEAT = "club-seat"


def session_panel(found: Opened, stored: StoredAllocation, demand: Demand) -> None:
    """Choose a session; show its members and those who wait, and offer its free places to the next."""
    st.subheader(_("一个社团"))
    members, waiting = stored.allocation.members, waiting_lists(demand, stored.allocation)
    seats = [seat for seat in demand.seats if seat in members]
    if not seats:
        st.caption(_("还没有人在社团里"))
        return
    seat = st.selectbox(
        _("社团和星期"),
        seats,
        format_func=lambda each: _("{club} {day}：{n}/{places} 人，候补 {m} 人").format(
            club=each.club,
            day=say(day_in_weeks(each.day)),
            n=len(members[each]),
            places=stored.wishes.offer[each.club].places,
            m=len(waiting.get(each, ())),
        ),
        key=SEAT,
    )
    inside, queue = st.tabs([_("名单"), _("候补")])
    pupils = stored.wishes.pupil
    with inside:
        st.dataframe(
            [
                {**_who(stored, place.pupil), _("志愿"): say(rank_of(place))}
                for place in sorted(members[seat], key=lambda p: (pupils[p.pupil].class_id, p.pupil))
            ],
            hide_index=True,
            height=250,
        )
    with queue:
        _queue(found, stored, seat, waiting.get(seat, []))


def _who(stored: StoredAllocation, pupil: str) -> dict[str, object]:
    known = stored.wishes.pupil[pupil]
    return {_("学号"): known.id, _("姓名"): known.name, _("班级"): known.class_id}


def _queue(found: Opened, stored: StoredAllocation, seat: Seat, waiting: list[Option]) -> None:
    if not waiting:
        st.caption(_("没有人在等"))
        return
    rows = [
        {_("候补"): turn, **_who(stored, o.pupil), _("志愿"): _("第 {n} 志愿").format(n=o.rank)}
        for turn, o in enumerate(waiting, 1)
    ]
    st.dataframe(rows, hide_index=True, height=250)
    free = stored.wishes.offer[seat.club].places - len(stored.allocation.members[seat])
    if free > 0:
        words = _("有 {n} 个空位：第一位补上").format(n=plain(free))
        st.button(words, key="club-next", on_click=once(_take_in, found, stored, waiting[0], under=[SEAT]))


def _take_in(found: Opened, stored: StoredAllocation, first: Option) -> None:
    keep(found, stored, put(stored.wishes, stored.allocation, first.pupil, first.club, first.days))
