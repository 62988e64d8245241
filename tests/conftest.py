"""What holds for all tests: none fails for being slow on a busy machine, and what takes long to start is started once."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

from scheduler.engine import kept_bounds, repair, solve
from scheduler.engine.repair import Repair
from scheduler.engine.result import Result
from tests.judged_weeks import judged, note, weeks_to_judge

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
def nothing_proven_before(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what is proven in a folder of the test's own: none begins with what another has proven."""
    monkeypatch.setattr(kept_bounds, "FOLDER", tmp_path_factory.getbasetemp() / f"cache-{uuid4().hex}")


@pytest.fixture(autouse=True, scope="session")
def made_weeks() -> Iterator[None]:
    """Note every compliant week that a solve or a repair returns."""
    result, repaired = solve._Watch.result, repair._Search.repair

    def noted(watch: solve._Watch) -> Result:
        note(watch.report)
        return result(watch)

    def noted_repair(search: repair._Search) -> Repair:
        note(search.best)
        return repaired(search)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve._Watch, "result", noted)
        patch.setattr(repair._Search, "repair", noted_repair)
        yield


@pytest.fixture(autouse=True)
def judged_by_workbooks() -> Iterator[None]:
    """Print each week that was found for a test, and judge it by the cells alone."""
    yield
    for report in weeks_to_judge():
        assert judged(report) == []
