"""Schools of which nothing is known but who teaches what: their weeks are such that a school can live with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import openpyxl
import pytest

from constraints.audit import Report
from sample_data.generator import StageName, make_school
from scheduler.engine.result import Progress
from scheduler.engine.solve import solve
from scheduler.engine.stopping import Cancel, StoppingCriterion
from scheduler.school import School, Slot
from scheduler.workbook import read_school, write_school


@pytest.mark.parametrize(
    ("stage", "classes", "kept"), [("primary", 12, 4), ("junior", 12, 4), ("primary", 24, 24), ("junior", 24, 24)]
)
def test_schools_from_the_assignment_alone(tmp_path: Path, stage: StageName, classes: int, kept: int) -> None:
    report = first_plan(assignment_alone(tmp_path / "任课.xlsx", stage, classes, kept))
    assert report.compliant
    assert len(report.school.classes) == kept
    held: dict[str, Counter[int]] = defaultdict(Counter)
    ends: dict[tuple[int, int], set[int]] = defaultdict(set)
    for klass in report.school.classes:
        slots = {slot for course in report.school.class_courses[klass.id] for slot in places(report, course.id)}
        held[klass.id] = Counter(slot.day for slot in slots)
        for day in range(1, 6):
            today = sorted(slot for slot in slots if slot.day == day)
            opening = [slot for slot in report.school.class_slots(klass.id) if slot.day == day]
            assert today == opening[: len(today)], "a hole before the last lesson"
            ends[klass.grade, day].add(len(today))
    assert all(max(days.values()) - min(days[day] for day in range(1, 6)) <= 1 for days in held.values())
    told = next(finding for finding in report.findings if finding.active.rule.id == "grade_ends")
    assert told.kept != any(len(each) > 1 for each in ends.values())


def assignment_alone(path: Path, stage: StageName, classes: int, kept: int) -> School:
    """What is read of a workbook with the first classes of the sheet 任课 and nothing else."""
    write_school(make_school(stage, classes), path)
    book = openpyxl.load_workbook(path)
    for title in book.sheetnames:
        if title != "任课":
            del book[title]
    book["任课"].delete_rows(3 + kept, 200)
    book.save(path)
    school = read_school(path).school
    assert school is not None
    return school


def first_plan(school: School) -> Report:
    cancel = Cancel()

    def stop_at_once(step: Progress, report: Report | None) -> None:
        if report is not None:
            cancel.cancel()

    found = solve(school, StoppingCriterion(seconds=None, deterministic=20, cancel=cancel), listener=stop_at_once)
    assert found.report is not None
    return found.report


def places(report: Report, course: str) -> set[Slot]:
    return {placement.slot for placement in report.plan.placements if placement.course == course}
