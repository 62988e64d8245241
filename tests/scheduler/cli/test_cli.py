import errno
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import scheduler.engine.solve
from constraints.audit import Report, audit
from constraints.catalogue import catalogue
from constraints.rule import Level
from sample_data.generator import make_school
from scheduler.cli import main as cli
from scheduler.cli.main import Exit
from scheduler.engine.result import Progress, Result, Status
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.export import write_plan_workbook
from scheduler.plan import Plan
from scheduler.school import RuleSetting, School, SchoolClass
from scheduler.workbook import read_school, write_school
from tests import schools
from tests.conftest import PATIENCE
from tests.full_plans import full_plan
from tests.service_schools import FEW_KINDS, service_school

RUN = CliRunner()


CLASSES = ("高一(1)班", "高一(2)班")  # of a senior grade, which needs no full curriculum
# So few that a plan is soon proven the best.
FEW_WISHES = (
    *FEW_KINDS,
    *(RuleSetting(rule=rule.id, enabled=False) for rule in catalogue() if rule.level is Level.SOFT),
)


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


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = RUN.invoke(cli.cli, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


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


def test_a_solved_school(workbook: Path, report: Report, solved: Callable[..., None], tmp_path: Path) -> None:
    solved(Status.FEASIBLE, report)
    status, out, err = run("solve", workbook, "--out", tmp_path / "深" / "结果")
    assert status == Exit.DONE == 0
    assert {file.name for file in (tmp_path / "深" / "结果").iterdir()} == {"课表.xlsx", "plan.json"}
    assert "2 个班" in out and "已写出" in out and "任何课表都不会低于 3" in out
    assert "第 1 个方案" in err


def test_solving_in_english(workbook: Path, report: Report, solved: Callable[..., None], tmp_path: Path) -> None:
    solved(Status.OPTIMAL, report)
    status, out, err = run("solve", workbook, "--out", tmp_path, "--lang", "en")
    assert status == 0 and "2 classes" in out and "proven best" in out and "plan 1" in err
    assert "Compliance" in load_workbook(tmp_path / "课表.xlsx").sheetnames


def test_one_json_document_on_standard_output(
    workbook: Path, report: Report, solved: Callable[..., None], tmp_path: Path
) -> None:
    solved(Status.FEASIBLE, report)
    status, out, err = run("solve", workbook, "--out", tmp_path, "--json")
    found = json.loads(out)
    assert status == 0 and found["status"] == "feasible" and found["bound"] == 3 and found["cost"] == report.cost
    assert [Path(name).name for name in found["files"]] == ["课表.xlsx", "plan.json"]
    assert "2 个班" in err


@pytest.mark.parametrize(
    ("status", "interrupted", "expected", "words"),
    [
        (Status.INFEASIBLE, False, Exit.INFEASIBLE, "已证明排不出"),
        (Status.UNKNOWN, False, Exit.OUT_OF_TIME, "还没有找到课表"),
        (Status.UNKNOWN, True, Exit.INTERRUPTED, "还没有找到课表"),
    ],
)
def test_no_plan(
    workbook: Path,
    solved: Callable[..., None],
    tmp_path: Path,
    status: Status,
    interrupted: bool,
    expected: Exit,
    words: str,
) -> None:
    solved(status, None, interrupted=interrupted)
    code, _, err = run("solve", workbook, "--out", tmp_path)
    assert code == expected and words in err and list(tmp_path.iterdir()) == []
    code, out, _ = run("solve", workbook, "--out", tmp_path, "--json")
    assert code == expected and json.loads(out)["status"] == status


def test_an_interrupted_search_writes_what_it_has(
    workbook: Path, report: Report, solved: Callable[..., None], tmp_path: Path
) -> None:
    solved(Status.FEASIBLE, report, interrupted=True)
    status, _, _ = run("solve", workbook, "--out", tmp_path)
    assert status == Exit.INTERRUPTED == 130
    assert {file.name for file in tmp_path.iterdir()} == {"课表.xlsx", "plan.json"}


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


@pytest.mark.parametrize(
    "arguments", [("solve",), ("nonsense",), ("solve", "a.xlsx", "--out", "o", "--time-limit", "0")]
)
def test_usage(arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2


def test_a_folder_that_cannot_be_written(
    workbook: Path, report: Report, solved: Callable[..., None], tmp_path: Path
) -> None:
    solved(Status.FEASIBLE, report)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    status, _, err = run("solve", workbook, "--out", tmp_path / "file")
    assert status == 2 and "写不了" in err and "不是文件夹" in err
    status, out, _ = run("solve", workbook, "--out", tmp_path / "file", "--json")
    assert status == 2 and json.loads(out)["status"] == "cannot_write"
    assert all(text.zh and text.en for text in cli.WRITE_ERRORS.values()) and errno.ENOSPC in cli.WRITE_ERRORS


def test_checking_a_plan_that_breaks_rules(workbook: Path, broken: Report, tmp_path: Path) -> None:
    write_plan_workbook(broken, tmp_path / "p.xlsx")
    status, out, _ = run("check", workbook, tmp_path / "p.xlsx", "--report", tmp_path / "核查.xlsx")
    assert status == Exit.BROKEN == 1
    assert "不合规" in out and "硬性" in out and "已写出标注的课表" in out
    assert load_workbook(tmp_path / "核查.xlsx").sheetnames[0] == "问题清单"
    status, out, _ = run("check", workbook, tmp_path / "p.xlsx", "--json", "--lang", "en")
    found = json.loads(out)
    assert status == 1 and found["status"] == "broken" and not found["compliant"] and found["problems"] == []
    assert found["cost"] == broken.cost
    assert len(found["violations"]) == sum(1 for _ in broken.violations()) - sum(
        len(f.verdict.violations) for f in broken.findings if f.active.level.value == "soft"
    )
    first = found["violations"][0]
    assert first["text"] and first["text_en"] and first["rule"] and first["classes"]


def test_checking_a_compliant_plan(workbook: Path, report: Report, tmp_path: Path) -> None:
    write_plan_workbook(report, tmp_path / "p.xlsx")
    status, out, _ = run("check", workbook, tmp_path / "p.xlsx")
    assert status == 0 and "合规" in out


def test_checking_something_that_is_no_timetable(workbook: Path) -> None:
    status, _, err = run("check", workbook, workbook)
    assert status == 2 and "没有找到课表" in err


def test_a_report_that_cannot_be_written(workbook: Path, report: Report, tmp_path: Path) -> None:
    write_plan_workbook(report, tmp_path / "p.xlsx")
    status, _, err = run("check", workbook, tmp_path / "p.xlsx", "--report", tmp_path / "none" / "r.xlsx")
    assert status == 2 and "没有这个文件夹" in err


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


def test_rules() -> None:
    status, out, _ = run("rules")
    assert status == 0 and "teacher_clash" in out and "金教〔2021〕137号 四(一)1" in out
    assert "teacher has" not in run("rules", "--lang", "en")[1] and "regulation" in run("rules", "--lang", "en")[1]
    assert json.loads(run("rules", "--json")[1])["rules"][0]["id"]
    assert run("rules", "--markdown")[1].startswith("# 规则")


def test_a_defect_is_no_answer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise RuntimeError("oops")

    monkeypatch.setattr(cli, "cli", fail)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == Exit.DEFECT and "oops" in capsys.readouterr().err
    assert Exit.DEFECT not in (0, 1, 2, 3, 4, 130)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_an_interrupted_program_keeps_the_plan(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    workbook = tmp_path_factory.mktemp("large") / "学校.xlsx"
    write_school(make_school("primary", 12), workbook)  # large enough to be sought for a while
    options = ("--out", tmp_path, "--workers", "1", "--time-limit", "3600")
    command = [sys.executable, "-m", "scheduler.cli", "solve", workbook, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        until = time.monotonic() + PATIENCE
        while not (tmp_path / "plan.json").exists() and time.monotonic() < until and process.poll() is None:
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == Exit.INTERRUPTED, err.decode()
    assert {file.name for file in tmp_path.iterdir()} == {"课表.xlsx", "plan.json"}
    assert json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["compliant"]


def test_a_plan_without_lessons_is_checked(workbook: Path, school: School, tmp_path: Path) -> None:
    write_plan_workbook(audit(school, Plan(placements=())), tmp_path / "p.xlsx")
    assert run("check", workbook, tmp_path / "p.xlsx")[0] == 1


# One half of the week alone.


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--only", "lessons"), "只能是 timetable 或 service"),
        (("--only", "service"), "要有课表"),
    ],
)
def test_halves_that_cannot_be_planned_are_told(
    options: tuple[str, ...], words: str, workbook: Path, tmp_path: Path
) -> None:
    status, _, err = run("solve", workbook, "--out", tmp_path / "out", *options)
    assert status == Exit.BAD_INPUT and words in err and not (tmp_path / "out").exists()


def test_a_plan_is_improved_not_made_anew(workbook: Path, report: Report, tmp_path: Path) -> None:
    write_plan_workbook(report, tmp_path / "p.xlsx")
    options = ("--plan", tmp_path / "p.xlsx", "--time-limit", "600", "--json")
    status, out, _ = run("solve", workbook, "--out", tmp_path / "out", *options)
    assert status == Exit.DONE
    assert json.loads(out)["cost"] <= report.cost


def test_service_needs_a_school_with_service(workbook: Path, report: Report, tmp_path: Path) -> None:
    write_plan_workbook(report, tmp_path / "p.xlsx")
    status, _, err = run(
        "solve", workbook, "--out", tmp_path / "out", "--only", "service", "--plan", tmp_path / "p.xlsx"
    )
    assert status == Exit.BAD_INPUT and "没有课后服务" in err and not (tmp_path / "out").exists()


def test_timetable_first_and_service_over_it(tmp_path: Path) -> None:
    """The two halves one after the other, from workbook to workbook; the lessons of the first stand in the second."""
    file, first, second = tmp_path / "学校.xlsx", tmp_path / "课表", tmp_path / "服务"
    write_school(service_school(rule_settings=FEW_WISHES), file)
    status, out, _ = run("solve", file, "--out", first, "--only", "timetable")
    assert status == Exit.DONE, out
    status, out, _ = run("solve", file, "--out", second, "--only", "service", "--plan", first / "课表.xlsx")
    assert status == Exit.DONE, out
    lessons, later = (json.loads((folder / "plan.json").read_text(encoding="utf-8")) for folder in (first, second))
    assert not lessons["sessions"] and later["sessions"] and later["compliant"]

    def placed(plan: dict[str, Any]) -> list[tuple[str, int, str]]:
        return sorted((x["course"], x["at"]["day"], x["at"]["start"]) for x in plan["lessons"])

    assert placed(lessons) == placed(later)
    status, out, _ = run("check", file, second / "课表.xlsx")
    assert status == Exit.DONE, out
