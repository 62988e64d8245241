"""社团, 外聘, 巡查, 弹性上下班, 补助, and what 学校, 班级 and 教师 say of service."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from scheduler.school import (
    Content,
    Contract,
    CoverRate,
    CoverWork,
    DutyKind,
    PayRate,
    School,
    ServiceDuty,
    StaffKind,
    StationKind,
    WorkingHours,
)
from tests.scheduler.workbook.books import Books, Rows, errors, notes
from tests.scheduler.workbook.school.test_read_service import BASE, BELLS, LESSONS, STAGE, TWO_BELLS, TWO_CAMPUSES

STAGES: Rows = [STAGE, ["作业", "作业辅导", "课后服务1"], ["自习", "晚自习", "晚自习"]]
SERVICE: dict[str, Rows] = {**BASE, "课后服务": STAGES}
CLUB = ["社团", "节次", "指导教师"]
CONTRACT = ["姓名", "合同开始", "合同结束", "资质", "资质有效期至", "每次报酬"]
VENUES: Rows = [["场地", "类型"], ["东操场", "操场"], ["舞蹈室", "舞蹈室"]]


def serving(books: Books, **more: Rows) -> School:
    return books.school(**{**SERVICE, **more})


# Clubs.


def test_a_club_with_all_that_can_be_said(books: Books) -> None:
    heading = [*CLUB, "内容", "年级", "人数", "容量", "每次教师数", "星期", "每周次数", "场地"]
    rows: Rows = [
        heading,
        ["足球", "课后服务1", "赵军、王芳", "体育", "高一", 20, 24, 2, "二、四", 2, "操场"],
        ["舞蹈", "课后服务1", "王芳", "社团活动", None, None, 12, None, None, None, "东操场"],
    ]
    first, second = serving(books, 社团=rows, 场地=VENUES).clubs
    assert (first.id, first.content, first.period, first.grades) == ("足球", Content.SPORT, 9, (10,))
    assert first.instructors == ("赵军", "王芳")
    assert (first.members, first.capacity, first.adults, first.days, first.sessions) == (20, 24, 2, (2, 4), 2)
    assert (first.venue, first.venue_kind) == (None, "操场")
    assert (second.content, second.grades, second.members, second.venue) == (Content.CLUB, (10, 11), 12, "东操场")


@pytest.mark.parametrize(
    ("more", "row", "cell"),
    [
        ([], [None, "课后服务1", "王芳"], "A2"),
        ([], ["足球", "课后服务1", None], "C2"),
        ([], ["足球", "课后服务1", "王方"], "C2"),
        ([], ["足球", "第9节", "王芳"], "B2"),
        (["内容"], ["足球", "课后服务1", "王芳", "球"], "D2"),
        (["场地"], ["足球", "课后服务1", "王芳", "泳池"], "D2"),
        (["人数"], ["足球", "课后服务1", "王芳", -1], "D2"),
        (["年级"], ["足球", "课后服务1", "王芳", "1-3"], "D2"),
        (["人数", "容量"], ["足球", "课后服务1", "王芳", 30, 25], "D2"),
        (["人数", "年级"], ["足球", "课后服务2", "王芳", 30, "高一"], "E2"),
        (["人数", "年级"], ["足球", "晚自习", "王芳", 30, "高二"], "E2"),
        ([], ["数学新课", "课后服务1", "王芳"], "A2"),
        ([], ["语文", "课后服务1", "王芳"], "A2"),
        (["内容"], ["写作业", "课后服务1", "王芳", "作业辅导"], "D2"),
        (["每次教师数"], ["足球", "课后服务1", "王芳", 2], "C2"),
        (["星期", "每周次数"], ["足球", "课后服务1", "王芳", "二、四", 3], "E2"),
        (["每周次数"], ["足球", "课后服务1", "王芳", 6], "D2"),
    ],
)
def test_a_club_that_is_wrong_is_told_with_its_cell(
    books: Books, more: list[str], row: list[object], cell: str
) -> None:
    reading = books.read(**{**SERVICE, "场地": VENUES}, 社团=[[*CLUB, *more], row])
    assert [(sheet, place) for sheet, place, _ in errors(reading)] == [("社团", cell)]


def test_two_clubs_of_one_name(books: Books) -> None:
    rows: Rows = [CLUB, ["足球", "课后服务1", "王芳"], ["足 球", "课后服务1", "赵军"]]
    assert books.errors(**SERVICE, 社团=rows) == [("社团", "A3")]


# People from outside.


def test_who_is_not_among_the_teachers_is_added(books: Books) -> None:
    rows: Rows = [CONTRACT, ["马教练", datetime(2026, 9, 1), "2027年1月31日", "教练证", "长期", "120元/次"]]
    reading = books.read(**SERVICE, 外聘=rows, 社团=[CLUB, ["足球", "课后服务1", "马教练"]])
    school = reading.school
    assert school is not None
    assert school.teacher["马教练"].kind is StaffKind.EXTERNAL
    assert school.contracts == (
        Contract(
            teacher="马教练",
            starts=date(2026, 9, 1),
            ends=date(2027, 1, 31),
            qualification="教练证",
            qualified_until=date.max,
            pay=120,
        ),
    )
    assert "马教练不在“教师”表" in notes(reading)
    assert "取了 3 位教师" in notes(reading)


def test_a_contract_of_one_of_the_staff_is_warned_of(books: Books) -> None:
    teachers: Rows = [["姓名", "性质"], ["王芳", None], ["李强", None], ["赵军", "外聘"]]
    contracts: Rows = [CONTRACT[:1], ["王芳"], ["赵军"]]
    reading = books.read(**SERVICE, 教师=teachers, 外聘=contracts)
    assert [(p.severity, p.cell) for p in reading.problems] == [("warning", "A2")]
    assert reading.school is not None
    assert {contract.teacher for contract in reading.school.contracts} == {"王芳", "赵军"}


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ([None, "2026-09-01", "2027-01-31", "证", "长期", None], "A2"),
        (["马教练", "九月", "2027-01-31", "证", "长期", None], "B2"),
        (["马教练", "2026-09-01", "2026-02-30", "证", "长期", None], "C2"),
        (["马教练", "2026-09-01", "2026-08-01", "证", "长期", None], "C2"),
        (["马教练", "2026-09-01", "2027-01-31", "证", "长期", "面议"], "F2"),
    ],
)
def test_a_contract_that_is_wrong_is_told_with_its_cell(books: Books, row: list[object], cell: str) -> None:
    assert books.errors(**SERVICE, 外聘=[CONTRACT, row]) == [("外聘", cell)]


TERM: Rows = [["学校名称", "开学日期", "放假日期"], ["样例", "2026-09-01", "2027-01-29"]]
GOOD_CONTRACT = ["马教练", "2026-09-01", "2027-01-29", "教练证", "2027-01-29", None]


@pytest.mark.parametrize(
    ("column", "value"),
    [(1, "2026-10-01"), (2, "2027-01-28"), (2, None), (3, None), (4, "2026-12-31"), (4, None)],
)
def test_a_contract_that_does_not_cover_the_term_is_told_where_somebody_serves(
    books: Books, column: int, value: object
) -> None:
    row = [value if index == column else cell for index, cell in enumerate(GOOD_CONTRACT)]
    sheets: dict[str, Rows] = {**SERVICE, "学校": TERM, "外聘": [CONTRACT, row]}
    assert books.school(**sheets).contracts  # nobody asks this person to serve
    clubs: Rows = [CLUB, ["足球", "课后服务1", "马教练"]]
    reading = books.read(**sheets, 社团=clubs)
    assert [(sheet, place) for sheet, place, _ in errors(reading)] == [("外聘", f"{'ABCDEF'[column]}2")]
    assert "金教〔2021〕137号 四(五)3" in errors(reading)[0][2]
    assert books.school(**{**sheets, "外聘": [CONTRACT, GOOD_CONTRACT]}, 社团=clubs).clubs


def test_somebody_from_outside_without_a_contract(books: Books) -> None:
    teachers: Rows = [["姓名", "性质"], ["王芳", None], ["李强", None], ["赵军", "外聘"]]
    clubs: Rows = [CLUB, ["足球", "课后服务1", "赵军"]]
    assert books.errors(**SERVICE, 教师=teachers, 社团=clubs) == [("教师", "A4")]


# Patrols and substitutes.


def test_patrols_and_substitutes(books: Books) -> None:
    duties: Rows = [
        ["岗位", "节次", "星期", "人数", "人员", "弹性计时%"],
        ["替补", "课后服务1", "一、三", "2人", "王芳、李强", "50%"],
        [None, "全部", None, None, None, None],
    ]
    first, *patrols = serving(books, 巡查=duties).duties
    assert (first.kind, first.period, first.days, first.adults) == (DutyKind.SUBSTITUTE, 9, (1, 3), 2)
    assert (first.candidates, first.credit) == (("王芳", "李强"), 50)
    assert [(duty.kind, duty.period, duty.days) for duty in patrols] == [
        (DutyKind.PATROL, 9, ()),
        (DutyKind.PATROL, 11, ()),
    ]


def test_noon_and_breaks_have_duties_of_their_own(books: Books) -> None:
    rest: list[object] = ["大课间", "大课间", "09:41", "09:59", None]
    noon: list[object] = ["午间", "午间", "12:41", "12:59", None]
    day: Rows = [*BELLS[:3], rest, *BELLS[3:6], noon, *BELLS[6:]]
    duties: Rows = [
        ["岗位", "节次", "人数", "每班一组"],
        ["午间看护", "午间", None, "是"],
        ["课间值守", "大课间", 2, None],
        ["巡查", "全部", None, None],
    ]
    school = serving(books, 作息=day, 巡查=duties)
    first, second, *_patrols = school.duties
    assert (first.kind, first.each_class, second.kind, second.adults) == (DutyKind.NOON, True, DutyKind.BREAK, 2)
    assert [school.schedules[0].periods[each.period].name for each in (first, second)] == ["午间", "大课间"]
    lesson: Rows = [["岗位", "节次"], ["午间看护", "第1节"], ["巡查", "全部"]]
    assert books.errors(**{**SERVICE, "作息": day}, 巡查=lesson) == [("巡查", "B2")]


def test_a_patrol_at_all_times_keeps_to_the_days_of_service(books: Books) -> None:
    stages: Rows = [[*STAGE, "星期"], ["作业", "作业辅导", "课后服务1", None], ["自习", "晚自习", "晚自习", "一至四"]]
    duties: Rows = [["节次", "星期"], ["全部", "一至三"], ["all", "四、五"]]
    found = serving(books, 课后服务=stages, 巡查=duties).duties
    assert [(duty.period, duty.days) for duty in found] == [(9, (1, 2, 3)), (11, (1, 2, 3)), (9, (4, 5)), (11, (4,))]


def test_a_patrol_is_for_every_bell_schedule_that_has_the_period(books: Books) -> None:
    stages: Rows = [
        [*STAGE, "作息表"],
        ["东", "作业辅导", "课后服务1", "东区"],
        ["西", "作业辅导", "课后服务1", "西区"],
    ]
    sheets: dict[str, Rows] = {**BASE, "作息": TWO_BELLS, "班级": TWO_CAMPUSES, "课后服务": stages}
    both = books.school(**sheets, 巡查=[["节次"], ["课后服务1"]])
    assert [duty.schedule for duty in both.duties] == ["东区", "西区"]
    assert len(books.school(**sheets, 巡查=[["节次", "作息表"], ["全部", "东区"]]).duties) == 1  # one clock, one patrol


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([["岗位", "节次"], ["值日", "全部"]], "A2"),
        ([["岗位", "节次"], ["巡查", None]], "B2"),
        ([["岗位", "节次"], ["巡查", "午休"]], "B2"),
        ([["节次", "星期"], ["全部", "周八"]], "B2"),
        ([["节次", "作息表"], ["全部", "夏季"]], "B2"),
        ([["节次", "人员"], ["全部", "行政组"]], "B2"),
        ([["节次", "人数"], ["全部", 99]], "B2"),
        ([["节次", "人数", "人员"], ["全部", 2, "王芳"]], "B2"),
        ([["节次"], ["晚自习"]], ""),
        ([["节次", "星期"], ["课后服务1", "一至四"], ["晚自习", None]], "B2"),
    ],
)
def test_a_patrol_that_is_wrong_or_missing_is_told(books: Books, rows: Rows, cell: str) -> None:
    assert books.errors(**SERVICE, 巡查=rows) == [("巡查", cell)]


# Working hours and allowances.


def test_working_hours(books: Books) -> None:
    heading = ["上班", "下班", "核心开始", "核心结束", "晚到分钟", "早走分钟", "可整半天"]
    found = serving(books, 弹性上下班=[heading, [time(8), "17:30", "9：30", "16点", 90, "1.5小时", "是"]]).working
    assert found == WorkingHours(
        start=480, end=1050, core_start=570, core_end=960, late_minutes=90, early_minutes=90, half_days=True
    )
    assert serving(books, 弹性上下班=[heading[:2], ["08:00", "17:30"]]).working == WorkingHours(start=480, end=1050)


def test_core_hours_that_leave_no_room_are_warned_of(books: Books) -> None:
    rows: Rows = [["上班", "下班", "核心开始", "核心结束", "早走分钟"], ["08:00", "17:30", "08:30", "16:00", 120]]
    reading = books.read(**SERVICE, 弹性上下班=rows)
    assert [(p.severity, p.cell) for p in reading.problems] == [("warning", "C2"), ("warning", "E2")]


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (["08:00", None, None, None, None], "B2"),
        (["八点", "17:30", None, None, None], "A2"),
        (["17:30", "08:00", None, None, None], "B2"),
        (["08:00", "17:30", "10:00", None, None], "D2"),
        (["08:00", "17:30", None, "15:00", None], "C2"),
        (["08:00", "17:30", "07:30", "15:00", None], "C2"),
        (["08:00", "17:30", "15:00", "10:00", None], "D2"),
        (["08:00", "17:30", "10:00", "18:00", None], "B2"),
        (["08:00", "17:30", None, None, 2], "E2"),
    ],
)
def test_working_hours_that_are_wrong_are_told(books: Books, row: list[object], cell: str) -> None:
    rows: Rows = [["上班", "下班", "核心开始", "核心结束", "晚到分钟"], row]
    assert books.errors(**SERVICE, 弹性上下班=rows) == [("弹性上下班", cell)]


def test_a_second_row_of_working_hours(books: Books) -> None:
    rows: Rows = [["上班", "下班"], ["08:00", "17:30"], ["07:50", "17:30"]]
    assert books.errors(**SERVICE, 弹性上下班=rows) == [("弹性上下班", "A3")]


def test_allowances(books: Books) -> None:
    rows: Rows = [["岗位", "在编(元/次)", "外聘"], ["作业辅导", 50, None], ["社团", "62.5", "120元"]]
    assert set(serving(books, 补助=rows).pay_rates) == {
        PayRate(station=StationKind.HOMEWORK, yuan=50),
        PayRate(station=StationKind.CLUB, yuan=62.5),
        PayRate(station=StationKind.CLUB, staff=StaffKind.EXTERNAL, yuan=120),
    }
    assert books.errors(**SERVICE, 补助=[*rows, ["社团", 1, 2]]) == [("补助", "A4")]
    covers: Rows = [*rows, ["代课", 20, 30], ["看护自习", 10, None]]
    assert set(serving(books, 补助=covers).cover_rates) == {
        CoverRate(work=CoverWork.COVER, yuan=20),
        CoverRate(work=CoverWork.COVER, staff=StaffKind.EXTERNAL, yuan=30),
        CoverRate(work=CoverWork.SELF_STUDY, yuan=10),
    }
    assert books.errors(**SERVICE, 补助=[*covers, ["代课", 1, 2]]) == [("补助", "A6")]
    assert books.errors(**SERVICE, 补助=[rows[0], ["监考", 1, 2]]) == [("补助", "A2")]


# 学校, 班级, 教师.


@pytest.mark.parametrize(
    "about",
    [
        [["学校名称", "开学日期", "放假日期", "寄宿制"], ["样例", "2026.9.1", "20270129", "是"]],
        [["学校名称", "样例"], ["开学日期", date(2026, 9, 1)], ["放假", 46416], ["是否寄宿", "yes"]],
    ],
)
def test_the_term_and_boarding(books: Books, about: Rows) -> None:
    school = serving(books, 学校=about)
    assert (school.name, school.term_start, school.term_end) == ("样例", date(2026, 9, 1), date(2027, 1, 29))
    assert school.boarding


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (["秋天", None, None], "A2"),
        ([None, None, "走读"], "C2"),
        ([None, None, "寄宿"], "C2"),
        (["2027-09-01", "2027-01-29", None], "B2"),
    ],
)
def test_a_wrong_term_is_told(books: Books, row: list[object], cell: str) -> None:
    about: Rows = [["开学日期", "放假日期", "寄宿制"], row]
    assert books.errors(**SERVICE, 学校=about) == [("学校", cell)]


def test_deputies(books: Books) -> None:
    classes: Rows = [["班级", "班主任", "副班主任"], ["高一(1)班", "王芳", "赵军"], ["高一(2)班", "李强", None], ["高二(1)班", None, None]]  # fmt: skip
    assert [klass.deputy_teacher for klass in serving(books, 班级=classes).classes] == ["赵军", None, None]


MORNING: Rows = [BELLS[0], ["早读", "早读", "07:30", "07:50", None], *BELLS[1:]]


def test_nobody_is_at_two_morning_readings(books: Books) -> None:
    classes: Rows = [["班级", "班主任", "副班主任"], ["高一(1)班", "王芳", None], ["高一(2)班", "李强", None], ["高二(1)班", "王芳", None]]  # fmt: skip
    hours: Rows = [["上班", "下班"], ["08:00", "17:30"]]
    sheets: dict[str, Rows] = {**SERVICE, "作息": MORNING, "弹性上下班": hours}
    assert books.errors(**{**sheets, "班级": classes}) == [("班级", "B4")]
    helped: Rows = [*classes[:3], ["高二(1)班", "王芳", "赵军"]]
    assert books.school(**{**sheets, "班级": helped}).classes[2].deputy_teacher == "赵军"


def test_that_nobody_is_at_the_morning_reading_of_odd_saturdays_is_told(books: Books) -> None:
    classes: Rows = [["班级", "班主任"], ["高一(1)班", "王芳"], ["高一(2)班", "李强"], ["高二(1)班", "赵军"]]
    bells: Rows = [BELLS[0], [*MORNING[1][:4], "一至五、单周六"], *BELLS[1:]]
    reading = books.read(
        **{**SERVICE, "作息": bells, "弹性上下班": [["上班", "下班"], ["08:00", "17:30"]], "班级": classes}
    )
    assert reading.school is not None
    assert {slot.day for slot in reading.school.service.stations["早读|高一(1)班"].slots} == {1, 2, 3, 4, 5}
    [told] = [p for p in reading.problems if "单周六的“早读”不安排值班教师" in p.text.zh]
    assert (told.sheet, told.cell, told.severity) == ("作息", "E2", "warning")


def test_who_holds_two_class_meetings_is_taken_for_no_homeroom_teacher(books: Books) -> None:
    lessons: Rows = [
        ["班级", "语文", "班会"],
        ["高一(1)班", "王芳 5", "王芳 1"],
        ["高一(2)班", "李强 5", "李强 1"],
        ["高二(1)班", "王芳 5", "王芳 1"],
    ]
    assert books.school(**{**BASE, "任课": lessons}).classes[0].homeroom_teacher == "王芳"  # without service
    reading = books.read(**{**SERVICE, "任课": lessons})
    assert reading.school is not None
    assert [klass.homeroom_teacher for klass in reading.school.classes] == [None, "李强", None]
    assert "1 个班按班会" in notes(reading)


TEACHER = ["姓名", "课后服务", "每周最多服务次数", "每周最多晚自习", "每天最长在岗分钟", "弹性余额"]


def test_what_is_said_of_a_teacher(books: Books) -> None:
    teachers: Rows = [TEACHER, ["王芳", "不上晚自习", 4, 0, 600, -30], ["李强", "孕期", None, None, "10小时", "45分钟"], ["赵军", "参加", None, None, None, None]]  # fmt: skip
    reading = books.read(**SERVICE, 教师=teachers)
    assert reading.school is not None
    first, second, third = reading.school.teachers
    assert (first.service, first.max_service, first.max_evenings) == (ServiceDuty.NO_EVENING, 4, 0)
    assert (first.max_span, first.balance) == (600, -30)
    assert (second.service, second.max_span, second.balance) == (ServiceDuty.NONE, 600, 45)
    assert (third.service, third.max_span, third.balance) == (ServiceDuty.FULL, None, 0)
    assert "李强的课后服务写着“孕期”，按“免”" in notes(reading)


@pytest.mark.parametrize(
    ("column", "value"),
    [(1, "随便"), (2, 0), (3, 8), (4, 30), (4, "全天"), (5, "很多"), (5, 9999)],
)
def test_what_is_wrong_of_a_teacher(books: Books, column: int, value: Any) -> None:
    row = ["王芳", *(value if index == column else None for index in range(1, 6))]
    teachers: Rows = [TEACHER, row, ["李强"], ["赵军"]]
    assert books.errors(**SERVICE, 教师=teachers) == [("教师", f"{'ABCDEF'[column]}2")]


def test_lessons_alone_need_none_of_this(books: Books) -> None:
    assert books.school(任课=LESSONS).service.stations == {}
