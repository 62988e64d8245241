import errno
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from constraints.audit import Report
from scheduler.cli.common import WRITE_ERRORS, Exit
from scheduler.engine.result import Status
from tests.scheduler.cli.conftest import run


def test_bad_input_names_cells_and_writes_nothing(workbook: Path, tmp_path: Path) -> None:
    book = load_workbook(workbook)
    book["班级"]["B3"].value = "二十年级"
    book.save(tmp_path / "bad.xlsx")
    status, _, err = run("solve", tmp_path / "bad.xlsx", "--out", tmp_path / "out")
    assert status == Exit.BAD_INPUT == 2
    assert "班级!B3" in err and "二十年级" in err and "什么也没有写出" in err
    assert not (tmp_path / "out").exists()
    status, out, _ = run("solve", tmp_path / "bad.xlsx", "--out", tmp_path / "out", "--json")
    found = json.loads(out)
    assert status == 2 and found["status"] == "bad_input" and found["problems"][0]["cell"] == "B3"
    assert run("check", tmp_path / "bad.xlsx", tmp_path / "bad.xlsx")[0] == 2


@pytest.mark.parametrize("command", [("solve", "--out", "x"), ("check", "x.xlsx")])
def test_a_missing_file(command: tuple[str, ...]) -> None:
    status, _, err = run(command[0], "没有.xlsx", *command[1:])
    assert status == 2 and "找不到这个文件" in err


def test_a_folder_that_cannot_be_written(
    workbook: Path, report: Report, solved: Callable[..., None], tmp_path: Path
) -> None:
    solved(Status.FEASIBLE, report)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    status, _, err = run("solve", workbook, "--out", tmp_path / "file")
    assert status == 2 and "写不了" in err and "不是文件夹" in err
    status, out, _ = run("solve", workbook, "--out", tmp_path / "file", "--json")
    assert status == 2 and json.loads(out)["status"] == "cannot_write"
    assert all(text.zh and text.en for text in WRITE_ERRORS.values()) and errno.ENOSPC in WRITE_ERRORS
