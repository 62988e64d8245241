from __future__ import annotations

import pytest

from scheduler.allocation.changes import put
from scheduler.store import NotFoundError, StaleError, Store
from scheduler.store.database import Database
from tests.damaged_stores import few_wishes
from tests.schools import make_school


def test_an_allocation_comes_back_with_its_wishes(store: Store) -> None:
    school_id = store.schools.add(make_school())
    assert store.allocations.latest(school_id) is None
    wishes, allocation = few_wishes()
    store.allocations.save(school_id, wishes, allocation, based_on=0, author="王", note="第一次")
    moved = put(wishes, allocation, "a", None, (1,)).allocation
    store.allocations.save(school_id, wishes, moved, based_on=1)
    latest, first = store.allocations.load(school_id), store.allocations.load(school_id, 1)
    assert (latest.wishes, latest.allocation) == (wishes, moved)
    assert (first.allocation, first.version.author, first.version.note) == (allocation, "王", "第一次")
    assert [version.number for version in store.allocations.history(school_id)] == [2, 1]
    with pytest.raises(StaleError):
        store.allocations.save(school_id, wishes, allocation, based_on=1)


def test_pupils_leave_the_store_with_their_school_and_are_nobody_elses(store: Store, database: Database) -> None:
    school_id = store.schools.add(make_school())
    store.allocations.save(school_id, *few_wishes(), based_on=0)
    other = Store("somebody", database)
    with pytest.raises(NotFoundError):
        other.allocations.load(school_id)
    store.schools.remove(school_id)
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM allocation_versions").scalar() == 0
