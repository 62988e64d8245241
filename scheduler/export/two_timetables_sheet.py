"""公示与实际 as a sheet, and as JSON-ready data."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook

from scheduler.export.styles import DIFFERENCE_FILL, RED, font, solid
from scheduler.export.table import POINTS, SMALL, SMALL_TEXT, Column, Page, TableSheet
from scheduler.export.two_timetables import FATE_NAMES, Difference, Fate, TwoTimetables, verdict
from scheduler.text import Text

TWO_TIMETABLES = Text("公示与实际", "Posted and held")
LOST = SMALL._replace(font=font(POINTS, bold=True, color=RED), fill=solid(DIFFERENCE_FILL))


def add_two_timetables(book: Workbook, page: Page, found: TwoTimetables) -> None:
    """Add 公示与实际: each protected lesson that was held otherwise than posted; a sentence where there is none."""
    columns = [
        Column(Text("班级", "Class"), 11),
        Column(Text("课程", "Subject"), 12),
        Column(Text("公示", "Posted"), 36, SMALL_TEXT),
        Column(Text("实际", "Held"), 40, SMALL_TEXT),
        Column(Text("结果", "What became of it"), 12),
    ]
    table = TableSheet(book, page, TWO_TIMETABLES, columns, page.text(verdict(found)), landscape=False)
    for each in found.differences:
        texts = [page.text(text) for text in (each.posted, each.held, FATE_NAMES[each.fate])]
        table.add([each.class_id, each.subject, *texts], {4: LOST} if each.fate is Fate.LOST else {})
    table.finish()


def two_timetables_record(found: TwoTimetables) -> dict[str, Any]:
    """Return the comparison as JSON-ready data."""
    return {
        "hours": found.hours,
        "others": found.others,
        "text": verdict(found).zh,
        "text_en": verdict(found).en,
        "untold": list(found.untold),
        "differences": [_record(each) for each in found.differences],
    }


def _record(each: Difference) -> dict[str, Any]:
    return {
        "class": each.class_id,
        "subject": each.subject,
        "date": None if each.date is None else each.date.isoformat(),
        "week": str(each.week),
        "slot": each.slot._asdict(),
        "fate": str(each.fate),
        "posted": each.posted.zh,
        "posted_en": each.posted.en,
        "held": each.held.zh,
        "held_en": each.held.en,
    }
