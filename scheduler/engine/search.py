"""The search: a first plan, then improvement neighbourhood by neighbourhood, beside a bound from the half-day relaxation."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from ortools.sat.python import cp_model

from scheduler.engine.assemble import SlotModel, half_day_model, slot_model
from scheduler.engine.neighbourhoods import Decisions, Neighbourhoods
from scheduler.engine.stopping import Clock
from scheduler.engine.subsolve import Answer, Solvers, from_below, small_part
from scheduler.engine.venues import assign_venues
from scheduler.plan import Plan
from scheduler.school import School

# Found by measuring the sample schools (benchmarks/): shares of the time limit, and CP-SAT deterministic seconds.
BOUND_TRIES = ((0.0, 0.02), (0.3, 0.06), (0.4, 0.03), (0.5, 0.03))  # from which share of the limit on, for how long
NEIGHBOURHOOD_WORK = 0.4
UNPRICED = 1 << 40  # the cost of the first plan until the full model has priced it


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
            if self.values is not None and cost == self.cost:
                self.values = values
                return True
            self.plans += values is not self.values
            self.values, self.cost = values, cost
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
        self.relaxed: cp_model.CpModel | None = None

    def plan(self) -> Plan | None:
        """Return the best plan so far, with its venues."""
        if self.built is None or self.incumbent.values is None:
            return None
        return assign_venues(self.school, self.built.read(self.incumbent.snapshot()[0]))

    def run(self) -> None:
        """Search until a limit is reached, the best plan is proven best or infeasibility is proven."""
        built = slot_model(self.school, costs=False)
        first = self.solvers.solve(built.model, workers=self.workers, seed=self.seed)
        self.incumbent.infeasible = first.status == cp_model.INFEASIBLE
        if first.values is None:
            return
        values = first.values[: built.decisions]
        self.built = built
        self.incumbent.offer(values, UNPRICED)
        built.add_costs()
        cost = self._price(Freezer(built), values)
        if cost is not None:
            self.incumbent.offer(values, cost)
            self._improve()

    def _price(self, freezer: Freezer, values: Sequence[int]) -> int | None:
        """Return the cost of decisions, None when they break a hard rule or time is up."""
        answer = self.solvers.solve(freezer.free(values, set()), workers=1, seed=self.seed, tune=small_part)
        return None if answer.values is None else answer.cost

    def _improve(self) -> None:
        with ThreadPoolExecutor(self.workers) as pool:
            for future in [pool.submit(self._improve_in_thread, number) for number in range(self.workers)]:
                future.result()

    def _improve_in_thread(self, number: int) -> None:
        """Improve the best plan until the search ends; the first thread proves a bound now and then."""
        assert self.built is not None
        tries = list(enumerate(BOUND_TRIES)) if number == 0 else []
        rng = random.Random(self.seed * 1000 + number)
        neighbourhoods = Neighbourhoods(self.built, rng)
        freezer = Freezer(self.built)
        while not self.clock.ended and not self.incumbent.proven:
            if tries and self.clock.used_share >= tries[0][1][0]:
                attempt, (_, share) = tries.pop(0)
                self._prove(attempt, share)
                continue
            values, cost = self.incumbent.snapshot()
            neighbourhoods.values = values
            kind = neighbourhoods.choose()
            freed = kind.pick(kind.size)
            answer = self.solvers.solve(
                freezer.free(values, freed),
                workers=1,
                seed=rng.randrange(1 << 30),
                deterministic=NEIGHBOURHOOD_WORK,
                tune=small_part,
            )
            gained = self._take(freezer, answer, values, cost, freed)
            if len(freed) == self.built.decisions:  # a small school as a whole
                self.incumbent.prove(answer.bound)
            kind.learn(gained, answer.deterministic, answer.status == cp_model.OPTIMAL)

    def _prove(self, attempt: int, share: float) -> None:
        """Prove a bound: that of the week relaxed to half-days. Where cores are found depends on luck, so the seed changes."""
        if self.relaxed is None:
            self.relaxed = half_day_model(self.school).model
        answer = self.solvers.solve(
            self.relaxed,
            workers=1,
            seed=self.seed + attempt,
            seconds=share * (self.clock.stop.seconds or float("inf")),
            deterministic=share * (self.clock.stop.deterministic or float("inf")),
            tune=from_below,
        )
        self.incumbent.prove(answer.bound)

    def _take(self, freezer: Freezer, answer: Answer, values: list[int], cost: int, freed: Decisions) -> int:
        """Offer an answer; when another thread was faster, offer its moves on top of that thread's. Return the gain."""
        if answer.values is None or answer.cost > cost:
            return 0
        found = answer.values[: len(values)]
        current, current_cost = self.incumbent.snapshot()
        if current is values:
            self.incumbent.offer(found, answer.cost)
            return cost - answer.cost
        if answer.cost == cost:
            return 0
        merged = [found[i] if i in freed else value for i, value in enumerate(current)]
        merged_cost = self._price(freezer, merged)
        if merged_cost is not None and merged_cost < min(current_cost, answer.cost):
            self.incumbent.offer(merged, merged_cost)
        else:
            self.incumbent.offer(found, answer.cost)
        return cost - answer.cost


class Freezer:
    """Copies a slot model with most of its decisions fixed. Each thread has its own: it remembers what it fixed last."""

    def __init__(self, built: SlotModel) -> None:
        self._model = built.model.clone()
        self._values: list[int | None] = [None] * built.decisions

    def free(self, values: Sequence[int], freed: Decisions) -> cp_model.CpModel:
        """Return a copy in which every decision outside `freed` keeps its value; the others are hinted theirs."""
        variables = self._model.proto.variables
        for index, value in enumerate(self._values):
            if value != values[index]:
                domain = variables[index].domain
                domain[0] = domain[1] = self._values[index] = values[index]
        model = self._model.clone()
        variables = model.proto.variables
        for index in freed:
            domain = variables[index].domain
            domain[0], domain[1] = 0, 1
            model.add_hint(model.get_bool_var_from_proto_index(index), values[index])
        return model
