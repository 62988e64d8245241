"""The workbook of an allocation, ready to be printed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from openpyxl import Workbook

from scheduler.allocation import Allocation, Mode, Wishes
from scheduler.export.allocation.lists import add_class_lists, add_club_lists, add_result, add_slips, add_waiting
from scheduler.export.allocation.names import printed
from scheduler.export.allocation.report import add_report
from scheduler.export.table import Page
from scheduler.school import School
from scheduler.workbook.spreadsheet import set_width_unit


class ClubLists(NamedTuple):
    """An allocation as it is printed: `others` made of the same wishes to compare with, columns to sign in for a `month` (its first
    day), else week by week; `anonymous` lists have numbers and no names."""

    wishes: Wishes
    allocation: Allocation
    others: Mapping[Mode, Allocation] = MappingProxyType({})
    month: datetime.date | None = None
    anonymous: bool = False


def allocation_workbook(school: School, lists: ClubLists, language: str = "zh") -> Workbook:
    """Return the workbook of an allocation alone."""
    book = Workbook()
    book.remove(book.worksheets[0])
    set_width_unit(book)
    add_allocation(book, school, lists, language)
    return book


def add_allocation(book: Workbook, school: School, lists: ClubLists, language: str) -> None:
    """Add 选课报告, 社团名单, 班级去向, 学生通知单, 候补名单, 分配结果."""
    told = printed(Page(school, language), lists.wishes, lists.allocation, anonymous=lists.anonymous)
    add_report(book, told, lists.others)
    add_club_lists(book, told, lists.month)
    add_class_lists(book, told)
    add_slips(book, told)
    add_waiting(book, told)
    add_result(book, told)
