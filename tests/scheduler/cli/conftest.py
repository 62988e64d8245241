"""The command as its user runs it; small schools and plans for it, and an engine that ends as a test wants."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import scheduler.engine.solve
from constraints.audit import Report, audit
from scheduler.cli.main import cli
from scheduler.engine.result import Progress, Result, Status
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.export import write_plan_json
from scheduler.school import School, SchoolClass
from scheduler.workbook import read_school, write_school
from tests import schools
from tests.full_plans import full_plan
from tests.scheduler.engine.test_repair import small_plan, small_school

CLASSES = ("高一(1)班", "高一(2)班")  # of a senior grade, which needs no full curriculum


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Return the exit status, standard output and standard error of `paike` with these arguments."""
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="session")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("school") / "学校.xlsx"
    lessons = (("语文", "王芳", 5), ("数学", "李强", 5), ("体育", "赵军", 3))
    small = schools.make_school(
        tuple(schools.course(name, subject, teacher, n) for name in CLASSES for subject, teacher, n in lessons),
        classes=tuple(
            SchoolClass(id=name, grade=10, number=number, schedule=schools.SCHEDULE)
            for number, name in enumerate(CLASSES, 1)
        ),
    )
    write_school(small, path)
    return path


@pytest.fixture(scope="session")
def school(workbook: Path) -> School:
    read = read_school(workbook).school
    assert read is not None
    return read


@pytest.fixture(scope="session")
def report(school: School) -> Report:
    found = solve(school, StoppingCriterion(seconds=None, deterministic=0.5), workers=1).report
    assert found is not None and found.compliant
    return found


@pytest.fixture(scope="session")
def broken(school: School) -> Report:
    found = audit(school, full_plan(school))
    assert not found.compliant
    return found


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the engine end as a test wants."""

    def end(status: Status, report: Report | None, *, interrupted: bool = False) -> None:
        def solve(school: School, stop: object, *, listener: Any, **more: object) -> Result:
            cost = None if report is None else report.cost
            listener(Progress(1.0, cost, 3, report.cost_by_rule() if report else {}, 1), report)
            return Result(status, report, 3, 1.5, interrupted=interrupted)

        monkeypatch.setattr(scheduler.engine.solve, "solve", solve)

    return end


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """The plan of a still smaller school, which repairs and moves change."""
    path = tmp_path / "plan.json"
    write_plan_json(audit(small_school(), small_plan()), path)
    return path


def written(school: School, folder: Path) -> Path:
    """Return the workbook of a school."""
    path = folder / "学校.xlsx"
    write_school(school, path)
    return path
