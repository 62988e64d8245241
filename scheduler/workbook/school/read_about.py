"""Reads 学校: what the school is called, its term, whether its pupils board."""

from __future__ import annotations

import re

from openpyxl import Workbook

from constraints.places.law import law_of, school_year
from constraints.places.place import NATION, places
from constraints.places.where import found_place, place_names
from scheduler.text import Text
from scheduler.workbook.notation import NotationError, read_clock, read_date, read_minutes
from scheduler.workbook.school.draft import NOWHERE, Draft
from scheduler.workbook.school.layout import SCHOOL
from scheduler.workbook.school.service_layout import YES_NO_WORDS
from scheduler.workbook.tables import Cell, ReadingReport, find_sheets, is_titled

MOST_GAP = 120  # minutes between two lessons
MOST_WAY = 240  # minutes between two campuses
FIRST_EVENING = 12 * 60
_YEAR = re.compile(r"(20\d\d)(?:\s*[-—–~至/]\s*(20\d\d))?(?:\s*(?:学年|年))?(?:\s*度)?")


def no_name(file: str) -> Text:
    """Return what is noted where no name is told."""
    return Text(f"没有写学校名称，用文件名“{file}”", f"No name is given; the file's is taken: {file}")


def read_about(book: Workbook, draft: Draft) -> None:
    """Put what 学校 says into the draft; without a name the file's is kept, which is said."""
    told = _told(book, draft.report)
    draft.name = told["name"].text if "name" in told else draft.name
    draft.term = told["term"].text if "term" in told else ""
    draft.place = _read_place(told.get("place", NOWHERE), draft)
    draft.year = draft.report.read(told.get("year", NOWHERE), _read_year, None)
    if "name" not in told:
        draft.report.note(*no_name(draft.name))
    service = draft.service
    service.term_start = draft.report.read(told.get("term_start", NOWHERE), read_date, None)
    service.term_end = draft.report.read(told.get("term_end", NOWHERE), read_date, None)
    draft.longest_gap = draft.report.read(
        told.get("longest_gap", NOWHERE), lambda value: read_minutes(value, 0, MOST_GAP), draft.longest_gap
    )
    draft.evening = draft.report.read(told.get("evening", NOWHERE), _read_evening, draft.evening)
    draft.watched = draft.report.word(told.get("watched", NOWHERE), YES_NO_WORDS, draft.watched)
    draft.campus_way = draft.report.read(
        told.get("campus_way", NOWHERE), lambda value: read_minutes(value, 0, MOST_WAY), draft.campus_way
    )
    service.boarding = draft.report.word(told.get("boarding", NOWHERE), YES_NO_WORDS, False)
    if service.term_start is not None and service.term_end is not None and service.term_end <= service.term_start:
        draft.report.error(
            told["term_end"],
            Text(
                f"放假日期 {service.term_end} 不晚于开学日期 {service.term_start}",
                f"The term ends on {service.term_end} and starts on {service.term_start}",
            ),
            Text("改成晚于开学日期的日期", "Type a date after its first day"),
        )
    _check_year(told.get("year", NOWHERE), draft)
    _tell_law(draft)


def _read_place(cell: Cell, draft: Draft) -> str | None:
    """Return where the school is as it is written; an unknown place is asked about, with the nearest name."""
    if not cell.text:
        return None
    answer = draft.answers.get(cell.text)
    where = found_place(answer or cell.text)
    if where.certain:
        return answer or cell.text
    choices = {
        name: Text(f"按{name}的规定", f"the rules of {name}")
        for name in (*(where.like or place_names()), places()[NATION].name.zh)
    }
    draft.answers.ask(
        cell,
        cell.text,
        Text(f"不认识所在地“{cell.text}”，写省、市或区县的名称", f"{cell.text} is no known place"),
        choices,
    )
    return None


def _read_year(value: object) -> int:
    """Return the year in which a school year begins: 2026 for 2026, 2026-2027学年. Raises NotationError."""
    text = str(value).strip()
    found = _YEAR.fullmatch(text)
    if found is None or (found[2] and int(found[2]) != int(found[1]) + 1):
        raise NotationError(
            Text("不是学年", "This is no school year"), Text("写成 2026 或 2026-2027", "Type such as 2026 or 2026-2027")
        )
    return int(found[1])


def _check_year(cell: Cell, draft: Draft) -> None:
    start = draft.term_start
    if draft.year is not None and start is not None and school_year(start) != draft.year:
        draft.report.error(
            cell,
            Text(
                f"学年是 {draft.year}，开学日期 {start} 却在 {school_year(start)} 学年",
                f"The school year is {draft.year}, the term begins on {start}, in {school_year(start)}",
            ),
            Text("改这里或开学日期，使两处一致", "Change this cell or the first day of term, so that both agree"),
        )


def _tell_law(draft: Draft) -> None:
    """Say what was assumed to know which rules hold: the usual place, the one around it, the newest documents."""
    if not draft.answers.asked:
        for note in law_of(draft).notes:
            draft.report.note(*note)


def _read_evening(value: object) -> int:
    """Return a time in the afternoon or later. Raises NotationError."""
    found = read_clock(value)
    if found < FIRST_EVENING:
        raise NotationError(
            Text("不是晚上的时间", "This is no time of the evening"),
            Text("写成 18:30 这样的时间", "Type such as 18:30"),
        )
    return found


def _told(book: Workbook, report: ReadingReport) -> dict[str, Cell]:
    """Return the cell of each heading, whether it stands below the heading or beside it."""
    headings = {column.key: (*column.title, *column.aliases) for column in SCHOOL.columns}
    told: dict[str, Cell] = {}
    for grid in find_sheets(book, SCHOOL):
        grid.report = report
        taken: set[str] = set()
        grid.report = report
        for row, column in sorted(grid.values):
            heading = grid.cell(row, column)
            found = next((k for k, names in headings.items() if is_titled(heading.text, names)), None)
            if found is None or heading.name in taken:
                continue
            others = [title for key, names in headings.items() if key != found for title in names]
            beside, below = grid.cell(row, column + 1), grid.cell(row + 1, column)
            # A word of the heading itself, 寄宿 for 寄宿制, is what somebody answered.
            value = beside if beside.text and not is_titled(beside.text, others) else below
            if value.text and not is_titled(value.text, others):
                told[found] = value
                taken.add(value.name)
    return told
