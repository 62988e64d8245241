"""What the process of a run reads from the store and writes to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from scheduler.engine.result import Progress
from scheduler.plan import Plan
from scheduler.store.database import Database
from scheduler.store.models import ProgressRow, RunRow, SchoolRow, now
from scheduler.store.runs import RunStatus


class RunWriter:
    """Writes one run. Every method raises StoreError when the database fails."""

    def __init__(self, database: Database, run_id: int) -> None:
        self._database = database
        self._run_id = run_id
        self._steps = 0

    def owner(self) -> str:
        """Return the owner of the run's school, to whom the process belongs. Raises LookupError when there is no such run."""
        with self._database.reading() as session:
            owner = session.scalar(select(SchoolRow.owner).join(RunRow).where(RunRow.id == self._run_id))
        if owner is None:
            raise LookupError(f"no run {self._run_id}")
        return owner

    def begin(self, pid: int) -> None:
        """Note that the process is at work."""
        self._write(status=RunStatus.RUNNING, pid=pid)

    def beat(
        self, step: Progress | None = None, best: Plan | None = None, outcome: Mapping[str, Any] | None = None
    ) -> bool:
        """Note that the process lives, a new step, a better plan and what is said of it; return whether to stop: asked to, or the run is removed."""
        reached = _reached(step) | _found(best, outcome)
        with self._database.writing() as session:
            run = update(RunRow).where(RunRow.id == self._run_id).values(heartbeat=now(), **reached)
            stop = session.scalar(run.returning(RunRow.stop))
            if step is not None and stop is not None:
                session.add(self._step(step))
        self._steps += step is not None
        return stop is not False

    def end(
        self,
        status: RunStatus,
        *,
        best: Plan | None = None,
        cost: int | None = None,
        bound: int | None = None,
        outcome: Mapping[str, Any] | None = None,
        failure: str = "",
    ) -> None:
        """Note how the run ended, with the plan that was best and what it costs; of a failure its kind and place in the program, never a message, which may hold names."""
        told = _found(best, outcome)
        told |= {name: value for name, value in (("cost", cost), ("bound", bound)) if value is not None}
        self._write(status=status, ended=now(), failure=failure, **told)

    def _write(self, **values: object) -> None:
        with self._database.writing() as session:
            session.execute(update(RunRow).where(RunRow.id == self._run_id).values(heartbeat=now(), **values))

    def _step(self, step: Progress) -> ProgressRow:
        return ProgressRow(
            run_id=self._run_id,
            number=self._steps + 1,
            seconds=round(step.seconds, 2),
            cost=step.cost,
            bound=step.bound,
            plans=step.plans,
            by_rule=step.cost_by_rule or None,
        )


def _reached(step: Progress | None) -> dict[str, object]:
    if step is None:
        return {}
    return {"elapsed": round(step.seconds, 2), "cost": step.cost, "bound": step.bound, "plans": step.plans}


def _found(best: Plan | None, outcome: Mapping[str, Any] | None) -> dict[str, object]:
    found = {
        "best": None if best is None else best.model_dump_json(),
        "outcome": None if outcome is None else json.dumps(outcome, ensure_ascii=False),
    }
    return {name: value for name, value in found.items() if value is not None}
