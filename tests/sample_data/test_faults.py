"""Each faulty workbook is read with exactly the problem it was made for."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sample_data.broken_files import BOMB_BYTES, BROKEN_FILES, BrokenFile
from sample_data.fault import Book, Fault
from sample_data.faults import FAULTS
from sample_data.workbooks import GOOD_FILES, good_school
from scheduler.school import School
from scheduler.workbook import read_school, write_school
from scheduler.workbook.school.reader import read_book


@pytest.fixture(scope="module")
def schools() -> dict[str, School]:
    return {stage: good_school(stage) for stage in GOOD_FILES}


@pytest.fixture(scope="module")
def files(schools: dict[str, School], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("faults")
    for stage, school in schools.items():
        write_school(school, folder / f"{stage}.xlsx")
    return {stage: folder / f"{stage}.xlsx" for stage in schools}


@pytest.fixture(scope="module")
def pickled(files: dict[str, Path]) -> dict[str, bytes]:
    """The open workbooks: to copy one takes half the time of opening it again."""
    return {stage: pickle.dumps(load_workbook(file)) for stage, file in files.items()}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_told_with_its_place_and_nothing_else_is(
    fault: Fault, pickled: dict[str, bytes], schools: dict[str, School]
) -> None:
    workbook = pickle.loads(pickled[fault.stage])
    place = fault.make(Book(workbook, schools[fault.stage]))
    problems = read_book(workbook, Path(f"{fault.name}.xlsx")).problems
    assert [(p.sheet, p.cell) for p in problems] == [tuple(place)]
    assert fault.words in problems[0].text.zh + problems[0].value
    assert problems[0].cure.zh
    assert problems[0].text.en


@pytest.mark.parametrize("broken", BROKEN_FILES, ids=lambda broken: broken.name)
def test_a_broken_file_is_refused_in_words(broken: BrokenFile, files: dict[str, Path], tmp_path: Path) -> None:
    file = tmp_path / f"{broken.name}.xlsx"
    file.write_bytes(broken.make(files["primary"].read_bytes()))
    reading = read_school(file)
    assert reading.school is None
    assert len(reading.problems) == 1
    assert broken.words in reading.problems[0].text.zh + reading.problems[0].cure.zh
    assert file.stat().st_size < BOMB_BYTES // 200  # the bomb, too, is small on disk
