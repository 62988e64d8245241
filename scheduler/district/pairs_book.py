"""配对.xlsx: which timetable is whose. It is written with what is certain and what is asked, filled in, and read from the folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook

from scheduler.district.pairing import Pair
from scheduler.export.styles import DIFFERENCE_FILL, solid
from scheduler.export.table import SMALL_TEXT, Column, TableSheet
from scheduler.text import Text
from scheduler.workbook.files import open_workbook
from scheduler.workbook.names import key
from scheduler.workbook.spreadsheet import save_workbook, set_width_unit

PAIRS_FILE = "配对.xlsx"
SHEET = Text("配对", "Pairs")
SCHOOL_HEADING, PLAN_HEADING = Text("学校工作簿", "School workbook"), Text("课表文件", "Timetable")
NONE = Text("没有", "none")
ASKED = SMALL_TEXT._replace(fill=solid(DIFFERENCE_FILL))
NOTE = Text(
    "红格要填：写上这所学校的课表文件名，没有就写“没有”；填好后把这个文件放进各校文件所在的文件夹，再查一次",
    "Fill in the red cells: the file of the school's timetable, or “none”; put this file into the folder and check again",
)


class _Page(NamedTuple):
    name: str
    term: str
    language: str

    def text(self, text: Text) -> str:
        return text.get(self.language)


def write_pairs(pairs: Iterable[Pair], path: Path, *, language: str = "zh") -> None:
    """Write what was taken for whose, to be corrected and completed, whole or not at all. Raises OSError."""
    book = Workbook()
    book.remove(book.worksheets[0])
    set_width_unit(book)
    page = _Page("", "", language)
    columns = [
        Column(SCHOOL_HEADING, 36, SMALL_TEXT),
        Column(PLAN_HEADING, 40, SMALL_TEXT),
        Column(Text("依据", "Why"), 60, SMALL_TEXT),
    ]
    table = TableSheet(book, page, SHEET, columns, page.text(NOTE), landscape=True)
    for each in pairs:
        plan = each.plan or ("" if each.candidates else page.text(NONE))
        table.add([each.school, plan, page.text(each.why)], {1: ASKED} if each.candidates else {})
    table.finish()
    save_workbook(book, path)


def read_pairs(path: Path) -> dict[str, str]:
    """Return what a filled workbook says, school's file to timetable's ('' for none); rows that are not filled say nothing.

    A file that is not there, or no such workbook, says nothing.
    """
    if not path.is_file():
        return {}
    book, _ = open_workbook(path)
    rows = (
        []
        if book is None
        else [row for sheet in book.worksheets for row in sheet.iter_rows(max_col=2, values_only=True)]
    )
    headings = {*map(key, SCHOOL_HEADING), *map(key, PLAN_HEADING)}
    found: dict[str, str] = {}
    for school, plan in ((str(a or "").strip(), str(b or "").strip()) for a, b in rows):
        if school and plan and key(school) not in headings:
            found[school] = "" if key(plan) in map(key, NONE) else plan
    return found
