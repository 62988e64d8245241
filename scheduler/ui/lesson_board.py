"""Lessons that were taken off the timetable and wait beside it: a draft of the page, which becomes a version once all have a place.

It is in the page's address too, so that a reload keeps it. While something waits, a lesson that comes to a time takes off what is
there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from constraints.audit import Report, audit
from scheduler.engine.parking import Board, Bundle, Parking, Placing
from scheduler.plan import Plan
from scheduler.plan.changes import course_title
from scheduler.school import School, Slot
from scheduler.ui.hand_edits import keep
from scheduler.ui.language import _, say
from scheduler.ui.session import Key, Opened
from scheduler.ui.timetable_grid import Item
from scheduler.ui.timetable_views import ParkedLesson, Picked, PickedCell

KEY, PARAMETER = "timetable_board", "parked"
SHOWN_IN_NOTE = 4
NOTHING = Board()


@dataclass
class Draft:
    """What was done with lessons of one plan since it was stored, step by step; changed in place, as `session.Reached` is."""

    school_id: int
    plan: Plan
    steps: list[Board] = field(default_factory=lambda: [NOTHING])

    @property
    def board(self) -> Board:
        """What has become of the plan."""
        return self.steps[-1]


def draft_of(found: Opened) -> Draft:
    """Return the draft over the opened plan; one of another plan is given up, and that is told where something waited."""
    assert found.plan is not None
    draft: Draft | None = st.session_state.get(KEY)
    if draft is None:
        draft = Draft(found.school_id, found.plan, [NOTHING, *_of_address(found)])
    elif (draft.school_id, draft.plan) != (found.school_id, found.plan):
        if draft.board.parked:
            st.toast(_("课表变了，寄放的课都回到了原处。"), icon=":material/info:")
        draft = Draft(found.school_id, found.plan)
    st.session_state[KEY] = draft
    return draft


def board_of(found: Opened) -> Board:
    """Return what has become of the opened plan in this session's draft."""
    return draft_of(found).board


def parking_of(found: Opened) -> Parking:
    """Return the boards of the opened plan."""
    assert found.plan is not None
    return _parking(found.key, found.school, found.plan)


@st.cache_resource(max_entries=4, show_spinner=False)
def _parking(key: Key, _school: School, _plan: Plan) -> Parking:
    return Parking(_school, _plan)


def board_report(found: Opened) -> Report:
    """Return the audit of what is placed; that of the plan where nothing waits."""
    assert found.report is not None
    board = board_of(found)
    if not board.parked:
        return found.report
    return _report(found.key, board, parking_of(found).plan(board), found.school)


@st.cache_resource(max_entries=8, show_spinner=False)
def _report(key: Key, board: Board, _plan: Plan, _school: School) -> Report:
    return audit(_school, _plan)


def bundle_of(found: Opened, picked: Picked) -> tuple[Bundle, str]:
    """Return the lessons of what is picked, and the class that they are looked at of; none where nothing is there."""
    parking, board = parking_of(found), board_of(found)
    if isinstance(picked, PickedCell):
        return parking.bundle_at(board, picked.class_id, picked.slot), picked.class_id
    bundle = next((each for each in board.parked if each[0] == picked.first), ())
    return bundle, parking.attending(bundle)[0] if bundle else ""


def places_of(found: Opened, picked: Picked) -> tuple[Placing, ...]:
    """Return where the lessons of what is picked could go while something waits."""
    bundle, class_id = bundle_of(found, picked)
    if not bundle:
        return ()
    return _places(found.key, board_of(found), bundle, class_id, parking_of(found))


@st.cache_resource(max_entries=64, show_spinner=False)
def _places(key: Key, board: Board, bundle: Bundle, class_id: str, _parking: Parking) -> tuple[Placing, ...]:
    return _parking.places(board, bundle, class_id)


def park(found: Opened, picked: Picked) -> ParkedLesson | None:
    """Lay the picked lesson beside the timetable; return it as it is picked there, None where there is none."""
    bundle, _class = bundle_of(found, picked)
    if not bundle:
        return None
    draft = draft_of(found)
    draft.steps.append(parking_of(found).park(draft.board, bundle))
    return ParkedLesson(bundle[0])


def place(found: Opened, picked: Picked, placing: Placing) -> Picked | None:
    """Place a picked lesson; once nothing waits any more the plan is stored. Return what is to be picked next, None for nothing."""
    draft, parking = draft_of(found), parking_of(found)
    _bundle, class_id = bundle_of(found, picked)
    if placing.board.parked:
        draft.steps.append(placing.board)
        return ParkedLesson(placing.displaced[0]) if placing.displaced else PickedCell(class_id, placing.to)
    if placing.board == NOTHING:
        draft.steps[:] = [NOTHING]
    elif keep(parking.complete(placing), _note(found, placing)):
        st.session_state.pop(KEY, None)
    else:
        return picked
    return PickedCell(class_id, placing.to)


def tray_item(found: Opened, bundle: Bundle, *, selected: bool) -> Item:
    """Return what waits beside the timetable as an item of its tray."""
    parking = parking_of(found)
    school, held = found.school, [parking.base.placements[index] for index in bundle]
    courses = [school.course[name] for name in dict.fromkeys(placement.course for placement in held)]
    subjects = "、".join(dict.fromkeys(course.subject for course in courses))
    teachers = "、".join(dict.fromkeys(teacher for course in courses for teacher in course.teachers))
    classes = "、".join(parking.attending(bundle))
    was = _("原在{where}").format(where=say(school.slot_text(held[0].slot)))
    lines = (subjects, f"{classes} {teachers}".strip())
    picked = ParkedLesson(bundle[0])
    return Item(lines, picked.id, school.area_of(courses[0]), " ".join((*lines, was)), selected=selected)


def moved_words(found: Opened) -> dict[tuple[str, Slot], str]:
    """Return the lessons that stand elsewhere than in the stored plan while others wait, and where they were."""
    board = board_of(found)
    if not board.parked:
        return {}
    school, base = found.school, parking_of(found).base.placements
    return {
        (base[index].course, slot): _("原在{where}").format(where=say(school.slot_text(base[index].slot)))
        for index, slot in board.moved
    }


def step_back(found: Opened) -> None:
    """Take the last step of the draft back."""
    steps = draft_of(found).steps
    if len(steps) > 1:
        steps.pop()


def give_up(found: Opened) -> None:
    """Put everything back to where the stored plan has it."""
    draft_of(found).steps[:] = [NOTHING]


def _note(found: Opened, placing: Placing) -> str:
    """Return what the version of a whole board says: which lessons went where, and what is broken knowingly."""
    school, base = found.school, parking_of(found).base.placements
    words = [
        f"{say(course_title(school.course[base[index].course]))} "
        f"{say(school.slot_text(base[index].slot))}→{say(school.slot_text(slot))}"
        for index, slot in sorted(placing.board.moved)
    ]
    told = "；".join(words[:SHOWN_IN_NOTE])
    if len(words) > SHOWN_IN_NOTE:
        told = _("{some}……共 {n} 节").format(some=told, n=len(words))
    note = _("寄放后放好：{lessons}").format(lessons=told)
    return note + knowingly([say(active.rule.title) for active, _violation in placing.broken])


def knowingly(rules: list[str]) -> str:
    """Return what a note says of rules that were broken on purpose; nothing where there are none."""
    if not rules:
        return ""
    return _("（明知违反：{rules}）").format(rules="、".join(dict.fromkeys(rules)))


# The address.


def mirror(found: Opened) -> None:
    """Write the draft into the address of the page, so that a reload finds it."""
    board = board_of(found)
    if not board.parked:
        st.query_params.pop(PARAMETER, None)
        return
    schedules = list(found.school.schedule)
    moved = (f"{i}.{schedules.index(s.schedule)}.{s.day}.{s.period}" for i, s in sorted(board.moved))
    parked = ("-".join(map(str, bundle)) for bundle in board.parked)
    st.query_params[PARAMETER] = "~".join((str(found.plan_number), "_".join(moved), "_".join(parked)))


def _of_address(found: Opened) -> list[Board]:
    """Return the board that the address tells; none where that is not one of the opened plan."""
    try:
        number, moved, parked = st.query_params.get(PARAMETER, "").split("~")
        if int(number) != found.plan_number:
            return []
        schedules = list(found.school.schedule)
        places = [tuple(map(int, each.split("."))) for each in moved.split("_") if each]
        slots = frozenset((index, Slot(schedules[at], day, period)) for index, at, day, period in places)
        board = Board(slots, tuple(tuple(map(int, each.split("-"))) for each in parked.split("_")))
    except (ValueError, IndexError):
        return []
    return [board] if parking_of(found).fits(board) else []
