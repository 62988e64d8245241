"""What is around every page, run without a browser."""

from __future__ import annotations

import pytest
import streamlit.config

from scheduler.store import Store
from scheduler.store.plans import Plans
from scheduler.ui.frame import is_loopback
from tests.scheduler.ui.conftest import app, head
from tests.schools import make_school


def test_the_first_look_is_a_finished_week_of_a_sample_school_which_later_ones_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as broken_off:
        broken_off.delattr(Plans, "save")
        broken_off.setattr("streamlit.runtime.scriptrunner.exec_code.handle_user_script_exception", lambda *_: None)
        app().run()
    [entry] = Store().schools.entries()
    assert not Store().plans.history(entry.id)
    page = app().run()
    assert not page.exception
    assert "合规" in head(page)
    assert "样例学校" in page.toast[0].value and page.selectbox[0].value == "一(1)班"
    entries = Store().schools.entries()
    assert len(entries) == 1
    assert Store().plans.load(entries[0].id).version.compliant
    again = app().run()
    assert "合规" in head(again) and not again.toast
    assert len(Store().schools.entries()) == 1
    english = app()  # is a switch away
    english.query_params["lang"] = "en"
    english.run()
    assert not english.exception


def test_nothing_is_shown_to_other_machines_without_a_password() -> None:
    streamlit.config.set_option("server.address", "0.0.0.0")
    page = app().run()
    assert "PAIKE_PASSWORD" in page.error[0].value
    assert not page.button and not head(page)


def test_a_password_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    Store().schools.add(make_school())
    monkeypatch.setenv("PAIKE_PASSWORD", "向阳坡")
    streamlit.config.set_option("server.address", "0.0.0.0")
    page = app().run()
    assert not head(page)
    page.text_input[0].input("不是")
    page.button[0].click().run()
    assert page.error and not head(page)
    page.text_input[0].input("向阳坡")
    page.button[0].click().run()
    assert head(page)


def test_where_a_login_is_set_up_nothing_is_shown_before_it() -> None:
    page = app()
    page.secrets["auth"] = {"redirect_uri": "http://localhost/oauth2callback", "cookie_secret": "x" * 32}
    page.run()
    assert not page.exception
    assert [button.label for button in page.button] == ["登录"] and not head(page)


@pytest.mark.parametrize(
    ("address", "alone"), [("localhost", True), ("127.0.0.1", True), ("0.0.0.0", False), (None, False)]
)
def test_streamlit_listens_to_everybody_unless_told_otherwise(address: str | None, alone: bool) -> None:
    assert is_loopback(address) is alone
