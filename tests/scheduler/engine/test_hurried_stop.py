"""Who asks a search to end does not wait for what has no plan to lose."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from scheduler.engine import search as search_module
from scheduler.engine.result import Status
from scheduler.engine.search import Search
from scheduler.engine.solve import solve
from scheduler.engine.stopping import Cancel, StoppingCriterion
from tests.conftest import PATIENCE
from tests.schools import make_school


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What somebody waits at until the test has ended."""
    found = threading.Event()
    yield found
    found.set()


def test_a_bound_that_takes_long_holds_nobody_up(gate: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    cancel, reached = Cancel(), threading.Event()

    def prove(self: Search) -> bool:
        reached.set()
        gate.wait(PATIENCE)
        return False

    def listen(*step: Any) -> None:
        assert reached.wait(PATIENCE)
        cancel.cancel()

    monkeypatch.setattr(Search, "_prove", prove)
    found = solve(make_school(), StoppingCriterion(PATIENCE, cancel=cancel), workers=2, listener=listen)
    assert not gate.is_set() and found.interrupted
    assert found.report is not None and found.report.compliant


def test_a_model_that_is_being_built_is_left(gate: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    cancel = Cancel()

    def build(*anything: Any, **more: Any) -> None:
        cancel.cancel()
        gate.wait(PATIENCE)
        raise AssertionError("nobody waits for this")

    monkeypatch.setattr(search_module, "slot_model", build)
    found = solve(make_school(), StoppingCriterion(PATIENCE, cancel=cancel), workers=1)
    assert not gate.is_set()
    assert found.status is Status.UNKNOWN and found.report is None and found.interrupted


def test_what_must_be_the_same_every_time_is_waited_for(gate: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    proven = []
    prove = Search._prove

    def counted(self: Search) -> bool:
        done = prove(self)
        proven.append(done)
        return done

    monkeypatch.setattr(Search, "_prove", counted)
    one, two = (solve(make_school(), StoppingCriterion(None, 0.2), workers=1) for _ in range(2))
    assert proven and (one.cost, one.bound) == (two.cost, two.bound)
