"""Workbooks that are being mended, and what was assumed of schools: each owner's own, gone with what they belong to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.store import Answered, Assumption, NotFoundError, Store, Typed
from scheduler.store.database import Database
from scheduler.text import Text
from tests.schools import make_school

DAY, GROUPS = Text("作息：常用", "the usual day"), Text("教师：常用", "the usual groups")


def test_a_draft_is_the_file_with_what_was_done_to_it_since(database: Database) -> None:
    store = Store("", database)
    draft_id = store.drafts.add("任课.xlsx", b"raw")
    draft = store.drafts.load(draft_id)
    steps = (
        (Typed("任课", "A1", "班级"), Typed("任课", "A2", "")),
        (Answered("孔皓", "孔浩"), Typed("任课", "A1", "班")),
    )
    store.drafts.save(replace(draft, steps=steps))
    found = store.drafts.load(draft_id)
    assert (found.name, found.data, found.steps) == ("任课.xlsx", b"raw", steps)
    assert found.mends == {("任课", "A1"): "班", ("任课", "A2"): ""} and found.answers == {"孔皓": "孔浩"}
    store.drafts.remove(draft_id)
    assert not store.drafts.entries()


def test_nobody_sees_the_drafts_and_assumptions_of_another(database: Database) -> None:
    mine, other = Store("a", database), Store("b", database)
    draft_id, school_id = mine.drafts.add("任课.xlsx", b"raw"), mine.schools.add(make_school())
    assert not other.drafts.entries()
    for use in (
        lambda: other.drafts.load(draft_id),
        lambda: other.drafts.remove(draft_id),
        lambda: other.assumptions.of(school_id, 1),
        lambda: other.assumptions.add(school_id, [Assumption(1, DAY)]),
        lambda: other.schools.make_current(school_id),
    ):
        with pytest.raises(NotFoundError):
            use()


def test_what_is_assumed_holds_from_its_version_on(database: Database) -> None:
    store = Store("", database)
    school_id = store.schools.add(make_school())
    store.assumptions.add(school_id, [Assumption(1, DAY), Assumption(3, GROUPS)])
    assert [each.text for each in store.assumptions.of(school_id, 2)] == [DAY]
    store.assumptions.check(school_id, DAY)
    assert [each.checked for each in store.assumptions.of(school_id, 3)] == [True, False]
    store.schools.remove(school_id)
    with pytest.raises(NotFoundError):
        store.assumptions.of(school_id, 1)


def test_rows_of_a_sheet_that_nobody_has_checked_add_up(database: Database) -> None:
    store = Store("", database)
    school_id = store.schools.add(make_school())
    store.assumptions.add(school_id, [Assumption(1, DAY, "schedule", ("a",)), Assumption(1, DAY, "schedule", ("b",))])
    assert [each.rows for each in store.assumptions.of(school_id, 1)] == [("a", "b")]
    store.assumptions.check(school_id, DAY)
    store.assumptions.add(school_id, [Assumption(1, DAY, "schedule", ("c",))])
    [found] = store.assumptions.of(school_id, 1)
    assert found.rows == ("c",) and not found.checked


def test_one_school_is_this_terms(database: Database) -> None:
    store = Store("", database)
    first, second = store.schools.add(make_school()), store.schools.add(make_school(name="另一所"))
    for school_id in (first, second):
        store.schools.make_current(school_id)
    store.schools.came_from(first, "任课.xlsx")
    assert {entry.id: (entry.current, entry.file) for entry in store.schools.entries()} == {
        first: (False, "任课.xlsx"),
        second: (True, ""),
    }
