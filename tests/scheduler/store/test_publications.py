from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from constraints.audit import audit
from scheduler.export.web.audience import Audience, Reader
from scheduler.store import NotFoundError, Store, shown
from scheduler.store.database import Database, open_database
from tests.schools import make_school, plan_of, slot

CLASS, STAFF = Reader(Audience.CLASS, "七(1)班"), Reader(Audience.STAFF)


@pytest.fixture
def school_id(store: Store) -> int:
    return add_school(store)


def add_school(store: Store) -> int:
    """Store a school with two versions of its plan."""
    school = make_school()
    found = store.schools.add(school)
    for number in range(2):
        plan = plan_of({"七(1)班|语文": [slot(1 + number, 1)]})
        store.plans.save(found, audit(school, plan), school_number=1, based_on=number)
    return found


def test_nothing_can_be_seen_until_it_is_published(store: Store, database: Database, school_id: int) -> None:
    assert store.publications.get(school_id) is None and store.publications.links(school_id) == []
    store.publications.add_links(school_id, [CLASS])
    assert store.publications.links(school_id) == []  # there is no key to sign with
    store.publications.publish(school_id, 1, author="王")
    [link] = store.publications.links(school_id)
    found = shown(database, link.token)
    assert found is not None and (found.school_id, found.plan_number, found.reader) == (school_id, 1, CLASS)
    published = store.publications.get(school_id)
    assert published is not None and (published.open, published.plan_number, published.author) == (True, 1, "王")


def test_a_link_shows_the_version_that_is_published_and_stops_with_it(
    store: Store, database: Database, school_id: int
) -> None:
    store.publications.publish(school_id, 1)
    store.publications.add_links(school_id, [CLASS])
    [link] = store.publications.links(school_id)
    store.publications.publish(school_id, 2)
    found = shown(database, link.token)
    assert found is not None and found.plan_number == 2
    store.publications.close(school_id)
    assert shown(database, link.token) is None
    store.publications.publish(school_id, 2)
    assert shown(database, link.token) == shown(database, store.publications.links(school_id)[0].token) is not None


def test_a_withdrawn_link_never_works_again(store: Store, database: Database, school_id: int) -> None:
    store.publications.publish(school_id, 1)
    store.publications.add_links(school_id, [CLASS, STAFF, CLASS])
    first, staff = store.publications.links(school_id)
    store.publications.withdraw(school_id, [CLASS])
    assert shown(database, first.token) is None and shown(database, staff.token) is not None
    store.publications.add_links(school_id, [CLASS, STAFF])
    assert [link.reader for link in store.publications.links(school_id)] == [STAFF, CLASS]
    assert {link.token for link in store.publications.links(school_id)} == {staff.token} | {
        link.token for link in store.publications.links(school_id) if link.reader == CLASS and link.token != first.token
    }
    store.publications.withdraw(school_id)
    assert store.publications.links(school_id) == [] and shown(database, staff.token) is None


def test_no_token_can_be_made_up(store: Store, database: Database, school_id: int) -> None:
    other = store.schools.add(make_school(name="二小"))
    school = make_school(name="二小")
    store.plans.save(other, audit(school, plan_of({})), school_number=1, based_on=0)
    for each in (school_id, other):
        store.publications.publish(each, 1)
        store.publications.add_links(each, [CLASS])
    mine, theirs = (store.publications.links(each)[0].token for each in (school_id, other))
    number, _, signature = mine.partition(".")
    foreign = theirs.partition(".")
    made_up = (
        "",
        ".",
        number,
        f"{number}.",
        mine[:-1],
        f"{mine}x",
        f"{foreign[0]}.{signature}",
        f"{number}.{foreign[2]}",
    )
    for token in (*made_up, f"９.{signature}", "9" * 30 + f".{signature}", f"{number}.{signature}" + "x" * 100, "a.b"):
        assert shown(database, token) is None, token


def test_a_damaged_key_opens_nothing(store: Store, database: Database, school_id: int) -> None:
    store.publications.publish(school_id, 1)
    store.publications.add_links(school_id, [CLASS])
    [link] = store.publications.links(school_id)
    with database.writing() as session:
        session.execute(text("UPDATE publications SET key = '坏了'"))
    assert shown(database, link.token) is None and store.publications.links(school_id) == []
    store.publications.publish(school_id, 1)  # signs anew
    assert shown(database, link.token) is None
    assert shown(database, store.publications.links(school_id)[0].token) is not None


def test_a_damaged_yes_or_no_opens_nothing(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'paike.db'}")  # which keeps whatever is written
    store = Store("", database)
    school_id = add_school(store)
    store.publications.publish(school_id, 1)
    store.publications.add_links(school_id, [CLASS])
    [link] = store.publications.links(school_id)
    for table, column in (("links", "withdrawn"), ("publications", "open")):
        with database.writing() as session:
            session.execute(text(f"UPDATE {table} SET {column} = '坏了'"))
        assert shown(database, link.token) is None
        assert store.publications.damage(school_id)
        with database.writing() as session:
            session.execute(text(f"UPDATE {table} SET {column} = {column == 'open'}"))
        assert shown(database, link.token) is not None and not store.publications.damage(school_id)


def test_another_owner_and_another_version_are_not_found(store: Store, database: Database, school_id: int) -> None:
    with pytest.raises(NotFoundError):
        store.publications.publish(school_id, 3)
    assert store.publications.get(school_id) is None
    other = Store("somebody", database).publications
    for ask in (other.get, other.links, other.close, other.withdraw):
        with pytest.raises(NotFoundError):
            ask(school_id)
    with pytest.raises(NotFoundError):
        other.publish(school_id, 1)
    with pytest.raises(NotFoundError):
        other.add_links(school_id, [CLASS])


def test_links_go_with_their_school(store: Store, database: Database, school_id: int) -> None:
    store.publications.publish(school_id, 1)
    store.publications.add_links(school_id, [CLASS])
    [link] = store.publications.links(school_id)
    store.schools.remove(school_id)
    assert shown(database, link.token) is None
    with database.engine.connect() as connection:
        for table in ("publications", "links"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0
