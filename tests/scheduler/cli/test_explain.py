"""`paike explain --apply N --out FILE` writes the school with a cure in it, and never over the school itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scheduler.cli.common import Exit
from scheduler.cli.main import cli
from scheduler.engine.result import Status
from scheduler.school import SchoolClass
from scheduler.workbook import read_school, write_school
from tests.scheduler.explanation.cures.test_cures import verdict
from tests.schools import SCHEDULE, course, make_school

CLASSES = ("高一(1)班", "高一(2)班")  # of a senior grade, which needs no full curriculum
RUN = CliRunner()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A school whose PE teacher comes on one day, for three lessons of a class on three days."""
    school = make_school(
        tuple(course(name, "体育", "赵军", 3) for name in CLASSES),
        classes=tuple(
            SchoolClass(id=name, grade=10, number=number, schedule=SCHEDULE) for number, name in enumerate(CLASSES, 1)
        ),
    )
    teachers = tuple(teacher.model_copy(update={"max_days": 1}) for teacher in school.teachers)
    path = tmp_path / "学校.xlsx"
    write_school(school.model_copy(update={"teachers": teachers}), path)
    return path


def test_the_changed_school_has_a_plan(workbook: Path, tmp_path: Path) -> None:
    before, out = workbook.read_bytes(), tmp_path / "改好.xlsx"
    found = RUN.invoke(cli, ["explain", str(workbook), "--apply", "1", "--out", str(out), "--json"])
    assert found.exit_code == Exit.INFEASIBLE, found.output
    told = json.loads(found.stdout)
    assert told["written"] == str(out)
    changed = read_school(out).school
    assert changed is not None and verdict(changed) in (Status.FEASIBLE, Status.OPTIMAL)
    assert workbook.read_bytes() == before


def test_without_so_many_cures_nothing_is_written(workbook: Path, tmp_path: Path) -> None:
    out = tmp_path / "改好.xlsx"
    found = RUN.invoke(cli, ["explain", str(workbook), "--apply", "99", "--out", str(out)])
    assert found.exit_code == Exit.INFEASIBLE
    assert "没有第 99 种改法" in found.stderr and not out.exists()


@pytest.mark.parametrize("options", [["--apply", "1"], ["--out", "改好.xlsx"]])
def test_one_option_without_the_other_is_refused(workbook: Path, options: list[str]) -> None:
    found = RUN.invoke(cli, ["explain", str(workbook), *options, "--json"])
    assert found.exit_code == Exit.BAD_INPUT and "--apply 和 --out 要一起用" in found.stderr
    assert json.loads(found.stdout)["status"] == "bad_input"


def test_the_school_itself_is_never_overwritten(workbook: Path) -> None:
    before = workbook.read_bytes()
    found = RUN.invoke(cli, ["explain", str(workbook), "--apply", "1", "--out", str(workbook)])
    assert found.exit_code == Exit.BAD_INPUT and "不能是原来的学校工作簿" in found.stderr
    assert workbook.read_bytes() == before
