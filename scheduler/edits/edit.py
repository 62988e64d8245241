"""What one change of a school is: its words, where in the workbook it is made, what it costs the school."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from scheduler.school import School
from scheduler.text import Text


@dataclass(frozen=True)
class Edit:
    """One change of a school that a timetabler would make in its workbook.

    `cost` ranks changes by the trouble they make: 3 for a meeting at another time, 60 for a new person. `sheet` is where
    in the workbook the change is made, `row` the name that the row begins with. Two edits are equal when they say the same.
    """

    kind: str
    cost: int
    sheet: Text
    row: str
    text: Text
    change: Callable[[School], School] = field(compare=False, repr=False)

    def apply(self, school: School) -> School:
        """Return the changed school, checked again. Raises ValueError where the change does not fit it."""
        return self.change(school)

    @property
    def place(self) -> Text:
        """Where in the workbook the change is made."""
        return Text(f"“{self.sheet.zh}”表“{self.row}”", f"sheet {self.sheet.en}, {self.row}")


def changed(school: School, **changes: Any) -> School:
    """Return the school with some fields replaced, checked again."""
    return school.renewed(**changes)


def with_item(school: School, table: str, name: str, **changes: Any) -> School:
    """Return the school with one item of a table (teachers, courses, …), found by its id, changed and checked again."""
    return changed(school, **{table: replaced(getattr(school, table), name, **changes)})


def replaced(items: Iterable[Any], name: str, **changes: Any) -> tuple[Any, ...]:
    """Return items with the one of this id changed."""
    return tuple(item.renewed(**changes) if item.id == name else item for item in items)
