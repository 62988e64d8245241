"""Cells of all sheets as they really are: read right, asked about or refused; a random text changes nothing in silence."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError

from scheduler.school import MarkLevel, School
from scheduler.workbook import Reading
from scheduler.workbook.names import key, plain
from scheduler.workbook.school.reader import read_book
from tests.scheduler.workbook.books import Rows

BLOCKED, SAME = "blocked", "same"
EXAMPLES = int(os.environ.get("PAIKE_EXAMPLES", "0"))

SHEETS: dict[str, Rows] = {
    "学校": [["学校名称", "学期", "开学日期", "放假日期", "寄宿制"], ["青禾小学", "第一学期", "2026-09-01", "2027-01-20", "否"]],
    "作息": [
        ["作息表", "节次", "类型", "开始", "结束", "星期"],
        ["小学", "第1节", "正课", "08:20", "09:00", "一至五"],
        ["小学", "第2节", "正课", "09:10", "09:50", "一至五"],
        ["小学", "第3节", "正课", "10:20", "11:00", "一至五"],
        ["小学", "第4节", "正课", "11:10", "11:50", "一至五"],
        ["小学", "第5节", "正课", "14:10", "14:50", "一至五"],
        ["小学", "第6节", "正课", "15:00", "15:40", "一至五"],
        ["小学", "课后服务1", "课后服务", "15:50", "16:50", "一至五"],
        ["小学", "课后服务2", "课后服务", "17:00", "18:00", "一至五"],
    ],
    "班级": [["班级", "年级", "人数", "班主任"], ["三(1)班", 3, 40, "孙丽"], ["三(2)班", 3, 42, "王芳"]],
    "学科": [["学科", "领域", "场地类型", "每天最多节数"], ["语文", "语文", None, 2], ["数学", "数学", None, None], ["体育", "体育", "操场", None]],
    "教师": [
        ["姓名", "教研组", "性质", "工作量%", "每天最多节数", "每周最多天数", "课后服务"],
        ["孙丽", "语文组", "在编", 100, 4, 5, "参加"],
        ["王芳", "语文组", "在编", 100, None, None, None],
        ["孔浩", "数学组", "在编", 100, None, None, None],
        ["赵军", "体育组", "在编", 50, None, None, None],
    ],
    "任课": [["班级", "语文", "数学", "体育"], ["三(1)班", "孙丽 7", "孔浩 4", "赵军 3"], ["三(2)班", "王芳 7", "孔浩 4", "赵军 3"]],
    "教师时间": [["名称", "周一1", "周一2", "周三5"], ["孔浩", "禁", None, "避"], ["三(1)班", None, None, "禁"]],
    "时间段": [["名称", "星期", "开始", "结束", "标记"], ["赵军", "五", "14:00", "16:00", "禁"]],
    "场地": [["场地", "类型", "容纳班数"], ["操场", "操场", 2]],
    "固定课": [["班级", "学科", "星期", "节次"], ["三(1)班", "体育", "三", "4"]],
    "规则": [["规则编号", "启用", "级别", "权重", "参数", "参数值"], ["teacher_gaps", "是", "软性", 3, None, None]],
    "课后服务": [
        ["时段名称", "类型", "节次", "年级", "星期", "内容"],
        ["作业", "作业辅导", "课后服务1", "3", "一至五", None],
        ["科技", "活动", "课后服务2", "3", "一至五", "科普、艺术"],
        ["球类", "活动", "课后服务2", "3", "一至五", "体育、劳动"],
    ],
}  # fmt: skip


def read(changes: dict[tuple[str, str], object] | None = None) -> Reading:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in SHEETS.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    for (title, cell), value in (changes or {}).items():
        book[title][cell] = value
    return read_book(book, Path("学校.xlsx"))


def school_of(reading: Reading) -> School:
    assert reading.school is not None, [problem.line.zh for problem in reading.problems]
    return reading.school


BASE = read()
Fact = Callable[[School], object]


def teacher(s: School) -> object:
    return s.teacher["孙丽"]


def first(name: str) -> Fact:
    """A field of what stands in the changed row."""
    return {
        "boarding": lambda s: s.boarding,
        "start": lambda s: s.schedules[0].periods[0].start,
        "kind": lambda s: s.schedules[0].periods[0].kind.value,
        "days": lambda s: s.schedules[0].periods[0].days,
        "size": lambda s: s.classes[0].size,
        "fte": lambda s: s.teachers[0].fte,
        "max_per_day": lambda s: s.teachers[0].max_per_day,
        "max_days": lambda s: s.teachers[0].max_days,
        "service": lambda s: s.teachers[0].service.value,
        "marks": lambda s: sorted((m.owner, m.day, m.start, m.level.value) for m in s.marks if m.owner == "孔浩"),
        "stretch": lambda s: [(m.day, m.start, m.end) for m in s.marks if m.owner == "赵军"],
        "lock": lambda s: sorted((x.course, x.slot.day, x.slot.period) for x in s.locks),
        "rule": lambda s: [(x.rule, x.enabled, x.weight) for x in s.rule_settings],
        "term": lambda s: str(s.term_start),
        "capacity": lambda s: s.venues[0].capacity,
        "grades": lambda s: s.stages[0].grades,
        "note": lambda s: (*s.courses[0].teachers, s.courses[0].lessons, s.courses[0].note),
    }[name]


FORBIDDEN, AVOIDED = MarkLevel.FORBIDDEN.value, MarkLevel.AVOIDED.value
AVOIDED_WED = ("孔浩", 3, 850, AVOIDED)
LOCK = ("三(1)班|体育", 3, 3)

CELLS: list[tuple[str, str, object, str | tuple[str, object]]] = [
    # 学校
    ("学校", "E2", "是", ("boarding", True)), ("学校", "E2", "寄宿", BLOCKED), ("学校", "E2", "部分", BLOCKED), ("学校", "E2", "是（初中部）", BLOCKED), ("学校", "E2", "？", BLOCKED), ("学校", "E2", None, SAME), ("学校", "E2", "#N/A", BLOCKED),
    ("学校", "C2", "2026.9.1", SAME), ("学校", "C2", "2026年9月1日", SAME), ("学校", "C2", "9月1日", BLOCKED), ("学校", "C2", "开学", BLOCKED), ("学校", "C2", "2026-13-01", BLOCKED), ("学校", "C2", "#REF!", BLOCKED),
    ("学校", "D2", "2026-08-01", BLOCKED),
    # 作息
    ("作息", "D2", "8:20", SAME), ("作息", "D2", "８：２０", SAME), ("作息", "D2", "8点20分", SAME), ("作息", "D2", "8.20", SAME), ("作息", "D2", "08:25", ("start", 505)), ("作息", "D2", "25:00", BLOCKED),
    ("作息", "D2", "8:75", BLOCKED), ("作息", "D2", "早上", BLOCKED), ("作息", "D2", None, BLOCKED), ("作息", "D2", "#N/A", BLOCKED), ("作息", "D2", 820, BLOCKED), ("作息", "D2", "10:00", BLOCKED), ("作息", "D2", "8", BLOCKED),
    ("作息", "E2", "08:00", BLOCKED), ("作息", "C2", "08:10", BLOCKED), ("作息", "C2", "课", SAME), ("作息", "C2", "上课", SAME), ("作息", "C2", "活动", BLOCKED), ("教师", "C2", "事业编", SAME), ("教师", "C2", "合同制", BLOCKED), ("场地", "C2", "2个班", SAME), ("场地", "C2", "2间", SAME), ("作息", "C2", None, BLOCKED), ("作息", "C2", "正课 ", SAME), ("作息", "C2", "lesson", SAME),
    ("作息", "F2", "1-5", SAME), ("作息", "F2", "周一至周五", SAME), ("作息", "F2", "Mon-Fri", SAME), ("作息", "F2", "一、二、三、四、五", SAME), ("作息", "F2", "一至五、单周六", ("days", (1, 2, 3, 4, 5, 6))), ("作息", "F2", "隔周六", BLOCKED), ("作息", "F2", "一至五、单周六、日", BLOCKED), ("作息", "F2", "周八", BLOCKED), ("作息", "F2", "每天", BLOCKED),
    ("作息", "F2", "#N/A", BLOCKED),
    # 班级
    ("班级", "A2", "301", SAME), ("班级", "A2", "三年级1班", SAME), ("班级", "A2", "三（1）班", SAME), ("班级", "A2", "3.1", SAME), ("班级", "A2", "3-1", SAME), ("班级", "A2", "三1班", SAME), ("班级", "A2", "三(2)班", BLOCKED),
    ("班级", "A2", "#N/A", BLOCKED), ("班级", "A2", "三(9)班", BLOCKED), ("班级", "B2", "三", SAME), ("班级", "B2", "三年级", SAME), ("班级", "B2", 13, BLOCKED), ("班级", "B2", "小", BLOCKED),
    ("班级", "C2", "40人", SAME), ("班级", "C2", "４０", SAME), ("班级", "C2", 40.0, SAME), ("班级", "C2", 0, BLOCKED), ("班级", "C2", -3, BLOCKED), ("班级", "C2", "约40", BLOCKED), ("班级", "C2", "40/2", BLOCKED), ("班级", "C2", 41, ("size", 41)),
    ("班级", "C2", 999, BLOCKED), ("班级", "C2", "#VALUE!", BLOCKED), ("班级", "D2", "孙莉", BLOCKED), ("班级", "D2", "孙丽(代)", SAME), ("班级", "D2", "待定", BLOCKED), ("班级", "D2", "孙 丽", SAME), ("班级", "D2", "#N/A", BLOCKED),
    # 学科
    ("学科", "B2", "语言", BLOCKED), ("学科", "D2", "两节", BLOCKED), ("学科", "D2", 99, BLOCKED), ("学科", "C4", "画室", BLOCKED), ("学科", "A2", "语", BLOCKED), ("学科", "A2", "#N/A", BLOCKED),
    # 教师
    ("教师", "A2", "孙 丽", SAME), ("教师", "A2", "王芳", BLOCKED), ("教师", "A2", "#N/A", BLOCKED), ("教师", "A2", "孙莉", BLOCKED), ("教师", "C2", "在岗", BLOCKED), ("教师", "C2", "临时", BLOCKED), ("教师", "D2", "100%", SAME), ("教师", "D2", 1, SAME), ("教师", "D2", 2, BLOCKED),
    ("教师", "D2", "全职", BLOCKED), ("教师", "D2", "80", ("fte", 80)), ("教师", "D2", "半", BLOCKED), ("教师", "D2", 500, BLOCKED), ("教师", "D2", -5, BLOCKED), ("教师", "E2", "4节", SAME), ("教师", "E2", "四", BLOCKED), ("教师", "E2", 3, ("max_per_day", 3)),
    ("教师", "E2", 0, BLOCKED), ("教师", "E2", "3-4", BLOCKED), ("教师", "E2", 4.5, BLOCKED), ("教师", "F2", "5天", SAME), ("教师", "F2", 8, BLOCKED), ("教师", "F2", "随便", BLOCKED), ("教师", "G2", "不参加", ("service", "none")),
    ("教师", "G2", "产假", ("service", "none")), ("教师", "G2", "看情况", BLOCKED), ("教师", "G2", "周一", BLOCKED), ("教师", "G2", "参加(周一除外)", BLOCKED), ("教师", "G2", "产假(9月起)", BLOCKED), ("教师", "A2", "孙丽(组长)", SAME), ("教师", "A2", "孙丽老师", SAME), ("教师", "A2", "孙丽*", SAME), ("教师", "A2", "待定", BLOCKED), ("教师", "G2", "#N/A", BLOCKED),
    # 任课, with the teachers listed
    ("任课", "B2", "孙丽(代) 7", ("note", ("孙丽", 7, "代"))), ("任课", "B2", "孙丽7", SAME), ("任课", "B2", "孙丽 7节", SAME), ("任课", "B2", "孙丽老师7节", SAME), ("任课", "B2", "孙莉 7", BLOCKED), ("任课", "B2", "孙丽、李红 7", BLOCKED), ("任课", "B2", "孙丽 7 @画室", BLOCKED),
    ("任课", "B2", "孙丽 x", BLOCKED), ("任课", "B2", "孙丽 七", BLOCKED), ("任课", "B2", "#N/A", BLOCKED), ("任课", "A2", "三(9)班", BLOCKED), ("任课", "A2", "三(2)班", BLOCKED), ("任课", "A2", None, BLOCKED), ("任课", "C1", "数雪", BLOCKED),
    ("任课", "C1", "语文", BLOCKED), ("任课", "C1", "数学教师", SAME), ("任课", "C1", "数学（必修）", SAME), ("任课", "C1", "#REF!", BLOCKED),
    # 教师时间
    ("教师时间", "B2", "X", SAME), ("教师时间", "B2", "×", SAME), ("教师时间", "B2", "不排", SAME), ("教师时间", "B2", "禁排", SAME), ("教师时间", "B2", "forbidden", SAME), ("教师时间", "B2", "外出", BLOCKED), ("教师时间", "B2", "?", BLOCKED), ("教师时间", "B2", "1", BLOCKED),
    ("教师时间", "B2", "#N/A", BLOCKED), ("教师时间", "B2", "禁/避", BLOCKED), ("教师时间", "B2", "禁(单周)", BLOCKED), ("教师时间", "B2", "禁（9月）", BLOCKED), ("教师时间", "B2", "/", ("marks", [AVOIDED_WED])), ("教师时间", "A2", "孔浩老师", SAME), ("教师时间", "B2", None, ("marks", [AVOIDED_WED])), ("教师时间", "A2", "孔皓", BLOCKED), ("教师时间", "A2", None, BLOCKED), ("教师时间", "A2", "数学组", BLOCKED),
    ("教师时间", "B1", "周一第1节", SAME), ("教师时间", "B1", "一1", SAME), ("教师时间", "B1", "Mon 1", SAME), ("教师时间", "B1", "周一2", BLOCKED), ("教师时间", "B1", "周一9", BLOCKED), ("教师时间", "B1", "周日1", BLOCKED), ("教师时间", "B1", "上午", BLOCKED),
    # 时间段
    ("时间段", "C2", "2:00", BLOCKED), ("时间段", "C2", "14点", SAME), ("时间段", "C2", "14.00", SAME), ("时间段", "C2", "16:00", BLOCKED), ("时间段", "C2", "下午", BLOCKED), ("时间段", "D2", "4:00", BLOCKED), ("时间段", "B2", "周五", SAME), ("时间段", "B2", "5", SAME),
    ("时间段", "B2", "四、五", ("stretch", [(4, 840, 960), (5, 840, 960)])), ("时间段", "B2", "双周五", BLOCKED), ("时间段", "B2", None, BLOCKED), ("时间段", "E2", "禁止", BLOCKED), ("时间段", "E2", None, BLOCKED), ("时间段", "A2", "赵均", BLOCKED),
    # 场地
    ("场地", "C2", "2个班", SAME), ("场地", "C2", "若干", BLOCKED), ("场地", "C2", 0, BLOCKED), ("场地", "C2", 3, ("capacity", 3)), ("场地", "A2", "#N/A", BLOCKED),
    # 固定课
    ("固定课", "C2", "周三", SAME), ("固定课", "C2", 3, SAME), ("固定课", "C2", "单周三", BLOCKED), ("固定课", "C2", "三、四", BLOCKED), ("固定课", "D2", "第4节", SAME), ("固定课", "D2", "第四节", SAME), ("固定课", "D2", "上午第4节", SAME), ("固定课", "D2", 9, BLOCKED),
    ("固定课", "D2", "最后一节", BLOCKED), ("固定课", "D2", None, BLOCKED), ("固定课", "A2", "三1-2班", ("lock", [LOCK, ("三(2)班|体育", 3, 3)])), ("固定课", "A2", "全校", ("lock", [LOCK, ("三(2)班|体育", 3, 3)])), ("固定课", "A2", "四(1)班", BLOCKED),
    ("固定课", "B2", "体肓", BLOCKED), ("固定课", "B2", "体育课", BLOCKED), ("固定课", "B2", None, BLOCKED),
    # 规则
    ("规则", "A2", "teacher_gap", BLOCKED), ("规则", "A2", "教师空堂", BLOCKED), ("规则", "B2", "启用", SAME), ("规则", "B2", "可以", BLOCKED), ("规则", "B2", "是(试行)", BLOCKED), ("规则", "C2", "soft", SAME), ("规则", "C2", "尽量", BLOCKED), ("规则", "D2", "3", SAME), ("规则", "D2", "高", BLOCKED),
    ("规则", "D2", -1, BLOCKED), ("规则", "D2", 2.5, BLOCKED), ("规则", "D2", 9, ("rule", [("teacher_gaps", True, 9)])), ("规则", "E2", "次数", BLOCKED), ("规则", "F2", "5", BLOCKED), ("规则", "B2", "#N/A", BLOCKED),
    # 课后服务
    ("课后服务", "B2", "分班", BLOCKED), ("课后服务", "B2", None, BLOCKED), ("课后服务", "C2", "第1节", BLOCKED), ("课后服务", "C2", "课后服务 1", SAME), ("课后服务", "C2", "课后服务9", BLOCKED), ("课后服务", "D2", "三", ("grades", (3,))), ("课后服务", "D2", "三年级", SAME),
    ("课后服务", "D2", "低年级", BLOCKED), ("课后服务", "D2", "9", BLOCKED), ("课后服务", "E2", "周一至周五", SAME), ("课后服务", "E2", "每天", BLOCKED), ("课后服务", "E2", "双周五", BLOCKED), ("课后服务", "A2", "#N/A", BLOCKED),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "cell", "value", "expected"), CELLS)
def test_a_cell(sheet: str, cell: str, value: object, expected: str | tuple[str, object]) -> None:
    reading = read({(sheet, cell): value})
    told = [problem.line.zh for problem in reading.problems if problem.blocks]
    if expected == BLOCKED:
        assert reading.school is None
        assert any(line.startswith((sheet, "任课")) for line in told), told
        return
    school = school_of(reading)
    if expected == SAME:
        assert school == school_of(BASE)
    else:
        name, fact = expected
        assert first(name)(school) == fact


def test_there_are_enough_cells() -> None:
    from tests.scheduler.workbook.school.test_dirty_cells import SUBJECTS, TEACHERS

    assert len(CELLS) + len(TEACHERS) + len(SUBJECTS) >= 300


# A random text in any cell of the sheets that matter most.

PLACES = [
    (title, f"{'ABCDEFGH'[column]}{row + 1}")
    for title in ("任课", "教师", "作息", "教师时间", "课后服务", "规则")
    for row in range(len(SHEETS[title]))
    for column in range(len(SHEETS[title][0]))
]
# Columns whose text is a name of its own: a new one is what the cell says, and nothing could be asked.
NAMES = {("教师", "B"), ("作息", "A"), ("作息", "B"), ("课后服务", "A"), ("规则", "E"), ("规则", "F")}


@settings(max_examples=EXAMPLES * 10 or 120, suppress_health_check=[HealthCheck.too_slow])
@given(
    place=st.sampled_from(PLACES),
    text=st.text(min_size=1, max_size=8)
    | st.text("孙丽王芳孔浩赵军语数体一二三1234567()（）、/+-×单双周代?", min_size=1, max_size=6),
)
@example(place=("任课", "B2"), text="孙丽(代)")
@example(place=("教师", "D2"), text="5")
def test_no_text_changes_the_school_in_silence(place: tuple[str, str], text: str) -> None:
    try:
        reading = read({place: text})
    except IllegalCharacterError:  # no workbook can hold it
        return
    if reading.school is None or reading.school == school_of(BASE):
        return
    if (place[0], place[1][0]) in NAMES or _is_said(text, reading):
        return
    new = {*reading.problems} - {*BASE.problems}, {*reading.notes} - {*BASE.notes}
    assert any(new), (place, text)


def _is_said(text: str, reading: Reading) -> bool:
    """Tell whether the school has just what the text says: a number, a day, a mark, a known name, in another way to write it."""
    return (
        re.fullmatch(r"[\d一二三四五六日天周、,;/ ~至到-]+", plain(text)) is not None
        or key(text)
        in {key(word) for word in ("是", "否", "true", "false", "禁", "避", "优", "x", "×", "/", "-", "一", "二", "三")}
        or not plain(text)
    )
