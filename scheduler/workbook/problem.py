"""What is wrong with a workbook, and what was assumed while reading it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from scheduler.text import Text


class Problem(NamedTuple):
    """One thing to correct. `cell` is such as `C7`, or empty when it is about a whole sheet or file.

    An error keeps the school from being read; a warning does not. `candidates` are the names that `value` may stand for.
    """

    severity: Literal["error", "warning"]
    sheet: str
    cell: str
    value: str
    text: Text
    cure: Text
    candidates: tuple[str, ...] = ()


class Note(NamedTuple):
    """Something that the reader assumed because the workbook does not say it."""

    text: Text
