from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from constraints.audit import audit
from scheduler.engine.result import Progress
from scheduler.plan.changes import changes
from scheduler.store import AlreadyRunningError, NotFoundError, RunStatus, StaleError, Store, UnreadableError
from scheduler.store.database import Database
from scheduler.store.models import RunRow
from scheduler.store.run_writer import RunWriter
from scheduler.store.runs import LOST_AFTER, START_WITHIN, Runs
from tests.schools import make_school, plan_of, slot

PLAN = plan_of({"七(1)班|语文": [slot(1, 1)]})


class Case:
    """A school whose run is to be watched; `later` sees the store from a later moment."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.store = Store("", database)
        self.school = make_school()
        self.school_id = self.store.schools.add(self.school)
        self.run = self.store.runs.add(
            self.school_id, school_number=1, seconds=60, workers=2, seed=7, author="王", note="自动"
        )
        self.writer = RunWriter(database, self.run.id)

    def later(self, wait: timedelta) -> Runs:
        return Runs(self.database, "", lambda: datetime.now(UTC) + wait)


@pytest.fixture
def case(database: Database) -> Case:
    return Case(database)


def test_a_run_is_found_again_by_another_tab(case: Case) -> None:
    assert case.run.status is RunStatus.STARTING and case.run.alive
    assert (case.run.seconds, case.run.workers, case.run.seed, case.run.author) == (60, 2, 7, "王")
    case.writer.begin(4711)
    found = Store("", case.database).runs.latest(case.school_id)
    assert found is not None and found.alive
    assert (found.id, found.status, found.pid) == (case.run.id, RunStatus.RUNNING, 4711)


def test_a_school_is_solved_once_at_a_time(case: Case) -> None:
    with pytest.raises(AlreadyRunningError) as told:
        case.store.runs.add(case.school_id, school_number=1, seconds=60)
    assert told.value.run.id == case.run.id
    other = case.store.schools.add(case.school)
    assert case.store.runs.latest(other) is None
    assert case.store.runs.add(other, school_number=1, seconds=60).alive
    case.writer.end(RunStatus.FEASIBLE)
    assert case.store.runs.add(case.school_id, school_number=1, seconds=60).alive
    with pytest.raises(NotFoundError):
        case.store.runs.add(other, school_number=2, seconds=60)


def test_progress_is_told_step_by_step(case: Case) -> None:
    case.writer.beat()
    case.writer.beat(Progress(1.0, None, 0, plans=1), PLAN)
    case.writer.beat(Progress(2.5, 30, 10, {"class_gaps": 30}, plans=2))
    first, second = case.store.runs.progress(case.run.id)
    assert (first.number, first.seconds, first.cost, first.bound, first.plans, first.by_rule) == (
        1,
        1.0,
        None,
        0,
        1,
        None,
    )
    assert (second.number, second.cost, second.bound, second.by_rule) == (2, 30, 10, {"class_gaps": 30})
    assert case.store.runs.progress(case.run.id, after=1) == [second]
    run = case.store.runs.get(case.run.id)
    assert (run.elapsed, run.cost, run.bound, run.plans) == (2.5, 30, 10, 2)
    assert case.store.runs.best(case.run.id) == PLAN


def test_a_beat_tells_whether_to_stop(case: Case) -> None:
    assert not case.writer.beat()
    case.store.runs.stop(case.run.id)
    assert case.writer.beat() and case.store.runs.get(case.run.id).stop


def test_a_run_whose_school_is_removed_stops(case: Case) -> None:
    case.store.schools.remove(case.school_id)
    assert case.writer.beat(Progress(1.0, 5, 0), PLAN)
    with pytest.raises(LookupError):
        RunWriter(case.database, case.run.id).owner()


def test_a_run_that_is_forgotten_is_gone_and_stops(case: Case) -> None:
    case.writer.beat(Progress(1.0, 5, 0), PLAN)
    with pytest.raises(NotFoundError):
        Store("else", case.database).runs.remove(case.run.id)
    assert not case.writer.beat()
    case.store.runs.remove(case.run.id)
    assert case.writer.beat(Progress(2.0, 4, 0), PLAN)
    assert case.store.runs.latest(case.school_id) is None


def test_a_silent_process_is_lost_and_its_plan_is_kept(case: Case) -> None:
    case.writer.begin(4711)
    case.writer.beat(Progress(1.0, 30, 10), PLAN)
    second = timedelta(seconds=1)
    assert case.later(LOST_AFTER - 10 * second).get(case.run.id).status is RunStatus.RUNNING
    later = case.later(LOST_AFTER + second)
    assert later.get(case.run.id).status is RunStatus.LOST
    assert later.best(case.run.id) == PLAN
    assert later.add(case.school_id, school_number=1, seconds=60).alive
    case.writer.beat()  # its machine was only asleep
    assert case.store.runs.get(case.run.id).alive


def test_a_process_that_never_began_is_lost(case: Case) -> None:
    assert case.later(LOST_AFTER + timedelta(seconds=1)).get(case.run.id).alive
    assert case.later(START_WITHIN + timedelta(seconds=1)).get(case.run.id).status is RunStatus.LOST


@pytest.mark.parametrize("status", [RunStatus.OPTIMAL, RunStatus.INFEASIBLE, RunStatus.FAILED])
def test_an_end_stays(case: Case, status: RunStatus) -> None:
    case.writer.end(status, bound=12, failure="KeyError in f, a.py:1")
    run = case.later(timedelta(days=1)).get(case.run.id)
    assert (run.status, run.bound, run.failure, run.alive) == (status, 12, "KeyError in f, a.py:1", False)
    assert run.ended is not None and run.ended >= run.started


def test_the_best_plan_is_taken_as_a_version(case: Case) -> None:
    case.writer.beat(Progress(1.5, 30, 10), PLAN)
    version = case.store.take(case.run.id, based_on=0, author="李", note="取用")
    stored = case.store.plans.load(case.school_id)
    assert stored.version == version and (version.author, version.note, version.bound) == ("李", "取用", 10)
    assert changes(case.school, stored.plan, PLAN) == ()
    assert version.cost == audit(case.school, PLAN).cost and not version.compliant
    assert case.store.runs.get(case.run.id).saved_as == 1
    with pytest.raises(StaleError):
        case.store.take(case.run.id, based_on=0)


def test_without_a_plan_there_is_nothing_to_take(case: Case) -> None:
    assert case.store.runs.best(case.run.id) is None
    with pytest.raises(NotFoundError):
        case.store.take(case.run.id, based_on=0)


def test_a_damaged_best_plan_is_told(case: Case) -> None:
    with case.database.writing() as session:
        row = session.get(RunRow, case.run.id)
        assert row is not None
        row.best = '{"placements": 1}'
    with pytest.raises(UnreadableError):
        case.store.runs.best(case.run.id)


def test_a_run_knows_the_plan_that_was_there(case: Case) -> None:
    assert case.run.plan_number == 0
    case.writer.end(RunStatus.UNKNOWN)
    case.store.plans.save(case.school_id, audit(case.school, PLAN), school_number=1, based_on=0)
    assert case.store.runs.add(case.school_id, school_number=1, seconds=1).plan_number == 1
