"""What several pages use: a table to choose from, what is picked, a question before unsaved changes are left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import streamlit as st

from scheduler.ui import session
from scheduler.ui.language import _

ROW_PIXELS, HEAD_PIXELS = 35, 38
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ASK_BEFORE_LEAVING = """
export default function({ data }) {
  const ask = (event) => { event.preventDefault(); event.returnValue = ""; };
  if (data.unsaved) window.addEventListener("beforeunload", ask);
  return () => window.removeEventListener("beforeunload", ask);
}
"""
_guard = st.components.v2.component("leave_guard", js=_ASK_BEFORE_LEAVING)


def moment(at: datetime | None, form: str = "%Y-%m-%d %H:%M") -> str:
    """Return a moment in the time of this machine; None is damaged in the database."""
    return _("（时间已损坏）") if at is None else f"{at.astimezone():{form}}"


def choice_table(rows: Sequence[dict[str, object]], *, key: str, tall: int) -> int:
    """Show a table of which one row is chosen by a click anywhere in it, or by the arrow keys; `tall` in pixels.

    Return the position of the chosen one, the first where none is, and when another school has been opened."""
    event = st.dataframe(
        rows,
        hide_index=True,
        height=min(tall, HEAD_PIXELS + ROW_PIXELS * len(rows)),
        key=f"{key}-{session.wanted()}",
        on_select="rerun",
        selection_mode="single-cell",
    )
    cells = event["selection"]["cells"]
    return cells[0][0] if cells and cells[0][0] < len(rows) else 0


def leave_guard(*, unsaved: bool) -> None:
    """Let the browser ask, as long as this stands on the page, whether to leave with unsaved changes."""
    _guard(data={"unsaved": unsaved}, key="leave-guard", height=0)


@dataclass
class Pick:
    """Something picked on a page, None for nothing: changed in place, as `session.Reached` is, so that it follows what was saved.

    `of` is the opening of the school in which it was picked.
    """

    what: Any = None
    of: session.Reached | None = field(default=None, compare=False)


def pick_of(key: str) -> Pick:
    """Return what this session has picked under a key; nothing where it was picked before this school was opened."""
    found: Pick = st.session_state.setdefault(key, Pick())
    reached = st.session_state.get(session.REACHED)
    if found.of is not None and found.of is not reached:
        found.what = None
    found.of = reached
    return found
