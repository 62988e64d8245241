from __future__ import annotations

import pytest

from scheduler.district.masking import told_problems
from scheduler.text import Text
from scheduler.workbook.problem import Problem

UNKNOWN = Problem(
    "error",
    "任课",
    "D7",
    "王芳",
    Text("“教师”里没有教师“王芳”", "No teacher “王芳” in Teachers"),
    Text("是不是“王方”？改成它，或把“王芳”加到“教师”", "Is it “王方”? Otherwise add “王芳” to Teachers"),
)
COUNT = Problem("warning", "课程计划", "C3", "5", Text("第5节有 5 个班", "5 classes in lesson 5"), Text("", ""))


def test_what_was_typed_is_left_out_and_the_cell_is_told() -> None:
    (told,) = told_problems([UNKNOWN], names=False)
    assert told.zh == "任课!D7  “教师”里没有教师“…”  → 是不是“…”？改成它，或把“…”加到“教师”"
    assert "王" not in told.en


def test_names_are_told_where_they_are_asked_for() -> None:
    assert told_problems([UNKNOWN], names=True) == (UNKNOWN.line,)


def test_figures_stay_and_errors_come_first() -> None:
    assert [text.zh for text in told_problems([COUNT, UNKNOWN], names=False)][1] == "课程计划!C3  第5节有 5 个班"


@pytest.mark.parametrize("name", ["阿依古丽·买买提", "Wang Fang"])
def test_names_of_any_kind(name: str) -> None:
    problem = UNKNOWN._replace(
        value=name, text=Text(f"“{name}”不像教师姓名", f"“{name}” is no name"), cure=Text("", "")
    )
    assert name not in "".join(told_problems([problem], names=False)[0])
