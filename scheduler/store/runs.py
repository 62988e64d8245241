"""Runs of the solver: started and watched by the pages, written by the process that solves."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session, defer

from scheduler.plan import Plan
from scheduler.school import School
from scheduler.store.database import Database
from scheduler.store.documents import read_school_text
from scheduler.store.errors import NotFoundError, StoreError, UnreadableError, run_text
from scheduler.store.models import PlanVersionRow, ProgressRow, RunRow, SchoolRow, SchoolVersionRow, now
from scheduler.store.outcomes import read_outcome
from scheduler.store.rows import demand_school, sound_number, version_row
from scheduler.text import Text

LOST_AFTER = timedelta(seconds=15)
"""A process that was silent for so long is dead, or its machine asleep."""
START_WITHIN = timedelta(seconds=60)
"""A process that has not said anything so long after it was begun never will."""


class RunTask(StrEnum):
    """What is asked for: a plan of the whole week, of the timetable alone, of service over the latest plan; why there is no plan
    and what would help; the legal plan that is nearest to the latest one."""

    WEEK = "week"
    TIMETABLE = "timetable"
    SERVICE = "service"
    EXPLAIN = "explain"
    REPAIR = "repair"


OVER_A_PLAN = (RunTask.SERVICE, RunTask.REPAIR)


class RunStatus(StrEnum):
    """Where a run stands; the four after RUNNING are the engine's (of EXPLAIN: whether there is a plan). FAILED: a defect ended it. LOST: its process has died."""

    STARTING = "starting"
    RUNNING = "running"
    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"
    FAILED = "failed"
    LOST = "lost"


@dataclass(frozen=True)
class Run:
    """A run as it stands. `seconds` is its limit, `elapsed` how long it has searched, `cost` that of the best plan so far.

    `school_number` is the version of the school that is solved, `plan_number` the latest plan when it was started (0: none),
    `saved_as` the version as which its best plan was saved, with `author` and `note`, `stop` whether it was asked to end.
    """

    id: int
    school_id: int
    school_number: int
    plan_number: int
    author: str
    note: str
    task: RunTask
    seconds: float
    workers: int | None
    seed: int
    status: RunStatus
    pid: int | None
    started: datetime
    heartbeat: datetime
    ended: datetime | None
    stop: bool
    elapsed: float
    cost: int | None
    bound: int
    plans: int
    saved_as: int | None
    failure: str

    @property
    def alive(self) -> bool:
        """Whether its process is at work."""
        return self.status in (RunStatus.STARTING, RunStatus.RUNNING)


@dataclass(frozen=True)
class RunProgress:
    """What a run had reached after some seconds; numbers count from 1.

    `by_rule` has the costs of the plan that was audited last, None where none was since the step before.
    """

    number: int
    seconds: float
    cost: int | None
    bound: int
    plans: int
    by_rule: dict[str, int] | None


LONG = (defer(RunRow.best), defer(RunRow.outcome))


class AlreadyRunningError(StoreError):
    """The school is being solved already, by `run`."""

    def __init__(self, run: Run) -> None:
        super().__init__(
            Text("这所学校正在排课，请等它结束或先停止。", "This school is being solved; wait or stop it first.")
        )
        self.run = run


class Runs:
    """Ensures that an owner sees the runs of his own schools alone, and that a school is solved once at a time.

    Every method that is given the id of somebody else's school or run raises NotFoundError.
    """

    def __init__(self, database: Database, owner: str, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._owner = owner
        self._clock = clock

    def add(
        self,
        school_id: int,
        *,
        school_number: int,
        seconds: float,
        workers: int | None = None,
        seed: int = 1,
        task: RunTask = RunTask.WEEK,
        author: str = "",
        note: str = "",
    ) -> Run:
        """Note a run that is about to start. Raises AlreadyRunningError, and NotFoundError where its task wants a plan and there is none."""
        with self._database.writing() as session:
            demand_school(session, self._owner, school_id, lock=True)
            version_row(session, SchoolVersionRow, school_id, school_number)
            with suppress(UnreadableError):  # of a damaged run nobody can tell that it is alive, nor end it
                latest = self._latest(session, school_id)
                if latest is not None and latest.alive:
                    raise AlreadyRunningError(latest)
            plans = select(PlanVersionRow.number).where(
                PlanVersionRow.school_id == school_id, sound_number(PlanVersionRow.number)
            )
            plan_number = session.scalar(plans.order_by(PlanVersionRow.number.desc()).limit(1)) or 0
            if task in OVER_A_PLAN and not plan_number:
                raise NotFoundError
            row = RunRow(
                school_id=school_id,
                school_number=school_number,
                plan_number=plan_number,
                author=author,
                note=note,
                task=task,
                seconds=seconds,
                workers=workers,
                seed=seed,
                status=RunStatus.STARTING,
                started=self._clock(),
                heartbeat=self._clock(),
                stop=False,
                elapsed=0.0,
                bound=0,
                plans=0,
                failure="",
            )
            session.add(row)
            session.flush()
            return self._run(row)

    def latest(self, school_id: int) -> Run | None:
        """Return the run that was started last, also by another tab or before a reload. Raises UnreadableError."""
        with self._database.reading() as session:
            demand_school(session, self._owner, school_id)
            return self._latest(session, school_id)

    def get(self, run_id: int) -> Run:
        """Return a run. Raises UnreadableError."""
        with self._database.reading() as session:
            return self._run(self._row(session, run_id))

    def progress(self, run_id: int, after: int = 0) -> list[RunProgress]:
        """Return what a run has reached step by step, after the step of a number; a damaged step is left out."""
        query = select(ProgressRow).where(
            ProgressRow.run_id == run_id, ProgressRow.number > after, sound_number(ProgressRow.number)
        )
        with self._database.reading() as session:
            self._row(session, run_id)
            rows = session.scalars(query.order_by(ProgressRow.number))
            steps = [RunProgress(r.number, r.seconds, r.cost, r.bound, r.plans, r.by_rule) for r in rows]
        return [step for step in steps if None not in (step.seconds, step.bound, step.plans)]

    def best(self, run_id: int) -> Plan | None:
        """Return the best plan so far, not audited yet; None while there is none."""
        with self._database.reading() as session:
            self._row(session, run_id)
            text = session.scalar(select(RunRow.best).where(RunRow.id == run_id))
        try:
            return None if text is None else Plan.model_validate_json(text)
        except ValidationError:
            raise UnreadableError(run_text(run_id)) from None

    def outcome(self, run_id: int) -> dict[str, Any] | None:
        """Return what was found beside a plan: of EXPLAIN `Explanation.record()`, of REPAIR `repair_record()` of the
        best so far; None while there is nothing. Raises UnreadableError."""
        with self._database.reading() as session:
            task = self._row(session, run_id).task
            text = session.scalar(select(RunRow.outcome).where(RunRow.id == run_id))
        try:
            return None if text is None else read_outcome(text, explained=task == RunTask.EXPLAIN)
        except ValueError:
            raise UnreadableError(run_text(run_id)) from None

    def cured(self, run_id: int, number: int) -> School:
        """Return the school as the cure of a number (from 0) of an explanation changes it. Raises NotFoundError, UnreadableError."""
        cures = (self.outcome(run_id) or {}).get("cures", [])
        if not 0 <= number < len(cures):
            raise NotFoundError
        try:
            text, form = cures[number]["school"], cures[number]["format"]
        except (LookupError, TypeError):
            raise UnreadableError(run_text(run_id)) from None
        return read_school_text(text, form, run_text(run_id))

    def stop(self, run_id: int) -> None:
        """Ask a run to end with its best plan; its process sees it within a second."""
        self._change(run_id, stop=True)

    def saved(self, run_id: int, plan_number: int) -> None:
        """Note as which version of the plan the best plan was saved."""
        self._change(run_id, saved_as=plan_number)

    def remove(self, run_id: int) -> None:
        """Forget a run, whose result nobody wants; its process, if it lives, sees it within a second."""
        with self._database.writing() as session:
            session.delete(self._row(session, run_id))

    def fail(self, run_id: int, failure: str) -> None:
        """Note that a run could not be started."""
        self._change(run_id, status=RunStatus.FAILED, ended=self._clock(), failure=failure)

    def _change(self, run_id: int, **values: object) -> None:
        with self._database.writing() as session:
            self._row(session, run_id)
            session.execute(update(RunRow).where(RunRow.id == run_id).values(**values))

    def _row(self, session: Session, run_id: int) -> RunRow:
        query = select(RunRow).join(SchoolRow).where(RunRow.id == run_id, SchoolRow.owner == self._owner)
        row = session.scalar(query.options(*LONG))
        if row is None:
            raise NotFoundError
        return row

    def _latest(self, session: Session, school_id: int) -> Run | None:
        query = select(RunRow).where(RunRow.school_id == school_id).order_by(RunRow.id.desc()).limit(1)
        row = session.scalar(query.options(*LONG))
        return None if row is None else self._run(row)

    def _run(self, row: RunRow) -> Run:
        """Return a run; that its process is silent is found on looking, so that it may come back when its machine wakes up."""
        found = {field.name: getattr(row, field.name) for field in fields(Run)}
        if any(found[name] is None for name in _NEEDED):
            raise UnreadableError(run_text(row.id))
        try:
            status, task = RunStatus(row.status), RunTask(row.task)
        except ValueError:
            raise UnreadableError(run_text(row.id)) from None
        patience = {RunStatus.STARTING: START_WITHIN, RunStatus.RUNNING: LOST_AFTER}.get(status)
        if patience is not None and abs(self._clock() - row.heartbeat) > patience:
            status = RunStatus.LOST
        return Run(**{**found, "status": status, "task": task})


_NEEDED = tuple(column.name for column in RunRow.__table__.columns if not column.nullable)
"""Without these nothing can be said of a run."""
