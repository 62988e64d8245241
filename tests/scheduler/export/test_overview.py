from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from constraints.audit import Report, audit
from scheduler.export import plan_workbook
from scheduler.plan import Placement, Plan
from scheduler.workbook.plan.reader import read_plan_workbook
from scheduler.workbook.spreadsheet import A3, pages_needed
from tests.schools import make_school, slot

FIRST = "七(1)班"


def test_wide_sheets_keep_their_headings(printed: Workbook) -> None:
    for title in ("总课表 小学作息", "总课表 初中作息", "教师总表"):
        sheet = printed[title]
        assert sheet.freeze_panes == "C5"
        assert sheet.print_title_rows == "$1:$4" and sheet.print_title_cols == "$A:$B"
        assert sheet["A1"].value.endswith(title)


def test_a_class_a_row_and_a_slot_a_column(printed: Workbook, report: Report) -> None:
    sheet = printed["总课表 小学作息"]
    classes = [c for c in report.school.classes if c.schedule == "小学作息"]
    assert [sheet.cell(row, 1).value for row in range(5, 5 + len(classes))] == [c.id for c in classes]
    assert sheet.cell(5, 2).value == classes[0].homeroom_teacher
    days = [str(area) for area in sheet.merged_cells.ranges if area.min_row == area.max_row == 3]
    assert len(days) == 5 and sheet["C3"].value == "周一" and sheet["C4"].value.startswith("1\n")
    assert sheet.max_column == 2 + len(report.school.lesson_slots["小学作息"])


def test_meetings_stand_in_the_last_row(printed: Workbook, report: Report) -> None:
    sheet = printed["总课表 小学作息"]
    assert sheet.cell(sheet.max_row, 1).value == "教研"
    named = {
        name
        for column in range(3, sheet.max_column + 1)
        for name in str(sheet.cell(sheet.max_row, column).value or "").split("\n")
    }
    assert {m.id for m in report.school.meetings if m.schedule == "小学作息"} == named - {""}


def test_teachers_with_their_lessons(printed: Workbook, report: Report) -> None:
    sheet = printed["教师总表"]
    rows = {sheet.cell(row, 1).value: row for row in range(5, sheet.max_row + 1)}
    busy = {t for c in report.school.courses for t in c.teachers}
    assert busy <= set(rows)
    teacher = report.school.courses[0].teachers[0]
    weekly = sum(c.weekly for c in report.school.teacher_courses[teacher])
    assert sheet.cell(rows[teacher], 2).value == weekly


def test_as_few_pages_as_the_rows_allow(printed: Workbook) -> None:
    for title in ("总课表 小学作息", "教师总表"):
        sheet = printed[title]
        wide = [sheet.column_dimensions[get_column_letter(c)].width for c in range(1, sheet.max_column + 1)]
        height = sum(sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1))
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.page_setup.fitToHeight == pages_needed(height, A3, wide, landscape=True) <= 2


def test_a_lesson_in_the_break_is_shown_and_read_back() -> None:
    school = make_school()
    in_break = slot(2, 1)._replace(period=2)
    placements = (Placement(course=f"{FIRST}|语文", slot=in_break), Placement(course=f"{FIRST}|语文", slot=slot(2, 1)))
    book = plan_workbook(audit(school, Plan(placements=placements)))
    sheet = book["总课表"]
    assert sheet["K4"].value == "大课间\n09:40" and sheet["K5"].value == "语文\n王芳"
    reading = read_plan_workbook(book, school)
    assert reading.plan is not None and set(reading.plan.placements) == set(placements)
    assert any("大课间" in str(line[1].value) for line in book["班级课表"].iter_rows(max_col=2))
