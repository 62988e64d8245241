"""The marked school workbook: cells, comments, list; and it is read as before."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from scheduler.export.marked_school import write_marked_school
from scheduler.plan.layout import PROBLEMS
from scheduler.workbook import read_school
from scheduler.workbook.problem import SEVERITY_WORDS, Problem


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A school of two classes: a grade that is none, in merged cells, and a homeroom teacher whom nobody knows."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "任课"
    for row in (["班级", "语文", "数学"], ["三(1)班", "王芳 7", "李强 5"], ["三(2)班", "王芳 7", "=1+"]):
        sheet.append(row)
    classes = book.create_sheet("班级")
    for row in (["班级", "年级", "班主任"], ["三(1)班", "三十", "王芳"], ["三(2)班", None, "赵不在"]):
        classes.append(row)
    classes.merge_cells("B2:B3")
    path = tmp_path / "两个班.xlsx"
    book.save(path)
    return path


def _marked(path: Path, out: Path) -> tuple[tuple[Problem, ...], Workbook]:
    problems = read_school(path).problems
    write_marked_school(path, problems, out)
    return problems, load_workbook(out)


def test_cells_with_problems_are_coloured_and_say_what_to_do(faulty: Path, tmp_path: Path) -> None:
    problems, book = _marked(faulty, tmp_path / "marked.xlsx")
    assert {problem.cell for problem in problems if problem.sheet == "班级"} >= {"B2"}
    cell = book["班级"]["B2"]
    assert cell.fill.start_color.rgb == "FFFFB3B3"
    assert cell.comment is not None
    here = [problem for problem in problems if (problem.sheet, problem.cell) == ("班级", "B2")]
    assert all(problem.text.zh in cell.comment.text and problem.cure.zh in cell.comment.text for problem in here)


def test_every_problem_is_listed_with_a_link_to_its_cell(faulty: Path, tmp_path: Path) -> None:
    problems, book = _marked(faulty, tmp_path / "marked.xlsx")
    sheet = book.worksheets[0]
    assert sheet.title == PROBLEMS.zh
    for row, problem in enumerate(problems, 4):
        values = [sheet.cell(row, column).value for column in range(2, 8)]
        told = [SEVERITY_WORDS[problem.severity].zh, problem.sheet, problem.cell, problem.value]
        assert values == [value or None for value in (*told, problem.text.zh, problem.cure.zh)]
        link = sheet.cell(row, 4).hyperlink
        assert (link is not None and link.location == f"'{problem.sheet}'!{problem.cell}") is bool(problem.cell)


def test_the_marked_workbook_is_read_like_the_first_also_when_marked_twice(faulty: Path, tmp_path: Path) -> None:
    problems, _ = _marked(faulty, tmp_path / "两个班1.xlsx")
    again, book = _marked(tmp_path / "两个班1.xlsx", tmp_path / "两个班2.xlsx")
    assert problems and problems == again
    assert book.sheetnames.count(PROBLEMS.zh) == 1
    comment = book["班级"]["B2"].comment
    assert comment is not None and comment.text.count("→") == len([p for p in problems if p.cell == "B2"])


def test_what_is_no_workbook_cannot_be_marked(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_text("不是工作簿", encoding="utf-8")
    with pytest.raises(ValueError, match="no readable workbook"):
        write_marked_school(path, read_school(path).problems, tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()
