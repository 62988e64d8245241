import json

import pytest

from constraints.audit import Report, audit
from scheduler.cli.console import SHOWN_PROBLEMS, SHOWN_VIOLATIONS, Console, problem_record, violation_record
from scheduler.engine.result import Progress
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.model.owner import Level
from scheduler.plan import Plan
from scheduler.text import Text
from scheduler.workbook.problem import Note, Problem
from tests.schools import make_school, plan_of, slot
from tests.service_schools import service_school

Capture = pytest.CaptureFixture[str]
PROBLEM = Problem("error", "班级", "B3", "=cmd", Text("看不懂的年级", "bad grade"), Text("写 1 到 12", "Type 1 to 12"))


def clash() -> Report:
    return audit(make_school(), plan_of({"七(1)班|语文": [slot(1, 1)], "七(2)班|语文": [slot(1, 1)]}))


def test_problems_name_cell_value_and_cure(capsys: Capture) -> None:
    Console().problems([PROBLEM, PROBLEM._replace(severity="warning", cell="", value="", cure=Text("", ""))])
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == ["[错误] 班级!B3  看不懂的年级（现为“=cmd”）  → 写 1 到 12", "[提醒] 班级  看不懂的年级"]
    Console("en").problems([PROBLEM])
    assert capsys.readouterr().err == "[error] 班级!B3  bad grade (found “=cmd”)  → Type 1 to 12\n"


def test_too_many_problems_are_counted(capsys: Capture) -> None:
    Console().problems([PROBLEM] * (SHOWN_PROBLEMS + 7))
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == SHOWN_PROBLEMS + 1 and lines[-1] == "……另有 7 处。"


def test_what_a_user_typed_is_no_markup(capsys: Capture) -> None:
    console = Console()
    console.say(Text("[red]语文[/red]", ""))
    console.error(Text("[bold]", ""))
    console.notes([Note(Text("[/x]", ""))])
    out, err = capsys.readouterr()
    assert out == "[red]语文[/red]\n" and err == "[bold]\n· [/x]\n"


def test_a_long_sentence_is_one_line_in_a_file(capsys: Capture) -> None:
    Console().say(Text("长" * 300, ""))
    assert capsys.readouterr().out == "长" * 300 + "\n"


def test_json_has_standard_output_for_itself(capsys: Capture) -> None:
    console = Console("zh", as_json=True)
    console.say(Text("开始", "start"))
    console.report(clash())
    console.document({"状态": "好"})
    out, err = capsys.readouterr()
    assert json.loads(out) == {"状态": "好"} and err == "开始\n"
    Console().document({"a": 1})
    assert capsys.readouterr().out == ""


def test_report_of_a_plan_that_breaks_rules(capsys: Capture) -> None:
    report = clash()
    Console().report(report, bound=4)
    out = capsys.readouterr().out
    broken = sum(1 for f in report.findings if f.active.level.value != "soft" for _ in f.verdict.violations)
    assert f"不合规：{broken} 处" in out and "任何课表都不会低于 4" in out
    assert "法规  七(1)班 数学 应排 5 节，只有 0 节（金教〔2021〕137号 四(一)1）" in out
    assert "满足率" in out and "%" in out


def test_many_violations_are_counted(capsys: Capture) -> None:
    everywhere = [slot(day, number) for day in range(1, 6) for number in range(1, 7)]
    report = audit(make_school(), plan_of({"七(1)班|语文": everywhere, "七(1)班|数学": everywhere}))
    Console().report(report)
    out = capsys.readouterr().out
    shown = [line for line in out.splitlines() if line.startswith(("  法规", "  硬性"))]
    assert len(shown) == SHOWN_VIOLATIONS and "……另有" in out


def test_report_of_a_compliant_plan(capsys: Capture) -> None:
    kept = Report(make_school(), Plan(placements=()), ())
    Console().report(kept, bound=0, optimal=True)
    out = capsys.readouterr().out
    assert "合规：0 条" in out and "没有更好的课表" in out
    Console("en").report(kept)
    assert "Compliant" in capsys.readouterr().out


def test_progress_is_a_line_each_in_a_file(capsys: Capture) -> None:
    with Console().progress() as show:
        show(Progress(1.25, 40, 3, {"parallel_progress": 30, "subject_spread": 10, "pe_days_apart": 0}, 2))
        show(Progress(2, None, 0))
    lines = capsys.readouterr().err.splitlines()
    assert "1.2 秒" in lines[0] and "第 2 个方案" in lines[0] and "扣分 40（已证明不低于 3）" in lines[0]
    assert lines[0].endswith("平行班进度一致 30，同科分散到全周 10") and "扣分 -" in lines[1]


def test_records_for_programs() -> None:
    assert problem_record(PROBLEM) == {
        "severity": "error",
        "sheet": "班级",
        "cell": "B3",
        "value": "=cmd",
        "text": "看不懂的年级",
        "text_en": "bad grade",
        "cure": "写 1 到 12",
        "cure_en": "Type 1 to 12",
    }
    report = clash()
    active, violation = next((a, v) for a, v in report.violations() if a.rule.id == "teacher_clash")
    record = violation_record(report, active, violation)
    assert record["rule"] == "teacher_clash" and record["teachers"] == ["王芳"] and record["slots"] == ["周一第1节"]
    assert set(record["classes"]) == {"七(1)班", "七(2)班"}
    json.dumps(record)


def test_rules_that_cannot_be_judged_are_counted_not_counted_as_kept(capsys: Capture) -> None:
    """A timetable alone of a school with service says nothing of service."""
    school = service_school()
    plan = solve(school.without_service(), StoppingCriterion(seconds=None, deterministic=1), workers=1).report
    assert plan is not None
    report = audit(school, plan.plan)
    unjudged = [f for f in report.findings if f.active.level is not Level.SOFT and f.verdict.unjudged]
    assert len(unjudged) > 5
    Console().report(report)
    lines = capsys.readouterr().out.splitlines()
    (told,) = [line for line in lines if "课后服务未给出" in line]
    assert told.startswith("· 无法判断") and "条规则" in told
    assert f"另有 {len(unjudged)} 条无法判断" in "".join(lines)
