import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scheduler.cli.common import Exit
from scheduler.cli.main import cli
from scheduler.cli.moves import move_record
from tests.constraints.test_pupils_watched import SCHOOL
from tests.scheduler.cli.conftest import written
from tests.scheduler.engine.test_repair import CLASSES, small_school
from tests.scheduler.engine.test_watches import PLAN, to_day

RUN = CliRunner()


def test_moves_are_listed_with_their_costs_and_reasons(tmp_path: Path, plan: Path) -> None:
    school = written(small_school(), tmp_path)
    command = ["moves", str(school), str(plan), "--class", CLASSES[0], "--slot", "周一1"]
    shown = RUN.invoke(cli, command)
    assert shown.exit_code == Exit.DONE and "种：" in shown.stdout and "不能到周一第3节：王芳" in shown.stdout
    record = json.loads(RUN.invoke(cli, [*command, "--json"]).stdout)
    legal = [move["cost_change"] for move in record["moves"] if move["legal"]]
    assert legal == sorted(legal) and legal
    assert all(move["broken"] for move in record["moves"] if not move["legal"])


@pytest.mark.parametrize(("name", "when"), [("九(9)班", "周一1"), (CLASSES[0], "周一99"), (CLASSES[0], "不知道")])
def test_moves_of_an_unknown_lesson_is_bad_input(tmp_path: Path, plan: Path, name: str, when: str) -> None:
    school = written(small_school(), tmp_path)
    found = RUN.invoke(cli, ["moves", str(school), str(plan), "--class", name, "--slot", when])
    assert found.exit_code == Exit.BAD_INPUT and "--" in found.stderr


def test_the_watch_that_goes_with_a_lesson_is_told() -> None:
    move = to_day(SCHOOL, PLAN, 2)
    record = move_record(SCHOOL, move)
    assert [(each["slot"]["day"], each["adults"], each["held"]) for each in record["watches"]] == [
        (2, ["孙悦"], False),
        (1, ["孙悦"], True),
    ]
    assert record["text"].endswith("一(1)班 周一第6节看护（孙悦）")
