"""One pupil of an allocation: where he is, why not where he wished, and moves by hand; each step is a version."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from scheduler.allocation import Allocation, Pupil, Wishes
from scheduler.allocation.changes import Changed, Move, put, swap
from scheduler.allocation.demand import Demand
from scheduler.allocation.why import Reasons
from scheduler.school import day_in_weeks
from scheduler.store import StoredAllocation
from scheduler.ui import session
from scheduler.ui.clicks import once, overtaken
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.session import Opened

EVERY_DAY = tuple(range(1, 8))
MOVED, ROOM = "club-moves", "club-class"


def save(
    found: Opened,
    based_on: int,
    wishes: Wishes,
    allocation: Allocation,
    note: str,
    moves: Sequence[Move] = (),
) -> None:
    """Store an allocation as the next version and keep who moved, to be shown with it. Raises StoreError."""
    version = session.store().allocations.save(
        found.school_id, wishes, allocation, based_on=based_on, author=session.author(), note=note
    )
    st.session_state[MOVED] = found.school_id, version.number, moves


def moves_view(found: Opened, stored: StoredAllocation) -> None:
    """Show who moved in the step that led to the allocation that is shown."""
    school_id, number, moves = st.session_state.get(MOVED, (0, 0, ()))
    if (school_id, number) != (found.school_id, stored.version.number) or not moves:
        return
    st.markdown(_("**刚才的变动：{n} 处**").format(n=len(moves)))
    pupils = stored.wishes.pupil
    st.dataframe(
        [
            {
                _("学号"): each.pupil,
                _("姓名"): pupils[each.pupil].name if each.pupil in pupils else _("（已退出）"),
                _("星期"): say(day_in_weeks(each.day)),
                _("从"): each.before or _("本班"),
                _("到"): each.after or _("本班"),
            }
            for each in moves
        ],
        hide_index=True,
    )


def pupil_panel(found: Opened, stored: StoredAllocation, demand: Demand) -> Pupil | None:
    """Choose a pupil; show his places and the answer to each of his wishes; move him, or let him swap. Return who was chosen."""
    st.subheader(_("一位学生"))
    wishes = stored.wishes
    classes = list(dict.fromkeys(pupil.class_id for pupil in wishes.pupils))
    room, who = st.columns(2)
    class_id = room.selectbox(_("班级"), classes, format_func=str, key=ROOM)
    mates = [pupil for pupil in wishes.pupils if pupil.class_id == class_id]
    pupil = who.selectbox(_("学生"), mates, format_func=_label, key=_pupil_key(class_id))
    if pupil is None:
        return None
    _places(stored, pupil)
    _reasons(demand, stored, pupil)
    _move(found, stored, pupil)
    _swap(found, stored, pupil)
    return pupil


def _pupil_key(class_id: str) -> str:
    return f"club-pupil-{class_id}"


def keys_of(pupil: Pupil) -> tuple[str, str]:
    """Return the keys of the widgets by which a pupil is chosen."""
    return ROOM, _pupil_key(pupil.class_id)


def _label(pupil: Pupil) -> str:
    return f"{pupil.name} {pupil.id}"


def _places(stored: StoredAllocation, pupil: Pupil) -> None:
    mine = stored.allocation.of.get(pupil.id, {})
    rows = [
        {_("星期"): say(day_in_weeks(day)), _("去向"): mine[day].club if day in mine else _("本班")}
        for day in pupil.days
    ]
    st.dataframe(rows, hide_index=True)


def _reasons(demand: Demand, stored: StoredAllocation, pupil: Pupil) -> None:
    answers = Reasons(demand, stored.allocation).of(pupil.id)
    if not answers:
        st.caption(_("没有填志愿"))
    for answer in answers:
        wish = answer.wish
        day = f"{say(day_in_weeks(wish.day))} " if wish.day else ""
        icon = ":material/check:" if answer.granted else ":material/close:"
        head = _("{day}第 {n} 志愿 {club}").format(day=day, n=wish.rank, club=wish.club)
        st.markdown(f"{icon} {plain(head)}：{plain(say(answer.text))}")


def _move(found: Opened, stored: StoredAllocation, pupil: Pupil) -> None:
    """Offer another place on a day."""
    with st.expander(_("手工调整")):
        day = st.selectbox(
            _("哪一天"), pupil.days, format_func=lambda each: say(day_in_weeks(each)), key=_day_key(pupil)
        )
        offers = [offer for offer in stored.wishes.offers if day in offer.days and pupil.grade in offer.grades]
        names: list[str | None] = [None, *(offer.club for offer in offers)]
        left = {
            o.club: o.places - sum(p.club == o.club and p.day == day for p in stored.allocation.places) for o in offers
        }
        st.selectbox(
            _("去哪里"),
            names,
            format_func=lambda each: (
                _("本班") if each is None else _("{club}（余 {n}）").format(club=each, n=left[each])
            ),
            key=_club_key(pupil, day),
        )
        st.button(_("调整"), key="club-move", on_click=once(_put, found, stored, pupil, under=keys_of(pupil)))


def _day_key(pupil: Pupil) -> str:
    return f"club-day-{pupil.id}"


def _club_key(pupil: Pupil, day: int) -> str:
    return f"club-to-{pupil.id}-{day}"


def _put(found: Opened, stored: StoredAllocation, pupil: Pupil) -> None:
    """Put a pupil where it is chosen."""
    day = st.session_state[_day_key(pupil)]
    if _club_key(pupil, day) not in st.session_state:
        overtaken()  # the clubs of that day were not shown yet
        return
    club: str | None = st.session_state[_club_key(pupil, day)]
    whole = club is not None and stored.wishes.offer[club].whole
    days = stored.wishes.offer[club].days if club is not None and whole else (day,)
    keep(found, stored, put(stored.wishes, stored.allocation, pupil.id, club, days))


def _swap(found: Opened, stored: StoredAllocation, pupil: Pupil) -> None:
    """Offer to swap with another pupil, who is named by his number."""
    with st.expander(_("与另一位学生互换")):
        key = f"club-other-{pupil.id}"
        st.text_input(_("对方学号"), key=key)
        st.button(
            _("互换"), key="club-swap", on_click=once(_swap_with, found, stored, pupil, key, under=keys_of(pupil))
        )


def _swap_with(found: Opened, stored: StoredAllocation, pupil: Pupil, key: str) -> None:
    """Have a pupil swap with the one whose number is typed under a key."""
    other = str(st.session_state[key]).strip()
    if other not in stored.wishes.pupil or other == pupil.id:
        session.inform(_("没有这个学号"))
        return
    keep(found, stored, swap(stored.wishes, stored.allocation, pupil.id, other, EVERY_DAY))


def keep(found: Opened, stored: StoredAllocation, changed: Changed) -> None:
    """Save a change that is allowed; else tell what stands against it. Raises StoreError."""
    if changed.faults:
        session.inform("；".join(say(fault.text) for fault in changed.faults))
    elif changed.moves:
        save(
            found,
            stored.version.number,
            stored.wishes,
            changed.allocation,
            _("手工调整 {n} 处").format(n=len(changed.moves)),
            changed.moves,
        )


def back(found: Opened, latest: int) -> None:
    """Offer the version before the latest one; it becomes the newest."""
    st.button(_("退回上一版"), key="club-back", icon=":material/undo:", on_click=once(_back, found, latest))


def _back(found: Opened, latest: int) -> None:
    before = session.store().allocations.load(found.school_id, latest - 1)
    save(found, latest, before.wishes, before.allocation, _("回到第 {n} 版").format(n=before.version.number))
