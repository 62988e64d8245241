"""Clicks that come while the page still answers the last one: none is lost, none done twice."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequest, ScriptRequests
from streamlit.testing.v1 import AppTest

from scheduler.store import Store
from tests.scheduler.ui.conftest import app, head, turn_to
from tests.scheduler.ui.test_rules_page import do
from tests.schools import make_school

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
