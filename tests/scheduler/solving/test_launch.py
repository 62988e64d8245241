"""A real process: found again, stopped, killed."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from constraints.audit import audit
from sample_data.generator import make_school
from scheduler.solving import launch, start
from scheduler.store import Run, RunStatus, Store, StoreError
from scheduler.store.database import Database
from scheduler.store.runs import LOST_AFTER, Runs
from tests.conftest import PATIENCE
from tests.service_schools import FEW_KINDS, service_school

SCHOOL = service_school(rule_settings=FEW_KINDS)
LARGE = make_school("primary", 12)  # nobody proves its best plan before it is stopped


def wait(store: Store, run: Run, until: Callable[[Run], bool]) -> Run:
    deadline = time.monotonic() + PATIENCE
    while not until(store.runs.get(run.id)) and time.monotonic() < deadline:
        time.sleep(0.1)
    found = store.runs.get(run.id)
    assert until(found), found
    return found


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_stopping_from_another_tab_keeps_the_best_plan(database: Database) -> None:
    store, other_tab = Store("", database), Store("", database)
    school_id = store.schools.add(LARGE)
    start(store, store.runs.add(school_id, school_number=1, seconds=3600, workers=1, author="王", note="自动排课"))
    found = other_tab.runs.latest(school_id)
    assert found is not None and found.alive
    wait(store, found, lambda run: run.cost is not None)
    other_tab.runs.stop(found.id)
    ended = wait(store, found, lambda run: not run.alive)
    assert ended.status is RunStatus.FEASIBLE and ended.stop
    version = store.plans.history(school_id)[0]
    assert version.compliant and version.cost == ended.cost and version.note == "自动排课"


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_killed_process_leaves_its_best_plan(database: Database) -> None:
    store = Store("", database)
    school_id = store.schools.add(LARGE)
    run = store.runs.add(school_id, school_number=1, seconds=3600, workers=1)
    start(store, run)
    running = wait(store, run, lambda run: run.cost is not None)
    assert running.pid is not None
    os.kill(running.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    silent = store.runs.get(run.id)
    later = Runs(database, "", lambda: datetime.now(UTC) + LOST_AFTER)
    assert later.get(run.id).status is RunStatus.LOST
    best = later.best(run.id)
    assert best is not None
    report = audit(LARGE, best)
    assert report.compliant and silent.cost is not None and report.cost <= silent.cost
    assert store.take(run.id, based_on=0).cost == report.cost


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_solver_that_cannot_be_started_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **more: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    run = store.runs.add(store.schools.add(SCHOOL), school_number=1, seconds=5)
    monkeypatch.setattr(subprocess, "Popen", refuse)
    with pytest.raises(StoreError, match="Cannot allocate memory"):
        start(store, run)
    assert store.runs.get(run.id).status is RunStatus.FAILED


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_password_is_not_among_the_words_of_the_command(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}

    class Recorded:
        def __init__(self, command: list[str], **more: object) -> None:
            seen.update(more, command=command)

        def wait(self) -> int:
            return 0

    monkeypatch.setattr(launch.subprocess, "Popen", Recorded)
    run = store.runs.add(store.schools.add(SCHOOL), school_number=1, seconds=5)
    start(store, run)
    assert seen["command"][1:] == ["-m", "scheduler.solving", str(run.id)]  # type: ignore[index]
    assert seen["env"]["PAIKE_STORE"] == store.url  # type: ignore[index]
