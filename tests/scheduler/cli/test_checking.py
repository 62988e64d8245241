import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from constraints.audit import Report, audit
from constraints.rule import Level
from scheduler.cli.checking import check_record, show_check
from scheduler.cli.console import Console
from scheduler.engine.bounds import Bounds
from scheduler.engine.stopping import Cancel
from scheduler.export import write_plan_json
from scheduler.export.check import Check, known_bounds, verdict_text
from scheduler.plan import Plan
from scheduler.school import School
from scheduler.workbook.plan.reader import PlanReading, read_plan
from tests.schools import make_school, plan_of, slot
from tests.service_schools import service_school

FIRST, SECOND = "七(1)班", "七(2)班"
CLASH = [["班级", "周一1", "周二1"], [FIRST, "语文", "数学"], [SECOND, "语文"]]
Capture = pytest.CaptureFixture[str]


def grid(path: Path, rows: list[list[str]]) -> Path:
    book = Workbook()
    for line in rows:
        book.worksheets[0].append(line)
    book.save(path)
    return path


def checked(path: Path, school: School, bounds: Bounds | None = None) -> Check:
    reading = read_plan(path, school)
    assert reading.plan is not None
    return Check(reading, audit(school, reading.plan, reading.omissions), bounds)


def test_each_violation_is_told_by_level_with_article_and_cells(tmp_path: Path, capsys: Capture) -> None:
    check = checked(grid(tmp_path / "p.xlsx", CLASH), make_school())
    show_check(Console(), check)
    lines = capsys.readouterr().out.splitlines()
    hard = next(i for i, line in enumerate(lines) if line.startswith("违反硬性要求"))
    assert any(line.startswith("违反法规要求") for line in lines[:hard])
    assert "  【教师不冲突】王芳 周一第1节 同时要去 七(1)班语文、七(2)班语文  → Sheet!B2、B3" in lines[hard:]
    missing = next(line for line in lines if "七(1)班 语文 应排 5 节" in line)
    assert "（4 节）（金教〔2021〕137号" in missing and missing.endswith("→ Sheet!A2")
    show_check(Console("en"), check)
    assert (
        "[A teacher in one place] 王芳 Mon lesson 1: 七(1)班语文、七(2)班语文 at once  → Sheet!B2, B3"
        in capsys.readouterr().out
    )


def test_the_score_stands_beside_its_bound(tmp_path: Path, capsys: Capture) -> None:
    path = grid(tmp_path / "p.xlsx", CLASH)
    show_check(Console(), checked(path, make_school()))
    assert "未知" in capsys.readouterr().out
    show_check(Console(), checked(path, make_school(), Bounds(17, {"pe_days_apart": 13})))
    out = capsys.readouterr().out
    assert "17" in next(line for line in out.splitlines() if "合计" in line) and "13" in out


def test_what_cannot_be_judged_is_not_called_kept(tmp_path: Path) -> None:
    school = service_school()
    plan = grid(tmp_path / "p.xlsx", [["班级", "周一1", "周二1"], ["三(1)班"], ["三(2)班"]])
    record = check_record(checked(plan, school))
    unjudged = {each["rule"] for each in record["unjudged"]}
    assert {"service_held", "service_adults", "flex_limit"} <= unjudged
    assert not unjudged & {each["rule"] for each in record["violations"]}


def test_what_was_not_understood_is_never_called_compliant() -> None:
    report = Report(make_school(), Plan(), ())
    path = Path("无.xlsx")
    reading = read_plan(path, make_school())._replace(plan=Plan())
    check = Check(reading, report)
    assert report.compliant and check.unread == 1
    assert "没有读懂" in verdict_text(check).zh and check_record(check)["status"] == "unread"
    assert verdict_text(Check(PlanReading(Plan()), report)).zh.startswith("合规")


def test_json_names_the_cells(tmp_path: Path) -> None:
    record = json.loads(json.dumps(check_record(checked(grid(tmp_path / "p.xlsx", CLASH), make_school()))))
    assert record["status"] == "broken" and record["bound"] is None
    clash = next(each for each in record["violations"] if each["rule"] == "teacher_clash")
    assert clash["cells"] == ["Sheet!B2", "Sheet!B3"] and clash["slots"] == ["周一第1节"]
    assert record["wishes"] and all(each["level"] == Level.SOFT for each in record["wishes"])


def test_the_bound_of_a_document_is_that_of_its_search(tmp_path: Path) -> None:
    school, path = make_school(), tmp_path / "plan.json"
    report = audit(school, plan_of({f"{FIRST}|体育": [slot(1, 1), slot(2, 1)]}))
    write_plan_json(report, path, bound=1)
    reading = read_plan(path, school)
    assert reading.plan is not None
    assert known_bounds(path, reading, report, 0, Cancel()) == Bounds(1)
    other = audit(school, Plan())
    assert other.cost != report.cost and known_bounds(path, reading, other, 0, Cancel()) is None


def test_a_bound_can_be_proven_for_any_whole_plan(tmp_path: Path) -> None:
    school = make_school()
    path = grid(tmp_path / "p.xlsx", CLASH)
    check = checked(path, school)
    bounds = known_bounds(path, check.reading, check.report, 5, Cancel())
    assert bounds is not None and set(bounds.by_rule) == set(check.report.cost_by_rule())
    part = checked(grid(tmp_path / "q.xlsx", CLASH[:2]), school)
    assert known_bounds(path, part.reading, part.report, 5, Cancel()) is None
