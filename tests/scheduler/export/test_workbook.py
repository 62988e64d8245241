from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from constraints.audit import Report, audit
from scheduler.export import plan_workbook, write_plan_workbook
from scheduler.school import School, SchoolClass, Subject, Teacher, Venue
from scheduler.workbook.plan.reader import read_plan_workbook
from tests.full_plans import full_plan
from tests.scheduler.export.measuring import needs
from tests.schools import SUBJECTS, bell, course, make_school

SHEETS = [
    *("总课表 小学作息", "总课表 初中作息", "班级课表", "教师总表", "教师课表", "场地课表"),
    *(
        "课后服务 小学作息 体育锻炼",
        "课后服务 小学作息 课后服务2",
        "课后服务 初中作息 体育锻炼",
        "课后服务 初中作息 课后服务2",
        "社团",
        "社团周表",
        "巡查",
        "弹性上下班",
        "服务台账",
        "公平性",
        "公平性明细",
        "补助",
    ),
    *("课时核对", "合规报告"),
]
ENGLISH = ["Class pages", "Teachers", "Teacher pages", "Venue pages", "Hours", "Compliance"]
LANDSCAPE = ("总课表", "教师总表", "课时核对", "课后服务", "社团周表", "服务台账")


def test_sheets(printed: Workbook) -> None:
    assert printed.sheetnames == SHEETS


def test_sheets_in_english(report: Report) -> None:
    book = plan_workbook(report, language="en")
    assert (
        book.sheetnames[0].startswith("Timetable") and [name for name in book.sheetnames if name in ENGLISH] == ENGLISH
    )
    assert book["Timetable 小学作息"]["A3"].value == "Class"


@pytest.mark.parametrize("title", SHEETS)
def test_every_page_is_set_up_to_be_printed(printed: Workbook, title: str) -> None:
    sheet = printed[title]
    kind = title.split(maxsplit=1)[0]
    assert sheet.page_setup.paperSize == (8 if kind in ("总课表", "教师总表", "课时核对") else 9)
    assert sheet.page_setup.orientation == ("landscape" if kind in LANDSCAPE else "portrait")
    assert sheet.oddFooter.left.text == "&A" and "&P" in (sheet.oddFooter.right.text or "")
    assert "九年一贯制学校" in (sheet.oddHeader.left.text or "")
    assert sheet.print_options.horizontalCentered


@pytest.mark.parametrize("title", SHEETS)
def test_no_text_is_cut(printed: Workbook, title: str) -> None:
    measured = [need for need in needs(printed[title]) if not need.text.startswith("=S")]  # formulas of 补助
    assert len(measured) > 10
    assert [need for need in measured if need.height > need.room] == []


def test_our_own_timetable_reads_back_as_the_same_plan(printed: Workbook, report: Report) -> None:
    reading = read_plan_workbook(printed, report.school)
    assert reading.problems == () and reading.notes == () and reading.plan is not None
    assert len(reading.plan.placements) == len(report.plan.placements) > 300
    assert set(reading.plan.placements) == set(report.plan.placements)
    assert len(reading.plan.meetings) > 5
    assert set(reading.plan.meetings) == set(report.plan.meetings)
    assert reading.plan.strays == ()


HOSTILE = ("=1+1", "+86", "-王芳", "@SUM(A1)")


def hostile_school() -> School:
    """Everything that a person may name begins like a formula."""
    schedule = bell()
    names = tuple(f"{sign}班" for sign in HOSTILE)
    return make_school(
        tuple(course(name, f"{name[0]}学科", HOSTILE[i], 2, venue_kind="@场") for i, name in enumerate(names)),
        name="=HYPERLINK(1)",
        term="=2",
        schedules=(schedule,),
        classes=tuple(
            SchoolClass(id=name, grade=7, number=i, schedule=schedule.id, homeroom_teacher=HOSTILE[0], home_room="=A1")
            for i, name in enumerate(names, 1)
        ),
        subjects=(*SUBJECTS, *(Subject(id=f"{name[0]}学科", area="other", short=f"{name[0]}科") for name in names)),
        teachers=tuple(Teacher(id=name, subject_group="=组") for name in HOSTILE),
        venues=(Venue(id="=场", kind="@场"), Venue(id="+场", kind="@场", capacity=4)),
    )


def test_text_never_becomes_a_formula(tmp_path: Path) -> None:
    school = hostile_school()
    write_plan_workbook(audit(school, full_plan(school)), tmp_path / "p.xlsx")
    leading = []
    for sheet in load_workbook(tmp_path / "p.xlsx"):
        for line in sheet.iter_rows():
            for cell in line:
                assert cell.data_type != "f", cell.coordinate
                if str(cell.value or "").startswith(("=", "+", "-", "@")):
                    leading.append(cell)
    assert len(leading) > 30 and all(cell.quotePrefix for cell in leading if "\n" not in str(cell.value))


def test_the_same_plan_gives_the_same_file(tmp_path: Path) -> None:
    school = make_school()
    for name in ("a.xlsx", "b.xlsx"):
        write_plan_workbook(audit(school, full_plan(school)), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_plan_without_lessons_is_printed_too() -> None:
    school = make_school()
    book = plan_workbook(audit(school, full_plan(school).model_copy(update={"placements": ()})))
    assert book["班级课表"]["A1"].value == "七(1)班 课程表"


def test_a_folder_that_is_missing_is_an_os_error(report: Report, tmp_path: Path) -> None:
    with pytest.raises(OSError):
        write_plan_workbook(report, tmp_path / "none" / "p.xlsx")
