"""The local search within the search: what it finds counts when it is priced, and where it cannot be used others serve."""

from __future__ import annotations

import builtins
import threading
from functools import cache
from typing import Any

import numpy as np
import pytest

from constraints.audit import Report, audit
from sample_data.generator import make_school
from scheduler.engine import compiled, local_search
from scheduler.engine import search as search_module
from scheduler.engine.result import Progress
from scheduler.engine.search import Search
from scheduler.engine.solve import solve
from scheduler.engine.stopping import Clock, StoppingCriterion
from scheduler.engine.turns import HEATS, HOT
from scheduler.school import School


@cache
def school() -> School:
    """A school that is too large to be searched as a whole."""
    return make_school("primary", 12)


def work(units: float) -> StoppingCriterion:
    return StoppingCriterion(seconds=None, deterministic=units)


@cache
def alone() -> int:
    """What the neighbourhoods alone reach within a unit of work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_module, "FEW_DECISIONS", 1_000_000)
        report = solve(school(), work(1), workers=1).report
    assert report is not None
    return report.cost


def test_it_finds_better_plans_than_neighbourhoods_alone_and_always_the_same() -> None:
    results = [solve(school(), work(1), workers=1) for _ in range(2)]
    one, same = (result.report for result in results)
    assert one is not None and same is not None
    assert one.plan == same.plan
    assert one.compliant and one.cost < alone()


def test_without_numba_the_neighbourhoods_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *args: Any, **more: Any) -> Any:
        if name in ("scheduler.engine.local_search", "scheduler.engine.compiled", "scheduler.engine.graph"):
            raise ImportError(name)
        return real(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    result = solve(school(), work(1), workers=1)
    assert result.report is not None and result.report.cost == alone()


def test_machine_code_that_cannot_be_made_is_done_without(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: object) -> None:
        raise OSError("no compiler for 王芳")

    monkeypatch.setattr(compiled, "make_ready", fail)
    result = solve(school(), work(1), workers=1)
    assert result.report is not None and result.report.cost == alone()
    assert "OSError" in caplog.text and "王芳" not in caplog.text


def test_while_machine_code_is_made_the_neighbourhoods_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(compiled, "make_ready", lambda _: released.wait(600))
    stop, costs = StoppingCriterion(seconds=600), list[int]()

    def until_better(step: Progress, report: Report | None) -> None:
        if step.cost is not None:
            costs.append(step.cost)
            if step.cost < costs[0]:
                stop.cancel.cancel()

    try:
        result = solve(school(), stop, workers=1, listener=until_better)
    finally:
        released.set()
    assert result.report is not None and result.report.compliant and result.report.cost < costs[0]


def test_what_cannot_be_compiled_is_left_to_the_neighbourhoods(monkeypatch: pytest.MonkeyPatch) -> None:
    from scheduler.engine.graph import NotCompiledError

    def refuse(*_: object) -> None:
        raise NotCompiledError(np.array([7]))

    monkeypatch.setattr(local_search, "LocalSearch", refuse)
    result = solve(school(), work(1), workers=1)
    assert result.report is not None and result.report.cost == alone()


def test_a_plan_that_was_given_is_not_heated_up(monkeypatch: pytest.MonkeyPatch) -> None:
    heats: list[float] = []
    real = local_search.LocalSearch.round

    def watched(self: local_search.LocalSearch, values: Any, seed: int, hot: float, *more: Any) -> Any:
        heats.append(hot)
        return real(self, values, seed, hot, *more)

    monkeypatch.setattr(local_search.LocalSearch, "round", watched)
    first = solve(school(), work(1), workers=1)
    assert first.report is not None and heats[0] == HOT and set(heats[1:]) <= set(HEATS)
    heats.clear()
    second = solve(school(), work(1), workers=1, start=first.report.plan)
    assert second.report is not None and second.report.cost <= first.report.cost
    assert heats and set(heats) <= set(HEATS)


def test_what_a_round_has_found_is_priced_after_the_search_was_broken_off() -> None:
    search = Search(school(), Clock(work(1)), 1, 1)
    search.run()
    values, cost = search.incumbent.snapshot()
    search.incumbent.cost = cost + 5
    search.clock.stop.cancel.cancel()
    search._price(values)
    assert search.incumbent.cost == cost
    plan = search.plan()
    assert plan is not None and audit(school(), plan).cost == cost


def test_machine_code_is_made_once_for_the_same_sources(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Code is made in a process of its own once, then read; another source is other code."""
    made: list[list[str]] = []
    monkeypatch.setattr(compiled, "FOLDER", tmp_path / "cache")
    monkeypatch.setattr(compiled.subprocess, "run", lambda order, **_: made.append(order))
    compiled.make_ready(local_search.warm_up)
    compiled.make_ready(local_search.warm_up)
    assert len(made) == 1 and made[0][-1].startswith("from scheduler.engine.local_search import warm_up")
    source = tmp_path / "kernel.py"
    source.write_text("1")
    before = compiled._fingerprint([source])
    source.write_text("2")
    assert compiled._fingerprint([source]) != before
