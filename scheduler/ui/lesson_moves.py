"""Where the lesson that is picked on the timetable page can go, and what happens when it does."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from constraints.rule import ActiveRule, Violation
from scheduler.engine.moves import MOVE_NAMES, Move, MoveKind, apply, moves
from scheduler.engine.parking import Placing
from scheduler.plan import Plan
from scheduler.plan.changes import course_title
from scheduler.school import Lock, School, Slot
from scheduler.ui import lesson_board, session
from scheduler.ui.hand_edits import is_current, keep
from scheduler.ui.language import _, say
from scheduler.ui.session import Key, Opened
from scheduler.ui.timetable_grid import Target
from scheduler.ui.timetable_views import ParkedLesson, Picked, PickedCell
from scheduler.ui.widgets import pick_of

CHOSEN = "timetable_chosen"
WIDE = "timetable_wide"  # the place for which rings and exchanges in several classes were asked for too


def chosen() -> Picked | None:
    """Return what is picked."""
    found: Picked | None = pick_of(CHOSEN).what
    return found


def choose(place: Picked | None) -> None:
    """Pick something, or nothing."""
    pick_of(CHOSEN).what = place


def waits(found: Opened, place: Picked) -> bool:
    """Tell whether what is picked is placed on a board: it is beside the timetable, or something else is."""
    return isinstance(place, ParkedLesson) or bool(lesson_board.board_of(found).parked)


def moves_of(found: Opened, place: PickedCell) -> tuple[Move, ...]:
    """Return the moves of a lesson, the best first; with rings and chains where these were asked for."""
    assert found.plan is not None
    key = found.key
    return _moves(key, place, pick_of(WIDE).what == place, found.school, found.plan)


@st.cache_resource(max_entries=64, show_spinner=False)
def _moves(key: Key, place: PickedCell, wide: bool, _school: School, _plan: Plan) -> tuple[Move, ...]:
    return moves(_school, _plan, place.class_id, place.slot, chains=wide)


def targets(found: Opened, place: Picked) -> dict[Slot, Target]:
    """Return what a move of a lesson to each other time of its class changes, or why it cannot be."""
    if waits(found, place):
        class_id = lesson_board.bundle_of(found, place)[1]
        return {each.to: _place_target(found, class_id, each) for each in lesson_board.places_of(found, place)}
    assert isinstance(place, PickedCell)
    return {move.to: _target(found.school, place, move) for move in singles(found, place).values()}


def singles(found: Opened, place: PickedCell) -> dict[Slot, Move]:
    """Return the move of a lesson to each other time of its class, alone or in exchange."""
    best: dict[Slot, Move] = {}
    for move in moves_of(found, place):
        if move.kind in (MoveKind.FREE, MoveKind.SWAP):
            best.setdefault(move.to, move)
    return best


def _target(school: School, place: PickedCell, move: Move) -> Target:
    where = PickedCell(place.class_id, move.to).id
    if move.legal:
        words = say(move.text(school))
        title = _("{move}，扣分 {change}").format(move=words, change=signed(move.cost_change))
        return Target(where, True, signed(move.cost_change), title, dearer=move.cost_change > 0)
    return _barred(where, move.broken)


def _place_target(found: Opened, class_id: str, placing: Placing) -> Target:
    where = PickedCell(class_id, placing.to).id
    if not placing.legal:
        return _barred(where, placing.broken)
    words = placing_words(found, placing)
    return Target(where, True, signed(placing.cost_change), words, dearer=placing.cost_change > 0)


def placing_words(found: Opened, placing: Placing) -> str:
    """Return where a lesson is placed, what that takes off and what it costs."""
    where, change = say(found.school.slot_text(placing.to)), signed(placing.cost_change)
    if not placing.displaced:
        return _("放到{where}，扣分 {change}").format(where=where, change=change)
    off = "、".join(titles(found, placing.displaced))
    return _("放到{where}，那里的{lessons}拿下来寄放，扣分 {change}").format(where=where, lessons=off, change=change)


def titles(found: Opened, bundle: Iterable[int]) -> list[str]:
    """Return what lessons are called, each once."""
    assert found.plan is not None
    courses = dict.fromkeys(found.plan.placements[index].course for index in bundle)
    return [say(course_title(found.school.course[name])) for name in courses]


def _barred(where: str, broken: Iterable[tuple[ActiveRule, Violation]]) -> Target:
    return Target(where, False, "✕", _("不能调到这里：{reasons}").format(reasons=reasons(broken)))


def reasons(broken: Iterable[tuple[ActiveRule, Violation]]) -> str:
    """Return what a place breaks."""
    return "；".join(dict.fromkeys(say(violation.text) for _active, violation in broken))


def signed(change: int) -> str:
    """Return a change of cost with its sign."""
    return f"{change:+d}".replace("-", "−") if change else "±0"


def move_to(slot: Slot, *, knowingly: bool = False) -> None:
    """Make the best move of the picked lesson to a time: a legal one, or `knowingly` that which breaks something."""
    found, picked = session.demand(), chosen()
    if picked is None or found.plan is None:
        return
    if waits(found, picked):
        each = next((p for p in lesson_board.places_of(found, picked) if p.to == slot), None)
        if each is not None and (each.legal or knowingly):
            place_at(found.key, each)
        return
    assert isinstance(picked, PickedCell)
    if knowingly:
        best = singles(found, picked).get(slot)
    else:
        best = next((move for move in moves_of(found, picked) if move.legal and move.to == slot), None)
    if best is not None:
        make(found.key, best)


def make(key: Key, move: Move) -> None:
    """Make a move of the picked lesson that was found for some versions, unless others are open now; the lesson stays picked.

    What it breaks stands in the note of the version.
    """
    found, pick = session.demand(), pick_of(CHOSEN)
    if not isinstance(pick.what, PickedCell) or found.plan is None or not is_current(found, key):
        return
    note = _("{kind}：{move}").format(kind=say(MOVE_NAMES[move.kind]), move=say(move.text(found.school)))
    note += lesson_board.knowingly([say(active.rule.title) for active, _violation in move.broken])
    if keep(apply(found.school, found.plan, move), note):
        pick.what = PickedCell(pick.what.class_id, move.to)


def place_at(key: Key, placing: Placing) -> None:
    """Place the picked lesson where it was found that it can go, unless other versions are open now."""
    found, pick = session.demand(), pick_of(CHOSEN)
    if pick.what is not None and found.plan is not None and is_current(found, key):
        pick.what = lesson_board.place(found, pick.what, placing)


def park_picked() -> None:
    """Lay the picked lesson beside the timetable, where it stays picked."""
    found, pick = session.demand(), pick_of(CHOSEN)
    if pick.what is not None and found.plan is not None:
        pick.what = lesson_board.park(found, pick.what) or pick.what


def put_back() -> None:
    """Put all lessons back that wait beside the timetable."""
    lesson_board.give_up(session.demand())
    choose(None)


def board_back() -> None:
    """Take the last step back that was done while lessons wait beside the timetable."""
    lesson_board.step_back(session.demand())
    choose(None)


def courses_at(found: Opened, place: PickedCell) -> list[str]:
    """Return the courses that a class has at a slot, as the timetable is shown."""
    if found.plan is None:
        return []
    school, board = found.school, lesson_board.board_of(found)
    plan = lesson_board.parking_of(found).plan(board) if board.parked else found.plan
    return list(
        dict.fromkeys(
            p.course
            for p in plan.placements
            if p.slot == place.slot and place.class_id in (p.classes or school.course[p.course].classes)
        )
    )


def is_locked(school: School, courses: list[str], slot: Slot) -> bool:
    """Tell whether some of these lessons is fixed at a slot."""
    return any(lock.slot == slot and lock.course in courses for lock in school.locks)


def toggle_lock() -> None:
    """Fix the picked lesson where it is, or release it: an edit of the school, so that solving and repairing keep it."""
    found, place = session.demand(), chosen()
    if not isinstance(place, PickedCell):
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
