"""What the tests of pages share: a store of their own and a server that only this machine reaches."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
import streamlit.config
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from scheduler.store.database import VARIABLE
from tests.conftest import PATIENCE

APP = Path(__file__).parents[3] / "app_streamlit.py"


@pytest.fixture(scope="session", autouse=True)
def components() -> Iterator[None]:
    """Have the installed packages searched for components once, not by each test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True)
def store_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give each test an empty store; after it this process is what it was, where Streamlit's stand-in is the program itself."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    url = f"sqlite:///{tmp_path / 'paike.db'}"
    monkeypatch.setenv(VARIABLE, url)
    monkeypatch.delenv("PAIKE_PASSWORD", raising=False)
    streamlit.config.set_option("server.address", "localhost")
    st.cache_resource.clear()
    yield url
    st.cache_resource.clear()


def app() -> AppTest:
    """Return the app as a browser finds it that has just come."""
    return AppTest.from_file(str(APP), default_timeout=PATIENCE)


def turn_to(page: AppTest, url_path: str) -> AppTest:
    """Go to a page of the app as a click in the navigation does, after its first run; that which the app opens on is ''."""
    registered = page._registered_pages.items()  # `switch_page` knows pages that are files only
    page._page_hash = next(key for key, info in registered if info.get("url_pathname") == url_path)
    return page.run()


def head(page: AppTest) -> str:
    """Return what the head of a page says: school, versions and verdict; '' where there is none."""
    school = [each.value for each in page.main.markdown if "**" in each.value and ":small[" in each.value][:1]
    verdict = re.compile(r"\*\*(合规|有 \d+ 处不合规|还没有课表|课表已损坏)")
    plain = [each.value for each in page.main.markdown if verdict.match(each.value)]  # where it leads nowhere
    return " ".join([*school, *plain, *(each.proto.label for each in page.get("page_link"))])
