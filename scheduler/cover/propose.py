"""Choose what is done about all that some absences hit, together and at the least cost, with the next best for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from constraints.catalogue import active_cover_rules
from scheduler.cover.audit import CoverReport, audit_cover
from scheduler.model.cover import CoverVariables
from scheduler.model.poster import Postings
from scheduler.term.absences import Hit
from scheduler.term.nouns import Change
from scheduler.term.options import Option, Situation, changes_of

WORK = 20.0  # deterministic seconds for the whole
WORK_OF_NEXT = 1.0  # for the next best of one hit
MOST_RANKED = 15  # options of one hit


@dataclass(frozen=True)
class Choice:
    """What is done about a hit, and the next best: with all else as it is, it would cost `more`; None where nothing else can be."""

    hit: Hit
    option: Option
    runner_up: Option | None = None
    more: int = 0


@dataclass(frozen=True)
class Proposal:
    """What to do about what is hit: one choice each, as changes, with its cost, its bound and the verdict of the rules.

    `bound` is proven: nothing costs less. `cost` is what the audit counts.
    """

    choices: tuple[Choice, ...]
    changes: tuple[Change, ...]
    report: CoverReport
    bound: int

    @property
    def cost(self) -> int:
        """What the soft rules ask of it."""
        return self.report.cost

    @property
    def proven(self) -> bool:
        """Whether it is proven that nothing costs less."""
        return self.bound >= self.cost


class NoProposalError(Exception):
    """What was decided by hand breaks a hard rule, so that nothing can be proposed beside it."""


def propose(situation: Situation, fixed: Sequence[Option] = (), runner_ups: bool = True, seed: int = 0) -> Proposal:
    """Return the cheapest choice for everything that is hit.

    `fixed` are options of the situation that somebody has decided on. The result is the same for the same seed. Raises
    NoProposalError when these cannot be held together.
    """
    problem = _Problem(situation, _with(fixed, situation.options))
    solver = _solver(WORK, seed)
    status = solver.solve(problem.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise NoProposalError(solver.status_name(status))
    taken = problem.taken(solver)
    cost = round(solver.objective_value)
    choices = [
        _choice(situation, taken, option, cost, seed) if runner_ups else Choice(option.hit, option) for option in taken
    ]
    changes = changes_of(taken, situation.term.next_id())
    report = audit_cover(situation.term, changes, situation.dates)
    return Proposal(tuple(choices), changes, report, max(0, round(solver.best_objective_bound)))


@dataclass(frozen=True)
class Ranked:
    """What can be done about a hit, and what it would cost `more` than what is done now, all else being as it is."""

    option: Option
    more: int


def ranked(situation: Situation, taken: Sequence[Option], hit: Hit, most: int = MOST_RANKED) -> tuple[Ranked, ...]:
    """Return the best options of one hit that break no hard rule, at most so many besides that which is chosen, the cheapest first.

    `taken` are the options that are chosen now, one for each hit of the situation. Among those that cost the same, the chosen one
    comes first, the others in the order of the situation. Nothing where those that are taken cannot be held together.
    """
    now = next(option for option in taken if option.hit is hit)
    solver = _solver(WORK_OF_NEXT, 0)
    if solver.solve(_Problem(situation, taken).model) != cp_model.OPTIMAL:
        return ()
    cost = round(solver.objective_value)
    own = [each for each in situation.options if each.hit is hit]
    problem = _Problem(situation, [*(each for each in taken if each is not now), *own])
    variables = dict(zip(map(id, problem.variables.options), problem.variables.chosen, strict=True))
    found: list[tuple[Option, int]] = []
    while len(found) < most:
        solver = _solver(WORK_OF_NEXT, 0)
        if solver.solve(problem.model) != cp_model.OPTIMAL:
            break
        option = next(each for each in problem.taken(solver) if each.hit is hit)
        found.append((option, round(solver.objective_value)))
        problem.model.add(variables[id(option)] == 0)
    if not any(option is now for option, _ in found):
        found.append((now, cost))
    place = {id(option): number for number, option in enumerate(own)}
    found.sort(key=lambda each: (each[1], each[0] is not now, place[id(each[0])]))
    return tuple(Ranked(option, its - cost) for option, its in found)


def _with(fixed: Sequence[Option], options: Sequence[Option]) -> list[Option]:
    """Return options without what would be done otherwise about hits that are decided."""
    decided = {id(option.hit): option for option in fixed}
    return [option for option in options if decided.get(id(option.hit), option) is option]


def _choice(situation: Situation, taken: Sequence[Option], option: Option, cost: int, seed: int) -> Choice:
    """Return a choice with the best other option of its hit, all else being as it is."""
    others = [other for other in taken if other is not option]
    own = [each for each in situation.options if each.hit is option.hit and each is not option]
    problem = _Problem(situation, [*others, *own])
    solver = _solver(WORK_OF_NEXT, seed)
    if not own or solver.solve(problem.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Choice(option.hit, option)
    best = next(each for each in problem.taken(solver) if each.hit is option.hit)
    return Choice(option.hit, option, best, round(solver.objective_value) - cost)


class _Problem:
    """The model of some options of a situation: its variables, and what the rules post."""

    def __init__(self, situation: Situation, options: Sequence[Option]) -> None:
        self.model = cp_model.CpModel()
        self.variables = CoverVariables(situation, self.model, options)
        postings = Postings(self.model)
        for active in active_cover_rules(self.variables.school):
            active.rule.post(active.poster(postings), self.variables, active.parameters)
        postings.minimize()

    def taken(self, solver: cp_model.CpSolver) -> list[Option]:
        """Return the options that a solution chooses, in the order of the hits."""
        pairs = zip(self.variables.chosen, self.variables.options, strict=True)
        return [option for literal, option in pairs if solver.boolean_value(literal)]


def _solver(work: float, seed: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.linearization_level = 2  # the relaxation is nearly an assignment: 0.2 s instead of 16 s
    solver.parameters.max_deterministic_time = work
    return solver
