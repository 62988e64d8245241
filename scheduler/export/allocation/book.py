"""The workbook of an allocation, ready to be printed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from openpyxl import Workbook

from scheduler.allocation import Allocation, Mode, Wishes
from scheduler.export.allocation.lists import add_class_lists, add_club_lists, add_result, add_slips, add_waiting
from scheduler.export.allocation.names import printed
from scheduler.export.allocation.report import add_report
from scheduler.export.table import Page
from scheduler.school import School
from scheduler.workbook.spreadsheet import set_width_unit


def allocation_workbook(
    school: School,
    wishes: Wishes,
    allocation: Allocation,
    *,
    others: Mapping[Mode, Allocation] | None = None,
    language: str = "zh",
    month: datetime.date | None = None,
    anonymous: bool = False,
) -> Workbook:
    """Return 选课报告, 社团名单, 班级去向, 学生通知单, 候补名单, 分配结果.

    Pupils sign in on the days of a `month` (its first day), else week by week. An `anonymous` one has numbers and no names.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    set_width_unit(book)
    told = printed(Page(school, language), wishes, allocation, anonymous=anonymous)
    add_report(book, told, others or {})
    add_club_lists(book, told, month)
    add_class_lists(book, told)
    add_slips(book, told)
    add_waiting(book, told)
    add_result(book, told)
    return book
