"""The search: a first plan, a guide from the half-day relaxation, then improvement neighbourhood by neighbourhood."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from ortools.sat.python import cp_model

from constraints.rule import Violation
from scheduler.engine.assemble import HalfDayModel, SlotModel, half_day_model, slot_model
from scheduler.engine.neighbourhoods import Decisions, Kind, Neighbourhoods
from scheduler.engine.stopping import Clock
from scheduler.engine.subsolve import Answer, Solvers
from scheduler.plan import Plan
from scheduler.school import School

# Shares of the time limit and CP-SAT deterministic seconds, found by measuring the sample schools (benchmarks/).
GUIDE_SHARE = 0.25
PROJECTION_SHARE = 0.1
NEIGHBOURHOOD_WORK = 0.4


class Incumbent:
    """The best decisions so far with their cost, and the proven bound. Kept outside the solver: it never gets worse."""

    def __init__(self) -> None:
        self.values: list[int] | None = None
        self.cost = 0
        self.bound = 0
        self.plans = 0
        self.infeasible = False
        self.changed = threading.Event()
        self._lock = threading.Lock()

    def offer(self, values: list[int], cost: int) -> bool:
        """Take decisions that cost no more than the best; tell whether they were taken."""
        with self._lock:
            if self.values is not None and cost > self.cost:
                return False
            better = self.values is None or cost < self.cost
            self.values, self.cost = values, cost
            if better:
                self.plans += 1
                self.changed.set()
            return True

    def prove(self, bound: int) -> None:
        """Take a proven lower bound."""
        with self._lock:
            if bound > self.bound:
                self.bound = bound
                self.changed.set()

    def snapshot(self) -> tuple[list[int], int]:
        """Return the best decisions and their cost. Raises ValueError when there are none yet."""
        with self._lock:
            if self.values is None:
                raise ValueError("no plan yet")
            return self.values, self.cost

    @property
    def proven(self) -> bool:
        """Whether no plan can be cheaper."""
        return self.values is not None and self.cost <= self.bound


class Search:
    """One search for one school. `run` blocks; other threads read `incumbent` and may `halt` the solvers meanwhile."""

    def __init__(self, school: School, clock: Clock, workers: int, seed: int) -> None:
        self.school = school
        self.clock = clock
        self.workers = workers
        self.seed = seed
        self.incumbent = Incumbent()
        self.solvers = Solvers(clock)
        self.built: SlotModel | None = None
        self.violations: Sequence[Violation] = ()

    def plan(self) -> Plan | None:
        """Return the best plan so far."""
        if self.built is None or self.incumbent.values is None:
            return None
        return self.built.read(self.incumbent.snapshot()[0])

    def run(self) -> None:
        """Search until a limit is reached, the best plan is proven best or infeasibility is proven."""
        hard = slot_model(self.school, costs=False)
        first = self.solvers.solve(hard.model, workers=self.workers, seed=self.seed)
        self.incumbent.infeasible = first.status == cp_model.INFEASIBLE
        if first.values is None:
            return
        values = first.values[: hard.decisions]
        self.built = hard
        self._offer_first(values)
        guide = half_day_model(self.school)
        target = self._solve_guide(guide)
        if target is not None and not self.clock.ended:
            self._follow(guide, target, hard)
        self._improve()

    # The first plan.

    def _offer_first(self, values: list[int]) -> None:
        """Show the first plan at once: its cost is known when the full model has priced it."""
        full = slot_model(self.school)
        priced = self._price(full, values)
        self.built = full
        self.incumbent.offer(values, 1 << 40 if priced is None else priced)

    def _price(self, built: SlotModel, values: Sequence[int]) -> int | None:
        """Return the cost of decisions, None when they break a hard rule or time is up."""
        model = fixed(built, values, set())
        answer = self.solvers.solve(model, workers=1, seed=self.seed, light=True)
        return None if answer.values is None else answer.cost

    # The half-day relaxation.

    def _solve_guide(self, guide: HalfDayModel) -> list[int] | None:
        answer = self.solvers.solve(
            guide.model,
            workers=self.workers,
            seed=self.seed,
            seconds=GUIDE_SHARE * self.clock.seconds_left,
            deterministic=GUIDE_SHARE * self.clock.deterministic_left,
        )
        self.incumbent.prove(answer.bound)
        return answer.values

    def _follow(self, guide: HalfDayModel, target: list[int], hard: SlotModel) -> None:
        """Look for the plan nearest to the half-days that the guide chose, and take it when it is cheaper."""
        assert self.built is not None
        model = hard.model.clone()
        off = []
        for course in self.school.courses:
            for half in guide.variables.halves:
                for variable in guide.variables.in_half(course.id, half):
                    held = hard.variables.in_half(course.id, half)
                    distance = model.new_int_var(0, len(held), "")
                    wanted = target[variable.index]
                    model.add(distance >= cp_model.LinearExpr.sum(held) - wanted)
                    model.add(distance >= wanted - cp_model.LinearExpr.sum(held))
                    off.append(distance)
        model.minimize(cp_model.LinearExpr.sum(off))
        answer = self.solvers.solve(
            model,
            workers=self.workers,
            seed=self.seed,
            seconds=PROJECTION_SHARE * self.clock.seconds_left,
            deterministic=PROJECTION_SHARE * self.clock.deterministic_left,
        )
        if answer.values is None:
            return
        values = answer.values[: hard.decisions]
        cost = self._price(self.built, values)
        if cost is not None:
            self.incumbent.offer(values, cost)

    # Improvement.

    def _improve(self) -> None:
        with ThreadPoolExecutor(self.workers) as pool:
            for future in [pool.submit(self._improve_in_thread, number) for number in range(self.workers)]:
                future.result()

    def _improve_in_thread(self, number: int) -> None:
        assert self.built is not None
        rng = random.Random(self.seed * 1000 + number)
        neighbourhoods = Neighbourhoods(self.built, rng)
        while not self.clock.ended and not self.incumbent.proven:
            neighbourhoods.violations = self.violations
            kind = neighbourhoods.choose()
            self._step(kind, kind.pick(kind.size), rng.randrange(1 << 30))

    def _step(self, kind: Kind, freed: Decisions, seed: int) -> None:
        """Free some decisions of the best plan, look for a cheaper one, take it and learn from it."""
        assert self.built is not None
        values, cost = self.incumbent.snapshot()
        answer = self.solvers.solve(
            fixed(self.built, values, freed), workers=1, seed=seed, deterministic=NEIGHBOURHOOD_WORK, light=True
        )
        gained = self._take(answer, values, cost, freed)
        kind.learn(gained, answer.deterministic, answer.status == cp_model.OPTIMAL)

    def _take(self, answer: Answer, values: list[int], cost: int, freed: Decisions) -> int:
        """Offer an answer; when another thread was faster, offer its moves on top of that thread's. Return the gain."""
        assert self.built is not None
        if answer.values is None or answer.cost > cost:
            return 0
        found = answer.values[: self.built.decisions]
        current, current_cost = self.incumbent.snapshot()
        if current is values:
            self.incumbent.offer(found, answer.cost)
            return cost - answer.cost
        if answer.cost == cost:
            return 0
        merged = [found[i] if i in freed else value for i, value in enumerate(current)]
        merged_cost = self._price(self.built, merged)
        if merged_cost is not None and merged_cost < min(current_cost, answer.cost):
            self.incumbent.offer(merged, merged_cost)
        else:
            self.incumbent.offer(found, answer.cost)
        return cost - answer.cost


def fixed(built: SlotModel, values: Sequence[int], freed: Decisions) -> cp_model.CpModel:
    """Return a copy of a model in which every decision outside `freed` keeps its value; the others are hinted it."""
    model = built.model.clone()
    variables = model.proto.variables
    for index in range(built.decisions):
        if index in freed:
            model.add_hint(model.get_bool_var_from_proto_index(index), values[index])
        else:
            domain = variables[index].domain
            domain[0] = domain[1] = values[index]
    return model
