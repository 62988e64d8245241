"""Opens the database: a SQLite file in the user's data folder, or what `PAIKE_STORE` names; brings its tables up to date."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from platformdirs import user_data_path
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from scheduler.store.errors import StoreError
from scheduler.text import Text

VARIABLE = "PAIKE_STORE"
BUSY_SECONDS = 20.0
MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 0x7061696B65  # any number that no other program is likely to lock


class OvertakenError(Exception):
    """Another writer has taken the same number, or removed the school; nothing was written."""


class Database:
    """An open database whose tables are those of this program. Threads may share it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = engine.execution_options(paike_write=True)

    @property
    def url(self) -> str:
        """Where it is, with the password."""
        return self.engine.url.render_as_string(hide_password=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one state of the database. Raises StoreError when the database fails."""
        with _told(self.engine.url), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session that is committed at its end. Raises StoreError when the database fails, OvertakenError when another
        writer was faster."""
        with _told(self.engine.url), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


_opened: dict[str, Database] = {}
_opening = threading.Lock()


def open_database(url: str | None = None) -> Database:
    """Return the database of a URL, by default that of `PAIKE_STORE` or else the user's own file; one of each in a process.

    Its tables are brought up to date first. Raises StoreError when it cannot be opened or is of a newer program.
    """
    target = store_url(url)
    key = target.render_as_string(hide_password=False)
    with _opening:
        if key not in _opened:
            database = connect(target)
            try:
                migrate(database)
            except StoreError:
                database.close()
                raise
            _opened[key] = database
        return _opened[key]


def store_url(url: str | None = None) -> URL:
    """Return where the store is. Raises StoreError for what is neither SQLite nor PostgreSQL."""
    given = url or os.environ.get(VARIABLE)
    if not given:
        return URL.create("sqlite", database=str(user_data_path("paike", appauthor=False) / "paike.db"))
    try:
        parsed = make_url(given)
    except ArgumentError:
        parsed = URL.create("")
    backend = parsed.drivername.split("+")[0]
    if backend == "sqlite" and parsed.database:
        return parsed.set(drivername="sqlite")
    if backend in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    raise StoreError(
        Text(
            f"{VARIABLE} 要写成 postgresql://用户:密码@主机/库 或 sqlite:///文件的完整路径。",
            f"{VARIABLE} must be postgresql://user:password@host/database or sqlite:////full/path.",
        )
    )


def connect(url: URL) -> Database:
    """Return the database of a URL as its tables are. Raises StoreError when its folder cannot be made."""
    sqlite = url.drivername == "sqlite"
    if sqlite and url.database:
        try:
            Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # names are nobody else's
        except OSError as error:
            why = error.strerror or str(error)
            raise StoreError(
                Text(f"建不了文件夹 {error.filename}：{why}", f"Cannot make {error.filename}: {why}")
            ) from None
    options: dict[str, Any] = {"timeout": BUSY_SECONDS} if sqlite else {"connect_timeout": 10}
    # Parameters hold people's names: they are kept out of messages.
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=not sqlite, connect_args=options)
    if sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return Database(engine)


def _prepare_sqlite(connection: sqlite3.Connection, record: object) -> None:
    """Readers and a writer side by side; foreign keys kept; transactions begun by us alone."""
    connection.isolation_level = None
    connection.text_factory = _text
    connection.execute("PRAGMA foreign_keys=ON")
    deadline = time.monotonic() + BUSY_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete":
        try:  # the busy timeout does not cover this change, which fails while another program opens the file
            connection.execute("PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _text(raw: bytes) -> str | bytes:
    """Return a text of the database; the bytes themselves where they are none, for otherwise their row could not be read at all."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw


def _begin_sqlite(connection: Connection) -> None:
    """Take the lock of a writer at once: one that has read first could not wait for it."""
    write = connection.get_execution_options().get("paike_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def migrate(database: Database) -> None:
    """Bring the tables up to date in one transaction, one program at a time. Raises StoreError when they are of a newer program."""
    script = ScriptDirectory(str(MIGRATIONS))
    with database.writing() as session:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
        try:
            current = MigrationContext.configure(connection).get_current_revision()
        except CommandError:  # several at once
            current = ""
        if current == script.get_current_head():
            return
        if current is not None and current not in {revision.revision for revision in script.walk_revisions()}:
            raise StoreError(
                Text(
                    "存储是由更新的 paike 建立的，或已损坏，本程序打不开。请升级，或换回备份的数据库文件。",
                    "The store was made by a newer paike, or is damaged; upgrade, or put back a copy of the database file.",
                )
            )
        upgrade(connection, "head")


def upgrade(connection: Connection, revision: str) -> None:
    """Bring the tables to a revision, in the connection's transaction."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, revision)


@contextmanager
def _told(url: URL) -> Iterator[None]:
    """Turn a failure of the database into words; what two writers want at once is for the caller."""
    try:
        yield
    except IntegrityError:
        raise OvertakenError from None  # its message would have the row with its names
    except DBAPIError as error:
        raise StoreError(_failure(url, error.orig)) from None


def _failure(url: URL, error: BaseException | None) -> Text:
    place = url.database if url.drivername == "sqlite" else url.render_as_string(hide_password=True)
    if type(error) is sqlite3.DatabaseError:  # itself, none of its kinds: a file that is none, or has holes
        return Text(
            f"{place} 不是 paike 的数据库，或已损坏（{error}）。什么也没有改。请换回备份的文件；没有备份时把它移到别处，paike 会新建一个。",
            f"{place} is no database of paike, or damaged ({error}); nothing was changed. "
            "Put back a copy of it; without one move it away, and paike makes a new one.",
        )
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return Text(
        f"存储出错，刚才的操作没有保存：{reason}（{place}）",
        f"The store failed; nothing was saved: {reason} ({place})",
    )
