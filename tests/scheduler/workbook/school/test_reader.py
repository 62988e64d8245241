"""A school from whatever workbook holds it."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from constraints.catalogue import active_rules
from sample_data.generator import make_school
from scheduler.school import Area, MarkLevel, PeriodKind, StaffKind
from scheduler.workbook import read_school, write_school, write_template
from tests.scheduler.workbook.books import Books, Rows, errors, notes

LESSONS: Rows = [
    ["班级", "语文", "体育", "班会"],
    ["高一(1)班", "王芳 5", "赵军 3", "王芳 1"],
    ["高一(2)班", "李强 5", "赵军 3", "李强 1"],
]


def test_only_the_assignment_is_needed_and_the_rest_is_said(books: Books) -> None:
    reading = books.read(任课=LESSONS)
    assert reading.problems == ()
    school = reading.school
    assert school is not None
    assert school.name == "学校"
    assert [klass.homeroom_teacher for klass in school.classes] == ["王芳", "李强"]
    assert [subject.area for subject in school.subjects] == [Area.CHINESE, Area.PE, Area.CLASS_MEETING]
    assert {klass.size for klass in school.classes} == {45}
    assert not any((school.venues, school.marks, school.locks, school.rule_settings))
    for words in ("2 个班", "3 位教师", "每天 9 节", "班主任", "高一没有课程计划", "没有义务教育课时标准"):
        assert words in notes(reading)


ENGLISH: dict[str, Rows] = {
    "School": [["School", "Term"], ["Rivertown School", "Autumn 2026"]],
    "Bells": [
        ["Schedule", "Period", "Kind", "Start", "End", "Days"],
        ["Main", "Lesson 1", "lesson", "08:00", "08:45", "Mon-Fri"],
        ["Main", "Break", "break", time(8, 45), time(9, 0), None],
        ["Main", "Lesson 2", "Lesson", "9:00", "9.45", "1-4"],
    ],
    "Classes": [["Class", "Grade", "Pupils", "Homeroom teacher"], ["Grade 10 Class 1", 10, 40, "Li Lei"]],
    "Subjects": [["Subject", "Area", "Venue kind"], ["Chinese", "Chinese", None], ["PE", "PE", "Gym"]],
    "Teachers": [["Teacher", "Kind", "FTE %", "Mentor"], ["Li Lei", "staff", "50%", None], ["Wang Fang", "external", 0.4, "Li Lei"]],
    "Teaching": [["Class", "Chinese", "PE"], ["g10-1", "LI LEI 4+1", "Wang Fang 2"]],
    "Venues": [["Venue", "Kind", "Classes at once"], ["Big gym", "Gym", 3]],
    "Times": [["Name", "Fri 1", "Thu lesson 2"], ["Wang Fang", "avoided", "Forbidden"]],
    "Meetings": [["Meeting", "Members", "Days", "Part"], ["Staff", "Li Lei, Wang Fang", "Tue, Thu", "morning"]],
    "Locks": [["Class", "Subject", "Day", "Period"], ["G10-1", "PE", "Wed", 2]],
    "Exams": [["Exam", "Grades", "Week"], ["Final", "10", 20]],
    "Rules": [["Rule", "Enabled", "Parameter", "Value"], ["subject_per_day", "yes", "most", 2]],
}  # fmt: skip


def test_all_sheets_in_english(books: Books) -> None:
    school = books.school(**ENGLISH)
    assert (school.name, school.term) == ("Rivertown School", "Autumn 2026")
    assert [period.kind for period in school.schedules[0].periods] == [
        PeriodKind.LESSON,
        PeriodKind.BREAK,
        PeriodKind.LESSON,
    ]
    assert len(school.lesson_slots["Main"]) == 9
    klass = school.classes[0]
    assert (klass.id, klass.size, klass.homeroom_teacher) == ("高一(1)班", 40, "Li Lei")
    assert [(t.id, t.kind, t.fte, t.mentor) for t in school.teachers] == [
        ("Li Lei", StaffKind.STAFF, 50, None),
        ("Wang Fang", StaffKind.EXTERNAL, 40, "Li Lei"),
    ]
    chinese, sport = school.courses
    assert (chinese.teachers, chinese.lessons, chinese.doubles) == (("Li Lei",), 6, 1)
    assert (sport.venue_kind, school.venues[0].capacity) == ("Gym", 3)
    assert [(mark.day, mark.level) for mark in school.marks] == [(5, MarkLevel.AVOIDED), (4, MarkLevel.FORBIDDEN)]
    assert (school.meetings[0].days, school.meetings[0].parts) == ((2, 4), (0,))
    assert school.locks[0].slot.day == 3
    assert school.exams[0].grades == (10,)
    assert school.rule_settings[0].parameters == {"most": "2"}


def test_name_and_term_beside_their_titles(books: Books) -> None:
    school = books.school(任课=LESSONS, 学校=[["学校名称", "样例中学"], ["学期", "2026秋"]])
    assert (school.name, school.term) == ("样例中学", "2026秋")


@pytest.mark.parametrize("index", [True, False])
def test_workbooks_of_pandas(index: bool, tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"班级": [1001, 1002], "语文": ["王芳", None], "语文课时": [None, None], "数学": ["李强 5", "李强 5"]}
    )
    courses = pd.DataFrame({"班级": ["高一1", "高一2"], "学科": "体育", "教师": "赵军", "课时": [3.0, float("nan")]})
    plan = pd.DataFrame({"年级": [10], "语文": [5.0], "数学": [5], "体育": [3]})
    with pd.ExcelWriter(tmp_path / "a.xlsx") as writer:
        frame.drop(columns="语文课时").to_excel(writer, sheet_name="任课", index=index)
        courses.to_excel(writer, sheet_name="任课明细", index=index)
        plan.to_excel(writer, sheet_name="课程计划", index=index)
    reading = read_school(tmp_path / "a.xlsx")
    assert errors(reading) == [("任课", "C3" if index else "B3", "高一(2)班没有语文课，课程计划是 5 节")]
    frame["语文"] = "王芳"
    with pd.ExcelWriter(tmp_path / "b.xlsx") as writer:
        frame.drop(columns="语文课时").to_excel(writer, sheet_name="任课", index=index)
        courses.to_excel(writer, sheet_name="任课明细", index=index)
        plan.to_excel(writer, sheet_name="课程计划", index=index)
    school = read_school(tmp_path / "b.xlsx").school
    assert school is not None
    assert {course.id: course.lessons for course in school.courses} == {
        f"高一({number})班|{subject}": lessons
        for number in (1, 2)
        for subject, lessons in (("语文", 5), ("数学", 5), ("体育", 3))
    }


_CONTENT = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
BARE_PARTS = {
    "[Content_Types].xml": _CONTENT,
    "_rels/.rels": f'<Relationships {_RELATIONS}><Relationship Id="a" Type="{_OFFICE}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="任课" sheetId="1" r:id="a"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f"<Relationships {_RELATIONS}>"
    f'<Relationship Id="a" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="b" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/sharedStrings.xml": f"<sst {_MAIN}><si><t>班级</t></si><si><r><t>语</t></r><r><t>文</t></r></si>"
    "<si><t>高一(1)班</t></si></sst>",
    "xl/worksheets/sheet1.xml": f'<worksheet {_MAIN}><dimension ref="A1"/><sheetData>'
    '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
    '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="inlineStr"><is><t>王芳 5</t></is></c></row>'
    '<row r="4"><c r="A4" t="str"><f>"高一2班"</f><v>高一2班</v></c><c r="B4" t="inlineStr"><is><t>李强 5</t></is></c></row>'
    "</sheetData></worksheet>",
}


def test_a_workbook_without_styles_with_text_stored_in_every_way(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        for name, text in BARE_PARTS.items():
            archive.writestr(name, text)
    reading = read_school(tmp_path / "a.xlsx")
    assert reading.problems == ()
    assert reading.school is not None
    assert [course.id for course in reading.school.courses] == ["高一(1)班|语文", "高一(2)班|语文"]


def test_times_as_numbers_and_titles_with_spaces(books: Books) -> None:
    bells: Rows = [
        ["作息时间"],
        [" 节 次 ", "类型*", "开始时间（时:分）", "结束 时间"],
        ["第1节", "正课", 8 / 24, datetime(1899, 12, 30, 8, 45)],
        ["第2节", "正课", "０９：００", timedelta(hours=9, minutes=45)],
    ]
    school = books.school(**{" 作息 ": bells, "任课表": LESSONS})
    assert [(period.start, period.end) for period in school.schedules[0].periods] == [(480, 525), (540, 585)]


def test_remarks_blank_rows_and_unknown_columns(books: Books) -> None:
    teachers: Rows = [
        ["教师信息表"],
        [None],
        ["序号", "姓名", "学科组", "电话"],
        [1, "王芳", "语文组", "123"],
        [2, "李强", "语文组", None],
        [None],
        [3, "赵 军", "体育组", None],
        ["注：以上为本学期全部任课教师，外聘教师另行登记。"],
    ]
    reading = books.read(任课=LESSONS, 教师=teachers)
    assert [(p.severity, p.sheet, p.cell) for p in reading.problems] == [("warning", "教师", "D3")]
    assert reading.school is not None
    assert [teacher.id for teacher in reading.school.teachers] == ["王芳", "李强", "赵军"]


def test_every_problem_is_told_at_once_in_the_order_of_the_sheets(books: Books) -> None:
    found = books.errors(
        班级=[["班级", "人数"], ["高一(1)班", "四十"], ["高一(2)班", 45], ["高一（2）班", 45]],
        教师=[["姓名", "师父"], ["王芳", "查无此人"], ["李强", None], ["赵军", None]],
        任课=[*LESSONS[:2], ["高一(3)班", "李强 5", "赵军 3", "李强 1"], ["高一(2)班", "李梅 5", "赵军 3++", "李强 1"]],
        固定课=[["班级", "学科", "星期", "节次"], ["高一(1)班", "班会", 5, 12]],
    )
    assert found == [
        ("班级", "B2"),
        ("班级", "A4"),
        ("教师", "B2"),
        ("任课", "A3"),
        ("任课", "B4"),
        ("任课", "C4"),
        ("固定课", "D2"),
    ]


def test_a_teacher_of_two_who_share_a_name_must_be_named(books: Books) -> None:
    reading = books.read(任课=[["班级", "语文"], ["高一(1)班", "刘洋 5"]], 教师=[["姓名"], ["刘洋1"], ["刘洋2"]])
    assert [(sheet, cell) for sheet, cell, _ in errors(reading)] == [("任课", "B2")]
    assert "刘洋1、刘洋2" in reading.problems[0].cure.zh


def test_places_of_courses(books: Books) -> None:
    school = books.school(
        任课=[
            ["班级", "体育", "音乐", "信息", "语文"],
            ["高一(1)班", "赵军 3", "孙悦 1 @报告厅", "钱多 1 @教室", "王芳 5"],
        ],
        场地=[["名称", "类型", "容量"], ["东操场", "运动场", 6], ["报告厅", None, 2], ["机房1", "计算机教室", 1]],
    )
    assert {course.subject: course.venue_kind for course in school.courses} == {
        "体育": "运动场",
        "音乐": "报告厅",
        "信息": None,
        "语文": None,
    }


def test_a_template_asks_for_its_teachers_and_nothing_else(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", "nine-year", 18)
    reading = read_school(tmp_path / "a.xlsx")
    assert [(p.severity, p.sheet, p.cell) for p in reading.problems] == [("error", "任课", "")]


def test_a_filled_template_is_a_school(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    write_template(file, "junior", 6)
    book = load_workbook(file)
    sheet = book["任课"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "班级")
    below = list(sheet.iter_rows())[list(sheet.iter_rows()).index(head) + 1 :]
    for row in below:
        for title, cell in zip(head[1:], row[1:], strict=True):
            grade = "七八九".find(str(row[0].value)[0]) + 7
            if row[0].value and title.value and _is_taught(book, grade, str(title.value)):
                cell.value = f"{title.value}师{grade}"
    teachers = book["教师"]
    names = {str(cell.value) for row in below for cell in row[1:] if cell.value}
    first = next(n for n, row in enumerate(teachers.iter_rows(values_only=True), 1) if row[0] == "姓名")
    for index, name in enumerate(sorted(names), first + 1):
        teachers.cell(index, 1).value = name
    book.save(file)
    reading = read_school(file)
    assert reading.problems == ()
    assert reading.school is not None
    assert reading.school.stages and reading.school.service.stations


def _is_taught(book: Workbook, grade: int, subject: str) -> bool:
    rows = list(book["课程计划"].iter_rows(values_only=True))
    heading = next(row for row in rows if row[0] == "年级")
    return any(row[0] == grade and subject in heading and row[heading.index(subject)] for row in rows)


# Nothing that stands in a cell makes the reader fail.

STRANGE: list[Any] = [
    None, "", "王芳", "查无此人", "4++1", "4+1", 0.5, 1.5, -3, 1e9, True, datetime(2026, 9, 1, 8, 20), time(8, 20),
    date(2026, 1, 1), timedelta(hours=30), "=1+1", "单", "王芳/李强", "甲/乙/丙", "三(1)班", "全校", "1-6", "六至一",
    "禁", "x" * 300, "、、", "/", "合:三(2)班", "@操场", "()", "周三第5节", "25:00", "是", "\n\n", "12节", 0, "0",
    99999999999, "高一(1)班", "王芳 4+1;李强 2", "1单", "班级|语文", "七(1)班 体育", "星期八", "3+1+1+1", "--", "#REF!",
]  # fmt: skip


def _damages(book: Workbook, chance: random.Random) -> Iterator[str]:
    """Yield what is done to a workbook: cells overwritten, rows, columns and sheets taken away, repeated or renamed."""
    for _ in range(chance.choice([1, 2, 5, 20])):
        sheet = chance.choice(book.worksheets)
        row, column = chance.randint(1, sheet.max_row), chance.randint(1, min(sheet.max_column, 40))
        deed = chance.choices(("cell", "row", "column", "repeat", "rename", "drop"), (80, 4, 4, 4, 4, 4))[0]
        yield f"{deed} {sheet.title} {row} {column}"
        if deed == "cell" and sheet.cell(row, column).coordinate not in sheet.merged_cells:
            sheet.cell(row, column).value = chance.choice(STRANGE)
        elif deed == "row":
            sheet.delete_rows(row)
        elif deed == "column":
            sheet.delete_cols(column)
        elif deed == "repeat":
            sheet.append([cell.value for cell in sheet[row]])
        elif deed == "rename":
            sheet.title = chance.choice(["任课", "任课明细", "教师", "课程预排", "不排课", "Sheet1"])
        elif len(book.worksheets) > 1:
            book.remove(sheet)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("good") / "good.xlsx"
    write_school(make_school("junior", 12), file)
    return file


@pytest.mark.parametrize("seed", range(6))
def test_no_workbook_makes_the_reader_fail(seed: int, good: Path, tmp_path: Path) -> None:
    book = load_workbook(good)
    deeds = list(_damages(book, random.Random(seed)))
    book.save(tmp_path / "a.xlsx")
    reading = read_school(tmp_path / "a.xlsx")
    assert (reading.school is None) is bool(errors(reading)), deeds
    assert not any("互相矛盾" in text for _, _, text in errors(reading)), deeds
    if reading.school is not None:
        active_rules(reading.school)


def test_a_break_is_what_its_kind_says_and_is_asked_about_once_where_its_name_says_other(books: Books) -> None:
    head = ["节次", "类型", "开始", "结束"]
    day: Rows = [
        head,
        ["第1节", "正课", "08:20", "09:00"],
        ["大课间", "课间", "09:00", "09:30"],
        ["第2节", "正课", "09:30", "10:10"],
        ["课间跑操", "break", "10:10", "10:30"],
        ["眼保健操", "大课间", "10:30", "10:35"],
        ["第3节", "正课", "10:40", "11:20"],
        ["午间", "午间", "11:20", "14:00"],
        ["下午大课间", "大课间", "14:00", "14:30"],
        ["体育锻炼", "课间操", "14:30", "14:50"],
    ]
    lessons: Rows = [["班级", "语文"], ["三(1)班", "王芳 3"]]
    reading = books.read(任课=lessons, 作息=day, 学校=[["学校名称", "样例"], ["学年", "2021"]])
    assert reading.school is not None
    kinds = {p.name: p.kind for p in reading.school.schedules[0].periods}
    assert kinds["大课间"] is kinds["课间跑操"] is PeriodKind.BREAK
    assert kinds["下午大课间"] is kinds["体育锻炼"] is kinds["眼保健操"] is PeriodKind.BIG_BREAK
    asked = {(p.severity, p.sheet, p.cell) for p in reading.problems if p.sheet == "作息"}
    assert asked == {("warning", "作息", "B3"), ("warning", "作息", "B6")}


def test_a_sport_activity_lesson_is_a_lesson_of_its_own_area(books: Books) -> None:
    rows: Rows = [["班级", "语文", "体育", "体育活动课"], ["三(1)班", "王芳 3", "李强 3", "李强 2"]]
    school = books.school(任课=rows, 场地=[["场地", "类型"], ["东操场", "操场"]])
    found = school.subject["体育活动"]
    assert (found.area, found.venue_kind, found.counts) == (Area.SPORT_ACTIVITY, "操场", True)
    again = books.school(
        学科=[["学科", "领域"], ["语文", "语文"], ["体育", "体育"], ["强身", "体育活动"]],
        任课=[["班级", "强身"], ["三(1)班", "李强 2"]],
    )
    assert again.subject["强身"].area is Area.SPORT_ACTIVITY
