"""The sample workbooks hold the generated schools: what is read back is what was made."""

from __future__ import annotations

from pathlib import Path

import pytest

from sample_data import FOLDER, sample_path
from sample_data.__main__ import GOOD_FILES, SCHOOLS
from sample_data.broken_files import BROKEN_FILES
from sample_data.faults import FAULTS
from sample_data.generator import make_school
from sample_data.infeasible import INFEASIBLE
from scheduler.school import School
from scheduler.workbook import read_school, write_school

PARTS = (
    "schedules",
    "classes",
    "subjects",
    "teachers",
    "courses",
    "venues",
    "curriculum",
    "marks",
    "locks",
    "meetings",
    "exclusions",
    "exams",
    "rule_settings",
    "stages",
    "enrolments",
    "clubs",
    "duties",
    "contracts",
    "pay_rates",
)


def assert_same_school(made: School, read: School) -> None:
    """Ensure that two schools hold the same nouns, in any order."""
    for name in ("name", "term", "term_start", "term_end", "boarding", "working"):
        assert getattr(read, name) == getattr(made, name), name
    for name in PARTS:
        wanted, found = set(map(repr, getattr(made, name))), set(map(repr, getattr(read, name)))
        assert found - wanted == set(), name
        assert wanted - found == set(), name


@pytest.mark.parametrize(("stage", "classes"), [("primary", 12), ("junior", 12), ("nine-year", 12)])
def test_a_school_survives_its_workbook(stage: str, classes: int, tmp_path: Path) -> None:
    made = make_school(stage, classes)  # type: ignore[arg-type]
    write_school(made, tmp_path / "school.xlsx")
    reading = read_school(tmp_path / "school.xlsx")
    assert reading.problems == ()
    assert reading.school is not None
    assert_same_school(made, reading.school)


@pytest.mark.parametrize("name", SCHOOLS)
def test_the_sample_workbooks_are_current(name: str) -> None:
    reading = read_school(sample_path(name))
    assert reading.problems == ()
    assert reading.school is not None
    assert_same_school(make_school(*SCHOOLS[name]), reading.school)


def test_every_fault_and_infeasible_school_has_its_file() -> None:
    faults = {f"{item.name}.xlsx" for item in (*FAULTS, *BROKEN_FILES)} | set(GOOD_FILES.values())
    assert {file.name for file in (FOLDER / "faults").glob("*.xlsx")} == faults
    infeasible = {f"{case.name}.xlsx" for case in INFEASIBLE}
    assert {file.name for file in (FOLDER / "infeasible").glob("*.xlsx")} == infeasible


def test_a_missing_sample_is_told_with_those_that_exist() -> None:
    with pytest.raises(FileNotFoundError, match=r"没有样例文件 none\.xlsx"):
        sample_path("none.xlsx")
