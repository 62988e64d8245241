"""The schools of one owner and all their versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import defer

from scheduler.school import School
from scheduler.store.database import Database
from scheduler.store.documents import SCHOOL_FORMAT, read_school_text, school_text
from scheduler.store.errors import UnreadableError, Version, school_version_text
from scheduler.store.models import SchoolRow, SchoolVersionRow
from scheduler.store.rows import (
    append_version,
    demand_school,
    sound_number,
    stamp,
    version_of,
    version_row,
    version_rows,
)

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class SchoolEntry:
    """A school in the list: its id, the name in its latest version, and that version; '' and None where it has none left.

    It is `current` where it is this term's; `file` is the name of the workbook that it was read from last.
    """

    id: int
    name: str
    latest: Version | None
    current: bool = False
    file: str = ""


class Schools:
    """Ensures that an owner sees and changes his own schools alone, and that no version is ever overwritten.

    Every method that is given the id of somebody else's school raises NotFoundError.
    """

    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._owner = owner

    def entries(self) -> list[SchoolEntry]:
        """Return the schools, the one that was saved last first; damaged ones too, last where that is not known."""
        numbers = select(SchoolVersionRow.school_id, func.max(SchoolVersionRow.number).label("number"))
        latest = numbers.where(sound_number(SchoolVersionRow.number)).group_by(SchoolVersionRow.school_id).subquery()
        its_row = (SchoolVersionRow.school_id == SchoolRow.id) & (SchoolVersionRow.number == latest.c.number)
        query = (
            select(SchoolRow, SchoolVersionRow)
            .outerjoin(latest, latest.c.school_id == SchoolRow.id)
            .outerjoin(SchoolVersionRow, its_row)
            .where(SchoolRow.owner == self._owner)
            .order_by(SchoolVersionRow.id.desc())
            .options(defer(SchoolVersionRow.document))
        )
        with self._database.reading() as session:
            found = [_entry(school, row) for school, row in session.execute(query)]
        return sorted(found, key=lambda entry: (entry.latest and entry.latest.at) or LONG_AGO, reverse=True)

    def add(self, school: School, *, author: str = "", note: str = "") -> int:
        """Store a new school as its first version; return its id."""
        first = _version_row(school)
        with self._database.writing() as session:
            row = SchoolRow(owner=self._owner)
            session.add(row)
            session.flush()
            stamp(first, row.id, 1, author, note)
            session.add(first)
            return row.id

    def save(self, school_id: int, school: School, *, based_on: int, author: str = "", note: str = "") -> Version:
        """Store a school as a new version on top of the one that was edited. Raises StaleError when that is not the latest."""
        return self._append(school_id, _version_row(school), based_on, author, note)

    def history(self, school_id: int) -> list[Version]:
        """Return all versions, the latest first. Raises UnreadableError where none is left."""
        with self._database.reading() as session:
            demand_school(session, self._owner, school_id)
            found = [version_of(row) for row in version_rows(session, SchoolVersionRow, school_id)]
        if not found:
            raise UnreadableError(school_version_text(school_id, 1))
        return found

    def load(self, school_id: int, number: int | None = None) -> tuple[Version, School]:
        """Return a version, by default the latest. Raises NotFoundError, UnreadableError."""
        with self._database.reading() as session:
            demand_school(session, self._owner, school_id)
            row = version_row(session, SchoolVersionRow, school_id, number)
        what = school_version_text(school_id, row.number)
        return version_of(row), read_school_text(row.document, row.format, what)

    def go_back(
        self, school_id: int, number: int, *, based_on: int, author: str = "", note: str = "", stepping: bool = False
    ) -> Version:
        """Store an earlier version again as the latest; those between stay. Raises StaleError as `save` does.

        `stepping` notes that a step was undone or done again, so that it is not taken for a step of its own.
        """
        row = _version_row(self.load(school_id, number)[1])
        row.stands_for = number if stepping else None
        return self._append(school_id, row, based_on, author, note)

    def make_current(self, school_id: int) -> None:
        """Make a school this term's, and no other."""
        with self._database.writing() as session:
            demand_school(session, self._owner, school_id)
            for row in session.scalars(select(SchoolRow).where(SchoolRow.owner == self._owner)):
                row.current = row.id == school_id

    def came_from(self, school_id: int, file: str) -> None:
        """Keep the name of the workbook that a school was read from, so that it is known again."""
        with self._database.writing() as session:
            demand_school(session, self._owner, school_id).file = file

    def remove(self, school_id: int) -> None:
        """Remove a school with all its versions, plans and runs: the right of those whose names are in it."""
        with self._database.writing() as session:
            demand_school(session, self._owner, school_id)
            session.execute(delete(SchoolRow).where(SchoolRow.id == school_id))

    def _append(self, school_id: int, row: SchoolVersionRow, based_on: int, author: str, note: str) -> Version:
        return append_version(
            self._database, self._owner, school_id, row, based_on=based_on, author=author, note=note, told=version_of
        )


def _entry(school: SchoolRow, row: SchoolVersionRow | None) -> SchoolEntry:
    name, latest = ("", None) if row is None else (row.name, version_of(row))
    return SchoolEntry(school.id, name, latest, school.current is True, school.file)


def _version_row(school: School) -> SchoolVersionRow:
    return SchoolVersionRow(document=school_text(school), name=school.name, format=SCHOOL_FORMAT)
