from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from constraints.audit import Report, audit
from scheduler.export import plan_workbook
from scheduler.plan import MeetingPlacement, Placement, Plan
from scheduler.school import Meeting
from scheduler.workbook.spreadsheet import A4, printable
from tests.schools import SCHEDULE, make_school, slot


def pages(sheet: Worksheet) -> list[range]:
    """The rows of each page."""
    ends = [each.id for each in sheet.row_breaks.brk]
    return [range(a + 1, b + 1) for a, b in zip([0, *ends], [*ends, sheet.max_row], strict=True)]


def titles(sheet: Worksheet, rows: range) -> list[str]:
    found = [str(sheet.cell(row, 1).value or "") for row in rows]
    return [text.removesuffix(" 课程表") for text in found if text.endswith(" 课程表")]


def test_a_class_to_a_page(printed: Workbook, report: Report) -> None:
    sheet = printed["班级课表"]
    assert [titles(sheet, rows) for rows in pages(sheet)] == [[c.id] for c in report.school.classes]


def test_teachers_and_venues_stand_whole_on_a_page(printed: Workbook, report: Report) -> None:
    named = {"教师课表": {t.id for t in report.school.teachers}, "场地课表": {v.id for v in report.school.venues}}
    for title, known in named.items():
        sheet = printed[title]
        found = [titles(sheet, rows) for rows in pages(sheet)]
        assert all(1 <= len(each) <= 2 for each in found) and {name for each in found for name in each} <= known
        assert sum(len(each) == 2 for each in found) >= 1
        assert all(sheet.cell(rows[0], 1).value.endswith("课程表") for rows in pages(sheet))


def test_no_page_is_higher_or_wider_than_the_paper(printed: Workbook) -> None:
    wide, high = printable(A4, landscape=False)
    for title in ("班级课表", "教师课表", "场地课表"):
        sheet = printed[title]
        fitted = sheet.sheet_properties.pageSetUpPr.fitToPage
        share = 1.0 if fitted else sheet.page_setup.scale / 100
        heights = [sum(sheet.row_dimensions[row].height for row in rows) for rows in pages(sheet)]
        assert max(heights) * share <= high and max(heights) * share > high * 0.6
        width = sum(d.width * 5.25 + 3.75 for d in sheet.column_dimensions.values())
        assert share > 0.6 and width * share <= wide
        # Where the default font is another, whoever prints shrinks the columns, or there is room for wider ones.
        assert sheet.page_setup.fitToWidth == 1 if fitted else width * share * 8 / 7 <= wide


def test_class_pages_end_where_they_do_without_manual_breaks(printed: Workbook) -> None:
    """Excel may ignore manual breaks of a sheet that is fitted in width: then the next title must not fit on the page."""
    sheet, high = printed["班级课表"], printable(A4, landscape=False)[1] + 10
    for rows in pages(sheet)[:-1]:
        title = sheet.row_dimensions[rows[-1] + 1].height
        assert sum(sheet.row_dimensions[row].height for row in rows) + title > high


def week_of(sheet: Worksheet, title: str) -> dict[str, list[str]]:
    """The rows of one week by their label."""
    rows = next(rows for rows in pages(sheet) if title in titles(sheet, rows))
    start = next(row for row in rows if sheet.cell(row, 1).value == f"{title} 课程表")
    found: dict[str, list[str]] = {}
    for row in range(start + 3, rows[-1] + 1):
        label = str(sheet.cell(row, 2).value or sheet.cell(row, 1).value or "").split("\n")[0]
        if str(sheet.cell(row, 1).value or "").endswith("课程表"):
            break
        found[label] = [str(sheet.cell(row, column).value or "") for column in range(3, 8)]
    return found


def test_what_a_page_shows() -> None:
    meeting = Meeting(id="体育教研", teachers=("赵军",), schedule=SCHEDULE)
    school = make_school(meetings=(meeting,))
    plan = Plan(
        placements=(
            Placement(course="七(1)班|体育", slot=slot(2, 3), venue="操场"),
            Placement(course="七(2)班|体育", slot=slot(2, 3), venue="操场"),
        ),
        meetings=(MeetingPlacement(meeting="体育教研", slot=slot(4, 5)),),
    )
    book = plan_workbook(audit(school, plan))
    of_class = week_of(book["班级课表"], "七(1)班")
    assert of_class["第3节"] == ["", "体育\n赵军\n操场", "", "", ""]
    assert any(label.startswith("大课间  09:40") for label in of_class)
    of_teacher = week_of(book["教师课表"], "赵军")
    assert of_teacher["第3节"][1] == "七(1)\n体育\n操场\n七(2)\n体育\n操场"
    assert of_teacher["第5节"][3] == "体育教研"
    assert not any(label.startswith("大课间") for label in of_teacher)
    assert week_of(book["场地课表"], "操场")["第3节"][1] == "七(1) 体育 赵军\n七(2) 体育 赵军"


def test_no_venue_sheet_without_venues() -> None:
    school = make_school(
        venues=(), subjects=tuple(s.model_copy(update={"venue_kind": None}) for s in make_school().subjects)
    )
    book = plan_workbook(audit(school, Plan(placements=(Placement(course="七(1)班|语文", slot=slot(1, 1)),))))
    assert "场地课表" not in book.sheetnames
