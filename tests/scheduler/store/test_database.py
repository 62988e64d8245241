from __future__ import annotations

from pathlib import Path

import pytest
from platformdirs import user_data_path
from sqlalchemy import text

from scheduler.store import Store, StoreError
from scheduler.store.database import VARIABLE, Database, OvertakenError, open_database, store_url
from scheduler.store.models import SchoolVersionRow, now
from tests.schools import make_school


def test_by_default_a_file_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert store_url().database == str(user_data_path("paike", appauthor=False) / "paike.db")


def test_the_variable_names_another(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, "postgresql://teacher:secret@db/school")
    assert store_url().render_as_string(hide_password=False) == "postgresql+psycopg://teacher:secret@db/school"
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path}/深/处/a.db")
    assert Store().schools.entries() == []
    assert (tmp_path / "深" / "处" / "a.db").is_file()


@pytest.mark.parametrize("wrong", ["mysql://a/b", "数据库", "sqlite://"])
def test_what_is_no_store_is_told(wrong: str) -> None:
    with pytest.raises(StoreError, match=VARIABLE) as told:
        open_database(wrong)
    assert VARIABLE in told.value.text.zh


def test_what_the_database_refuses_names_nobody(database: Database) -> None:
    """Its message may come into a log."""
    with pytest.raises(StoreError) as told, database.writing() as session:
        session.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "王芳"})
    cause = told.value.__cause__ or told.value.__context__
    assert cause is not None and "nowhere" in str(cause)
    assert "王芳" not in f"{told.value} {cause}"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="Cannot make"):
        open_database(f"sqlite:///{tmp_path}/file/a.db")


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("课表" * 1000, encoding="utf-8")
    with pytest.raises(StoreError, match="not a database"):
        open_database(f"sqlite:///{tmp_path}/a.db")


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(StoreError, match="store failed"):
        open_database("postgresql://nobody@127.0.0.1:9/none")


def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    store = Store("", database)
    with database.writing() as session:
        session.execute(text("INSERT INTO schools (owner) VALUES ('')"))
        assert store.schools.entries() == []


def test_names_are_in_no_message(database: Database) -> None:
    school_id = Store("", database).schools.add(make_school())
    fields = {"school_id": school_id, "number": 2, "at": now(), "author": "", "name": "王芳" * 10, "format": 1}
    with pytest.raises(OvertakenError) as told, database.writing() as session:
        session.add(SchoolVersionRow(**fields, note=None, document="李强"))
        session.flush()
    assert str(told.value) == "" and told.value.__suppress_context__
    with pytest.raises(StoreError) as failed, database.writing() as session:
        session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "王芳"})
    assert "nowhere" in str(failed.value) and "王芳" not in str(failed.value)
