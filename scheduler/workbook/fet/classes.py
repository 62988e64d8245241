"""The classes of a file of FET: students who do everything together, whatever years, groups and subgroups they are listed in."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from scheduler.school import SchoolClass
from scheduler.text import Text
from scheduler.workbook.fet.bells import SCHEDULE
from scheduler.workbook.fet.file import FetActivity, FetFile
from scheduler.workbook.fet.ledger import Ledger
from scheduler.workbook.fet.names import Names
from scheduler.workbook.fet.students import Sets

SENIOR = 10  # the first grade without a state standard
MOST_PUPILS = 200


class Classes:
    """The classes, and which of them each set of students is.

    They are of grades 10 to 12, for which the curriculum of grades 1 to 9 says nothing.
    """

    def __init__(self, file: FetFile, names: Names, ledger: Ledger) -> None:
        self.sets = Sets(file.years)
        self.names = names
        for activity in file.activities:
            for name in activity.students:
                self.sets.parts.setdefault(name, frozenset({name}))
        attending: dict[str, set[int]] = defaultdict(set)
        for activity in file.activities:
            for name in activity.students:
                for part in self.sets.parts[name]:
                    attending[part].add(activity.id)
        alike: dict[frozenset[int], list[str]] = defaultdict(list)
        for part in sorted(attending, key=lambda part: (self.sets.year_of.get(part, 0), part)):
            alike[frozenset(attending[part])].append(part)
        self._groups = {self._title(parts): parts for parts in alike.values()}
        self._class_of = {part: names.of(title) for title, parts in self._groups.items() for part in parts}
        self._tell(ledger)

    def _title(self, parts: list[str]) -> str:
        """Return the largest set that is just these parts, or has no others that do anything; else the first of them."""
        whole = set(parts)
        exact = [name for name, within in self.sets.parts.items() if within == whole]
        return exact[0] if exact else parts[0]

    def of(self, name: str) -> tuple[str, ...]:
        """Return the classes of a set of students; those that have no activity are no classes."""
        parts = sorted(self.sets.parts.get(name, ()))
        found = {self._class_of[part] for part in parts if part in self._class_of}
        return tuple(name for name in self.all if name in found)

    def attending(self, activity: FetActivity) -> tuple[str, ...]:
        """Return the classes of an activity, each once."""
        return tuple(dict.fromkeys(name for written in activity.students for name in self.of(written)))

    @cached_property
    def all(self) -> dict[str, int]:
        """The classes in order, each with the position of its year."""
        return {self._class_of[parts[0]]: self.sets.year_of.get(parts[0], 0) for parts in self._groups.values()}

    def school_classes(self) -> tuple[SchoolClass, ...]:
        """Return them as classes of a school."""
        numbers: dict[int, int] = defaultdict(int)
        found = []
        for title, parts in self._groups.items():
            name = self._class_of[parts[0]]
            grade = SENIOR + min(2, self.all[name])
            numbers[grade] += 1
            found.append(
                SchoolClass(
                    id=name, grade=grade, number=numbers[grade], size=self._size(title, parts), schedule=SCHEDULE
                )
            )
        return tuple(found)

    def _size(self, title: str, parts: list[str]) -> int:
        told = self.sets.pupils.get(title, 0) or sum(self.sets.pupils.get(part, 0) for part in parts)
        return min(MOST_PUPILS, max(1, told))

    def _tell(self, ledger: Ledger) -> None:
        ledger.remark(
            Text(
                f"{len(self._groups)} 个班都算高中年级（10 至 12 年级），义务教育的课程规定不判断它们",
                f"All {len(self._groups)} classes count as grades 10 to 12, of which the curriculum of grades 1 to 9 says nothing",
            )
        )
        if any(self.sets.pupils.get(title, 0) > MOST_PUPILS for title in self._groups):
            ledger.remark(
                Text(
                    f"人数超过 {MOST_PUPILS} 的按 {MOST_PUPILS} 读",
                    f"Sizes above {MOST_PUPILS} are read as {MOST_PUPILS}",
                )
            )
