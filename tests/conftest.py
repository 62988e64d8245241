"""What holds for all tests: none fails for being slow on a busy machine, and what takes long to start is started once."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

PATIENCE = 300.0  # seconds until what should come, and does not, is given up
# The tests of a folder go to one worker together where they share a server.
SHARED = {"tests/browser/": "browser", "tests/scheduler/solving/": "PostgreSQL", "tests/scheduler/store/": "PostgreSQL"}

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


class _ByServer(LoadFileScheduling):
    """Gives the tests of a file, or of a server, to one worker."""

    def _split_scope(self, nodeid: str) -> str:
        return next(
            (server for folder, server in SHARED.items() if nodeid.startswith(folder)), super()._split_scope(nodeid)
        )


def pytest_collection_finish() -> None:
    """Never look for garbage again among all that was imported."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    return _ByServer(config, log) if config.getvalue("dist") == "loadfile" else None
