"""A sheet of a workbook as it stands, its wrong cells marked, to be typed into as in Excel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from scheduler.ui.language import _
from scheduler.workbook.mended import RawSheet

_HERE = Path(__file__).parent
_show = st.components.v2.component(
    "paike_mend_grid",
    html='<div class="mend"></div>',
    css=(_HERE / "mend_grid.css").read_text(encoding="utf-8"),
    js=(_HERE / "mend_grid.js").read_text(encoding="utf-8"),
)


class CellMark(NamedTuple):
    """How a cell is marked: the severity of what is wrong with it, and that in words."""

    level: str
    words: str


@dataclass
class _Taken:
    """The number of the last edit of a grid that was answered."""

    number: int = 0


class Focus(NamedTuple):
    """The cell to go to, and the number of that wish: the same wish twice is heard once."""

    cell: str
    turn: int


Typing = Callable[[str, list[tuple[str, str]]], None]


def mend_grid(
    sheet: RawSheet,
    marks: Mapping[str, CellMark],
    mended: list[str],
    focus: Focus,
    *,
    key: str,
    on_type: Typing,
) -> None:
    """Show a sheet; `on_type` gets its title and the cells with the texts that were typed, before the next run."""
    taken: _Taken = st.session_state.setdefault(f"{key}-taken", _Taken())

    def changed() -> None:
        for edit in st.session_state[key].get("edits") or ():
            if edit["number"] > taken.number:
                taken.number = edit["number"]
                on_type(edit["sheet"], [(name, text) for name, text in edit["cells"]])

    _show(
        key=key,
        data={
            "sheet": sheet.title,
            "columns": list(sheet.columns),
            "rows": [
                {"number": number, "cells": [[c.name, c.text, c.columns, c.rows] for c in cells]}
                for number, cells in sheet.rows.items()
            ],
            "marks": {name: mark._asdict() for name, mark in marks.items()},
            "mended": mended,
            "focus": focus.cell,
            "turn": focus.turn,
            "taken": taken.number,
            "words": {"content": _("格子的内容"), "empty": _("空格")},
        },
        on_edits_change=changed,
    )
