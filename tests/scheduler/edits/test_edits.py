"""Each kind of edit changes just what it says, and the changed school can be written to its workbook and read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from constraints.catalogue import rule_by_id
from constraints.settings import raise_for_all, soften
from scheduler.edits import lesson_edits as edits
from scheduler.edits import service_edits
from scheduler.model.owner import Level
from scheduler.school import (
    RuleSetting,
    School,
    SchoolClass,
    StaffKind,
    Venue,
)
from scheduler.workbook.school.writer import school_workbook
from tests.sample_data.test_workbooks import assert_same_school
from tests.scheduler.edits.cases import CASES, SCHOOL, Case
from tests.scheduler.workbook.school.test_write_service import read_back
from tests.schools import SCHEDULE, course, make_school, own_settings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.made.text.en)
def test_an_edit_changes_just_what_it_says(case: Case) -> None:
    school = case.made.apply(SCHOOL)
    assert {name for name in School.model_fields if getattr(school, name) != getattr(SCHOOL, name)} == {case.part}
    assert case.right(school)
    assert (case.made.sheet, case.made.row) == (case.sheet.title, case.row)
    assert case.made.cost > 0


def test_somebody_from_outside_comes_with_a_contract() -> None:
    made = service_edits.new_instructor(SCHOOL, "足球")
    school = made.apply(SCHOOL)
    name = school.club["足球"].instructors[-1]
    assert school.teacher[name].kind is StaffKind.EXTERNAL
    assert school.contract[name].ends == school.term_end


def together(cases: tuple[Case, ...]) -> School:
    school = SCHOOL
    for case in cases:
        school = case.made.apply(school)
    return school


@pytest.mark.parametrize("part", [CASES[0::3], CASES[1::3], CASES[2::3]], ids=["first", "second", "third"])
def test_changed_schools_survive_their_workbooks(
    part: tuple[Case, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = together(part)
    read = read_back(school, tmp_path, monkeypatch)
    assert_same_school(school.model_copy(update={"curriculum": read.curriculum}), read)


def test_the_row_that_an_edit_names_is_in_its_sheet() -> None:
    book = school_workbook(SCHOOL)
    for case in CASES:
        rows = [{str(cell.value) for cell in row} for row in book[case.made.sheet.zh].iter_rows()]
        assert any(row.issuperset(case.row.split()) for row in rows), case.made.place.zh


def test_a_rule_that_is_a_must_by_default_is_set_to_a_wish() -> None:
    made = soften(rule_by_id()["subject_per_day"]).apply(make_school())
    assert [setting.level for setting in own_settings(made)] == ["soft"]


def test_what_is_no_wish_cannot_be_softened() -> None:
    for rule in rule_by_id().values():
        if Level.SOFT not in (rule.level, *rule.levels):
            with pytest.raises(ValueError, match="cannot be softened"):
                soften(rule)


def test_a_venue_that_is_added_is_like_the_largest() -> None:
    labs = (Venue(id="实验室1", kind="实验室", seats=30), Venue(id="实验室2", kind="实验室", seats=50, capacity=2))
    added = edits.another_venue(make_school(venues=labs), "实验室").apply(make_school(venues=labs)).venues[-1]
    assert (added.id, added.seats, added.capacity) == ("实验室3", 50, 2)


def test_a_venue_is_added_on_a_campus() -> None:
    grounds = (
        Venue(id="东操场", kind="操场", capacity=4, campus="东校区"),
        Venue(id="西操场", kind="操场", capacity=2, campus="西校区"),
    )
    school = make_school(venues=grounds)
    made = edits.another_venue(school, "操场", "西校区")
    assert (made.text.zh, made.text.en) == ("西校区增加一处操场", "one more 操场 on 西校区")
    assert made.apply(school).venues[-1] == Venue(id="西校区操场2", kind="操场", capacity=2, campus="西校区")


def test_the_other_figures_of_a_rule_stay() -> None:
    school = make_school(rule_settings=(RuleSetting(rule="service_limits", parameters={"most": "6"}),))
    (setting,) = own_settings(raise_for_all(rule_by_id()["service_limits"], "evenings", 4).apply(school))
    assert setting.parameters == {"most": "6", "evenings": "4"}


def test_who_teaches_the_grade_takes_over_first() -> None:
    classes = (
        SchoolClass(id="七(1)班", grade=7, number=1, size=40, schedule=SCHEDULE),
        SchoolClass(id="八(1)班", grade=8, number=1, size=40, schedule=SCHEDULE),
    )
    given = course("七(1)班", "语文", "王芳", 5)
    near = course("七(1)班", "语文", "李强", 8, id="阅读")
    school = make_school((given, near, course("八(1)班", "语文", "孙悦", 1)), classes=classes)
    assert edits.substitutes_for(school, given, "王芳") == ["李强", "孙悦"]
