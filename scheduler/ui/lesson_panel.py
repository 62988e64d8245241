"""Beside the timetable: the lesson that is picked, the best moves, the lock, who is free then."""

from __future__ import annotations

from collections import defaultdict

import streamlit as st

from scheduler.engine.moves import MOVE_NAMES, Move, MoveKind
from scheduler.plan import PlanView
from scheduler.plan.free import free_teachers
from scheduler.ui.language import _, say
from scheduler.ui.lesson_moves import (
    WIDE,
    choose,
    courses_at,
    is_locked,
    make,
    moves_of,
    signed,
    toggle_lock,
)
from scheduler.ui.markdown import plain
from scheduler.ui.session import Opened
from scheduler.ui.timetable_views import PickedCell
from scheduler.ui.widgets import pick_of

SHOWN_MOVES = 5


def lesson_panel(found: Opened, view: PlanView, place: PickedCell | None, *, wide: bool) -> None:
    """Show what is picked, or how to pick; one below the other, or side by side where it is `wide`."""
    if place is None:
        st.info(_("点一节课：绿色格子是能调到的地方，数字是扣分的变化；灰色格子指上去说明为什么不能调。"))
        return
    courses = courses_at(found, place)
    parts = st.columns([3, 4, 3], gap="small") if wide else [st.container() for _part in range(3)]
    with parts[0]:
        st.markdown(f"**{plain(place.class_id)} · {plain(say(found.school.slot_text(place.slot)))}**")
        if courses:
            _lesson(found, place, courses)
        else:
            st.caption(_("这一节空着。"))
    with parts[1]:
        if courses:
            _moves(found, place)
    with parts[2]:
        _free(view, place)


def _lesson(found: Opened, place: PickedCell, courses: list[str]) -> None:
    school = found.school
    held = "；".join(f"{school.course[c].subject} {'、'.join(school.course[c].teachers)}" for c in courses)
    st.caption(plain(held))
    locked = is_locked(school, courses, place.slot)
    lock, clear = st.columns(2, gap="small")
    lock.button(
        _("解锁") if locked else _("锁定"),
        icon=":material/lock_open:" if locked else ":material/lock:",
        key="lock",
        on_click=toggle_lock,
        width="stretch",
        help=_("锁定的课，重新排课和修复时都不动"),
    )
    clear.button(_("取消选择"), key="clear", on_click=choose, args=(None,), width="stretch")


def _moves(found: Opened, place: PickedCell) -> None:
    every = moves_of(found, place)
    legal = [move for move in every if move.legal]
    if not legal:
        st.caption(_("没有一步就能调的地方。"))
    for index, move in enumerate(legal[:SHOWN_MOVES]):
        _move_button(found, index, move)
    if len(legal) > SHOWN_MOVES:
        with st.expander(_("其余 {n} 种调法").format(n=len(legal) - SHOWN_MOVES)):
            for index, move in enumerate(legal[SHOWN_MOVES : 8 * SHOWN_MOVES], SHOWN_MOVES):
                _move_button(found, index, move)
    if pick_of(WIDE).what != place:
        st.button(
            _("再找三节轮换、几班连调"),
            icon=":material/search:",
            key="wide",
            on_click=_widen,
            args=(place,),
            width="stretch",
            help=_("直接调不过去时常常可以绕一下，要多算一两秒"),
        )


def _move_button(found: Opened, index: int, move: Move) -> None:
    label = plain(_words(found, move))
    st.button(label, key=f"move-{index}", on_click=make, args=(found.key, move), width="stretch")


def _widen(place: PickedCell) -> None:
    pick_of(WIDE).what = place


def _words(found: Opened, move: Move) -> str:
    """Return a move in little room: 周二第3节 ⇄ 数学 −5；周一第6节看护 李强."""
    watched = (
        _("{where}看护 {who}").format(where=say(found.school.slot_text(each.slot)), who="、".join(each.adults))
        for each in move.watches.added
    )
    return "；".join((_lessons_moved(found, move), *watched))


def _lessons_moved(found: Opened, move: Move) -> str:
    school, own = found.school, move.shifts[0]
    where = say(school.slot_text(own.after))
    change = signed(move.cost_change)
    if move.kind is MoveKind.FREE:
        return _("{where}（空） {change}").format(where=where, change=change)
    others = [shift for shift in move.shifts[1:] if shift.before != own.before]
    if move.kind is MoveKind.SWAP:
        partner = "、".join(dict.fromkeys(school.course[shift.course].subject for shift in others))
        return f"{where} ⇄ {partner} {change}"
    words = "，".join(
        f"{school.course[shift.course].classes[0]}{school.course[shift.course].subject}→{say(school.slot_text(shift.after))}"
        for shift in others
    )
    return f"{say(MOVE_NAMES[move.kind])} {where} {change}：{words}"


def _free(view: PlanView, place: PickedCell) -> None:
    school = view.school
    names = free_teachers(view, place.slot)
    with st.expander(_("这一节有空的教师 {n} 人").format(n=len(names)), expanded=False):
        own = {t for course in school.class_courses[place.class_id] for t in course.teachers}
        near = [name for name in names if name in own]
        if near:
            st.markdown(_("**教这个班的：**{names}").format(names=plain("、".join(near))))
        groups: dict[str, list[str]] = defaultdict(list)
        for name in names:
            if name not in own:
                groups[school.teacher[name].subject_group or _("其他")].append(name)
        for group, people in groups.items():
            st.markdown(f"**{plain(group)}**　{plain('、'.join(people))}")
