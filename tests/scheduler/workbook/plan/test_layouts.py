"""One plan in seven layouts: each is read as the same lessons and judged the same."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from openpyxl import Workbook

from constraints.audit import Report, audit
from constraints.catalogue import needs_of
from sample_data.generator import make_school
from scheduler.export import plan_workbook
from scheduler.model.owner import Level
from scheduler.plan import Placement, Plan
from scheduler.plan.omissions import NOTHING_OMITTED, Omissions, PlanPart
from scheduler.school import School, Slot
from scheduler.workbook.plan.gathered import only_venue
from scheduler.workbook.plan.reader import PlanReading, read_plan
from tests.full_plans import full_plan
from tests.hand_made_plans import (
    Spelling,
    class_grid,
    class_sheets,
    lesson_list,
    subject_only,
    teacher_grid,
    weekday_sheets,
)

NO_SERVICE = Omissions(frozenset(PlanPart) - {PlanPart.VENUES})
SPELLINGS: dict[str, Spelling] = {
    "语文\n王芳": lambda subject, teachers: f"{subject}\n{teachers}",
    "语文(王芳)": lambda subject, teachers: f"{subject}({teachers})",
    "语文（王芳）": lambda subject, teachers: f"{subject}（{teachers}）",
    "语文/王芳": lambda subject, teachers: f"{subject}/{teachers}",
    "语文 王芳": lambda subject, teachers: f"{subject} {teachers}",
    "语文王芳": lambda subject, teachers: f"{subject}{teachers}",
    "王芳\n语文": lambda subject, teachers: f"{teachers}\n{subject}",
}


@pytest.fixture(scope="module")
def school() -> School:
    """Two bell schedules, joint classes, courses that run together, odd and even weeks, service."""
    return make_school("nine-year", 12)


@pytest.fixture(scope="module")
def plan(school: School) -> Plan:
    return full_plan(school)


def read(book: Workbook, school: School, folder: Path) -> PlanReading:
    book.save(folder / "课表.xlsx")
    return read_plan(folder / "课表.xlsx", school)


def lessons(placements: Iterable[Placement]) -> Counter[Placement]:
    """Return placements without their venues, which other programs do not tell."""
    return Counter(placement.model_copy(update={"venue": None}) for placement in placements)


def violations(report: Report, *levels: Level) -> Counter[str]:
    """Return the violations of every rule of these levels that was judged."""
    return Counter(f"{active.rule.id}: {violation.text.zh}" for active, violation in report.violations(*levels))


@pytest.fixture(scope="module")
def told(school: School, plan: Plan) -> Counter[str]:
    """The violations of the lessons alone: of what every layout tells."""
    fixed = {meeting.id for meeting in school.meetings if meeting.slot is not None}
    held = [p.model_copy(update={"venue": only_venue(school, school.course[p.course])}) for p in plan.placements]
    meetings = tuple(meeting for meeting in plan.meetings if meeting.meeting in fixed)
    return violations(audit(school, Plan(placements=tuple(held), meetings=meetings), NO_SERVICE))


def assert_judged_alike(school: School, plan: Plan, reading: PlanReading, told: Counter[str]) -> None:
    """Assert that a reading has a plan's lessons and violations, and that what it cannot judge is not called kept."""
    assert reading.plan is not None and reading.problems == ()
    assert lessons(reading.plan.placements) == lessons(plan.placements) and reading.plan.strays == ()
    report = audit(school, reading.plan, reading.omissions)
    assert violations(report) == told and told.total() > 100
    unjudged = {f.active.rule.id for f in report.findings if f.verdict.unjudged is not None}
    not_asked = {"sport_daily"}  # of schools in Henan, as far as is known
    assert unjudged == {r.active.rule.id for r in report.findings if needs_of(r.active.rule)} | not_asked


def test_our_own_workbook_with_two_lessons_exchanged(school: School, plan: Plan, tmp_path: Path) -> None:
    book = plan_workbook(audit(school, plan))
    sheet, periods = book["总课表 初中作息"], school.schedule["初中作息"].lesson_periods
    chinese = sheet["C8"]  # Monday's first lesson
    meeting = next(cell for cell in sheet[8] if str(cell.value).startswith("班队"))
    (when,) = plan.slots_of("九(1)班|班队")
    assert (sheet["A8"].value, chinese.value.split()[0]) == ("九(1)班", "语")
    chinese.value, meeting.value = meeting.value, chinese.value
    reading = read(book, school, tmp_path)
    there = {
        ("九(1)班|语文", Slot("初中作息", 1, periods[0])): when,
        ("九(1)班|班队", when): Slot("初中作息", 1, periods[0]),
    }
    moved = [p.model_copy(update={"slot": there.get((p.course, p.slot), p.slot)}) for p in plan.placements]
    edited = plan.model_copy(update={"placements": tuple(moved)})
    assert reading.plan is not None and reading.problems == () and reading.omissions == NOTHING_OMITTED
    assert lessons(reading.plan.placements) == lessons(edited.placements) != lessons(plan.placements)
    assert violations(audit(school, reading.plan)) == violations(audit(school, edited))


def test_a_grid_of_subjects(school: School, plan: Plan, told: Counter[str], tmp_path: Path) -> None:
    reading = read(class_grid(school, plan, subject_only), school, tmp_path)
    assert_judged_alike(school, plan, reading, told)
    assert any("三1班 → 三(1)班" in note.text.zh for note in reading.notes)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_grid_of_subjects_with_teachers(
    school: School, plan: Plan, told: Counter[str], spelling: str, tmp_path: Path
) -> None:
    book = class_grid(school, plan, SPELLINGS[spelling], lesson="{}", day="周{}")
    assert_judged_alike(school, plan, read(book, school, tmp_path), told)


@pytest.mark.parametrize("spelling", [None, "语文\n王芳"])
def test_a_sheet_a_class(school: School, plan: Plan, told: Counter[str], spelling: str | None, tmp_path: Path) -> None:
    spell = subject_only if spelling is None else SPELLINGS[spelling]
    reading = read(class_sheets(school, plan, spell), school, tmp_path)
    assert_judged_alike(school, plan, reading, told)
    assert {sheet for sheet, _ in reading.cells.values()} == {klass.id for klass in school.classes}


def test_a_grid_of_teachers(school: School, plan: Plan, told: Counter[str], tmp_path: Path) -> None:
    assert_judged_alike(school, plan, read(teacher_grid(school, plan), school, tmp_path), told)


@pytest.mark.parametrize("spelling", [None, "语文\n王芳"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_sheet_a_weekday(
    school: School, plan: Plan, told: Counter[str], spelling: str | None, turned: bool, tmp_path: Path
) -> None:
    spell = subject_only if spelling is None else SPELLINGS[spelling]
    reading = read(weekday_sheets(school, plan, spell, turned=turned), school, tmp_path)
    assert_judged_alike(school, plan, reading, told)
    assert {sheet for sheet, _ in reading.cells.values()} == {f"周{day}" for day in "一二三四五"}


def test_a_list_of_lessons(school: School, plan: Plan, told: Counter[str], tmp_path: Path) -> None:
    assert_judged_alike(school, plan, read(lesson_list(school, plan), school, tmp_path), told)


def test_a_teacher_who_is_not_told_breaks_nothing(
    school: School, plan: Plan, told: Counter[str], tmp_path: Path
) -> None:
    book = teacher_grid(school, plan)
    book.worksheets[0]["B4"].value = "某某某"
    reading = read(book, school, tmp_path)
    assert reading.plan is not None and [p.cell for p in reading.problems if p.severity == "error"] == ["B4"]
    report = audit(school, reading.plan, reading.omissions)
    broken = violations(report, Level.REGULATION, Level.HARD)
    assert broken and not broken - told
    standard = next(finding for finding in report.findings if finding.active.rule.id == "hours_standard")
    assert standard.kept and standard.verdict.notes
