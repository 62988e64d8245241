"""The schools of one owner and all their versions."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, select

from scheduler.school import School
from scheduler.store.database import Database, OvertakenError
from scheduler.store.documents import SCHOOL_FORMAT, read_school_text, school_text
from scheduler.store.errors import StaleError, Version
from scheduler.store.models import SchoolRow, SchoolVersionRow, now
from scheduler.store.rows import demand_latest, demand_school, version_of, version_row, version_rows


@dataclass(frozen=True)
class SchoolEntry:
    """A school in the list: its id, the name in its latest version, and that version."""

    id: int
    name: str
    latest: Version


class Schools:
    """Ensures that an owner sees and changes his own schools alone, and that no version is ever overwritten.

    Every method that is given the id of somebody else's school raises NotFoundError.
    """

    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._owner = owner

    def entries(self) -> list[SchoolEntry]:
        """Return the schools, the one that was saved last first."""
        newest = select(SchoolVersionRow.school_id, func.max(SchoolVersionRow.number).label("number"))
        latest = newest.group_by(SchoolVersionRow.school_id).subquery()
        query = (
            select(SchoolVersionRow)
            .join(SchoolRow, SchoolRow.id == SchoolVersionRow.school_id)
            .join(
                latest,
                (latest.c.school_id == SchoolVersionRow.school_id) & (latest.c.number == SchoolVersionRow.number),
            )
            .where(SchoolRow.owner == self._owner)
            .order_by(SchoolVersionRow.at.desc(), SchoolVersionRow.id.desc())
        )
        with self._database.reading() as session:
            return [SchoolEntry(row.school_id, row.name, version_of(row)) for row in session.scalars(query)]

    def add(self, school: School, *, author: str = "", note: str = "") -> int:
        """Store a new school as its first version; return its id."""
        with self._database.writing() as session:
            row = SchoolRow(owner=self._owner)
            session.add(row)
            session.flush()
            session.add(_version_row(row.id, 1, school, author, note))
            return row.id

    def save(self, school_id: int, school: School, *, based_on: int, author: str = "", note: str = "") -> Version:
        """Store a school as a new version on top of the one that was edited. Raises StaleError when that is not the latest."""
        try:
            with self._database.writing() as session:
                demand_school(session, self._owner, school_id)
                demand_latest(session, SchoolVersionRow, school_id, based_on)
                row = _version_row(school_id, based_on + 1, school, author, note)
                session.add(row)
                session.flush()
                return version_of(row)
        except OvertakenError:
            raise StaleError(self.history(school_id)[0]) from None

    def history(self, school_id: int) -> list[Version]:
        """Return all versions, the latest first."""
        with self._database.reading() as session:
            demand_school(session, self._owner, school_id)
            return [version_of(row) for row in version_rows(session, SchoolVersionRow, school_id)]

    def load(self, school_id: int, number: int | None = None) -> tuple[Version, School]:
        """Return a version, by default the latest. Raises NotFoundError, UnreadableError."""
        with self._database.reading() as session:
            demand_school(session, self._owner, school_id)
            row = version_row(session, SchoolVersionRow, school_id, number)
        return version_of(row), read_school_text(row.document, row.format)

    def go_back(self, school_id: int, number: int, *, based_on: int, author: str = "", note: str = "") -> Version:
        """Store an earlier version again as the latest; those between stay. Raises StaleError as `save` does."""
        return self.save(school_id, self.load(school_id, number)[1], based_on=based_on, author=author, note=note)

    def remove(self, school_id: int) -> None:
        """Remove a school with all its versions, plans and runs: the right of those whose names are in it."""
        with self._database.writing() as session:
            demand_school(session, self._owner, school_id)
            session.execute(delete(SchoolRow).where(SchoolRow.id == school_id))


def _version_row(school_id: int, number: int, school: School, author: str, note: str) -> SchoolVersionRow:
    return SchoolVersionRow(
        school_id=school_id,
        number=number,
        at=now(),
        author=author,
        note=note,
        document=school_text(school),
        name=school.name,
        format=SCHOOL_FORMAT,
    )
