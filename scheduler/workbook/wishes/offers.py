"""What each club offers: the school's 社团 and, where it says more or otherwise, 选课社团; the days from a plan where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from scheduler.allocation import Offer
from scheduler.plan import Plan
from scheduler.school import Club, School, StationKind
from scheduler.school.stations import slots_at
from scheduler.text import Text
from scheduler.workbook.names import key
from scheduler.workbook.notation import read_days, read_grades, read_whole_number
from scheduler.workbook.school.service_layout import YES_NO_WORDS
from scheduler.workbook.spelling import days_text, grades_text
from scheduler.workbook.spreadsheet import save_workbook, set_value
from scheduler.workbook.tables import Cell, ReadingReport, Row, find_sheets, read_tables
from scheduler.workbook.wish_sheets import OFFERS
from scheduler.workbook.wishes.clubs import ClubNames

MOST_PLACES = 2000
NEVER = frozenset(map(key, ("不开", "停开", "none", "not held")))


def read_offers(
    book: Workbook, report: ReadingReport, clubs: ClubNames, school: School, plan: Plan | None, *, held: bool = True
) -> dict[str, Offer | None]:
    """Return the offers of a school, None for one with something wrong, which was told: its name is known all the same.

    Where 选课社团 names clubs only these are chosen from. Where it says 不开 of the days, or `held` is False and nobody knows
    them, a club is offered on none.
    """
    planned = planned_days(school, plan)
    rows: dict[str, Row] = {}
    for table in read_tables(book, OFFERS, report):
        for row in table.rows:
            club = clubs.find(row["club"], row["club"].text)
            if club is not None and club in rows:
                report.error(
                    row["club"], Text("这个社团写了两行", "This club stands twice"), Text("只留一行", "Keep one row")
                )
            elif club is not None:
                rows[club] = row
    return {
        each.id: _offer(report, each, rows.get(each.id), planned[each.id], held=held)
        for each in school.clubs
        if not rows or each.id in rows
    }


def planned_days(school: School, plan: Plan | None) -> dict[str, tuple[int, ...]]:
    """Return the days on which each club is held: as planned, else where it is held on all days that it may be; else none."""
    found = {}
    stations = {
        station.club: station.id for station in school.service.stations.values() if station.kind is StationKind.CLUB
    }
    for club in school.clubs:
        sessions = [] if plan is None else [s.slot.day for s in plan.sessions if s.station == stations.get(club.id)]
        slots = slots_at(school, club.schedule, club.period, club.days)
        certain = [slot.day for slot in slots] if len(slots) == club.sessions else []
        found[club.id] = tuple(sorted({*sessions} or {*certain}))
    return found


def _offer(report: ReadingReport, club: Club, row: Row | None, planned: tuple[int, ...], *, held: bool) -> Offer | None:
    """Return what a club offers; None, told, where something is wrong or nobody knows on which days."""
    problems = report.tellings

    def told(column: str) -> Cell:
        return Cell("", "") if row is None else row[column]

    def number(column: str, least: int) -> int | None:
        return report.read(told(column), lambda value: read_whole_number(value, least, MOST_PLACES), None)

    never = key(told("days").text) in NEVER
    days = () if never else report.read(told("days"), read_days, ()) or planned
    held = held and not never
    if held and not days and report.tellings == problems:  # else its cell was told
        report.once(
            "days",
            told("club")._replace(value=club.id, sheet=told("club").sheet or OFFERS.title.zh),
            Text("还不知道社团在哪几天开", "It is not known on which days clubs are held"),
            Text("给出排好的课表，或在“选课社团”表写星期", "Give the plan, or write the days into 选课社团"),
        )
    grades = report.read(told("grades"), read_grades, ()) or club.grades
    places, minimum = number("places", 1), number("minimum", 0)
    whole = report.word(told("whole"), YES_NO_WORDS, False)
    audition = report.word(told("audition"), YES_NO_WORDS, False)
    if (held and not days) or report.tellings > problems:
        return None
    return Offer(
        club=club.id,
        days=days,
        places=places or club.capacity or club.members,
        minimum=minimum or 0,
        grades=grades,
        kind=told("kind").text or None,
        whole=whole,
        audition=audition,
    )


def write_offers(book: Path, offers: Iterable[Offer], path: Path) -> None:
    """Write a workbook of wishes again with what is offered in its sheet 选课社团, everything else as it is. Raises OSError."""
    copied = load_workbook(book)
    for grid in find_sheets(copied, OFFERS):
        del copied[grid.title]
    sheet = copied.create_sheet(OFFERS.title.zh)
    for column, heading in enumerate(OFFERS.columns, 1):
        set_value(sheet.cell(1, column), heading.title.zh)
        sheet.column_dimensions[get_column_letter(column)].width = 16
    for row, offer in enumerate(offers, 2):
        for column, value in enumerate(_cells(offer), 1):
            set_value(sheet.cell(row, column), value)
    sheet.freeze_panes = "A2"
    save_workbook(copied, path)


def _cells(offer: Offer) -> Sequence[str | int | None]:
    """Return a row of 选课社团, in the order of its columns."""
    days = days_text(offer.days) if offer.days else "不开"
    yes = [YES_NO_WORDS[True].zh if said else None for said in (offer.whole, offer.audition)]
    return [offer.club, days, offer.places, offer.minimum or None, grades_text(offer.grades), offer.kind, *yes]
