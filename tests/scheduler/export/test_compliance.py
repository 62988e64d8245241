from openpyxl.worksheet.worksheet import Worksheet

from constraints.audit import Report, audit
from constraints.catalogue import catalogue
from scheduler.export import plan_workbook
from scheduler.export.compliance import summary
from scheduler.plan import Plan
from scheduler.school import RuleSetting
from tests.schools import make_school, plan_of, slot

CLASH = {"七(1)班|语文": [slot(1, 1)], "七(2)班|语文": [slot(1, 1)]}


def lines(sheet: Worksheet) -> list[list[str]]:
    return [[str(cell.value) for cell in line if cell.value is not None] for line in sheet.iter_rows()]


def compliance(report: Report, **more: object) -> Worksheet:
    return plan_workbook(report, **more)[("Compliance" if more.get("language") == "en" else "合规报告")]  # type: ignore[arg-type]


def test_every_rule_in_use_has_a_line(report: Report) -> None:
    found = lines(compliance(report))
    assert [line[1] for line in found[3 : 3 + len(report.findings)]] == [
        f.active.rule.title.zh for f in report.findings
    ]
    assert len(report.findings) >= 30


def test_a_broken_rule_says_where_and_under_which_article() -> None:
    report = audit(make_school(), plan_of(CLASH))
    found = lines(compliance(report))
    clash = next(line for line in found if line[1:2] == ["教师不冲突"])
    assert clash[0] == "硬性" and "违反" in clash
    words = [line for line in found if any("王芳" in text and "周一第1节" in text for text in line)]
    assert words and words[0][0] == "1" and words[0][-1] == "1 处"
    group = next(line[0] for line in found if line and line[0].startswith("硬性 · 教师不冲突"))
    assert "1 处" in group
    hours = next(line[0] for line in found if line and line[0].startswith("法规 · 课程开齐开足"))
    assert "金教〔2021〕137号" in hours


def test_shares_and_costs_of_wishes(report: Report) -> None:
    sheet = compliance(report)
    soft = [f for f in report.findings if f.active.level.value == "soft"]
    for finding in soft:
        row = next(r for r in range(4, sheet.max_row) if sheet.cell(r, 2).value == finding.active.rule.title.zh)
        assert sheet.cell(row, 8).value == finding.cost
        assert sheet.cell(row, 6).number_format == "0.0%"
        assert sheet.cell(row, 6).value == (finding.verdict.kept_share if finding.verdict.judged else None)
    assert sum(f.cost for f in soft) == report.cost > 0


def test_summary_in_words() -> None:
    broken = audit(make_school(), plan_of(CLASH))
    count = sum(1 for f in broken.findings if f.active.level.value != "soft" for _ in f.verdict.violations)
    assert f"有 {count} 处违反" in summary(broken, None).zh
    assert "已证明任何课表不低于 5" in summary(broken, 5).zh
    kept = Report(broken.school, Plan(placements=()), ())
    assert summary(kept, 0).zh.startswith("法规与硬性要求全部满足") and "No plan" not in summary(kept, None).en


def test_rules_that_are_switched_off_are_named() -> None:
    school = make_school(rule_settings=(RuleSetting(rule="parallel_progress", enabled=False),))
    title = next(rule.title.zh for rule in catalogue() if rule.id == "parallel_progress")
    found = [text for line in lines(compliance(audit(school, plan_of({})))) for text in line]
    assert any(text.startswith("未启用的规则") and title in text for text in found)


def test_english() -> None:
    found = lines(compliance(audit(make_school(), plan_of(CLASH)), language="en"))
    assert found[2][:3] == ["Level", "Rule", "Article"]
    assert any(line[-1:] == ["1 places"] or "at once" in " ".join(line) for line in found)


def test_a_rule_without_anything_to_judge_is_not_called_kept() -> None:
    found = lines(compliance(audit(make_school(), plan_of({}))))
    groups = next(line for line in found if line[1:2] == ["走班课同时上"])
    assert "不涉及" in groups and "满足" not in groups
