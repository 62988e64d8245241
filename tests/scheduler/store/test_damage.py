"""A store of which one value is damaged: it is told or does not matter; every other version and school stays as it was.

Of the ways to damage a column two are tried, other ones in the next column, and all with PAIKE_EXAMPLES.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import text

from constraints.audit import audit
from scheduler.plan import Plan
from scheduler.store import RunStatus, RunTask, Store, StoreError, UnreadableError, shown
from scheduler.store.database import connect, migrate, open_database, store_url
from scheduler.store.models import PlanVersionRow
from scheduler.store.rows import version_row
from scheduler.store.run_writer import RunWriter
from tests.damaged_stores import COLUMNS, DAMAGED, VALUES, WHOLE, damage, make_store
from tests.schools import make_school

Found = TypeVar("Found")
TEXTS = ("words", "end of time", "cut JSON")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "paike.db"
    make_store(path)
    return path


@pytest.fixture
def damaged(sound: Path, tmp_path: Path) -> Callable[[str, str, str], Store]:
    def make(table: str, column: str, value: str) -> Store:
        path = Path(shutil.copy(sound, tmp_path / f"{len(list(tmp_path.iterdir()))}.db"))
        damage(path, table, column, value)
        return Store("", connect(store_url(f"sqlite:///{path}")))

    return make


def told(ask: Callable[[], Found]) -> Found | None:
    """What is asked for; None where the store says that it is damaged."""
    try:
        return ask()
    except StoreError as error:
        assert error.text.zh and error.text.en
        assert error.__cause__ is None
        return None


def ask_everything(store: Store, school_id: int) -> None:
    """Ask all that pages ask of a school."""
    run = told(lambda: store.runs.latest(school_id))
    of_run: list[Callable[[int], Any]] = [store.runs.progress, store.runs.best, store.runs.outcome]
    told(lambda: store.schools.history(school_id))
    told(lambda: store.schools.load(school_id))
    told(lambda: store.plans.history(school_id))
    told(lambda: store.plans.compare(school_id, 1, 2))
    told(lambda: store.allocations.history(school_id))
    told(lambda: store.allocations.latest(school_id))
    told(lambda: store.terms.history(school_id))
    told(lambda: store.terms.latest(school_id))
    told(lambda: store.publications.get(school_id))
    for link in told(lambda: store.publications.links(school_id)) or ():
        told(partial(shown, store._database, link.token))
    for ask in of_run if run is not None else ():
        told(partial(ask, run.id))


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_damaged_value_hides_no_other_school_and_raises_nothing_but_words(
    damaged: Callable[[str, str, str], Store], table: str, column: str
) -> None:
    number = COLUMNS.index((table, column))
    tried = (
        list(VALUES) if "PAIKE_EXAMPLES" in os.environ else [list(VALUES)[(number + k) % len(VALUES)] for k in (0, 2)]
    )
    for value in tried:
        store = damaged(table, column, value)
        entries = {entry.id: entry for entry in store.schools.entries()}
        whole = next(entry for entry in entries.values() if entry.name == WHOLE)
        assert store.schools.load(whole.id)[0].number == store.plans.load(whole.id).version.number == 2
        ask_everything(store, 2)
        assert told(partial(store.runs.add, 2, school_number=1, seconds=5.0)) or table == "schools"
        foreign = (table, column) == ("schools", "owner") and value in TEXTS  # somebody's whose name that is
        assert 2 in entries or foreign or store.damage()


def test_what_is_needed_is_told_and_the_version_before_can_be_read(
    damaged: Callable[[str, str, str], Store],
) -> None:
    store = damaged("school_versions", "document", "cut JSON")
    with pytest.raises(UnreadableError) as error:
        store.schools.load(2)
    assert "第 2 版" in error.value.text.zh and "Version 2" in error.value.text.en
    assert [version.number for version in store.schools.history(2)] == [2, 1]
    assert store.schools.load(2, 1)[1].name == DAMAGED
    store.schools.go_back(2, 1, based_on=2)
    assert store.schools.load(2)[0].number == 3


def test_a_plan_whose_school_version_is_missing_is_told(damaged: Callable[[str, str, str], Store]) -> None:
    store = damaged("plan_versions", "school_number", "words")
    with pytest.raises(UnreadableError, match="Version 2 of the plan"):
        store.plans.load(2)
    assert store.plans.load(2, 1).plan.placements


def test_a_plan_that_names_what_its_school_has_not_is_damaged(sound: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(sound, tmp_path / "paike.db"))
    store = Store("", connect(store_url(f"sqlite:///{path}")))
    document = store.plans.load(2).document.model_dump_json().replace("七(1)班", "九(9)班")
    with store._database.writing() as session:
        version_row(session, PlanVersionRow, 2, 2).document = document
    with pytest.raises(UnreadableError):
        store.plans.load(2)


def test_damaged_texts_times_and_costs_leave_the_version_usable(damaged: Callable[[str, str, str], Store]) -> None:
    assert damaged("school_versions", "at", "end of time").schools.history(2)[0].at is None
    assert "\N{REPLACEMENT CHARACTER}" in damaged("school_versions", "note", "no text").schools.history(2)[0].note
    store = damaged("plan_versions", "cost", "words")
    assert store.plans.history(2)[0].cost is None and store.plans.load(2).plan.placements


def test_a_heartbeat_out_of_the_future_keeps_no_run_alive(damaged: Callable[[str, str, str], Store]) -> None:
    store = damaged("runs", "ended", "nothing")
    with store._database.writing() as session:
        session.execute(text("UPDATE runs SET status = 'running', heartbeat = '2999-01-01 00:00:00.000000'"))
    run = store.runs.latest(2)
    assert run is not None and run.status is RunStatus.LOST


@pytest.mark.parametrize(
    ("task", "outcome"),
    [
        (RunTask.EXPLAIN, {"cures": 5}),
        (RunTask.EXPLAIN, {"conflict": {"members": [{}]}}),
        (RunTask.REPAIR, {"cures": []}),
        (RunTask.REPAIR, {"changes": [{"kind": "坏"}]}),
    ],
)
def test_what_was_found_in_another_shape_is_told(tmp_path: Path, task: RunTask, outcome: dict[str, Any]) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'paike.db'}")
    store, school = Store("", database), make_school()
    school_id = store.schools.add(school)
    store.plans.save(school_id, audit(school, Plan()), school_number=1, based_on=0)
    run = store.runs.add(school_id, school_number=1, seconds=5.0, task=task)
    RunWriter(database, run.id).end(RunStatus.FEASIBLE, outcome=outcome)
    with pytest.raises(UnreadableError):
        store.runs.outcome(run.id)


@pytest.mark.parametrize("bytes_", [b"not a database, but a long text " * 99, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path, bytes_: bytes) -> None:
    path = tmp_path / "paike.db"
    path.write_bytes(bytes_)
    with pytest.raises(StoreError) as error:
        open_database(f"sqlite:///{path}")
    assert str(path) in error.value.text.zh and str(path) in error.value.text.en
    assert path.read_bytes() == bytes_


@pytest.mark.parametrize("rows", [["x'ff'"], ["'9999'"], ["'0001'", "'0002'"]])
def test_damaged_notes_of_the_tables_version_are_told(tmp_path: Path, rows: list[str]) -> None:
    path = tmp_path / "paike.db"
    database = connect(store_url(f"sqlite:///{path}"))
    migrate(database)
    database.close()
    with sqlite3.connect(path) as raw:
        raw.execute("DELETE FROM alembic_version")
        for row in rows:
            raw.execute(f"INSERT INTO alembic_version VALUES ({row})")
    raw.close()
    with pytest.raises(StoreError, match="damaged"):
        open_database(f"sqlite:///{path}")
