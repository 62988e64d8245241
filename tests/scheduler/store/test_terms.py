from __future__ import annotations

import datetime

import pytest
from sqlalchemy import text

from constraints.audit import audit
from scheduler.cover.propose import propose
from scheduler.store import EditionMark, NotFoundError, StaleError, Store, TermRecord, UnreadableError
from scheduler.store.database import Database
from scheduler.term.day import day_of
from scheduler.term.options import Situation
from tests.terms import FIRST, TUESDAY, absent, on, small_plan, small_school, term_of


@pytest.fixture
def school_id(store: Store) -> int:
    """A small school with its plan."""
    found = store.schools.add(small_school())
    store.plans.save(found, audit(small_school(), small_plan()), school_number=1, based_on=0)
    return found


def record_of(**more: object) -> TermRecord:
    mark = EditionMark(first=FIRST, school_number=1, plan_number=1)
    return TermRecord(calendar=term_of().calendar, editions=(mark,), **more)


def test_a_term_comes_back_with_its_week_and_what_was_done(store: Store, school_id: int) -> None:
    assert store.terms.latest(school_id) is None
    away = term_of(absences=(absent("王芳", "赵军"),))
    found = away.renewed(changes=propose(Situation(away, (TUESDAY,))).changes)
    store.terms.save(school_id, record_of(), based_on=0, author="王", note="校历")
    store.terms.save(school_id, record_of().with_events(found), based_on=1)

    latest, first = store.terms.load(school_id), store.terms.load(school_id, 1)

    assert latest.record == record_of().with_events(found)
    assert day_of(latest.term, TUESDAY).items == day_of(found, TUESDAY).items
    assert (first.record, first.version.author, first.version.note) == (record_of(), "王", "校历")
    assert [version.number for version in store.terms.history(school_id)] == [2, 1]
    store.terms.go_back(school_id, 1, based_on=2)
    assert store.terms.load(school_id).record == record_of()
    with pytest.raises(StaleError):
        store.terms.save(school_id, record_of(), based_on=2)


def test_another_week_from_a_monday_on_keeps_the_past(store: Store, school_id: int) -> None:
    other = small_plan().model_copy(update={"placements": small_plan().placements[1:]})
    store.plans.save(school_id, audit(small_school(), other), school_number=1, based_on=1)
    marks = (*record_of().editions, EditionMark(first=on(12, 7), school_number=1, plan_number=2))
    store.terms.save(school_id, record_of().renewed(editions=marks), based_on=0)

    term = store.terms.load(school_id).term

    assert set(term.edition_on(TUESDAY).plan.placements) == set(other.placements)
    before = term.edition_on(TUESDAY - datetime.timedelta(days=7)).plan
    assert set(before.placements) == set(small_plan().placements)


def test_versions_that_the_school_has_not_are_refused(store: Store, school_id: int) -> None:
    mark = EditionMark(first=FIRST, school_number=1, plan_number=9)
    with pytest.raises(NotFoundError):
        store.terms.save(school_id, record_of().renewed(editions=(mark,)), based_on=0)
    assert store.terms.history(school_id) == []


def test_a_week_that_is_damaged_is_told_as_the_term(store: Store, school_id: int, database: Database) -> None:
    store.terms.save(school_id, record_of(), based_on=0)
    with database.writing() as session:
        session.execute(text("UPDATE term_versions SET document = :cut"), {"cut": b"no document"})
    with pytest.raises(UnreadableError, match="Version 1 of the term"):
        store.terms.load(school_id)


def test_a_term_is_nobody_elses_and_leaves_with_its_school(store: Store, school_id: int, database: Database) -> None:
    store.terms.save(school_id, record_of(), based_on=0)
    with pytest.raises(NotFoundError):
        Store("somebody", database).terms.load(school_id)
    store.schools.remove(school_id)
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM term_versions")) == 0
