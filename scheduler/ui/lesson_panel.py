"""Beside the timetable: the lesson that is picked, the best moves, the lock, who is free then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import streamlit as st

from constraints.rule import ActiveRule, Violation
from scheduler.engine.moves import MOVE_NAMES, Move, MoveKind
from scheduler.engine.parking import Placing
from scheduler.plan import PlanView
from scheduler.plan.free import free_teachers
from scheduler.school import Slot
from scheduler.ui import lesson_board
from scheduler.ui.language import _, say
from scheduler.ui.lesson_moves import (
    WIDE,
    board_back,
    choose,
    courses_at,
    is_locked,
    make,
    move_to,
    moves_of,
    park_picked,
    place_at,
    placing_words,
    put_back,
    reasons,
    signed,
    singles,
    titles,
    toggle_lock,
    waits,
)
from scheduler.ui.markdown import plain
from scheduler.ui.session import Opened
from scheduler.ui.timetable_views import ParkedLesson, Picked, PickedCell
from scheduler.ui.widgets import pick_of

SHOWN_MOVES = 5
Broken = tuple[tuple[ActiveRule, Violation], ...]


def lesson_panel(found: Opened, view: PlanView, place: Picked | None, *, wide: bool) -> None:
    """Show what is picked, or how to pick; one below the other, or side by side where it is `wide`."""
    if lesson_board.board_of(found).parked:
        _board(found)
    if place is None:
        st.info(_("点或拖一节课：绿色格子是能调到的地方，数字是扣分的变化；灰色格子指上去说明为什么不能调。"))
        return
    parts = st.columns([3, 4, 3], gap="small") if wide else [st.container() for _part in range(3)]
    if isinstance(place, ParkedLesson):
        with parts[0]:
            _parked(found, place)
        with parts[1]:
            _places(found, place)
        return
    courses = courses_at(found, place)
    with parts[0]:
        st.markdown(f"**{plain(place.class_id)} · {plain(say(found.school.slot_text(place.slot)))}**")
        if courses:
            _lesson(found, place, courses)
        else:
            st.caption(_("这一节空着。"))
    with parts[1]:
        if courses and waits(found, place):
            _places(found, place)
        elif courses:
            _moves(found, place)
            _force(found, {slot: move.broken for slot, move in singles(found, place).items() if not move.legal})
    with parts[2]:
        _free(view, place)


def _board(found: Opened) -> None:
    """Say what waits beside the timetable, and that the stored plan is still what it was."""
    parked = lesson_board.board_of(found).parked
    words = _("寄放着 {n} 节，课表第 {number} 版还没有变；全部放好才存成新的一版。")
    st.info(words.format(n=len(parked), number=found.plan_number), icon=":material/inventory_2:")
    back, drop = st.columns(2, gap="small")
    back.button(_("退一步"), key="board_back", on_click=board_back, width="stretch")
    drop.button(_("全部放回"), key="board_drop", on_click=put_back, width="stretch")


def _parked(found: Opened, place: ParkedLesson) -> None:
    bundle = lesson_board.bundle_of(found, place)[0]
    st.markdown(f"**{plain('、'.join(titles(found, bundle)))}**")
    st.caption(_("寄放中：点绿色格子放下；那里原有的课会拿下来寄放。"))
    st.button(_("取消选择"), key="clear", on_click=choose, args=(None,), width="stretch")


def _places(found: Opened, place: Picked) -> None:
    every = lesson_board.places_of(found, place)
    legal = [each for each in every if each.legal]
    if not legal:
        st.caption(_("没有能放的地方；可以再寄放别的课。"))
    for index, each in enumerate(legal[:SHOWN_MOVES]):
        _place_button(found, index, each)
    if len(legal) > SHOWN_MOVES:
        with st.expander(_("其余 {n} 个地方").format(n=len(legal) - SHOWN_MOVES)):
            for index, each in enumerate(legal[SHOWN_MOVES:], SHOWN_MOVES):
                _place_button(found, index, each)
    _force(found, {each.to: each.broken for each in every if not each.legal})


def _place_button(found: Opened, index: int, each: Placing) -> None:
    where, change = say(found.school.slot_text(each.to)), signed(each.cost_change)
    label = f"{where} ⇤ {_subjects(found, each)} {change}" if each.displaced else f"{where} {change}"
    st.button(
        plain(label),
        key=f"place-{index}",
        on_click=place_at,
        args=(found.key, each),
        width="stretch",
        help=plain(placing_words(found, each)),
    )


def _subjects(found: Opened, each: Placing) -> str:
    assert found.plan is not None
    courses = (found.school.course[found.plan.placements[index].course] for index in each.displaced)
    return "、".join(dict.fromkeys(course.subject for course in courses))


def _force(found: Opened, barred: Mapping[Slot, Broken]) -> None:
    """Offer the places that break something, each with what it breaks."""
    if not barred:
        return
    with st.expander(_("违反规定也要调（{n} 处）").format(n=len(barred))):
        slot = st.selectbox(
            _("调到哪里"),
            sorted(barred),
            format_func=lambda each: plain(say(found.school.slot_text(each))),
            key="force_to",
        )
        st.warning(plain(_("会违反：{reasons}").format(reasons=reasons(barred[slot]))))
        st.button(
            _("明知违反，仍调到这里"),
            key="force",
            on_click=move_to,
            args=(slot,),
            kwargs={"knowingly": True},
            width="stretch",
            help=_("存成不合规的一版，违反的规则写在版本说明里；可以撤销"),
        )


def _lesson(found: Opened, place: PickedCell, courses: list[str]) -> None:
    school = found.school
    held = "；".join(f"{school.course[c].subject} {'、'.join(school.course[c].teachers)}" for c in courses)
    st.caption(plain(held))
    locked = is_locked(school, courses, place.slot)
    lock, off, clear = st.columns(3, gap="small")
    lock.button(
        _("解锁") if locked else _("锁定"),
        key="lock",
        on_click=toggle_lock,
        width="stretch",
        disabled=bool(lesson_board.board_of(found).parked),
        help=_("锁定的课，重新排课和修复时都不动"),
    )
    off.button(
        _("寄放"),
        key="park",
        on_click=park_picked,
        width="stretch",
        help=_("先从课表上拿下来，放在旁边，等别的课让出地方再放"),
    )
    clear.button(_("取消"), key="clear", on_click=choose, args=(None,), width="stretch")


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
