"""`paike export` as its user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from constraints.audit import audit
from scheduler.cli.common import Exit
from scheduler.cli.main import cli
from scheduler.export import write_plan_json
from scheduler.workbook import read_school, write_school
from tests.full_plans import full_plan
from tests.service_schools import service_school

RUN = CliRunner()
CLASSES = ("三(1)班", "三(2)班", "四(1)班", "四(2)班")


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A school's workbook and a plan of it, as files."""
    folder = tmp_path_factory.mktemp("given")
    workbook, plan = folder / "学校.xlsx", folder / "plan.json"
    school = service_school(CLASSES)
    write_school(school.model_copy(update={"term_start": None, "term_end": None}), workbook)
    read = read_school(workbook).school
    assert read is not None
    write_plan_json(audit(read, full_plan(read)), plan, bound=3)
    return str(workbook), str(plan)


def test_everything_is_written(given: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "结果"
    run = RUN.invoke(cli, ["export", *given, "--out", str(out), "--first-day", "2026-09-01", "--json"])
    assert run.exit_code == Exit.DONE, run.output
    written = [Path(name) for name in json.loads(run.stdout)["files"]]
    assert all(file.is_file() for file in written)
    assert {"课表.xlsx", "plan.json", "班级课表.pdf", "合规报告.pdf"} <= {file.name for file in written}
    assert len(PdfReader(out / "班级课表.pdf").pages) == len(CLASSES)
    assert len(list((out / "日历" / "班级").iterdir())) == len(CLASSES)
    assert json.loads((out / "plan.json").read_text(encoding="utf-8"))["bound"] == 3


def test_without_a_term_there_are_no_calendars_and_it_says_so(given: tuple[str, str], tmp_path: Path) -> None:
    run = RUN.invoke(cli, ["export", *given, "--out", str(tmp_path), "--paper", "A3", "--lang", "en"])
    assert run.exit_code == Exit.DONE, run.output
    assert "--first-day" in run.stderr and not (tmp_path / "Calendars").exists()
    width = float(PdfReader(tmp_path / "Class pages.pdf").pages[0].mediabox.width)
    assert 840 < width < 845


@pytest.mark.parametrize(("option", "value"), [("--first-day", "9月1日"), ("--paper", "b5")])
def test_what_cannot_be_meant_is_told_before_anything_is_written(
    given: tuple[str, str], tmp_path: Path, option: str, value: str
) -> None:
    out = tmp_path / "结果"
    run = RUN.invoke(cli, ["export", *given, "--out", str(out), option, value, "--json"])
    assert run.exit_code == Exit.BAD_INPUT and option in run.stderr and value in run.stderr
    assert json.loads(run.stdout)["status"] == "bad_input"
    assert not out.exists()


def test_a_folder_that_cannot_be_written_is_told(given: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "结果"
    out.write_text("")
    run = RUN.invoke(cli, ["export", *given, "--out", str(out)])
    assert run.exit_code == Exit.BAD_INPUT and str(out) in run.stderr.replace("\n", "")


def test_another_plan_in_the_folder_is_kept_and_the_same_one_is_not(given: tuple[str, str], tmp_path: Path) -> None:
    school, plan = given
    out, kept = tmp_path / "结果", tmp_path / "结果" / "旧课表"
    for _ in range(2):
        assert RUN.invoke(cli, ["export", school, plan, "--out", str(out)]).exit_code == Exit.DONE
        assert not kept.exists()
    told = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    (out / "plan.json").write_text(json.dumps({**told, "lessons": told["lessons"][1:]}), encoding="utf-8")
    run = RUN.invoke(cli, ["export", school, plan, "--out", str(out)])
    assert run.exit_code == Exit.DONE
    [old] = kept.iterdir()
    assert str(old) in run.stdout.replace("\n", "") and {file.name for file in old.iterdir()} == {
        "plan.json",
        "课表.xlsx",
    }


def test_nothing_is_written_half(given: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object, **more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("scheduler.export.folder.chart_pdf", full)
    run = RUN.invoke(cli, ["export", *given, "--out", str(tmp_path)])
    assert run.exit_code == Exit.BAD_INPUT and "磁盘已满" in run.stderr and list(tmp_path.iterdir()) == []
