"""The tables. Every change here needs a migration in `migrations/versions/`."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from math import isfinite
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    Boolean,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


UNREADABLE = "\N{REPLACEMENT CHARACTER}"
"""Stands where a text in the database is none."""
EARLIEST, LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)

Value = TypeVar("Value")


class Sound(TypeDecorator[Value]):
    """A column of which a damaged value reads as None, so that it spoils neither its row nor the list in which it stands.

    SQLite keeps whatever was written into a column. Who needs the value asks whether it is there.
    """

    def is_sound(self, value: object) -> bool:
        """Tell whether what was read is what the column is for."""
        raise NotImplementedError

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Value | None]:
        """Return what reads a value that the database gave."""
        read = super().result_processor(dialect, coltype) or (lambda given: given)

        def sound(given: object) -> Value | None:
            try:
                value = read(given)
            except (ValueError, TypeError, OverflowError, zlib.error):
                return None
            return value if self.is_sound(value) else None

        return sound


class Packed(Sound[str]):
    """A long text, compressed: a school of 36 classes takes 12 KB instead of 140."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Return what is stored."""
        return None if value is None else zlib.compress(value.encode(), 1)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """Return what was given; an empty text for what is damaged, which no document is."""
        try:
            return None if value is None else zlib.decompress(value).decode()
        except (ValueError, TypeError, zlib.error):
            return ""

    def is_sound(self, value: object) -> bool:
        """Tell whether it is a text."""
        return isinstance(value, str)


class Blob(Sound[bytes]):
    """A file as it is."""

    impl = LargeBinary
    cache_ok = True

    def is_sound(self, value: object) -> bool:
        """Tell whether it is bytes."""
        return isinstance(value, bytes)


class UtcTime(Sound[datetime]):
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

    def is_sound(self, value: object) -> bool:
        """Tell whether it is a moment that every time zone can say."""
        return isinstance(value, datetime) and EARLIEST < value < LATEST


class Words(Sound[str]):
    """A text for people. One that is damaged is kept as far as it can be read, the rest marked."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """Return the text."""
        if isinstance(value, bytes):
            return value.decode(errors="replace") or UNREADABLE
        return UNREADABLE if value is None else str(value)

    def is_sound(self, value: object) -> bool:
        """Tell whether it is a text."""
        return isinstance(value, str)


class Whole(Sound[int]):
    """A whole number."""

    impl = Integer
    cache_ok = True

    def is_sound(self, value: object) -> bool:
        """Tell whether it is a whole number."""
        return isinstance(value, int)


class Number(Sound[float]):
    """A number that is neither endless nor none."""

    impl = Float
    cache_ok = True

    def is_sound(self, value: object) -> bool:
        """Tell whether it is such a number."""
        return isinstance(value, int | float) and isfinite(value)


class YesNo(Sound[bool]):
    """Yes or no. SQLite has 0 and 1 for them; SQLAlchemy would take anything else for yes."""

    impl = Boolean
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], bool | None]:
        """Return what reads a value that the database gave."""
        return lambda given: bool(given) if given in (0, 1) else None

    def is_sound(self, value: object) -> bool:
        """Tell whether it is one of them."""
        return isinstance(value, bool)


class CostByRule(Sound[dict[str, int]]):
    """What each rule costs, by its id."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def is_sound(self, value: object) -> bool:
        """Tell whether it is that."""
        return isinstance(value, dict) and all(isinstance(each, int) for each in value.values())


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 (as SQLAlchemy wants it)
        datetime: UtcTime,
        str: Words,
        int: Whole,
        float: Number,
        bool: YesNo,
        dict[str, int]: CostByRule,
    }


class SchoolRow(Base):
    """A school of somebody; `current` is the one of this term, `file` the name of the workbook that it was read from last."""

    __tablename__ = "schools"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    current: Mapped[bool | None]
    file: Mapped[str] = mapped_column(default="", server_default="")


class DraftRow(Base):
    """A workbook of somebody that is being mended: the file as it was uploaded, and what was done to it since."""

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    at: Mapped[datetime]
    data: Mapped[bytes] = mapped_column(Blob)
    steps: Mapped[str] = mapped_column(Packed)


class AssumptionsRow(Base):
    """What was assumed of a school."""

    __tablename__ = "assumptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), unique=True)
    document: Mapped[str] = mapped_column(Packed)


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
    """A school as it was at some time, with the format of its document; `stands_for` is the version that an undone step led back to."""

    __tablename__ = "school_versions"
    __table_args__ = (UniqueConstraint("school_id", "number"),)

    name: Mapped[str]
    format: Mapped[int]
    stands_for: Mapped[int | None]


class PlanVersionRow(VersionRow, Base):
    """A plan for some version of the school, as `plan.json`; `cost` and `compliant` are its audit's, `stands_for` as for schools."""

    __tablename__ = "plan_versions"
    __table_args__ = (UniqueConstraint("school_id", "number"),)

    school_number: Mapped[int]
    cost: Mapped[int]
    compliant: Mapped[bool]
    bound: Mapped[int | None]
    stands_for: Mapped[int | None]


class AllocationVersionRow(VersionRow, Base):
    """The wishes of pupils with an allocation of clubs: names of children, which go with their school."""

    __tablename__ = "allocation_versions"
    __table_args__ = (UniqueConstraint("school_id", "number"),)


class TermVersionRow(VersionRow, Base):
    """A term of a school: its calendar, absences and changes, and which versions of school and plan hold from which day on."""

    __tablename__ = "term_versions"
    __table_args__ = (UniqueConstraint("school_id", "number"),)


class PublicationRow(Base):
    """What of a school teachers and parents may see: nothing unless `open`, else one version of the plan. `key` signs its links."""

    __tablename__ = "publications"
    __table_args__ = (UniqueConstraint("school_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"))
    open: Mapped[bool]
    plan_number: Mapped[int]
    key: Mapped[str]
    at: Mapped[datetime]
    author: Mapped[str]


class LinkRow(Base):
    """A link to the page of a reader. It stays when it is `withdrawn`, so that no other link is ever its like."""

    __tablename__ = "links"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), index=True)
    audience: Mapped[str]
    who: Mapped[str]
    withdrawn: Mapped[bool]


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
    by_rule: Mapped[dict[str, int] | None]
