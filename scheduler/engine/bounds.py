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
from scheduler.engine.narrowed import NarrowedRows
from scheduler.engine.parts import Part, Relaxation, Term, least_of, projection, terms_of
from scheduler.engine.stopping import Clock, StoppingCriterion
from scheduler.engine.subsolve import Answer, Solvers, by_objective, from_below
from scheduler.engine.supports import Supports
from scheduler.model.owner import Level
from scheduler.model.rows import Rows
from scheduler.school import School
from scheduler.text import Text

GROWTH = 10.0  # of a part's limit, when every tuning has had its turn
WHOLE_WORK = 2e-4  # deterministic seconds of the first attempt at everything together, for each variable
LEAST_WORK = 4.0  # but parts are told apart first, so that causes have names
MOST_AS_WHOLE = 100_000  # variables with room: 36 to 54 classes have 40 to 70 thousand
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


class Prover:
    """Proves bounds of one posted model, a step at a time, and keeps what it has proven.

    The same steps with the same seed and deterministic limits prove the same.
    """

    def __init__(self, built: SlotModel, rows: Rows | None = None, *, seed: int = 1) -> None:
        """Prepare the parts of a model; `rows` are those of the model where they were read already."""
        self._seed = seed
        self._rows = narrowed = NarrowedRows(rows or Rows(built.model))
        narrowed.propagate()
        supports = Supports(narrowed, built.variables)
        terms, self._base = terms_of(built.postings)
        for term in terms:
            self._base[term.rule] += least_of(narrowed, [term])
        lessons = LessonParts(built.variables.school, narrowed, supports).all(terms)
        service = ServiceParts(built.variables.service, narrowed, supports, terms).all()
        self._whole = self._all(terms, tuple(half for half in (lessons, service) if half is not None))

    def _all(self, terms: Sequence[Term], halves: tuple[Part, ...]) -> Part:
        """Return the part that has every term, with all that was posted."""
        free = (self._rows.lower < self._rows.upper).nonzero()[0]
        room = tuple(t for t in terms if self._rows.lower[t.variable] < self._rows.upper[t.variable])
        name = Text("全校", "the whole school")
        # A large school as a whole takes a gigabyte, and nothing is proven of it in time: its turn comes last.
        work = max(LEAST_WORK, WHOLE_WORK * len(free)) if len(free) < MOST_AS_WHOLE else float("inf")
        relax = partial(projection, self._rows, free)
        return Part(name, room, least_of(self._rows, room), relax, work, (from_below, by_objective), halves)

    @property
    def parts(self) -> list[Part]:
        """All parts, the whole school first."""
        return [self._whole, *self._whole.below()]

    def bounds(self, values: Sequence[int] | None = None) -> Bounds:
        """Return what is proven so far; with `values` of all variables in a plan the causes say what it pays, and by which rules."""
        by_rule = {rule: base + self._whole.extra_of(rule) for rule, base in self._base.items()}
        total = sum(self._base.values()) + self._whole.extra
        paying = sorted(_causes(self._whole), key=lambda part: -part.proven)[:MOST_CAUSES]
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
        part = min(self._open(self._whole, values), key=lambda part: _promise(part, values), default=None)
        if part is None:
            return False
        relaxation = part.relax()
        model = relaxation.copy()
        for known in part.below():
            if known.proven:
                model.add(relaxation.cost(model, known.terms) >= known.proven + known.least)
        model.minimize(relaxation.cost(model, part.terms) - part.least)
        answer = solvers.solve(
            model,
            workers=1,
            seed=self._seed + part.attempts,
            seconds=seconds,
            deterministic=min(deterministic, _work(part)),
            tune=part.tunings[part.attempts % len(part.tunings)],
        )
        part.attempts += 1
        self._learn(part, relaxation, answer)
        return True

    def _open(self, part: Part, values: Sequence[int] | None, closed: bool = False) -> Iterator[Part]:
        """Yield the parts of which more may be proven; once a part is settled its children matter no more."""
        closed = closed or part.settled or (values is not None and part.cost(values) <= part.extra)
        if not closed:
            yield part
        for child in part.children:
            yield from self._open(child, values, closed)
        for child in part.by_rule.values():
            yield from self._open(child, values)

    def _learn(self, part: Part, relaxation: Relaxation, answer: Answer) -> None:
        """Keep what was proven; where the least cost of several rules together is found, ask next what each must cost."""
        if answer.status == cp_model.INFEASIBLE:
            part.settled = True  # there is no plan: of what it would cost nothing is said
            return
        part.proven = max(part.proven, answer.bound)
        part.settled = answer.status == cp_model.OPTIMAL
        if part.settled and answer.values is not None and part.divides:
            for rule in sorted(part.rules):
                mine = tuple(term for term in part.terms if term.rule == rule)
                least = least_of(self._rows, mine)
                if relaxation.paid(answer.values, mine) > least:
                    part.by_rule[rule] = Part(part.name, mine, least, part.relax, part.work, part.tunings)


def _work(part: Part) -> float:
    """Return the deterministic time of a part's next attempt: more when each of its tunings has had its turn."""
    return part.work * GROWTH ** (part.attempts // len(part.tunings))


def _promise(part: Part, values: Sequence[int] | None) -> float:
    """Return the deterministic time for each unit by which the bound could rise, beyond what its children may prove first."""
    if values is None:
        return _work(part)
    others = sum(child.cost(values) - child.extra for child in part.children if not child.settled)
    return _work(part) / max(1, part.cost(values) - part.extra - others)


def _cause(part: Part, values: Sequence[int] | None) -> Cause:
    """Return a part as a cause; of its rules those by which a plan pays anything there."""
    cost, alone = part.proven + part.least, len(part.rules) == 1
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
    if part.proven > apart:
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
    chosen = [active for active in active_rules(school) if active.level is not Level.SOFT or active.rule.id in rules]
    prover = Prover(slot_model(school, chosen), seed=seed)
    while not clock.ended and prover.prove(solvers):
        pass
    found = prover.bounds()
    return Bounds(found.total, {rule: found.by_rule.get(rule, 0) for rule in rules}, found.causes)
