import json
from pathlib import Path

from openpyxl import load_workbook
from typer.testing import CliRunner

from scheduler.cli.common import Exit
from scheduler.cli.main import cli
from scheduler.workbook.plan.reader import read_plan
from tests.scheduler.cli.conftest import written
from tests.scheduler.engine.test_repair import CLASSES, MONDAY, away, small_plan, small_school

RUN = CliRunner()


def test_repair_writes_the_plan_and_the_list_of_changes(tmp_path: Path, plan: Path) -> None:
    school = written(small_school(marks=away("王芳", MONDAY[0])), tmp_path)
    out = tmp_path / "结果"
    found = RUN.invoke(cli, ["repair", str(school), str(plan), "--out", str(out), "--workers", "1", "--json"])
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
    found = RUN.invoke(cli, ["repair", str(school), str(plan), "--out", str(tmp_path / "o"), "--workers", "1"])
    assert found.exit_code == Exit.INFEASIBLE and "paike explain" in found.stderr
