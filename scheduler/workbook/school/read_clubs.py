"""Reads 社团 and 外聘: the clubs, and on what footing people from outside serve."""

from __future__ import annotations

import datetime

from openpyxl import Workbook

from scheduler.school import Club, Content, Contract, StaffKind, Teacher
from scheduler.text import Text
from scheduler.workbook.names import key, plain
from scheduler.workbook.notation import read_amount, read_date, read_whole_number
from scheduler.workbook.school.counts import read_count
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.new_people import new_name
from scheduler.workbook.school.periods import find_place, read_own_days, read_own_grades
from scheduler.workbook.school.read_service import read_content
from scheduler.workbook.school.read_subjects import tell_unknown_place
from scheduler.workbook.school.read_wishes import is_new
from scheduler.workbook.school.service_layout import CLUBS, CONTRACTS, FOREVER
from scheduler.workbook.school.settled import find_members
from scheduler.workbook.tables import Cell, Row, read_tables

MOST_PUPILS = 400
_FOREVER_WORDS = (*FOREVER, "永久", "长期有效", "永久有效", "forever")


def read_clubs(book: Workbook, draft: Draft) -> None:
    """Put the clubs of 社团 into the draft."""
    seen: dict[str, Cell] = {}
    for table in read_tables(book, CLUBS, draft.report):
        for row in table.rows:
            club = _club(draft, row)
            if is_new(draft.report, row["club"], seen):
                draft.service.club_names[row["club"].text] = row
                if club is not None:
                    draft.service.clubs[club.id] = club


def _club(draft: Draft, row: Row) -> Club | None:
    """Return the club in a row, or None, told, when something in it is missing or wrong."""
    problems = draft.report.tellings

    def number(column: str, most: int) -> int | None:
        return read_count(draft.report, row, column, lambda value: read_whole_number(value, 1, most), None)

    if not row["instructors"].text:
        draft.report.error(
            row["instructors"],
            Text("没有写指导教师", "No instructors given"),
            Text("写可担任的教师，几位用、隔开", "Name who can lead it"),
        )
    instructors = find_members(draft, row["instructors"]) if row["instructors"].text else ()
    content = read_content(draft, row["content"], row["content"].text) if row["content"].text else Content.CLUB
    place = find_place(draft, row)
    grades = read_own_grades(draft, row, place[0]) if place else ()
    venue, venue_kind = _venue(draft, row["venue"])
    members, capacity = number("members", MOST_PUPILS), number("capacity", MOST_PUPILS)
    adults, sessions = number("adults", 6), number("sessions", 7)
    if place is not None and sessions is not None:
        _check_sessions(draft, row, sessions, set(draft.schedules[place[0]].periods[place[1]].days))
    if place is None or not grades or not instructors or content is None or draft.report.tellings > problems:
        return None
    return Club(
        id=row["club"].text or "-",
        content=content,
        schedule=place[0],
        period=place[1],
        grades=grades,
        instructors=instructors,
        members=members or _usual_members(capacity),
        capacity=capacity,
        adults=adults or 1,
        days=read_own_days(row),
        sessions=sessions or 1,
        venue=venue,
        venue_kind=venue_kind,
    )


def _check_sessions(draft: Draft, row: Row, sessions: int, held: set[int]) -> None:
    """Tell of a club that is to be held more often than there are days for it."""
    days = held & set(read_own_days(row)) if row["days"].text else held
    if sessions > len(days):
        draft.report.error(
            row["sessions"],
            Text(
                f"社团“{row['club'].text}”每周 {sessions} 次，能开展的只有 {len(days)} 天，一天最多一次",
                f"The club “{row['club'].text}” is held {sessions} times a week, on {len(days)} possible days",
            ),
            Text("减少次数，或在“星期”列多写几天", "Hold it less often, or on more days"),
        )


def _usual_members(capacity: int | None) -> int:
    usual = int(Club.model_fields["members"].default)
    return usual if capacity is None else min(usual, capacity)


def _venue(draft: Draft, cell: Cell) -> tuple[str | None, str | None]:
    """Return the venue or the kind of venue that a cell names; neither, told, when there is none of that name."""
    if not cell.text or not draft.venues_given:
        return None, None
    venue = draft.venue_names.get(cell.text)
    kind = draft.venue_kinds().get(key(cell.text))
    if venue is None and kind is None:
        tell_unknown_place(draft, cell, cell.text)
    return (None, kind) if kind is not None else (venue, None)


def read_contracts(book: Workbook, draft: Draft) -> None:
    """Put the contracts of 外聘 into the draft, and whom 教师 does not have among the teachers."""
    seen: dict[str, Cell] = {}
    added = []
    for table in read_tables(book, CONTRACTS, draft.report):
        for row in table.rows:
            contract = _contract(draft, row)
            if not is_new(draft.report, row["teacher"], seen):
                continue
            name = draft.teacher_names.lookup(row["teacher"].text)
            if name is None:
                new = new_name(draft, row["teacher"], row["teacher"].text)
                name = draft.teacher_names.get(new) or draft.teacher_names.add(row["teacher"], new) if new else None
                if name is None:
                    continue
                draft.teachers.setdefault(name, Teacher(id=name, kind=StaffKind.EXTERNAL))
                added.append(name)
            elif draft.teachers[name].kind is StaffKind.STAFF:
                _tell_staff(draft, row["teacher"], name)
            draft.service.contracts[name] = contract.model_copy(update={"teacher": name}), row
    if added:
        draft.report.note(
            f"外聘的{'、'.join(added)}不在“教师”表，已作为外聘人员加上",
            f"Added to the teachers as people from outside: {', '.join(added)}",
        )


def _contract(draft: Draft, row: Row) -> Contract:
    starts, ends = (draft.report.read(row[column], read_date, None) for column in ("starts", "ends"))
    if starts is not None and ends is not None and ends < starts:
        draft.report.error(
            row["ends"],
            Text(f"合同 {starts} 开始，{ends} 就结束了", f"The contract starts on {starts} and ends on {ends}"),
            Text("核对合同的起止日期", "Check the dates of the contract"),
        )
        ends = None
    return Contract(
        teacher=row["teacher"].text,
        starts=starts,
        ends=ends,
        qualification=str(row["qualification"].value).strip() if row["qualification"].text else None,
        qualified_until=draft.report.read(row["qualified_until"], _read_until, None),
        pay=draft.report.read(row["pay"], read_amount, None),
    )


def _read_until(value: object) -> datetime.date:
    """Return the last day on which a qualification is valid; 长期 is the last day that there is."""
    return datetime.date.max if plain(value).casefold() in _FOREVER_WORDS else read_date(value)


def _tell_staff(draft: Draft, cell: Cell, name: str) -> None:
    draft.report.warning(
        cell,
        Text(
            f"{name}在“教师”表里是在编，这里又是外聘；按在编处理", f"{name} is one of the staff in 教师: taken for such"
        ),
        Text("在“教师”表的性质列写 外聘，或删去这一行", "Say 外聘 in 教师, or delete the row"),
    )
