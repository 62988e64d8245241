"""The bureau's report on paper: `district.xlsx`, and the same sheets as PDF."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from scheduler.district.book.articles import add_by_article, add_by_school
from scheduler.district.book.lists import add_comparison, add_people, add_subjects, add_without_plan
from scheduler.district.book.overview import add_overview
from scheduler.district.book.page import DistrictPage, add_figures, known_note
from scheduler.district.book.sheets import HOURS, SCHOOLS, SERVICE
from scheduler.district.book.staff_sheets import FLEXIBLE, SAFETY, STAFF
from scheduler.district.report import DistrictReport
from scheduler.export.pdf import sheets_pdf
from scheduler.text import Text
from scheduler.workbook.spreadsheet import replacing, save_workbook, set_width_unit

SHEETS = (
    (Text("各校总览", "Schools"), SCHOOLS),
    (Text("课时与体育", "Lessons and sport"), HOURS),
    (Text("课后服务", "Service"), SERVICE),
    (Text("安全与外聘", "Safety"), SAFETY),
    (Text("弹性上下班", "Flexible hours"), FLEXIBLE),
    (Text("师资（按校）", "Staff by school"), STAFF),
)


def district_workbook(report: DistrictReport, *, language: str = "zh") -> Workbook:
    """Return the report as a workbook. `language` ("zh" or "en") is that of headings and sentences; names stay as they are."""
    page = DistrictPage(report.district, report.term, language)
    book = Workbook()
    book.remove(book.worksheets[0])
    set_width_unit(book)
    articles = add_by_article(book, page, report)
    add_by_school(book, page, report)
    note = known_note(report.schools)
    for name, figures in SHEETS:
        add_figures(book, page, name, figures, report.schools, note)
    subjects = add_subjects(book, page, report)
    add_without_plan(book, page, report)
    if report.comparison is not None:
        add_comparison(book, page, report.comparison)
    add_people(book, page, report.schools)
    add_overview(book, page, report, articles.sheet, subjects.sheet)
    return book


def write_district_workbook(report: DistrictReport, path: Path, *, language: str = "zh") -> None:
    """Write the report as a workbook, whole or not at all. Raises OSError."""
    save_workbook(district_workbook(report, language=language), path)


def write_district_pdf(report: DistrictReport, path: Path, *, language: str = "zh") -> None:
    """Write the same sheets as PDF, whole or not at all. Raises OSError."""
    book = district_workbook(report, language=language)
    content = sheets_pdf(book.worksheets, title=f"{report.district} {report.term}".strip())
    with replacing(path) as temporary:
        temporary.write_bytes(content)
