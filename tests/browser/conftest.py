"""The real app for tests: one server with one store, looked at by Debian's Chromium; each test has schools of its own in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser

from constraints.audit import audit
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.plan import Plan
from scheduler.store import Store
from scheduler.store.database import open_database
from tests.browser.pages import Pages
from tests.conftest import PATIENCE
from tests.running_app import LAPTOP, browser, missing, running_app
from tests.schools import make_school


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    reason = missing()
    if reason:
        pytest.skip(reason)
    with browser() as found:
        yield found


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store of the app; what still runs at the end is stopped."""
    found = Store("", open_database(f"sqlite:///{tmp_path_factory.mktemp('store') / 'paike.db'}"))
    yield found
    for entry in found.schools.entries():
        run = found.runs.latest(entry.id)
        if run is not None and run.alive:
            found.runs.stop(run.id)


@pytest.fixture(scope="session")
def app(store: Store) -> Iterator[str]:
    """The address of the running app."""
    with running_app(store.url) as address:
        yield address


@pytest.fixture(scope="session")
def people(chromium: Browser, app: str) -> Callable[[int], Pages]:
    """Each person has a browser of his own. Kept from test to test, it need not learn the app's scripts again."""

    @cache
    def person(number: int) -> Pages:
        context = chromium.new_context(base_url=app, viewport=LAPTOP, locale="zh-CN", reduced_motion="reduce")
        context.set_default_timeout(PATIENCE * 1000)
        return Pages(context.new_page())

    return person


@pytest.fixture
def somebody(people: Callable[[int], Pages]) -> Iterator[Callable[[], Pages]]:
    """Call one person after the other, as many as wanted."""
    called: list[Pages] = []

    def call() -> Pages:
        called.append(people(len(called)))
        return called[-1]

    yield call
    for each in called:
        each.leave()


@pytest.fixture
def user(somebody: Callable[[], Pages]) -> Pages:
    """One person with a browser."""
    return somebody()


@pytest.fixture(scope="session")
def plan() -> Plan:
    """A plan of the small school."""
    found = solve(make_school(), StoppingCriterion(seconds=None, deterministic=1), workers=1)
    assert found.report is not None
    return found.report.plan


@pytest.fixture
def add(store: Store, plan: Plan) -> Callable[[str], int]:
    """Store a small school of some name with its plan."""

    def added(name: str) -> int:
        school = make_school(name=name)
        school_id = store.schools.add(school)
        store.plans.save(school_id, audit(school, plan), school_number=1, based_on=0)
        return school_id

    return added
