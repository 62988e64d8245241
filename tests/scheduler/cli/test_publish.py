"""`paike publish` as its user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from constraints.audit import audit
from scheduler.cli.common import Exit
from scheduler.cli.main import cli
from scheduler.export import write_plan_json
from scheduler.workbook import read_school, write_school
from tests.full_plans import full_plan
from tests.service_schools import service_school

RUN = CliRunner()
URL = "https://www.example.edu.cn/kb"


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A school's workbook and a plan of it, as files."""
    folder = tmp_path_factory.mktemp("given")
    workbook, plan = folder / "学校.xlsx", folder / "plan.json"
    write_school(service_school(("三(1)班", "三(2)班")), workbook)
    school = read_school(workbook).school
    assert school is not None
    write_plan_json(audit(school, full_plan(school)), plan, bound=3)
    return str(workbook), str(plan)


def test_pages_are_written_and_it_says_what_to_upload(given: tuple[str, str], tmp_path: Path) -> None:
    run = RUN.invoke(cli, ["publish", *given, "--out", str(tmp_path), "--base-url", URL, "--for", "class"])
    assert run.exit_code == Exit.DONE, run.output
    assert "已写出 2 页" in run.output and "不要上传" in run.output
    assert len(list((tmp_path / "网页").glob("*.html"))) == 3
    assert (tmp_path / "二维码.pdf").is_file()


def test_a_link_that_got_about_is_withdrawn(given: tuple[str, str], tmp_path: Path) -> None:
    RUN.invoke(cli, ["publish", *given, "--out", str(tmp_path)])
    command = ["publish", *given, "--out", str(tmp_path), "--renew", "三(1)班", "--json", "--lang", "en"]
    run = RUN.invoke(cli, command)
    assert run.exit_code == Exit.DONE and json.loads(run.stdout)["withdrawn"] == 1
    assert "No QR codes" in run.stderr


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--for", "pupil"], "pupil"),
        (["--base-url", "www.example.edu.cn"], "www.example.edu.cn"),
        (["--renew", "九(9)班"], "九(9)班"),
    ],
)
def test_what_cannot_be_meant_is_refused(given: tuple[str, str], tmp_path: Path, options: list[str], word: str) -> None:
    run = RUN.invoke(cli, ["publish", *given, "--out", str(tmp_path / "out"), *options])
    assert run.exit_code == Exit.BAD_INPUT and word in run.output
    assert not (tmp_path / "out").exists()


def test_damaged_names_are_told(given: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "links.json").write_text("[", encoding="utf-8")
    run = RUN.invoke(cli, ["publish", *given, "--out", str(tmp_path)])
    assert run.exit_code == Exit.BAD_INPUT and "links.json" in run.output
    assert not (tmp_path / "网页").exists()
