"""The sign of a running task, on whichever page, run without a browser."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from scheduler.store import Run, RunStatus, RunTask, Store
from scheduler.store.database import open_database
from scheduler.store.run_writer import RunWriter
from tests.scheduler.ui.conftest import app, turn_to
from tests.schools import make_school


def opened() -> AppTest:
    page = app()
    page.query_params["school"] = str(Store().schools.add(make_school()))
    return page.run()


def running(task: RunTask) -> Run:
    run = Store().runs.add(1, school_number=1, seconds=60, task=task)
    RunWriter(open_database(), run.id).begin(1)
    return run


def told(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(each.value for each in page.main.markdown)


def progress(page: AppTest) -> list[str]:
    return [each.proto.text for each in page.main.get("progress")]


def test_a_running_task_is_seen_on_every_page_until_its_result_is_looked_at() -> None:
    page = opened()
    assert not progress(page)
    run = running(RunTask.WEEK)
    for url in ("start", "school", "rules"):
        assert any("正在排整周" in text for text in progress(turn_to(page, url)))
    RunWriter(open_database(), run.id).end(RunStatus.UNKNOWN)
    assert "已经做完" in told(page.run()) and not progress(page)
    assert "已经做完" not in told(turn_to(page, "solve"))
    assert "已经做完" not in told(turn_to(page, "school"))


def test_a_task_that_ended_before_is_not_told() -> None:
    page = opened()
    run = running(RunTask.EXPLAIN)
    RunWriter(open_database(), run.id).end(RunStatus.UNKNOWN)
    assert "已经找完" not in told(page.run())
