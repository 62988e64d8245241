"""What a batch tells while it runs."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.district.job import Step
from scheduler.district.nouns import SchoolResult
from scheduler.district.schools import SchoolFile


class Listener:
    """What is told while a batch runs, in the thread that called it; does nothing by itself."""

    def reading(self, done: int, schools: int) -> None:
        """So many of the schools' workbooks were read, to see who shares teachers."""

    def queued(self, schools: Sequence[SchoolFile]) -> None:
        """These schools are to be planned, in this order."""

    def known(self, school: SchoolFile, result: SchoolResult) -> None:
        """What came of a school before stands."""

    def begun(self, school: SchoolFile) -> None:
        """A worker has begun with a school: its first step is known."""

    def step(self, school: SchoolFile, step: Step) -> None:
        """The search of a school has got further."""

    def done(self, school: SchoolFile, result: SchoolResult) -> None:
        """What came of a school is on disk."""

    def look(self, slots: int) -> None:
        """Some time has passed; so many schools can be planned at once now."""

    def unwritable(self, error: OSError) -> None:
        """A result cannot be written at the moment; it is tried again."""
