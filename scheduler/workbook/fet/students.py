"""The students of a file of FET: years, groups and subgroups overlap; what their smallest parts are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from scheduler.workbook.fet.file import FetStudents


class Sets:
    """Who is in each year, group and subgroup: its smallest parts (a set without parts is its own)."""

    def __init__(self, years: Iterable[FetStudents]) -> None:
        self.years = tuple(years)
        self.parts: dict[str, frozenset[str]] = {}
        self.pupils: dict[str, int] = {}
        for year in self.years:
            self._add(year)

    def _add(self, item: FetStudents) -> frozenset[str]:
        within = frozenset().union(*(self._add(part) for part in item.parts)) if item.parts else frozenset({item.name})
        self.parts[item.name] = self.parts.get(item.name, frozenset()) | within
        self.pupils[item.name] = max(item.pupils, self.pupils.get(item.name, 0))
        return self.parts[item.name]

    @cached_property
    def year_of(self) -> dict[str, int]:
        """The position of the first year that each smallest part is in."""
        found: dict[str, int] = {}
        for number, year in enumerate(self.years):
            for part in sorted(self.parts[year.name]):
                found.setdefault(part, number)
        return found

    def named_within(self, name: str) -> list[str]:
        """Return the sets that lie within a set, the largest first."""
        whole = self.parts.get(name, frozenset())
        within = [other for other, parts in self.parts.items() if parts <= whole]
        return sorted(within, key=lambda other: (-len(self.parts[other]), other))
