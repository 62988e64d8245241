"""Another name, wherever it is used and nowhere else."""

from __future__ import annotations

import pytest

from sample_data import sample_path
from scheduler.school import School
from scheduler.workbook import read_school
from scheduler.workbook.school.edited import read_forms
from scheduler.workbook.school.form import Form
from scheduler.workbook.school.renaming import NAMED, new_names, renamed, uses
from scheduler.workbook.school.writer import school_forms


@pytest.fixture(scope="module")
def school() -> School:
    school = read_school(sample_path("primary-36.xlsx")).school
    assert school is not None
    return school


def _with_first_named(forms: dict[str, Form], sheet: str, name: str) -> tuple[str, dict[str, Form]]:
    """Return the old name of the first row of a list, and all sheets with the new one."""
    old = str(forms[sheet].rows[0][NAMED[sheet]])
    first = {**forms[sheet].rows[0], NAMED[sheet]: name}
    edited = Form(forms[sheet].sheet, [first, *forms[sheet].rows[1:]])
    assert new_names(forms[sheet], edited) == [(old, name)]
    return old, {**{key: renamed(form, old, name) for key, form in forms.items()}, sheet: renamed(edited, old, name)}


@pytest.mark.parametrize(
    ("sheet", "name"), [("teachers", "诸葛新"), ("classes", "一(9)班"), ("subjects", "新学科"), ("venues", "新场地")]
)
def test_a_new_name_makes_the_same_school_but_for_the_name(school: School, sheet: str, name: str) -> None:
    forms = {form.sheet.key: form for form in school_forms(school)}
    old, edited = _with_first_named(forms, sheet, name)
    assert not any(uses(form, old) for form in edited.values())
    reading = read_forms(edited.values(), "学校.xlsx")
    assert reading.school is not None, reading.problems[:3]
    expected = school.model_dump_json().replace(f'"{old}"', f'"{name}"')
    if sheet == "teachers":
        assert reading.school.model_dump_json() == expected
    assert len(reading.school.courses) == len(school.courses)
    assert len(reading.school.marks) == len(school.marks)


def test_no_name_is_new_where_rows_came_or_went(school: School) -> None:
    form = next(form for form in school_forms(school) if form.sheet.key == "teachers")
    shorter = Form(form.sheet, form.rows[1:])
    assert new_names(form, shorter) == []
    turned = Form(form.sheet, [form.rows[1], form.rows[0], *form.rows[2:]])
    assert new_names(form, turned) == []


def test_names_that_only_begin_alike_stay(school: School) -> None:
    form = next(form for form in school_forms(school) if form.sheet.key == "assignment")
    some = next(str(value) for value in form.rows[0].values() if value)
    assert renamed(form, some[:-1], "别人") == form
