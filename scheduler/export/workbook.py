"""The plan workbook, ready to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from constraints.audit import Report
from scheduler.export.allocation.book import ClubLists, add_allocation
from scheduler.export.allowances import add_allowances
from scheduler.export.clubs import add_clubs
from scheduler.export.compliance import add_compliance
from scheduler.export.duties import add_duties, add_other_sessions
from scheduler.export.fairness import NOTHING_PROVEN, RangeBounds, add_fairness
from scheduler.export.flexible import add_flexible_hours, add_ledger
from scheduler.export.hours import add_hours
from scheduler.export.lessons import Lessons
from scheduler.export.overview import add_class_overview, add_teacher_overview
from scheduler.export.service import add_service
from scheduler.export.table import Page
from scheduler.export.timetables import add_class_pages, add_teacher_pages, add_venue_pages
from scheduler.plan import PlanView
from scheduler.plan.fairness import fairness
from scheduler.plan.layout import printed_sessions, tells_service
from scheduler.plan.ledger import accounts
from scheduler.text import Text
from scheduler.workbook.spreadsheet import save_workbook, set_width_unit


def write_plan_workbook(
    report: Report,
    path: Path,
    *,
    language: str = "zh",
    bound: int | None = None,
    fairness_bound: int | None = None,
    balance_bound: int | None = None,
    unavoidable: Sequence[Text] = (),
    clubs: ClubLists | None = None,
) -> None:
    """Write a plan and its verdict as a workbook, whole or not at all. Raises OSError when it cannot be written.

    `language` ("zh" or "en") is that of headings and sheet titles; names stay as the school writes them. The bounds are proven:
    of the cost, of the range of service minutes beyond the fair share, of the range of closing balances;
    `unavoidable` says in sentences what no plan can avoid paying. With `clubs` the lists of pupils are in it.
    """
    ranges = RangeBounds(fairness_bound, balance_bound, tuple(unavoidable))
    save_workbook(plan_workbook(report, language=language, bound=bound, ranges=ranges, clubs=clubs), path)


def plan_workbook(
    report: Report,
    *,
    language: str = "zh",
    bound: int | None = None,
    ranges: RangeBounds = NOTHING_PROVEN,
    clubs: ClubLists | None = None,
) -> Workbook:
    """Return the sheets of a plan: 总课表, 班级课表, 教师总表, 教师课表, 场地课表, 课时核对, 合规报告.

    A plan that tells of after-school service or flexible hours has their sheets after 场地课表, and then those of `clubs`.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    set_width_unit(book)
    lessons = Lessons(PlanView(report.school, report.plan), language)
    add_class_overview(book, lessons)
    add_class_pages(book, lessons)
    add_teacher_overview(book, lessons)
    add_teacher_pages(book, lessons)
    add_venue_pages(book, lessons)
    if tells_service(report.plan):
        _add_service_sheets(book, lessons, ranges)
    if clubs is not None:
        add_allocation(book, report.school, clubs, language)
    add_hours(book, lessons)
    add_compliance(book, report, language, bound, ranges.unavoidable)
    return book


def _add_service_sheets(book: Workbook, lessons: Lessons, ranges: RangeBounds) -> None:
    """Add 课后服务, 社团, 社团周表, 巡查, 其他安排, 弹性上下班, 服务台账, 公平性, 公平性明细, 补助."""
    school, view = lessons.school, lessons.view
    page, printed, ledger = Page(school, lessons.language), printed_sessions(school, view.plan), accounts(view)
    add_service(book, lessons, printed)
    add_clubs(book, page, printed)
    add_duties(book, page, printed)
    add_other_sessions(book, page, printed)
    add_flexible_hours(book, page, view, ledger)
    add_ledger(book, page, view, ledger)
    add_fairness(book, page, fairness(view), ranges)
    add_allowances(book, page, view)
