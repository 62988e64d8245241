"""What the histories of schools, plans, allocations and terms have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, select
from sqlalchemy.orm import Session, defer

from scheduler.store.database import Database, OvertakenError
from scheduler.store.errors import NotFoundError, StaleError, Version
from scheduler.store.models import (
    AllocationVersionRow,
    PlanVersionRow,
    SchoolRow,
    SchoolVersionRow,
    TermVersionRow,
    now,
)

Row = TypeVar("Row", SchoolVersionRow, PlanVersionRow, AllocationVersionRow, TermVersionRow)
Told = TypeVar("Told", bound=Version)


def demand_school(session: Session, owner: str, school_id: int, *, lock: bool = False) -> SchoolRow:
    """Return the row of an owner's school, locked until the transaction ends if asked. Raises NotFoundError."""
    query = select(SchoolRow).where(SchoolRow.id == school_id, SchoolRow.owner == owner)
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFoundError
    return row


def version_of(row: SchoolVersionRow | PlanVersionRow | AllocationVersionRow | TermVersionRow) -> Version:
    """Return who saved a version when and why."""
    return Version(row.number, row.at, row.author, row.note, stands_for=getattr(row, "stands_for", None))


def sound_number(number: Any) -> ColumnElement[bool]:
    """Return whether a column of numbers from 1 has one; SQLite keeps anything in it, and puts a text above all numbers."""
    return and_(number > 0, cast(number, Integer) == number)


def _versions(table: type[Row], school_id: int) -> Select[tuple[Row]]:
    """Return the versions that have a number, the latest first."""
    return select(table).where(table.school_id == school_id, sound_number(table.number)).order_by(table.number.desc())


def version_rows(session: Session, table: type[Row], school_id: int) -> Sequence[Row]:
    """Return all versions, the latest first, without their documents."""
    return session.scalars(_versions(table, school_id).options(defer(table.document))).all()


def version_row(session: Session, table: type[Row], school_id: int, number: int | None) -> Row:
    """Return a version, by default the latest. Raises NotFoundError."""
    query = _versions(table, school_id).limit(1)
    row = session.scalar(query if number is None else query.where(table.number == number))
    if row is None:
        raise NotFoundError
    return row


def demand_latest(session: Session, table: type[Row], school_id: int, number: int) -> None:
    """Raise StaleError when this is not the number of the latest version (0: there is none)."""
    latest = session.scalar(_versions(table, school_id).limit(1).options(defer(table.document)))
    if latest is not None and latest.number != number:
        raise StaleError(version_of(latest))
    if latest is None and number != 0:
        raise NotFoundError


def stamp(row: Row, school_id: int, number: int, author: str, note: str) -> None:
    """Make a row the version of this number, saved now."""
    row.school_id, row.number, row.at, row.author, row.note = school_id, number, now(), author, note


def append_version(
    database: Database,
    owner: str,
    school_id: int,
    row: Row,
    *,
    based_on: int,
    author: str,
    note: str,
    told: Callable[[Row], Told],
) -> Told:
    """Store a row as the version after the one that was edited, 0 for none, and return what is `told` of it.

    Raises NotFoundError, and StaleError when that is not the latest, also when somebody was faster just now.
    """
    table = type(row)
    stamp(row, school_id, based_on + 1, author, note)
    try:
        with database.writing() as session:
            demand_school(session, owner, school_id)
            demand_latest(session, table, school_id, based_on)
            session.add(row)
            session.flush()
            return told(row)
    except OvertakenError:
        with database.reading() as session:
            raise StaleError(told(version_rows(session, table, school_id)[0])) from None
