"""What the process of a run does: solve, and tell the store every second how far it is."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import traceback
from dataclasses import replace
from pathlib import Path

from scheduler.audit import Report
from scheduler.engine.result import Progress, Result
from scheduler.engine.solve import Glimpse, solve
from scheduler.engine.stopping import Cancel, StoppingCriterion
from scheduler.export.fairness import RangeBounds
from scheduler.plan import Plan
from scheduler.plan.adopt import adopted
from scheduler.school import School
from scheduler.store import Run, RunStatus, StaleError, Store, StoreError
from scheduler.store.database import Database
from scheduler.store.run_writer import RunWriter

BEAT_SECONDS = 1.0


def solve_run(database: Database, run_id: int, cancel: Cancel) -> None:
    """Solve a run to its end. Whatever happens after its start is in the store; only a killed process is silent."""
    writer = RunWriter(database, run_id)
    store = Store(writer.owner(), database)
    run = store.runs.get(run_id)
    writer.begin(os.getpid())
    keeper = _Keeper(writer, cancel)
    try:
        with keeper:
            result = _solve(store, run, keeper)
        _finish(store, run, writer, result)
    except Exception as error:
        writer.end(RunStatus.FAILED, failure=_place(error))
        sys.exit(1)


class _Keeper:
    """Tells the store once a second, in a thread of its own, that the process lives, what it has reached and its best plan."""

    def __init__(self, writer: RunWriter, cancel: Cancel) -> None:
        self.cancel = cancel
        self.glimpse = Glimpse()
        self._writer = writer
        self._told: Progress | None = None
        self._by_rule: dict[str, int] | None = None  # of a plan that was audited since the last beat
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def listen(self, step: Progress, report: Report | None) -> None:
        """Take the costs by rule of an audited plan along with the next beat."""
        self._by_rule = step.cost_by_rule

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *exception: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(BEAT_SECONDS):
            with contextlib.suppress(StoreError):  # the next beat tells it again
                self._beat()
        with contextlib.suppress(StoreError):
            self._beat()

    def _beat(self) -> None:
        by_rule, reached, told = self._by_rule, self.glimpse.progress(), self._told
        if reached is None or (by_rule is None and told is not None and _same(reached, told)):
            stop = self._writer.beat()
        else:
            better = reached.plans > (0 if told is None else told.plans)
            best = self.glimpse.plan() if better else None
            stop = self._writer.beat(replace(reached, cost_by_rule=by_rule or {}), best)
            self._told = reached
        if self._by_rule is by_rule:
            self._by_rule = None
        if stop:
            self.cancel.cancel()


def _same(one: Progress, other: Progress) -> bool:
    return (one.cost, one.bound, one.plans) == (other.cost, other.bound, other.plans)


def _solve(store: Store, run: Run, keeper: _Keeper) -> Result:
    school = store.schools.load(run.school_id, run.school_number)[1]
    timetable = _timetable(store, run, school) if run.only == "service" else None
    if run.only == "timetable":
        school = school.without_service()
    return solve(
        school,
        StoppingCriterion(run.seconds, cancel=keeper.cancel),
        workers=run.workers,
        seed=run.seed,
        listener=keeper.listen,
        timetable=timetable,
        glimpse=keeper.glimpse,
    )


def _timetable(store: Store, run: Run, school: School) -> Plan:
    """Return the plan over which service is planned, as this version of the school reads it."""
    stored = store.plans.load(run.school_id, run.plan_number)
    return stored.plan if stored.school == school else adopted(school, stored.plan)


def _finish(store: Store, run: Run, writer: RunWriter, result: Result) -> None:
    """Save the best plan as the next version unless somebody saved one meanwhile; note the end."""
    plan = None if result.report is None else result.report.plan
    if result.report is not None:
        with contextlib.suppress(StaleError):
            version = store.plans.save(
                run.school_id,
                result.report,
                school_number=run.school_number,
                based_on=run.plan_number,
                author=run.author,
                note=run.note,
                bound=result.bound,
                seconds=result.seconds,
                ranges=RangeBounds(result.ranges.service, result.ranges.balance),
            )
            store.runs.saved(run.id, version.number)
    writer.end(RunStatus(result.status), best=plan, bound=result.bound)


def _place(error: Exception) -> str:
    """Return the kind of a defect and where it is in the program: no message, which may hold names."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.name}, {Path(frame.filename).name}:{frame.lineno}"
