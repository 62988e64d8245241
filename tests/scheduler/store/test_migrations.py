from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from scheduler.store import Store, StoreError
from scheduler.store.database import Database, connect, migrate, store_url, upgrade
from scheduler.store.documents import school_text
from scheduler.store.models import Base
from tests.schools import make_school


def test_models_and_migrations_agree(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_an_old_database_keeps_what_is_in_it(url: str) -> None:
    old, school = connect(store_url(url)), make_school()
    with old.writing() as session:
        connection = session.connection()
        upgrade(connection, "0001")
        connection.execute(text("INSERT INTO schools (owner) VALUES ('')"))
        insert = "INSERT INTO school_versions (school_id, number, at, author, note, document, name, format)"
        values = "VALUES (1, 1, '2026-09-01 08:00:00+00', '王', '', :document, '一小', 1)"
        document = {"document": zlib.compress(school_text(school).encode())}
        connection.execute(text(f"{insert} {values}"), document)
    migrate(old)
    migrate(old)  # nothing is left to do
    store = Store("", old)
    [entry] = store.schools.entries()
    assert store.schools.load(entry.id)[1] == school
    assert (entry.latest.author, entry.latest.at.isoformat()) == ("王", "2026-09-01T08:00:00+00:00")
    assert store.runs.add(entry.id, school_number=1, seconds=1).id == 1
    old.close()


def test_a_database_of_a_newer_program_is_left_alone(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer"):
        migrate(database)
    with database.reading() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_migrations_are_in_one_line() -> None:
    files = sorted((Path(migrate.__code__.co_filename).parent / "migrations" / "versions").glob("v*.py"))
    texts = [file.read_text(encoding="utf-8") for file in files]
    for number, source in enumerate(texts, 1):
        before = f'"{number - 1:04d}"' if number > 1 else "None"
        assert f'revision = "{number:04d}"\ndown_revision = {before}\n' in source
