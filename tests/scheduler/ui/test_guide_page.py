"""准备清单, run without a browser: what is missing is filled in, said to be usual, and never taken for what the school told."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from constraints.lawful_day import lacking
from scheduler.store import Assumption, Store
from scheduler.text import Text
from tests.scheduler.ui.conftest import app, turn_to
from tests.service_schools import service_school

NOTE = Text("没有“作息”表，小学按每天 6 节安排", "no bell schedule")
PARTS = {"venues": (), "meetings": (), "stages": (), "enrolments": (), "clubs": (), "duties": (), "working": None}


def opened() -> AppTest:
    """Return the page of a school that has told who teaches whom and no more."""
    school = service_school()
    subjects = tuple(subject.model_copy(update={"venue_kind": None}) for subject in school.subjects)
    courses = tuple(course.model_copy(update={"venue": None, "venue_kind": None}) for course in school.courses)
    bare = {**PARTS, "subjects": subjects, "courses": courses, "contracts": (), "pay_rates": ()}
    Store().schools.add(school.model_copy(update=bare))
    page = app()
    page.query_params["school"] = "1"
    turn_to(page.run(), "guide")
    assert not page.exception
    return page


def test_an_old_bell_is_told_and_mended_at_a_click() -> None:
    Store().schools.add(service_school(year=2026))
    page = app()
    page.query_params["school"] = "1"
    turn_to(page.run(), "guide")
    assert not page.exception and "课间只有 10 分钟，应不少于 15 分钟" in words(page)
    page.button(key="law-gaps").click().run()
    assert not page.exception
    version, school = Store().schools.load(1)
    assert version.number == 2 and not lacking(school)
    assert "课间只有" not in words(page) and "law-gaps" not in [button.key for button in page.button]


def words(page: AppTest) -> str:
    return "\n".join(each.value for each in page.markdown)


def test_one_part_is_filled_in_said_to_be_usual_and_confirmed() -> None:
    page = opened()
    page.button(key="fill-stages").click().run()
    assert not page.exception
    version, school = Store().schools.load(1)
    assert (version.number, version.note) == (2, "填入常用安排：课后服务")
    assert school.stages and school.enrolments and not school.clubs
    told = f"常用 {len(school.stages)} 行，没有核对"
    assert told in words(page)
    page.button(key="checked-stages").click().run()
    assert not page.exception and told not in words(page) and "核对过" in words(page)


def test_everything_is_filled_in_at_once_and_can_be_solved_from_there() -> None:
    page = opened()
    page.button(key="fill-all").click().run()
    assert not page.exception and not page.error
    school = Store().schools.load(1)[1]
    assert all(getattr(school, name) for name in ("meetings", "stages", "clubs", "duties", "working"))
    assert "fill-all" not in [button.key for button in page.button]
    turn_to(page, "solve")
    assert any("学校还没有核对" in each.value for each in page.caption)


def test_a_row_that_was_changed_since_is_the_schools_own() -> None:
    page = opened()
    page.button(key="fill-stages").click().run()
    school = Store().schools.load(1)[1]
    first, *rest = school.stages
    Store().schools.save(
        1, school.model_copy(update={"stages": (first.model_copy(update={"per_adult": 30}), *rest)}), based_on=2
    )
    page = app()
    page.query_params["school"] = "1"
    turn_to(page.run(), "guide")
    assert f"常用 {len(rest)} 行，没有核对" in words(page)


def test_how_the_workbook_was_understood_stays_to_be_found_and_confirmed() -> None:
    page = opened()
    Store().assumptions.add(1, [Assumption(1, NOTE)])
    page.run()
    assert NOTE.zh in words(page).replace("\\", "")
    page.button(key="understood-0").click().run()
    assert not page.exception and "understood-0" not in [button.key for button in page.button]
    assert "✓ " in words(page)


def test_a_part_leads_to_its_sheet() -> None:
    page = opened()
    page.button(key="edit-meetings").click().run()
    assert not page.exception
    assert page.pills(key="school-sheet").value == "meetings"
