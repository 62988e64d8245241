"""Clicks that come while the page still answers the last one: none is lost, none done twice."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequest, ScriptRequests
from streamlit.testing.v1 import AppTest

from scheduler.school import MarkLevel
from scheduler.store import Store
from scheduler.ui import mend_grid, paint_grid, rules_table, timetable_grid, timetable_page
from scheduler.ui.clicks import once
from scheduler.ui.lesson_moves import CHOSEN
from scheduler.ui.session import TOASTS
from scheduler.ui.timetable_views import PickedCell
from scheduler.ui.widgets import Pick
from scheduler.workbook.mended import RawSheet
from tests.scheduler.ui.conftest import app, head, turn_to
from tests.scheduler.ui.test_rules_page import do
from tests.schools import make_school, slot

PAGES = sorted((Path(__file__).parents[3] / "scheduler" / "ui").glob("*.py"))
BUTTONS = {"button", "form_submit_button"}
ONLY_SHOWS = {"versions"}  # the keys of buttons that open a window
LOOKS = 25  # of Streamlit for the next click: the first before it does what hangs on this one


@contextmanager
def impatient(page: AppTest) -> Iterator[None]:
    """Let somebody click elsewhere whenever Streamlit looks for that, `LOOKS` times: each breaks off what can be broken off."""
    left, look = iter(range(LOOKS)), ScriptRequests.on_scriptrunner_yield

    def looked(requests: ScriptRequests) -> ScriptRequest | None:
        if next(left, None) is not None:
            requests.request_rerun(RerunData(widget_states=WidgetStates(), page_script_hash=page._page_hash))
        return look(requests)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ScriptRequests, "on_scriptrunner_yield", looked)
        yield
    assert next(left, None) is None


def test_what_is_saved_while_somebody_clicks_on_is_saved_once() -> None:
    Store().schools.add(make_school())
    page = app()
    page.query_params["school"] = "1"
    page = turn_to(page.run(), "rules")
    do(page, ("pe_days_apart", "weight", 9))
    with impatient(page):
        page.button(key="save-rules").click().run()
    assert not page.exception
    assert [version.number for version in Store().schools.history(1)] == [2, 1]
    assert "学校第 2 版" in head(page)
    assert not [each.value for each in page.error]


def long_work() -> None:
    import streamlit as st

    from scheduler.ui.clicks import keep_clicks, work_later, work_off

    def ask(number: int) -> None:
        work_later("…", lambda: done.append(number))

    keep_clicks()
    st.caption("")
    done: list[int] = st.session_state.setdefault("done", [])
    work_off()
    for number in (1, 2):
        st.button(str(number), on_click=ask, args=(number,))
    st.text(str(done))


def test_long_work_is_done_once_while_somebody_clicks_on() -> None:
    page = AppTest.from_function(long_work).run()
    with impatient(page):
        page.button[1].click().run()
    assert page.text[0].value == "[2]"
    page.button[0].click().run()
    assert page.text[0].value == "[2, 1]"


def typed_and_pressed() -> None:
    import streamlit as st

    from scheduler.ui.clicks import keep_clicks

    def take() -> None:
        st.session_state["taken"] = st.session_state["typed"]

    def save() -> None:
        st.session_state["saved"] = st.session_state.get("taken")
        st.rerun()

    keep_clicks()
    st.button("save", on_click=save)
    st.button("other", on_click=lambda: st.session_state.update(other=True))
    st.number_input("typed", key="typed", value=1, on_change=take)


def test_a_button_is_answered_after_what_was_typed_before_it_when_both_come_at_once() -> None:
    page = AppTest.from_function(typed_and_pressed).run()
    page.number_input[0].set_value(7)
    for button in page.button:
        button.click()
    page.run()
    assert not page.exception
    assert (page.session_state["saved"], page.session_state["other"]) == (7, True)


def test_what_is_done_once_is_not_done_when_something_else_was_chosen_since(monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, Any] = {"chosen": ["a"]}
    done: list[str] = []
    monkeypatch.setattr(st, "session_state", state)
    for change, wanted in ((False, ["x"]), (True, ["x"])):
        act = once(done.append, "x", under=["chosen"])
        if change:
            state["chosen"].append("b")  # Streamlit hands out the same object
        act()
        act()
        assert done == wanted
    assert [each.words for each in state[TOASTS]] == ["页面刚刚变了，这一下没有做。请再看一看。"]


def test_nothing_hangs_on_whether_a_button_is_clicked_while_the_page_is_run() -> None:
    asked = [
        f"{file.name}:{node.lineno}"
        for file in PAGES
        for tree in [ast.parse(file.read_text(encoding="utf-8"))]
        for statements in [{id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in BUTTONS and id(node) not in statements
        if not {getattr(word.value, "value", None) for word in node.keywords if word.arg == "key"} & ONLY_SHOWS
    ]
    assert not asked


Show = Callable[[list[object]], None]
"""Shows a grid that appends to a list what was done in it."""


def show_rules(done: list[object]) -> None:
    rules_table.rules_table([], key="key", tall=1, on_action=done.append)


def show_week(done: list[object]) -> None:
    grid = timetable_grid.Grid((), (), (), "")
    timetable_grid.timetable_grid(grid, key="key", label="", hint="", on_event=lambda each: done.append(each["id"]))


def show_times(done: list[object]) -> None:
    paint_grid.paint_grid((), (), key="key", label="", on_paint=lambda cells, level: done.append((cells, level)))


def show_book(done: list[object]) -> None:
    mend_grid.mend_grid(
        RawSheet("任课", (), {}), {}, [], mend_grid.Focus("", 0), key="key", on_type=lambda *typed: done.append(typed)
    )


@pytest.mark.parametrize(
    ("grid", "show", "name", "reports", "wanted"),
    [
        (
            rules_table,
            show_rules,
            "actions",
            [{"rule": "a", "what": "weight", "value": 1}, {"rule": "b", "what": "pick", "value": True}],
            [("a", "weight", 1), ("b", "pick", True)],
        ),
        (timetable_grid, show_week, "events", [{"do": "pick", "id": "a"}, {"do": "move", "id": "b"}], ["a", "b"]),
        (
            paint_grid,
            show_times,
            "strokes",
            [{"cells": ["1-2"], "level": "forbidden"}, {"cells": ["1-3"], "level": ""}],
            [([(1, 2)], MarkLevel.FORBIDDEN), ([(1, 3)], None)],
        ),
        (
            mend_grid,
            show_book,
            "edits",
            [{"sheet": "任课", "cells": [["A1", "x"]]}, {"sheet": "任课", "cells": [["A2", "y"]]}],
            [("任课", [("A1", "x")]), ("任课", [("A2", "y")])],
        ),
    ],
)
def test_what_is_done_in_a_grid_is_taken_once_also_when_two_things_come_at_once(
    monkeypatch: pytest.MonkeyPatch,
    grid: ModuleType,
    show: Show,
    name: str,
    reports: list[dict[str, Any]],
    wanted: list[object],
) -> None:
    state: dict[str, Any] = {}
    shown: dict[str, Any] = {}
    done: list[object] = []
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(grid, "_show", lambda **told: shown.update(told))
    reports = [{**each, "number": number} for number, each in enumerate(reports, 1)]
    for known in ([], reports[:1], reports[:1], reports, reports[1:], []):
        show(done)  # what the page did not answer yet is told again
        state["key"] = {name: known}
        shown[f"on_{name}_change"]()
    assert done == wanted
    show(done)
    assert shown["data"]["taken"] == 2


def test_a_move_is_not_made_when_another_lesson_is_picked_by_then(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, now = (PickedCell("七(1)班", slot(1, number)) for number in (1, 2))
    moved: list[object] = []
    monkeypatch.setattr(st, "session_state", {CHOSEN: Pick(now)})
    monkeypatch.setattr(timetable_page, "move_to", lambda to, knowingly: moved.append(to))
    for of in (drawn, now):
        to = PickedCell("七(1)班", slot(2, 1)).id
        timetable_page._on_event({"number": 1, "do": "move", "id": to, "of": of.id})
    assert moved == [slot(2, 1)]
