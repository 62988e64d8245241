"""A workbook as the next version of a school: what it does not speak of stays, what changes is listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.school import Lock, Mark, MarkLevel, MarkOwner, RuleSetting, School, Slot
from scheduler.workbook.school.renewal import Renewal, renew
from tests.scheduler.workbook.books import Books, Rows, make

ROWS: Rows = [
    ["班级", "班主任", "语文", "数学", "体育"],
    ["三(1)班", "孙丽", "孙丽", "孔浩", "赵军"],
    ["三(2)班", "王芳", "王芳", "孔浩", "赵军"],
]


@pytest.fixture
def school(tmp_path: Path) -> School:
    """A school with all that a sheet 任课 does not tell."""
    found = Books(tmp_path).school(任课=ROWS, 学校=[["学校名称"], ["青禾小学"]])
    slot = Slot(found.schedules[0].id, 1, 1)
    mark = Mark(owner_kind=MarkOwner.TEACHER, owner="孔浩", day=2, start=500, end=540, level=MarkLevel.FORBIDDEN)
    rule = RuleSetting(rule="teacher_gaps", enabled=True, weight=7)
    return found.renewed(marks=(mark,), locks=(Lock(course="三(2)班|语文", slot=slot),), rule_settings=(rule,))


def renewed(tmp_path: Path, school: School, rows: Rows, **sheets: Rows) -> Renewal:
    return renew(make(tmp_path / "新学期.xlsx", 任课=rows, **sheets), school)


def test_nothing_new_changes_nothing(tmp_path: Path, school: School) -> None:
    renewal = renewed(tmp_path, school, ROWS)
    assert renewal.reading.school == school
    assert (renewal.changes, renewal.dropped) == ((), ())


def test_a_new_teacher(tmp_path: Path, school: School) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][3] = "柳青青"
    renewal = renewed(tmp_path, school, rows)
    assert [text.zh for text in renewal.changes] == ["新的教师：柳青青", "三(1)班 数学：孔浩 4 → 柳青青 4"]
    new = renewal.reading.school
    assert new is not None
    assert (new.name, new.marks, new.locks, new.rule_settings) == (
        school.name,
        school.marks,
        school.locks,
        school.rule_settings,
    )
    assert {"学校", "教师时间", "固定课", "规则"} <= {title.zh for title in renewal.kept}


def test_a_name_like_one_of_the_school_is_asked_about(tmp_path: Path, school: School) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][3] = "孔皓"
    problems = [p for p in renewed(tmp_path, school, rows).reading.problems if p.blocks]
    assert [(p.severity, p.cell, p.candidates) for p in problems] == [("question", "D2", ("孔浩", "孔皓"))]


def test_what_does_not_fit_any_more_is_told_and_goes(tmp_path: Path, school: School) -> None:
    renewal = renewed(tmp_path, school, ROWS[:2])
    new = renewal.reading.school
    assert new is not None
    assert [klass.id for klass in new.classes] == ["三(1)班"]
    assert new.locks == () and new.marks == school.marks
    assert {text.zh.partition("：")[0] for text in renewal.dropped} == {"班级", "固定课"}
    assert [text.zh for text in renewal.changes][:2] == ["不再有的班级：三(2)班", "不再任课的教师（仍在名单里）：王芳"]


def test_a_sheet_of_the_workbook_counts(tmp_path: Path, school: School) -> None:
    renewal = renewed(tmp_path, school, ROWS, 规则=[["规则编号", "启用", "权重"], ["teacher_gaps", "是", 3]])
    new = renewal.reading.school
    assert new is not None
    assert [setting.weight for setting in new.rule_settings] == [3]
    assert new.marks == school.marks


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("孔浩 5", "孔浩 4 → 孔浩 5"),
        ("孔浩 2+1", "孔浩 4 → 孔浩 2+1"),
        ("孔浩 1单", "孔浩 4 → 孔浩 1单"),
        ("赵军", "孔浩 4 → 赵军 4"),
    ],
)
def test_other_lessons_need_no_other_plan(tmp_path: Path, school: School, cell: str, told: str) -> None:
    """What 任课 says goes before the plan that was taken from the version before."""
    rows = [list(row) for row in ROWS]
    rows[1][3] = cell
    renewal = renewed(tmp_path, school, rows)
    assert renewal.reading.school is not None, [problem.line.zh for problem in renewal.reading.problems]
    assert f"三(1)班 数学：{told}" in [text.zh for text in renewal.changes]


def test_all_that_changes_is_listed(tmp_path: Path, school: School) -> None:
    sheets: dict[str, Rows] = {
        "教师时间": [["名称", "周三2"], ["孔浩", "避"]],
        "固定课": [["班级", "学科", "星期", "节次"], ["三(1)班", "语文", "二", "3"]],
        "班级": [["班级", "人数", "班主任"], ["三(1)班", 33, "孙丽"], ["三(2)班", 45, "王芳"]],
    }
    renewal = renewed(tmp_path, school, ROWS, **sheets)
    told = [text.zh for text in renewal.changes]
    for sheet in sheets:
        assert any(line.startswith(f"{sheet}：") for line in told), told
    assert len(told) == 4, told


def test_a_sheet_with_headings_alone_says_nothing(tmp_path: Path, school: School) -> None:
    renewal = renewed(tmp_path, school, ROWS, 规则=[["规则编号", "启用"]], 教师时间=[["名称", "周一1"]])
    assert renewal.reading.school == school and renewal.changes == ()


def test_another_bell_schedule_loses_no_class(tmp_path: Path, school: School) -> None:
    bells = [["作息表", "节次", "类型", "开始", "结束"]]
    bells += [["夏季", f"第{n}节", "正课", f"{7 + n:02}:00", f"{7 + n:02}:40"] for n in range(1, 8)]
    renewal = renewed(tmp_path, school, ROWS, 作息=bells)
    new = renewal.reading.school
    assert new is not None, [problem.line.zh for problem in renewal.reading.problems]
    assert [(k.id, k.size, k.homeroom_teacher) for k in new.classes] == [
        (k.id, k.size, k.homeroom_teacher) for k in school.classes
    ]
    assert any(text.zh.startswith("作息：") for text in renewal.changes)


def test_a_new_homeroom_teacher_and_size(tmp_path: Path, school: School) -> None:
    rows = [[*row[:2], "人数" if row is ROWS[0] else 38, *row[2:]] for row in ROWS]
    rows[1][1] = "赵军"
    new = renewed(tmp_path, school, rows).reading.school
    assert new is not None
    assert (new.classes[0].homeroom_teacher, new.classes[0].size) == ("赵军", 38)


def test_no_file_is_so_wrong_that_it_raises(tmp_path: Path, school: School) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK")
    renewal = renew(tmp_path / "坏.xlsx", school)
    assert renewal.reading.school is None and len(renewal.reading.problems) == 1
