"""Lists with a row for each lesson, sheets for each weekday, and other ordinary ways to lay a timetable out."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from scheduler.plan import Placement
from scheduler.school import Lock, Meeting, Teacher, Venue, Week
from scheduler.workbook import write_school
from scheduler.workbook.plan.reader import PlanReading, read_plan
from tests.scheduler.workbook.plan.test_reader import FIRST, SECOND, lesson, placements, write
from tests.schools import course, make_school, slot

HEADINGS = ["教师", "星期", "节次", "班级", "学科"]


def errors(reading: PlanReading) -> list[tuple[str, str]]:
    return [(problem.cell, problem.value) for problem in reading.problems if problem.severity == "error"]


def sheets(path: Path, tables: dict[str, list[list[Any]]], merged: tuple[str, ...] = ()) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in tables.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for area in merged:
            sheet.merge_cells(area)
    book.save(path)
    return path


@pytest.mark.parametrize("day", ["三", "周三", "星期三", 3, "3", "Wed", "Wednesday"])
@pytest.mark.parametrize("period", [5, "5", "第5节", "第五节", "下午第1节", "14:00-14:40"])
def test_notations_of_a_time(tmp_path: Path, day: Any, period: Any) -> None:
    path = write(tmp_path / "p.xlsx", [HEADINGS, ["王芳", day, period, "七(1)", "语文"]])
    reading = read_plan(path, make_school())
    assert placements(reading) == {lesson(f"{FIRST}|语文", 3, 5)} and errors(reading) == []
    assert reading.cells[FIRST, slot(3, 5)] == ("Sheet", "E2")


def test_columns_in_any_order_and_with_other_names(tmp_path: Path) -> None:
    rows = [
        ["某校课表导出"],
        ["学年", "课程名称", "班级名称", "上课时间", "任课老师"],
        ["2026", "语", "七年级1班", "周一第2节", "王老师"],
        ["2026", "数学", "702", "周二 下午第2节", "李强(代)"],
    ]
    reading = read_plan(write(tmp_path / "p.xlsx", rows), make_school())
    assert placements(reading) == {lesson(f"{FIRST}|语文", 1, 2), lesson(f"{SECOND}|数学", 2, 6)}
    assert errors(reading) == []
    notes = " ".join(note.text.zh for note in reading.notes)
    assert all(told in notes for told in ("七年级1班 → 七(1)班", "王老师 → 王芳", "备注", "代"))


def test_weeks_venues_and_co_teachers(tmp_path: Path) -> None:
    school = make_school(
        (
            course(FIRST, "音乐", "孙悦", 1, week=Week.ODD),
            course(FIRST, "美术", "周敏", 1, week=Week.EVEN),
            course(FIRST, "体育", ("赵军", "钱云"), 2, id="体", classes=(FIRST, SECOND), venue_kind="操场"),
        ),
        venues=(Venue(id="东操场", kind="操场", capacity=2), Venue(id="西操场", kind="操场", capacity=2)),
    )
    rows = [
        [*HEADINGS, "周次", "场地"],
        ["孙悦", "一", 1, FIRST, "音乐", "单"],
        ["周敏", "一", 1, FIRST, "美术", "双周"],
        ["赵军", "二", 2, "七(1)(2)班", "体育", "1-18", "西操场"],
        ["钱云", "二", 2, "七(1)、七(2)班", "体育", "", "西操场"],
    ]
    reading = read_plan(write(tmp_path / "p.xlsx", rows), school)
    assert placements(reading) == {
        lesson(f"{FIRST}|音乐", 1, 1),
        lesson(f"{FIRST}|美术", 1, 1),
        lesson("体", 2, 2, venue="西操场"),
    }
    assert errors(reading) == []


def test_a_row_of_several_lessons(tmp_path: Path) -> None:
    path = write(tmp_path / "p.xlsx", [HEADINGS, ["王芳", "一", "1-2节", FIRST, "语文"]])
    assert placements(read_plan(path, make_school())) == {lesson(f"{FIRST}|语文", 1, n) for n in (1, 2)}


def test_rows_that_are_not_certain_are_asked_about_and_the_others_read(tmp_path: Path) -> None:
    rows = [
        [*HEADINGS, "周次", "场地"],
        ["王芳", "一", 1, FIRST, "语文"],
        ["王芳", "一", 1, FIRST, "语文"],
        ["王芳", "八", 1, FIRST, "语文"],
        ["王芳", None, 2, FIRST, "语文"],
        ["王芳", "二", "?", FIRST, "语文"],
        ["王芳", "二", 9, FIRST, "语文"],
        ["王芳", "二", 1, "九(9)班", "语文"],
        ["查无此人", "二", 1, SECOND, "数学"],
        ["李强", "三", 1, SECOND, "数学", "看情况"],
        ["李强", "三", 2, SECOND, "大扫除"],
        ["李强", "三", 3, SECOND, "数学", None, "月球"],
    ]
    reading = read_plan(write(tmp_path / "p.xlsx", rows), make_school())
    assert set(errors(reading)) == {
        ("E3", "语文 王芳"),
        ("B4", "八"),
        ("B5", ""),
        ("C6", f"{FIRST} 语文"),
        ("C7", f"{FIRST} 语文"),
        ("D8", "九(9)班"),
        ("E9", "查无此人"),
        ("F10", "看情况"),
    }
    assert placements(reading) == {
        lesson(f"{FIRST}|语文", 1, 1),
        lesson(f"{SECOND}|数学", 3, 1),
        lesson(f"{SECOND}|数学", 3, 3),
    }
    assert [p.value for p in reading.problems if p.severity == "warning"] == ["月球"]


def test_the_fixed_lessons_of_a_school_s_workbook_are_no_plan(tmp_path: Path) -> None:
    school = make_school(locks=(Lock(course=f"{FIRST}|语文", slot=slot(1, 1)),))
    write_school(school, tmp_path / "school.xlsx")
    assert read_plan(tmp_path / "school.xlsx", school).plan is None


DAYS_APART = {
    "周一": [["班级", 1, 2, 3, 4, 5], [FIRST, "语文", "数学", None, None, "体育"], [SECOND, "数学", "语文"]],
    "周二": [["班级", 1, 2], [FIRST, "数学"], [SECOND, None, "数学"]],
}
EXPECTED = {
    lesson(f"{FIRST}|语文", 1, 1),
    lesson(f"{FIRST}|数学", 1, 2),
    lesson(f"{SECOND}|数学", 1, 1),
    lesson(f"{SECOND}|语文", 1, 2),
    lesson(f"{FIRST}|体育", 1, 5),
    lesson(f"{FIRST}|数学", 2, 1),
    lesson(f"{SECOND}|数学", 2, 2),
}


def turned(rows: list[list[Any]]) -> list[list[Any]]:
    wide = max(map(len, rows))
    return [list(row) for row in zip(*(row + [None] * (wide - len(row)) for row in rows), strict=True)]


@pytest.mark.parametrize("turn", [False, True])
def test_a_sheet_for_each_weekday(tmp_path: Path, turn: bool) -> None:
    tables = {day: turned(rows) if turn else rows for day, rows in DAYS_APART.items()}
    reading = read_plan(sheets(tmp_path / "p.xlsx", tables), make_school())
    assert placements(reading) == EXPECTED and errors(reading) == []


def test_days_below_each_other_in_one_sheet(tmp_path: Path) -> None:
    rows = [row for day, table in DAYS_APART.items() for row in ([day], *table, [])]
    reading = read_plan(sheets(tmp_path / "p.xlsx", {"总表": rows}), make_school())
    assert placements(reading) == EXPECTED and errors(reading) == []


def test_a_weekday_in_the_title_with_two_rows_of_headings(tmp_path: Path) -> None:
    rows = [
        ["七年级星期三课程表"],
        ["班级", "上午", None, None, None, "下午"],
        [None, 1, 2, 3, 4, 1],
        [FIRST, "语文", None, None, None, "数学"],
    ]
    reading = read_plan(sheets(tmp_path / "p.xlsx", {"Sheet1": rows}, ("B2:E2",)), make_school())
    assert placements(reading) == {lesson(f"{FIRST}|语文", 3, 1), lesson(f"{FIRST}|数学", 3, 5)}


@pytest.mark.parametrize("merged", [(), ("A3:A4", "A5:A6")])
def test_teachers_below_subjects(tmp_path: Path, merged: tuple[str, ...]) -> None:
    rows = [
        ["班级", "周一", None], [None, 1, 2],
        [FIRST, "语文", "数学"], [None, "王芳", "李强"],
        [SECOND, "数学", "体育"], [None, "李强", "查无此人"],
    ]  # fmt: skip
    reading = read_plan(write(tmp_path / "p.xlsx", rows, merged), make_school())
    assert placements(reading) == {
        lesson(f"{FIRST}|语文", 1, 1),
        lesson(f"{FIRST}|数学", 1, 2),
        lesson(f"{SECOND}|数学", 1, 1),
    }
    assert errors(reading) == [("C5", "查无此人")]


def test_subject_and_teacher_in_columns_of_their_own(tmp_path: Path) -> None:
    rows = [
        ["星期", "节次", FIRST, None, SECOND, None], [None, None, "学科", "教师", "学科", "教师"],
        ["周一", 1, "语文", "王芳", "数学", "李强"], ["周二", 1, "数学", "李强", "体育", "赵军"],
    ]  # fmt: skip
    reading = read_plan(write(tmp_path / "p.xlsx", rows, ("C1:D1", "E1:F1")), make_school())
    assert placements(reading) == {
        lesson(f"{FIRST}|语文", 1, 1),
        lesson(f"{SECOND}|数学", 1, 1),
        lesson(f"{FIRST}|数学", 2, 1),
        lesson(f"{SECOND}|体育", 2, 1),
    }


def test_two_weeks_beside_each_other(tmp_path: Path) -> None:
    rows = [
        ["七(1)班课表", None, None, None, "七(2)班课表"],
        ["节次", "周一", "周二", None, "节次", "周一", "周二"],
        [1, "语文", "数学", None, 1, "数学", "语文"],
    ]
    reading = read_plan(write(tmp_path / "p.xlsx", rows), make_school())
    names = {(FIRST, 1): "语文", (FIRST, 2): "数学", (SECOND, 1): "数学", (SECOND, 2): "语文"}
    assert placements(reading) == {lesson(f"{name}|{subject}", day, 1) for (name, day), subject in names.items()}


def test_an_english_timetable(tmp_path: Path) -> None:
    school = make_school((course(FIRST, "英语", "Li Lei", 5),), teachers=(Teacher(id="Li Lei"), Teacher(id="王芳")))
    rows = [["Class 7(1)"], ["Period", "Mon", "Tue", "Wed"], ["Period 1", "英语 (Li Lei)", "Free Period", "Assembly"]]
    reading = read_plan(write(tmp_path / "p.xlsx", rows), school)
    assert placements(reading) == {lesson(f"{FIRST}|英语", 1, 1)} and errors(reading) == []


def test_other_clock_times_are_told_once(tmp_path: Path) -> None:
    rows = [
        ["班级", "周一1\n08:05", "周一2\n08:55", "周一3\n16:30"],
        [FIRST, "语文", "数学", "体育"],
        [SECOND, "数学", "语文"],
    ]
    problems = read_plan(write(tmp_path / "p.xlsx", rows), make_school()).problems
    warning, error = sorted(problems, key=lambda problem: problem.severity == "error")
    assert (warning.severity, warning.cell, error.cell) == ("warning", "B2", "D2")
    assert "第1节 08:05（学校是 08:00–08:40）、第2节 08:55" in warning.text.zh and "第3节 16:30" in error.text.zh


def test_a_class_in_two_sheets_counts_once_and_differences_are_asked_about(tmp_path: Path) -> None:
    tables = {
        "总表": [["班级", "周一1", "周二1"], [FIRST, "语文", "数学"], [SECOND, "数学", "语文"]],
        FIRST: [["节次", "周一", "周二"], [1, "语文\n王芳", "数学"]],
        SECOND: [["节次", "周一", "周二"], [1, "体育", "语文"]],
        "说明": [["本表仅供参考"]],
    }
    reading = read_plan(sheets(tmp_path / "p.xlsx", tables), make_school())
    assert errors(reading) == [("A1", SECOND)] and len(placements(reading)) == 4
    notes = [note.text.zh for note in reading.notes]
    assert any(FIRST in note and "一样" in note for note in notes) and any("说明" in note for note in notes)


def test_a_meeting_at_no_time_of_the_school_is_asked_about(tmp_path: Path) -> None:
    school = make_school(meetings=(Meeting(id="语文组教研", teachers=("王芳",), schedule="作息"),))
    rows = [["班级", "周一1", "周一9"], [FIRST, "语文", None], [SECOND], ["教研", None, "语文组教研"]]
    reading = read_plan(write(tmp_path / "p.xlsx", rows), school)
    assert errors(reading) == [("C4", "语文组教研")]
    assert Placement(course=f"{FIRST}|语文", slot=slot(1, 1)) in placements(reading)
