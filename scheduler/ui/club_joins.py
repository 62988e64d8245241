"""A pupil joins or leaves within the term, on page 选课: everybody else stays where he is if he can."""

from __future__ import annotations

import streamlit as st

from scheduler.allocation import MOST_WISHES, Pupil, Wishes
from scheduler.allocation.allocate import NoAllocationError
from scheduler.allocation.changes import joined, reallocate, without
from scheduler.school import day_in_weeks
from scheduler.store import StoredAllocation
from scheduler.ui import session
from scheduler.ui.clicks import once, overtaken, work_later
from scheduler.ui.club_pupil import keys_of, save
from scheduler.ui.language import _, say
from scheduler.ui.session import Opened

SCHOOL_DAYS = (1, 2, 3, 4, 5)


def change(found: Opened, stored: StoredAllocation, wishes: Wishes) -> None:
    """Serve the pupils as they are in `wishes` with the fewest moves, and store that, as soon as a run of the page has time."""
    work_later(_("正在分配……"), _change, found, stored, wishes)


def _change(found: Opened, stored: StoredAllocation, wishes: Wishes) -> None:
    try:
        changed = reallocate(wishes, stored.allocation)
    except NoAllocationError:
        tell_impossible()
        return
    note = _("动了 {n} 处").format(n=len(changed.moves))
    save(found, stored.version.number, wishes, changed.allocation, note, changed.moves)


def tell_impossible() -> None:
    """Tell that pupils cannot be allocated."""
    session.inform(_("没有找到能满足全部保证名额和同伴要求的分配。请核对“选课名单”和“同伴”。"))


def join_view(found: Opened, stored: StoredAllocation) -> None:
    """Ask for a new pupil and his wishes."""
    with st.expander(_("来了一位学生")):
        number, name, room = st.columns(3)
        number.text_input(_("学号"), key="join-number")
        name.text_input(_("姓名"), key="join-name")
        klass = room.selectbox(_("班级"), found.school.classes, format_func=lambda each: each.id, key="join-class")
        st.multiselect(
            _("参加的日子"), SCHOOL_DAYS, SCHOOL_DAYS, format_func=lambda day: say(day_in_weeks(day)), key="join-days"
        )
        offers = [o.club for o in stored.wishes.offers if o.days and klass.grade in o.grades]
        st.multiselect(_("志愿，按先后点选"), offers, max_selections=MOST_WISHES, key=f"join-clubs-{klass.grade}")
        st.button(_("加入，别人尽量不动"), key="join", on_click=once(_join, found, stored))


def _join(found: Opened, stored: StoredAllocation) -> None:
    """Take in the pupil who is typed and chosen."""
    typed = st.session_state
    identity, called = str(typed["join-number"]).strip(), str(typed["join-name"]).strip()
    klass, days = typed["join-class"], tuple(sorted(typed["join-days"]))
    if f"join-clubs-{klass.grade}" not in typed:
        overtaken()  # the clubs of that grade were not shown yet
    elif not identity or not called or not days:
        session.inform(_("请填学号、姓名和参加的日子"))
    elif identity.casefold() in {each.casefold() for each in stored.wishes.pupil}:
        session.inform(_("这个学号已经有了"))
    else:
        pupil = Pupil(id=identity, name=called, class_id=klass.id, grade=klass.grade, days=days)
        change(found, stored, joined(stored.wishes, pupil, typed[f"join-clubs-{klass.grade}"]))


def leave_view(found: Opened, stored: StoredAllocation, pupil: Pupil) -> None:
    """Offer to let a pupil leave; who waited for his place gets it."""
    with st.expander(_("这位学生退出")):
        st.caption(_("从学生和志愿里删去；先补一个志愿也没有的，别人尽量不动。可以退回上一版。"))
        leave = once(change, found, stored, without(stored.wishes, pupil.id), under=keys_of(pupil))
        st.button(_("退出"), key="club-leave", on_click=leave)
