"""Plans that FET has made, read back: what was written comes back, and what does not fit is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from sample_data.generator import make_school as make_sample
from scheduler.export.fet.document import fet_document
from scheduler.plan import Plan
from scheduler.school import School, Week
from scheduler.workbook.plan.reader import read_plan
from tests.chance import examples
from tests.fet_judge import FET, MISSING, accepted
from tests.full_plans import full_plan
from tests.random_schools import schools
from tests.schools import course, make_school, plan_of, slot

few_examples = examples(8)


def locked(school: School, plan: Plan, folder: Path) -> Path:
    path = folder / "FET结果.fet"
    path.write_bytes(fet_document(school, plan).xml)
    return path


def held(plan: Plan) -> set[tuple[str, object]]:
    return {(p.course, p.slot) for p in plan.placements} | {(m.meeting, m.slot) for m in plan.meetings}


def test_a_plan_comes_back_with_joint_classes_groups_and_odd_weeks(tmp_path: Path) -> None:
    school = make_sample("nine-year", 12).without_service()
    plan = full_plan(school)
    reading = read_plan(locked(school, plan, tmp_path), school)
    assert reading.plan is not None and not reading.problems
    assert held(reading.plan) == held(plan)
    assert {c.week for c in school.courses} == set(Week) and any(c.together for c in school.courses)


@few_examples
@given(school=schools(solvable=True))
def test_whatever_is_locked_comes_back(school: School, tmp_path_factory: pytest.TempPathFactory) -> None:
    school = school.without_service()
    plan = full_plan(school)
    reading = read_plan(locked(school, plan, tmp_path_factory.mktemp("fet")), school)
    told = held(reading.plan) if reading.plan is not None else set()
    assert told <= held(plan) | {(m.id, m.slot) for m in school.meetings}


def test_a_changed_school_is_told(tmp_path: Path) -> None:
    old = make_school((course("七(1)班", "语文", "王芳", 2),))
    path = locked(old, plan_of({"七(1)班|语文": [slot(1, 1), slot(2, 1)]}), tmp_path)
    new = make_school((course("七(1)班", "语文", "李强", 2),))
    reading = read_plan(path, new)
    assert reading.plan is not None and not reading.plan.placements
    assert [stray.teacher for stray in reading.plan.strays] == ["王芳", "王芳"]
    assert any("王芳" in problem.value for problem in reading.problems)
    two = make_school(tuple(course(name, "语文", "王芳", 1) for name in ("七(1)班", "七(2)班")))
    path = locked(two, plan_of({"七(1)班|语文": [slot(1, 1)], "七(2)班|语文": [slot(1, 2)]}), tmp_path)
    assert any("没有这个班" in problem.text.zh for problem in read_plan(path, old).problems)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "XML"),
        ("<fet", "XML"),
        ("<html/>", "不是 FET"),
        ("<Activities_Timetable/>", "data_and_timetable"),
        ("<fet/>", "没有日、节次或活动"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><fet>&b;</fet>', "XML"),
    ],
)
def test_no_file_is_so_wrong_that_it_raises(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "x.fet"
    path.write_text(content, encoding="utf-8")
    reading = read_plan(path, make_school())
    assert reading.plan is None
    assert any(words in problem.line.zh for problem in reading.problems)
    assert read_plan(tmp_path / "none.fet", make_school()).plan is None


def test_a_file_without_times_is_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "x.fet"
    path.write_bytes(fet_document(make_school()).xml)
    reading = read_plan(path, make_school())
    assert reading.plan is None and "没有排好的课" in reading.problems[0].text.zh


@pytest.mark.skipif(FET is None, reason=MISSING)
def test_what_fet_has_planned_is_read(tmp_path: Path) -> None:
    school = make_school()
    path = tmp_path / "school.fet"
    path.write_bytes(fet_document(school).xml)
    assert accepted(path, tmp_path)
    reading = read_plan(tmp_path / "timetables" / "school" / "school_data_and_timetable.fet", school)
    assert reading.plan is not None and not reading.problems
    assert all(len(reading.plan.slots_of(c.id)) == c.lessons for c in school.courses)
