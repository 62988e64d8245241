import json

import pytest

from scheduler.cli.console import Console
from scheduler.cli.rules import show_rules
from tests.scheduler.cli.conftest import run


def test_rules() -> None:
    status, out, _ = run("rules")
    assert status == 0 and "teacher_clash" in out and "金教〔2021〕137号 四(一)1" in out
    assert "teacher has" not in run("rules", "--lang", "en")[1] and "regulation" in run("rules", "--lang", "en")[1]
    assert json.loads(run("rules", "--json")[1])["rules"][0]["id"]
    assert run("rules", "--markdown")[1].startswith("# 规则")


def test_rules_are_whole(capsys: pytest.CaptureFixture[str]) -> None:
    show_rules(Console())
    out = capsys.readouterr().out
    assert "…" not in out and "parallel_progress" in out and "允许相差节数 1" in out
