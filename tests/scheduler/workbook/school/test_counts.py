"""A number in a cell that is merged over several rows is asked about, not counted for each of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from scheduler.workbook import Reading, read_school
from tests.scheduler.workbook.books import Rows, errors

CLASSES: Rows = [["班级", "人数"], *([f"七({n})班", 45] for n in (1, 2, 3))]
LESSONS: Rows = [["班级", "语文", "数学"], *([f"七({n})班", f"王芳{n} 6", f"李强{n} 5"] for n in (1, 2, 3))]
STAGES: Rows = [["时段名称", "类型", "节次"], ["作业", "作业辅导", "课后服务1"]]
ENROLMENT: Rows = [["班级", "作业"], *([f"七({n})班", 30] for n in (1, 2, 3))]


def reading(folder: Path, merged: str, **sheets: Rows) -> Reading:
    """Return the reading of a workbook in which cells of the last sheet are merged."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.worksheets[-1].merge_cells(merged)
    book.save(folder / "学校.xlsx")
    return read_school(folder / "学校.xlsx")


@pytest.mark.parametrize(
    ("merged", "sheet", "rows"),
    [
        ("B2:B4", "参加人数", ENROLMENT),
        ("B3:B4", "班级", CLASSES),
        (
            "D2:D3",
            "任课明细",
            [["班级", "学科", "教师", "课时"], *([f"七({n})班", "物理", "周杰", 4] for n in (1, 2, 3))],
        ),
        ("C2:C3", "场地", [["场地", "类型", "容纳班数"], ["操场1", "操场", 3], ["操场2", "操场", 3]]),
        ("D2:D3", "场地", [["场地", "类型", "容纳班数", "座位"], ["操场1", "操场", 3, 90], ["操场2", "操场", 3, 90]]),
        (
            "D2:D3",
            "社团",
            [
                ["社团", "指导教师", "节次", "参加人数"],
                ["合唱", "王芳1", "课后服务1", 30],
                ["篮球", "王芳2", "课后服务1", 30],
            ],
        ),
        ("C2:C3", "巡查", [["岗位", "节次", "人数"], ["巡查", "课后服务1", 2], ["替补", "课后服务1", 2]]),
        (
            "B2:B3",
            "教师",
            [["姓名", "弹性余额"], *([f"{name}{n}", 60] for n in (1, 2, 3) for name in ("王芳", "李强"))],
        ),
    ],
)
def test_a_number_over_several_rows_is_told_once(merged: str, sheet: str, rows: Rows, tmp_path: Path) -> None:
    others = {"任课": LESSONS, "课后服务": STAGES} | ({"班级": CLASSES} if sheet != "班级" else {})
    found = errors(reading(tmp_path, merged, **others, **{sheet: rows}))
    assert [(title, cell) for title, cell, text in found if "合并" in text] == [
        (sheet, merged.split(":", maxsplit=1)[0])
    ]
    assert len(found) == 1


def test_lessons_of_the_matrix_over_several_rows_are_told_once(tmp_path: Path) -> None:
    rows: Rows = [
        ["班级", "语文", "课时"],
        *([f"七({n})班", name, 6] for n, name in enumerate(("王芳", "李强", "周杰"), 1)),
    ]
    found = errors(reading(tmp_path, "C2:C4", 班级=CLASSES, 任课=rows))
    assert [(sheet, cell) for sheet, cell, _ in found] == [("任课", "C2")]


def test_words_over_several_rows_are_said_of_each(tmp_path: Path) -> None:
    rows: Rows = [["班级", "作业"], ["七(1)班", "全部"], ["七(2)班", None], ["七(3)班", None]]
    found = reading(tmp_path, "B2:B4", 班级=CLASSES, 任课=LESSONS, 课后服务=STAGES, 参加人数=rows)
    assert [(cell, text) for sheet, cell, text in errors(found) if sheet == "参加人数"] == []
