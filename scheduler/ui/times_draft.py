"""Marks as they are being painted, kept in the session until they are saved, with what they make impossible."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from constraints.catalogue import active_rules, is_of_service
from constraints.rule import Violation
from scheduler.explanation.counting.counting import Shortage, shortages
from scheduler.model.owner import Level
from scheduler.plan import Plan, PlanView
from scheduler.plan.layout import tells_service
from scheduler.school import School, tables
from scheduler.ui.session import Opened

KEY = "times_draft"


@dataclass
class TimesDraft:
    """A school painted step by step; the first step is what is stored. `names` are whose marks were changed."""

    steps: list[School]
    names: list[str] = field(default_factory=list)
    _short: dict[int, tuple[Shortage, ...]] = field(default_factory=dict, repr=False)
    _broken: tuple[Plan, tuple[Violation, ...]] | None = field(default=None, repr=False)

    @property
    def school(self) -> School:
        """The school as it is painted now."""
        return self.steps[-1]

    @property
    def changed(self) -> bool:
        """Whether something is painted that is not stored."""
        return set(self.school.marks) != set(self.steps[0].marks)

    def add(self, school: School, name: str) -> None:
        """Take a step; one that changes nothing is none."""
        if set(school.marks) != set(self.school.marks):
            self._broken = None
            self.steps.append(school)
            self.names.append(name)

    def undo(self) -> None:
        """Take the last step back."""
        if len(self.steps) > 1:
            self.steps.pop()
            self.names.pop()
            self._short.pop(len(self.steps), None)
            self._broken = None

    def saved(self) -> None:
        """Begin anew from what is painted, which is stored now."""
        self.steps, self.names = [self.school], []
        self._short.clear()

    def drop(self) -> None:
        """Take all steps back."""
        while len(self.steps) > 1:
            self.undo()

    def short(self) -> tuple[list[Shortage], list[Shortage]]:
        """Return what the painting makes impossible, and what was impossible before. Raises ValueError when rules cannot be used."""
        before = {each.text for each in self._counted(0)} if self.changed else set()
        now = self._counted(len(self.steps) - 1)
        return [s for s in now if s.text not in before and self.changed], [
            s for s in now if s.text in before or not self.changed
        ]

    def broken(self, plan: Plan) -> tuple[Violation, ...]:
        """Return where a plan of this school has something at times that are closed to it as it is painted now. Raises ValueError as
        `short`."""
        if self._broken is None or self._broken[0] is not plan:
            self._broken = plan, _broken_times(self.school, plan)
        return self._broken[1]

    def _counted(self, step: int) -> tuple[Shortage, ...]:
        if step not in self._short:
            self._short[step] = shortages(self.steps[step])
        return self._short[step]


def _broken_times(school: School, plan: Plan) -> tuple[Violation, ...]:
    view, silent = PlanView(school, plan), not tells_service(plan)
    return tuple(
        violation
        for active in active_rules(school)
        if active.rule.stated == tables.TIMES and active.level is not Level.SOFT
        if not (silent and is_of_service(active.rule))
        for violation in active.check(view).violations
    )


def unsaved_strokes(found: Opened) -> TimesDraft | None:
    """Return what was painted over the opened school and not saved, None for nothing."""
    draft: TimesDraft | None = st.session_state.get(_key(found))
    return draft if draft is not None and draft.changed else None


def times_draft(found: Opened) -> TimesDraft:
    """Return what is being painted over the opened school; begun anew where its stored marks are others now."""
    key = _key(found)
    draft: TimesDraft | None = st.session_state.get(key)
    if draft is None or draft.steps[0].marks != found.school.marks:
        draft = TimesDraft([found.school])
        st.session_state[key] = draft
    if draft.steps[0] is not found.school:  # something else was edited
        draft.steps = [found.school.model_copy(update={"marks": step.marks}) for step in draft.steps]
        draft.steps[0] = found.school
        draft._short.clear()
        draft._broken = None
    return draft


def _key(found: Opened) -> str:
    """Return where the draft is kept: each school has its own, so that none is lost by a look at another."""
    return f"{KEY}-{found.school_id}"
