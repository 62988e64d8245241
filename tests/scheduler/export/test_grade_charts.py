from __future__ import annotations

from openpyxl import Workbook

from constraints.audit import Report
from scheduler.export.grade_charts import add_grade_charts
from scheduler.export.lessons import Lessons
from scheduler.plan import PlanView
from scheduler.workbook.spreadsheet import A3


def charts(report: Report) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    add_grade_charts(book, Lessons(PlanView(report.school, report.plan), "zh"))
    return book


def test_a_sheet_for_each_grade_and_bell_schedule(report: Report) -> None:
    book = charts(report)
    shared = {(klass.grade, klass.schedule) for klass in report.school.classes}
    assert len(book.worksheets) == len(shared)
    shown = [
        str(sheet.cell(3, column).value).split("\n")[0]
        for sheet in book.worksheets
        for column in range(3, sheet.max_column + 1)
    ]
    assert sorted(shown) == sorted(klass.id for klass in report.school.classes)
    assert all(sheet.page_setup.paperSize == A3 and sheet.page_setup.fitToHeight == 1 for sheet in book.worksheets)


def test_every_lesson_stands_in_its_row_and_column(report: Report) -> None:
    lessons = Lessons(PlanView(report.school, report.plan), "zh")
    for sheet in charts(report).worksheets:
        names = [str(sheet.cell(3, column).value).split("\n")[0] for column in range(3, sheet.max_column + 1)]
        schedule = report.school.schedule[report.school.school_class[names[0]].schedule]
        slots = lessons.slots_of(schedule)
        assert sheet.max_row == 3 + len(slots)
        for row, slot in enumerate(slots, 4):
            for column, name in enumerate(names, 3):
                text = str(sheet.cell(row, column).value or "")
                for entry in lessons.of_class_in_short(name, slot):
                    assert entry.heading in text and all(detail in text for detail in entry.details)
