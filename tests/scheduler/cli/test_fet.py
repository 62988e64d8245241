"""`paike export-fet` and `paike import-fet` as their users run them."""

from __future__ import annotations

import json
from pathlib import Path

from constraints.audit import Report
from scheduler.cli.common import Exit
from scheduler.export import write_plan_json
from scheduler.workbook import read_school
from tests.scheduler.cli.conftest import run


def test_there_and_back(workbook: Path, tmp_path: Path) -> None:
    status, out, err = run("export-fet", workbook, "--out", tmp_path / "a.fet", "--json")
    assert status == Exit.DONE, err
    written = json.loads(out)
    assert written["activities"] == 26 and {"zh", "en"} <= written["left_out"][0].keys()
    status, out, err = run("import-fet", tmp_path / "a.fet", "--out", tmp_path / "b.xlsx", "--json")
    assert status == Exit.DONE, err
    assert json.loads(out)["notes"] and isinstance(json.loads(out)["whole"], bool)
    back = read_school(tmp_path / "b.xlsx").school
    assert back is not None and len(back.classes) == 2 and sum(c.lessons for c in back.courses) == 26


def test_a_locked_plan_is_checked(workbook: Path, report: Report, tmp_path: Path) -> None:
    write_plan_json(report, tmp_path / "plan.json")
    locked = tmp_path / "locked.fet"
    assert run("export-fet", workbook, "--out", locked, "--plan", tmp_path / "plan.json")[0] == Exit.DONE
    status, out, err = run("check", workbook, locked, "--json")
    assert status == Exit.DONE, out + err
    assert json.loads(out)["compliant"] is True


def test_in_english(workbook: Path, tmp_path: Path) -> None:
    status, out, err = run("export-fet", workbook, "--out", tmp_path / "a.fet", "--hard-only", "--lang", "en")
    assert status == Exit.DONE and "Wrote" in out and "Soft rules that are not written" in err
    _, _, err = run("import-fet", tmp_path / "a.fet", "--out", tmp_path / "b.xlsx", "--lang", "en")
    assert "FET has no clock" in err


def test_bad_input(workbook: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.fet"
    bad.write_text("nonsense", encoding="utf-8")
    status, out, err = run("import-fet", bad, "--out", tmp_path / "b.xlsx", "--json")
    assert status == Exit.BAD_INPUT and "XML" in err and json.loads(out)["status"] == "bad_input"
    assert not (tmp_path / "b.xlsx").exists()
    status, _, err = run("export-fet", workbook, "--out", tmp_path / "none" / "a.fet")
    assert status == Exit.BAD_INPUT and "写不了" in err
    assert run("check", workbook, bad)[0] == Exit.BAD_INPUT
