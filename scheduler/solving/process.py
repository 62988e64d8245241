"""What the process of a run does: its task, while a keeper tells the store how far it is."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from pathlib import Path

from constraints.audit import Report
from scheduler.engine.repair import Repair, repair
from scheduler.engine.result import Result
from scheduler.engine.solve import solve
from scheduler.engine.stopping import Cancel, StoppingCriterion
from scheduler.explanation.explanation import explain
from scheduler.export.changes import repair_record
from scheduler.export.fairness import RangeBounds
from scheduler.export.unavoidable import unavoidable_texts
from scheduler.plan import Plan
from scheduler.plan.adopt import adopted
from scheduler.school import School
from scheduler.solving.keeper import Keeper, persistently
from scheduler.store import Run, RunStatus, RunTask, StaleError, Store, UnreadableError
from scheduler.store.database import Database
from scheduler.store.documents import SCHOOL_FORMAT, school_text
from scheduler.store.run_writer import RunWriter


def solve_run(database: Database, run_id: int, cancel: Cancel) -> None:
    """Do the task of a run to its end. Whatever happens after its start is in the store; only a killed process is silent.

    Ends the process with status 1 after a defect.
    """
    writer = RunWriter(database, run_id)
    store = Store(writer.owner(), database)
    run = store.runs.get(run_id)
    writer.begin(os.getpid())
    tasks = {RunTask.EXPLAIN: _explain, RunTask.REPAIR: _repair}
    try:
        tasks.get(run.task, _solve)(store, run, writer, Keeper(writer, cancel))
    except Exception as error:
        writer.end(RunStatus.FAILED, failure=_place(error))
        sys.exit(1)


def _solve(store: Store, run: Run, writer: RunWriter, keeper: Keeper) -> None:
    """Solve, going on from the latest plan where it is legal; save the best as the next version unless somebody saved one meanwhile."""
    school = _school(store, run)
    latest = None
    with contextlib.nullcontext() if run.task is RunTask.SERVICE else contextlib.suppress(UnreadableError):
        latest = _plan(store, run, school) if run.plan_number else None
    timetable = latest if run.task is RunTask.SERVICE else None
    if run.task is RunTask.TIMETABLE:
        school = school.without_service()
    with keeper:
        result = solve(
            school,
            StoppingCriterion(run.seconds, cancel=keeper.cancel),
            workers=run.workers,
            seed=run.seed,
            listener=keeper.listen,
            timetable=timetable,
            start=latest,
            monitor=keeper.monitor,
        )
    if result.report is not None:
        with contextlib.suppress(StaleError):
            _save(store, run, result.report, result)
    best = None if result.report is None else result.report.plan
    persistently(lambda: writer.end(RunStatus(result.status), best=best, cost=result.cost, bound=result.bound))


def _save(store: Store, run: Run, report: Report, result: Result) -> None:
    """Save the plan of a run as the next version."""
    version = persistently(
        lambda: store.plans.save(
            run.school_id,
            report,
            school_number=run.school_number,
            based_on=run.plan_number,
            author=run.author,
            note=run.note,
            bound=result.bound,
            seconds=result.seconds,
            ranges=RangeBounds(result.ranges.service, result.ranges.balance, unavoidable_texts(result.bounds)),
        )
    )
    persistently(lambda: store.runs.saved(run.id, version.number))


def _explain(store: Store, run: Run, writer: RunWriter, keeper: Keeper) -> None:
    """Explain; each cure comes with the school as it would be."""
    school = _school(store, run)
    with keeper:
        found = explain(school, seconds=run.seconds, workers=run.workers, seed=run.seed, cancel=keeper.cancel)
    record = found.record()
    for each, cure in zip(record["cures"], found.cures, strict=True):
        each.update(school=school_text(cure.apply(school)), format=SCHOOL_FORMAT)
    writer.end(RunStatus(found.status), outcome=record)


def _repair(store: Store, run: Run, writer: RunWriter, keeper: Keeper) -> None:
    """Repair the latest plan; the moves wait for somebody to accept them."""
    school = _school(store, run)

    def listen(step: Repair) -> None:
        if step.report is not None:
            keeper.offer(step.seconds, step.report, repair_record(step))

    with keeper:
        stop = StoppingCriterion(run.seconds, cancel=keeper.cancel)
        plan = _plan(store, run, school)
        found = repair(school, plan, stop, workers=run.workers, seed=run.seed, listener=listen)
    best = None if found.report is None else found.report.plan
    persistently(lambda: writer.end(RunStatus(found.status), best=best, outcome=repair_record(found)))


def _school(store: Store, run: Run) -> School:
    return store.schools.load(run.school_id, run.school_number)[1]


def _plan(store: Store, run: Run, school: School) -> Plan:
    """Return the plan that was there when the run was asked for, as this version of the school reads it."""
    stored = store.plans.load(run.school_id, run.plan_number)
    return stored.plan if stored.school == school else adopted(school, stored.plan)


def _place(error: Exception) -> str:
    """Return the kind of a defect and where it is in the program: no message, which may hold names."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.name}, {Path(frame.filename).name}:{frame.lineno}"
