"""A table of which one row is chosen by a click anywhere in it, or by the arrow keys."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

ROW_PIXELS, HEAD_PIXELS = 35, 38


def choice_table(rows: Sequence[dict[str, object]], *, key: str, tall: int) -> int:
    """Show some rows, at most so many pixels high; return the position of the chosen one, the first where none is."""
    event = st.dataframe(
        rows,
        hide_index=True,
        height=min(tall, HEAD_PIXELS + ROW_PIXELS * len(rows)),
        key=key,
        on_select="rerun",
        selection_mode="single-cell",
    )
    cells = event["selection"]["cells"]
    return cells[0][0] if cells and cells[0][0] < len(rows) else 0
