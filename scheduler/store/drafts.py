"""Workbooks of one owner that are being mended: each as it was uploaded, with all that was typed and answered since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from scheduler.store.database import Database
from scheduler.store.errors import NotFoundError, UnreadableError
from scheduler.store.models import DraftRow, now
from scheduler.text import Text


@dataclass(frozen=True)
class Typed:
    """What was typed into a cell of a sheet; an empty text clears it."""

    sheet: str
    cell: str
    text: str


@dataclass(frozen=True)
class Answered:
    """What was answered of a text that the workbook leaves uncertain."""

    written: str
    means: str


Mending = Typed | Answered
_STEPS: TypeAdapter[tuple[tuple[Mending, ...], ...]] = TypeAdapter(tuple[tuple[Mending, ...], ...])


@dataclass(frozen=True)
class DraftEntry:
    """A draft in the list: its id, the name of its file, when it was changed last."""

    id: int
    name: str
    at: datetime | None


@dataclass(frozen=True)
class Draft:
    """A workbook as it was uploaded; `steps` is what was done to it, each of one or more cells and answers."""

    id: int
    name: str
    data: bytes
    steps: tuple[tuple[Mending, ...], ...] = ()

    @property
    def mends(self) -> dict[tuple[str, str], str]:
        """What stands in the cells that were mended."""
        return {(each.sheet, each.cell): each.text for step in self.steps for each in step if isinstance(each, Typed)}

    @property
    def answers(self) -> dict[str, str]:
        """What was answered."""
        return {each.written: each.means for step in self.steps for each in step if isinstance(each, Answered)}


class Drafts:
    """Ensures that an owner sees and changes his own drafts alone.

    Every method that is given the id of somebody else's draft raises NotFoundError.
    """

    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._owner = owner

    def entries(self) -> list[DraftEntry]:
        """Return the drafts, the latest first."""
        query = select(DraftRow).where(DraftRow.owner == self._owner).order_by(DraftRow.id.desc())
        with self._database.reading() as session:
            rows = session.scalars(query.options(defer(DraftRow.data), defer(DraftRow.steps)))
            return [DraftEntry(row.id, row.name, row.at) for row in rows]

    def add(self, name: str, data: bytes) -> int:
        """Keep a workbook; return its id."""
        with self._database.writing() as session:
            row = DraftRow(owner=self._owner, name=name, at=now(), data=data, steps="[]")
            session.add(row)
            session.flush()
            return row.id

    def load(self, draft_id: int) -> Draft:
        """Return a draft. Raises NotFoundError, UnreadableError."""
        with self._database.reading() as session:
            row = self._demand(session, draft_id)
            name, data, steps = row.name, row.data, row.steps
        try:
            if data is None:
                raise ValueError
            return Draft(draft_id, name, data, _STEPS.validate_json(steps or ""))
        except (ValidationError, ValueError):
            what = Text(f"未完成的工作簿（编号 {draft_id}）", f"the unfinished workbook (number {draft_id})")
            raise UnreadableError(what) from None

    def save(self, draft: Draft) -> None:
        """Keep what was done to a draft."""
        with self._database.writing() as session:
            row = self._demand(session, draft.id)
            row.steps, row.at = _STEPS.dump_json(draft.steps).decode(), now()

    def remove(self, draft_id: int) -> None:
        """Remove a draft with its workbook."""
        with self._database.writing() as session:
            session.delete(self._demand(session, draft_id))

    def _demand(self, session: Session, draft_id: int) -> DraftRow:
        row = session.scalar(select(DraftRow).where(DraftRow.id == draft_id, DraftRow.owner == self._owner))
        if row is None:
            raise NotFoundError
        return row
