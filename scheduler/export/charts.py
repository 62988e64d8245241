"""What is printed as PDF: wall charts of classes, teachers, venues and grades, and the compliance report."""

from __future__ import annotations

from enum import StrEnum

from openpyxl import Workbook

from constraints.audit import Report
from scheduler.export.compliance import add_compliance
from scheduler.export.grade_charts import add_grade_charts
from scheduler.export.lessons import Lessons
from scheduler.export.overview import add_class_overview, add_teacher_overview
from scheduler.export.pdf import sheets_pdf
from scheduler.export.timetables import add_class_pages, add_teacher_pages, add_venue_pages
from scheduler.plan import PlanView
from scheduler.plan.layout import CLASS_PAGES, COMPLIANCE, OVERVIEW, TEACHER_OVERVIEW, TEACHER_PAGES, VENUE_PAGES
from scheduler.school import School
from scheduler.text import Text
from scheduler.workbook.spreadsheet import A3, A4, set_width_unit


class Chart(StrEnum):
    """What can be printed."""

    CLASSES = "classes"
    TEACHERS = "teachers"
    GRADES = "grades"
    SCHOOL = "school"
    STAFF = "staff"
    VENUES = "venues"
    COMPLIANCE = "compliance"


TITLES = {
    Chart.CLASSES: CLASS_PAGES,
    Chart.TEACHERS: TEACHER_PAGES,
    Chart.GRADES: Text("年级课表", "Grade charts"),
    Chart.SCHOOL: OVERVIEW,
    Chart.STAFF: TEACHER_OVERVIEW,
    Chart.VENUES: VENUE_PAGES,
    Chart.COMPLIANCE: COMPLIANCE,
}
PAPER = {chart: A3 if chart in (Chart.GRADES, Chart.SCHOOL, Chart.STAFF) else A4 for chart in Chart}
_SHEETS = {
    Chart.CLASSES: add_class_pages,
    Chart.TEACHERS: add_teacher_pages,
    Chart.GRADES: add_grade_charts,
    Chart.SCHOOL: add_class_overview,
    Chart.STAFF: add_teacher_overview,
    Chart.VENUES: add_venue_pages,
}


def chart_pdf(
    report: Report, chart: Chart, *, language: str = "zh", paper: int | None = None, bound: int | None = None
) -> bytes | None:
    """Return a chart of a plan as PDF on the `paper` that it is made for (`PAPER`) or on another, enlarged or shrunk; None where
    there is nothing on it. `bound` is the proven bound of the cost, which the compliance report tells."""
    if chart is not Chart.COMPLIANCE:
        return week_pdf(Lessons(PlanView(report.school, report.plan), language), chart, paper=paper)
    book = _book()
    add_compliance(book, report, language, bound)
    return _pdf(book, report.school, chart, language, paper)


def week_pdf(lessons: Lessons, chart: Chart, *, paper: int | None = None) -> bytes | None:
    """Return a chart of what a plan has in the week, any but the compliance report, as `chart_pdf` does."""
    book = _book()
    _SHEETS[chart](book, lessons)
    return _pdf(book, lessons.school, chart, lessons.language, paper)


def _book() -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    set_width_unit(book)
    return book


def _pdf(book: Workbook, school: School, chart: Chart, language: str, paper: int | None) -> bytes | None:
    title = f"{school.name} {TITLES[chart].get(language)}"
    return sheets_pdf(book.worksheets, paper=paper, title=title) if book.worksheets else None
