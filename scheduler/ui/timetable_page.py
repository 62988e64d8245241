"""课表: the plan by class, teacher, venue, grade and as a whole, changed by hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from constraints.audit import Report
from scheduler.engine.parking import Board
from scheduler.export.lessons import Lessons
from scheduler.plan import PlanView
from scheduler.school import School
from scheduler.ui import lesson_board, session
from scheduler.ui.broken_places import Marks, broken_cells, broken_list
from scheduler.ui.clicks import overtaken
from scheduler.ui.language import N_, _, grade_label, language
from scheduler.ui.lesson_moves import choose, chosen, courses_at, move_to, park_picked, targets
from scheduler.ui.lesson_panel import lesson_panel
from scheduler.ui.plan_head import plan_head
from scheduler.ui.session import Key, Opened, last_step
from scheduler.ui.timetable_grid import Event, Grid, Hands, timetable_grid
from scheduler.ui.timetable_views import Look, ParkedLesson, Picked, PickedCell, Views, read_picked

KINDS = {"class": N_("班级"), "teacher": N_("教师"), "venue": N_("场地"), "grade": N_("年级"), "school": N_("全校")}
CHART_HEIGHT = 430  # pixels, so that what is picked can be seen below it


def timetable_page() -> None:
    """Show the page."""
    found = session.demand()
    if found.report is None:
        st.title(_("课表"))
        st.info(_("还没有课表。请到“生成”排一个，或到“检查”读入一个。"))
        return
    board = lesson_board.board_of(found)
    report = lesson_board.board_report(found)
    lessons, broken = _lessons(found.key, board, language(), report), _broken(found.key, board, report)
    place = _valid(found, chosen())
    kind, name = plan_head(
        found, _("看谁的课表"), KINDS, partial(_names, found.school), key="timetable", widths=(21, 9)
    )
    who = name or found.school.name
    grid = _grid(Views(lessons, _look(found, place, broken)), kind, who)
    left, right = (st.container(), st.container()) if grid.compact else st.columns([13, 5], gap="small")
    with left:
        timetable_grid(
            grid,
            key=f"grid-{kind}",
            label=_("{who}课表").format(who=who),
            hint=("" if board.parked else last_step(found)) or _usage(place),
            on_event=_on_event,
            tall=CHART_HEIGHT if grid.compact else None,
            hands=_hands(found, board, place),
            picked=place.id if place is not None else "",
        )
    with right:
        lesson_panel(found, lessons.view, place, wide=grid.compact)
    lesson_board.mirror(found)
    broken_list(found.report, service=False)


def _look(found: Opened, place: Picked | None, broken: Marks) -> Look:
    """Return what is drawn on top of the plan."""
    held = isinstance(place, ParkedLesson) or (place is not None and bool(courses_at(found, place)))
    owners: frozenset[str] = frozenset()
    if isinstance(place, ParkedLesson):
        parking, bundle = lesson_board.parking_of(found), lesson_board.bundle_of(found, place)[0]
        teachers = (t for i in bundle for t in found.school.course[parking.base.placements[i].course].teachers)
        owners = frozenset((*parking.attending(bundle), *teachers))
    return Look(
        place,
        targets(found, place) if held and place is not None else {},
        owners,
        broken,
        frozenset((lock.course, lock.slot) for lock in found.school.locks),
        lesson_board.moved_words(found),
    )


def _hands(found: Opened, board: Board, place: Picked | None) -> Hands:
    """Return the lessons that wait beside the grid; while some do, a step back is one of theirs."""
    if not board.parked:
        return Hands()
    tray = tuple(
        lesson_board.tray_item(found, bundle, selected=place == ParkedLesson(bundle[0])) for bundle in board.parked
    )
    return Hands(tray, "board_back")


def _usage(place: Picked | None) -> str:
    if place is None:
        return _("拖动课就能调；也可用方向键移动，回车选中")
    return _("点绿色格子就调过去；再点自己或按 Esc 取消选择")


def _names(school: School, kind: str) -> list[str]:
    return {
        "class": [klass.id for klass in school.classes],
        "teacher": [teacher.id for teacher in school.teachers],
        "venue": [venue.id for venue in school.venues],
        "grade": [grade_label(grade) for grade in school.grades],
        "school": [],
    }[kind]


def _grid(views: Views, kind: str, who: str) -> Grid:
    school = views.school
    makers: dict[str, Callable[[str], Grid]] = {
        "class": views.of_class,
        "teacher": views.of_teacher,
        "venue": views.of_venue,
        "grade": lambda name: views.chart([k for k in school.classes if grade_label(k.grade) == name]),
        "school": lambda _name: views.chart(school.classes),
    }
    return makers[kind](who)


def _on_event(event: Event) -> None:
    if event["do"] == "clear" or not event["id"]:
        choose(None)
        return
    picked = read_picked(event["id"])
    if event["do"] == "pick":
        choose(picked)
    elif event["do"] == "park":
        choose(picked)
        park_picked()
    elif not _is_picked(event["of"]):
        overtaken()
    elif isinstance(picked, PickedCell):
        move_to(picked.slot, knowingly=event["do"] == "force")


def _is_picked(place_id: str) -> bool:
    """Tell whether what was picked when somebody clicked is so still: a click before may have moved it."""
    place = chosen()
    return place is not None and place.id == place_id


def _valid(found: Opened, place: Picked | None) -> Picked | None:
    """Return what is picked where the opened school knows it; another school may have been opened since."""
    if isinstance(place, ParkedLesson):
        return place if lesson_board.bundle_of(found, place)[0] else None
    if place is None or place.class_id not in found.school.school_class:
        return None
    return place if place.slot in found.school.class_slots(place.class_id) else None


@st.cache_resource(max_entries=session.VERSIONS_KEPT, show_spinner=False)
def _lessons(key: Key, board: Board, language: str, _report: Report) -> Lessons:
    return Lessons(PlanView(_report.school, _report.plan), language)


@st.cache_resource(max_entries=session.VERSIONS_KEPT, show_spinner=False)
def _broken(key: Key, board: Board, _report: Report) -> Marks:
    return broken_cells(_report, absence=not board.parked)
