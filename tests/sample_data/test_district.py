from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from sample_data.curriculum import SPORT_ACTIVITY
from sample_data.district import DISTRICT_FILE, SHARED_SUBJECTS, make_district, write_district
from scheduler.district.schools import district_folder
from scheduler.district.sharing import read_shared, share
from scheduler.workbook import read_school

SIZES = (12,)


def test_the_same_arguments_give_the_same_district() -> None:
    assert make_district(20) == make_district(20) != make_district(20, seed=2)


def test_a_district_of_twenty() -> None:
    district = make_district(20)
    assert len(district.schools) == 20 and all(name == school.name for name, school in district.schools.items())
    classes = [len(school.classes) for school in district.schools.values()]
    assert min(classes) == 12 and max(classes) == 60
    subjects = {
        course.subject
        for teacher, name, *_ in district.shared
        for course in district.schools[name].courses
        if teacher in course.teachers
    }
    assert set(SHARED_SUBJECTS) <= subjects <= {*SHARED_SUBJECTS, SPORT_ACTIVITY}
    for teacher, name, lessons, *_ in district.shared:
        courses = [course for course in district.schools[name].courses if teacher in course.teachers]
        assert sum(course.lessons for course in courses) == lessons
    assert all(sum(row[0] == teacher for row in district.shared) == 2 for teacher, *_ in district.shared)


def test_what_is_written_is_read_but_for_two_files_and_can_be_shared_out(tmp_path: Path) -> None:
    district = make_district(5, sizes=SIZES)
    write_district(tmp_path, district)
    found = district_folder(tmp_path)
    assert found.district == tmp_path / DISTRICT_FILE and len(found.schools) == 5
    read = {each.title: read_school(each.path).school for each in found.schools if each.title != district.infeasible}
    unread = [name for name, school in read.items() if school is None]
    assert set(unread) == {district.faulty, district.cut}
    assert not zipfile.is_zipfile(tmp_path / f"{district.cut}.xlsx")
    schools = {name: school for name, school in read.items() if school is not None}
    shared = read_shared(tmp_path / DISTRICT_FILE, schools, unread).shared
    assert shared is not None and shared.teachers
    assert share(schools, shared).unserved == ()


def test_how_many_schools() -> None:
    with pytest.raises(ValueError, match="4 to 2000"):
        make_district(3)
