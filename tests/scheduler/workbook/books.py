"""Workbooks for tests, made from rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from scheduler.school import Course, School
from scheduler.workbook import Reading, read_school

Rows = Sequence[Sequence[object]]


def make(path: Path, **sheets: Rows) -> Path:
    """Write a workbook with a sheet for each name."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


class Books:
    """Reads workbooks that are made from rows in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, **sheets: Rows) -> Reading:
        """Return the reading of a workbook with a sheet for each name."""
        return read_school(make(self.folder / "学校.xlsx", **sheets))

    def school(self, **sheets: Rows) -> School:
        """Return the school of a workbook without errors."""
        reading = self.read(**sheets)
        assert errors(reading) == []
        assert reading.school is not None
        return reading.school

    def courses(self, **sheets: Rows) -> dict[str, Course]:
        """Return the courses of a workbook without errors by their ids."""
        return dict(self.school(**sheets).course)

    def errors(self, **sheets: Rows) -> list[tuple[str, str]]:
        """Return sheet and cell of each error of a workbook that gives no school."""
        reading = self.read(**sheets)
        assert reading.school is None
        return [(sheet, cell) for sheet, cell, _ in errors(reading)]


def errors(reading: Reading) -> list[tuple[str, str, str]]:
    """Return sheet, cell and Chinese text of each error."""
    found = [problem for problem in reading.problems if problem.blocks]
    assert all(p.text.zh and p.text.en and p.cure.zh and p.cure.en for p in reading.problems)
    return [(problem.sheet, problem.cell, problem.text.zh) for problem in found]


def notes(reading: Reading) -> str:
    """Return all notes in Chinese."""
    assert all(note.text.en for note in reading.notes)
    return "\n".join(note.text.zh for note in reading.notes)
