"""What holds for all tests: none fails for being slow on a busy machine, and what takes long to start is started once."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

from scheduler.engine import solve
from scheduler.engine.solve import Result
from scheduler.export import write_plan_workbook
from scheduler.workbook import write_school
from tests.workbook_judge import judge_files

PATIENCE = 300.0  # seconds until what should come, and does not, is given up
# The tests of a folder go to one worker together where they share a server.
SHARED = {"tests/browser/": "browser", "tests/scheduler/solving/": "PostgreSQL", "tests/scheduler/store/": "PostgreSQL"}

# The usual run looks at the same random cases every time: what it says is about the change, not about luck.
settings.register_profile("patient", deadline=None, derandomize="PAIKE_EXAMPLES" not in os.environ)
settings.load_profile("patient")


class _ByServer(LoadFileScheduling):
    """Gives the tests of a file, or of a server, to one worker."""

    def _split_scope(self, nodeid: str) -> str:
        return next(
            (server for folder, server in SHARED.items() if nodeid.startswith(folder)), super()._split_scope(nodeid)
        )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    return _ByServer(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_finish() -> None:
    """Look for garbage seldom: looking again and again at all that was imported took a fifth of the suite's time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def judged_by_workbooks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Print the last compliant week that a test has found, and judge it by the cells alone."""
    found: list[Result] = []
    result = solve._Watch.result

    def kept(watch: solve._Watch) -> Result:
        now = result(watch)
        if now.report is not None and now.report.compliant:
            found[:] = [now]
        return now

    monkeypatch.setattr(solve._Watch, "result", kept)
    yield
    for now in found:
        assert now.report is not None
        with TemporaryDirectory() as folder:
            school, plan = Path(folder, "学校.xlsx"), Path(folder, "课表.xlsx")
            write_school(now.report.school, school)
            write_plan_workbook(now.report, plan)
            assert judge_files(school, plan) == []
