import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from constraints.audit import Report
from constraints.catalogue import catalogue
from scheduler.cli.common import Exit
from scheduler.cli.console import Console
from scheduler.engine.bounds import Bounds
from scheduler.engine.result import Status
from scheduler.export import write_plan_workbook
from scheduler.model.owner import Level
from scheduler.school import RuleSetting
from scheduler.workbook import write_school
from tests.conftest import PATIENCE
from tests.scheduler.cli.conftest import run
from tests.service_schools import FEW_KINDS, service_school

# So few that a plan is soon proven the best.
FEW_WISHES = (
    *FEW_KINDS,
    *(RuleSetting(rule=rule.id, enabled=False) for rule in catalogue() if rule.level is Level.SOFT),
)


def test_a_solved_school(workbook: Path, report: Report, solved: Callable[..., None], tmp_path: Path) -> None:
    solved(Status.FEASIBLE, report)
    status, out, err = run("solve", workbook, "--out", tmp_path / "深" / "结果")
    assert status == Exit.DONE == 0
    assert {file.name for file in (tmp_path / "深" / "结果").iterdir()} == {"课表.xlsx", "plan.json"}
    assert "2 个班" in out and "已写出" in out and "任何课表都不会低于 3" in out
    assert "第 1 个方案" in err


def test_what_cannot_be_avoided_stands_beside_what_each_rule_costs(
    report: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    judged = next(f.active.rule for f in report.findings if f.active.level is Level.SOFT and f.verdict.judged)
    Console("en").report(report, bounds=Bounds(77, {judged.id: 77}))
    (line,) = (line for line in capsys.readouterr().out.splitlines() if judged.title.en in line)
    assert line.rstrip(" │").endswith("77")
    Console().report(report)
    assert "不可避免" not in capsys.readouterr().out


def test_solving_in_english(workbook: Path, report: Report, solved: Callable[..., None], tmp_path: Path) -> None:
    solved(Status.OPTIMAL, report)
    status, out, err = run("solve", workbook, "--out", tmp_path, "--lang", "en")
    assert status == 0 and "2 classes" in out and "proven best" in out and "plan 1" in err
    assert "Compliance" in load_workbook(tmp_path / "课表.xlsx").sheetnames


def test_one_json_document_on_standard_output(
    workbook: Path, report: Report, solved: Callable[..., None], tmp_path: Path
) -> None:
    solved(Status.FEASIBLE, report)
    status, out, err = run("solve", workbook, "--out", tmp_path, "--json")
    found = json.loads(out)
    assert status == 0 and found["status"] == "feasible" and found["bound"] == 3 and found["cost"] == report.cost
    assert [Path(name).name for name in found["files"]] == ["课表.xlsx", "plan.json"]
    assert "2 个班" in err


@pytest.mark.parametrize(
    ("status", "interrupted", "expected", "words"),
    [
        (Status.INFEASIBLE, False, Exit.INFEASIBLE, "已证明排不出"),
        (Status.UNKNOWN, False, Exit.OUT_OF_TIME, "还没有找到课表"),
        (Status.UNKNOWN, True, Exit.INTERRUPTED, "还没有找到课表"),
    ],
)
def test_no_plan(
    workbook: Path,
    solved: Callable[..., None],
    tmp_path: Path,
    status: Status,
    interrupted: bool,
    expected: Exit,
    words: str,
) -> None:
    solved(status, None, interrupted=interrupted)
    code, _, err = run("solve", workbook, "--out", tmp_path)
    assert code == expected and words in err and list(tmp_path.iterdir()) == []
    code, out, _ = run("solve", workbook, "--out", tmp_path, "--json")
    assert code == expected and json.loads(out)["status"] == status


def test_an_interrupted_search_writes_what_it_has(
    workbook: Path, report: Report, solved: Callable[..., None], tmp_path: Path
) -> None:
    solved(Status.FEASIBLE, report, interrupted=True)
    status, _, _ = run("solve", workbook, "--out", tmp_path)
    assert status == Exit.INTERRUPTED == 130
    assert {file.name for file in tmp_path.iterdir()} == {"课表.xlsx", "plan.json"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_an_interrupted_program_keeps_the_plan(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    workbook = tmp_path_factory.mktemp("large") / "学校.xlsx"
    write_school(service_school(rule_settings=FEW_KINDS), workbook)  # is sought for long
    options = ("--out", tmp_path, "--workers", "1", "--time-limit", "3600")
    command = [sys.executable, "-m", "scheduler.cli", "solve", workbook, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        until = time.monotonic() + PATIENCE
        while not (tmp_path / "plan.json").exists() and time.monotonic() < until and process.poll() is None:
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == Exit.INTERRUPTED, err.decode()
    assert {file.name for file in tmp_path.iterdir()} == {"课表.xlsx", "plan.json"}
    assert json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["compliant"]


# One half of the week alone.


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--only", "lessons"), "只能是 timetable 或 service"),
        (("--only", "service"), "要有课表"),
    ],
)
def test_halves_that_cannot_be_planned_are_told(
    options: tuple[str, ...], words: str, workbook: Path, tmp_path: Path
) -> None:
    status, _, err = run("solve", workbook, "--out", tmp_path / "out", *options)
    assert status == Exit.BAD_INPUT and words in err and not (tmp_path / "out").exists()


def test_a_plan_is_improved_not_made_anew(workbook: Path, report: Report, tmp_path: Path) -> None:
    write_plan_workbook(report, tmp_path / "p.xlsx")
    options = ("--plan", tmp_path / "p.xlsx", "--time-limit", "600", "--json")
    status, out, _ = run("solve", workbook, "--out", tmp_path / "out", *options)
    assert status == Exit.DONE
    assert json.loads(out)["cost"] <= report.cost


def test_service_needs_a_school_with_service(workbook: Path, report: Report, tmp_path: Path) -> None:
    write_plan_workbook(report, tmp_path / "p.xlsx")
    status, _, err = run(
        "solve", workbook, "--out", tmp_path / "out", "--only", "service", "--plan", tmp_path / "p.xlsx"
    )
    assert status == Exit.BAD_INPUT and "没有课后服务" in err and not (tmp_path / "out").exists()


def test_timetable_first_and_service_over_it(tmp_path: Path) -> None:
    """The two halves one after the other, from workbook to workbook; the lessons of the first stand in the second."""
    file, first, second = tmp_path / "学校.xlsx", tmp_path / "课表", tmp_path / "服务"
    write_school(service_school(rule_settings=FEW_WISHES), file)
    status, out, _ = run("solve", file, "--out", first, "--only", "timetable")
    assert status == Exit.DONE, out
    status, out, _ = run("solve", file, "--out", second, "--only", "service", "--plan", first / "课表.xlsx")
    assert status == Exit.DONE, out
    lessons, later = (json.loads((folder / "plan.json").read_text(encoding="utf-8")) for folder in (first, second))
    assert not lessons["sessions"] and later["sessions"] and later["compliant"]

    def placed(plan: dict[str, Any]) -> list[tuple[str, int, str]]:
        return sorted((x["course"], x["at"]["day"], x["at"]["start"]) for x in plan["lessons"])

    assert placed(lessons) == placed(later)
    status, out, _ = run("check", file, second / "课表.xlsx")
    assert status == Exit.DONE, out
