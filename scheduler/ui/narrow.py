"""The pages in a narrow window."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_STYLE = f"<style>{Path(__file__).with_suffix('.css').read_text(encoding='utf-8')}</style>"


def fit_narrow() -> None:
    """Let the page that is shown fit into a narrow window."""
    st.html(_STYLE)
