"""How figures of the bureau's report are taken from a school's summary, and how several things are written in one cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from scheduler.district.book.page import Known
from scheduler.district.report import SchoolEntry
from scheduler.district.summary import SchoolSummary
from scheduler.text import Text, grade_name

T = TypeVar("T")
NONE = Text("无", "none")


def of(part: Callable[[SchoolSummary], T | None], value: Callable[[T], Known]) -> Callable[[SchoolEntry], Known | None]:
    """Return a figure of a part of a summary; not known where the part is not."""

    def found(school: SchoolEntry) -> Known | None:
        known = None if school.summary is None else part(school.summary)
        return None if known is None else value(known)

    return found


def where(part: Callable[[SchoolSummary], T | None], bad: Callable[[T], bool]) -> Callable[[SchoolEntry], bool]:
    """Return what tells whether a part of a summary is bad; one that is not known is not."""

    def found(school: SchoolEntry) -> bool:
        known = None if school.summary is None else part(school.summary)
        return known is not None and bad(known)

    return found


def listed(items: Iterable[Text]) -> Text:
    """Return some sentences as one; a word for nothing where there are none."""
    found = list(items)
    return Text("；".join(item.zh for item in found), "; ".join(item.en for item in found)) if found else NONE


def grade_text(grade: int) -> Text:
    """Return what a grade is called: 三年级."""
    return Text(f"{grade_name(grade)}年级", f"G{grade}")
