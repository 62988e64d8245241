"""The plan workbook, ready to be printed."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from scheduler.audit import Report
from scheduler.export.compliance import add_compliance
from scheduler.export.hours import add_hours
from scheduler.export.lessons import Lessons
from scheduler.export.overview import add_class_overview, add_teacher_overview
from scheduler.export.timetables import add_class_pages, add_teacher_pages, add_venue_pages
from scheduler.plan import PlanView
from scheduler.spreadsheet import save_workbook, set_width_unit


def write_plan_workbook(report: Report, path: Path, *, language: str = "zh", bound: int | None = None) -> None:
    """Write a plan and its verdict as a workbook, whole or not at all. Raises OSError when it cannot be written.

    `language` ("zh" or "en") is that of headings and sheet titles; names stay as the school writes them.
    """
    save_workbook(plan_workbook(report, language=language, bound=bound), path)


def plan_workbook(report: Report, *, language: str = "zh", bound: int | None = None) -> Workbook:
    """Return the sheets of a plan: 总课表, 班级课表, 教师总表, 教师课表, 场地课表, 课时核对, 合规报告."""
    book = Workbook()
    book.remove(book.worksheets[0])
    set_width_unit(book)
    lessons = Lessons(PlanView(report.school, report.plan), language)
    add_class_overview(book, lessons)
    add_class_pages(book, lessons)
    add_teacher_overview(book, lessons)
    add_teacher_pages(book, lessons)
    add_venue_pages(book, lessons)
    add_hours(book, lessons)
    add_compliance(book, report, language, bound)
    return book
