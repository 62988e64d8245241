"""巡查: who goes round, who stands by and who is with a class at morning reading, a station a row and a day a column.

It is read back, and so is 其他安排, the list of sessions that no other sheet has a cell for.
"""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook

from scheduler.export.service import adults_text
from scheduler.export.styles import BAND
from scheduler.export.table import SMALL_TEXT, Column, Page, TableSheet, Value
from scheduler.plan.layout import (
    DUTIES,
    OTHER_SESSIONS,
    STATION_HEADING,
    PrintedSessions,
    period_label,
    station_labels,
)
from scheduler.school import STATION_NAMES, Station, StationKind
from scheduler.text import Text, day_name
from scheduler.workbook.plan.columns import OTHER_COLUMNS

KINDS = (
    StationKind.PATROL,
    StationKind.SUBSTITUTE,
    StationKind.MORNING,
    StationKind.WATCH,
    StationKind.NOON,
    StationKind.BREAK,
)
LABEL_WIDTH, TIME_WIDTH, DAYS_WIDTH = 20.0, 13.0, 61.0
_OTHER_WIDTHS = {"post": 22.0, "content": 13.0, "day": 7.0, "period": 16.0, "adults": 15.0}


def add_duties(book: Workbook, page: Page, printed: PrintedSessions) -> None:
    """Add 巡查; none where the school has no such stations."""
    stations = {
        kind: [station for station in page.school.service.stations.values() if station.kind is kind and station.slots]
        for kind in KINDS
    }
    if not any(stations.values()):
        return
    days = sorted({slot.day for own in stations.values() for station in own for slot in station.slots})
    columns = [
        Column(STATION_HEADING, LABEL_WIDTH, SMALL_TEXT),
        Column(Text("时间", "Time"), TIME_WIDTH),
        *(Column(day_name(day), DAYS_WIDTH / len(days) - 0.72) for day in days),
    ]
    note = Text("每格为当日值守的教师", "Each cell names who is on duty that day")
    table = TableSheet(book, page, DUTIES, columns, page.text(note), landscape=False)
    labels = station_labels(page.school)
    for kind, own in stations.items():
        if own:
            table.section(STATION_NAMES[kind])
            for station in sorted(own, key=lambda station: page.school.period(station.slots[0]).start):
                _add_row(table, page, station, labels[station.id], days, printed)
    table.finish()


def _add_row(
    table: TableSheet, page: Page, station: Station, label: str, days: Sequence[int], printed: PrintedSessions
) -> None:
    slot_of = {slot.day: slot for slot in station.slots}
    clock = period_label(page.school, station.slots[0]).rpartition(" ")[2]
    values: list[Value] = [label, clock]
    looks = {}
    for index, day in enumerate(days, 2):
        session = printed.duties.get((station.id, slot_of[day])) if day in slot_of else None
        values.append(None if session is None else adults_text(session.adults, page.language).replace("、", "\n"))
        if day not in slot_of:
            looks[index] = BAND
    table.add(values, looks)


def add_other_sessions(book: Workbook, page: Page, printed: PrintedSessions) -> None:
    """Add 其他安排; none where every session has its cell on another sheet."""
    if not printed.others:
        return
    columns = [Column(each.title, _OTHER_WIDTHS.get(each.key, 11.0)) for each in OTHER_COLUMNS]
    note = Text(
        "不在规定时段的、同一时段重复的安排", "What is held at times that are none of its own, or twice at one time"
    )
    table = TableSheet(book, page, OTHER_SESSIONS, columns, page.text(note), landscape=False)
    labels = station_labels(page.school)
    for session in printed.others:
        slot = session.slot
        table.add(
            [
                labels[session.station],
                session.title,
                page.text(day_name(slot.day)),
                slot.schedule,
                period_label(page.school, slot),
                adults_text(session.adults, page.language),
                session.venue,
            ]
        )
    table.finish()
