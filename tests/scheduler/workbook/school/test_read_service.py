"""课后服务 and 参加人数: the stages of the after-school day and how many take part in them."""

from __future__ import annotations

import pytest

from scheduler.school import Content, Enrolment, Grouping, School, StageKind
from tests.scheduler.workbook.books import Books, Rows, errors, notes

BELLS: Rows = [
    ["节次", "类型", "开始", "结束", "星期"],
    *([f"第{n}节", "正课", f"{7 + n:02d}:00", f"{7 + n:02d}:40", None] for n in range(1, 10)),
    ["课后服务1", "课后服务", "17:00", "18:00", None],
    ["课后服务2", "课后服务", "18:00", "19:00", None],
    ["晚自习", "晚自习", "19:10", "20:00", None],
    ["周六托管", "课后服务", "09:00", "11:00", "六"],
]
CLASSES: Rows = [["班级", "人数"], ["高一(1)班", 40], ["高一(2)班", 38], ["高二(1)班", 45]]
LESSONS: Rows = [
    ["班级", "语文", "体育"],
    ["高一(1)班", "王芳 5", "赵军 3"],
    ["高一(2)班", "李强 5", "赵军 3"],
    ["高二(1)班", "王芳 5", "赵军 3"],
]
STAGE = ["时段名称", "类型", "节次"]
BASE: dict[str, Rows] = {"作息": BELLS, "班级": CLASSES, "任课": LESSONS}


def serving(books: Books, stages: Rows, **more: Rows) -> School:
    return books.school(**{**BASE, "课后服务": stages, **more})


def test_a_stage_with_all_that_can_be_said(books: Books) -> None:
    heading = [
        *STAGE,
        "年级",
        "星期",
        "组织方式",
        "内容",
        "每位教师带学生数",
        "合班人数上限",
        "可安排教师",
        "弹性计时%",
    ]
    row = ["阅读体育", "活动", "课后服务2", "高一", "二、四", "合班", "阅读、文体", "40人", 60, "王芳、赵军", 1.5]
    stage = serving(books, [heading, row]).stages[0]
    assert (stage.id, stage.kind, stage.grouping) == ("阅读体育", StageKind.ACTIVITY, Grouping.MERGED)
    assert (stage.period, stage.grades, stage.days) == (10, (10,), (2, 4))
    assert stage.contents == (Content.READING, Content.SPORT)
    assert (stage.per_adult, stage.group_size, stage.credit) == (40, 60, 150)
    assert stage.candidates == ("王芳", "赵军")


def test_what_a_stage_does_not_say(books: Books) -> None:
    school = serving(books, [STAGE, ["作业", "homework", "课后服务1"], ["自习", "晚自习", "晚自习"]])
    first, second = school.stages
    assert first.contents == (Content.HOMEWORK,)
    assert second.contents == (Content.SELF_STUDY,)
    assert (first.grades, first.days, first.grouping, first.candidates) == ((10, 11), (), Grouping.BY_CLASS, ())
    assert (first.per_adult, first.group_size, first.credit) == (60, 45, 100)


def test_an_english_sheet(books: Books) -> None:
    rows: Rows = [["Stage", "Kind", "Period", "Grades", "Contents"], ["Sport", "activity", "课后服务1", "10", "sport"]]
    assert books.school(**BASE, Service=rows).stages[0].contents == (Content.SPORT,)


def test_a_group_stands_for_its_teachers(books: Books) -> None:
    teachers: Rows = [["姓名", "教研组"], ["王芳", "语文组"], ["李强", "语文组"], ["赵军", "体育组"]]
    stages: Rows = [[*STAGE, "可安排教师"], ["答疑", "答疑", "课后服务1", "语文组"]]
    assert serving(books, stages, 教师=teachers).stages[0].candidates == ("王芳", "李强")


TWO_BELLS: Rows = [
    ["作息表", *BELLS[0]],
    *(["东区", *row] for row in BELLS[1:]),
    *(["西区", *row] for row in BELLS[1:-1]),
]
TWO_CAMPUSES: Rows = [["班级", "作息表"], ["高一(1)班", "东区"], ["高一(2)班", "东区"], ["高二(1)班", "西区"]]


def test_the_grades_tell_the_bell_schedule(books: Books) -> None:
    stages: Rows = [
        [*STAGE, "年级", "作息表"],
        ["一", "作业辅导", "课后服务1", "高二", None],
        ["二", "作业辅导", "课后服务1", None, "东区"],
        ["三", "活动", "周六托管", None, None],
    ]
    stages = [[*row, said] for row, said in zip(stages, ("内容", None, None, "体育"), strict=True)]
    found = serving(books, stages, 作息=TWO_BELLS, 班级=TWO_CAMPUSES).stages
    assert [(stage.schedule, stage.grades) for stage in found] == [("西区", (11,)), ("东区", (10,)), ("东区", (10,))]


FRIDAY: Rows = [
    *BELLS[:10],
    ["课后服务1", "课后服务", "16:45", "17:30", "五"],
    ["课后服务1", "课后服务", "17:00", "18:00", "一至四"],
    *BELLS[11:],
]


def test_periods_of_one_name_are_told_apart_by_their_days(books: Books) -> None:
    stages: Rows = [[*STAGE, "星期"], ["周中", "作业辅导", "课后服务1", "1-4"], ["周五", "作业辅导", "课后服务1", "五"]]
    assert [stage.period for stage in serving(books, stages, 作息=FRIDAY).stages] == [10, 9]
    assert books.errors(**{**BASE, "作息": FRIDAY}, 课后服务=[STAGE, ["作业", "作业辅导", "课后服务1"]]) == [
        ("课后服务", "C2")
    ]


@pytest.mark.parametrize(
    ("more", "row", "cell"),
    [
        ([], [None, "作业辅导", "课后服务1"], "A2"),
        ([], ["作业", None, "课后服务1"], "B2"),
        ([], ["作业", "补课", "课后服务1"], "B2"),
        ([], ["作业", "作业辅导", None], "C2"),
        ([], ["作业", "作业辅导", "课后服务3"], "C2"),
        ([], ["作业", "作业辅导", "第1节"], "C2"),
        (["内容"], ["兴趣", "活动", "课后服务1", None], "D2"),
        (["内容"], ["体育", "活动", "课后服务1", "体育、新课"], "D2"),
        (["年级"], ["作业", "作业辅导", "课后服务1", "初一"], "D2"),
        (["年级"], ["作业", "作业辅导", "课后服务1", "全体新生"], "D2"),
        (["星期"], ["作业", "作业辅导", "课后服务1", "周八"], "D2"),
        (["星期"], ["作业", "作业辅导", "课后服务1", "一至六"], "D2"),
        (["组织方式"], ["作业", "作业辅导", "课后服务1", "分层"], "D2"),
        (["作息表"], ["作业", "作业辅导", "课后服务1", "夏季"], "D2"),
        (["可安排教师"], ["作业", "作业辅导", "课后服务1", "王方"], "D2"),
        (["弹性计时%"], ["作业", "作业辅导", "课后服务1", "双倍"], "D2"),
        (["每位教师带学生数"], ["作业", "作业辅导", "课后服务1", 0], "D2"),
    ],
)
def test_a_stage_that_is_wrong_is_told_with_its_cell(
    books: Books, more: list[str], row: list[object], cell: str
) -> None:
    reading = books.read(**BASE, 课后服务=[[*STAGE, *more], row])
    assert [(sheet, place) for sheet, place, _ in errors(reading)] == [("课后服务", cell)]


def test_several_bell_schedules_and_none_is_named(books: Books) -> None:
    stages: Rows = [[*STAGE, "作息表"], ["作业", "作业辅导", "课后服务1", None]]
    assert books.errors(**{**BASE, "作息": TWO_BELLS, "班级": TWO_CAMPUSES}, 课后服务=stages) == [("课后服务", "D2")]


def test_a_school_without_the_sheet_has_no_service_and_is_told(books: Books) -> None:
    reading = books.read(**BASE)
    assert reading.school is not None
    assert (reading.school.stages, reading.school.duties) == ((), ())
    assert "不安排课后服务" in notes(reading)


def test_what_goes_with_service_and_is_not_there_is_told(books: Books) -> None:
    reading = books.read(**BASE, 课后服务=[[*STAGE, "星期"], ["作业", "作业辅导", "课后服务1", "一至四"]])
    assert "没有“巡查”表" in notes(reading)
    assert "没有“弹性上下班”表" in notes(reading)
    assert reading.school is not None
    duty = reading.school.duties[0]
    assert (duty.period, duty.days, duty.adults, duty.candidates) == (9, (1, 2, 3, 4), 1, ())


# How many take part.

STAGES: Rows = [STAGE, ["作业", "作业辅导", "课后服务1"], ["晚自习", "晚自习", "晚自习"]]


def test_a_cell_says_how_many_and_whom_they_join(books: Books) -> None:
    enrolled: Rows = [
        ["班级", "年级", "作业", "晚自习", "合计"],
        ["高一1班", "高一", "全部", "12→高一(2)班", 52],
        ["1002", "高一", "并入高一(1)班", "20人", 20],
        ["高二(1)班", "高二", "无", None, 0],
        ["合计", None, 40, 32, 72],
    ]
    school = serving(books, STAGES, 参加人数=enrolled)
    assert set(school.enrolments) == {
        Enrolment(class_id="高一(1)班", stage="作业", pupils=40),
        Enrolment(class_id="高一(1)班", stage="晚自习", pupils=12, joins="高一(2)班"),
        Enrolment(class_id="高一(2)班", stage="作业", pupils=38, joins="高一(1)班"),
        Enrolment(class_id="高一(2)班", stage="晚自习", pupils=20),
        Enrolment(class_id="高二(1)班", stage="作业", pupils=0),
    }
    assert {station.title for station in school.service.stations.values() if station.stage} == {
        "高一(1)班+高一(2)班 作业",
        "高一(1)班+高一(2)班 晚自习",
    }


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([["班级", "作业"], ["高一(1)班", "许多"]], "B2"),
        ([["班级", "作业"], ["高一(1)班", 41]], "B2"),
        ([["班级", "午托"], ["高一(1)班", 41]], "B1"),
        ([["班级", "作业"], ["高三(1)班", 4]], "A2"),
        ([["班级", "作业"], ["高一(1)班", 4], ["1001", 5]], "A3"),
        ([["班级", "作业"], ["高一(1)班", "4→高三(1)班"]], "B2"),
        ([["班级", "作业"], ["高一(1)班", "4→高一(1)班"]], "B2"),
        ([["班级", "晚自习"], ["高一(1)班", "4→高一(2)班"]], "B2"),
        ([["班级", "晚自习"], ["高一(1)班", "并入高一(2)班"], ["高一(2)班", 5]], "B2"),
        ([["班级", "作业"], ["高一(1)班", "4→高一(2)班"], ["高一(2)班", "5→高二(1)班"]], "B2"),
    ],
)
def test_a_wrong_head_count_is_told_with_its_cell(books: Books, rows: Rows, cell: str) -> None:
    assert books.errors(**BASE, 课后服务=STAGES, 参加人数=rows) == [("参加人数", cell)]


def test_a_class_that_a_stage_is_not_for(books: Books) -> None:
    stages: Rows = [[*STAGE, "年级"], ["作业", "作业辅导", "课后服务1", "高一"]]
    rows: Rows = [["班级", "作业"], ["高一(1)班", 30], ["高二(1)班", 0]]
    assert len(serving(books, stages, 参加人数=rows).enrolments) == 1
    rows = [*rows[:2], ["高二(1)班", 4]]
    assert books.errors(**BASE, 课后服务=stages, 参加人数=rows) == [("参加人数", "B3")]


def test_what_follows_from_a_wrong_stage_is_not_told(books: Books) -> None:
    stages: Rows = [STAGE, ["作业", "作业辅导", "课后服务9"]]
    rows: Rows = [["班级", "作业"], ["高一(1)班", 30]]
    assert books.errors(**BASE, 课后服务=stages, 参加人数=rows) == [("课后服务", "C2")]


def test_an_order_of_contents_that_the_plan_chooses(books: Books) -> None:
    head = [*STAGE, "内容", "内容可调换"]
    school = serving(
        books,
        [head, ["体育锻炼", "活动", "课后服务2", None, "是"], ["阅读", "活动", "课后服务1", "阅读、体育活动", None]],
    )
    assert [(s.contents, s.free_order) for s in school.stages] == [
        ((Content.SPORT,), True),
        ((Content.READING, Content.SPORT), False),
    ]
    wrong: Rows = [head, ["作业", "作业辅导", "课后服务1", None, "是"]]
    assert books.errors(**{**BASE, "课后服务": wrong}) == [("课后服务", "E2")]
