"""Sheets that are read without a file say the same as the workbook that has them."""

from __future__ import annotations

from dataclasses import replace

from sample_data import sample_path
from scheduler.workbook import read_school
from scheduler.workbook.school.edited import read_forms
from scheduler.workbook.school.writer import school_forms
from tests.schools import make_school


def test_the_sheets_of_a_school_say_that_school() -> None:
    school = read_school(sample_path("primary-36.xlsx")).school
    assert school is not None
    reading = read_forms(school_forms(school), "学校.xlsx")
    assert reading.school == school
    assert not reading.problems


def test_a_problem_is_told_with_the_cell_in_which_the_workbook_has_it() -> None:
    forms = [
        replace(form, rows=[form.rows[0], {**form.rows[1], "homeroom": "赵不在"}])
        if form.sheet.key == "classes"
        else form
        for form in school_forms(make_school())
    ]
    reading = read_forms(forms, "学校.xlsx")
    assert reading.school is None
    assert ("班级", "D4", "赵不在") in [problem[1:4] for problem in reading.problems]
