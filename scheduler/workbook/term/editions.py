"""Reads 课表版本: which timetable is valid from which day on, by the files beside the term's workbook."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

from openpyxl import Workbook

from scheduler.school import School
from scheduler.term.nouns import Edition
from scheduler.text import Text
from scheduler.workbook.notation import read_date
from scheduler.workbook.plan.reader import read_plan
from scheduler.workbook.problem import Problem
from scheduler.workbook.school.reader import read_school
from scheduler.workbook.tables import Cell, ReadingReport, Row, read_tables
from scheduler.workbook.term_sheets import EDITIONS

_FILE = Text("写和学期工作簿放在一起的文件名", "Name a file that lies beside the term's workbook")


def read_editions(book: Workbook, report: ReadingReport, folder: Path, school: School) -> list[tuple[Edition, Row]]:
    """Return the timetables that take over within the term, each with its row; what is wrong is told, by its cell.

    Files are named as they lie in the folder of the term's workbook. No school's file is named where it is the same as before.
    """
    found: list[tuple[Edition, Row]] = []
    for table in read_tables(book, EDITIONS, report):
        for row in table.rows:
            edition = _edition(row, report, folder, found[-1][0].school if found else school)
            if edition is not None:
                found.append((edition, row))
    return found


def _edition(row: Row, report: ReadingReport, folder: Path, before: School) -> Edition | None:
    first = report.read(row["first"], read_date, None)
    if not row["first"].text:
        report.error(row["first"], Text("没有写从哪天起", "It does not say from when"), _filled())
    if not row["plan"].text:
        report.error(row["plan"], Text("没有写课表文件", "It does not name the timetable's file"), _FILE)
    school: School | None = before
    if row["school"].text:
        path = _path(row["school"], report, folder)
        reading = None if path is None else read_school(path)
        school = None if reading is None else reading.school
        if reading is not None and school is None:
            _tell_faults(row["school"], report, reading.problems)
    plan_path = _path(row["plan"], report, folder) if row["plan"].text else None
    if school is None or plan_path is None or first is None:
        return None
    reading_of_plan = read_plan(plan_path, school)
    if reading_of_plan.plan is None:
        _tell_faults(row["plan"], report, reading_of_plan.problems)
        return None
    return Edition(
        first=first,
        school=school,
        plan=reading_of_plan.plan,
        school_file=str(_placed(row["school"], folder)) if row["school"].text else "",
        plan_file=str(plan_path),
    )


def tell_wrong_days(
    found: list[tuple[Edition, Row]], report: ReadingReport, begins: datetime.date, ends: datetime.date
) -> None:
    """Tell of timetables that do not begin on a Monday within the term, one after another."""
    before = begins
    for edition, row in found:
        if not begins < edition.first <= ends:
            text = Text(f"不在学期里（{begins} 到 {ends}）", f"Outside of the term ({begins} to {ends})")
            report.error(row["first"], text, Text("写学期里的一个星期一", "Write a Monday of the term"))
        elif edition.first.isoweekday() != 1:
            text = Text("不是星期一", "It is not a Monday")
            report.error(row["first"], text, Text("新课表从星期一起用", "Another timetable begins on a Monday"))
        elif edition.first <= before:
            text = Text("不晚于上一行", "It is not later than the row before")
            report.error(row["first"], text, Text("按日期从早到晚写", "Write the rows in the order of their dates"))
        before = max(before, edition.first)


def _path(cell: Cell, report: ReadingReport, folder: Path) -> Path | None:
    """Return the file that a cell names; None, told, where there is none."""
    path = _placed(cell, folder)
    if path.is_file():
        return path
    report.error(cell, Text("找不到这个文件", "There is no such file"), _FILE)
    return None


def _placed(cell: Cell, folder: Path) -> Path:
    return Path(os.path.normpath(folder.absolute() / cell.text))


def _tell_faults(cell: Cell, report: ReadingReport, problems: tuple[Problem, ...]) -> None:
    """Tell what is wrong with a file, by its first fault."""
    errors = [problem for problem in problems if problem.blocks] or list(problems)
    where = " ".join(filter(None, (errors[0].sheet, errors[0].cell))) if errors else ""
    first = errors[0].text if errors else Text("读不了", "it cannot be read")
    text = Text(
        f"这个文件有 {len(errors)} 处要改：{where} {first.zh}",
        f"{len(errors)} problems in this file: {where} {first.en}",
    )
    report.error(cell, text, Text("先用 paike check 把它改好", "Correct it first, by paike check"))


def _filled() -> Text:
    return Text("写一个星期一，如 2026-11-09", "Write a Monday, such as 2026-11-09")
