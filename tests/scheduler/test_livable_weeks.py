"""Schools of which nothing is known but who teaches what: their weeks are such that a school can live with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import openpyxl
import pytest

from constraints.audit import Report, audit
from sample_data import sample_path
from sample_data.__main__ import PLANNED, SCHOOLS
from sample_data.generator import StageName, make_school
from scheduler.engine.result import Progress
from scheduler.engine.solve import solve
from scheduler.engine.stopping import Cancel, StoppingCriterion
from scheduler.plan.document import PlanDocument
from scheduler.school import MarkLevel, MarkOwner, School, Slot, StationKind
from scheduler.school.stations import stays_after
from scheduler.workbook import read_school, write_school
from scheduler.workbook.plan.json import plan_of_document
from tests.judged_weeks import judged


@pytest.mark.parametrize(
    ("stage", "classes", "kept"), [("primary", 12, 4), ("junior", 12, 4), ("primary", 24, 24), ("junior", 24, 24)]
)
def test_schools_from_the_assignment_alone(tmp_path: Path, stage: StageName, classes: int, kept: int) -> None:
    report = first_plan(assignment_alone(tmp_path / "任课.xlsx", stage, classes, kept))
    assert len(report.school.classes) == kept
    assert_livable(report)


FREE = 4  # lesson periods of each class of grades 1 and 2 in a week of the samples; the other classes have none


@pytest.mark.parametrize("name", [name for name in SCHOOLS if name != PLANNED])
def test_the_first_plans_of_the_large_samples(name: str) -> None:
    report = first_plan(sample(name))
    assert_livable(report)
    assert_watched(report)


def test_the_stored_plan_of_a_large_sample() -> None:
    school = sample(PLANNED)
    text = sample_path(PLANNED).with_suffix(".plan.json").read_text(encoding="utf-8")
    plan = plan_of_document(PlanDocument.model_validate_json(text), school).plan
    assert plan is not None
    report = audit(school, plan)
    assert_livable(report)
    assert_watched(report)
    assert judged(report) == []


def sample(name: str) -> School:
    school = read_school(sample_path(name)).school
    assert school is not None
    return school


def assert_livable(report: Report) -> None:
    """No day of a class has two lessons more than another, none has a hole, and what grade does not end together is told."""
    assert report.compliant
    school = report.school
    ends: dict[tuple[int, int], set[int]] = defaultdict(set)
    for klass in school.classes:
        slots = {slot for course in school.class_courses[klass.id] for slot in places(report, course.id)}
        held = Counter(slot.day for slot in slots)
        for day in range(1, 6):
            today = sorted(slot for slot in slots if slot.day == day)
            opening = [
                slot for slot in school.class_slots(klass.id) if slot.day == day and not closed(school, klass.id, slot)
            ]
            assert today == opening[: len(today)], "a hole before the last lesson"
            ends[klass.grade, day].add(max((school.interval(slot).end for slot in today), default=0))
        assert max(held.values()) - min(held[day] for day in range(1, 6)) <= 1
    told = next(finding for finding in report.findings if finding.active.rule.id == "grade_ends")
    assert told.kept != any(len(each) > 1 for each in ends.values())


def closed(school: School, class_id: str, slot: Slot) -> bool:
    """Whether a class may have no lesson at a slot, for the school has closed it."""
    return school.marked(MarkOwner.CLASS, class_id, slot, MarkLevel.FORBIDDEN)


def assert_watched(report: Report) -> None:
    """Each class that has service later has an adult with it at each period after its last lesson, somewhere in the school."""
    school = report.school
    watched = {
        (name, session.slot)
        for session in report.plan.sessions
        for name in school.service.stations[session.station].classes
        if session.adults and school.service.stations[session.station].kind is StationKind.WATCH
    }
    free = 0
    for klass in school.classes:
        slots = {slot for course in school.class_courses[klass.id] for slot in places(report, course.id)}
        for slot in school.class_slots(klass.id):
            later = [other for other in slots if other.day == slot.day and other >= slot]
            if not later and stays_after(school.service, klass.id, slot):
                free += 1
                assert (klass.id, slot) in watched, f"{klass.id} {slot}"
    assert free == FREE * sum(klass.grade <= 2 for klass in school.classes)


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
