"""Builds the models of a school: at slot level, and its relaxation to half-days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from constraints.catalogue import active_rules
from constraints.rule import ActiveRule, Level
from scheduler.engine.half_days import HalfDayVariables
from scheduler.engine.poster import Ledger, Poster
from scheduler.engine.variables import LessonVariables
from scheduler.plan import FlexGrant, MeetingPlacement, Placement, Plan, ServiceSession
from scheduler.school import School


@dataclass(frozen=True)
class SlotModel:
    """The whole problem at slot level."""

    model: cp_model.CpModel
    variables: LessonVariables
    ledger: Ledger

    def post(self, rules: Iterable[ActiveRule]) -> None:
        """Add rules to the model."""
        for active in rules:
            active.rule.post(Poster(self.ledger, active), self.variables, active.parameters)

    def add_costs(self) -> None:
        """Add the soft rules that the school uses, and minimize their cost."""
        self.post(active for active in active_rules(self.variables.school) if active.level is Level.SOFT)
        self.ledger.minimize()

    @property
    def decisions(self) -> int:
        """How many decision variables there are; their proto indexes are 0 to decisions - 1."""
        return self.variables.decisions

    def read(self, values: Sequence[int]) -> Plan:
        """Return the plan that the values of the decision variables describe. Venues are not chosen yet."""
        school = self.variables.school
        placements = tuple(
            Placement(course=course.id, slot=slot)
            for course in school.courses
            for slot, literal in self.variables.lessons(course.id).items()
            if values[literal.index]
        )
        meetings = tuple(
            MeetingPlacement(meeting=meeting.id, slot=slot)
            for meeting in school.meetings
            for slot, literal in self.variables.meeting_starts(meeting.id).items()
            if values[literal.index]
        )
        return Plan(
            placements=placements, meetings=meetings, sessions=self._sessions(values), grants=self._grants(values)
        )

    def _sessions(self, values: Sequence[int]) -> tuple[ServiceSession, ...]:
        service = self.variables.service
        return tuple(
            ServiceSession(
                post=post.id,
                slot=slot,
                adults=tuple(t for t, literal in service.serve(post.id, slot).items() if values[literal.index]),
                venue=next(
                    (v for v, literal in service.venues(post.id, slot).items() if values[literal.index]), post.venue
                ),
            )
            for post in self.variables.school.posts.values()
            for slot, held in service.held(post.id).items()
            if values[held.index]
        )

    def _grants(self, values: Sequence[int]) -> tuple[FlexGrant, ...]:
        return tuple(
            FlexGrant(teacher=teacher.id, day=day, kind=kind)
            for teacher in self.variables.school.teachers
            for (day, kind), literal in self.variables.service.grants(teacher.id).items()
            if values[literal.index]
        )


@dataclass(frozen=True)
class HalfDayModel:
    """The relaxation of the problem to half-days; every plan of the slot model satisfies it at no greater cost."""

    model: cp_model.CpModel
    variables: HalfDayVariables
    ledger: Ledger


def slot_model(
    school: School, rules: Iterable[ActiveRule] | None = None, *, costs: bool = True, explaining: bool = False
) -> SlotModel:
    """Build the slot model with these rules (default: all that the school uses); without `costs` the soft ones stay out."""
    model = cp_model.CpModel()
    built = SlotModel(model, LessonVariables(school, model), Ledger(model, explaining))
    chosen = active_rules(school) if rules is None else rules
    built.post(active for active in chosen if costs or active.level is not Level.SOFT)
    if costs:
        built.ledger.minimize()
    return built


def half_day_model(school: School, rules: Iterable[ActiveRule] | None = None) -> HalfDayModel:
    """Build the half-day relaxation from the rules that have one."""
    model = cp_model.CpModel()
    variables = HalfDayVariables(school, model)
    ledger = Ledger(model)
    for active in active_rules(school) if rules is None else rules:
        if active.rule.post_half_days is not None:
            active.rule.post_half_days(Poster(ledger, active), variables, active.parameters)
    ledger.minimize()
    return HalfDayModel(model, variables, ledger)
