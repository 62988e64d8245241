"""What is picked on a page: an object that is changed in place, as `session.Reached` is, so that it follows what was saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st


@dataclass
class Pick:
    """Something picked; None for nothing."""

    what: Any = None


def pick_of(key: str) -> Pick:
    """Return what this session has picked under a key."""
    found: Pick = st.session_state.setdefault(key, Pick())
    return found
