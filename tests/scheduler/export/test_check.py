from pathlib import Path

from openpyxl import Workbook

from constraints.audit import Report, audit
from scheduler.engine.bounds import Bounds
from scheduler.engine.stopping import Cancel
from scheduler.export import write_plan_json
from scheduler.export.check import Check, known_bounds, verdict_text
from scheduler.plan import Plan
from scheduler.school import School
from scheduler.workbook.plan.reader import PlanReading, read_plan
from tests.schools import make_school, plan_of, slot

FIRST, SECOND = "七(1)班", "七(2)班"
CLASH = [["班级", "周一1", "周二1"], [FIRST, "语文", "数学"], [SECOND, "语文"]]


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


def test_what_was_not_understood_is_never_called_compliant() -> None:
    report = Report(make_school(), Plan(), ())
    reading = read_plan(Path("无.xlsx"), make_school())._replace(plan=Plan())
    check = Check(reading, report)
    assert report.compliant and check.unread == 1
    assert "没有读懂" in verdict_text(check).zh
    assert verdict_text(Check(PlanReading(Plan()), report)).zh.startswith("合规")


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
