"""Beside the grid of service: the session or the teacher that is picked, and what can be changed there."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from scheduler.engine.service_moves import ServiceMove, ServiceMoveKind, ServiceMoves, apply
from scheduler.plan import Plan, PlanView
from scheduler.plan.ledger import closing, earned, granted, whole_minutes
from scheduler.school import School, Slot, Station
from scheduler.ui import session
from scheduler.ui.hand_edits import is_current, keep
from scheduler.ui.language import _, grade_label, say
from scheduler.ui.lesson_moves import signed
from scheduler.ui.markdown import plain
from scheduler.ui.service_views import PickedService
from scheduler.ui.session import Key, Opened
from scheduler.ui.widgets import pick_of

CHOSEN = "service_chosen"
TOGETHER = "service_together_of"  # the turn for which days with another adult or place were asked for
SWAPS = "service_swaps"  # the turn and adult for whom exchanges were asked for
SHOWN = 5


def chosen() -> PickedService | None:
    """Return what is picked."""
    found: PickedService | None = pick_of(CHOSEN).what
    return found


def choose(turn: PickedService | None) -> None:
    """Pick something, or nothing."""
    pick_of(CHOSEN).what = turn


def service_panel(found: Opened, view: PlanView, turn: PickedService | None) -> None:
    """Show what is picked with its changes, or how to pick."""
    assert found.plan is not None
    key = found.key
    if turn is not None and turn.teacher in found.school.teacher:
        _teacher(key, view, turn)
        return
    index = None if turn is None else _position(found.plan, turn)
    if turn is None or index is None:
        st.info(_("点一格：换人、和别人对换、给社团换天换场地，给或取消弹性上下班；数字是扣分的变化。"))
        return
    _session(key, view, turn, index)


def _position(plan: Plan, turn: PickedService) -> int | None:
    return next((i for i, s in enumerate(plan.sessions) if (s.station, s.slot) == (turn.station, turn.slot)), None)


def _session(key: Key, view: PlanView, turn: PickedService, index: int) -> None:
    school, plan = view.school, view.plan
    held = plan.sessions[index]
    station = school.service.stations[held.station]
    st.markdown(f"**{plain(say(school.slot_text(held.slot)))} · {plain(station.title)}**")
    st.caption(plain(" · ".join(filter(None, ("、".join(held.adults) or _("待定"), held.venue or station.venue)))))
    if station.pupils:
        st.caption(plain(_heads(school, station, held.venue or station.venue)))
    if len(held.adults) < station.adults:
        _offers(key, _("再加一人"), _adults(key, index, None, school, plan), "add")
    if held.adults:
        leaving = held.adults[0]
        if len(held.adults) > 1:
            leaving = st.selectbox(_("换下谁"), held.adults, key="service_leaving")
        _offers(key, _("换成谁"), _adults(key, index, leaving, school, plan), "adult")
        _exchange(key, turn, index, leaving, view)
    days = _days(key, index, school, plan)
    _offers(key, _("换到哪天"), days, "day")
    if any(not move.legal for move in days):
        _together(key, turn, index, view)
    _offers(key, _("换到哪里"), _places(key, index, school, plan), "place")


def _heads(school: School, station: Station, venue: str | None) -> str:
    """Return how many pupils a group has, for how many there is room, and what its place holds."""
    words = [_("{n} 人").format(n=station.pupils)]
    club = next((club for club in school.clubs if club.id == station.club), None)
    if club is not None:
        words.append("、".join(grade_label(grade) for grade in club.grades))
        words += [_("最多 {n} 人").format(n=club.capacity)] if club.capacity is not None else []
    place = school.venue.get(venue) if venue is not None else None
    if place is not None and place.seats is not None:
        words.append(_("{place}有 {n} 个座位").format(place=place.id, n=place.seats))
    elif place is not None:
        words.append(_("{place}同时容 {n} 个班").format(place=place.id, n=place.capacity))
    return " · ".join(words)


def _together(key: Key, turn: PickedService, index: int, view: PlanView) -> None:
    """Offer the days that go only together with another adult or another place, once they were asked for."""
    if st.session_state.get(TOGETHER) != turn:
        st.button(
            _("换天，同时换人或换地方"),
            icon=":material/search:",
            key="service_together",
            on_click=_ask_for_together,
            args=(turn,),
            width="stretch",
            help=_("只换天不行的日子，再试试同时换教练、换场地"),
        )
        return
    found = _compound(key, index, view.school, view.plan)
    if found:
        _offers(key, _("换天，同时换人或换地方"), found, "together")
    else:
        st.caption(_("其余的日子，同时换人、换地方也不行。"))


def _ask_for_together(turn: PickedService) -> None:
    st.session_state[TOGETHER] = turn


def _exchange(key: Key, turn: PickedService, index: int, leaving: str, view: PlanView) -> None:
    if st.session_state.get(SWAPS) == (turn, leaving):
        found = _swaps(key, index, leaving, view.school, view.plan)
        if found:
            _offers(key, _("和谁对换"), found, "swap")
        else:
            st.caption(_("同一时间和同一岗位的人里，没有能对换的。"))
        return
    st.button(
        _("{name}和别人对换").format(name=plain(leaving)),
        icon=":material/swap_horiz:",
        key="service_swaps",
        on_click=_ask_for_swaps,
        args=(turn, leaving),
        width="stretch",
    )


def _ask_for_swaps(turn: PickedService, leaving: str) -> None:
    st.session_state[SWAPS] = turn, leaving


def _teacher(key: Key, view: PlanView, turn: PickedService) -> None:
    school, name = view.school, turn.teacher
    st.markdown(f"**{plain(name)}**")
    st.caption(
        _("时间银行（分钟）：期初 {opening}，存入 {earned}，支取 {granted}，结余 {closing}").format(
            opening=school.teacher[name].balance,
            earned=whole_minutes(earned(view, name)),
            granted=granted(view, name),
            closing=whole_minutes(closing(view, name)),
        )
    )
    moves = _grants(key, name, school, view.plan)
    if not moves:
        st.caption(_("没有弹性上下班可给：外聘人员不适用，或学校没有填工作时间。"))
    today = [move for move in moves if (move.given or move.taken) and _day(move) == turn.day]
    _offers(key, _("这一天"), today, "today", word=True)
    _offers(key, _("别的日子"), [move for move in moves if move not in today], "grant", word=True)


def _day(move: ServiceMove) -> int:
    grant = move.given or move.taken
    return grant.day if grant else 0


def _offers(key: Key, title: str, moves: Sequence[ServiceMove], name: str, *, word: bool = False) -> None:
    """Show the legal changes as buttons, the best first, and why the others are none."""
    if not moves:
        return
    legal = [move for move in moves if move.legal]
    barred = [move for move in moves if not move.legal]
    st.markdown(f"**{plain(title)}**")
    for number, move in enumerate(legal[:SHOWN]):
        _button(key, move, f"{name}-{number}", word)
    if len(legal) > SHOWN:
        with st.expander(_("其余 {n} 种").format(n=len(legal) - SHOWN)):
            for number, move in enumerate(legal[SHOWN:], SHOWN):
                _button(key, move, f"{name}-{number}", word)
    if barred:
        with st.expander(_("不行的 {n} 种，为什么").format(n=len(barred)), expanded=not legal):
            st.markdown("\n".join(f"- :small[**{plain(say(move.goal))}**　{plain(_reasons(move))}]" for move in barred))


def _reasons(move: ServiceMove) -> str:
    return "；".join(dict.fromkeys(say(violation.text) for _active, violation in move.broken))


def _button(key: Key, move: ServiceMove, name: str, word: bool) -> None:
    verb = {ServiceMoveKind.GIVE: _("给"), ServiceMoveKind.TAKE: _("取消")}.get(move.kind, "") if word else ""
    change = signed(move.cost_change)
    label = f"{change} {say(move.goal)}" if move.kind is ServiceMoveKind.SWAP else f"{verb}{say(move.goal)} {change}"
    words, helped = plain(label), plain(say(move.text))
    st.button(words, key=f"service-{name}", on_click=_make, args=(key, move), width="stretch", help=helped)


def _make(key: Key, move: ServiceMove) -> None:
    """Make a change that was found for some versions, unless others are open now; what was picked stays picked, a club where it goes."""
    found, pick = session.demand(), pick_of(CHOSEN)
    if found.plan is None or not is_current(found, key):
        return
    if keep(apply(found.plan, move), say(move.text)) and move.kind in (ServiceMoveKind.DAY, ServiceMoveKind.COMPOUND):
        after = move.sessions[0][1]
        pick.what = PickedService(after.station, Slot(*after.slot))


# What a plan allows is the same for every session of the browser that has this version open.


@st.cache_resource(max_entries=session.VERSIONS_KEPT, show_spinner=False)
def _moves(key: Key, _school: School, _plan: Plan) -> ServiceMoves:
    return ServiceMoves(_school, _plan)


@st.cache_resource(max_entries=64, show_spinner=False)
def _adults(key: Key, index: int, leaving: str | None, _school: School, _plan: Plan) -> tuple[ServiceMove, ...]:
    return _moves(key, _school, _plan).adults(index, leaving)


@st.cache_resource(max_entries=64, show_spinner=False)
def _swaps(key: Key, index: int, leaving: str, _school: School, _plan: Plan) -> tuple[ServiceMove, ...]:
    return _moves(key, _school, _plan).swaps(index, leaving)


@st.cache_resource(max_entries=64, show_spinner=False)
def _days(key: Key, index: int, _school: School, _plan: Plan) -> tuple[ServiceMove, ...]:
    return _moves(key, _school, _plan).days(index)


@st.cache_resource(max_entries=64, show_spinner=False)
def _compound(key: Key, index: int, _school: School, _plan: Plan) -> tuple[ServiceMove, ...]:
    return _moves(key, _school, _plan).compound(index)


@st.cache_resource(max_entries=64, show_spinner=False)
def _places(key: Key, index: int, _school: School, _plan: Plan) -> tuple[ServiceMove, ...]:
    return _moves(key, _school, _plan).places(index)


@st.cache_resource(max_entries=64, show_spinner=False)
def _grants(key: Key, teacher: str, _school: School, _plan: Plan) -> tuple[ServiceMove, ...]:
    return _moves(key, _school, _plan).grants(teacher)
