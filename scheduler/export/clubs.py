"""社团: the clubs with who leads them when and where, read back; 社团周表: the same as a week."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from openpyxl import Workbook

from scheduler.export.service import adults_text
from scheduler.export.table import SMALL, SMALL_HEADING, SMALL_TEXT, Column, Page, TableSheet, Value
from scheduler.plan import ServiceSession
from scheduler.plan.layout import CLUB_WEEK, CLUBS, NOT_HELD, PrintedSessions, doing, period_label
from scheduler.school import CONTENT_NAMES, Club
from scheduler.text import Text, day_name, grade_name
from scheduler.workbook.plan.columns import CLUB_COLUMNS

_WIDTHS = {"club": 19.0, "content": 9.0, "grades": 7.5, "members": 6.5, "days": 8.5, "period": 21.5, "adults": 11.0}
VENUE_WIDTH = 11.0
LABEL_WIDTH, WEEK_WIDTH = 12.5, 133.0
MOST_LINES = 14  # of a cell of the week; Excel shows no row that is higher than 409 points


def grades_text(grades: tuple[int, ...], language: str) -> str:
    """Return the names of grades: 一、二 or 一至六."""
    if len(grades) > 2 and grades == tuple(range(grades[0], grades[-1] + 1)):
        first, last = grade_name(grades[0]), grade_name(grades[-1])
        return Text(f"{first}至{last}", f"{grades[0]}–{grades[-1]}").get(language)
    return Text("、".join(map(grade_name, grades)), ", ".join(map(str, grades))).get(language)


class ClubRow(NamedTuple):
    """What the sessions of one row of 社团 share."""

    what: str | None
    schedule: str
    period: int
    adults: tuple[str, ...]
    venue: str | None


def add_clubs(book: Workbook, page: Page, printed: PrintedSessions) -> None:
    """Add 社团 and 社团周表; none where the school has no clubs."""
    if page.school.clubs:
        _add_list(book, page, printed)
        if printed.clubs:
            _add_week(book, page, printed)


def _add_list(book: Workbook, page: Page, printed: PrintedSessions) -> None:
    columns = [
        Column(each.title, _WIDTHS.get(each.key, VENUE_WIDTH), SMALL_TEXT if each.key == "club" else SMALL)
        for each in CLUB_COLUMNS
    ]
    count, held = len(page.school.clubs), len(printed.clubs)
    subtitle = Text(f"共 {count} 个社团，每周 {held} 次活动", f"{count} clubs, {held} sessions a week")
    table = TableSheet(book, page, CLUBS, columns, page.text(subtitle), landscape=False)
    sessions: dict[str, list[ServiceSession]] = defaultdict(list)
    for session in printed.clubs:
        sessions[session.station].append(session)
    for station in page.school.service.stations.values():
        if station.club is not None:
            for row in _rows(page, page.school.club[station.club], sessions[station.id]):
                table.add(row)
    table.finish()


def _rows(page: Page, club: Club, sessions: list[ServiceSession]) -> list[list[Value]]:
    """Return the rows of a club: one for all days on which adults and place are the same."""
    facts: list[Value] = [
        club.id,
        page.text(CONTENT_NAMES[club.content]),
        grades_text(club.grades, page.language),
        club.members,
    ]
    if not sessions:
        return [[*facts, page.text(NOT_HELD), None, None, None]]
    turns: dict[ClubRow, list[ServiceSession]] = defaultdict(list)
    for session in sorted(sessions, key=lambda each: each.slot):
        slot = session.slot
        turns[ClubRow(session.title, slot.schedule, slot.period, session.adults, session.venue)].append(session)
    rows = []
    for turn, held in turns.items():
        what = facts[1] if turn.what is None else turn.what
        days = "、".join(page.text(day_name(session.slot.day)) for session in held)
        adults = adults_text(turn.adults, page.language)
        rows.append([club.id, what, *facts[2:], days, period_label(page.school, held[0].slot), adults, turn.venue])
    return rows


def _add_week(book: Workbook, page: Page, printed: PrintedSessions) -> None:
    days = sorted({session.slot.day for session in printed.clubs})
    width = WEEK_WIDTH / len(days) - 0.72
    columns = [Column(Text("时段", "Time"), LABEL_WIDTH, SMALL_HEADING)]
    columns += [Column(day_name(day), width, SMALL_TEXT) for day in days]
    note = Text("每格列出各社团的负责教师和地点", "Each cell lists the clubs with who leads them and where")
    table = TableSheet(book, page, CLUB_WEEK, columns, page.text(note), landscape=True)
    order = {station: index for index, station in enumerate(page.school.service.stations)}
    held: dict[tuple[int, str], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for session in sorted(printed.clubs, key=lambda each: order[each.station]):
        start = page.school.period(session.slot).start
        held[start, _when(page, session)][session.slot.day].append(_line(page, session))
    for (_, label), by_day in sorted(held.items(), key=lambda item: item[0][0]):
        for first in range(0, max(map(len, by_day.values())), MOST_LINES):
            table.add([label, *("\n".join(by_day[day][first : first + MOST_LINES]) or None for day in days)])
    table.finish()


def _when(page: Page, session: ServiceSession) -> str:
    """Return when a club is held and for whom: clubs of the same grades stand in one row."""
    name, _, clock = period_label(page.school, session.slot).rpartition(" ")
    grades = grades_text(page.school.service.stations[session.station].grades, page.language)
    return f"{grades}\n{name}\n{clock}"


def _line(page: Page, session: ServiceSession) -> str:
    """Return a club of the week in a line; what is done only where the plan says other than the school."""
    title = page.school.service.stations[session.station].title
    name = title if session.title is None else f"{title}（{page.text(doing(page.school, session))}）"
    adults = "、".join(session.adults) or adults_text((), page.language)
    return "  ".join(part for part in (name, adults, session.venue) if part)
