"""Whom and what the cells of a term's workbook name: teachers, places, classes of the school."""

from __future__ import annotations

from scheduler.school import School
from scheduler.text import Text
from scheduler.workbook.names import class_name, grades, key, nearest, split_classes, split_names
from scheduler.workbook.tables import Cell, ReadingReport


class SchoolNames:
    """The names of a school, found by what a cell says; what is not found is told to the report."""

    def __init__(self, report: ReadingReport, school: School) -> None:
        self.report, self.school = report, school
        self.classes = {(c.grade, c.number): c.id for c in school.classes}
        self.teachers = {key(t.id): t.id for t in school.teachers}
        self.venues = {key(v.id): v.id for v in school.venues}

    def error(self, cell: Cell, text: Text, cure: Text) -> None:
        """Tell of something wrong in a cell."""
        self.report.error(cell, text, cure)

    def people(self, cell: Cell) -> tuple[str, ...]:
        """Return the teachers that a cell names; who is unknown is told."""
        found = []
        for name in split_names(cell.value) if cell.text else ():
            known = self.teachers.get(key(name))
            if known is None:
                like = nearest(name, self.school.teacher)
                cure = (
                    Text(f"是不是“{like}”？", f"Is it “{like}”?")
                    if like
                    else Text("按学校工作簿里的姓名写", "Write the name as in the school's workbook")
                )
                self.error(cell, Text(f"学校没有教师“{name}”", f"The school has no teacher “{name}”"), cure)
            else:
                found.append(known)
        return tuple(dict.fromkeys(found))

    def venue(self, cell: Cell) -> str | None:
        """Return the venue that a cell names; None where it is empty or, told, unknown."""
        return self._venue(cell, cell.text) if cell.text else None

    def venue_list(self, cell: Cell) -> tuple[str, ...]:
        """Return the venues that a cell names; what is unknown is told."""
        whole = self.venues.get(key(cell.text))
        names = [cell.text] if whole is not None else split_names(cell.value) if cell.text else ()
        found = [self._venue(cell, name) for name in names]
        return tuple(dict.fromkeys(name for name in found if name is not None))

    def _venue(self, cell: Cell, name: str) -> str | None:
        known = self.venues.get(key(name))
        if known is None:
            like = nearest(name, self.school.venue)
            cure = (
                Text(f"是不是“{like}”？", f"Is it “{like}”?")
                if like
                else Text("按“场地”表里的名称写", "Write the name as in 场地")
            )
            self.error(cell, Text("学校没有这个场地", "The school has no such place"), cure)
        return known

    def class_list(self, cell: Cell) -> tuple[str, ...]:
        """Return the classes that a cell names, or all of the grades that it names; none where it is empty."""
        found: list[str] = []
        for piece in split_classes(cell.value) if cell.text else ():
            named, whole = class_name(piece), grades(piece)
            own = [self.classes[named]] if named in self.classes else []
            if not own and whole:
                own = [c.id for c in self.school.classes if c.grade in whole]
            if not own:
                self.error(
                    cell,
                    Text(f"学校没有“{piece}”", f"The school has no “{piece}”"),
                    Text("写 三(1)班 或 三年级", "Write 三(1)班 or 三年级"),
                )
            found += own
        return tuple(dict.fromkeys(found))
