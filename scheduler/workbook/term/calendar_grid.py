"""A term's calendar as rows of a grid: read by the reader of the sheet 校历, so that both take and refuse the same."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.utils.cell import coordinate_to_tuple

from scheduler.plan import Plan
from scheduler.school import School, Week
from scheduler.term.calendar import Calendar
from scheduler.text import Text
from scheduler.workbook.problem import Problem
from scheduler.workbook.school.form import Row
from scheduler.workbook.tables import ReadingReport
from scheduler.workbook.term.reader import calendar_in
from scheduler.workbook.term.writer import WEEK_WORDS
from scheduler.workbook.term_sheets import BEGINS, CALENDAR, ENDS

_BEFORE = 2  # rows of the sheet above those of the grid: the headings, and the term's first day


class GridProblem(NamedTuple):
    """What is wrong in a row of the grid, from 1, and under which heading; row 0 is the term itself."""

    row: int
    column: Text
    problem: Problem


class GridReading(NamedTuple):
    """The calendar that a grid says, None where something is wrong with it, and everything that is."""

    calendar: Calendar | None
    problems: tuple[GridProblem, ...]


def read_grid(
    first: datetime.date, last: datetime.date, first_week: Week, rows: Sequence[Row], school: School, plan: Plan
) -> GridReading:
    """Return the calendar of a term whose special days stand in rows, by the keys of the columns of 校历."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = CALENDAR.title.zh
    keys = [column.key for column in CALENDAR.columns]
    ends: tuple[Row, Row] = (
        {"date": str(first), "kind": BEGINS.zh, "week": WEEK_WORDS[first_week]},
        {"date": str(last), "kind": ENDS.zh},
    )
    sheet.append([column.title.zh for column in CALENDAR.columns])
    for row in (ends[0], *rows, ends[1]):
        sheet.append([row.get(key) for key in keys])
    report = ReadingReport()
    calendar = calendar_in(book, report, school, plan)
    problems = tuple(_placed(problem, len(rows)) for problem in report.told())
    return GridReading(None if report.has_errors else calendar, problems)


def _placed(problem: Problem, many: int) -> GridProblem:
    if not problem.cell:
        return GridProblem(0, Text("", ""), problem)
    number, place = coordinate_to_tuple(problem.cell)
    row = number - _BEFORE
    return GridProblem(row if 1 <= row <= many else 0, CALENDAR.columns[place - 1].title, problem)
