"""教师时间, 时间段, 固定课, 教研, 互斥, 考试: what stands before planning begins."""

from __future__ import annotations

from datetime import time

import pytest

from scheduler.school import Exam, Exclusion, Lock, MarkLevel, MarkOwner, School, Slot
from tests.scheduler.workbook.books import Books, Rows, errors

LESSONS: Rows = [
    ["班级", "语文", "体育", "班会"],
    ["高一(1)班", "王芳 5", "赵军 3", "王芳 1"],
    ["高一(2)班", "李强 5", "赵军 3", "李强 1"],
]
BOTH_STAGES: Rows = [["班级", "语文", "体育"], ["六(1)班", "王芳", "赵军"], ["七(1)班", "李强", "赵军"]]


def slot(school: School, day: int, number: int) -> Slot:
    bell = school.schedules[0]
    return Slot(bell.id, day, bell.lesson_periods[number - 1])


def marks(school: School) -> list[tuple[str, int, int, int, MarkLevel]]:
    return [(m.owner, m.day, m.start, m.end, m.level) for m in school.marks]


# 教师时间 and 时间段.


def test_a_mark_for_each_lesson(books: Books) -> None:
    times: Rows = [
        ["类别", "名称", "周一第1节", "周五第9节", "周三下午第1节"],
        ["教师", "王芳", "禁", None, "优"],
        [None, "体育", None, "避", None],
        ["班级", "高一1班", None, "×", None],
    ]
    school = books.school(任课=LESSONS, 教师时间=times)
    assert marks(school) == [
        ("王芳", 1, 480, 520, MarkLevel.FORBIDDEN),
        ("王芳", 3, 850, 890, MarkLevel.PREFERRED),
        ("体育", 5, 1000, 1040, MarkLevel.AVOIDED),
        ("高一(1)班", 5, 1000, 1040, MarkLevel.FORBIDDEN),
    ]
    assert [mark.owner_kind for mark in school.marks][2:] == [MarkOwner.SUBJECT, MarkOwner.CLASS]


def test_marks_of_a_teacher_of_two_bell_schedules(books: Books) -> None:
    times: Rows = [
        ["名称", "作息表", "周一第1节"],
        ["赵军", None, "禁"],
        ["王芳", None, "禁"],
        ["李强", "小学作息", "避"],
    ]
    school = books.school(任课=BOTH_STAGES, 教师时间=times)
    assert [(owner, start) for owner, _, start, _, _ in marks(school)] == [
        ("赵军", 500),
        ("赵军", 480),
        ("王芳", 500),
        ("李强", 500),
    ]


def test_marks_on_stretches_of_time(books: Books) -> None:
    rows: Rows = [
        ["类别", "名称", "星期", "开始", "结束", "标记"],
        ["教师", "王芳", "一至三", "14:00", time(18, 0), "禁"],
    ]
    school = books.school(任课=LESSONS, 时间段=rows)
    assert marks(school) == [("王芳", day, 840, 1080, MarkLevel.FORBIDDEN) for day in (1, 2, 3)]


@pytest.mark.parametrize(
    ("sheet", "rows", "places"),
    [
        ("教师时间", [["名称", "周五第10节"], ["王芳", "禁"]], ["B1"]),
        ("教师时间", [["名称", "上课时间"], ["王芳", "禁"]], ["B1"]),
        ("教师时间", [["名称", "周五第1节"], ["王方", "禁"]], ["A2"]),
        ("教师时间", [["名称", "周五第1节"], ["王芳", "忙"]], ["B2"]),
        ("教师时间", [["名称", "周五第1节"], [None, "禁"]], ["B2"]),
        ("教师时间", [["类别", "名称", "周五第1节"], ["校长", "王芳", "禁"]], ["A2"]),
        ("教师时间", [["名称", "作息表", "周五第1节"], ["王芳", "夏季", "禁"]], ["B2"]),
        ("时间段", [["名称", "星期", "开始", "结束", "标记"], ["王芳", 1, "14:00", "13:00", "禁"]], ["D2"]),
        ("时间段", [["名称", "星期", "开始", "结束", "标记"], ["王芳", None, "14:00", None, None]], ["B2", "D2", "E2"]),
        ("时间段", [["名称", "星期", "开始", "结束", "标记"], ["王芳", "八", "二点", "15:00", "禁"]], ["B2", "C2"]),
        ("固定课", [["班级", "学科", "星期", "节次"], ["高一(3)班", "班会", 5, 1]], ["A2"]),
        ("固定课", [["班级", "学科", "星期", "节次"], ["高一(1)班", "物理", 5, 1]], ["B2"]),
        ("固定课", [["班级", "学科", "星期", "节次"], ["高一(1)班", "班会", "八", 1]], ["C2"]),
        ("固定课", [["班级", "学科", "星期", "节次"], ["高一(1)班", "班会", 5, 10]], ["D2"]),
        ("固定课", [["班级", "学科", "星期", "节次"], ["高一(1)班", "班会", 5, "末节"]], ["D2"]),
        ("固定课", [["班级", "学科", "星期", "节次"], ["高一(1)班", "班会", None, None]], ["C2", "D2"]),
        ("固定课", [["班级", "学科", "教师", "星期", "节次"], ["高一(1)班", "班会", "李强", 5, 1]], ["A2"]),
        ("固定课", [["班级", "学科", "星期", "节次"], ["全校", "班会", 5, 1], ["高一", "体育", 5, 1]], ["D3"]),
        ("固定课", [["班级", "学科", "星期", "节次"], ["高一", "班会", 5, 1], ["高一", "班会", 4, 1]], ["D3", "D3"]),
        ("教研", [["名称", "成员"], ["语文", "王方"]], ["B2"]),
        ("教研", [["名称", "成员"], ["语文", "王芳"], ["语文", "李强"]], ["A3"]),
        ("教研", [["名称", "成员"], ["语文", None], [None, "王芳"]], ["A3", "B2"]),
        ("教研", [["名称", "成员"], ["注：集体备课的时间由教务处与各教研组商定。"]], []),
        ("教研", [["名称", "成员", "固定时间"], ["语文", "王芳", "周五"]], ["C2"]),
        ("教研", [["名称", "成员", "固定时间"], ["语文", "王芳", "周五第10节"]], ["C2"]),
        ("教研", [["名称", "成员", "固定时间", "节数"], ["语文", "王芳", "周五第9节", 2]], ["C2"]),
        ("教研", [["名称", "成员", "可选时段"], ["语文", "王芳", "晚上"]], ["C2"]),
        ("互斥", [["名称", "教师"], ["AB角", "王芳"]], ["B2"]),
        ("互斥", [["名称", "教师"], ["AB角", "王芳、王方"]], ["B2"]),
        ("互斥", [["名称", "课程"], ["器材", "体育"]], ["B2"]),
        ("互斥", [["名称", "课程"], ["器材", "高一(1)班 体育、高一(2)班 物理"]], ["B2"]),
        ("考试", [["考试", "年级"], ["期末", "高四"]], ["B2"]),
        ("考试", [["考试", "年级", "周次"], ["期末", None, "下周"]], ["B2", "C2"]),
    ],
)
def test_what_is_wrong_has_its_place(books: Books, sheet: str, rows: Rows, places: list[str]) -> None:
    reading = books.read(任课=LESSONS, **{sheet: rows})
    assert sorted((where, cell) for where, cell, _ in errors(reading)) == [(sheet, cell) for cell in places]


# 固定课.


def test_locks_of_the_school_a_grade_and_a_class(books: Books) -> None:
    rows: Rows = [
        ["班级", "学科", "教师", "星期", "节次"],
        ["全校", "班会", None, "五", 9],
        ["高一年级", "体育", "赵军", "周二", "第3节"],
        ["高一（1）班", "语文", None, 1, "下午第1节"],
    ]
    school = books.school(任课=LESSONS[:2], 固定课=rows)
    assert set(school.locks) == {
        Lock(course="高一(1)班|班会", slot=slot(school, 5, 9)),
        Lock(course="高一(1)班|体育", slot=slot(school, 2, 3)),
        Lock(course="高一(1)班|语文", slot=slot(school, 1, 6)),
    }


@pytest.mark.parametrize("text", ["高一1-2班", "高一(1)-(2)班", "高一1、2班", "高一年级1—2班", "1001-1002"])
def test_a_range_of_classes(text: str, books: Books) -> None:
    school = books.school(任课=LESSONS, 固定课=[["班级", "学科", "星期", "节次"], [text, "班会", 5, 9]])
    assert [lock.course for lock in school.locks] == ["高一(1)班|班会", "高一(2)班|班会"]


def test_a_lock_in_odd_weeks(books: Books) -> None:
    courses: Rows = [["班级", "学科", "教师", "课时", "单双周"], ["高一(1)班", "书法", "王芳", 1, "单"]]
    heading = ["班级", "学科", "星期", "节次"]
    locked: Rows = [heading, ["高一(1)班", "书法", "单周五", 3]]
    school = books.school(任课=LESSONS, 任课明细=courses, 固定课=locked)
    assert [(lock.course, lock.slot) for lock in school.locks] == [("高一(1)班|书法", slot(school, 5, 3))]
    wrong: Rows = [heading, ["高一(1)班", "书法", "双周五", 3], ["高一(1)班", "语文", "单周五", 4]]
    assert books.errors(任课=LESSONS, 任课明细=courses, 固定课=wrong) == [("固定课", "C2"), ("固定课", "C3")]


def test_a_lock_for_everybody_leaves_out_who_does_not_have_the_subject(books: Books) -> None:
    lessons: Rows = [["班级", "语文", "班会"], ["高一(1)班", "王芳 5", "王芳 1"], ["高一(2)班", "王芳 5", None]]
    school = books.school(任课=lessons, 固定课=[["班级", "学科", "星期", "节次"], ["全校", "班会", 5, 9]])
    assert [lock.course for lock in school.locks] == ["高一(1)班|班会"]


def test_a_lock_of_one_of_several_teachers(books: Books) -> None:
    lessons: Rows = [["班级", "语文"], ["高一(1)班", "王芳 3; 李强 2"]]
    heading = ["班级", "学科", "教师", "星期", "节次"]
    school = books.school(任课=lessons, 固定课=[heading, ["高一(1)班", "语文", "李强", 5, 9]])
    assert [lock.course for lock in school.locks] == ["高一(1)班|语文|李强"]
    assert books.errors(任课=lessons, 固定课=[heading, ["高一(1)班", "语文", None, 5, 9]]) == [("固定课", "E2")]


def test_a_lock_where_its_subject_is_forbidden_is_told_once_for_all_classes(books: Books) -> None:
    reading = books.read(
        任课=LESSONS,
        固定课=[["班级", "学科", "星期", "节次"], ["全校", "班会", 5, 9]],
        时间段=[["类别", "名称", "星期", "开始", "结束", "标记"], ["学科", "班会", 5, "17:00", "18:00", "禁"]],
    )
    assert [(sheet, cell) for sheet, cell, _ in errors(reading)] == [("固定课", "D2")]
    assert "高一(1)班、高一(2)班" in errors(reading)[0][2]


# 教研, 互斥, 考试.


def test_meetings_of_groups_and_teachers(books: Books) -> None:
    teachers: Rows = [["姓名", "教研组"], ["王芳", "语文组"], ["李强", "语文组"], ["赵军", "体育组"]]
    rows: Rows = [
        ["名称", "成员", "连续节数", "固定时间", "可选星期", "可选时段"],
        ["语文教研", "语文组", 2, "周三第6节", None, None],
        ["年级会", "语文组、赵军", None, None, "二、四", "下午"],
    ]
    school = books.school(任课=LESSONS, 教师=teachers, 教研=rows)
    first, second = school.meetings
    assert (first.teachers, first.length, first.slot) == (("王芳", "李强"), 2, slot(school, 3, 6))
    assert (second.teachers, second.slot, second.days, second.parts) == (("王芳", "李强", "赵军"), None, (2, 4), (1,))


def test_a_meeting_is_held_by_the_bell_schedule_of_its_members(books: Books) -> None:
    school = books.school(任课=BOTH_STAGES, 教研=[["名称", "成员"], ["语文", "李强"]])
    assert school.meetings[0].schedule == "初中作息"


def test_exclusions_of_teachers_and_courses(books: Books) -> None:
    rows: Rows = [
        ["名称", "教师", "课程"],
        ["AB角", "王芳、李强", None],
        ["器材", None, "高一1班 体育、高一(2)班|体育"],
    ]
    assert books.school(任课=LESSONS, 互斥=rows).exclusions == (
        Exclusion(id="AB角", teachers=("王芳", "李强")),
        Exclusion(id="器材", courses=("高一(1)班|体育", "高一(2)班|体育")),
    )


def test_exams_that_are_allowed(books: Books) -> None:
    lessons: Rows = [["班级", "语文"], ["二(1)班", "王芳"], ["七(1)班", "王芳"]]
    rows: Rows = [["考试", "年级", "周次"], ["期末", "7", "第20周"], ["期中", "初一", 10], ["期末乐考", "一至二", None]]
    assert books.school(任课=lessons, 考试=rows).exams == (
        Exam(name="期末", grades=(7,), week=20),
        Exam(name="期中", grades=(7,), week=10),
        Exam(name="期末乐考", grades=(1, 2)),
    )


@pytest.mark.parametrize("row", [["期末", "1-9"], ["期中", "3"], ["第三单元考试", "7"], ["周测", "八"]])
def test_exams_that_are_not(books: Books, row: list[object]) -> None:
    lessons: Rows = [["班级", "语文"], *([f"{grade}(1)班", "王芳"] for grade in "二三七八")]
    assert books.errors(任课=lessons, 考试=[["考试", "年级"], row]) == [("考试", "A2")]


def test_a_second_final_is_told_where_it_stands(books: Books) -> None:
    rows: Rows = [["考试", "年级", "周次"], ["期末语文", "7", 20], ["期末数学", "7", 20], ["期末加考", "7", 19]]
    assert books.errors(任课=[["班级", "语文"], ["七(1)班", "王芳"]], 考试=rows) == [("考试", "A4")]
