"""What `paike district` says and refuses; how it plans is in tests/scheduler/district/test_killed.py."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.cli.console import Console
from scheduler.cli.district_screen import DistrictScreen, result_line
from scheduler.district.job import Step
from scheduler.district.nouns import SchoolOutcome, SchoolResult, SchoolStatus
from scheduler.district.results import ResultsFolder
from scheduler.district.schools import SchoolFile, content_of
from scheduler.text import Text
from tests.scheduler.cli.conftest import run

WORKBOOK = b"no workbook at all"


def result(name: str, status: SchoolStatus, **more: object) -> SchoolResult:
    fields = {"file": f"{name}.xlsx", "content": content_of(WORKBOOK), "status": status, "school": name, **more}
    return SchoolResult.model_validate(fields)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "各校"
    folder.mkdir()
    (folder / "东校.xlsx").write_bytes(WORKBOOK)
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Results of the one school."""
    out = tmp_path / "结果"
    told = result("东校", SchoolStatus.BAD_FILE, problems=(Text("东校.xlsx  损坏", "东校.xlsx  damaged"),))
    ResultsFolder(out).keep("东校", SchoolOutcome(told, {}))
    return out


def test_a_folder_without_schools_is_refused(tmp_path: Path) -> None:
    status, _, said = run("district", tmp_path, "--out", tmp_path / "out")
    assert status == 2 and "没有学校工作簿" in said
    status, _, said = run("district", tmp_path / "none", "--out", tmp_path / "out", "--lang", "en")
    assert status == 2 and "is no folder" in said and not (tmp_path / "out").exists()


def test_earlier_results_are_not_mixed_with_new_ones(folder: Path, out: Path) -> None:
    status, _, said = run("district", folder, "--out", out)
    assert status == 2 and "--resume" in said


def test_going_on_where_all_is_done_needs_no_cluster(folder: Path, out: Path) -> None:
    status, told, _ = run("district", folder, "--out", out, "--resume", "--json")
    record = json.loads(told)
    assert status == 1 and record["status"] == "done" and record["counts"]["bad_file"] == 1
    assert [school["file"] for school in record["schools"]] == ["东校.xlsx"]
    assert {Path(file).name for file in record["files"]} == {"district.xlsx", "district.pdf", "district.json"}
    assert all(Path(file).stat().st_size > 0 for file in record["files"])
    assert run("district", folder, "--out", out, "--resume", "--before", out / "district.json")[0] == 1


def test_a_folder_in_use_is_refused(folder: Path, out: Path) -> None:
    with ResultsFolder(out).reserved():
        status, _, said = run("district", folder, "--out", out, "--resume")
    assert status == 2 and "另一批正在写" in said


def test_a_former_report_that_is_none_is_refused(folder: Path, out: Path) -> None:
    status, _, said = run("district", folder, "--out", out, "--before", folder / "东校.xlsx")
    assert status == 2 and "district.json" in said


def test_what_is_checked_is_not_where_results_go(folder: Path) -> None:
    status, _, said = run("district", folder, "--check", "--out", folder / "结果")
    assert status == 2 and "不能在" in said


def test_no_cluster_at_an_address(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.district.cluster.CONNECT_SECONDS", "1s")
    status, _, said = run("district", folder, "--out", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:1")
    assert status == 2 and "连不上 tcp://127.0.0.1:1" in said


def test_what_needs_no_cluster_works_without_the_extra() -> None:
    without = "import sys; sys.modules.update(distributed=None, dask=None, psutil=None, bokeh=None); "
    modules = "scheduler.cli.main, scheduler.cli.district_screen, scheduler.district.check, scheduler.ui.district_page"
    told = "from scheduler.district.cluster import is_installed; assert not is_installed()"
    subprocess.run([sys.executable, "-c", f"{without}import {modules}; {told}"], check=True)


def test_a_line_a_school() -> None:
    done = result("东校", SchoolStatus.PLANNED, classes=36, cost=205, bound=149, seconds=61.7)
    assert result_line("东校", done).zh == "东校  完成  36 个班  扣分 205（不低于 149）  62 秒"
    cause = Text("体育缺 1 位教师", "one PE teacher is lacking")
    assert "排不出  体育缺 1 位教师" in result_line("东校", result("东校", SchoolStatus.INFEASIBLE, cause=cause)).zh


def test_totals_and_the_time_that_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    files = [SchoolFile(Path(f"{name}.xlsx"), name, 36) for name in ("东校", "西校", "南校")]
    screen = DistrictScreen(Console(), 4, [result("北校", SchoolStatus.BAD_FILE)], 594.0 - 9)
    with screen.shown():
        screen.queued(files)
        assert screen.totals().zh.endswith("正在等工作机")
        screen.look(1)
        for file in files[:2]:
            screen.begun(file)
        screen.step(files[0], Step(5.0, 300, 100))
        screen.done(files[0], result("东校", SchoolStatus.PLANNED, classes=36, cost=205, bound=149, seconds=300.0))
    assert screen.totals().zh == "文件有问题 1，完成 1；正在排 1，等待 1；约还要 10 分钟"  # half as long as expected
    said = capsys.readouterr().err
    assert "东校  扣分 300（不低于 100）" in said and "[2/4] 东校  完成" in said
