"""How little a school's plan could cost: proven bounds of the whole and of each soft rule, part by part.

Every plan satisfies each part's relaxation of the posted model, so what CP-SAT proves of a part's terms holds of every plan; as no term
is in two parts, the bounds of parts add up (`engine/parts.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from ortools.sat.python import cp_model

from constraints.catalogue import active_rules
from scheduler.engine.assemble import SlotModel, slot_model
from scheduler.engine.bounds_lessons import LessonParts
from scheduler.engine.bounds_service import ServiceParts
from scheduler.engine.bounds_ties import tie_parts
from scheduler.engine.kept_bounds import KeptBounds, kept_bounds
from scheduler.engine.narrowed import NarrowedRows
from scheduler.engine.parts import Attempt, Evidence, Part, Relaxation, Term, least_of, projection, terms_of
from scheduler.engine.stopping import Clock, StoppingCriterion
from scheduler.engine.subsolve import Answer, Solvers, by_linear_tree, by_objective
from scheduler.engine.supports import Supports
from scheduler.model.owner import Level
from scheduler.model.rows import Rows
from scheduler.school import School
from scheduler.text import Text

GROWTH = 5.0  # of a part's limit, when every attempt has had its turn
HABIT = 2.0  # of the time that an attempt took which proved something of a part of the same kind
# Deterministic seconds of the first attempt at everything together and at what ties lessons to service, in a small school.
WHOLE_WORK, TIES_WORK, SMALL = 4.0, 1.5, 12_000
MOST_AS_WHOLE = 100_000  # variables with room: 36 to 54 classes have 40 to 70 thousand
TOLD = 0.1  # what a rule costs alone is good to know, but raises the bound by rule only
MOST_CAUSES = 5


class Cause(NamedTuple):
    """A part of the school by its name, and what any plan pays there by some rules together; `paid` is what the plan at hand pays.

    With `alone` the part knows one rule only. Else `cost` is what all its rules cost together, and another plan may pay by others.
    """

    name: Text
    rules: tuple[str, ...]
    cost: int
    paid: int | None = None
    alone: bool = False


@dataclass(frozen=True)
class Bounds:
    """Proven bounds: no plan that keeps every regulation and hard rule costs less, in all or by a soft rule of `by_rule`.

    `causes` are the parts that any plan pays most for, dearest first.
    """

    total: int
    by_rule: dict[str, int] = field(default_factory=dict)
    causes: tuple[Cause, ...] = ()


class Habit(NamedTuple):
    """Which attempt proved something of a part of some kind, and the deterministic time that it took."""

    number: int
    work: float


class Prover:
    """Proves bounds of one posted model, a step at a time, and keeps what it has proven.

    The same steps with the same seed and deterministic limits prove the same.
    """

    def __init__(
        self, built: SlotModel, rows: Rows | None = None, *, seed: int = 1, kept: KeptBounds | None = None
    ) -> None:
        """Prepare the parts of a model; `rows` are those of the model where they were read already.

        What was proven before of the same parts is taken from `kept`, and what is proven goes there.
        """
        self._seed = seed
        self._kept = kept
        self._known: dict[str, Evidence] = {} if kept is None else kept.read()
        self._alike: dict[str, list[Part]] = defaultdict(list)
        self._habits: dict[str, Habit] = {}
        self._rows = narrowed = NarrowedRows(rows or Rows(built.model))
        narrowed.propagate()
        supports = Supports(narrowed, built.variables)
        terms, self._base = terms_of(built.postings)
        for term in terms:
            self._base[term.rule] += least_of(narrowed, [term])
        lessons = LessonParts(built.variables.school, narrowed, supports).all(terms)
        service = ServiceParts(built.variables.service, narrowed, supports, terms).all()
        ties = tie_parts(built.variables.school, narrowed, supports, terms)
        self._whole = self._all(terms, [half for half in (lessons, service) if half is not None], ties)

    def _all(self, terms: Sequence[Term], halves: list[Part], ties: tuple[Part, ...]) -> Part:
        """Return the part that has every term, with all that was posted; in it all that ties the halves, with all that was posted."""
        free = (self._rows.lower < self._rows.upper).nonzero()[0]
        # A large school as a whole takes a gigabyte, and nothing is proven of it in time: its turn comes last.
        scale = max(1.0, len(free) / SMALL) if len(free) < MOST_AS_WHOLE else float("inf")

        def part(name: Text, kind: str, mine: tuple[Term, ...], work: float, children: tuple[Part, ...]) -> Part:
            relax = partial(projection, self._rows, free)
            attempts = tuple(Attempt(tune, work * scale) for tune in (by_objective, by_linear_tree))
            return Part(name, kind, mine, least_of(self._rows, mine), relax, attempts, children)

        if ties:
            tying = tuple(term for each in ties for term in each.terms)
            between = Text("课程与课后服务之间", "between lessons and service")
            halves = [*halves, part(between, "ties", tying, TIES_WORK, ties)]
        room = tuple(t for t in terms if self._rows.lower[t.variable] < self._rows.upper[t.variable])
        return part(Text("全校", "the whole school"), "whole", room, WHOLE_WORK, tuple(halves))

    @property
    def parts(self) -> list[Part]:
        """All parts, the whole school first."""
        return [self._whole, *self._whole.below()]

    def bounds(self, values: Sequence[int] | None = None) -> Bounds:
        """Return what is proven so far; with `values` of all variables in a plan the causes say what it pays, and by which rules."""
        by_rule = {rule: base + self._whole.extra_of(rule) for rule, base in self._base.items()}
        total = sum(self._base.values()) + self._whole.extra
        paying = sorted(_causes(self._whole), key=lambda part: -part.known.proven)[:MOST_CAUSES]
        return Bounds(total, by_rule, tuple(_cause(part, values) for part in paying))

    def prove(
        self,
        solvers: Solvers,
        *,
        seconds: float = float("inf"),
        deterministic: float = float("inf"),
        values: Sequence[int] | None = None,
    ) -> bool:
        """Attempt one part, within these limits; tell whether there was one of which more might be proven.

        `values` of all variables in a good plan say where bounds can rise: a part that this plan pays no more for is let be.
        """
        part = self._choose(values)
        if part is None:
            return False
        tried, habit = part.known.attempts, self._habits.get(part.kind)
        attempt, limit = _next(part)
        if tried == 0 and habit is not None:  # what proved the most of a part of this kind comes first
            attempt, limit = part.attempts[habit.number], max(limit, HABIT * habit.work)
        relaxation = part.relax()
        answer = solvers.solve(
            self._question(part, relaxation),
            workers=1,
            seed=self._seed + tried,
            seconds=seconds,
            deterministic=min(deterministic, limit),
            tune=attempt.tune,
        )
        part.known.attempts += 1
        if answer.bound > part.known.proven:
            self._habits[part.kind] = Habit(part.attempts.index(attempt), answer.deterministic)
        self._learn(part, relaxation, answer)
        return True

    def _choose(self, values: Sequence[int] | None) -> Part | None:
        """Return the part that promises most; of those that are chosen is asked first whether the answer is known."""
        if self._known and not self._alike:  # what was kept from an earlier search
            for each in list(self._open(self._whole, values)):
                if _next(each)[1] < float("inf"):
                    self._recall(each)
        while True:
            part = min(self._open(self._whole, values), key=lambda part: _promise(part, values), default=None)
            if part is None or part.key or not self._recall(part):
                return part

    def _question(self, part: Part, relaxation: Relaxation) -> cp_model.CpModel:
        """Return the model of a part's least cost above what its domains say, with what is known of what is below it."""
        model = relaxation.copy()
        for below in part.below():
            if below.known.proven:
                model.add(relaxation.cost(model, below.terms) >= below.known.proven + below.least)
        model.minimize(relaxation.cost(model, part.terms) - part.least)
        return model

    def _recall(self, part: Part) -> bool:
        """Ask whether the same question was asked before, of this part or of one that is like it; tell whether something is known."""
        part.key = part.relax().key(part.terms, part.least)
        part.known = self._known.setdefault(part.key, part.known)
        self._alike[part.key].append(part)
        self._divide(part)
        return part.known.attempts > 0

    def _open(self, part: Part, values: Sequence[int] | None, closed: bool = False) -> Iterator[Part]:
        """Yield the parts of which more may be proven; once a part is settled its children matter no more."""
        closed = closed or part.known.settled or (values is not None and part.cost(values) <= part.extra)
        if not closed:
            yield part
        for child in part.children:
            yield from self._open(child, values, closed)
        for child in part.by_rule.values():
            yield from self._open(child, values)

    def _learn(self, part: Part, relaxation: Relaxation, answer: Answer) -> None:
        """Keep what was proven; where the least cost of several rules together is found, ask next what each must cost."""
        known = part.known
        if answer.status == cp_model.INFEASIBLE:
            known.settled = True  # there is no plan: of what it would cost nothing is said
            return
        known.proven = max(known.proven, answer.bound)
        known.settled = answer.status == cp_model.OPTIMAL
        if known.settled and answer.values is not None and part.divides:
            for number, mine in enumerate(_by_rule(part)):
                if relaxation.paid(answer.values, mine) > least_of(self._rows, mine):
                    known.rules |= {number}
        for alike in self._alike[part.key]:
            self._divide(alike)

    def _divide(self, part: Part) -> None:
        """Make parts of the rules of which it is worth asking what they cost alone."""
        for number, mine in enumerate(_by_rule(part)) if part.known.rules else ():
            rule = mine[0].rule
            if number in part.known.rules and rule not in part.by_rule:
                least = least_of(self._rows, mine)
                part.by_rule[rule] = Part(
                    part.name, f"{part.kind} {rule}", mine, least, part.relax, part.attempts, hope=TOLD
                )

    def keep(self) -> None:
        """Keep what was proven for another search of the same school."""
        if self._kept is not None:
            self._kept.write({key: self._known[key] for key in self._alike if self._known[key].attempts})


def _by_rule(part: Part) -> list[tuple[Term, ...]]:
    """Return the terms of each rule of a part, in alphabetical order."""
    return [tuple(term for term in part.terms if term.rule == rule) for rule in sorted(part.rules)]


def _next(part: Part) -> tuple[Attempt, float]:
    """Return how a part is tried next, and the deterministic time for it: more when each of its attempts has had its turn."""
    turn, number = divmod(part.known.attempts, len(part.attempts))
    return part.attempts[number], part.attempts[number].work * GROWTH**turn


def _promise(part: Part, values: Sequence[int] | None) -> float:
    """Return the deterministic time for each unit by which the bound could rise, beyond what its children may prove first."""
    work = _next(part)[1]
    if values is None:
        return work
    others = sum(child.cost(values) - child.extra for child in part.children if not child.known.settled)
    return work / (part.hope * max(1, part.cost(values) - part.extra - others))


def _cause(part: Part, values: Sequence[int] | None) -> Cause:
    """Return a part as a cause; of its rules those by which a plan pays anything there."""
    cost, alone = part.known.proven + part.least, len(part.rules) == 1
    if values is None:
        return Cause(part.name, tuple(sorted(part.rules)), cost, alone=alone)
    paid: dict[str, int] = defaultdict(int)
    for term in part.terms:
        paid[term.rule] += term.weight * values[term.variable]
    rules = sorted((rule for rule in paid if paid[rule]), key=lambda rule: -paid[rule])
    return Cause(part.name, tuple(rules), cost, sum(paid.values()), alone)


def _causes(part: Part) -> Iterator[Part]:
    """Yield the parts that prove more at once than their parts do one by one, no two with the same term."""
    apart = sum(child.extra for child in part.children)
    if part.known.proven > apart:
        yield part
    else:
        for child in part.children:
            yield from _causes(child)


def prove_bounds(school: School, rules: Collection[str], stop: StoppingCriterion, *, seed: int = 1) -> Bounds:
    """Return what is proven within the limits of what these soft rules cost, together and each alone.

    Raises ValueError when a rule setting cannot be used.
    """
    clock = Clock(stop)
    solvers = Solvers(clock)
    kept = kept_bounds(stop)
    chosen = [active for active in active_rules(school) if active.level is not Level.SOFT or active.rule.id in rules]
    prover = Prover(slot_model(school, chosen), seed=seed, kept=kept)
    while not clock.ended and prover.prove(solvers):
        pass
    prover.keep()
    found = prover.bounds()
    return Bounds(found.total, {rule: found.by_rule.get(rule, 0) for rule in rules}, found.causes)
