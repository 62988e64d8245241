"""What was assumed of the schools of one owner: how their workbooks were understood, and what was filled in as usual."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.store.database import Database
from scheduler.store.errors import UnreadableError
from scheduler.store.models import AssumptionsRow
from scheduler.store.rows import demand_school
from scheduler.text import Text


@dataclass(frozen=True)
class Assumption:
    """Something that the school has not said itself. `number` is the version of the school from which on it holds.

    `sheet` is the key of the sheet that was filled in with `rows` of the usual, each as it was said; '' for what was
    understood while a workbook was read. It is `checked` once somebody has said that it is right.
    """

    number: int
    text: Text
    sheet: str = ""
    rows: tuple[str, ...] = ()
    checked: bool = False


_DOCUMENT: TypeAdapter[tuple[Assumption, ...]] = TypeAdapter(tuple[Assumption, ...])


class Assumptions:
    """Ensures that an owner sees and changes what was assumed of his own schools alone.

    Every method that is given the id of somebody else's school raises NotFoundError.
    """

    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._owner = owner

    def of(self, school_id: int, number: int) -> tuple[Assumption, ...]:
        """Return what is assumed in a version of a school, the earliest first. Raises UnreadableError where that is damaged."""
        with self._database.reading() as session:
            demand_school(session, self._owner, school_id)
            found = _assumed(_row(session, school_id))
        if found is None:
            what = Text(
                f"学校（编号 {school_id}）的默认和常用安排清单", f"The list of what is assumed of school {school_id}"
            )
            raise UnreadableError(what)
        return tuple(each for each in found if each.number <= number)

    def add(self, school_id: int, assumed: Sequence[Assumption]) -> None:
        """Add to what is assumed; of a sheet what nobody has checked yet stays beside it, of the same words the latest counts."""

        def change(before: tuple[Assumption, ...]) -> tuple[Assumption, ...]:
            found = {each.sheet or each.text.zh: each for each in before}
            for each in assumed:
                name = each.sheet or each.text.zh
                known = found.pop(name, None)
                rows = known.rows if known is not None and not known.checked else ()
                found[name] = replace(each, rows=tuple(dict.fromkeys((*rows, *each.rows))))
            return tuple(found.values())

        self._change(school_id, change)

    def check(self, school_id: int, text: Text) -> None:
        """Say of something assumed that it is right."""

        def change(before: tuple[Assumption, ...]) -> tuple[Assumption, ...]:
            return tuple(replace(each, checked=True) if each.text == text else each for each in before)

        self._change(school_id, change)

    def _change(self, school_id: int, change: Callable[[tuple[Assumption, ...]], tuple[Assumption, ...]]) -> None:
        with self._database.writing() as session:
            demand_school(session, self._owner, school_id, lock=True)
            row = _row(session, school_id)
            document = _DOCUMENT.dump_json(change(_assumed(row) or ())).decode()
            if row is None:
                session.add(AssumptionsRow(school_id=school_id, document=document))
            else:
                row.document = document


def _row(session: Session, school_id: int) -> AssumptionsRow | None:
    return session.scalar(select(AssumptionsRow).where(AssumptionsRow.school_id == school_id))


def _assumed(row: AssumptionsRow | None) -> tuple[Assumption, ...] | None:
    """Return what a row says, None where it is damaged."""
    try:
        return _DOCUMENT.validate_json(row.document or "") if row is not None else ()
    except ValidationError:
        return None
