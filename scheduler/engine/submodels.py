"""Submodels of a slot model: a few decisions free, all else as in a plan, and only the constraints that these can touch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from scheduler.engine.assemble import SlotModel
from scheduler.model.lessons import LessonVariables
from scheduler.model.rows import Rows, sums
from scheduler.school import HalfDay

Indexes = NDArray[np.int64]


class Links:
    """Which variables and constraints of a model hang together. It never changes, so threads may share it.

    `rows` are those of the model.
    """

    def __init__(self, built: SlotModel, rows: Rows) -> None:
        self.model = built.model
        self.decisions = built.decisions
        self.domains = rows.domains
        self._rows = len(rows.lows)
        owners, variables = rows.owners, rows.variables
        order = np.argsort(variables, kind="stable")
        self._users = _Lists(owners[order], np.bincount(variables, minlength=len(self.domains)))
        derived = np.arange(len(self.domains)) >= self.decisions
        definition = sums(owners, variables, rows.lows == rows.highs, derived)[variables]
        kept = derived[variables] & ((definition < 0) | (definition == owners))
        self._derived = _Lists(variables[kept], np.bincount(owners[kept], minlength=self._rows))
        self._progress = _Progress(built.variables)

    def around(self, freed: Collection[int]) -> tuple[Indexes, Indexes]:
        """Return the variables that may change when these decisions do (themselves, and what is derived from them), and all
        constraints on them.

        A sum changes with its terms only, not with what else it is compared to.
        """
        free = np.zeros(len(self.domains), bool)
        used = np.zeros(self._rows, bool)
        front = np.fromiter(freed, np.int64, len(freed))
        settled = np.zeros(len(self.domains), bool)
        settled[self._progress.settled(front)] = True
        while len(front):
            free[front] = True
            users = self._users.of(front)
            users = np.unique(users[~used[users]])
            used[users] = True
            reached = self._derived.of(users)
            front = np.unique(reached[~free[reached] & ~settled[reached]])
        return np.flatnonzero(free), np.flatnonzero(used)


class _Progress:
    """The running totals of courses, by half-day: which of them cannot change, as a course has all its lessons in the week."""

    def __init__(self, variables: LessonVariables) -> None:
        courses = {course.id: number for number, course in enumerate(variables.school.courses)}
        self._course = np.full(variables.decisions, len(courses))  # of each decision
        self._when = np.zeros(variables.decisions, np.int64)
        for course_id, number in courses.items():
            for slot, literal in variables.lessons(course_id).items():
                self._course[literal.index] = number
                self._when[literal.index] = _order(variables.school.half_day(slot))
        totals = [
            (total.index, courses[course_id], _order(half))
            for course_id, running in variables.running.items()
            for half, total in running.items()
        ]
        self._totals, self._of, self._before = np.array(totals, np.int64).reshape(-1, 3).T
        self._count = len(courses) + 1

    def settled(self, freed: Indexes) -> Indexes:
        """Return the totals from after the last freed lesson of their course on."""
        last = np.full(self._count, -1)
        np.maximum.at(last, self._course[freed], self._when[freed])
        return self._totals[self._before > last[self._of]]


def _order(half: HalfDay) -> int:
    return 2 * half.day + half.part


class _Lists:
    """Many short lists of numbers, end to end in one array."""

    def __init__(self, items: Indexes, sizes: Indexes) -> None:
        self._items = items
        self._sizes = sizes
        self._starts = np.cumsum(sizes) - sizes

    def of(self, keys: Indexes) -> Indexes:
        """Return the lists of some keys, one after the other."""
        sizes = self._sizes[keys]
        shifts = self._starts[keys] - (np.cumsum(sizes) - sizes)
        found: Indexes = self._items[np.repeat(shifts, sizes) + np.arange(sizes.sum())]
        return found


class Submodels:
    """Makes one submodel after another in one model of its own. Each thread has its own Submodels.

    A submodel knows nothing of constraints that it cannot touch: reading and presolving the whole model again and again took longer
    than the search of a submodel.
    """

    def __init__(self, links: Links) -> None:
        self._links = links
        self._constraints = links.model.proto.constraints
        self._model = cp_model.CpModel()
        self._model.proto.variables.extend(links.model.proto.variables)
        self._model.proto.objective.copy_from(links.model.proto.objective)
        self._variables = self._model.proto.variables
        self._fixed = np.full(len(self._variables), np.iinfo(np.int64).min)

    def free(
        self,
        values: Sequence[int],
        freed: Collection[int],
        hints: Sequence[int] | None = None,
        pinned: Iterable[int] = (),
    ) -> cp_model.CpModel:
        """Return a model in which all but these decisions stay as in `values`, which are of all variables of the whole model.

        Its solutions and costs are those of the whole model. Hinted are the same values, or the decisions of `hints`, of which those
        `pinned` are imposed. It is valid until the next one is made.
        """
        variables, constraints = self._links.around(freed)
        self._prepare(values, constraints)
        for index, (low, high) in zip(variables.tolist(), self._links.domains[variables].tolist(), strict=True):
            self._set(index, low, high)
        self._fixed[variables] = np.iinfo(np.int64).min
        hinted = variables if hints is None else variables[variables < self._links.decisions]
        wanted = hints or values
        for index in pinned:
            self._set(index, wanted[index], wanted[index])
        hint = self._model.proto.solution_hint
        hint.vars.extend(hinted.tolist())
        hint.values.extend([wanted[index] for index in hinted.tolist()])
        return self._model

    def _prepare(self, values: Sequence[int], constraints: Indexes) -> None:
        """Fix every variable and post these constraints, in place of what was there."""
        proto = self._model.proto
        proto.constraints.clear()
        proto.clear_solution_hint()
        now = np.array(values, np.int64)
        for index in np.flatnonzero(now != self._fixed).tolist():
            self._set(index, values[index], values[index])
        self._fixed = now
        proto.constraints.extend([self._constraints[index] for index in constraints.tolist()])

    def _set(self, index: int, low: int, high: int) -> None:
        domain = self._variables[index].domain
        domain[0], domain[1] = low, high
