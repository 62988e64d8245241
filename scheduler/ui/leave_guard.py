"""Asks before a browser tab with unsaved changes is closed or loaded anew."""

from __future__ import annotations

import streamlit as st

_JS = """
export default function({ data }) {
  const ask = (event) => { event.preventDefault(); event.returnValue = ""; };
  if (data.unsaved) window.addEventListener("beforeunload", ask);
  return () => window.removeEventListener("beforeunload", ask);
}
"""
_guard = st.components.v2.component("leave_guard", js=_JS)


def leave_guard(*, unsaved: bool) -> None:
    """Let the browser ask, as long as this stands on the page, whether to leave with unsaved changes."""
    _guard(data={"unsaved": unsaved}, key="leave-guard", height=0)
