"""What reading a plan gives: the plan, all that was wrong with it, what was assumed, and where its parts stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scheduler.plan import Plan
from scheduler.plan.omissions import NOTHING_OMITTED, Omissions
from scheduler.school import Slot
from scheduler.workbook.plan.service import Place
from scheduler.workbook.problem import Note, Problem


class PlanReading(NamedTuple):
    """A plan that was read, all that was wrong with it, what was assumed, and where its parts stand.

    `plan` is None when nothing could be read as a plan. `cells` are those of classes at slots, `taught_cells` those of teachers at
    slots where the plan is written by teacher, `post_cells` those of stations of the after-school day; `class_cells` and
    `teacher_cells` hold names. There are none for `plan.json`. `omissions` is what the file does not tell.
    """

    plan: Plan | None
    problems: tuple[Problem, ...] = ()
    cells: Mapping[tuple[str, Slot], Place] = {}
    class_cells: Mapping[str, Place] = {}
    notes: tuple[Note, ...] = ()
    station_cells: Mapping[tuple[str, Slot], Place] = {}
    teacher_cells: Mapping[str, Place] = {}
    taught_cells: Mapping[tuple[str, Slot], Place] = {}
    omissions: Omissions = NOTHING_OMITTED
