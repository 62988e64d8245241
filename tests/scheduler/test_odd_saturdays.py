"""A senior school with lessons on Saturdays of odd weeks: planned, printed, read back, explained."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from constraints.audit import Report, audit
from constraints.rule import Violation
from scheduler.engine.moves import moves
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.explanation.counting.counting import shortages
from scheduler.export import plan_workbook
from scheduler.export.lessons import Lessons
from scheduler.model.owner import OwnerKind
from scheduler.plan import Placement, Plan, PlanView
from scheduler.school import Lock, RuleSetting, School, Slot, Week
from scheduler.ui.timetable_views import Look, Views
from scheduler.workbook import read_school, write_school
from scheduler.workbook.plan.reader import PlanReading, read_plan
from tests.odd_saturdays import ODD, ONE, TWO, WEEKLY, courses_of, saturday_bell, senior_school
from tests.schools import course

SATURDAY = 6


def at(day: int, number: int) -> Slot:
    return Slot("作息", day, saturday_bell().lesson_periods[number - 1])


@pytest.fixture(scope="module")
def report() -> Report:
    school = senior_school(rule_settings=(RuleSetting(rule="class_days", enabled=True),))
    found = solve(school, StoppingCriterion(seconds=None, deterministic=0.5), workers=1).report
    assert found is not None
    return found


def test_the_lessons_of_odd_weeks_fill_its_saturdays(report: Report) -> None:
    assert report.compliant
    school = report.school
    for class_id in (ONE, TWO):
        held = [p for p in report.plan.placements if class_id in school.course[p.course].classes]
        odd = {p.slot for p in held if school.course[p.course].week is Week.ODD}
        assert odd == {p.slot for p in held if p.slot.day == SATURDAY}
        assert len(odd) == sum(lessons for _, lessons in ODD) == 4


def broken(school: School, plan: Plan) -> list[Violation]:
    """Return the lessons that the audit finds on days that are not held in their weeks."""
    return [each for rule, each in audit(school, plan).violations() if rule.rule.id == "held_weeks"]


@pytest.mark.parametrize("week", [Week.EVERY, Week.EVEN])
def test_the_audit_finds_a_lesson_of_other_weeks_there(week: Week, report: Report) -> None:
    school = senior_school(courses=(*courses_of(ONE), course(ONE, "美术", "美术老师", 1, week=week, id="多")))
    placed = tuple(p for p in report.plan.placements if p.course.startswith(ONE))
    there = Plan(placements=(*placed, Placement(course="多", slot=at(SATURDAY, 1))))
    assert [each.classes for each in broken(school, there)] == [(ONE,)]
    assert not audit(school, there).compliant


def test_a_lesson_of_every_week_cannot_be_moved_there(report: Report) -> None:
    held = {p.slot: p.course for p in report.plan.placements if p.course.startswith(ONE)}
    found = moves(report.school, report.plan, ONE, next(s for s, c in held.items() if c == f"{ONE}|语文"), chains=True)
    there = [move for move in found if any(s.after.day == SATURDAY and s.course == f"{ONE}|语文" for s in move.shifts)]
    assert len(there) == 4 and not any(move.legal for move in there)
    assert all("held_weeks" in {active.rule.id for active, _ in move.broken} for move in there)


def test_the_pages_name_the_day_with_its_weeks(report: Report) -> None:
    views = Views(Lessons(PlanView(report.school, report.plan), "zh"), Look())
    for grid in (views.of_class(ONE), views.of_teacher("语文老师")):
        assert [heading.label for heading in grid.columns][-1] == "单周六"
    assert "单周六" in {heading.group for heading in views.chart(report.school.classes).columns}


# Its workbook and its plan's.


def test_the_school_is_written_and_read_back(tmp_path: Path) -> None:
    write_school(senior_school(), tmp_path / "学校.xlsx")
    days = [row[5] for row in load_workbook(tmp_path / "学校.xlsx")["作息"].iter_rows(min_row=3, values_only=True)]
    assert days[:2] == ["一至五、单周六"] * 2
    reading = read_school(tmp_path / "学校.xlsx")
    assert reading.problems == () and reading.school is not None
    assert reading.school.schedules == senior_school().schedules
    assert sum(each.week is Week.ODD for each in reading.school.courses) == 2 * len(ODD)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_its_plan_is_printed_with_the_weeks_and_read_back(language: str, report: Report, tmp_path: Path) -> None:
    book = plan_workbook(report, language=language)
    book.save(tmp_path / "课表.xlsx")
    word = "单周六" if language == "zh" else "Sat (odd weeks)"
    for sheet in book.worksheets[:4]:
        assert word in {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}, sheet.title
    reading = read_plan(tmp_path / "课表.xlsx", report.school)
    assert reading.plan is not None and [p for p in reading.problems if p.blocks] == []
    assert set(reading.plan.placements) == set(report.plan.placements)


def read_week(path: Path, heading: str, cell: str, school: School) -> PlanReading:
    """Return the reading of a timetable of one class with something on Saturday's first lesson."""
    book = Workbook()
    sheet: Any = book.worksheets[0]
    for row in ([f"{ONE} 课程表"], ["节次", "周一", "周二", heading], ["第1节", "语文", "数学", cell]):
        sheet.append(row)
    book.save(path)
    return read_plan(path, school)


@pytest.mark.parametrize("heading", ["单周六", "星期六（单周）", "周六", "双周六", "Sat (odd weeks)"])
def test_a_lesson_that_names_no_weeks_is_of_saturdays_weeks(heading: str, tmp_path: Path) -> None:
    reading = read_week(tmp_path / "p.xlsx", heading, "语文", senior_school())
    if heading == "双周六":
        assert any("双周" in p.text.zh and p.blocks for p in reading.problems)
        return
    assert reading.plan is not None
    [placement] = [p for p in reading.plan.placements if p.slot.day == SATURDAY]
    assert placement.course == f"{ONE}|语文|单"


def test_a_lesson_of_every_week_is_read_where_the_plan_has_it_and_found(tmp_path: Path) -> None:
    reading = read_week(tmp_path / "p.xlsx", "单周六", "音乐", senior_school())
    assert reading.plan is not None
    [placement] = [p for p in reading.plan.placements if p.slot.day == SATURDAY]
    assert placement.course == f"{ONE}|音乐"
    assert len(broken(senior_school(), reading.plan)) == 1


def test_a_list_of_lessons_with_odd_saturdays(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.worksheets[0]
    for row in (
        ["班级", "星期", "节次", "学科"],
        [ONE, "周一", 1, "语文"],
        [ONE, "单周六", 1, "语文"],
        [ONE, "双周一", 2, "数学"],
    ):
        sheet.append(row)
    book.save(tmp_path / "p.xlsx")
    reading = read_plan(tmp_path / "p.xlsx", senior_school())
    assert reading.plan is not None
    assert {(p.course, p.slot.day) for p in reading.plan.placements} == {(f"{ONE}|语文", 1), (f"{ONE}|语文|单", 6)}
    assert [p.cell for p in reading.problems if "双周" in p.text.zh]


# Why there is none.


def test_a_class_with_more_lessons_of_every_week_than_such_slots() -> None:
    courses = (*courses_of(ONE)[: len(WEEKLY)], course(ONE, "升旗", "甲", 5))
    [found] = [each for each in shortages(senior_school(courses=courses)) if each.owner.kind is OwnerKind.CLASS]
    assert (found.needs, found.has) == (31, 30) and "held_weeks" in found.rules


def test_a_fixed_lesson_of_every_week_on_an_odd_saturday() -> None:
    school = senior_school(locks=(Lock(course=f"{ONE}|语文", slot=at(SATURDAY, 1)),))
    [found] = shortages(school)
    assert {"held_weeks", "locks"} <= set(found.rules)
    assert "不是语文的每一周都上课" in found.text.zh
