import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from constraints.audit import audit
from scheduler.export import write_plan_json
from scheduler.plan import Placement, StrayLesson
from scheduler.school import (
    BellSchedule,
    Period,
    PeriodKind,
    School,
    Slot,
    Subject,
    Teacher,
    Venue,
    Week,
)
from scheduler.workbook import write_school
from scheduler.workbook.plan.reader import PlanReading, read_plan
from tests.schools import SCHEDULE, SUBJECTS, bell, course, make_school, plan_of, slot

FIRST, SECOND = "七(1)班", "七(2)班"
DAYS = ("周一", "周二", "周三", "周四", "周五")


def write(path: Path, rows: list[list[Any]], merged: tuple[str, ...] = ()) -> Path:
    book = Workbook()
    for line in rows:
        book.worksheets[0].append(line)
    for area in merged:
        book.worksheets[0].merge_cells(area)
    book.save(path)
    return path


def two_rows() -> list[list[Any]]:
    """Two heading rows as pandas leaves them: a day stands only over its first column."""
    return [
        ["班级", *[day if number == 1 else None for day in DAYS for number in range(1, 7)]],
        [None, *[number for _ in DAYS for number in range(1, 7)]],
    ]


def lesson(course_id: str, day: int, number: int, **more: Any) -> Placement:
    return Placement(course=course_id, slot=slot(day, number), **more)


def placements(reading: PlanReading) -> set[Placement]:
    assert reading.plan is not None, reading.problems
    return set(reading.plan.placements)


@pytest.mark.parametrize("name", [FIRST, "七（1）班", "七年级1班", "七年级（1）班", "701", 701, " 七 (1) 班 "])
def test_spellings_of_a_class(tmp_path: Path, name: str | int) -> None:
    path = write(tmp_path / "p.xlsx", [*two_rows(), [name, "语文", "数学"]])
    assert placements(read_plan(path, make_school())) == {lesson(f"{FIRST}|语文", 1, 1), lesson(f"{FIRST}|数学", 1, 2)}


@pytest.mark.parametrize(
    "text",
    ["语文", "语文\n王芳", "语文 王芳", "语文(王芳)", "语文（王芳）", "语文王芳", "语", "语文/王芳"],
)
def test_spellings_of_a_lesson(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "p.xlsx", [*two_rows(), [FIRST, text]])
    reading = read_plan(path, make_school())
    assert placements(reading) == {lesson(f"{FIRST}|语文", 1, 1)}
    assert [problem.value for problem in reading.problems] == [SECOND]  # its row is missing


@pytest.mark.parametrize(
    "heading", ["周二3", "周二第3节", "周二第三节", "星期二 3", "Tue 3", "Tuesday lesson 3", "周二\n第3节\n10:10-10:50"]
)
def test_single_headings(tmp_path: Path, heading: str) -> None:
    path = write(tmp_path / "p.xlsx", [["班级", "周一第1节", heading], [FIRST, "语文", "数学"]])
    assert placements(read_plan(path, make_school())) == {lesson(f"{FIRST}|语文", 1, 1), lesson(f"{FIRST}|数学", 2, 3)}


def test_three_heading_rows_with_the_afternoon_counted_anew(tmp_path: Path) -> None:
    days = ["", "周一", *[""] * 5, "周二", *[""] * 5]
    parts = ["", *["上午", "", "", "", "下午", ""] * 2]
    numbers = ["班级", *[1, 2, 3, 4, 1, 2] * 2]
    cells = [FIRST, *[""] * 4, "语文", "", "数学", *[""] * 4, "音乐"]
    path = write(tmp_path / "p.xlsx", [["某校总课表"], days, parts, numbers, cells], ("B2:G2", "H2:M2", "B3:E3"))
    expected = {lesson(f"{FIRST}|语文", 1, 5), lesson(f"{FIRST}|数学", 2, 1), lesson(f"{FIRST}|音乐", 2, 6)}
    assert placements(read_plan(path, make_school())) == expected


def test_turned_grid_with_periods_that_are_no_lessons(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["星期", "节次", FIRST, SECOND]]
    rows += [["周一", "1", "语文", "数学"], [None, "大课间", "跑操", "跑操"], [None, "2", "数学", "语文"]]
    rows += [["周二", "1", "体育", None]]
    path = write(tmp_path / "p.xlsx", rows, ("A2:A4",))
    reading = read_plan(path, make_school())
    assert reading.problems == ()
    assert placements(reading) == {
        lesson(f"{FIRST}|语文", 1, 1),
        lesson(f"{SECOND}|数学", 1, 1),
        lesson(f"{FIRST}|数学", 1, 2),
        lesson(f"{SECOND}|语文", 1, 2),
        lesson(f"{FIRST}|体育", 2, 1),
    }
    assert reading.cells[SECOND, slot(1, 2)] == ("Sheet", "D4")


def alternating() -> School:
    return make_school(
        (
            course(FIRST, "音乐", "孙悦", 1, week=Week.ODD, pair="p"),
            course(FIRST, "美术", "周敏", 1, week=Week.EVEN, pair="p"),
        )
    )


@pytest.mark.parametrize(
    "text",
    [
        "音乐/美术",
        "音乐/美术\n孙悦/周敏",
        "单 音乐\n孙悦\n双 美术\n周敏",
        "音乐(单)/美术(双)",
        "单音乐/双美术",
        "音/美",
        "孙悦\n音乐\n周敏\n美术",
        "单 孙悦 音乐\n双 周敏 美术",
    ],
)
def test_odd_and_even_weeks(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "p.xlsx", [*two_rows(), [FIRST, text]])
    expected = {lesson(f"{FIRST}|音乐", 1, 1), lesson(f"{FIRST}|美术", 1, 1)}
    assert placements(read_plan(path, alternating())) == expected


def test_odd_and_even_weeks_of_one_subject_go_by_their_order(tmp_path: Path) -> None:
    school = make_school(
        (
            course(FIRST, "音乐", "孙悦", 1, week=Week.ODD, id="odd"),
            course(FIRST, "音乐", "周敏", 1, week=Week.EVEN, id="even"),
        )
    )
    path = write(tmp_path / "p.xlsx", [*two_rows(), [FIRST, "音乐/音乐", "双 音乐"]])
    assert placements(read_plan(path, school)) == {lesson("odd", 1, 1), lesson("even", 1, 1), lesson("even", 1, 2)}


def test_joint_classes_and_one_that_stays_away(tmp_path: Path) -> None:
    school = make_school((course(FIRST, "体育", "赵军", 2, id="joint", classes=(FIRST, SECOND), venue_kind="操场"),))
    path = write(tmp_path / "p.xlsx", [*two_rows(), [FIRST, "体育", "体育"], [SECOND, "体育", None]])
    assert placements(read_plan(path, school)) == {
        lesson("joint", 1, 1, venue="操场"),
        lesson("joint", 1, 2, venue="操场", classes=(FIRST,)),
    }


def test_lesson_of_two_merged_cells_is_a_double(tmp_path: Path) -> None:
    path = write(tmp_path / "p.xlsx", [*two_rows(), [FIRST, "语文"]], ("B3:C3",))
    reading = read_plan(path, make_school())
    assert placements(reading) == {lesson(f"{FIRST}|语文", 1, 1), lesson(f"{FIRST}|语文", 1, 2)}
    assert reading.cells[FIRST, slot(1, 2)] == ("Sheet", "B3")


def test_courses_that_run_together(tmp_path: Path) -> None:
    courses = tuple(
        course(FIRST, "英语", teacher, 1, id=f"英语{teacher}", classes=(FIRST, SECOND), together="英语走班")
        for teacher in ("甲", "乙")
    )
    path = write(
        tmp_path / "p.xlsx", [*two_rows(), [FIRST, "英语", "英语 甲/乙"], [SECOND, "英语", "英语\n甲\n英语\n乙"]]
    )
    expected = {lesson(c.id, 1, n) for c in courses for n in (1, 2)}
    assert placements(read_plan(path, make_school(courses))) == expected


def test_courses_alike_share_the_lessons(tmp_path: Path) -> None:
    school = make_school(tuple(course(FIRST, "语文", "王芳", 1, id=name) for name in ("甲", "乙")))
    path = write(tmp_path / "p.xlsx", [*two_rows(), [FIRST, "语文", "语文"]])
    assert {p.course for p in placements(read_plan(path, school))} == {"甲", "乙"}


def test_names_with_spaces_and_teachers_with_a_number(tmp_path: Path) -> None:
    school = make_school(
        (course(FIRST, "Science Lab", "刘洋1", 1),),
        subjects=(*SUBJECTS, Subject(id="Science Lab", area="science")),
        teachers=(Teacher(id="刘洋1"), Teacher(id="刘洋2")),
    )
    path = write(tmp_path / "p.xlsx", [*two_rows(), [FIRST, "Science Lab\n刘洋"]])
    reading = read_plan(path, school)
    assert reading.problems == () and placements(reading) == {lesson(f"{FIRST}|Science Lab", 1, 1)}


def test_abbreviated_subject(tmp_path: Path) -> None:
    school = make_school(
        (course(FIRST, "道德与法治", "王芳", 1),), subjects=(Subject(id="道德与法治", area="morality"),), venues=()
    )
    path = write(tmp_path / "p.xlsx", [*two_rows(), [FIRST, "道法"]])
    assert placements(read_plan(path, school)) == {lesson(f"{FIRST}|道德与法治", 1, 1)}


def test_what_no_course_explains_is_a_stray(tmp_path: Path) -> None:
    path = write(tmp_path / "p.xlsx", [*two_rows(), [FIRST, "美术", "语文 李强", "奥数", "语文 无名氏"]])
    reading = read_plan(path, make_school())
    assert reading.plan is not None and reading.plan.placements == ()
    assert reading.plan.strays == (
        StrayLesson(class_id=FIRST, slot=slot(1, 1), subject="美术"),
        StrayLesson(class_id=FIRST, slot=slot(1, 2), subject="语文", teacher="李强"),
        StrayLesson(class_id=FIRST, slot=slot(1, 3), subject="奥数"),
        StrayLesson(class_id=FIRST, slot=slot(1, 4), subject="语文", teacher="无名氏"),
    )
    errors = [(p.sheet, p.cell, p.value) for p in reading.problems if p.severity == "error"]
    assert errors == [("Sheet", "D3", "奥数"), ("Sheet", "E3", "无名氏")]
    assert all(p.cure.zh and p.cure.en for p in reading.problems)


def test_unknown_class_and_a_class_twice_and_an_unknown_period(tmp_path: Path) -> None:
    rows = [
        ["班级", "周一1", "周二9"],
        [FIRST, "语文", "数学"],
        ["九(9)班", "语文"],
        [FIRST, "数学"],
        [SECOND, None, None],
    ]
    reading = read_plan(write(tmp_path / "p.xlsx", rows), make_school())
    assert [(p.cell, p.value) for p in reading.problems] == [("C2", "数学"), ("A3", "九(9)班"), ("A4", FIRST)]
    assert placements(reading) == {lesson(f"{FIRST}|语文", 1, 1)}


def test_venue_only_where_there_is_a_choice(tmp_path: Path) -> None:
    venues = tuple(Venue(id=name, kind="操场") for name in ("东操场", "西操场"))
    path = write(tmp_path / "p.xlsx", [*two_rows(), [FIRST, "体育\n赵军\n西操场", "体育 赵军"]])
    school = make_school((course(FIRST, "体育", "赵军", 2, venue_kind="操场"),), venues=venues)
    assert placements(read_plan(path, school)) == {
        lesson(f"{FIRST}|体育", 1, 1, venue="西操场"),
        lesson(f"{FIRST}|体育", 1, 2),
    }


def test_slots_of_the_class_own_schedule(tmp_path: Path) -> None:
    schedules = (bell("小学", begin=490), bell("初中"))
    school = make_school((course(FIRST, "语文", "王芳", 2),), schedules=schedules)
    path = write(tmp_path / "p.xlsx", [*two_rows(), [FIRST, None, "语文"]])
    assert {p.slot for p in placements(read_plan(path, school))} == {slot(1, 2, schedules[0])}


@pytest.mark.parametrize("content", [None, b"", b"not a zip", b"PK\x03\x04 truncated"])
def test_broken_files_are_problems(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "p.xlsx"
    if content is not None:
        path.write_bytes(content)
    reading = read_plan(path, make_school())
    assert reading.plan is None and [p.severity for p in reading.problems] == ["error"]


@pytest.mark.parametrize("content", [None, b"{}", b"[1", b'{"format": "paike.plan", "version": 99}'])
def test_broken_documents_are_problems(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "plan.json"
    if content is not None:
        path.write_bytes(content)
    reading = read_plan(path, make_school())
    assert reading.plan is None and [p.severity for p in reading.problems] == ["error"]


def test_a_workbook_without_a_timetable(tmp_path: Path) -> None:
    reading = read_plan(write(tmp_path / "p.xlsx", [["姓名", "年龄"], ["王芳", 30]]), make_school())
    assert reading.plan is None and "没有找到课表" in reading.problems[0].text.zh


def test_a_timetable_of_another_school(tmp_path: Path) -> None:
    reading = read_plan(write(tmp_path / "p.xlsx", [*two_rows(), ["一(1)班", "语文"]]), make_school())
    assert reading.plan is None and "没有本校的班级" in reading.problems[0].text.zh


def test_empty_cells_have_places_too(tmp_path: Path) -> None:
    reading = read_plan(write(tmp_path / "p.xlsx", [*two_rows(), [FIRST]]), make_school())
    assert reading.cells[FIRST, Slot(*slot(5, 6))] == ("Sheet", "AE3")


def in_break(day: int) -> Slot:
    return Slot(SCHEDULE, day, 2)


def test_lessons_in_periods_that_are_no_lessons_are_kept(tmp_path: Path) -> None:
    rows = [
        ["班级", "周一1", "周一大课间", "周二大课间", "周三大课间", "周一课后服务", "周二课后服务"],
        [FIRST, "语文", "数学 李强", "跑操", "奥数", "作业辅导 王芳", "美术"],
    ]
    reading = read_plan(write(tmp_path / "p.xlsx", rows), make_school())
    assert placements(reading) == {
        lesson(f"{FIRST}|语文", 1, 1),
        Placement(course=f"{FIRST}|数学", slot=in_break(1)),
    }
    assert reading.plan is not None
    assert reading.plan.strays == (StrayLesson(class_id=FIRST, slot=Slot(SCHEDULE, 2, 8), subject="美术"),)
    assert reading.cells[FIRST, in_break(1)] == ("Sheet", "C2")
    assert [p.value for p in reading.problems] == [SECOND]


def test_the_audit_tells_of_a_lesson_in_the_break(tmp_path: Path) -> None:
    rows = [["班级", "周一大课间", "周二大课间"], [FIRST, "数学"]]
    school = make_school()
    plan = read_plan(write(tmp_path / "p.xlsx", rows), school).plan
    assert plan is not None
    found = [v for active, v in audit(school, plan).violations() if active.rule.id == "activity_time"]
    assert [(v.classes, v.slots) for v in found] == [((FIRST,), (in_break(1),))]


def test_the_subject_of_a_morning_reading_is_no_lesson(tmp_path: Path) -> None:
    schedule = bell()
    reading_time = Period(name="早读", kind=PeriodKind.MORNING_READING, start=450, end=470)
    school = make_school(schedules=(BellSchedule(id=SCHEDULE, periods=(reading_time, *schedule.periods)),))
    rows = [["班级", "周一早读", "周二1"], [FIRST, "语文", "数学"]]
    reading = read_plan(write(tmp_path / "p.xlsx", rows), school)
    assert {p.course for p in placements(reading)} == {f"{FIRST}|数学"}


@pytest.mark.parametrize("labels", [["七年级", "1班"], ["七年级", "1"], ["7", "1"], ["七", "(1)班"]])
def test_grade_and_class_in_two_columns(tmp_path: Path, labels: list[str]) -> None:
    path = write(tmp_path / "p.xlsx", [["年级", "班级", "周一1", "周二2"], [*labels, "语文", "数学"]])
    assert placements(read_plan(path, make_school())) == {lesson(f"{FIRST}|语文", 1, 1), lesson(f"{FIRST}|数学", 2, 2)}


def test_names_written_with_spaces(tmp_path: Path) -> None:
    path = write(tmp_path / "p.xlsx", [*two_rows(), [FIRST, "语 文\n王 芳"]])
    reading = read_plan(path, make_school())
    assert placements(reading) == {lesson(f"{FIRST}|语文", 1, 1)}
    assert [problem.value for problem in reading.problems] == [SECOND]


def test_courses_that_run_together_each_with_its_venue(tmp_path: Path) -> None:
    courses = tuple(
        course(FIRST, "英语", teacher, 1, id=f"英语{teacher}", together="英语走班", venue_kind="语音室")
        for teacher in ("甲", "乙")
    )
    venues = tuple(Venue(id=f"语音室{n}", kind="语音室") for n in (1, 2))
    venues += (Venue(id="操场", kind="操场"),)
    path = write(tmp_path / "p.xlsx", [*two_rows(), [FIRST, "英语\n甲\n语音室2\n乙\n语音室1"]])
    assert placements(read_plan(path, make_school(courses, venues=venues))) == {
        lesson("英语甲", 1, 1, venue="语音室2"),
        lesson("英语乙", 1, 1, venue="语音室1"),
    }


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"\0" * (70 * 1024**2))
    reading = read_plan(path, make_school())
    assert reading.plan is None and "太大" in reading.problems[0].text.zh


def test_a_document_keeps_lessons_outside_the_lesson_periods(tmp_path: Path) -> None:
    school = make_school()
    plan = plan_of({f"{FIRST}|语文": [in_break(2), slot(1, 1)]})
    write_plan_json(audit(school, plan), tmp_path / "plan.json")
    reading = read_plan(tmp_path / "plan.json", school)
    assert reading.problems == () and placements(reading) == set(plan.placements)


def test_a_document_of_another_bell_schedule(tmp_path: Path) -> None:
    plan = plan_of({f"{FIRST}|语文": [slot(5, 6), slot(1, 1)]})
    write_plan_json(audit(make_school(), plan), tmp_path / "plan.json")
    reading = read_plan(tmp_path / "plan.json", make_school(schedules=(bell(morning=2, afternoon=0),)))
    assert placements(reading) == {lesson(f"{FIRST}|语文", 1, 1)}
    assert [problem.cell for problem in reading.problems] == ["lessons.1"]


def test_the_school_s_workbook_is_no_timetable(tmp_path: Path) -> None:
    write_school(make_school(), tmp_path / "school.xlsx")
    reading = read_plan(tmp_path / "school.xlsx", make_school())
    assert reading.plan is None and "没有找到课表" in reading.problems[0].text.zh


def test_a_sheet_a_teacher(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for teacher, cell in (("王芳", "七(1)"), ("李强", "702 数学")):
        sheet = book.create_sheet(teacher)
        for line in ([f"{teacher}老师课程表"], ["节次", *DAYS], ["第1节", cell], ["第2节", None, cell]):
            sheet.append(line)
    book.save(tmp_path / "p.xlsx")
    reading = read_plan(tmp_path / "p.xlsx", make_school())
    assert placements(reading) == {
        lesson(f"{name}|{subject}", day, day) for name, subject in ((FIRST, "语文"), (SECOND, "数学")) for day in (1, 2)
    }
    assert reading.omissions.courses == {c.id for c in make_school().courses if not {"王芳", "李强"} & set(c.teachers)}
