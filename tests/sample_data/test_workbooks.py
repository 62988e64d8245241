"""The sample workbooks hold the generated schools: what is read back is what was made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sample_data import sample_path
from sample_data.__main__ import KEPT, SCHOOLS
from sample_data.broken_files import BROKEN_FILES
from sample_data.faults import FAULTS
from sample_data.generator import make_school
from sample_data.infeasible import INFEASIBLE
from sample_data.workbooks import write_faults, write_infeasible
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
    "cover_rates",
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


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the workbooks with mistakes that are kept are made anew, and a broken file."""
    folder = tmp_path_factory.mktemp("mistakes")
    names = {Path(name).stem for name in KEPT}
    write_faults(folder / "faults", [fault for fault in FAULTS if fault.name in names], BROKEN_FILES[:1])
    write_infeasible(folder / "infeasible", [case for case in INFEASIBLE if case.name in names])
    return folder


@pytest.mark.parametrize("name", KEPT)
def test_the_kept_workbooks_with_a_mistake_are_current(name: str, written: Path) -> None:
    assert cells(sample_path(name)) == cells(written / name)


def cells(file: Path) -> dict[str, list[tuple[object, ...]]]:
    return {sheet.title: list(sheet.values) for sheet in load_workbook(file, read_only=True)}


def test_the_index_tells_what_is_wrong_with_each(written: Path) -> None:
    faulty, broken = json.loads((written / "faults" / "index.json").read_text(encoding="utf-8"))
    assert (faulty["name"], faulty["sheet"], faulty["words"]) == ("unknown-teacher", "任课", "查无此人")
    assert load_workbook(written / "faults" / "unknown-teacher.xlsx")["任课"][faulty["cell"]].value == "查无此人"
    assert (written / "faults" / broken["sheet"]).read_bytes() == b""
    [infeasible] = json.loads((written / "infeasible" / "index.json").read_text(encoding="utf-8"))
    assert infeasible["name"] == "two-locks" and infeasible["rules"] and infeasible["cure"]


def test_a_missing_sample_is_told_with_those_that_exist() -> None:
    with pytest.raises(FileNotFoundError, match=r"没有样例文件 none\.xlsx"):
        sample_path("none.xlsx")
