"""The month's workbook for the accountant: service, allowance, time bank and covers of everybody, by what really happened."""

from __future__ import annotations

import datetime
from collections import defaultdict

from openpyxl import Workbook

from scheduler.export.table import SMALL_TEXT, Column, Page, TableSheet
from scheduler.export.term.told import classes_text
from scheduler.plan.ledger import whole_minutes
from scheduler.school import COVER_WORK_NAMES, SERVICE
from scheduler.term.calendar import date_text
from scheduler.term.day import Item, day_of
from scheduler.term.ledger import PAID, Ledger, comes_in, cover_pay, ledgers
from scheduler.term.nouns import ABSENCE_NAMES, WAY_NAMES, Term
from scheduler.text import Text, clock_text
from scheduler.workbook.spelling import STAFF_KIND_WORDS
from scheduler.workbook.spreadsheet import set_width_unit

ACCOUNT, COVERS = Text("课后服务与弹性账", "Service and time bank"), Text("代课统计", "Covers")
EACH, GROUPS = Text("代课明细", "Each cover"), Text("部门统计", "Departments")


def month_workbook(term: Term, first: datetime.date, last: datetime.date, *, language: str = "zh") -> Workbook:
    """Return the four sheets of some dates. Raises ValueError when these are outside of the term."""
    found = ledgers(term, first, last)
    page = Page(term.edition_on(min(last, term.calendar.last)).school, language)
    book = Workbook()
    book.remove(book.worksheets[0])
    set_width_unit(book)
    span = page.text(Text(f"{first} 至 {last}", f"{first} to {last}"))
    _add_account(book, page, span, found)
    _add_covers(book, page, span, found, _groups(term))
    _add_groups(book, page, span, found, _groups(term))
    _add_each(book, page, term, max(first, term.calendar.first), min(last, term.calendar.last))
    return book


def _groups(term: Term) -> dict[str, str]:
    """Return the department of everybody who has one, by the latest timetable that knows him."""
    found = ((t.id, t.subject_group) for edition in term.editions for t in edition.school.teachers)
    return {name: group for name, group in found if group}


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


def _add_covers(book: Workbook, page: Page, span: str, found: dict[str, Ledger], groups: dict[str, str]) -> None:
    columns = [
        Column(Text("教师", "Teacher"), 13),
        Column(Text("部门", "Group"), 13),
        Column(Text("请假天数", "Days away"), 10),
        Column(Text("由别人上的", "Held by others"), 12),
        *(Column(WAY_NAMES[way], 9) for way in PAID),
        Column(Text("合计代", "In all"), 8),
        Column(Text("代课费（元）", "Cover pay (yuan)"), 13),
    ]
    table = TableSheet(book, page, COVERS, columns, span + "　" + page.text(_rates(page)), landscape=False)
    for each in found.values():
        done = [each.covers[way] for way in PAID]
        group = groups.get(each.teacher)
        counts = (each.absent_days, each.missed, *done, sum(done), each.cover_pay)
        table.add([each.teacher, group, *(count or None for count in counts)])
    everything = [sum(each.covers[way] for each in found.values()) for way in PAID]
    pay = round(sum(each.cover_pay for each in found.values()), 2)
    days, missed = sum(each.absent_days for each in found.values()), sum(each.missed for each in found.values())
    table.add([page.text(Text("合计", "In all")), None, days, missed, *everything, sum(everything), pay])
    table.finish()


def _add_groups(book: Workbook, page: Page, span: str, found: dict[str, Ledger], groups: dict[str, str]) -> None:
    """Add one row for each department: absences and covers, and how evenly these are shared out in it."""
    columns = [
        Column(Text("部门", "Group"), 16),
        Column(Text("人数", "People"), 8),
        Column(Text("请假天数", "Days away"), 11),
        Column(Text("由别人上的", "Held by others"), 13),
        Column(Text("合计代", "Covers"), 9),
        Column(Text("人均代", "Covers each"), 10),
        Column(Text("最少", "Least"), 8),
        Column(Text("最多", "Most"), 8),
        Column(Text("代课费（元）", "Cover pay (yuan)"), 13),
    ]
    table = TableSheet(book, page, GROUPS, columns, span, landscape=False)
    own: dict[str, list[Ledger]] = defaultdict(list)
    for each in found.values():
        own[groups.get(each.teacher, "")].append(each)
    for name, people in sorted(own.items(), key=lambda each: not each[0]):
        done = [sum(each.covers[way] for way in PAID) for each in people]
        table.add(
            [
                name or page.text(Text("没有写部门", "none said")),
                len(people),
                sum(each.absent_days for each in people),
                sum(each.missed for each in people),
                sum(done),
                round(sum(done) / len(people), 1),
                min(done),
                max(done),
                round(sum(each.cover_pay for each in people), 2),
            ]
        )
    table.finish()


def _rates(page: Page) -> Text:
    """Say what a lesson in another's place pays, and where that is written."""
    rates = page.school.cover_rates
    if not rates:
        return Text("代课费：学校“补助”表没有写", "Cover pay: the sheet 补助 of the school says none")
    some = [(COVER_WORK_NAMES[rate.work], STAFF_KIND_WORDS[rate.staff], f"{rate.yuan:g}") for rate in rates]
    zh = "、".join(f"{work.zh}（{staff.zh}）{yuan}元/节" for work, staff, yuan in some)
    en = ", ".join(f"{work.en} ({staff.en}) {yuan} yuan" for work, staff, yuan in some)
    return Text(f"代课费：{zh}；代课后服务按补助算", f"Cover pay a lesson: {en}; service by its allowance")


def _add_each(book: Workbook, page: Page, term: Term, first: datetime.date, last: datetime.date) -> None:
    """Add one row for everything that somebody held in another's place, with what it pays and why the other was away."""
    columns = [
        Column(Text("日期", "Date"), 14),
        Column(Text("时间", "Time"), 12),
        Column(Text("班级", "Class"), 13, SMALL_TEXT),
        Column(Text("课程", "What"), 13, SMALL_TEXT),
        Column(Text("原教师", "Instead of"), 12, SMALL_TEXT),
        Column(Text("假别", "Why"), 9, SMALL_TEXT),
        Column(Text("方式", "How"), 10, SMALL_TEXT),
        Column(Text("谁上的", "By"), 11),
        Column(Text("元", "Yuan"), 8),
    ]
    note = Text(
        "代课费逐条；课后服务的补助在“课后服务与弹性账”", "Service is paid by its allowance, on the first sheet"
    )
    table = TableSheet(book, page, EACH, columns, page.text(note), landscape=False)
    for date in term.calendar.dates(first, last):
        day = day_of(term, date)
        for item in day.items:
            for teacher in (t for t in item.teachers if comes_in(item, t)):
                assert item.change is not None
                table.add(
                    [
                        page.text(date_text(date)),
                        f"{clock_text(item.start)}-{clock_text(item.end)}",
                        classes_text(item.classes),
                        item.title,
                        "、".join(item.change.without or item.planned),
                        page.text(_why(term, item)),
                        page.text(WAY_NAMES[item.change.way]),
                        teacher,
                        cover_pay(day.school, item, teacher) or None,
                    ]
                )
    table.finish()


def _why(term: Term, item: Item) -> Text:
    """Return why those are away in whose place something is held; empty where no absence says it."""
    found = (
        a.kind
        for a in term.away_on(item.date)
        if a.touches(item.date, item.start, item.end) and set(a.teachers) & set(item.planned)
    )
    kind = next(found, None)
    return Text("", "") if kind is None else ABSENCE_NAMES[kind]
