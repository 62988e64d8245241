"""The versions of the plan of each school of one owner."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from constraints.audit import Report
from scheduler.export.document import plan_document
from scheduler.export.fairness import NOTHING_PROVEN, RangeBounds
from scheduler.plan import Plan
from scheduler.plan.adopt import adopted
from scheduler.plan.changes import Change, changes
from scheduler.plan.document import PlanDocument
from scheduler.school import School
from scheduler.store.database import Database
from scheduler.store.documents import read_school_text
from scheduler.store.errors import (
    NotFoundError,
    UnreadableError,
    Version,
    plan_version_text,
    school_version_text,
)
from scheduler.store.models import PlanVersionRow, SchoolVersionRow
from scheduler.store.rows import append_version, demand_school, version_of, version_row, version_rows
from scheduler.workbook.plan.json import plan_of_document


@dataclass(frozen=True)
class PlanVersion(Version):
    """A version of a plan, for the version `school_number` of the school; cost and compliance are its audit's.

    None stands for what is damaged in the database; of `bound` also for nothing proven.
    """

    school_number: int | None
    cost: int | None
    compliant: bool | None
    bound: int | None


@dataclass(frozen=True)
class StoredPlan:
    """A version of a plan with the school that it was made for and its `plan.json`."""

    version: PlanVersion
    school: School
    plan: Plan
    document: PlanDocument


class Plans:
    """Ensures that an owner sees and changes the plans of his own schools alone, and that no version is ever overwritten.

    Every method that is given the id of somebody else's school raises NotFoundError.
    """

    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._owner = owner

    def save(
        self,
        school_id: int,
        report: Report,
        *,
        school_number: int,
        based_on: int,
        author: str = "",
        note: str = "",
        bound: int | None = None,
        seconds: float | None = None,
        ranges: RangeBounds = NOTHING_PROVEN,
    ) -> PlanVersion:
        """Store an audited plan of a version of the school on top of the version that was edited, 0 for none.

        Raises StaleError when that is not the latest, and NotFoundError where the school has no such version.
        """
        text = plan_document(report, bound=bound, seconds=seconds, ranges=ranges).model_dump_json()
        with self._database.reading() as session:
            demand_school(session, self._owner, school_id)
            version_row(session, SchoolVersionRow, school_id, school_number)
        row = PlanVersionRow(
            school_number=school_number, cost=report.cost, compliant=report.compliant, bound=bound, document=text
        )
        return self._append(school_id, row, based_on, author, note)

    def history(self, school_id: int) -> list[PlanVersion]:
        """Return all versions, the latest first."""
        with self._database.reading() as session:
            demand_school(session, self._owner, school_id)
            return [_version(row) for row in version_rows(session, PlanVersionRow, school_id)]

    def load(self, school_id: int, number: int | None = None) -> StoredPlan:
        """Return a version, by default the latest. Raises NotFoundError, UnreadableError."""
        row, school_row = self._rows(school_id, number)
        what = plan_version_text(school_id, row.number)
        school = read_school_text(
            school_row.document, school_row.format, school_version_text(school_id, school_row.number)
        )
        try:
            document = PlanDocument.model_validate_json(row.document or "")
        except ValidationError:
            raise UnreadableError(what) from None
        reading = plan_of_document(document, school)
        if (
            reading.plan is None or reading.problems
        ):  # it was stored for this very school, which knows all that is in it
            raise UnreadableError(what)
        return StoredPlan(_version(row), school, reading.plan, document)

    def go_back(
        self, school_id: int, number: int, *, based_on: int, author: str = "", note: str = "", stepping: bool = False
    ) -> PlanVersion:
        """Store an earlier version again as the latest; those between stay. Raises StaleError as `save` does.

        `stepping` notes that a step was undone or done again, so that it is not taken for a step of its own.
        """
        self.load(school_id, number)  # what cannot be read is not the latest again
        old, _ = self._rows(school_id, number)
        row = PlanVersionRow(
            school_number=old.school_number,
            cost=old.cost,
            compliant=old.compliant,
            bound=old.bound,
            document=old.document,
            stands_for=number if stepping else None,
        )
        return self._append(school_id, row, based_on, author, note)

    def compare(self, school_id: int, old: int, new: int) -> tuple[Change, ...]:
        """Return how a version differs from an older one, in the words of the school of the newer."""
        before, after = self.load(school_id, old), self.load(school_id, new)
        plan = before.plan if before.school == after.school else adopted(after.school, before.plan)
        return changes(after.school, plan, after.plan)

    def _append(self, school_id: int, row: PlanVersionRow, based_on: int, author: str, note: str) -> PlanVersion:
        return append_version(
            self._database, self._owner, school_id, row, based_on=based_on, author=author, note=note, told=_version
        )

    def _rows(self, school_id: int, number: int | None) -> tuple[PlanVersionRow, SchoolVersionRow]:
        with self._database.reading() as session:
            demand_school(session, self._owner, school_id)
            row = version_row(session, PlanVersionRow, school_id, number)
            what = plan_version_text(school_id, row.number)
            if row.school_number is None:
                raise UnreadableError(what)
            try:
                return row, version_row(session, SchoolVersionRow, school_id, row.school_number)
            except NotFoundError:
                raise UnreadableError(what) from None


def _version(row: PlanVersionRow) -> PlanVersion:
    return PlanVersion(**vars(version_of(row)), **{name: getattr(row, name) for name in _OF_PLANS})


_OF_PLANS = ("school_number", "cost", "compliant", "bound")
