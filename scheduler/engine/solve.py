"""The façade: a school in, the best audited plan out."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from constraints.audit import Report, audit
from scheduler.engine.ranges import Ranges
from scheduler.engine.result import Progress, Result, Status
from scheduler.engine.search import UNPRICED, Search
from scheduler.engine.stopping import Clock, StoppingCriterion
from scheduler.model.owner import Level
from scheduler.plan import Plan
from scheduler.school import School

Listener = Callable[[Progress, Report | None], None]
POLL_SECONDS = 0.1
MOST_RESERVED = 0.2  # of the limit, for the last audit
WATCH_REST = 19  # times the processor time that the last look took


class Monitor:
    """Looks at a running search from another thread, cheaply: nothing is audited."""

    def __init__(self) -> None:
        self._watch: _Watch | None = None

    def watch(self, watch: _Watch) -> None:
        """Look at this search from now on."""
        self._watch = watch

    def progress(self) -> Progress | None:
        """Return what the search has reached, without costs by rule; None before it begins."""
        return None if self._watch is None else self._watch.reached()

    def plan(self) -> Plan | None:
        """Return the best plan so far, which costs no more than `progress` said before; None while there is none."""
        return None if self._watch is None else self._watch.search.plan()


class UnsoundPlanError(RuntimeError):
    """The audit found a regulation or hard rule broken in a plan that the solver called legal: a defect of paike."""


def solve(
    school: School,
    stop: StoppingCriterion | None = None,
    *,
    workers: int | None = None,
    seed: int = 1,
    listener: Listener | None = None,
    timetable: Plan | None = None,
    start: Plan | None = None,
    monitor: Monitor | None = None,
) -> Result:
    """Return the best plan of a school that is found before `stop`, audited.

    With a `timetable` its lessons and meetings stay as they are, whatever they break, and service and flexible hours are planned
    over them; for a timetable alone solve `school.without_service()`. The search goes on from the plan `start` where that is legal, so that
    the result costs no more; else `start` is left.

    `workers` defaults to the number of cores. `listener` is called in this thread with better plans and bounds, now and then;
    another thread may look through `monitor` at any time. A KeyboardInterrupt ends the search and returns the best plan. The
    same seed, one worker and a limit in deterministic time alone give the same plan. Raises UnsoundPlanError rather than return a plan that breaks a hard rule, and
    ValueError when a rule setting cannot be used.
    """
    clock = Clock(stop or StoppingCriterion())
    search = Search(school, clock, workers or os.cpu_count() or 1, seed, timetable, start)
    watch = _Watch(search, listener)
    if monitor is not None:
        monitor.watch(watch)
    pool = ThreadPoolExecutor(1)
    running = pool.submit(search.run)
    try:
        while not running.done() and not search.is_left:
            _wait(watch, running)
        if running.done():
            running.result()
    finally:
        pool.shutdown(wait=running.done())
    search.incumbent.changed.set()  # plans of equal cost take each other's place untold: the last one counts
    watch.look()
    return watch.result()


class _Watch:
    """Audits every better plan in the caller's thread and tells the listener."""

    def __init__(self, search: Search, listener: Listener | None) -> None:
        self.search = search
        self.listener = listener
        self.report: Report | None = None
        self.history: list[Progress] = []
        self.interrupted = False
        self._rest_until = 0.0

    def look_now_and_then(self) -> None:
        """Look unless that would take much of the time of the threads that search: they cannot run meanwhile."""
        if self.report is None or time.monotonic() >= self._rest_until:
            began = time.thread_time()
            self.look()
            self._rest_until = time.monotonic() + WATCH_REST * (time.thread_time() - began)

    def look(self) -> None:
        """Audit the best plan and report it, when it or the bound has changed."""
        incumbent = self.search.incumbent
        if not incumbent.changed.is_set():
            return
        incumbent.changed.clear()
        values, plan = incumbent.values, self.search.plan()
        if plan is not None and (self.report is None or plan != self.report.plan):
            began = time.monotonic()
            report = audit(self.search.school, plan)
            self._keep_time(time.monotonic() - began)
            self._demand_sound(report)
            if self.report is None or report.cost <= self.report.cost:
                self.report = report
                if values is not None:
                    incumbent.correct(values, report.cost - self._given_cost)
        cost = None if self.report is None else self.report.cost
        by_rule = {} if self.report is None else self.report.cost_by_rule()
        step = Progress(self.search.clock.elapsed, cost, self.bound, by_rule, incumbent.plans)
        self.history.append(step)
        if self.listener is not None:
            self.listener(step, self.report)

    def _keep_time(self, audit: float) -> None:
        """Have the search end so early that its last plan can still be audited within the limit."""
        clock = self.search.clock
        if clock.stop.seconds is not None:
            clock.reserve = min(audit, MOST_RESERVED * clock.stop.seconds)

    def _demand_sound(self, report: Report) -> None:
        """Raise UnsoundPlanError when a hard rule is broken that was posted."""
        posted = {active.rule.id for active in self.search.rules}
        for active, violation in report.violations(Level.REGULATION, Level.HARD):
            if active.rule.id in posted:
                raise UnsoundPlanError(f"{active.rule.id}: {violation.text.en}")

    @property
    def bound(self) -> int:
        """The proven bound; what a given timetable costs stands."""
        return self.search.incumbent.bound + self._given_cost

    @property
    def _given_cost(self) -> int:
        """What a given timetable costs by the rules that are not sought to be kept; 0 before the first audit."""
        posted = {active.rule.id for active in self.search.rules}
        given = [] if self.report is None else [f for f in self.report.findings if f.active.rule.id not in posted]
        return sum(finding.cost for finding in given)

    def reached(self) -> Progress:
        """Return what the search has reached, by its own account; a plan whose soft rules are not priced yet has no cost."""
        incumbent = self.search.incumbent
        priced = incumbent.values is not None and incumbent.cost < UNPRICED
        cost = incumbent.cost + self._given_cost if priced else None
        return Progress(self.search.clock.elapsed, cost, self.bound, plans=incumbent.plans)

    def result(self) -> Result:
        """Return what was found."""
        incumbent = self.search.incumbent
        if self.report is None:
            status = Status.INFEASIBLE if incumbent.infeasible else Status.UNKNOWN
        else:
            status = Status.OPTIMAL if self.report.cost <= self.bound else Status.FEASIBLE
        clock = self.search.clock
        interrupted = self.interrupted or clock.stop.cancel.asked
        history, ranges = tuple(self.history), self.search.ranges or Ranges()
        prover = self.search.prover
        bounds = None if prover is None else prover.bounds(incumbent.values)
        return Result(status, self.report, self.bound, clock.elapsed, history, interrupted, ranges, bounds)


def _wait(watch: _Watch, running: Future[None]) -> None:
    """Let the search run for a moment; end it when its limits are reached, it is cancelled or Ctrl-C is pressed."""
    try:
        time.sleep(POLL_SECONDS)
        watch.look_now_and_then()
    except KeyboardInterrupt:
        watch.interrupted = True
        watch.search.clock.stop.cancel.cancel()
    except BaseException:
        watch.search.clock.stop.cancel.cancel()
        watch.search.halt()
        raise
    if watch.search.clock.ended:
        watch.search.halt()
