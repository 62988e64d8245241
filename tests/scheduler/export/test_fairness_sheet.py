"""公平性 and 公平性明细: figures, bounds, reasons and charts."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from constraints.audit import Report, audit
from scheduler.export import plan_document, plan_workbook, write_plan_json, write_plan_workbook
from scheduler.export.fairness import MOST_BARS, RangeBounds
from scheduler.plan import Plan, PlanView
from scheduler.plan.document import PlanDocument
from scheduler.plan.fairness import fairness
from scheduler.school import School, Teacher
from tests.scheduler.export.measuring import needs
from tests.service_schools import COACH, full_service, grant, service_school


@pytest.fixture(scope="module")
def school() -> School:
    return service_school()


@pytest.fixture(scope="module")
def plan(school: School) -> Plan:
    return full_service(school, grants=(grant("王芳", 2),))


def book_of(school: School, plan: Plan, **more: RangeBounds) -> Workbook:
    return plan_workbook(Report(school, plan, ()), **more)


def test_figures_of_everybody_and_of_homeroom_teachers(school: School, plan: Plan) -> None:
    found = fairness(PlanView(school, plan))
    sheet = book_of(school, plan, ranges=RangeBounds(service=60))["公平性"]
    rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=4, max_row=9)]
    assert [row[:2] for row in rows] == [
        [what, who] for what in ("课后服务", "弹性结余", "弹性支取") for who in ("全体", "班主任")
    ]
    everybody, homeroom = found.service.everybody, found.service.homeroom
    assert rows[0][2:] == [
        *(everybody.people, pytest.approx(everybody.mean, abs=0.1), everybody.range),
        *(pytest.approx(everybody.deviation, abs=0.1), pytest.approx(everybody.gini, abs=0.001), 60),
    ]
    assert rows[1][4] == homeroom.range and rows[1][7] is None
    assert rows[2][7] == "未证明" and rows[4][7] is None


def test_each_of_the_staff_and_why(school: School, plan: Plan) -> None:
    sheet = book_of(school, plan)["公平性明细"]
    rows = {line[0].value: [cell.value for cell in line] for line in sheet.iter_rows(min_row=4)}
    shares = {share.teacher: share for share in fairness(PlanView(school, plan)).shares}
    assert set(rows) == set(shares) and COACH not in rows
    leader = shares["周校长"]
    assert rows["周校长"][2:8] == [100, leader.fair, leader.minutes, leader.beyond, leader.granted, leader.closing]
    assert rows["周校长"][8] == "；".join(reason.zh for reason in leader.reasons) != ""


def test_charts_of_service_and_balances(school: School, plan: Plan, tmp_path: Path) -> None:
    write_plan_workbook(Report(school, plan, ()), tmp_path / "p.xlsx")
    charts = load_workbook(tmp_path / "p.xlsx")["公平性"]._charts
    assert len(charts) == 2 and [len(chart._charts) for chart in charts] == [2, 1]
    last = 3 + len(fairness(PlanView(school, plan)).shares)
    assert charts[0].series[0].val.numRef.f == f"'公平性明细'!$E$4:$E${last}"


def test_many_teachers_take_several_charts(plan: Plan) -> None:
    school = service_school()
    more = tuple(Teacher(id=f"教师{number}") for number in range(MOST_BARS * 2))
    school = school.model_copy(update={"teachers": (*school.teachers, *more)})
    assert len(book_of(school, plan)["公平性"]._charts) == 6


def test_no_text_is_cut(school: School, plan: Plan) -> None:
    book = book_of(school, plan)
    for title in ("公平性", "公平性明细"):
        assert [need for need in needs(book[title]) if need.height > need.room] == []


def test_without_working_hours_there_is_no_balance() -> None:
    school = service_school(working=None)
    sheet = book_of(school, full_service(school))["公平性"]
    assert len(sheet._charts) == 1 and sheet.max_row == 6


def test_json_tells_fairness(school: School, plan: Plan, tmp_path: Path) -> None:
    report = audit(school, plan)
    write_plan_json(report, tmp_path / "plan.json", fairness_bound=45, balance_bound=0)
    document = PlanDocument.model_validate_json((tmp_path / "plan.json").read_bytes())
    found = fairness(PlanView(school, plan))
    assert document.fairness is not None
    assert document.fairness.service.range_bound == 45 and document.fairness.balance.range_bound == 0
    assert document.fairness.service.everybody.range == found.service.everybody.range
    assert [share.fair for share in document.fairness.shares] == [share.fair for share in found.shares]
    assert plan_document(audit(school, Plan())).fairness is None
