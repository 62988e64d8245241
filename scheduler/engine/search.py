"""The search: a first plan, then improvement neighbourhood by neighbourhood, beside a bound from the half-day relaxation."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from ortools.sat.python import cp_model

from constraints.catalogue import active_rules
from scheduler.engine.assemble import SlotModel, half_day_model, rules_over, service_rules, slot_model
from scheduler.engine.neighbourhoods import Decisions, DestroyOperator, Neighbourhoods
from scheduler.engine.ranges import Ranges, prove_ranges
from scheduler.engine.stopping import Clock
from scheduler.engine.submodels import Links, Submodels
from scheduler.engine.subsolve import Answer, Solvers, any_plan, from_below, small_part
from scheduler.model.venues import assign_venues
from scheduler.plan import Plan
from scheduler.school import School


class Try(NamedTuple):
    """An attempt at a bound: of which part, from which share of the time limit on, for which share of it."""

    part: str
    start: float
    share: float


# Found by measuring the sample schools (benchmarks/): shares of the time limit, and CP-SAT deterministic seconds.
BOUND_TRIES = (
    Try("lessons", 0.15, 0.02),
    Try("service", 0.25, 0.01),
    Try("ranges", 0.4, 0.04),
    Try("lessons", 0.5, 0.04),
    Try("service", 0.6, 0.01),
)
NEIGHBOURHOOD_WORK = 0.1
FIRST_WORK = (
    5e-5  # for each variable: three to ten times what the first plan of a school takes when it is found in a hurry
)
PART_WORK = 5e-5  # what reading and presolving costs for each freed decision
PICKS, LITTLE = 6, 50  # neighbourhoods to look at, and decisions that two threads may have freed at once
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
        self._parts = {"whole": 0, "lessons": 0, "service": 0}
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

    def prove(self, bound: int, part: str = "whole") -> None:
        """Take a proven lower bound of the whole, or of a part of it: parts have no cost in common."""
        with self._lock:
            self._parts[part] = max(bound, self._parts[part])
            whole = max(self._parts["whole"], self._parts["lessons"] + self._parts["service"])
            if whole > self.bound:
                self.bound = whole
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
    """One search for one school. `run` blocks; other threads read `incumbent` and may `halt` the solvers meanwhile.

    With a `timetable` the lessons stay where it has them and only service and flexible hours are planned, by their own rules. From
    the plan `start`, where it is legal, the search goes on.
    """

    def __init__(
        self,
        school: School,
        clock: Clock,
        workers: int,
        seed: int,
        timetable: Plan | None = None,
        start: Plan | None = None,
    ) -> None:
        self.school = school
        self.clock = clock
        self.workers = workers
        self.seed = seed
        self.timetable = timetable
        self.start = start
        self.rules = active_rules(school) if timetable is None else rules_over(school, timetable)
        self.incumbent = Incumbent()
        self.solvers = Solvers(clock)
        self.built: SlotModel | None = None
        self.ranges: Ranges | None = None
        self._relaxed: dict[str, cp_model.CpModel] = {}
        self._neighbourhoods: Neighbourhoods  # of the model, when there is a first plan
        self._working: dict[int, Decisions] = {}
        self._picking = threading.Lock()

    def plan(self) -> Plan | None:
        """Return the best plan so far, with its venues; what a given timetable says of lessons is kept."""
        if self.built is None or self.incumbent.values is None:
            return None
        found = self.built.read(self.incumbent.snapshot()[0])
        if self.timetable is None:
            return assign_venues(self.school, found)
        given = self.timetable
        return Plan(
            placements=given.placements,
            meetings=given.meetings,
            strays=given.strays,
            sessions=found.sessions,
            grants=found.grants,
        )

    def run(self) -> None:
        """Search until a limit is reached, the best plan is proven best or infeasibility is proven."""
        built = slot_model(self.school, self.rules, costs=False, timetable=self.timetable)
        first = self._first(built)
        self.incumbent.infeasible = first.status == cp_model.INFEASIBLE
        if first.values is None:
            return
        self.built = built
        self.incumbent.offer(first.values, UNPRICED)
        built.add_costs()
        priced = self.solvers.solve(built.fixed(first.values), workers=1, seed=self.seed, tune=small_part)
        if priced.values is None:
            return
        self.incumbent.offer(priced.values, priced.cost)
        self._improve(Links(built))

    def _first(self, built: SlotModel) -> Answer:
        """Return the plan to begin with: the given one where it is legal, else the first that is found: in a hurry, and where
        that finds none within a while, with all the care of the default search."""
        if self.start is not None:
            taken = built.decisions_of(self.start)
            given = built.fixed([index in taken for index in range(built.decisions)])
            answer = self.solvers.solve(given, workers=1, seed=self.seed, tune=small_part)
            if answer.values is not None:
                return answer
        work = FIRST_WORK * max(10_000, len(built.model.proto.variables))
        quick = self.solvers.solve(built.model, workers=self.workers, seed=self.seed, deterministic=work, tune=any_plan)
        if quick.values is not None or quick.status == cp_model.INFEASIBLE:
            return quick
        return self.solvers.solve(built.model, workers=self.workers, seed=self.seed)

    def halt(self) -> None:
        """End the running solvers."""
        self.solvers.halt()

    def _improve(self, links: Links) -> None:
        assert self.built is not None
        self._neighbourhoods = Neighbourhoods(self.built, random.Random(self.seed))
        with ThreadPoolExecutor(self.workers) as pool:
            for future in [pool.submit(self._improve_in_thread, number, links) for number in range(self.workers)]:
                future.result()
        ranges = [each for each in self._tries() if each.part == "ranges"]
        if ranges and self.ranges is None and not self.clock.ended:  # the best plan was found before its turn came
            self._prove(0, ranges[0])

    def _improve_in_thread(self, number: int, links: Links) -> None:
        """Improve the best plan until the search ends; the first thread proves a bound now and then."""
        tries = list(enumerate(self._tries())) if number == 0 else []
        rng = random.Random(self.seed * 1000 + number)
        submodels = Submodels(links)
        while not self.clock.ended and not self.incumbent.proven:
            if tries and self.clock.used_share >= tries[0][1].start:
                self._prove(*tries.pop(0))
                continue
            values, cost = self.incumbent.snapshot()
            operator, freed = self._pick(number, values)
            answer = self.solvers.solve(
                submodels.free(values, freed),
                workers=1,
                seed=rng.randrange(1 << 30),
                deterministic=NEIGHBOURHOOD_WORK,
                tune=operator.tune,
            )
            gained = self._take(submodels, answer, values, cost, freed, operator)
            if len(freed) >= self._movable:  # a small school as a whole
                self.incumbent.prove(answer.bound)
            work = answer.deterministic + PART_WORK * len(freed)
            operator.learn(gained, work, answer.status == cp_model.OPTIMAL)

    def _pick(self, number: int, values: Sequence[int]) -> tuple[DestroyOperator, Decisions]:
        """Return a neighbourhood that has little in common with those of the other threads, whose gains would be lost to one of them."""
        with self._picking:
            others = [freed for thread, freed in self._working.items() if thread != number]
            for _ in range(PICKS):
                operator = self._neighbourhoods.choose()
                freed = self._neighbourhoods.pick(operator, values)
                if all(len(freed & other) <= LITTLE for other in others):
                    break
            self._working[number] = freed
        return operator, freed

    def _tries(self) -> list[Try]:
        """Return the attempts at bounds of those parts that the search is about."""
        parts = {"lessons"} if self.timetable is None else set()
        parts |= {"service", "ranges"} if self.school.service.stations else set()
        return [each for each in BOUND_TRIES if each.part in parts]

    @property
    def _movable(self) -> int:
        """How many decisions the search may change."""
        assert self.built is not None
        return self.built.decisions - (self.built.variables.service.first if self.timetable is not None else 0)

    def _prove(self, attempt: int, each: Try) -> None:
        """Prove a bound of a part. Where cores are found depends on luck, so the seed changes."""
        seconds = each.share * (self.clock.stop.seconds or float("inf"))
        work = each.share * (self.clock.stop.deterministic or float("inf"))
        seed = self.seed + attempt
        if each.part == "ranges":
            self.ranges = prove_ranges(
                self.school, self.solvers, seed=seed, seconds=seconds / 2, deterministic=work / 2
            )
            return
        answer = self.solvers.solve(
            self._relaxation(each.part), workers=1, seed=seed, seconds=seconds, deterministic=work, tune=from_below
        )
        self.incumbent.prove(answer.bound, each.part)

    def _relaxation(self, part: str) -> cp_model.CpModel:
        """Return the model of a part alone: the week relaxed to half-days, or service without any lessons."""
        if part not in self._relaxed:
            if part == "lessons":
                self._relaxed[part] = half_day_model(self.school).model
            else:
                rules, lessons = service_rules(self.school), self.timetable or Plan()
                self._relaxed[part] = slot_model(self.school, rules, timetable=lessons).model
        return self._relaxed[part]

    def _take(
        self,
        submodels: Submodels,
        answer: Answer,
        values: list[int],
        cost: int,
        freed: Decisions,
        operator: DestroyOperator,
    ) -> int:
        """Offer an answer; when another thread was faster, offer its moves on top of that thread's. Return the gain."""
        if answer.values is None or answer.cost > cost:
            return 0
        current, current_cost = self.incumbent.snapshot()
        if current is values:
            self.incumbent.offer(answer.values, answer.cost)
            return cost - answer.cost
        if answer.cost == cost:
            return 0
        grants = self._neighbourhoods.grants  # they give way to what was moved, at little cost
        for pinned in (freed - grants, ()):  # where the moves do not fit together: others near them
            both = self.solvers.solve(
                submodels.free(current, freed, answer.values, pinned),
                workers=1,
                seed=self.seed,
                deterministic=NEIGHBOURHOOD_WORK,
                tune=operator.tune,
            )
            if both.values is not None and both.cost < current_cost:
                break
        if both.values is not None and both.cost < min(current_cost, answer.cost):
            self.incumbent.offer(both.values, both.cost)
        else:
            self.incumbent.offer(answer.values, answer.cost)
        return cost - answer.cost
