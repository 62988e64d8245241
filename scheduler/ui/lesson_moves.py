"""The moves of the lesson that is picked on the timetable page, and what happens when one is made."""

from __future__ import annotations

import streamlit as st

from scheduler.engine.moves import MOVE_NAMES, Move, MoveKind, apply, moves
from scheduler.plan import Plan
from scheduler.plan.changes import course_title
from scheduler.school import Lock, School, Slot
from scheduler.ui import session
from scheduler.ui.hand_edits import is_current, keep
from scheduler.ui.language import _, say
from scheduler.ui.session import Key, Opened
from scheduler.ui.timetable_grid import Target
from scheduler.ui.timetable_views import PickedCell
from scheduler.ui.widgets import pick_of

CHOSEN = "timetable_chosen"
WIDE = "timetable_wide"  # the place for which rings and exchanges in several classes were asked for too


def chosen() -> PickedCell | None:
    """Return what is picked."""
    found: PickedCell | None = pick_of(CHOSEN).what
    return found


def choose(place: PickedCell | None) -> None:
    """Pick something, or nothing."""
    pick_of(CHOSEN).what = place


def moves_of(found: Opened, place: PickedCell) -> tuple[Move, ...]:
    """Return the moves of a lesson, the best first; with rings and chains where these were asked for."""
    assert found.plan is not None
    key = found.key
    return _moves(key, place, pick_of(WIDE).what == place, found.school, found.plan)


@st.cache_resource(max_entries=64, show_spinner=False)
def _moves(key: Key, place: PickedCell, wide: bool, _school: School, _plan: Plan) -> tuple[Move, ...]:
    return moves(_school, _plan, place.class_id, place.slot, chains=wide)


def targets(found: Opened, place: PickedCell) -> dict[Slot, Target]:
    """Return what a move of a lesson to each other time of its class changes, or why it cannot be."""
    best: dict[Slot, Move] = {}
    for move in moves_of(found, place):
        if move.kind in (MoveKind.FREE, MoveKind.SWAP):
            best.setdefault(move.to, move)
    return {slot: _target(found.school, place, move) for slot, move in best.items()}


def _target(school: School, place: PickedCell, move: Move) -> Target:
    where = PickedCell(place.class_id, move.to).id
    if move.legal:
        words = say(move.text(school))
        title = _("{move}，扣分 {change}").format(move=words, change=signed(move.cost_change))
        return Target(where, True, signed(move.cost_change), title, dearer=move.cost_change > 0)
    reasons = list(dict.fromkeys(say(violation.text) for _active, violation in move.broken))
    title = _("不能调到这里：{reasons}").format(reasons="；".join(reasons))
    return Target(where, False, "✕", title)


def signed(change: int) -> str:
    """Return a change of cost with its sign."""
    return f"{change:+d}".replace("-", "−") if change else "±0"


def move_to(slot: Slot) -> None:
    """Make the best legal move of the picked lesson to a time."""
    found, place = session.demand(), chosen()
    if place is None or found.plan is None:
        return
    best = next((move for move in moves_of(found, place) if move.legal and move.to == slot), None)
    if best is not None:
        make(found.key, best)


def make(key: Key, move: Move) -> None:
    """Make a move of the picked lesson that was found for some versions, unless others are open now; the lesson stays picked."""
    found, pick = session.demand(), pick_of(CHOSEN)
    if pick.what is None or found.plan is None or not is_current(found, key):
        return
    note = _("{kind}：{move}").format(kind=say(MOVE_NAMES[move.kind]), move=say(move.text(found.school)))
    if keep(apply(found.school, found.plan, move), note):
        pick.what = PickedCell(pick.what.class_id, move.to)


def courses_at(found: Opened, place: PickedCell) -> list[str]:
    """Return the courses that a class has at a slot."""
    if found.plan is None:
        return []
    school = found.school
    return list(
        dict.fromkeys(
            p.course
            for p in found.plan.placements
            if p.slot == place.slot and place.class_id in (p.classes or school.course[p.course].classes)
        )
    )


def is_locked(school: School, courses: list[str], slot: Slot) -> bool:
    """Tell whether some of these lessons is fixed at a slot."""
    return any(lock.slot == slot and lock.course in courses for lock in school.locks)


def toggle_lock() -> None:
    """Fix the picked lesson where it is, or release it: an edit of the school, so that solving and repairing keep it."""
    found, place = session.demand(), chosen()
    if place is None:
        return
    school, courses = found.school, courses_at(found, place)
    held = {Lock(course=course, slot=place.slot) for course in courses}
    if is_locked(school, courses, place.slot):
        locks, words = tuple(lock for lock in school.locks if lock not in held), _("解锁：{lesson}")
    else:
        locks, words = (
            (*school.locks, *(Lock(course=course, slot=place.slot) for course in courses)),
            _("锁定：{lesson}"),
        )
    lesson = "、".join(say(course_title(school.course[course])) for course in courses)
    note = words.format(lesson=f"{lesson} {say(school.slot_text(place.slot))}")
    session.save_school(found, school.renewed(locks=locks), note)
