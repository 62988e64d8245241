from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.scheduler.cli.conftest import run


@pytest.mark.parametrize("stage", ["primary", "junior", "nine-year"])
def test_template(tmp_path: Path, stage: str) -> None:
    status, out, _ = run("template", tmp_path / "t.xlsx", "--stage", stage, "--classes", "12")
    assert status == 0 and "任课" in out and "任课" in load_workbook(tmp_path / "t.xlsx").sheetnames


def test_template_of_an_unknown_stage(tmp_path: Path) -> None:
    status, _, err = run("template", tmp_path / "t.xlsx", "--stage", "senior")
    assert status == 2 and "senior" in err and "primary" in err and list(tmp_path.iterdir()) == []
    status, _, err = run("template", tmp_path / "t.xlsx", "--stage", "senior", "--lang", "en")
    assert status == 2 and "must be one of" in err


def test_template_into_a_missing_folder(tmp_path: Path) -> None:
    status, _, err = run("template", tmp_path / "none" / "t.xlsx")
    assert status == 2 and "写不了" in err
