"""课时核对 of a term: what each class had of each subject by what really happened, and what is owed."""

from __future__ import annotations

import datetime

from openpyxl import Workbook

from constraints.curriculum import protected_subjects
from constraints.places.law import law_of
from scheduler.export.table import BOLD, SMALL_TEXT, Column, Page, TableSheet
from scheduler.term.account import hours, owed
from scheduler.term.calendar import date_text
from scheduler.term.nouns import Term
from scheduler.text import Text
from scheduler.workbook.spreadsheet import set_width_unit

HOURS, OWED = Text("学期课时核对", "Lessons of the term"), Text("欠课", "Owed lessons")


def hours_workbook(term: Term, last: datetime.date | None = None, *, language: str = "zh") -> Workbook:
    """Return 学期课时核对 and 欠课 up to a date (none given: the last of the term)."""
    end = min(last or term.calendar.last, term.calendar.last)
    page = Page(term.edition_on(end).school, language)
    book = Workbook()
    book.remove(book.worksheets[0])
    set_width_unit(book)
    _add_hours(book, page, term, end)
    _add_owed(book, page, term, end)
    return book


def _add_hours(book: Workbook, page: Page, term: Term, end: datetime.date) -> None:
    columns = [
        Column(Text("班级", "Class"), 12),
        Column(Text("课程", "Subject"), 16, SMALL_TEXT),
        Column(Text("应上", "Planned"), 9),
        Column(Text("停课", "Off"), 9),
        Column(Text("实上", "Held"), 9),
        Column(Text("其中代课", "Covered"), 10),
        Column(Text("合班", "Together"), 9),
        Column(Text("调课", "Moved"), 9),
        Column(Text("调到以后", "Still to come"), 11),
        Column(Text("提前上", "Early"), 9),
        Column(Text("让出", "Given away"), 9),
        Column(Text("没上", "Lost"), 9),
        Column(Text("其中已补", "Made up"), 9),
    ]
    span = Text(f"{term.calendar.first} 至 {end}", f"{term.calendar.first} to {end}")
    note = Text(
        f"{span.zh}；应上 + 提前上 = 停课 + 实上 + 没上 + 让出 + 调到以后",
        f"{span.en}; planned + early = off + held + lost + given away + still to come",
    )
    table = TableSheet(book, page, HOURS, columns, page.text(note), landscape=False)
    found = hours(term, end)
    order = {subject.id: number for number, subject in enumerate(page.school.subjects)}
    for klass in page.school.classes:
        for class_id, subject in sorted(found, key=lambda key: order.get(key[1], len(order))):
            if class_id == klass.id:
                each = found[class_id, subject]
                counts = [
                    each.planned,
                    each.off,
                    each.held,
                    each.covered,
                    each.merged,
                    each.moved,
                    each.ahead,
                    each.early,
                    each.given,
                    each.lost,
                    each.made_up,
                ]
                table.add(
                    [class_id, subject, *(count or None for count in counts)],
                    {11: BOLD} if each.lost > each.made_up else None,
                )
    table.finish()


def _add_owed(book: Workbook, page: Page, term: Term, end: datetime.date) -> None:
    columns = [
        Column(Text("日期", "Date"), 22),
        Column(Text("班级", "Class"), 14),
        Column(Text("课程", "Subject"), 22, SMALL_TEXT),
        Column(Text("依据", "Article"), 40, SMALL_TEXT),
    ]
    article = law_of(page.school).article(protected_subjects.RULE.article)
    words = (
        ""
        if article is None
        else page.text(Text(f"{article.cited.zh}：{article.asks.zh}", f"{article.cited.en}: {article.asks.en}"))
    )
    note = Text(
        "体育、音乐、美术、劳动、综合实践没有上的课，补上为止",
        "Protected lessons that were lost, until they are made up",
    )
    table = TableSheet(book, page, OWED, columns, page.text(note), landscape=False)
    for each in owed(term, end):
        table.add([page.text(date_text(each.occasion.date)), each.class_id, each.subject, words])
    table.finish()
