"""When the server begins: its log is kept free of names, what is published is served, and the user's browser is led to the pages."""

from __future__ import annotations

import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from scheduler.ui.failures import set_up_log
from scheduler.ui.published import begin_beside, end_beside

EVERYWHERE = frozenset({None, "", "0.0.0.0", "::"})


@asynccontextmanager
async def opening(_app: object) -> AsyncIterator[None]:
    """Open the pages, unless the server was told that nobody sits before it (`server.headless`)."""
    set_up_log()
    begin_beside()
    if not st.get_option("server.headless"):
        webbrowser.open(address())
    yield
    end_beside()


def address() -> str:
    """Return where the browser of this machine finds the pages."""
    host = st.get_option("server.address")
    name = "localhost" if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    base = st.get_option("server.baseUrlPath").strip("/")
    return f"{scheme}://{name}:{st.get_option('server.port')}/{base}"
