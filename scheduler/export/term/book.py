"""The workbook of a day: 代课安排表 for the wall, slips for classes and teachers, texts to paste."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from openpyxl import Workbook

from scheduler.export.allocation.pages import PagedSheet
from scheduler.export.page import end_page
from scheduler.export.table import SMALL_HEADING, SMALL_TEXT, Column, Page, TableSheet
from scheduler.export.term.told import Line, by_class, by_teacher, lines_of
from scheduler.term.absences import hits
from scheduler.term.calendar import date_text
from scheduler.term.nouns import ABSENCE_NAMES, Term
from scheduler.text import Text, clock_text
from scheduler.workbook.spreadsheet import set_width_unit

LIST, SLIPS, MESSAGES = Text("代课安排表", "Cover list"), Text("通知单", "Slips"), Text("群消息", "Messages")
SLIPS_A_PAGE = 4
SLIP_HEAD = 2  # rows above what it says
SLIP_ROWS = 6  # of a slip with little on it, so that four fill a page


def day_workbook(term: Term, date: datetime.date, *, language: str = "zh") -> Workbook:
    """Return 代课安排表, 通知单 (four to a page, for each class and teacher concerned) and 群消息 of a date.

    Raises ValueError when the date is outside of the term.
    """
    school, lines = term.edition_on(date).school, lines_of(term, date)
    page = Page(school, language)
    book = Workbook()
    book.remove(book.worksheets[0])
    set_width_unit(book)
    _add_list(book, page, term, date, lines)
    _add_slips(book, page, date, lines)
    _add_messages(book, page, date, lines)
    return book


def _add_list(book: Workbook, page: Page, term: Term, date: datetime.date, lines: Sequence[Line]) -> None:
    columns = [
        Column(Text("时间", "Time"), 17),
        Column(Text("班级", "Class"), 15, SMALL_TEXT),
        Column(Text("课程", "What"), 15, SMALL_TEXT),
        Column(Text("原教师", "Instead of"), 14, SMALL_TEXT),
        Column(Text("安排", "How"), 30, SMALL_TEXT),
        Column(Text("地点", "Place"), 12, SMALL_TEXT),
    ]
    away = "；".join(
        f"{'、'.join((*a.teachers, *a.venues, *a.classes))}（{page.text(ABSENCE_NAMES[a.kind])}）"
        for a in term.away_on(date)
    )
    note = page.text(
        Text(f"{date_text(date).zh}　不在：{away or '无'}", f"{date_text(date).en}  away: {away or 'nobody'}")
    )
    table = TableSheet(book, page, LIST, columns, note, landscape=False)
    for line in lines:
        item = line.item
        when = line.time if item.date == date else f"{page.text(date_text(item.date))} {line.time}"
        table.add(
            [
                when,
                line.classes,
                item.title,
                "、".join(item.planned),
                page.text(line.how),
                line.where or None,
            ]
        )
    for hit in hits(term, date):
        text = Text("没有人上：待定", "nobody yet") if hit.missing else Text("没有场地：待定", "no place yet")
        table.add(
            [
                _time(hit.item.start, hit.item.end),
                "、".join(hit.item.classes),
                hit.item.title,
                "、".join(hit.item.planned),
                page.text(text),
                None,
            ]
        )
    table.finish()


def _time(start: int, end: int) -> str:
    return f"{clock_text(start)}-{clock_text(end)}"


def _add_slips(book: Workbook, page: Page, date: datetime.date, lines: Sequence[Line]) -> None:
    """Add a slip for each class and for each teacher: what changes for them on the date."""
    sheet = PagedSheet(book, page, SLIPS, [17, 13, 15, 14, 36])
    heads = [
        Text("时间", "Time"),
        Text("班级", "Class"),
        Text("课程", "What"),
        Text("原教师", "Instead of"),
        Text("安排", "How"),
    ]
    slips = [
        *((Text(f"{name}　调代课通知", f"{name}: changes"), own) for name, own in by_class(page.school, lines).items()),
        *((Text(f"{name} 老师　调代课通知", f"{name}: changes"), own) for name, own in by_teacher(lines).items()),
    ]
    top = sheet.row
    for title, own in slips:
        if sheet.row - top + SLIP_HEAD + max(SLIP_ROWS, len(own)) > SLIPS_A_PAGE * (SLIP_HEAD + SLIP_ROWS):
            end_page(sheet.sheet, sheet.row)
            top = sheet.row
        sheet.line(page.text(date_text(date)), page.text(title))
        sheet.add([page.text(head) for head in heads], [SMALL_HEADING] * 5)
        for line in own:
            day = "" if line.item.date == date else page.text(date_text(line.item.date)) + " "
            sheet.add(
                [
                    day + line.time,
                    line.classes,
                    line.item.title,
                    "、".join(line.item.planned),
                    page.text(line.how),
                ]
            )
        for _ in range(SLIP_ROWS - len(own)):
            sheet.space()


def _add_messages(book: Workbook, page: Page, date: datetime.date, lines: Sequence[Line]) -> None:
    columns = [Column(Text("发给", "To"), 14), Column(Text("消息", "Message"), 78, SMALL_TEXT)]
    note = Text("复制到微信或钉钉", "To be pasted into WeChat or DingTalk")
    table = TableSheet(book, page, MESSAGES, columns, page.text(note), landscape=False)
    for who, text in messages(page, date, lines).items():
        table.add([who or page.text(Text("全体", "everybody")), text])
    table.finish()


def messages(page: Page, date: datetime.date, lines: Sequence[Line]) -> dict[str, str]:
    """Return the text of a date for each teacher concerned, and for everybody under an empty name."""
    found = {"": _message(page, page.text(Text("调代课", "changes")), date, lines)} if lines else {}
    for name, own in by_teacher(lines).items():
        found[name] = _message(page, name, date, own)
    return found


def _message(page: Page, who: str, date: datetime.date, lines: Sequence[Line]) -> str:
    head = f"【{page.text(date_text(date))} {who}】"
    told = []
    for line in lines:
        day = "" if line.item.date == date else page.text(date_text(line.item.date)) + " "
        told.append(f"{day}{line.time} {line.classes}{line.item.title}：{page.text(line.how)}")
    return head + "\n" + "\n".join(told)
