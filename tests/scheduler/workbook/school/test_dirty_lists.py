"""Lists as people keep them: totals and signatures below, groups between, remarks beside names, blocks side by side."""

from __future__ import annotations

import pytest

from scheduler.school import School
from scheduler.workbook import Reading
from tests.scheduler.workbook.books import Books, Rows, errors, notes
from tests.scheduler.workbook.school.test_dirty_sheets import SHEETS, school_of

FOOTERS: Rows = [
    ["合计：4"],
    ["小计", 3],
    ["共10人"],
    ["制表：教务处", None, "审核：李"],
    ["备注：音乐室在装修"],
    ["2026.8.30"],
    ["（以下为后勤）"],
    ["一、行政"],
    ["合 计", 4],
]
MORE: dict[str, Rows] = {
    "社团": [["社团", "内容", "年级", "节次", "指导教师"], ["合唱", "艺术", "3", "课后服务2", "孙丽老师"]],
    "巡查": [["岗位", "节次"], ["巡查", "全部"]],
    "外聘": [["姓名", "合同开始", "合同结束"], ["马飞", "2026-09-01", "2027-01-20"]],
    "任课明细": [["班级", "学科", "教师", "课时"], ["三(1)班", "语文", "孙丽", 7]],
    "教研": [["名称", "成员"], ["语文", "孙丽(代)、王芳"]],
    "互斥": [["名称", "教师"], ["轮流", "孙丽老师、孔浩"]],
}


def read(books: Books, **sheets: Rows) -> Reading:
    return books.read(**{**SHEETS, **sheets})


def school(books: Books, **sheets: Rows) -> School:
    return school_of(read(books, **sheets))


@pytest.mark.parametrize("sheet", [*SHEETS, *MORE])
def test_totals_and_signatures_are_no_rows(sheet: str, books: Books) -> None:
    if sheet in ("学校", "规则"):
        return
    rows = MORE.get(sheet) or SHEETS[sheet]
    plainly, reading = school(books, **{sheet: rows}), read(books, **{sheet: [*rows, *FOOTERS]})
    assert school_of(reading) == plainly
    assert sheet == "任课" or f"{sheet}里的合计、备注和落款没有读" in notes(reading)


def test_people_of_the_list_are_read_as_in_the_lessons(books: Books) -> None:
    head, *rows = SHEETS["教师"]
    written = ["孙丽(组长)", "王芳老师", "孔浩*", "赵军（体育组）"]
    reading = read(books, 教师=[head, *([name, *row[1:]] for name, row in zip(written, rows, strict=True))])
    assert school_of(reading) == school(books)
    assert "姓名旁的备注不影响排课：孙丽(组长)、王芳老师、孔浩*、赵军(体育组)" in notes(reading)


def test_a_heading_of_a_group_is_nobody(books: Books) -> None:
    reading = read(books, 教师=[*SHEETS["教师"], ["后勤组（2人）"], ["后勤人员"]])
    assert school_of(reading) == school(books)
    assert "教师 A6" not in notes(reading)
    assert "A6 后勤组(2人)、A7 后勤人员" in notes(reading)


@pytest.mark.parametrize("name", ["待定", "新教师", "?", "食堂", "语文教研活动", "王芳(李红代)", "李娜(单周)", "3"])
def test_what_is_no_name_is_nobody_in_silence(name: str, books: Books) -> None:
    [(sheet, cell, _)] = errors(read(books, 教师=[*SHEETS["教师"], [name, "后勤组"]]))
    assert (sheet, cell) == ("教师", "A6")


def test_an_answer_makes_somebody_of_it_or_leaves_it_out(books: Books) -> None:
    rows: Rows = [*SHEETS["教师"], ["食堂", "后勤组"]]
    assert "食堂" in school(books, 教师=rows, 确认=[["写法", "就是"], ["食堂", "食堂"]]).teacher
    assert "食堂" not in school(books, 教师=rows, 确认=[["写法", "就是"], ["食堂", "不读"]]).teacher


def test_a_group_with_its_members_in_a_cell(books: Books) -> None:
    rows: Rows = [["教研组", "姓名"], ["语文组", "孙丽、王芳"], ["数学组", "孔浩"], ["体育组", "赵军"]]
    found = {teacher.id: teacher.subject_group for teacher in school(books, 教师=rows).teachers}
    assert found == {"孙丽": "语文组", "王芳": "语文组", "孔浩": "数学组", "赵军": "体育组"}
    limits: Rows = [["姓名", "每天最多节数"], ["孙丽、王芳", 4], ["孔浩", 4], ["赵军", 4]]
    assert ("教师", "A2") in [(s, c) for s, c, _ in errors(read(books, 教师=limits))]


@pytest.mark.parametrize("name", ["孙丽老师", "孙丽(代)", "孙丽*", "孙丽 兼"])
def test_a_remark_beside_a_name_changes_nothing_in_any_sheet(name: str, books: Books) -> None:
    def sheets(name: str) -> dict[str, Rows]:
        return {
            "班级": [["班级", "班主任", "副班主任"], ["三(1)班", name, "王芳"], ["三(2)班", "孔浩", None]],
            "教师时间": [["名称", "周一1"], [name, "避"]],
            "教研": [["名称", "成员"], ["语文", f"{name}、王芳"]],
            "固定课": [["班级", "学科", "教师", "星期", "节次"], ["三(1)班", "语文", name, "三", 4]],
            "社团": [["社团", "内容", "年级", "节次", "指导教师"], ["合唱", "艺术", "3", "课后服务2", name]],
        }

    assert school(books, **sheets(name)) == school(books, **sheets("孙丽"))


def test_a_remark_that_may_matter_is_refused(books: Books) -> None:
    for name in ("孙丽(单周)", "孙丽(9月起)", "孙丽(李红代)"):
        assert [(s, c) for s, c, _ in errors(read(books, 教师时间=[["名称", "周一1"], [name, "禁"]]))] == [
            ("教师时间", "A2")
        ]


# Contradictions.

LEADERS: Rows = [["班级", "班主任", *SHEETS["任课"][0][1:]], ["三(1)班", "孔浩", *SHEETS["任课"][1][1:]], *(
    [row[0], "王芳老师", *row[1:]] for row in SHEETS["任课"][2:]
)]  # fmt: skip


def test_two_homeroom_teachers_of_a_class_are_asked_about(books: Books) -> None:
    [(sheet, cell, text)] = errors(read(books, 任课=LEADERS))
    assert (sheet, cell) == ("任课", "B2")
    assert "班级 D2 是孙丽，这里是孔浩" in text
    for name in ("孙丽", "孔浩"):
        answered = school(books, 任课=LEADERS, 确认=[["写法", "就是"], ["三(1)班班主任", name]])
        assert answered.classes[0].homeroom_teacher == name


TWICE: Rows = [[{"第5节": "第1节", "第6节": "第2节"}.get(str(text), text) for text in row] for row in SHEETS["作息"]]


@pytest.mark.parametrize(
    ("period", "expected"), [("1", None), ("第1节", None), ("下午第1节", 4), ("上午第1节", 0), ("4", 3)]
)
def test_two_lessons_of_one_name(period: str, expected: int | None, books: Books) -> None:
    reading = read(
        books,
        学校=[["学年"], ["2021"]],  # when breaks of ten minutes were enough
        作息=TWICE,
        教师时间=[],
        固定课=[["班级", "学科", "星期", "节次"], ["三(1)班", "体育", "三", period]],
    )
    assert [p.cell for p in reading.problems if p.sheet == "作息"] == ["B6", "B7"]
    if expected is None:
        assert [(s, c) for s, c, _ in errors(reading)] == [("固定课", "D2")]
    else:
        assert [lock.slot.period for lock in school_of(reading).locks] == [expected]


def test_a_lesson_before_noon_is_none_after_noon(books: Books) -> None:
    locks: Rows = [["班级", "学科", "星期", "节次"], ["三(1)班", "体育", "三", "上午第5节"]]
    assert [(s, c) for s, c, _ in errors(read(books, 固定课=locks))] == [("固定课", "D2")]


# Classes, blocks, and one message a cause.


@pytest.mark.parametrize(("grade", "names"), [("三年级", ("1班", "2班")), (3, (1, 2)), ("三", ("(1)班", "（2）班"))])
def test_grade_and_number_of_a_class_in_two_columns(grade: object, names: tuple[object, object], books: Books) -> None:
    rows: Rows = [["年级", "班级", "班主任", "人数"], [grade, names[0], "孙丽", 40], [grade, names[1], "王芳", 42]]
    assert school(books, 班级=rows) == school(books)


def test_classes_whose_grade_is_not_told_are_one_message(books: Books) -> None:
    rows: Rows = [["年级", "班级"], ["三年级", "1班"], [None, "2班"], [None, "3班"]]
    [(sheet, cell, text)] = errors(read(books, 班级=rows))
    assert (sheet, cell) == ("班级", "B3")
    assert "B4" in text


@pytest.mark.parametrize(
    ("sheet", "rows", "cell"),
    [
        ("场地", [["场地", "类型", "场地", "类型"], ["操场", "操场", "球场", "操场"]], "C1"),
        ("时间段", [*[[*row, *row] for row in SHEETS["时间段"]]], "F1"),
        ("作息", [[*row, *row] for row in SHEETS["作息"]], "G1"),
        ("教师时间", [["名称", "周一1", "名称", "周一2"], ["孔浩", "禁", "孙丽", "禁"]], "C1"),
    ],
)
def test_a_second_block_beside_the_first_is_no_loss(sheet: str, rows: Rows, cell: str, books: Books) -> None:
    [(where, place, text)] = errors(read(books, **{sheet: rows}))
    assert (where, place) == (sheet, cell)
    assert "看不出读哪一列" in text


def test_a_column_that_says_nothing_may_stand_twice(books: Books) -> None:
    assert school(books, 场地=[["场地", "类型", "类型"], ["操场", "操场", None]])


def test_lessons_that_nothing_tells_are_one_message(books: Books) -> None:
    rows: Rows = [["班级", "语文", "数学"], ["高一(1)班", "王芳", "李强"], ["高二(1)班", "王芳", "李强"]]
    [(_, cell, text)] = errors(books.read(任课=rows))
    assert cell == "B2"
    assert all(word in text for word in ("高一", "高二", "语文", "数学"))


def test_classes_short_of_time_are_one_message(books: Books) -> None:
    rows: Rows = [
        ["班级", "语文"],
        *([f"高一({n})班", f"{name} 40"] for n, name in ((1, "王芳"), (2, "李强"), (3, "赵军"))),
    ]
    [(_, _, text)] = errors(books.read(任课=rows, 作息=SHEETS["作息"]))
    assert "高一(1)班、高一(2)班、高一(3)班" in text


def test_a_word_that_is_none_is_told_once(books: Books) -> None:
    head, *rows = SHEETS["教师"]
    [(_, cell, text)] = errors(read(books, 教师=[head, *([*row[:2], "在岗", *row[3:]] for row in rows)]))
    assert cell == "C2"
    assert "C5" in text


def test_a_meeting_in_odd_weeks_is_told_how_to_write_it(books: Books) -> None:
    reading = read(books, 教研=[["名称", "成员", "固定时间"], ["语文", "语文组", "单周三5"]])
    [problem] = [p for p in reading.problems if p.blocks]
    assert "任课明细" not in problem.cure.zh
