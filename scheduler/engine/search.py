"""The search: a first plan, then annealing and neighbourhoods beside bounds of parts."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from constraints.catalogue import active_rules
from scheduler.engine.assemble import SlotModel, fixed, rules_over, slot_model
from scheduler.engine.bounds import Prover
from scheduler.engine.kept_bounds import kept_bounds
from scheduler.engine.memory import give_back
from scheduler.engine.neighbourhoods import Decisions, DestroyOperator, Neighbourhoods
from scheduler.engine.ranges import Ranges, prove_ranges
from scheduler.engine.stopping import Clock, StoppingCriterion
from scheduler.engine.submodels import Links, Submodels
from scheduler.engine.subsolve import Answer, Solvers, any_plan, small_part
from scheduler.engine.turns import Turns
from scheduler.model.rows import Rows
from scheduler.model.venues import assign_venues
from scheduler.plan import Plan
from scheduler.school import School

if TYPE_CHECKING:
    from scheduler.engine.local_search import LocalSearch

# Found by measuring the sample schools (benchmarks/): shares of the time limit, and CP-SAT deterministic seconds.
POLL_SECONDS = 0.1
BOUND_SHARE = 0.4  # of the first thread, for bounds
STALLED, LATE_BOUND_SHARE = 0.2, 0.8  # the same when nothing was gained for so long
BOUND_ATTEMPT = 0.15  # for one attempt at a bound
RANGES_START, RANGES_SHARE = 0.4, 0.04
NEIGHBOURHOOD_WORK = 0.1
FIRST_WORK = (
    5e-5  # for each variable: three to ten times what the first plan of a school takes when it is found in a hurry
)
PART_WORK = 5e-5  # what reading and presolving costs for each freed decision
PICKS, LITTLE = 6, 50  # neighbourhoods to look at, and decisions that two threads may have freed at once
LOOKS_REST = 10  # times the seconds that pricing takes: what passes before the best of a round under way is priced
# What must be left for preparing bounds, or neighbourhoods, which nothing can halt: times the seconds that reading the model took.
PROVER_REST, NEIGHBOURHOODS_REST = 6, 4
LAST_PRICING = 1.5  # seconds for pricing what a round has found when the search is broken off
FEW_DECISIONS = 2500  # a school as small as this is searched as a whole
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

    def correct(self, values: list[int], cost: int) -> None:
        """Take what the audit says that these decisions cost: a solver that was halted may have paid for more than is broken."""
        with self._lock:
            if self.values is values:
                self.cost = min(self.cost, cost)

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
        self.prover: Prover | None = None
        self._at_bound = False  # the first thread
        self._bound_share = 0.0  # of the limit, spent on bounds so far
        self._cost, self._gained = (
            0,
            0.0,
        )  # what the best plan cost when bounds were last looked at, and since what share
        self._rows: Rows  # of the model with its costs, when there is a first plan
        self._local: LocalSearch | None = None
        self._compiling = threading.Thread(target=self._compile, daemon=True)
        self._compiled = False
        self._continues = False  # from a plan that was given
        self._pricing = 0.0  # seconds that it took to price a plan
        self._priced = 0.0  # when that was begun last
        self._reading = 0.0  # seconds that it took to read the model
        self._neighbourhoods: Neighbourhoods | None = None
        self._links: Links
        self._submodels: dict[int, Submodels] = {}
        self._working: dict[int, Decisions] = {}
        self._picking = threading.Lock()
        self._copying = threading.Lock()  # one copy of a large model at a time

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
        if built.decisions > FEW_DECISIONS:  # while CP-SAT seeks; nobody waits for it at the end
            self._compiling.start()
        first, costs = self._first_and_costs(built)
        if first is None or not costs or self.clock.ended:
            return
        give_back()
        self._price(first)  # the plan is audited meanwhile: what comes now would keep Python from it
        if self.incumbent.cost == UNPRICED or self.clock.ended:
            return
        began = self.clock.elapsed
        self._rows = Rows(built.model)
        self._local = None if self.clock.ended else self._compiled_model()
        self._reading = self.clock.elapsed - began
        give_back()
        self._improve()

    def _first_and_costs(self, built: SlotModel) -> tuple[list[int] | None, bool]:
        """Offer the first plan, which CP-SAT seeks in a copy while the soft rules are added to the model; return its values,
        None without one, and whether all soft rules are there."""
        needless = threading.Event()
        hard = built.model.clone()
        with ThreadPoolExecutor(1) as pool:
            adding = pool.submit(built.add_costs, lambda: not (needless.is_set() or self.clock.ended))
            try:
                first = self._first(built, hard)
                self.incumbent.infeasible = first.status == cp_model.INFEASIBLE
                if first.values is not None:
                    self.built = built
                    self.incumbent.offer(first.values, UNPRICED)
            finally:
                if self.built is None:
                    needless.set()
            return first.values, adding.result()

    def _price(self, values: Sequence[int]) -> None:
        """Offer these decisions at the cost that CP-SAT finds for them; also when the search was broken off just now."""
        assert self.built is not None
        began = self._priced = self.clock.elapsed
        solvers = Solvers(Clock(StoppingCriterion(LAST_PRICING))) if self.clock.stop.cancel.asked else self.solvers
        with self._copying:
            priced = solvers.solve(self.built.fixed(values), workers=1, seed=self.seed, tune=small_part)
        if priced.values is not None:
            self.incumbent.offer(priced.values, priced.cost)
        self._pricing = max(self._pricing, self.clock.elapsed - began)

    def _compile(self) -> None:
        """Have the machine code of the local search made, or read from the user's cache folder.

        Where it cannot be made, or there is no numba, the neighbourhoods serve alone.
        """
        try:
            from scheduler.engine.compiled import make_ready
            from scheduler.engine.local_search import warm_up

            make_ready(warm_up)
            self._compiled = True
        except Exception as problem:  # whatever a machine lacks: the search goes on without
            logging.getLogger(__name__).warning("no local search: %s", type(problem).__name__)

    def _compiled_model(self) -> LocalSearch | None:
        """Return the local search on the model; None where it cannot be, or need not."""
        assert self.built is not None
        if self.built.decisions <= FEW_DECISIONS:
            return None
        if self.clock.stop.seconds is None:  # what is found must not hang on how long compiling takes
            self._compiling.join()
        with suppress(ImportError):
            from scheduler.engine.graph import NotCompiledError
            from scheduler.engine.local_search import LocalSearch

            with suppress(NotCompiledError):
                return LocalSearch(self._rows, self.built.variables)
        return None

    def _first(self, built: SlotModel, hard: cp_model.CpModel) -> Answer:
        """Return the plan to begin with by the `hard` rules: the given one where it is legal, else the first that is found: in a
        hurry, and where that finds none within a while, with all the care of the default search."""
        if self.start is not None:
            taken = built.decisions_of(self.start)
            given = fixed(hard, [index in taken for index in range(built.decisions)])
            answer = self.solvers.solve(given, workers=1, seed=self.seed, tune=small_part)
            if answer.values is not None:
                self._continues = True
                return answer
        work = FIRST_WORK * max(10_000, len(hard.proto.variables))
        quick = self.solvers.solve(hard, workers=self.workers, seed=self.seed, deterministic=work, tune=any_plan)
        if quick.values is not None or quick.status == cp_model.INFEASIBLE:
            return quick
        return self.solvers.solve(hard, workers=self.workers, seed=self.seed)

    @property
    def is_left(self) -> bool:
        """Whether somebody asked the search to end before there was any plan: nothing is lost if nobody waits for it."""
        return self.clock.stop.cancel.asked and self.incumbent.values is None

    def halt(self) -> None:
        """End the running solvers."""
        self.solvers.halt()

    def _improve(self) -> None:
        pool = ThreadPoolExecutor(self.workers)
        try:
            self._wait_for([pool.submit(self._improve_in_thread, number) for number in range(self.workers)])
        finally:
            pool.shutdown(wait=False)
        if self.prover is not None and not self._at_bound:
            self.prover.keep()
        if not self.clock.ended:  # the best plan was found before its turn came
            self._prove_ranges()

    def _wait_for(self, threads: Sequence[Future[None]]) -> None:
        """Wait for threads to end; once time is up or somebody asks, not for the first while it is at a bound: it has no plan to lose, and
        may take long to hear. What must be the same every time is waited for."""
        left = set(threads)
        while left:
            done, left = wait(left, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
            for thread in done:
                thread.result()
            hurried = self.clock.stop.cancel.asked or self.clock.seconds_left <= 0
            if hurried and left == {threads[0]} and self._at_bound:
                return

    def _improve_in_thread(self, number: int) -> None:
        """Improve the best plan until the search ends; the first thread proves a bound now and then."""
        rng = random.Random(self.seed * 1000 + number)
        turns = Turns(number, self.workers, self._continues)
        while not self.clock.ended and not self.incumbent.proven:
            local = self._local if self._compiled else None
            if number == 0 and (turns.rounds or local is None) and self._has_proven():
                continue
            late = local is not None and self._neighbourhoods is None and self._less_left_than(NEIGHBOURHOODS_REST)
            if local is not None and turns.anneals(self.clock, self._pricing, late):
                self._anneal(local, rng.randrange(1 << 30), turns)
            elif late:
                return
            else:
                self._free_some(number, rng)

    def _less_left_than(self, times: int) -> bool:
        """Tell whether less is left of the limit than some times what reading the model took."""
        return self.clock.seconds_left < times * self._reading

    def _anneal(self, local: LocalSearch, seed: int, turns: Turns) -> None:
        """Go one round of annealing; what it finds counts once CP-SAT has priced it."""
        values, cost = self.incumbent.snapshot()
        over, turn = turns.over(self.clock, self._pricing), turns.round()
        proposals, begin = turn.proposals * local.size, turns.begin(values, cost)
        for found in local.round(begin, seed, turn.heat, proposals, over, self.clock, turn.through):
            if found.cost < self.incumbent.cost and (found.end is not None or self._may_look()):
                self._price(found.values)
        turns.end(self.clock, turn, cost - found.cost, found.end)

    def _may_look(self) -> bool:
        """Tell whether it is time to price what a round has found so far; it must not hang on how quick a machine is where
        work alone is limited."""
        return self.clock.stop.seconds is None or self.clock.elapsed > self._priced + LOOKS_REST * self._pricing

    def _free_some(self, number: int, rng: random.Random) -> None:
        """Solve a neighbourhood of the best plan."""
        neighbourhoods, submodels = self._parts(number)
        values, cost = self.incumbent.snapshot()
        operator, freed = self._pick(neighbourhoods, number, values)
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

    def _parts(self, number: int) -> tuple[Neighbourhoods, Submodels]:
        """Return the neighbourhoods of the model, and where a thread solves them: made when they are first needed."""
        assert self.built is not None
        with self._picking:
            if self._neighbourhoods is None:
                self._neighbourhoods = Neighbourhoods(self.built, random.Random(self.seed))
                self._links = Links(self.built, self._rows)
            if number not in self._submodels:
                self._submodels[number] = Submodels(self._links)
            return self._neighbourhoods, self._submodels[number]

    def _pick(
        self, neighbourhoods: Neighbourhoods, number: int, values: Sequence[int]
    ) -> tuple[DestroyOperator, Decisions]:
        """Return a neighbourhood that has little in common with those of the other threads, whose gains would be lost to one of them."""
        with self._picking:
            others = [freed for thread, freed in self._working.items() if thread != number]
            for _ in range(PICKS):
                operator = neighbourhoods.choose()
                freed = neighbourhoods.pick(operator, values)
                if all(len(freed & other) <= LITTLE for other in others):
                    break
            self._working[number] = freed
        return operator, freed

    @property
    def _movable(self) -> int:
        """How many decisions the search may change."""
        assert self.built is not None
        return self.built.decisions - (self.built.variables.service.first if self.timetable is not None else 0)

    def _has_proven(self) -> bool:
        """Prove more of a bound, when it is time; tell whether that was attempted."""
        self._at_bound = True
        try:
            return self._prove()
        finally:
            self._at_bound = False

    def _prove(self) -> bool:
        """Prove more of what any plan costs, when it is time; tell whether that was attempted."""
        began = self.clock.used_share
        if began >= RANGES_START:
            self._prove_ranges()
        late = self.prover is None and self._less_left_than(PROVER_REST)
        values, cost = self.incumbent.snapshot()
        if cost != self._cost:
            self._cost, self._gained = cost, began
        share = LATE_BOUND_SHARE if began - self._gained > STALLED else BOUND_SHARE
        if late or self._bound_share > share * began:
            return False
        assert self.built is not None
        if self.prover is None:
            self.prover = Prover(self.built, self._rows, seed=self.seed, kept=kept_bounds(self.clock.stop))
        seconds, work = self._limits(BOUND_ATTEMPT)
        attempted = self.prover.prove(self.solvers, seconds=seconds, deterministic=work, values=values)
        self.incumbent.prove(self.prover.bounds().total)
        self._bound_share = self._bound_share + self.clock.used_share - began if attempted else 1.0
        return attempted

    def _prove_ranges(self) -> None:
        """Prove once how small the ranges of service minutes and of flexible balances can be."""
        if self.school.service.stations and self.ranges is None:
            seconds, work = self._limits(RANGES_SHARE / 2)
            self.ranges = prove_ranges(self.school, self.solvers, seed=self.seed, seconds=seconds, deterministic=work)

    def _limits(self, share: float) -> tuple[float, float]:
        """Return a share of the limits, in seconds and in deterministic time."""
        stop = self.clock.stop
        return share * (stop.seconds or float("inf")), share * (stop.deterministic or float("inf"))

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
        grants = self._parts(0)[0].grants  # they give way to what was moved, at little cost
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
