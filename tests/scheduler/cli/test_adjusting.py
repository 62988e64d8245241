import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from constraints.audit import audit
from scheduler.cli import main as cli
from scheduler.cli.main import Exit
from scheduler.export import write_plan_json
from scheduler.school import School
from scheduler.workbook import write_school
from scheduler.workbook.plan.reader import read_plan
from tests.scheduler.engine.test_repair import CLASSES, MONDAY, away, small_plan, small_school

RUN = CliRunner()


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    write_plan_json(audit(small_school(), small_plan()), path)
    return path


def written(school: School, folder: Path) -> Path:
    path = folder / "学校.xlsx"
    write_school(school, path)
    return path


def test_repair_writes_the_plan_and_the_list_of_changes(tmp_path: Path, plan: Path) -> None:
    school = written(small_school(marks=away("王芳", MONDAY[0])), tmp_path)
    out = tmp_path / "结果"
    found = RUN.invoke(cli.cli, ["repair", str(school), str(plan), "--out", str(out), "--workers", "1", "--json"])
    assert found.exit_code == Exit.DONE, found.output
    record = json.loads(found.stdout)
    assert (record["moved_lessons"], record["moved_lessons_bound"], record["compliant"]) == (1, 1, True)
    assert [change["title"] for change in record["changes"]] == [f"{CLASSES[0]}语文（王芳）"]
    assert "标了“禁”" in record["changes"][0]["why"]
    sheet = load_workbook(out / "调动清单.xlsx").active
    assert sheet is not None and sheet.cell(4, 3).value == f"{CLASSES[0]}语文（王芳）"
    for file in record["files"][:2]:
        reading = read_plan(Path(file), small_school())
        assert reading.plan is not None and len(reading.plan.placements) == len(small_plan().placements)


def test_repair_of_a_school_without_a_plan_points_to_explain(tmp_path: Path, plan: Path) -> None:
    closed = [each for each in small_school().class_slots(CLASSES[0]) if each not in MONDAY[:2]]
    marks = tuple(mark for teacher in ("王芳", "李强", "孙悦") for mark in away(teacher, *closed))
    school = written(small_school(marks=marks), tmp_path)
    found = RUN.invoke(cli.cli, ["repair", str(school), str(plan), "--out", str(tmp_path / "o"), "--workers", "1"])
    assert found.exit_code == Exit.INFEASIBLE and "paike explain" in found.stderr


def test_moves_are_listed_with_their_costs_and_reasons(tmp_path: Path, plan: Path) -> None:
    school = written(small_school(), tmp_path)
    command = ["moves", str(school), str(plan), "--class", CLASSES[0], "--slot", "周一1"]
    shown = RUN.invoke(cli.cli, command)
    assert shown.exit_code == Exit.DONE and "种：" in shown.stdout and "不能到周一第3节：王芳" in shown.stdout
    record = json.loads(RUN.invoke(cli.cli, [*command, "--json"]).stdout)
    legal = [move["cost_change"] for move in record["moves"] if move["legal"]]
    assert legal == sorted(legal) and legal
    assert all(move["broken"] for move in record["moves"] if not move["legal"])


@pytest.mark.parametrize(("name", "when"), [("九(9)班", "周一1"), (CLASSES[0], "周一99"), (CLASSES[0], "不知道")])
def test_moves_of_an_unknown_lesson_is_bad_input(tmp_path: Path, plan: Path, name: str, when: str) -> None:
    school = written(small_school(), tmp_path)
    found = RUN.invoke(cli.cli, ["moves", str(school), str(plan), "--class", name, "--slot", when])
    assert found.exit_code == Exit.BAD_INPUT and "--" in found.stderr
