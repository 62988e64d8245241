"""The month's workbook for the accountant: service, allowance, time bank and covers of everybody, by what really happened."""

from __future__ import annotations

import datetime

from openpyxl import Workbook

from scheduler.export.table import Column, Page, TableSheet
from scheduler.plan.ledger import whole_minutes
from scheduler.school import SERVICE
from scheduler.term.ledger import Ledger, ledgers
from scheduler.term.nouns import Term, Way
from scheduler.text import Text
from scheduler.workbook.spreadsheet import set_width_unit

ACCOUNT, COVERS = Text("课后服务与弹性账", "Service and time bank"), Text("代课统计", "Covers")


def month_workbook(term: Term, first: datetime.date, last: datetime.date, *, language: str = "zh") -> Workbook:
    """Return the two sheets of some dates. Raises ValueError when these are outside of the term."""
    found = ledgers(term, first, last)
    page = Page(term.edition_on(min(last, term.calendar.last)).school, language)
    book = Workbook()
    book.remove(book.worksheets[0])
    set_width_unit(book)
    span = page.text(Text(f"{first} 至 {last}", f"{first} to {last}"))
    _add_account(book, page, span, found)
    _add_covers(book, page, span, found)
    return book


def _add_account(book: Workbook, page: Page, span: str, found: dict[str, Ledger]) -> None:
    columns = [
        Column(Text("教师", "Teacher"), 14),
        Column(Text("实上课时", "Lessons"), 11),
        Column(Text("课后服务次数", "Sessions"), 13),
        Column(Text("课后服务分钟", "Minutes"), 13),
        Column(Text("补助（元）", "Allowance (yuan)"), 13),
        Column(Text("弹性期初", "Opening"), 11),
        Column(Text("本期获得", "Earned"), 11),
        Column(Text("本期使用", "Granted"), 11),
        Column(Text("弹性期末", "Closing"), 11),
    ]
    note = Text(
        "按实际上的算：请假没上的不算，代上的算给代上的人；期初接上期期末", "By what was held; balances are carried"
    )
    table = TableSheet(book, page, ACCOUNT, columns, f"{span}　{page.text(note)}", landscape=False)
    for each in found.values():
        sessions = sum(count for kind, count in each.sessions.items() if kind in SERVICE)
        minutes = (each.opening, each.earned, each.granted, each.closing)
        table.add(
            [each.teacher, each.lessons, sessions, each.service_minutes, each.pay, *(whole_minutes(m) for m in minutes)]
        )
    pay = round(sum(each.pay for each in found.values()), 2)
    total = sum(each.service_minutes for each in found.values())
    table.add([page.text(Text("合计", "In all")), None, None, total, pay, None, None, None, None])
    table.finish()


def _add_covers(book: Workbook, page: Page, span: str, found: dict[str, Ledger]) -> None:
    columns = [
        Column(Text("教师", "Teacher"), 14),
        Column(Text("部门", "Group"), 14),
        Column(Text("请假天数", "Days away"), 11),
        Column(Text("由别人上的", "Held by others"), 13),
        Column(Text("代课", "Covers"), 10),
        Column(Text("看护自习", "Self-study"), 11),
        Column(Text("合计代", "In all"), 10),
    ]
    table = TableSheet(book, page, COVERS, columns, span, landscape=False)
    for each in found.values():
        group = page.school.teacher[each.teacher].subject_group
        cover, watch = each.covers[Way.COVER], each.covers[Way.SELF_STUDY]
        table.add([each.teacher, group, each.absent_days, each.missed, cover, watch, cover + watch])
    table.finish()
