"""社团名单 with columns to sign in for a month, 班级去向 for homeroom teachers, 学生通知单, 候补名单, 分配结果."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator

from openpyxl import Workbook

from scheduler.allocation import Place, Seat
from scheduler.allocation.waiting import waiting_lists
from scheduler.allocation.why import Reasons
from scheduler.export.allocation.names import Printed, rank_of
from scheduler.export.allocation.pages import PagedSheet
from scheduler.export.page import end_page
from scheduler.export.table import SMALL_HEADING, SMALL_TEXT, Column, TableSheet
from scheduler.text import Text, day_name

CLUB_LISTS, CLASS_LISTS = Text("社团名单", "Club lists"), Text("班级去向", "Class lists")
SLIPS, WAITING = Text("学生通知单", "Slips"), Text("候补名单", "Waiting lists")
RESULT = Text("分配结果", "Allocation")
WEEKS = 5
SLIPS_A_PAGE = 6
WIDE, CLASS_SCALE = 117, 80  # a class is on one page


def sessions_of(day: int, month: datetime.date | None) -> list[str]:
    """Return the headings under which pupils sign in: the dates of a weekday in a month, or week by week."""
    if month is None:
        return [f"第{week}周" for week in range(1, WEEKS + 1)]
    last = calendar.monthrange(month.year, month.month)[1]
    dates = [month.replace(day=number) for number in range(1, last + 1)]
    return [f"{date.month}/{date.day}" for date in dates if date.isoweekday() == day]


def rank_text(printed: Printed, place: Place) -> str:
    """Return what a place meets."""
    return printed.page.text(rank_of(place))


def _seats(printed: Printed) -> Iterator[Seat]:
    for offer in printed.wishes.offers:
        yield from (Seat(offer.club, day) for day in offer.days)


def add_club_lists(book: Workbook, printed: Printed, month: datetime.date | None) -> None:
    """Add 社团名单, a page for each session that is held."""
    page = printed.page
    sheet = PagedSheet(book, page, CLUB_LISTS, [5, 14, 12, 12, *[8.2] * WEEKS])
    heads = [Text("序号", "No."), Text("学号", "Number"), Text("姓名", "Name"), Text("班级", "Class")]
    for seat in _seats(printed):
        places = printed.allocation.members.get(seat, ())
        if not places:
            continue
        day = page.text(day_name(seat.day))
        count = Text(
            f"共 {len(places)} 人，名额 {printed.wishes.offer[seat.club].places}",
            f"{len(places)} pupils of {printed.wishes.offer[seat.club].places}",
        )
        club = page.school.club.get(seat.club)
        leaders = "、".join(club.instructors) if club else ""
        dates = sessions_of(seat.day, month)
        dates += [""] * (WEEKS - len(dates))
        sheet.begin(f"{seat.club}  {day}", f"{page.text(count)}  {leaders}", [*map(page.text, heads), *dates])
        pupils = [printed.wishes.pupil[place.pupil] for place in places]
        for number, pupil in enumerate(sorted(pupils, key=lambda p: (p.grade, p.class_id, p.id)), 1):
            sheet.add([number, pupil.id, printed.name(pupil), pupil.class_id, *[None] * WEEKS])


def add_class_lists(book: Workbook, printed: Printed) -> None:
    """Add 班级去向, a page for each class: where each pupil is on each day."""
    page, days = printed.page, printed.days
    width = (WIDE - 29) / max(1, len(days)) - 0.8
    sheet = PagedSheet(book, page, CLASS_LISTS, [5, 13, 11, *[width] * len(days)], scale=CLASS_SCALE)
    heads = [page.text(text) for text in (Text("序号", "No."), Text("学号", "Number"), Text("姓名", "Name"))]
    for klass in page.school.classes:
        pupils = printed.of_class(klass.id)
        if pupils:
            count = page.text(
                Text(
                    f"{len(pupils)} 人，班主任 {klass.homeroom_teacher or ''}",
                    f"{len(pupils)} pupils, {klass.homeroom_teacher or ''}",
                )
            )
            sheet.begin(f"{klass.id}", count, [*heads, *(page.text(day_name(day)) for day in days)])
            for number, pupil in enumerate(pupils, 1):
                places = [printed.place(pupil.id, day) for day in days]
                sheet.add([number, pupil.id, printed.name(pupil), *places])


def add_slips(book: Workbook, printed: Printed) -> None:
    """Add 学生通知单: to be cut, a slip for each pupil with his places and why he is not in the club that he liked best."""
    page, days, reasons = printed.page, printed.days, Reasons(printed.demand, printed.allocation)
    width = (95 - 22) / max(1, len(days)) - 0.8
    sheet = PagedSheet(book, page, SLIPS, [22, *[width] * len(days)])
    classes = {klass.id: number for number, klass in enumerate(page.school.classes)}
    pupils = sorted(printed.wishes.pupils, key=lambda p: (classes.get(p.class_id, 0), p.id))
    for number, pupil in enumerate(pupils):
        if number and number % SLIPS_A_PAGE == 0:
            end_page(sheet.sheet, sheet.row)
        who = " ".join(part for part in (pupil.class_id, printed.name(pupil), pupil.id) if part)
        sheet.add([who, *(page.text(day_name(day)) for day in days)], [SMALL_HEADING] * (1 + len(days)))
        places = printed.allocation.of.get(pupil.id, {})
        told = [
            printed.place(pupil.id, day) + (f"（{rank_text(printed, places[day])}）" if day in places else "")
            for day in days
        ]
        sheet.add([page.text(Text("去向", "Place")), *told])
        answer = reasons.first(pupil.id)
        why = "" if answer is None or answer.granted else f"{answer.wish.club}：{page.text(answer.text)}"
        sheet.line(
            page.text(Text("第一志愿", "First wish")), why or page.text(Text("已满足或未填报", "granted, or none"))
        )


def add_waiting(book: Workbook, printed: Printed) -> None:
    """Add 候补名单: who comes next in each session that is full, in the order in which a place is offered."""
    page = printed.page
    columns = [
        Column(Text("社团", "Club"), 24, SMALL_TEXT),
        Column(Text("星期", "Day"), 8),
        Column(Text("候补", "Turn"), 8),
        Column(Text("学号", "Number"), 16),
        Column(Text("姓名", "Name"), 14),
        Column(Text("班级", "Class"), 14),
        Column(Text("志愿", "Wish"), 10),
    ]
    note = Text(
        "有人退出时按这个顺序补上：先看现在没有满足志愿的，再看欠分、志愿、抽签号",
        "In the order in which a free place is offered",
    )
    table = TableSheet(book, page, WAITING, columns, page.text(note), landscape=False)
    for seat, waiting in waiting_lists(printed.demand, printed.allocation).items():
        for turn, option in enumerate(waiting, 1):
            pupil = printed.wishes.pupil[option.pupil]
            wish = page.text(Text(f"第{option.rank}志愿", f"wish {option.rank}"))
            table.add(
                [
                    seat.club,
                    page.text(day_name(seat.day)),
                    turn,
                    pupil.id,
                    printed.name(pupil),
                    pupil.class_id,
                    wish,
                ]
            )
    table.finish()


def add_result(book: Workbook, printed: Printed) -> None:
    """Add 分配结果: a row a pupil, to be sorted and filtered, with what is owed to him next time."""
    page, days = printed.page, printed.days
    columns = [
        Column(Text("学号", "Number"), 16),
        Column(Text("姓名", "Name"), 12),
        Column(Text("班级", "Class"), 11),
        *(Column(day_name(day), 16, SMALL_TEXT) for day in days),
        Column(Text("满足的志愿", "Wishes met"), 14),
        Column(Text("欠分", "Account"), 8),
    ]
    note = Text(
        "欠分抄到下次“学生”表的“欠分”列，上次吃亏的下次优先",
        "Copy the account into 学生 next time: who came off badly comes first",
    )
    table = TableSheet(book, page, RESULT, columns, page.text(note), landscape=True)
    for klass in page.school.classes:
        for pupil in printed.of_class(klass.id):
            mine = printed.allocation.of.get(pupil.id, {})
            ranks = "、".join(dict.fromkeys(rank_text(printed, place) for place in mine.values()))
            places = [printed.place(pupil.id, day) for day in days]
            table.add(
                [
                    pupil.id,
                    printed.name(pupil),
                    klass.id,
                    *places,
                    ranks or None,
                    printed.owed[pupil.id],
                ]
            )
    table.finish()
