"""The nearest legal plan: the fewest moved lessons first, then the fewest other changes, then the cost."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple

from ortools.sat.python import cp_model

from constraints.audit import Report, audit
from scheduler.engine.assemble import SlotModel, slot_model
from scheduler.engine.keeping import with_old_details
from scheduler.engine.reasons import Reasons
from scheduler.engine.result import Status
from scheduler.engine.solve import UnsoundPlanError
from scheduler.engine.stopping import Clock, StoppingCriterion
from scheduler.engine.subsolve import Answer, Solvers, Tuning, from_below
from scheduler.model.owner import Level
from scheduler.plan import Plan
from scheduler.plan.adopt import adopted
from scheduler.plan.changes import Change, ChangeKind, changes
from scheduler.plan.layout import tells_service
from scheduler.school import School
from scheduler.text import Text

POLL_SECONDS = 0.05
LESSONS_SHARE, OTHERS_SHARE = 0.6, 0.5  # of what is left of the limit; a proof is mostly there long before


class ReasonedChange(NamedTuple):
    """A change and why it was made."""

    change: Change
    reason: Text


@dataclass(frozen=True)
class Repair:
    """The outcome of a repair; `report` holds the nearest legal plan and its audit, None where none was found.

    `before` is the audit of the old plan as the school now knows it. `lessons` counts the lessons that were moved;
    `lessons_bound` is proven: no legal plan moves fewer. `others_proven` says that no legal plan with as few moved lessons
    changes less of meetings, service and flexible hours, `cost_proven` that none of those costs less. `seconds` is wall time.
    """

    status: Status
    before: Report
    report: Report | None
    changes: tuple[ReasonedChange, ...]
    lessons_bound: int
    others_proven: bool
    cost_proven: bool
    seconds: float
    interrupted: bool

    def moved(self, kind: ChangeKind) -> int:
        """Return how many things of a kind are held at another time, or by somebody else."""
        return sum(1 for each in self.changes if each.change.kind is kind and each.change.moved)

    def count(self, kind: ChangeKind) -> int:
        """Return how many changes of a kind there are: moved, new and held no more."""
        return sum(1 for each in self.changes if each.change.kind is kind)

    @property
    def lessons(self) -> int:
        """How many lessons were moved."""
        return self.moved(ChangeKind.LESSON)

    @property
    def lessons_proven(self) -> bool:
        """Whether no legal plan moves fewer lessons."""
        return self.report is not None and self.lessons <= self.lessons_bound


Listener = Callable[[Repair], None]


def repair(
    school: School,
    plan: Plan,
    stop: StoppingCriterion | None = None,
    *,
    workers: int | None = None,
    seed: int = 1,
    listener: Listener | None = None,
) -> Repair:
    """Return the legal plan of a school that is nearest to a plan, audited.

    The plan may be incomplete, illegal, or made for the school as it was before. A plan that tells nothing of after-school
    service gets a timetable. `listener` is called in this thread with each better repair. When `stop` is reached or on
    KeyboardInterrupt the best is returned. Raises UnsoundPlanError rather than return a plan that breaks a hard rule.
    """
    clock = Clock(stop or StoppingCriterion())
    old = adopted(school, plan)
    planned = school.without_service() if school.service.stations and not tells_service(old) else school
    # One worker that takes turns finds a plan of 36 classes late and no bound; two share a core and prove it in seconds.
    search = _Search(school, planned, old, clock, workers or max(2, os.cpu_count() or 1), seed)
    told = None
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(search.run)
        while not running.done():
            _wait(search, running)
            if listener is not None and search.best is not told and search.best is not None:
                told = search.best
                listener(search.repair())
        running.result()
    return search.repair()


def _wait(search: _Search, running: Future[None]) -> None:
    """Let the search run for a moment; end it when its limits are reached, it is cancelled or Ctrl-C is pressed."""
    try:
        time.sleep(POLL_SECONDS)
    except KeyboardInterrupt:
        search.clock.stop.cancel.cancel()
    except BaseException:
        search.solvers.halt()
        raise
    if search.clock.ended:
        search.solvers.halt()


def _nearest(parameters: Any) -> None:
    """Raise the bound with what the whole linear relaxation tells: a move in a full week draws others after it, and this sees it.

    Measured on primary-36 and junior-36: proven in 2 to 10 s where core by core, or the default search, stay a move or two short.
    """
    parameters.subsolvers.extend(["objective_lb_search_max_lp", "objective_lb_search"])
    parameters.interleave_search = parameters.num_workers == 1


Differences = list[tuple[cp_model.IntVar, bool]]
"""Decisions with what they were in the old plan: each that has become another counts 1."""


class _Distance(NamedTuple):
    """How far a plan is from the old one: lessons that left their place, and all other differences.

    `kept` are the decisions that the old plan took; `offset` is what must be added to the first sum to count moved lessons:
    those that cannot stay for want of a variable, less those that are dropped because their course has fewer lessons now.
    """

    lessons: Differences
    others: Differences
    kept: set[int]
    offset: int


class _Search:
    """One repair: three solves of one model, each beginning with what the one before has found."""

    def __init__(self, school: School, planned: School, old: Plan, clock: Clock, workers: int, seed: int) -> None:
        self.school = school
        self.planned = planned
        self.old = old
        self.clock = clock
        self.workers = workers
        self.seed = seed
        self.solvers = Solvers(clock)
        self.before = audit(school, old)
        self.reasons = Reasons(self.before)
        self.best: Report | None = None
        self.infeasible = False
        self.lessons_bound = 0
        self.others_proven = self.cost_proven = False

    def run(self) -> None:
        """Find the fewest moved lessons, then the fewest other changes, then the least cost."""
        built = slot_model(self.planned, costs=False)
        distance = self._distance(built)
        answer = self._minimize(built, _sum(distance.lessons), distance.kept, _nearest, LESSONS_SHARE)
        if answer.values is None and answer.status != cp_model.INFEASIBLE:
            answer = self._minimize(built, None, distance.kept, None, 1.0)
        else:
            self.lessons_bound = max(0, answer.bound + distance.offset)
        self.infeasible = answer.status == cp_model.INFEASIBLE
        if not self._take(built, answer):
            return
        self._hold(built, distance.lessons, answer)
        near = _as_before(distance.others, _taken(built, answer))
        answer = self._then(built, _sum(distance.others), answer, near, from_below, OTHERS_SHARE)
        self.others_proven = answer.status == cp_model.OPTIMAL
        self._hold(built, distance.others, answer)
        built.model.proto.clear_objective()
        built.add_costs()
        costs = [term for terms in built.postings.costs.values() for term in terms]
        total = cp_model.LinearExpr.sum(costs)
        answer = self._then(built, total, answer, _taken(built, answer), _nearest, 1.0)
        self.cost_proven = answer.status == cp_model.OPTIMAL

    def _distance(self, built: SlotModel) -> _Distance:
        """Return what counts as a change of the old plan, and the decisions that it took."""
        school, variables = self.planned, built.variables
        held = {(p.course, p.slot) for p in self.old.placements}
        met = {(m.meeting, m.slot) for m in self.old.meetings}
        lessons = [(x, True) for c in school.courses for s, x in variables.lessons(c.id).items() if (c.id, s) in held]
        others = [(x, (m.id, s) in met) for m in school.meetings for s, x in variables.meeting_starts(m.id).items()]
        service = variables.service
        sessions = {(s.station, s.slot): s for s in self.old.sessions}
        for station in school.service.stations.values():
            for slot in service.held(station.id):
                session = sessions.get((station.id, slot))
                adults, venue = (session.adults, session.venue) if session is not None else ((), None)
                others += [(x, t in adults) for t, x in service.serve(station.id, slot).items()]
                others += [(x, v == venue) for v, x in service.venues(station.id, slot).items()]
        granted = {(g.teacher, g.day, g.kind) for g in self.old.grants}
        for teacher in school.teachers:
            others += [(x, (teacher.id, *each) in granted) for each, x in service.grants(teacher.id).items()]
        superfluous = (len(self.old.slots_of(course.id)) - course.lessons for course in school.courses)
        offset = len(self.old.placements) - len(lessons) - sum(max(0, many) for many in superfluous)
        return _Distance(lessons, others, built.decisions_of(self.old), offset)

    def _minimize(
        self,
        built: SlotModel,
        objective: cp_model.LinearExprT | None,
        hint: set[int],
        tune: Tuning | None,
        share: float,
    ) -> Answer:
        model = built.model
        model.proto.clear_objective()
        model.proto.clear_solution_hint()
        if objective is not None:
            model.minimize(objective)
        for index in range(built.decisions):
            model.add_hint(model.get_bool_var_from_proto_index(index), index in hint)
        left, work = self.clock.seconds_left * share, self.clock.deterministic_left * share
        return self.solvers.solve(
            model, workers=self.workers, seed=self.seed, seconds=left, deterministic=work, tune=tune
        )

    def _then(
        self,
        built: SlotModel,
        objective: cp_model.LinearExprT | None,
        found: Answer,
        hint: set[int],
        tune: Tuning,
        share: float,
    ) -> Answer:
        """Improve what was found by another measure; return the better answer, or the same values when there is none."""
        answer = self._minimize(built, objective, hint, tune, share)
        if answer.values is None or not self._take(built, answer):
            return Answer(cp_model.UNKNOWN, found.values, found.cost, 0, 0.0)
        return answer

    def _hold(self, built: SlotModel, differences: Differences, answer: Answer) -> None:
        """Let no later solve be farther away than what was found."""
        assert answer.values is not None
        found = sum(bool(answer.values[x.index]) != was for x, was in differences)
        built.model.add(_sum(differences) <= found)

    def _take(self, built: SlotModel, answer: Answer) -> bool:
        """Audit a plan that was found; tell whether there was one. Raises UnsoundPlanError when it breaks a hard rule."""
        if answer.values is None:
            return False
        report = with_old_details(self.school, built.read(answer.values), self.old)
        broken = next(report.violations(Level.REGULATION, Level.HARD), None)
        if broken is not None:
            raise UnsoundPlanError(f"{broken[0].rule.id}: {broken[1].text.en}")
        self.best = report
        return True

    def repair(self) -> Repair:
        """Return what was found."""
        best = self.best
        found = () if best is None else changes(self.school, self.old, best.plan)
        lessons = sum(1 for change in found if change.kind is ChangeKind.LESSON and change.moved)
        proven = lessons <= self.lessons_bound and self.others_proven and self.cost_proven
        if best is None:
            status = Status.INFEASIBLE if self.infeasible else Status.UNKNOWN
        else:
            status = Status.OPTIMAL if proven else Status.FEASIBLE
        return Repair(
            status,
            self.before,
            best,
            tuple(ReasonedChange(change, self.reasons.of(change, found)) for change in found),
            min(self.lessons_bound, lessons) if best is not None else self.lessons_bound,
            self.others_proven,
            self.cost_proven,
            self.clock.elapsed,
            self.clock.stop.cancel.asked,
        )


def _taken(built: SlotModel, answer: Answer) -> set[int]:
    """Return the decisions that an answer takes."""
    assert answer.values is not None
    return {index for index, value in enumerate(answer.values[: built.decisions]) if value}


def _as_before(differences: Differences, taken: set[int]) -> set[int]:
    """Return decisions that take what was taken, but for these, which are as they were.

    Measured on junior-120, whose first solve leaves service at random: proven in 9 processor seconds that nothing of it must change,
    and in 14 from its service.
    """
    return taken - {x.index for x, _ in differences} | {x.index for x, was in differences if was}


def _sum(differences: Differences) -> cp_model.LinearExpr:
    return cp_model.LinearExpr.sum([1 - x if was else x for x, was in differences])
