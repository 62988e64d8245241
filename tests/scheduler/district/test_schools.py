from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from scheduler.district.makespan import makespan
from scheduler.district.schools import SchoolFile, content_of, district_folder, longest_first
from scheduler.workbook import write_school
from tests.schools import make_school


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("district")
    write_school(make_school(), folder / "东校.xlsx")
    (folder / "东校.XLSM").write_bytes(b"no workbook")
    (folder / "~$东校.xlsx").write_bytes(b"")
    (folder / "说明.docx").write_bytes(b"")
    (folder / "out.xlsx").mkdir()
    book = Workbook()
    book.create_sheet(" 共享教师 ")
    book.save(folder / "区域.xlsx")
    return folder


def test_a_folder_holds_schools_and_the_district_by_its_sheet(folder: Path) -> None:
    found = district_folder(folder)
    assert found.district == folder / "区域.xlsx"
    assert {(each.name, each.title) for each in found.schools} == {
        ("东校.xlsx", "东校.xlsx"),  # a folder each, also where file names differ in their endings only
        ("东校.XLSM", "东校.XLSM"),
    }


def test_classes_are_counted_without_reading_the_workbook(folder: Path) -> None:
    classes = {each.name: each.classes for each in district_folder(folder).schools}
    assert classes == {"东校.xlsx": 2, "东校.XLSM": 1}


def test_the_longest_is_begun_first() -> None:
    files = [SchoolFile(Path(f"{classes}.xlsx"), str(classes), classes) for classes in (12, 120, 36)]
    assert [each.classes for each in longest_first(files, None)] == [120, 36, 12]
    assert [each.classes for each in longest_first(files, 30.0)] == [120, 36, 12]
    assert files[0].seconds(30.0) < files[2].seconds(30.0) < files[1].seconds(30.0)
    assert files[0].memory(2) < files[1].memory(2)


def test_content_tells_parts_apart() -> None:
    assert content_of(b"ab", b"c") != content_of(b"a", b"bc")
    assert content_of(b"ab") != content_of(b"ab", b"")


@pytest.mark.parametrize(
    ("seconds", "workers", "busy", "whole"),
    [
        ([3, 2, 2], 2, [], 4.0),
        ([2, 2, 3], 2, [], 5.0),  # the long one last
        ([], 2, [1.5], 1.5),
        ([1], 1, [2.0], 3.0),
        ([1], 0, [], float("inf")),
    ],
)
def test_makespan(seconds: list[float], workers: int, busy: list[float], whole: float) -> None:
    assert makespan(seconds, workers, busy) == whole
