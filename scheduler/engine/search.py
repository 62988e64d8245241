"""The search: a first plan, then improvement neighbourhood by neighbourhood, beside a bound from the half-day relaxation."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from ortools.sat.python import cp_model

from constraints.catalogue import active_rules
from scheduler.engine.assemble import SlotModel, half_day_model, service_rules, slot_model
from scheduler.engine.neighbourhoods import Decisions, Kind, Neighbourhoods
from scheduler.engine.ranges import Ranges, prove_ranges
from scheduler.engine.stopping import Clock
from scheduler.engine.subsolve import Answer, Solvers, from_below, small_part
from scheduler.engine.venues import assign_venues
from scheduler.plan import Plan
from scheduler.school import School


class Try(NamedTuple):
    """An attempt at a bound: of which part, from which share of the time limit on, for which share of it."""

    part: str
    start: float
    share: float


# Found by measuring the sample schools (benchmarks/): shares of the time limit, and CP-SAT deterministic seconds.
BOUND_TRIES = (
    Try("lessons", 0.0, 0.02),
    Try("service", 0.1, 0.01),
    Try("lessons", 0.3, 0.05),
    Try("ranges", 0.4, 0.06),
    Try("lessons", 0.5, 0.03),
    Try("service", 0.6, 0.03),
)
NEIGHBOURHOOD_WORK = 0.25
PICKS, LITTLE = 6, 50  # neighbourhoods to look at, and decisions that two threads may have freed at once
LESSONS_SHARE, SERVICE_SHARE = 0.45, 0.43  # of the limit, for each half of the week in a model of its own
LIFT_SECONDS = 8.0
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
        self.told: Callable[[list[int], int], object] | None = None  # of each better plan of a half of the week
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
        if self.told is not None:
            self.told(values, cost)
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

    With a `timetable` the lessons stay where it has them and only service and flexible hours are planned, by their own rules.
    """

    def __init__(self, school: School, clock: Clock, workers: int, seed: int, timetable: Plan | None = None) -> None:
        self.school = school
        self.clock = clock
        self.workers = workers
        self.seed = seed
        self.timetable = timetable
        self.rules = active_rules(school) if timetable is None else service_rules(school)
        self.incumbent = Incumbent()
        self.solvers = Solvers(clock)
        self.built: SlotModel | None = None
        self.ranges: Ranges | None = None
        self._relaxed: dict[str, cp_model.CpModel] = {}
        self._freed: dict[int, Decisions] = {}
        self._half: Search | None = None
        self._bounded: set[str] = set()

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
        first = self.solvers.solve(built.model, workers=self.workers, seed=self.seed)
        self.incumbent.infeasible = first.status == cp_model.INFEASIBLE
        if first.values is None:
            return
        values = first.values[: built.decisions]
        self.built = built
        self.incumbent.offer(values, UNPRICED)
        built.add_costs()
        cost = self._price(Freezer(built), values)
        if cost is None:
            return
        self.incumbent.offer(values, cost)
        if self.timetable is None and self.school.posts:
            self._improve_halves()
        self._improve()

    def halt(self) -> None:
        """End the running solvers, those of a half of the week too."""
        self.solvers.halt()
        if self._half is not None:
            self._half.halt()

    # The halves of the week, each in a model of its own that is so much smaller.

    def _improve_halves(self) -> None:
        """Improve the lessons without a thought of service, then service over them."""
        assert self.built is not None
        first = self.built.variables.service.first
        lessons = Search(self.school.without_service(), self.clock.part(LESSONS_SHARE), self.workers, self.seed)
        lessons.incumbent.told = self._lifted_now_and_then()
        self._run_half(lessons, self.incumbent.snapshot()[0][:first])
        self.incumbent.prove(lessons.incumbent.bound, "lessons")
        self._bounded.add("lessons")
        if lessons.incumbent.values is None or self.clock.ended:
            return
        start = self._lift(lessons.incumbent.snapshot()[0])
        service = Search(
            self.school,
            self.clock.part(SERVICE_SHARE),
            self.workers,
            self.seed,
            self.built.read(start),
        )
        service._bounded.add("service")  # over these lessons it would be no bound of the whole
        dear = lessons.incumbent.cost
        service.incumbent.told = lambda values, cost: cost < UNPRICED and self.incumbent.offer(values, dear + cost)
        self._run_half(service, start)
        if service.ranges is not None:
            self.ranges = service.ranges
            self._bounded.add("ranges")

    def _run_half(self, half: Search, start: list[int]) -> None:
        self._half = half
        if not self.clock.ended:
            half.improve_from(start)
        self._half = None
        self.clock.charge(half.clock.deterministic_used)

    def improve_from(self, start: list[int]) -> None:
        """Search from decisions that may be legal already; where they are not, as `run` does."""
        built = slot_model(self.school, self.rules, timetable=self.timetable)
        cost = self._price(Freezer(built), start)
        if cost is None:
            self.run()
            return
        self.built = built
        self.incumbent.offer(start, cost)
        self._improve()

    def _lift(self, lessons: list[int]) -> list[int]:
        """Return the whole week with these lessons, the service of the best plan and no flexible hours that stand in their way."""
        assert self.built is not None
        service = self.built.variables.service
        values = [*lessons, *self.incumbent.snapshot()[0][service.first :]]
        for teacher in self.school.teacher:
            for literal in service.grants(teacher).values():
                values[literal.index] = 0
        return values

    def _lifted_now_and_then(self) -> Callable[[list[int], int], object]:
        """Return what makes a whole plan of better lessons now and then, so that a search that is stopped has not lost them.

        Not where only work is limited: there nothing may depend on the clock.
        """
        assert self.built is not None
        freezer, last = Freezer(self.built), [time.monotonic()]
        lock = threading.Lock()

        def lift(values: list[int], cost: int) -> None:
            if self.clock.stop.seconds is None or cost >= UNPRICED or time.monotonic() - last[0] < LIFT_SECONDS:
                return
            if lock.acquire(blocking=False):
                try:
                    last[0] = time.monotonic()
                    whole = self._lift(values)
                    price = self._price(freezer, whole)
                    if price is not None:
                        self.incumbent.offer(whole, price)
                finally:
                    lock.release()

        return lift

    def _price(self, freezer: Freezer, values: Sequence[int]) -> int | None:
        """Return the cost of decisions, None when they break a hard rule or time is up."""
        answer = self.solvers.solve(freezer.free(values, set()), workers=1, seed=self.seed, tune=small_part)
        return None if answer.values is None else answer.cost

    def _improve(self) -> None:
        with ThreadPoolExecutor(self.workers) as pool:
            for future in [pool.submit(self._improve_in_thread, number) for number in range(self.workers)]:
                future.result()
        ranges = [each for each in self._tries() if each.part == "ranges"]
        if ranges and self.ranges is None and not self.clock.ended:  # the best plan was found before its turn came
            self._prove(0, ranges[0])

    def _improve_in_thread(self, number: int) -> None:
        """Improve the best plan until the search ends; the first thread proves a bound now and then."""
        assert self.built is not None
        tries = list(enumerate(self._tries())) if number == 0 else []
        rng = random.Random(self.seed * 1000 + number)
        neighbourhoods = Neighbourhoods(self.built, rng)
        freezer = Freezer(self.built)
        while not self.clock.ended and not self.incumbent.proven:
            if tries and self.clock.used_share >= tries[0][1].start:
                self._prove(*tries.pop(0))
                continue
            values, cost = self.incumbent.snapshot()
            kind, freed = self._pick(number, neighbourhoods, values)
            answer = self.solvers.solve(
                freezer.free(values, freed),
                workers=1,
                seed=rng.randrange(1 << 30),
                deterministic=NEIGHBOURHOOD_WORK,
                tune=kind.tune,
            )
            gained = self._take(freezer, answer, values, cost, freed, kind)
            if len(freed) >= self._movable:  # a small school as a whole
                self.incumbent.prove(answer.bound)
            kind.learn(gained, answer.deterministic, answer.status == cp_model.OPTIMAL)

    def _pick(self, number: int, neighbourhoods: Neighbourhoods, values: Sequence[int]) -> tuple[Kind, Decisions]:
        """Return a neighbourhood that has little in common with those of the other threads, whose gains would be lost to one of them."""
        for _ in range(PICKS):
            kind = neighbourhoods.choose()
            freed = neighbourhoods.pick(kind, values)
            others = [decisions for thread, decisions in list(self._freed.items()) if thread != number]
            if all(len(freed & decisions) <= LITTLE for decisions in others):
                break
        self._freed[number] = freed
        return kind, freed

    def _tries(self) -> list[Try]:
        """Return the attempts at bounds of those parts that the search is about."""
        parts = {"lessons"} if self.timetable is None else set()
        parts |= {"service", "ranges"} if self.school.posts else set()
        return [each for each in BOUND_TRIES if each.part in parts - self._bounded]

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
        self, freezer: Freezer, answer: Answer, values: list[int], cost: int, freed: Decisions, kind: Kind
    ) -> int:
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
        if merged_cost is None or merged_cost >= current_cost:  # the moves do not fit together: seek others near them
            near = self.solvers.solve(
                freezer.free(current, freed, merged),
                workers=1,
                seed=self.seed,
                deterministic=NEIGHBOURHOOD_WORK,
                tune=kind.tune,
            )
            if near.values is not None:
                merged, merged_cost = near.values[: len(values)], near.cost
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

    def free(self, values: Sequence[int], freed: Decisions, hints: Sequence[int] | None = None) -> cp_model.CpModel:
        """Return a copy in which every decision outside `freed` keeps its value; the others are hinted theirs, or `hints`."""
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
            model.add_hint(model.get_bool_var_from_proto_index(index), (hints or values)[index])
        return model
