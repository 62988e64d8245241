"""From page to page: by a link, or after something was done."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

_PAGES = "pages"


def know(pages: Mapping[str, StreamlitPage]) -> None:
    """Take the pages that there are, by their names, in the language of this run."""
    st.session_state[_PAGES] = dict(pages)


def go_to(name: str) -> None:
    """Show another page, called by a callback as the last thing; a page that stands alone goes on."""
    pages = st.session_state.get(_PAGES, {})
    if name in pages:
        st.switch_page(pages[name])


def way_to(name: str, label: str, icon: str = "") -> None:
    """Show a link to another page, where there are others."""
    pages = st.session_state.get(_PAGES, {})
    if name in pages:
        st.page_link(pages[name], label=label, icon=icon or None)
