"""When the server begins, the browser of this machine is led to the pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit.config

from scheduler.ui.opening import address


@pytest.fixture
def options() -> Iterator[None]:
    names = ("server.address", "server.port", "server.baseUrlPath")
    before = {name: streamlit.config.get_option(name) for name in names}
    yield
    for name, value in before.items():
        streamlit.config.set_option(name, value)


@pytest.mark.usefixtures("options")
@pytest.mark.parametrize(
    ("listens", "opened"),
    [
        ("localhost", "http://localhost:8501/"),
        ("0.0.0.0", "http://localhost:8501/"),
        (None, "http://localhost:8501/"),
        ("::1", "http://[::1]:8501/"),
        ("192.168.1.5", "http://192.168.1.5:8501/"),
    ],
)
def test_the_address_is_one_that_a_browser_finds(listens: str | None, opened: str) -> None:
    streamlit.config.set_option("server.address", listens)
    streamlit.config.set_option("server.port", 8501)
    assert address() == opened
