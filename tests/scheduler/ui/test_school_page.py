"""学校, run without a browser: a grid's edits are put into the draft as the grid puts them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from scheduler.store import Store
from scheduler.ui.school_draft import KEY, SchoolDraft
from scheduler.ui.session import REACHED, Reached
from scheduler.ui.sheet_grid import cells_of, rows_of
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


def edit(page: AppTest, school_id: int = 1, **edits: Any) -> None:
    """Edit the grid in sight: `rows` by number from 0, `added` and `deleted` rows."""
    draft: SchoolDraft = page.session_state[f"{KEY}-{school_id}"]
    form = draft.forms[draft.shown]
    cells = [row for number, row in enumerate(cells_of(form)) if number not in edits.get("deleted", [])]
    cells += [[""] * len(form.keys) for _row in edits.get("added", [])]
    texts = dict(edits.get("rows", {})) | dict(enumerate(edits.get("added", []), len(form.rows)))
    for number, row in texts.items():
        for key, text in row.items():
            cells[number][form.keys.index(key)] = str(text)
    draft.take(replace(form, rows=rows_of(form, cells)))
    page.run()
    assert not page.exception


def grid(page: AppTest) -> dict[str, Any]:
    """Return what the browser is told of the grid in sight."""
    found = [each.proto for each in page.get("bidi_component") if each.proto.component_name.endswith("sheet_grid")]
    return dict(json.loads(found[0].json))


def column(page: AppTest, title: str) -> list[str]:
    """Return the texts of a column of the grid in sight."""
    told = grid(page)
    at = [each["title"] for each in told["columns"]].index(title)
    return [row[at] for row in told["rows"]]


def test_an_edit_is_kept_while_others_are_made_and_saved_as_a_version() -> None:
    page = opened()
    show(page, "classes")
    assert page.button(key="save-school").disabled
    edit(page, rows={0: {"size": 38, "homeroom": "王芳"}})
    show(page, "teachers")
    edit(page, added=[{"teacher": "周新", "group": "语文组"}])
    show(page, "classes")
    assert column(page, "人数") == ["38", "45"]
    page.button(key="save-school").click().run()
    assert not page.exception
    version, school = Store().schools.load(1)
    assert (version.number, version.note) == (2, "修改 班级、教师")
    assert school.classes[0].size == 38 and school.classes[0].homeroom_teacher == "王芳"
    assert "周新" in school.teacher
    assert page.button(key="save-school").disabled


def test_a_wrong_edit_is_told_with_row_and_cure_and_cannot_be_saved() -> None:
    page = opened()
    edit(page, rows={1: {"语文": "王放 5"}})
    table = page.dataframe[-1].value
    assert table.iloc[0][["级别", "工作表", "行", "列"]].tolist() == ["错误", "任课", "第 2 行 七(2)班", "语文"]
    assert "王芳" in table.iloc[0]["怎么改"]
    assert page.button(key="save-school").disabled
    page.button(key="drop-school").click().run()
    assert "错误" not in page.dataframe[-1].value["级别"].tolist()
    assert column(page, "语文")[1] == "王芳 5"


def test_matrices_have_a_row_for_a_new_class_and_a_column_for_a_new_subject() -> None:
    page = opened()
    show(page, "classes")
    edit(page, added=[{"class": "七(3)班"}])
    show(page, "subjects")
    edit(page, added=[{"subject": "书法", "area": "美术"}])
    show(page, "assignment")
    assert column(page, "班级")[-1] == "七(3)班" and "书法" in [each["title"] for each in grid(page)["columns"]]
    edit(page, rows={2: {"书法": "王芳 1"}})
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
    assert column(page, "人数") == ["38", "45"]
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
    for school_id, sizes in ((2, ["45", "45"]), (1, ["38", "45"])):
        page.session_state[REACHED] = Reached(school_id)
        page.run()
        assert not page.exception
        assert column(page, "人数") == sizes


def test_a_first_row_is_added_to_a_sheet_of_one_row() -> None:
    page = opened()
    show(page, "working")
    edit(page, added=[{"start": "08:00", "end": "17:30"}])
    page.button(key="save-school").click().run()
    working = Store().schools.load(1)[1].working
    assert working is not None and (working.start, working.end) == (480, 1050)


@pytest.mark.parametrize(
    ("sheet", "key", "text"),
    [
        ("schedule", "kind", "08:10"),
        ("classes", "size", "四十五"),
        ("teachers", "kind", "全职的"),
        ("teachers", "max_per_day", "多节"),
        ("subjects", "area", "游泳池"),
    ],
)
def test_what_a_column_does_not_take_stays_in_its_cell_and_is_told_there(sheet: str, key: str, text: str) -> None:
    page = opened()
    show(page, sheet)
    draft: SchoolDraft = page.session_state[f"{KEY}-1"]
    at = draft.forms[sheet].keys.index(key)
    edit(page, rows={0: {key: text}})
    told = grid(page)
    assert told["rows"][0][at] == text
    assert [(mark["row"], mark["column"], mark["blocks"]) for mark in told["marks"]][:1] == [(0, at, True)]
    assert page.button(key="save-school").disabled
    edit(page, rows={0: {key: str(draft.stored[sheet].rows[0].get(key) or "")}})
    assert not [mark for mark in grid(page)["marks"] if mark["column"] == at]


def test_two_teachers_are_named_with_a_separator_and_one_replaces_another() -> None:
    page = opened()
    edit(page, rows={0: {"语文": "王芳、李强 5"}})
    assert column(page, "语文")[0] == "王芳、李强 5"
    edit(page, rows={0: {"语文": "李强 5"}})
    page.button(key="save-school").click().run()
    school = Store().schools.load(1)[1]
    assert {course.teachers for course in school.class_courses["七(1)班"] if course.subject == "语文"} == {("李强",)}


def test_a_step_of_the_school_is_not_undone_under_edits_that_are_not_saved() -> None:
    page = opened()
    Store().schools.save(1, make_school(term="下学期"), based_on=1, note="改学期")
    page.session_state[REACHED].number = 2
    page.run()
    show(page, "classes")
    edit(page, rows={0: {"size": 38}})
    page.button(key="undo").click().run()
    assert "改学期" in page.error[0].value and len(Store().schools.history(1)) == 2
    page.button(key="drop-school").click().run()
    page.button(key="undo").click().run()
    assert Store().schools.load(1)[1].term == make_school().term and len(Store().schools.history(1)) == 3
