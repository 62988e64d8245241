"""学校, run without a browser: a grid's edits are put where the browser puts them."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from scheduler.store import Store
from scheduler.ui.session import REACHED, Reached
from tests.scheduler.ui.conftest import app, turn_to
from tests.schools import make_school


def opened() -> AppTest:
    """Return the page of a school of two classes."""
    Store().schools.add(make_school())
    page = app()
    page.query_params["school"] = "1"
    page.run()
    turn_to(page, "school")
    assert not page.exception
    return page


def show(page: AppTest, sheet: str) -> None:
    """Choose a sheet."""
    page.pills(key="school-sheet").set_value(sheet).run()
    assert not page.exception


def edit(page: AppTest, **edits: Any) -> None:
    """Edit the grid in sight: `rows` by number from 0, `added` and `deleted` rows."""
    state = {"edited_rows": edits.get("rows", {}), "added_rows": edits.get("added", [])}
    page.session_state[page.data_editor[0].key] = {**state, "deleted_rows": edits.get("deleted", [])}
    page.run()
    assert not page.exception


def test_an_edit_is_kept_while_others_are_made_and_saved_as_a_version() -> None:
    page = opened()
    show(page, "classes")
    assert page.button(key="save-school").disabled
    edit(page, rows={0: {"size": 38, "homeroom": "王芳"}})
    show(page, "teachers")
    edit(page, added=[{"teacher": "周新", "group": "语文组"}])
    show(page, "classes")
    assert page.data_editor[0].value["size"].tolist() == [38, 45]
    page.button(key="save-school").click().run()
    assert not page.exception
    version, school = Store().schools.load(1)
    assert (version.number, version.note) == (2, "修改 班级、教师")
    assert school.classes[0].size == 38 and school.classes[0].homeroom_teacher == "王芳"
    assert "周新" in school.teacher
    assert page.button(key="save-school").disabled


def test_a_wrong_edit_is_told_with_row_and_cure_and_cannot_be_saved() -> None:
    page = opened()
    edit(page, rows={1: {"语文": ["王放 5"]}})
    table = page.dataframe[-1].value
    assert table.iloc[0][["级别", "工作表", "行", "列"]].tolist() == ["错误", "任课", "第 2 行 七(2)班", "语文"]
    assert "王芳" in table.iloc[0]["怎么改"]
    assert page.button(key="save-school").disabled
    page.button(key="drop-school").click().run()
    assert "错误" not in page.dataframe[-1].value["级别"].tolist()
    assert page.data_editor[0].value["语文"].tolist()[1] == ["王芳 5"]


def test_matrices_have_a_row_for_a_new_class_and_a_column_for_a_new_subject() -> None:
    page = opened()
    show(page, "classes")
    edit(page, added=[{"class": "七(3)班"}])
    show(page, "subjects")
    edit(page, added=[{"subject": "书法", "area": "美术"}])
    show(page, "assignment")
    grid = page.data_editor[0].value
    assert grid["class"].tolist()[-1] == "七(3)班" and "书法" in grid.columns
    edit(page, rows={2: {"书法": ["王芳 1"]}})
    page.button(key="save-school").click().run()
    school = Store().schools.load(1)[1]
    assert [course.subject for course in school.class_courses["七(3)班"]] == ["书法"]


def test_a_deleted_row_is_gone_and_what_named_it_is_told() -> None:
    page = opened()
    show(page, "teachers")
    edit(page, deleted=[0])
    assert page.dataframe[-1].value.iloc[0][["级别", "工作表", "列"]].tolist() == ["错误", "任课", "语文"]
    assert page.button(key="save-school").disabled


def test_edits_survive_a_look_at_another_page_and_a_newer_version() -> None:
    page = opened()
    show(page, "classes")
    edit(page, rows={0: {"size": 38}})
    turn_to(page, "")
    Store().schools.save(1, make_school(term="下学期"), based_on=1)
    turn_to(page, "school")
    assert page.data_editor[0].value["size"].tolist() == [38, 45]
    page.button(key="save-school").click().run()
    assert not page.exception and "没有保存" in page.error[0].value
    assert len(Store().schools.history(1)) == 2


def test_a_new_name_is_carried_into_the_other_sheets() -> None:
    page = opened()
    show(page, "teachers")
    edit(page, rows={0: {"teacher": "王小芳"}})
    assert "错误" in page.dataframe[-1].value["级别"].tolist()
    page.button(key="rename-王芳").click().run()
    assert not page.exception and "rename-王芳" not in [button.key for button in page.button]
    page.button(key="save-school").click().run()
    school = Store().schools.load(1)[1]
    assert {course.teachers for course in school.courses if course.subject == "语文"} == {("王小芳",)}
    assert "王芳" not in school.teacher


def test_edits_wait_while_another_school_is_open() -> None:
    page = opened()
    show(page, "classes")
    edit(page, rows={0: {"size": 38}})
    Store().schools.add(make_school(name="另一所"))
    for school_id, sizes in ((2, [45, 45]), (1, [38, 45])):
        page.session_state[REACHED] = Reached(school_id)
        page.run()
        assert not page.exception
        assert page.data_editor[0].value["size"].tolist() == sizes


def test_a_first_row_is_added_to_a_sheet_of_one_row() -> None:
    page = opened()
    show(page, "working")
    edit(page, added=[{"start": "08:00", "end": "17:30"}])
    page.button(key="save-school").click().run()
    working = Store().schools.load(1)[1].working
    assert working is not None and (working.start, working.end) == (480, 1050)
