"""The run, without a process of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from constraints.audit import audit
from scheduler.engine.stopping import Cancel
from scheduler.plan.changes import changes
from scheduler.school import Lock, RuleSetting, School
from scheduler.solving.process import solve_run
from scheduler.store import NotFoundError, Run, RunStatus, RunTask, Store
from scheduler.store.database import Database
from tests.schools import make_school, plan_of, slot
from tests.service_schools import FEW_KINDS, service_school

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # tests of the store have both databases
SEARCHES = (RunTask.WEEK, RunTask.TIMETABLE, RunTask.SERVICE)


def small_school() -> School:
    return service_school(rule_settings=FEW_KINDS)


class Case:
    """A school in the store, and a run of it to its end."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.store = Store("王", database)

    def add(self, school: School) -> int:
        return self.store.schools.add(school)

    def solve(self, school_id: int, task: RunTask = RunTask.WEEK) -> Run:
        run = self.store.runs.add(
            school_id, school_number=1, seconds=600, workers=1, task=task, author="王", note="自动"
        )
        self.end(run)
        return self.store.runs.get(run.id)

    def end(self, run: Run) -> None:
        """Let a run come to its end; a search is stopped at its first plan."""
        cancel = Cancel()
        with ThreadPoolExecutor(1) as threads:
            running = threads.submit(solve_run, self.database, run.id, cancel)
            while not wait([running], timeout=0.1).done:
                if run.task in SEARCHES and self.store.runs.get(run.id).cost is not None:
                    cancel.cancel()
            running.result()


@pytest.fixture
def case(database: Database) -> Case:
    return Case(database)


def test_the_best_plan_becomes_a_version(case: Case) -> None:
    school = small_school()
    school_id = case.add(school)
    run = case.solve(school_id)
    assert run.status in (RunStatus.OPTIMAL, RunStatus.FEASIBLE) and run.pid is not None and run.ended is not None
    stored = case.store.plans.load(school_id)
    assert run.saved_as == 1 == stored.version.number
    assert (stored.version.author, stored.version.note, stored.version.bound) == ("王", "自动", run.bound)
    report = audit(school, stored.plan)
    assert report.compliant and report.cost == stored.version.cost == run.cost
    best = case.store.runs.best(run.id)
    assert best is not None and changes(school, best, stored.plan) == ()
    steps = case.store.runs.progress(run.id)
    assert steps[-1].cost == run.cost and steps[-1].plans == run.plans
    by_rule = [step.by_rule for step in steps if step.by_rule is not None]
    assert by_rule[-1] == report.cost_by_rule()


def test_a_plan_that_was_saved_meanwhile_is_not_overwritten(case: Case) -> None:
    school = make_school()
    school_id = case.add(school)
    run = case.store.runs.add(school_id, school_number=1, seconds=600, workers=1)
    theirs = audit(school, plan_of({"七(1)班|语文": [slot(1, 1)]}))
    version = case.store.plans.save(school_id, theirs, school_number=1, based_on=0, author="李")
    case.end(run)
    ended = case.store.runs.get(run.id)
    assert not ended.alive and ended.saved_as is None
    assert case.store.plans.history(school_id) == [version]
    assert case.store.take(run.id, based_on=1).compliant


def test_what_has_no_plan_is_told(case: Case) -> None:
    locks = tuple(Lock(course=f"七(1)班|{subject}", slot=slot(1, 1)) for subject in ("语文", "数学"))
    run = case.solve(case.add(make_school(locks=locks)))
    assert (run.status, run.cost, run.saved_as) == (RunStatus.INFEASIBLE, None, None)
    assert case.store.runs.best(run.id) is None


def test_one_half_of_the_week_alone(case: Case) -> None:
    school = small_school()
    school_id = case.add(school)
    case.solve(school_id, task=RunTask.TIMETABLE)
    first = case.store.plans.load(school_id).plan
    assert first.placements and not first.sessions
    case.solve(school_id, task=RunTask.SERVICE)
    second = case.store.plans.load(school_id, 2).plan
    assert second.sessions and sorted(second.placements, key=str) == sorted(first.placements, key=str)


def test_why_there_is_no_plan_and_what_would_help(case: Case) -> None:
    locks = tuple(Lock(course=f"七(1)班|{subject}", slot=slot(1, 1)) for subject in ("语文", "数学"))
    school_id = case.add(make_school(locks=locks))
    run = case.solve(school_id, RunTask.EXPLAIN)
    outcome = case.store.runs.outcome(run.id)
    assert run.status is RunStatus.INFEASIBLE and outcome is not None
    assert outcome["cures"] and "七(1)班" in str(outcome["conflict"]) + str(outcome["shortages"])
    cured = case.store.runs.cured(run.id, 0)
    assert len(cured.locks) < len(locks)
    case.store.schools.save(school_id, cured, based_on=run.school_number)
    for number in (-1, len(outcome["cures"])):
        with pytest.raises(NotFoundError):
            case.store.runs.cured(run.id, number)
    assert case.store.plans.history(school_id) == []


def test_a_repair_waits_to_be_accepted(case: Case) -> None:
    school = make_school()
    school_id = case.add(school)
    case.solve(school_id)
    good = case.store.plans.load(school_id).plan
    first, second = good.slots_of("七(1)班|语文")[:2]
    moved = tuple(
        p.model_copy(update={"slot": second}) if (p.course, p.slot) == ("七(1)班|语文", first) else p
        for p in good.placements
    )
    broken = audit(school, good.model_copy(update={"placements": moved}))
    assert not broken.compliant
    case.store.plans.save(school_id, broken, school_number=1, based_on=1)
    run = case.solve(school_id, RunTask.REPAIR)
    outcome = case.store.runs.outcome(run.id)
    assert outcome is not None and outcome["moved_lessons"] == 1 == len(outcome["changes"])
    assert run.saved_as is None and len(case.store.plans.history(school_id)) == 2
    assert case.store.runs.progress(run.id)[-1].cost == run.cost
    assert case.store.take(run.id, based_on=2).compliant


def test_a_defect_is_told_by_its_place_alone(case: Case) -> None:
    school_id = case.add(make_school(rule_settings=(RuleSetting(rule="王芳", enabled=True),)))
    run = case.store.runs.add(school_id, school_number=1, seconds=3)
    with pytest.raises(SystemExit):
        solve_run(case.database, run.id, Cancel())
    ended = case.store.runs.get(run.id)
    assert ended.status is RunStatus.FAILED and ended.failure.startswith("ValueError in ")
    assert ".py:" in ended.failure and "王芳" not in ended.failure


@pytest.mark.parametrize("task", [RunTask.SERVICE, RunTask.REPAIR])
def test_what_goes_over_a_plan_wants_one(case: Case, task: RunTask) -> None:
    with pytest.raises(NotFoundError):
        case.solve(case.add(small_school()), task)
