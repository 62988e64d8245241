"""Cells as they really are: each must be read right, asked about or refused, and never become a fact in silence."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from scheduler.school import Course, Week
from scheduler.workbook import Reading
from tests.scheduler.workbook.books import Books, notes

ASKED, REFUSED, TOLD = "asked", "refused", "told"
HEADINGS = ["班级", "班主任", "语文", "数学", "英语", "体育", "音乐"]
NAMES = ["李红", "周敏", "赵军", "郑洁"]


@pytest.fixture
def books(tmp_path: Path) -> Books:
    return Books(tmp_path)


def outcome(reading: Reading, cell: str) -> str:
    """What became of a cell: a question or an error in it, or nothing, which it may still be told of."""
    found = {problem.severity for problem in reading.problems if problem.cell == cell and problem.blocks}
    assert len(found) <= 1, [problem.line.zh for problem in reading.problems]
    return {"question": ASKED, "error": REFUSED}.get(next(iter(found), ""), "read")


def told(courses: Iterable[Course]) -> str:
    """Courses in short: 孙丽、李红 5; 王芳 1单."""
    weeks = {Week.EVERY: "", Week.ODD: "单", Week.EVEN: "双"}
    return "; ".join(
        f"{'、'.join(c.teachers) or '—'} {c.lessons}{weeks[c.week]}{f'+{c.doubles}' if c.doubles else ''}"
        for c in courses
    )


# What stands in a cell of 任课, in the row of 三(3)班 in 语文; 孙丽, 王芳 and 李红 stand alone in other cells.

TEACHERS: list[tuple[object, str]] = [
    # names alone
    ("钱进", "钱进 7"), (" 钱进 ", "钱进 7"), ("钱　进", "钱进 7"), ("钱\u200b进", "钱进 7"), ("（钱进）", "钱进 7"), ("孙丽、", "孙丽 7"), ("欧阳修", "欧阳修 7"),
    ("阿依古丽·买买提", "阿依古丽·买买提 7"), ("Tom", "Tom 7"), ("Li Lei", "Li Lei 7"), ("刘洋1", ASKED), ("刘洋6", "刘洋 6"), ("欧阳娜娜5", "欧阳娜娜 5"), ("王芳、吴静4", "王芳、吴静 4"), ("王芳6（含体锻1）", "王芳 6"), ("王芳张丽", ASKED), ("语文吴静", ASKED), ("李 莉 王 芳", ASKED), ("王芳 4+1 早", ASKED), ("王 新", "王新 7"), ("买买提.艾力", "买买提·艾力 7"), ("买买提 · 艾力", "买买提·艾力 7"),
    # beside the name
    ("孙丽(代)", "孙丽 7"), ("孙丽（代课）", "孙丽 7"), ("孙丽 兼", "孙丽 7"), ("孙丽老师", "孙丽 7"), ("孙丽*", "孙丽 7"), ("孙丽★", "孙丽 7"), ("孙丽①", ASKED),
    ("孙丽.", "孙丽 7"), ("孙丽(兼)", "孙丽 7"), ("孙丽【代】", "孙丽 7"), ("孙丽[实习]", "孙丽 7"), ("孙丽（语文组）", "孙丽 7"), ("孙丽（高级）", "孙丽 7"),
    ("孙丽（新来）", "孙丽 7"), ("孙丽(三(1)班班主任)", "孙丽 7"), ("孙丽 代课", "孙丽 7"), ("孙丽（返聘）5", "孙丽 5"), ("孙丽(外聘)", "孙丽 7"), ("孙丽 班主任", "孙丽 7"),
    ("孙丽（）", "孙丽 7"), ("孙丽先生", "孙丽 7"),
    # several
    ("孙丽、李红", "孙丽、李红 7"), ("孙丽，李红", "孙丽、李红 7"), ("孙丽,李红", "孙丽、李红 7"), ("孙丽 李红", "孙丽、李红 7"), ("孙丽\n李红", "孙丽、李红 7"),
    ("孙丽+李红", "孙丽、李红 7"), ("孙丽＋李红", "孙丽、李红 7"), ("孙丽&李红", "孙丽、李红 7"), ("孙丽 & 李红", "孙丽、李红 7"), ("孙丽、李红 5", "孙丽、李红 5"),
    ("孙丽/李红", "孙丽 7单; 李红 7双"), ("孙丽/李红 2", "孙丽 2单; 李红 2双"), ("单孙丽/双李红", "孙丽 7单; 李红 7双"), ("孙丽 3; 李红 4", "孙丽 3; 李红 4"),
    ("孙丽-李红", ASKED), ("孙丽—李红", ASKED), ("孙丽~李红", ASKED), ("孙丽李红", ASKED), ("孙丽和李红", ASKED), ("孙丽或李红", ASKED), ("孙丽→李红", ASKED),
    ("孙丽转李红", ASKED), ("孙丽；李红", REFUSED), ("甲/乙/丙", REFUSED), ("孙丽(李红)", ASKED), ("孙丽(产假,李红代)", ASKED), ("孙丽（产假，由李红代）", ASKED),
    ("孙丽(李红代课)", ASKED), ("孙丽(代李红)", ASKED), ("孙丽（10月起李红）", ASKED),
    # weeks of the term
    ("前8周孙丽后8周李红", ASKED), ("孙丽（1-9周）", ASKED), ("孙丽(1～9周)、李红(10-18周)", ASKED), ("孙丽 第3周起", ASKED), ("孙丽前半学期，李红后半学期", ASKED),
    # lessons
    ("孙丽 5", "孙丽 5"), ("孙丽5", "孙丽 5"), ("孙丽５", "孙丽 5"), ("孙丽5节", "孙丽 5"), ("孙丽(5)", "孙丽 5"), ("孙丽（5节）", "孙丽 5"), ("5孙丽", "孙丽 5"), ("孙丽:5", "孙丽 5"),
    ("孙丽×5", "孙丽 5"), ("孙丽*5", "孙丽 5"), ("孙丽x5", "孙丽 5"), ("孙丽4+1", "孙丽 6+1"), ("孙丽 4+1", "孙丽 6+1"), ("孙丽（4+1）", "孙丽 6+1"), ("孙丽 1单", "孙丽 1单"),
    ("孙丽1单", "孙丽 1单"), ("孙丽 单", "孙丽 1单"), ("孙丽(双)", "孙丽 1双"), ("孙丽单周", "孙丽 1单"), ("单孙丽", "孙丽 1单"), ("双周孙丽", "孙丽 1双"), ("单志强", "单志强 7"),
    ("孙丽1", ASKED), ("孙丽2", ASKED), ("4+x", ASKED), ("孙丽 4+x", REFUSED), ("孙丽 4++1", REFUSED), ("孙丽 99", REFUSED), ("孙丽 5?", REFUSED), ("孙丽 -1", REFUSED),
    ("孙丽 4.3", REFUSED), ("孙丽 5/6", REFUSED), ("孙丽/", REFUSED),
    # nobody yet
    ("待定", "— 7"), ("?", "— 7"), ("？？", "— 7"), ("外聘", "— 7"), ("空缺", "— 7"), ("待聘", "— 7"), ("新教师", "— 7"), ("新教师2", "— 7"), ("暂无", "— 7"), ("缺", "— 7"),
    ("TBD", "— 7"), ("（待定）", "— 7"), ("待定 5", "— 5"), ("孙丽、待定", "孙丽 7"), ("某某", "— 7"), ("代课教师", "— 7"),
    # not taught
    ("无", ""), ("—", ""), ("-", ""), ("/", ""), ("×", ""), ("0", ""), (0, ""), (None, ""), ("  ", ""),
    # no names
    ("#N/A", REFUSED), ("#REF!", REFUSED), ("#VALUE!", REFUSED), ("#DIV/0!", REFUSED), ("#NAME?", REFUSED), ("######", REFUSED), ("自习", ASKED), ("语文", ASKED), ("体育", ASKED),
    ("a", ASKED), ("丽", ASKED), ("TRUE", ASKED), (True, ASKED), ("100%", ASKED), ("2026-09-01", ASKED), ("同上", ASKED), ("〃", ASKED), ('"', ASKED), ("孙老师", ASKED), ("孙丽?", ASKED),
    ("张三三三三", ASKED), ("三(1)班", ASKED), ("课后服务", ASKED), ("13800138000", ASKED), ("孙丽13800138000", REFUSED), ("@", REFUSED), ("孙丽 @画室", REFUSED), ("孙丽@画室", ASKED),
    ("合:三(9)班", REFUSED), ("孙丽 合:三(9)班", REFUSED), ("孙丽 合:三", REFUSED),
    # each with lessons or weeks of his own
    ("孙丽 单周、李红 双周", "孙丽 7单; 李红 7双"), ("孙丽(单)、李红(双)", "孙丽 7单; 李红 7双"), ("孙丽(单) 李红(双)", "孙丽 7单; 李红 7双"), ("孙丽（5）、李红（2）", "孙丽 5; 李红 2"),
    ("孙丽(5)李红(2)", "孙丽 5; 李红 2"), ("孙丽(5)+李红(2)", "孙丽 5; 李红 2"), ("孙丽 5、李红", REFUSED), ("孙丽 5(1)", REFUSED), ("孙丽 单 双", REFUSED),
    # words behind a name
    ("孙丽 连堂", ASKED), ("孙丽 5 连堂", ASKED), ("孙丽 周三", ASKED), ("孙丽 上午", ASKED), ("孙丽 不排周一", ASKED), ("孙丽:语文5", ASKED), ("孙丽 操场", ASKED), ("孙丽 吴静", ASKED),
    ("孙丽 周5", ASKED), ("孙丽 单1双1", ASKED), ("语文：孙丽", ASKED), ("孙丽 13800138000", "孙丽 7"), ("代课:孙丽", "孙丽 7"), ("“孙丽”", "孙丽 7"),
    # lessons in more ways
    ("孙丽 隔周", "孙丽 1单"), ("孙丽（每两周一次）", "孙丽 1单"), ("孙丽 五节", "孙丽 5"), ("孙丽 每周5", "孙丽 5"), ("孙丽 每周5节", "孙丽 5"), ("孙丽（5课时）", "孙丽 5"), ("孙丽5课时", "孙丽 5"),
    ("孙丽 7/周", "孙丽 7"), ("孙丽 5 节", "孙丽 5"), ("孙丽 5.0", "孙丽 5"), ("孙丽 1.5", "孙丽 1; 孙丽 1单"), ("0节", ""), ("孙丽 5～6节", ASKED), ("孙丽（1、3、5周）", ASKED), ("孙丽 1/2周", ASKED),
    ("孙丽\n(李红)", ASKED),
    # not taught, elsewhere, somebody else, joined
    ("无课", ""), ("不开设", ""), ("停开", ""), ("见附表", ASKED), ("照旧", ASKED), ("原任", ASKED), ("家长", ASKED), ("NA", ASKED), ("#未知", ASKED), ("拟聘", "— 7"), ("志愿者", "— 7"),
    ("特岗教师", "— 7"), ("孙副校长", ASKED), ("马校", ASKED), ("李教导", ASKED), ("小张", ASKED), ("高年级组", ASKED), ("同三1", ASKED), ("班主任", "钱进 7"), ("各班班主任", "钱进 7"),
    ("孙丽（与三(1)班合上）", REFUSED), ("孙丽(三1、三3合)", REFUSED), ("孙丽（同三1班）", REFUSED), ("孙丽（待定）", ASKED), ("孙丽（？）", ASKED),
    # beside semicolons, and nothing at all
    ("孙丽(5节；兼)", "孙丽 5"), ("孙丽 5;代", "孙丽 5"), ("孙丽5；兼", "孙丽 5"), ("孙丽;代", "孙丽 7"), ("孙丽 5;7", REFUSED), ("孙丽 0", REFUSED), ("孙丽0", REFUSED), ("孙丽 0节", REFUSED),
    ("孙丽(4节,代)", "孙丽 4"), ("孙丽(代,4节)", "孙丽 4"), ("孙丽(4节 兼)", "孙丽 4"), ("孙丽（半学期）", ASKED), ("孙丽(上半学期)", ASKED), ("孙丽(9-11月)", ASKED), ("孙丽(语)李红(阅)", ASKED),
    # one inside another, one character away
    ("孙丽华", ASKED), ("孙莉", ASKED), ("李宏", ASKED), ("王方", ASKED), ("孙丽代", ASKED), ("代孙丽", ASKED), ("孙丽等", ASKED), ("孙伟", "孙伟 7"), ("王娟", "王娟 7"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), TEACHERS)
def test_a_teachers_cell(books: Books, value: object, expected: str) -> None:
    rows = [
        HEADINGS,
        ["三(1)班", "孙丽", "孙丽", *NAMES],
        ["三(2)班", "王芳", "王芳", *NAMES],
        ["三(3)班", "钱进", value, *NAMES],
    ]
    reading = books.read(任课=rows)
    if reading.school is None:
        assert outcome(reading, "C4") == expected, [problem.line.zh for problem in reading.problems]
        return
    assert told(c for c in reading.school.courses if (c.classes, c.subject) == (("三(3)班",), "语文")) == expected
    if isinstance(value, str) and expected not in ("", f"{value.strip()} 7"):
        said = notes(reading) + "".join(problem.text.zh for problem in reading.problems)
        usual = (".", "、", "，", ",", " ", "\n", "/", ";", "(", "（", ":", "　", "\u200b", "节", "周")
        assert any(mark in value for mark in usual) or "C4" in said or "没有教师" in said, said


SUBJECTS: list[tuple[str, str]] = [
    ("美术", "冯涛 2"), ("美　术", "冯涛 2"), ("美术*", "冯涛 2"), ("美术：", "冯涛 2"), ("美术老师", "冯涛 2"), ("美术教师", "冯涛 2"), ("美术任课教师", "冯涛 2"), ("美术（教师）", "冯涛 2"),
    ("美术(3节)", "冯涛 3"), ("美术(3)", "冯涛 3"), ("美术（单周）", "冯涛 1单"), ("美术(双)", "冯涛 1双"), ("劳动(单)", "冯涛 1单"), ("综合实践（双周）", "冯涛 1双"), ("科学", "冯涛 2"),
    ("书法", "冯涛 1"), ("趣味数学", "冯涛 1"), ("武术", "冯涛 1"), ("信息科技", "冯涛 1"), ("道法", "冯涛 2"), ("美术(选修)", "冯涛 2"),
    ("体肓", ASKED), ("羌术", ASKED), ("美木", ASKED), ("机器人", ASKED), ("围棋", ASKED), ("毛笔", ASKED), ("语文(上学期)", ASKED), ("语文教师", ASKED), ("语文 ", ASKED), ("数学", ASKED),
    ("美术(2", ASKED), ("美术【2", ASKED), ("美术)", ASKED), ("美术#", ASKED), ("美术?", ASKED), ("美术1班", ASKED), ("美术:冯涛", ASKED), ("美术“新”", ASKED), ("劳动(单", ASKED), ("音乐(单周/美术(双周", ASKED),
    ("美术王芳", ASKED), ("体育与建康", ASKED), ("道德与法制", ASKED), ("美术欣赏", "冯涛 2"), ("副班主仁", ASKED),
    ("P.E.", "冯涛 2"), ("★美术", ASKED),
    ("abc", ASKED), ("2", ASKED), ("第二列", ASKED),
    ("音乐（单周）美术（双周）", ASKED), ("美术、道法", ASKED), ("信息·劳动", ASKED), ("科学8节", "冯涛 8"), ("美术4", "冯涛 4"), ("美术\n4", "冯涛 4"), ("美术-4", "冯涛 4"), ("科学3+1", "冯涛 5+1"),
    ("劳动0.5", "冯涛 1单"), ("书法 单", "冯涛 1单"), ("单周书法", "冯涛 1单"), ("书法双周", "冯涛 1双"), ("劳动（隔周）", "冯涛 1单"), ("语文1", ASKED), ("语文课", ASKED), ("语", ASKED), ("Maths", ASKED),
    ("大课间", TOLD), ("午间写字", TOLD),
    ("早读", TOLD), ("晨读", TOLD), ("课后服务", TOLD), ("年级组长", TOLD), ("值日教师", TOLD), ("联系人", TOLD), ("性别", TOLD), ("联系电话", TOLD), ("晚自习", TOLD), ("午休看护", TOLD),
    ("延时服务", TOLD), ("备课组长", TOLD), ("生活老师", TOLD), ("手机号", TOLD), ("职称", TOLD), ("美术课时", TOLD), ("美术组", TOLD), ("工号", TOLD), ("签名", TOLD),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "expected"), SUBJECTS)
def test_a_heading_of_a_subject(books: Books, heading: str, expected: str) -> None:
    rows = [[*HEADINGS, heading], *([f"三({n})班", "孙丽", "孙丽", *NAMES, "冯涛"] for n in (1, 2))]
    reading = books.read(任课=rows)
    if reading.school is None:
        assert outcome(reading, "H1") == expected, [problem.line.zh for problem in reading.problems]
        return
    known = set(HEADINGS)
    further = [c for c in reading.school.courses if c.classes == ("三(1)班",) and c.subject not in known]
    assert told(further) == ("" if expected is TOLD else expected)
    if expected is TOLD:
        assert any(heading in problem.text.zh for problem in reading.problems)
