"""From page to page: by a link, or after something was done."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

_pages: dict[str, StreamlitPage] = {}


def know(pages: Mapping[str, StreamlitPage]) -> None:
    """Take the pages that there are, by their names."""
    _pages.update(pages)


def go_to(name: str) -> None:
    """End this run and show another page."""
    st.switch_page(_pages[name])


def way_to(name: str, label: str, icon: str = "", help: str | None = None) -> None:
    """Show a link to another page."""
    st.page_link(_pages[name], label=label, icon=icon or None, help=help)
