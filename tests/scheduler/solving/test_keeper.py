from __future__ import annotations

import threading
from typing import Any, cast

import pytest

from constraints.audit import audit
from scheduler.engine.result import Progress
from scheduler.engine.stopping import Cancel
from scheduler.plan import Plan
from scheduler.solving import keeper as module
from scheduler.solving.keeper import Keeper, persistently
from scheduler.store import NotFoundError, StoreError
from scheduler.text import Text
from tests.schools import make_school, plan_of, slot

PLANS = [plan_of({"七(1)班|语文": [slot(day, 1)]}) for day in (1, 2)]


class Search:
    """Stands for a search at some point."""

    def __init__(self) -> None:
        self.reached: Progress | None = None
        self.best: Plan | None = None

    def progress(self) -> Progress | None:
        return self.reached

    def plan(self) -> Plan | None:
        return self.best


class Writer:
    """Stands for the store: takes down what it is told, `failing` times not."""

    def __init__(self) -> None:
        self.told: list[tuple[Progress | None, Plan | None]] = []
        self.failing = 0
        self.stop = False
        self.said: list[Any] = []
        self.beaten = threading.Event()

    def beat(self, step: Progress | None = None, best: Plan | None = None, outcome: Any = None) -> bool:
        self.beaten.set()
        if self.failing:
            self.failing -= 1
            raise StoreError(Text("磁盘已满", "disk full"))
        self.told.append((step, best))
        self.said.append(outcome)
        return self.stop


class Case:
    def __init__(self) -> None:
        self.writer, self.search = Writer(), Search()
        self.keeper = Keeper(cast(Any, self.writer), Cancel())
        self.keeper.monitor = cast(Any, self.search)


@pytest.fixture
def case() -> Case:
    return Case()


def test_only_what_is_new_is_told(case: Case) -> None:
    case.keeper.beat()
    case.search.reached, case.search.best = Progress(1.0, 30, 5, plans=1), PLANS[0]
    case.keeper.beat()
    case.search.reached = Progress(2.0, 30, 5, plans=1)
    case.keeper.beat()
    case.search.reached = Progress(3.0, 30, 9, plans=1)
    case.keeper.beat()
    case.search.reached, case.search.best = Progress(4.0, 20, 9, plans=2), PLANS[1]
    case.keeper.beat()
    told = [(step and step.seconds, best) for step, best in case.writer.told]
    assert told == [(None, None), (1.0, PLANS[0]), (None, None), (3.0, None), (4.0, PLANS[1])]


def test_what_the_store_refused_is_told_again(case: Case) -> None:
    case.search.reached, case.search.best, case.writer.failing = Progress(1.0, 30, 5, plans=1), PLANS[0], 1
    with pytest.raises(StoreError):
        case.keeper.beat()
    assert case.writer.told == []
    case.keeper.beat()
    assert case.writer.told == [(case.search.reached, PLANS[0])]


def test_costs_by_rule_go_with_the_next_step(case: Case) -> None:
    case.search.reached, case.search.best = Progress(1.0, 30, 5, plans=1), PLANS[0]
    case.keeper.beat()
    case.keeper.listen(Progress(1.0, 30, 5, {"class_gaps": 30}, 1), audit(make_school(), PLANS[0]))
    case.keeper.beat()
    case.keeper.beat()
    assert [step and step.cost_by_rule for step, _ in case.writer.told] == [{}, {"class_gaps": 30}, None]


def test_plans_that_are_offered_are_told(case: Case) -> None:
    for number, plan in enumerate(PLANS, 1):
        report = audit(make_school(), plan)
        case.keeper.offer(number, report, {"moved_lessons": number})
        case.keeper.beat()
        assert case.writer.told[-1] == (Progress(number, report.cost, 0, report.cost_by_rule(), number), plan)
        assert case.writer.said[-1] == {"moved_lessons": number}


def test_a_wish_to_stop_is_passed_on(case: Case) -> None:
    case.keeper.beat()
    assert not case.keeper.cancel.asked
    case.writer.stop = True
    case.keeper.beat()
    assert case.keeper.cancel.asked


def test_it_beats_while_the_run_goes_on(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BEAT_SECONDS", 0.01)
    case.writer.failing = 1
    with case.keeper:
        assert case.writer.beaten.wait(30)
    assert case.writer.told


def test_what_must_not_be_lost_is_written_when_the_database_takes_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.0)
    failing = iter(range(3))

    def write() -> int:
        for _ in failing:
            raise StoreError(Text("磁盘已满", "disk full"))
        return 7

    assert persistently(write) == 7
    monkeypatch.setattr(module, "RETRY_FOR", -1.0)
    failing = iter(range(3))
    with pytest.raises(StoreError):
        persistently(write)


def test_what_the_store_refuses_is_not_tried_again() -> None:
    tried = []

    def write() -> None:
        tried.append(1)
        raise NotFoundError

    with pytest.raises(NotFoundError):
        persistently(write)
    assert tried == [1]
