"""The wishes of the pupils of each school of one owner, with every version of the allocation made for them.

They hold names of children, and leave the store with their school.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ValidationError

from scheduler.allocation import Allocation, Wishes
from scheduler.store.database import Database
from scheduler.store.errors import NotFoundError, UnreadableError, Version, allocation_version_text
from scheduler.store.models import AllocationVersionRow
from scheduler.store.rows import append_version, demand_school, version_of, version_row, version_rows


class _Document(BaseModel):
    wishes: Wishes
    allocation: Allocation


@dataclass(frozen=True)
class StoredAllocation:
    """A version of an allocation with the wishes that it was made for."""

    version: Version
    wishes: Wishes
    allocation: Allocation


class Allocations:
    """Ensures that an owner sees and changes the allocations of his own schools alone, and that no version is ever overwritten.

    Every method that is given the id of somebody else's school raises NotFoundError.
    """

    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._owner = owner

    def save(
        self,
        school_id: int,
        wishes: Wishes,
        allocation: Allocation,
        *,
        based_on: int,
        author: str = "",
        note: str = "",
    ) -> Version:
        """Store an allocation on top of the version that was edited, 0 for none. Raises StaleError when that is not the latest."""
        row = AllocationVersionRow(document=_Document(wishes=wishes, allocation=allocation).model_dump_json())
        return append_version(
            self._database, self._owner, school_id, row, based_on=based_on, author=author, note=note, told=version_of
        )

    def history(self, school_id: int) -> list[Version]:
        """Return all versions, the latest first."""
        with self._database.reading() as session:
            demand_school(session, self._owner, school_id)
            return [version_of(row) for row in version_rows(session, AllocationVersionRow, school_id)]

    def load(self, school_id: int, number: int | None = None) -> StoredAllocation:
        """Return a version, by default the latest. Raises NotFoundError, UnreadableError."""
        with self._database.reading() as session:
            demand_school(session, self._owner, school_id)
            row = version_row(session, AllocationVersionRow, school_id, number)
        try:
            document = _Document.model_validate_json(row.document or "")
        except ValidationError:
            raise UnreadableError(allocation_version_text(school_id, row.number)) from None
        return StoredAllocation(version_of(row), document.wishes, document.allocation)

    def latest(self, school_id: int) -> StoredAllocation | None:
        """Return the latest version; None where there is none."""
        try:
            return self.load(school_id)
        except NotFoundError:
            return None
