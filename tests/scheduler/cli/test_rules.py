import json

import pytest

from constraints.places.law import law
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
    show_rules(Console(), law())
    out = capsys.readouterr().out
    assert "…" not in out and "parallel_progress" in out and "允许相差节数 1" in out


def test_rules_of_a_place_and_date() -> None:
    found = json.loads(run("rules", "--json", "--place", "广州市", "--date", "2026-09-01")[1])
    assert found["law"]["place"] == "广东省" and found["law"]["notes"] == ["没有单独收录广州市，按广东省的规定"]
    assert all(each["source"] and each["date"] for each in (*found["law"]["figures"], *found["law"]["documents"]))
    daily = next(each for each in found["rules"] if each["id"] == "sport_daily")["parameters"][0]
    assert (
        daily["default"] == 1 and daily["source"] == "广东省教育厅2025年2月5日通知（2025-02-05），据报道，未与原文核对"
    )
    page = run("rules", "--markdown", "--place", "郑州", "--date", "2026-02-01")[1]
    assert "没有查到河南省是否要求每天一节体育课" in page and "郑州市，2026-02-01 的规定" in page
    assert "not after 20:00" not in page and "20:30" in page


def test_a_place_or_date_that_is_none() -> None:
    status, _, said = run("rules", "--place", "广冬省")
    assert status == 2 and "不认识所在地“广冬省”" in said and "广东省" in said
    assert run("rules", "--date", "九月")[0] == 2
