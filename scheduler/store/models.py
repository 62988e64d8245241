"""The tables. Every change here needs a migration in `migrations/versions/`."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, LargeBinary, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Packed(TypeDecorator[str]):
    """A long text, compressed: a school of 36 classes takes 12 KB instead of 140."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Return what is stored."""
        return None if value is None else zlib.compress(value.encode(), 1)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """Return what was given."""
        return None if value is None else zlib.decompress(value).decode()


class UtcTime(TypeDecorator[datetime]):
    """A moment, aware of its time zone also where the database is not (SQLite)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcTime}  # noqa: RUF012 (as SQLAlchemy wants it)


class SchoolRow(Base):
    """A school of somebody."""

    __tablename__ = "schools"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)


class VersionRow:
    """What every version has. `number` counts from 1 within the school: no two writers get the same."""

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"))
    number: Mapped[int]
    at: Mapped[datetime]
    author: Mapped[str]
    note: Mapped[str]
    document: Mapped[str] = mapped_column(Packed)


class SchoolVersionRow(VersionRow, Base):
    """A school as it was at some time, with the format of its document."""

    __tablename__ = "school_versions"
    __table_args__ = (UniqueConstraint("school_id", "number"),)

    name: Mapped[str]
    format: Mapped[int]


class PlanVersionRow(VersionRow, Base):
    """A plan for some version of the school, as `plan.json`; `cost` and `compliant` are its audit's."""

    __tablename__ = "plan_versions"
    __table_args__ = (UniqueConstraint("school_id", "number"),)

    school_number: Mapped[int]
    cost: Mapped[int]
    compliant: Mapped[bool]
    bound: Mapped[int | None]


class RunRow(Base):
    """A run of the solver for a version of a school, in a process of its own, which writes `heartbeat` every second; pages set `stop`."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), index=True)
    school_number: Mapped[int]
    plan_number: Mapped[int]
    author: Mapped[str]
    note: Mapped[str]
    task: Mapped[str]
    seconds: Mapped[float]
    workers: Mapped[int | None]
    seed: Mapped[int]
    status: Mapped[str]
    pid: Mapped[int | None]
    started: Mapped[datetime]
    heartbeat: Mapped[datetime]
    ended: Mapped[datetime | None]
    stop: Mapped[bool]
    elapsed: Mapped[float]
    cost: Mapped[int | None]
    bound: Mapped[int]
    plans: Mapped[int]
    best: Mapped[str | None] = mapped_column(Packed)
    outcome: Mapped[str | None] = mapped_column(Packed)
    saved_as: Mapped[int | None]
    failure: Mapped[str]


class ProgressRow(Base):
    """What a run had reached after some seconds; `by_rule` where a plan was audited since the step before."""

    __tablename__ = "run_progress"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seconds: Mapped[float]
    cost: Mapped[int | None]
    bound: Mapped[int]
    plans: Mapped[int]
    by_rule: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
