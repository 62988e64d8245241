"""生成, run without a browser; the solver's process is written to the store by hand but for one test."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from constraints.audit import audit
from scheduler.engine.result import Progress
from scheduler.engine.solve import solve
from scheduler.engine.stopping import Cancel, StoppingCriterion
from scheduler.school import Lock, Mark, MarkLevel, MarkOwner, School
from scheduler.solving.process import solve_run
from scheduler.store import Run, RunStatus, RunTask, Store
from scheduler.store.database import open_database
from scheduler.store.models import RunRow
from scheduler.store.run_writer import RunWriter
from scheduler.ui import start_run
from tests.conftest import PATIENCE
from tests.scheduler.ui.conftest import head
from tests.schools import make_school, slot

ALL_FORBIDDEN = tuple(
    Mark(owner_kind=MarkOwner.TEACHER, owner="王芳", day=day, start=0, end=24 * 60, level=MarkLevel.FORBIDDEN)
    for day in range(1, 6)
)
LOCKS = tuple(Lock(course=f"七(1)班|{subject}", slot=slot(1, 1)) for subject in ("语文", "数学"))


def script() -> None:
    from scheduler.ui.frame import frame
    from scheduler.ui.solve_page import solve_page

    frame()
    solve_page()


class Case:
    """A school in the store and the page in a browser that has it open."""

    def __init__(self, school: School) -> None:
        self.store = Store()
        self.school = school
        self.school_id = self.store.schools.add(school)
        self.page = self.browser()

    def browser(self) -> AppTest:
        return AppTest.from_function(script, default_timeout=PATIENCE)

    def add_run(self, task: RunTask = RunTask.WEEK) -> Run:
        return self.store.runs.add(self.school_id, school_number=1, seconds=60, task=task)

    def writer(self, run: Run) -> RunWriter:
        return RunWriter(open_database(), run.id)

    def buttons(self) -> dict[str, Any]:
        return {button.label: button for button in self.page.button}

    def words(self) -> str:
        kinds = (self.page.error, self.page.success, self.page.warning, self.page.info, self.page.markdown)
        return "\n".join(each.value for kind in kinds for each in kind)


@pytest.fixture
def case() -> Case:
    return Case(make_school())


@pytest.fixture
def impossible() -> Case:
    return Case(make_school(locks=LOCKS))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Run]:
    """Note the runs that the page starts, without a process."""
    runs: list[Run] = []
    monkeypatch.setattr(start_run, "start", lambda _store, run: runs.append(run))
    return runs


def plan_of(school: School, seed: int = 1) -> Any:
    report = solve(school, StoppingCriterion(seconds=None, deterministic=1), workers=1, seed=seed).report
    assert report is not None
    return report


def test_a_solve_is_found_again_and_its_plan_opened(case: Case) -> None:
    case.page.run()
    case.buttons()["开始排课"].click()
    case.page.run()
    assert not case.page.exception
    run = case.store.runs.latest(case.school_id)
    assert run is not None and (run.task, run.school_number) == (RunTask.TIMETABLE, 1)
    other = case.browser().run()
    deadline = time.monotonic() + PATIENCE
    while "开始排课" not in {button.label for button in other.button} and time.monotonic() < deadline:
        time.sleep(0.3)
        other.run()
    case.page.run()
    ended = case.store.runs.get(run.id)
    assert ended.status in (RunStatus.OPTIMAL, RunStatus.FEASIBLE) and ended.saved_as == 1
    for page in (case.page, other):
        assert "排好了" in page.main.success[0].value and "合规" in head(page)


def test_what_is_reached_is_shown_and_it_can_be_stopped(case: Case) -> None:
    run = case.add_run()
    writer = case.writer(run)
    writer.begin(1)
    report = plan_of(case.school)
    writer.beat(Progress(1.0, 40, 0, {"class_gaps": 40}, plans=1), report.plan)
    writer.beat(Progress(2.0, 30, 10, {"class_gaps": 30}, plans=2))
    case.page.run()
    assert not case.page.exception
    assert [metric.value for metric in case.page.metric] == ["30", "10", "20", "2"]
    table = case.page.dataframe[0].value
    assert list(table["扣分"]) == [30] and "class_gaps" not in list(table["规则"])
    assert case.page.selectbox(key="best_class").options == ["七(1)班", "七(2)班"]
    case.buttons()["停止"].click()
    case.page.run()
    assert case.store.runs.get(run.id).stop and case.buttons()["停止"].disabled


@pytest.mark.parametrize("died", [True, False])
def test_the_best_plan_of_a_broken_run_can_be_taken(case: Case, died: bool) -> None:
    run = case.add_run()
    writer = case.writer(run)
    writer.begin(1)
    report = plan_of(case.school)
    writer.beat(Progress(1.0, report.cost, 0, plans=1), report.plan)
    if died:
        with open_database().writing() as session:
            row = session.get(RunRow, run.id)
            assert row is not None
            row.heartbeat = datetime.now(UTC) - timedelta(minutes=5)
    else:
        writer.end(RunStatus.FAILED, failure="KeyError in f, a.py:1")
    case.page.run()
    assert not case.page.exception
    assert "没有做完" in case.words() and ("a.py:1" in case.words()) != died
    case.buttons()["取用这份课表"].click()
    case.page.run()
    version = case.store.plans.history(case.school_id)[0]
    assert version.compliant and version.cost == report.cost
    assert "合规" in head(case.page) and "取用这份课表" not in case.buttons()


def test_a_solve_without_a_plan_is_followed_by_the_reasons(impossible: Case, started: list[Run]) -> None:
    case = impossible
    run = case.add_run()
    case.page.run()
    case.writer(run).end(RunStatus.INFEASIBLE)
    case.page.run()
    assert [each.task for each in started] == [RunTask.EXPLAIN]
    assert "停止" in case.buttons() and "可以离开" in case.page.main.caption[0].value


def test_what_counting_knows_is_shown_while_reasons_are_sought() -> None:
    case = Case(make_school(marks=ALL_FORBIDDEN))
    run = case.add_run(RunTask.EXPLAIN)
    case.writer(run).begin(1)
    case.page.run()
    assert not case.page.exception
    assert "清点就能看出的缺口" in case.words()


def test_a_cure_is_made_with_one_click(impossible: Case, started: list[Run]) -> None:
    case = impossible
    case.page.run()
    assert "缺口" in case.words()
    case.buttons()["找原因和改法"].click()
    case.page.run()
    solve_run(open_database(), started[0].id, Cancel())
    case.page.run()
    assert not case.page.exception
    outcome = case.store.runs.outcome(started[0].id)
    assert outcome is not None
    case.page.button(key="cure-0").click()
    case.page.run()
    assert not case.page.exception
    versions = case.store.schools.history(case.school_id)
    assert [version.number for version in versions] == [2, 1] and versions[0].note == outcome["cures"][0]["text"]
    assert started[1].task is RunTask.TIMETABLE and started[1].school_number == 2
    _version, school = case.store.schools.load(case.school_id)
    assert plan_of(school).compliant


def test_cures_of_an_earlier_version_cannot_be_made(impossible: Case, started: list[Run]) -> None:
    case = impossible
    run = case.add_run(RunTask.EXPLAIN)
    solve_run(open_database(), run.id, Cancel())
    case.store.schools.save(case.school_id, case.school, based_on=1)
    case.page.run()
    assert case.page.button(key="cure-0").disabled
    assert "找原因和改法" in case.buttons()


def test_a_better_plan_that_was_there_before_is_offered(case: Case) -> None:
    worse = plan_of(case.school)
    better = audit(case.school, worse.plan)
    object.__setattr__(better, "cost", worse.cost - 1)
    case.store.plans.save(case.school_id, better, school_number=1, based_on=0)
    run = case.add_run()
    version = case.store.plans.save(case.school_id, worse, school_number=1, based_on=1)
    case.store.runs.saved(run.id, version.number)
    case.writer(run).end(RunStatus.FEASIBLE, best=worse.plan)
    case.page.run()
    case.buttons()["退回第 1 版"].click()
    case.page.run()
    assert not case.page.exception
    history = case.store.plans.history(case.school_id)
    assert len(history) == 3 and history[0].cost == better.cost


def test_a_run_says_for_which_version_it_was_where_the_school_has_changed_since(case: Case) -> None:
    run, report = case.add_run(RunTask.TIMETABLE), plan_of(case.school)
    writer = case.writer(run)
    writer.begin(1)
    writer.beat(Progress(1.0, report.cost, 0, plans=1), report.plan)
    other = next(
        each for each in case.school.class_slots("七(1)班") if each not in report.plan.slots_of("七(1)班|语文")
    )
    case.store.schools.save(1, case.school.renewed(locks=(Lock(course="七(1)班|语文", slot=other),)), based_on=1)
    case.page.run()
    assert "这次排课不按它排" in case.words()
    writer.end(RunStatus.FEASIBLE, best=report.plan, cost=report.cost, bound=0)
    case.store.take(run.id, based_on=0)
    case.page.run()
    assert not case.page.success and "不合规" in head(case.page)
    assert "按学校第 1 版" in case.page.warning[0].value and "学校后来改成了第 2 版" in case.page.warning[0].value
    assert "按现在的学校：有 1 处不合规" in case.page.warning[0].value
    case.store.schools.save(1, case.school, based_on=2)  # as it was
    case.page.run()
    case.page.button(key="refresh").click().run()
    assert "排好了" in case.page.success[0].value and "按学校第 1 版" in case.page.success[0].value
