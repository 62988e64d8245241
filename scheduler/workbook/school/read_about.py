"""Reads 学校: what the school is called, its term, whether its pupils board."""

from __future__ import annotations

from openpyxl import Workbook

from scheduler.text import Text
from scheduler.workbook.notation import NotationError, read_clock, read_date, read_minutes
from scheduler.workbook.school.draft import NOWHERE, Draft
from scheduler.workbook.school.layout import SCHOOL
from scheduler.workbook.school.service_layout import YES_NO_WORDS
from scheduler.workbook.tables import Cell, ReadingReport, find_sheets, is_titled

MOST_GAP = 120  # minutes between two lessons
MOST_WAY = 240  # minutes between two campuses
FIRST_EVENING = 12 * 60


def no_name(file: str) -> Text:
    """Return what is noted where no name is told."""
    return Text(f"没有写学校名称，用文件名“{file}”", f"No name is given; the file's is taken: {file}")


def read_about(book: Workbook, draft: Draft) -> None:
    """Put what 学校 says into the draft; without a name the file's is kept, which is said."""
    told = _told(book, draft.report)
    draft.name = told["name"].text if "name" in told else draft.name
    draft.term = told["term"].text if "term" in told else ""
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
