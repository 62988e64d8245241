"""A school with service is the same after it was written and read. PAIKE_EXAMPLES sets the number of random schools."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from constraints.audit import Report
from scheduler.engine.result import Progress
from scheduler.engine.solve import solve
from scheduler.engine.stopping import Cancel, StoppingCriterion
from scheduler.school import (
    CONTENT_NAMES,
    GROUPING_NAMES,
    STAGE_NAMES,
    Duty,
    DutyKind,
    School,
    Venue,
    WorkingHours,
)
from scheduler.text import Text
from scheduler.workbook import read_school, write_school, write_template
from scheduler.workbook.names import DIGITS
from scheduler.workbook.school import service_layout as layout
from scheduler.workbook.sheet import Sheet
from tests.random_schools import schools
from tests.sample_data.test_workbooks import assert_same_school
from tests.scheduler.workbook.school.test_template import fill_in
from tests.scheduler.workbook.school.test_writer import FIRST, cell_of, details, sheet_of
from tests.schools import course
from tests.service_schools import CLASSES, service_school

EXAMPLES = int(os.environ.get("PAIKE_EXAMPLES", "8"))
JUNIOR = ("七(1)班", "七(2)班")
PLACES = (Venue(id="操场", kind="操场", capacity=6), Venue(id="音乐教室", kind="功能室", seats=50))


def read_back(school: School, folder: Path, monkeypatch: pytest.MonkeyPatch) -> School:
    """Return what a school becomes after it was written and read, whatever the regulation says of it."""
    for name in ("check_service", "check_times", "check_exam_lessons"):
        monkeypatch.setattr(f"scheduler.workbook.school.reader.{name}", lambda *_: None)
    monkeypatch.setattr("scheduler.workbook.school.reader.check_hours", lambda _: set())
    write_school(school, folder / "school.xlsx")
    reading = read_school(folder / "school.xlsx")
    assert [problem for problem in reading.problems if problem.severity == "error"] == []
    assert reading.school is not None
    return reading.school


@pytest.mark.parametrize("classes", [CLASSES, JUNIOR])
def test_a_school_with_service_survives_its_workbook(
    classes: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = service_school(classes, evening=classes is JUNIOR, venues=PLACES, boarding=True)
    read = read_back(school, tmp_path, monkeypatch)
    assert_same_school(school.model_copy(update={"curriculum": read.curriculum}), read)
    assert list(read.service.stations.values()) == list(school.service.stations.values())


def orderly(school: School) -> School:
    """The school without what its workbook would be told of (classes that join nobody, core hours beyond the others).

    Its classes have standard names, and its lessons are few and plain.
    """
    stages = {stage.id: stage for stage in school.stages}
    pupils = {(e.class_id, e.stage): e for e in school.enrolments}

    def joins(class_id: str, stage: str) -> str | None:
        target = pupils[class_id, stage].joins
        there = pupils.get((target or "", stage))
        stays = there is None or there.joins is None
        fits = target not in (None, class_id) and stays and school.service.enrolled(target or "", stages[stage]) > 0
        return target if fits else None

    enrolments = tuple(e.model_copy(update={"joins": joins(e.class_id, e.stage)}) for e in school.enrolments)
    hours = school.working
    if hours is not None and hours.core_start is not None and hours.core_end is not None:
        inside = hours.start <= hours.core_start and hours.core_end <= hours.end
        hours = hours if inside else WorkingHours(start=hours.start, end=hours.end)
    kept = tuple(d for d in school.duties if d.kind is DutyKind.PATROL) or tuple(
        Duty(kind=DutyKind.PATROL, schedule=stage.schedule, period=stage.period) for stage in school.stages[:1]
    )
    made = School(
        **{
            **{name: getattr(school, name) for name in School.model_fields},
            "enrolments": enrolments,
            "working": hours,
            "duties": kept,
            "venues": (),
            "marks": (),
            "courses": tuple(course(klass.id, school.subjects[0].id, None, 5) for klass in school.classes),
            "locks": (),
            "meetings": (),
            "exclusions": (),
            "curriculum": (),
            "clubs": tuple(c.model_copy(update={"venue": None, "venue_kind": None}) for c in school.clubs),
        }
    )
    standard = re.sub(
        r"(\d)年级(\d+)班", lambda found: f"{DIGITS[int(found[1])]}({found[2]})班", made.model_dump_json()
    )
    return School.model_validate_json(standard)


SERVICE_PARTS = ("stages", "enrolments", "clubs", "duties", "contracts", "pay_rates")


@settings(max_examples=EXAMPLES, deadline=None)
@given(school=schools(solvable=True, service=True))
def test_random_service_survives_its_workbook(school: School, tmp_path_factory: pytest.TempPathFactory) -> None:
    school = orderly(school)
    with pytest.MonkeyPatch.context() as patch:
        read = read_back(school, tmp_path_factory.mktemp("book"), patch)
    for name in ("term_start", "term_end", "boarding", "working"):
        assert getattr(read, name) == getattr(school, name), name
    for name in SERVICE_PARTS:
        assert set(map(repr, getattr(read, name))) == set(map(repr, getattr(school, name))), name
    told = {t.id: (t.service, t.max_service, t.max_evenings, t.max_span, t.balance, t.kind) for t in school.teachers}
    found = {t.id: (t.service, t.max_service, t.max_evenings, t.max_span, t.balance, t.kind) for t in read.teachers}
    assert found == told
    assert [c.deputy_teacher for c in read.classes] == [c.deputy_teacher for c in school.classes]


def test_a_group_of_candidates_is_named_as_such() -> None:
    school = service_school()
    teachers = tuple(
        t.model_copy(update={"subject_group": "行政" if t.id in ("周校长", "吴主任") else None})
        for t in school.teachers
    )
    sheet = sheet_of(school.model_copy(update={"teachers": teachers}), layout.DUTIES)
    assert [row[5] for row in details(sheet)] == ["行政", "行政", "行政", None]


def test_classes_that_a_stage_is_not_for_are_grey() -> None:
    school = service_school(("三(1)班", "七(1)班"), evening=True)
    sheet = sheet_of(school, layout.ENROLMENT)
    assert cell_of(sheet, "七(1)班", "晚自习") == 20
    evening = next(cell.column for cell in sheet[FIRST - 1] if cell.value == "晚自习")
    assert [sheet.cell(row, evening).fill.fill_type for row in (FIRST, FIRST + 1)] == ["solid", None]


CLOSED: list[tuple[Sheet, str, dict[Any, Text]]] = [
    (layout.STAGES, "kind", STAGE_NAMES),
    (layout.STAGES, "grouping", GROUPING_NAMES),
    (layout.CLUBS, "content", CONTENT_NAMES),
    (layout.DUTIES, "kind", layout.DUTY_WORDS),
    (layout.WORKING, "half_days", layout.YES_NO_WORDS),
    (layout.PAY, "post", layout.PAY_WORDS),
]


@pytest.mark.parametrize(("of", "key", "words"), CLOSED, ids=lambda value: getattr(value, "key", ""))
def test_a_closed_column_has_its_words_in_a_drop_down(of: Sheet, key: str, words: dict[Any, Text]) -> None:
    sheet = sheet_of(service_school(), of)
    column = [column.key for column in of.columns].index(key) + 1
    cell = sheet.cell(FIRST, column).coordinate
    rules = [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
    assert [rule.formula1 for rule in rules] == ['"' + ",".join(word.zh for word in words.values()) + '"']
    assert rules[0].showErrorMessage


def test_the_periods_of_service_are_offered() -> None:
    sheet = sheet_of(service_school(), layout.DUTIES)
    offered = [str(rule.formula1) for rule in sheet.data_validations.dataValidation if f"C{FIRST}" in rule.sqref]
    assert offered == ['"早读,大课间,午间,课后服务1,课后服务2,延时托管,全部"']


@pytest.mark.slow
@pytest.mark.parametrize(("stage", "classes"), [("junior", 3), ("nine-year", 9)])
def test_a_filled_in_template_has_a_week_with_service(stage: str, classes: int, tmp_path: Path) -> None:
    write_template(tmp_path / "school.xlsx", stage, classes)
    fill_in(tmp_path / "school.xlsx", share=2)
    school = read_school(tmp_path / "school.xlsx").school
    assert school is not None
    cancel = Cancel()

    def stop_at_first_plan(step: Progress, report: Report | None) -> None:
        if report is not None:
            cancel.cancel()

    found = solve(school, StoppingCriterion(seconds=3600, cancel=cancel), workers=1, listener=stop_at_first_plan)
    assert found.report is not None, found.status
    assert found.report.compliant
    held = {session.station for session in found.report.plan.sessions}
    assert held == set(school.service.stations)
