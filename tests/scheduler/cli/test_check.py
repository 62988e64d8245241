import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from constraints.audit import Report, audit
from scheduler.cli.check import check_record, show_check
from scheduler.cli.common import Exit
from scheduler.cli.console import Console
from scheduler.engine.bounds import Bounds
from scheduler.export import write_plan_workbook
from scheduler.export.check import Check
from scheduler.model.owner import Level
from scheduler.plan import Plan
from scheduler.school import School
from scheduler.workbook.plan.reader import read_plan
from scheduler.workbook.term.writer import write_term
from tests.scheduler.cli.conftest import run
from tests.scheduler.export.test_check import CLASH, checked, grid
from tests.schools import make_school
from tests.service_schools import service_school
from tests.terms import term_of

Capture = pytest.CaptureFixture[str]


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
    reading = read_plan(Path("无.xlsx"), make_school())._replace(plan=Plan())
    check = Check(reading, report)
    assert report.compliant and check_record(check)["status"] == "unread"


def test_json_names_the_cells(tmp_path: Path) -> None:
    record = json.loads(json.dumps(check_record(checked(grid(tmp_path / "p.xlsx", CLASH), make_school()))))
    assert record["status"] == "broken" and record["bound"] is None
    clash = next(each for each in record["violations"] if each["rule"] == "teacher_clash")
    assert clash["cells"] == ["Sheet!B2", "Sheet!B3"] and clash["slots"] == ["周一第1节"]
    assert record["wishes"] and all(each["level"] == Level.SOFT for each in record["wishes"])


# As its user runs it.


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


def test_a_plan_without_lessons_is_checked(workbook: Path, school: School, tmp_path: Path) -> None:
    write_plan_workbook(audit(school, Plan(placements=())), tmp_path / "p.xlsx")
    assert run("check", workbook, tmp_path / "p.xlsx")[0] == 1


def test_two_timetables_and_the_inspectors_report_by_command(
    tmp_path: Path, school: School, workbook: Path, report: Report
) -> None:
    """A lesson of PE gives way to Chinese in what was held: told, written, and no success."""
    posted, held, folder = tmp_path / "公示.xlsx", tmp_path / "实际.xlsx", tmp_path / "督学"
    write_plan_workbook(report, posted)
    gone = next(p for p in report.plan.placements if school.course[p.course].subject == "体育")
    kept = tuple(placement for placement in report.plan.placements if placement is not gone)
    write_plan_workbook(audit(school, report.plan.model_copy(update={"placements": kept})), held)
    marked = tmp_path / "标注.xlsx"
    options = ("--held", held, "--inspector", folder, "--report", marked)
    status, said, errors = run("check", workbook, posted, *options)
    assert status == Exit.BROKEN, errors
    assert "体育（赵军） → 没有课【没有上】" in said and "与 实际.xlsx 比对" in said
    assert sorted(file.name for file in folder.iterdir()) == ["督学报告.pdf", "督学报告.xlsx"]
    assert "公示与实际" in load_workbook(marked).sheetnames
    status, said, _ = run("check", workbook, posted, "--held", posted, "--json", "--lang", "en")
    assert status == Exit.DONE and json.loads(said)["two_timetables"]["differences"] == []


def test_what_is_held_is_told_by_one_thing(tmp_path: Path, workbook: Path, report: Report) -> None:
    posted, term = tmp_path / "p.xlsx", tmp_path / "学期.xlsx"
    write_plan_workbook(report, posted)
    write_term(term_of(), term)
    status, _, said = run("check", workbook, posted, "--held", posted, "--term", term)
    assert status == Exit.BAD_INPUT and "只能给一个" in said
    status, _, said = run("check", workbook, posted, "--until", "2026-10-01")
    assert status == Exit.BAD_INPUT and "--term" in said
    status, said, _ = run("check", workbook, posted, "--term", term, "--until", "2026-10-01")
    assert status == Exit.DONE and "都照公示的上了" in said
