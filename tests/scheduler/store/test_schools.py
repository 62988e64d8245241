from __future__ import annotations

import pytest
from sqlalchemy import func, select

from scheduler.school import School
from scheduler.store import NotFoundError, StaleError, Store
from scheduler.store.database import Database
from scheduler.store.models import PlanVersionRow, ProgressRow, RunRow, SchoolRow, SchoolVersionRow
from tests.schools import make_school


def named(name: str) -> School:
    return make_school(name=name)


def test_every_version_stays(store: Store) -> None:
    school_id = store.schools.add(named("一小"), author="王", note="上传")
    second = store.schools.save(school_id, named("二小"), based_on=1, author="李", note="改名")
    assert (second.number, second.author, second.note) == (2, "李", "改名")
    assert [(v.number, v.author, v.note) for v in store.schools.history(school_id)] == [
        (2, "李", "改名"),
        (1, "王", "上传"),
    ]
    assert store.schools.load(school_id) == (second, named("二小"))
    assert store.schools.load(school_id, 1)[1] == named("一小")


def test_going_back_is_a_new_version(store: Store) -> None:
    school_id = store.schools.add(named("一小"))
    store.schools.save(school_id, named("二小"), based_on=1)
    assert store.schools.go_back(school_id, 1, based_on=2, note="撤销").number == 3
    assert [store.schools.load(school_id, number)[1].name for number in (1, 2, 3)] == ["一小", "二小", "一小"]


def test_a_stale_edit_is_told_and_overwrites_nothing(store: Store) -> None:
    school_id = store.schools.add(named("一小"))
    theirs = store.schools.save(school_id, named("二小"), based_on=1, author="李老师")
    for refused in (
        lambda: store.schools.save(school_id, named("三小"), based_on=1),
        lambda: store.schools.go_back(school_id, 1, based_on=1),
        lambda: store.schools.save(school_id, named("三小"), based_on=7),
    ):
        with pytest.raises(StaleError) as told:
            refused()
        assert told.value.latest == theirs
        assert "李老师" in told.value.text.zh and theirs.at.astimezone().strftime("%H:%M") in told.value.text.zh
    assert store.schools.load(school_id) == (theirs, named("二小"))


def test_the_list_has_the_latest_of_each(store: Store) -> None:
    first, second = store.schools.add(named("甲")), store.schools.add(named("乙"))
    latest = store.schools.save(first, named("甲校"), based_on=1)
    entries = store.schools.entries()
    assert [(entry.id, entry.name, entry.latest.number) for entry in entries] == [(first, "甲校", 2), (second, "乙", 1)]
    assert entries[0].latest == latest


def test_nobody_sees_the_school_of_another(database: Database) -> None:
    mine, theirs = Store("我", database), Store("他", database)
    school_id = mine.schools.add(named("一小"))
    run = mine.runs.add(school_id, school_number=1, seconds=1)
    assert theirs.schools.entries() == [] and Store("", database).schools.entries() == []
    for refused in (
        lambda: theirs.schools.load(school_id),
        lambda: theirs.schools.history(school_id),
        lambda: theirs.schools.save(school_id, named("二小"), based_on=1),
        lambda: theirs.schools.go_back(school_id, 1, based_on=1),
        lambda: theirs.schools.remove(school_id),
        lambda: theirs.plans.load(school_id),
        lambda: theirs.plans.history(school_id),
        lambda: theirs.plans.go_back(school_id, 1, based_on=1),
        lambda: theirs.runs.add(school_id, school_number=1, seconds=1),
        lambda: theirs.runs.latest(school_id),
        lambda: theirs.runs.get(run.id),
        lambda: theirs.runs.best(run.id),
        lambda: theirs.runs.progress(run.id),
        lambda: theirs.runs.stop(run.id),
        lambda: theirs.take(run.id, based_on=0),
    ):
        with pytest.raises(NotFoundError):
            refused()
    assert not mine.runs.get(run.id).stop
    assert len(mine.schools.history(school_id)) == 1


def test_what_is_not_there_is_told(store: Store) -> None:
    school_id = store.schools.add(named("一小"))
    for school, number in ((school_id, 2), (school_id + 1, None)):
        with pytest.raises(NotFoundError):
            store.schools.load(school, number)


def test_a_removed_school_leaves_nothing(database: Database) -> None:
    store = Store("", database)
    school_id = store.schools.add(named("一小"))
    store.runs.add(school_id, school_number=1, seconds=1)
    store.schools.remove(school_id)
    with database.reading() as session:
        for table in (SchoolRow, SchoolVersionRow, PlanVersionRow, RunRow, ProgressRow):
            assert session.scalar(select(func.count()).select_from(table)) == 0
