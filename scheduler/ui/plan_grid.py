"""The week of a class or a teacher to look at only: with what is broken, or with what has come to another time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scheduler.export.lessons import Lessons
from scheduler.plan import Plan, PlanView
from scheduler.school import School, Slot
from scheduler.ui.broken_places import Marks
from scheduler.ui.language import _, language
from scheduler.ui.timetable_grid import Cell, Event, Grid, timetable_grid
from scheduler.ui.timetable_views import Look, Views

NOTHING: Marks = {}


def plan_grid(
    school: School,
    plan: Plan,
    who: str,
    *,
    key: str,
    broken: Marks = NOTHING,
    fresh: Mapping[tuple[str, Slot], str] | None = None,
    tall: int | None = None,
) -> None:
    """Show the week of a class, else of a teacher. `fresh` says of a course's lessons at a slot that they are new there, and where they were."""
    views = Views(Lessons(PlanView(school, plan), language()), Look(broken=broken, fresh=fresh or {}))
    grid = views.of_class(who) if who in school.school_class else views.of_teacher(who)
    timetable_grid(
        _still(grid),
        key=key,
        label=_("{who}课表").format(who=who),
        hint=_("方向键移动，看每一格的说明"),
        on_event=_ignore,
        tall=tall,
    )


def _still(grid: Grid) -> Grid:
    """Return a grid in which nothing can be picked."""
    return replace(grid, cells=[[_still_cell(cell) for cell in row] for row in grid.cells])


def _still_cell(cell: Cell) -> Cell:
    return replace(cell, id="", items=tuple(replace(item, id="") for item in cell.items))


def _ignore(_event: Event) -> None:
    """Nothing follows from a click."""
