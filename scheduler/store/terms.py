"""The term of each school of one owner: every version of its calendar, its absences and changes.

A version names the versions of school and plan that hold from each day on, which are never overwritten: what was held in the past
stays what it was, whatever is planned anew.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Self

from pydantic import Field, ValidationError

from scheduler.plan.adopt import adopted
from scheduler.school.base import FrozenModel
from scheduler.store.database import Database
from scheduler.store.errors import NotFoundError, UnreadableError, Version, term_version_text
from scheduler.store.models import PlanVersionRow, SchoolVersionRow, TermVersionRow
from scheduler.store.plans import Plans
from scheduler.store.rows import append_version, demand_school, version_of, version_row, version_rows
from scheduler.store.schools import Schools
from scheduler.term.calendar import Calendar
from scheduler.term.nouns import Absence, Change, Edition, Term


class EditionMark(FrozenModel):
    """Which version of the school and which of its plan hold from a day on."""

    first: datetime.date
    school_number: int = Field(ge=1)
    plan_number: int = Field(ge=1)


class TermRecord(FrozenModel):
    """A term as it is stored: as `Term`, but with the numbers of versions for its editions."""

    calendar: Calendar
    editions: tuple[EditionMark, ...] = Field(min_length=1)
    absences: tuple[Absence, ...] = ()
    changes: tuple[Change, ...] = ()

    def with_events(self, term: Term) -> Self:
        """Return it with the calendar, absences and changes of a term."""
        return self.renewed(calendar=term.calendar, absences=term.absences, changes=term.changes)


@dataclass(frozen=True)
class StoredTerm:
    """A version of a term: as it is stored, and with the schools and plans that it names."""

    version: Version
    record: TermRecord
    term: Term


class Terms:
    """Ensures that an owner sees and changes the terms of his own schools alone, and that no version is ever overwritten.

    Every method that is given the id of somebody else's school raises NotFoundError.
    """

    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._owner = owner

    def save(self, school_id: int, record: TermRecord, *, based_on: int, author: str = "", note: str = "") -> Version:
        """Store a term on top of the version that was edited, 0 for none.

        Raises StaleError when that is not the latest, NotFoundError where the school has not the versions that it names.
        """
        with self._database.reading() as session:
            demand_school(session, self._owner, school_id)
            for mark in record.editions:
                version_row(session, SchoolVersionRow, school_id, mark.school_number)
                version_row(session, PlanVersionRow, school_id, mark.plan_number)
        row = TermVersionRow(document=record.model_dump_json())
        return append_version(
            self._database, self._owner, school_id, row, based_on=based_on, author=author, note=note, told=version_of
        )

    def history(self, school_id: int) -> list[Version]:
        """Return all versions, the latest first."""
        with self._database.reading() as session:
            demand_school(session, self._owner, school_id)
            return [version_of(row) for row in version_rows(session, TermVersionRow, school_id)]

    def load(self, school_id: int, number: int | None = None) -> StoredTerm:
        """Return a version, by default the latest. Raises NotFoundError; UnreadableError also where a version of the school or
        the plan that it names is damaged."""
        with self._database.reading() as session:
            demand_school(session, self._owner, school_id)
            row = version_row(session, TermVersionRow, school_id, number)
        what = term_version_text(school_id, row.number)
        try:
            record = TermRecord.model_validate_json(row.document or "")
        except ValidationError:
            raise UnreadableError(what) from None
        try:
            term = self.term_of(school_id, record)
        except (NotFoundError, ValidationError):
            raise UnreadableError(what) from None
        return StoredTerm(version_of(row), record, term)

    def latest(self, school_id: int) -> StoredTerm | None:
        """Return the latest version; None where there is none."""
        try:
            return self.load(school_id)
        except NotFoundError:
            return None

    def go_back(self, school_id: int, number: int, *, based_on: int, author: str = "", note: str = "") -> Version:
        """Store an earlier version again as the latest; those between stay. Raises StaleError as `save` does."""
        record = self.load(school_id, number).record
        return self.save(school_id, record, based_on=based_on, author=author, note=note)

    def term_of(self, school_id: int, record: TermRecord) -> Term:
        """Return a term with the schools and plans that it names. Raises StoreError, and ValueError where these do not fit."""
        editions = tuple(self._edition(school_id, mark) for mark in record.editions)
        return Term(calendar=record.calendar, editions=editions, absences=record.absences, changes=record.changes)

    def _edition(self, school_id: int, mark: EditionMark) -> Edition:
        stored = Plans(self._database, self._owner).load(school_id, mark.plan_number)
        if stored.version.school_number == mark.school_number:
            return Edition(first=mark.first, school=stored.school, plan=stored.plan)
        school = Schools(self._database, self._owner).load(school_id, mark.school_number)[1]
        return Edition(first=mark.first, school=school, plan=adopted(school, stored.plan))
