"""A sheet of the school workbook as a grid for Excel people: typing replaces, everything pasted is taken, what is wrong is marked in its cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from scheduler.ui.language import _
from scheduler.workbook.school.form import Form, Row, Value
from scheduler.workbook.spelling import SEPARATOR

_HERE = Path(__file__).parent
_show = st.components.v2.component(
    "paike_sheet_grid",
    html='<div class="sheet"></div>',
    css=(_HERE / "sheet_grid.css").read_text(encoding="utf-8"),
    js=(_HERE / "sheet_grid.js").read_text(encoding="utf-8"),
)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
Cells = list[list[str]]


class GridColumn(NamedTuple):
    """A column: its heading with a note, what may be chosen in it, and whether a cell may name several."""

    title: str
    note: str = ""
    options: Sequence[str] = ()
    several: bool = False
    number: bool = False


class CellMark(NamedTuple):
    """What is wrong in a cell, by row and column from 0; `blocks` where nothing is saved as long as it stands."""

    row: int
    column: int
    blocks: bool
    words: str


@dataclass
class Taken:
    """The number of the last state of a grid that was answered."""

    number: int = 0


def sheet_grid(
    rows: Cells,
    columns: Sequence[GridColumn],
    marks: Sequence[CellMark],
    *,
    key: str,
    mount: str,
    label: str,
    fixed: bool,
    on_edit: Callable[[Cells], None],
) -> None:
    """Show a grid; `on_edit` gets all its rows after an edit, before the next run of the page.

    `rows` are shown when the grid begins: for another `mount`. Then the browser has them, so that no quick edit is lost. No rows are
    added to or taken from a `fixed` one that has some.
    """
    taken: Taken = st.session_state.setdefault(f"{key}-{mount}-taken", Taken())

    def changed() -> None:
        state: dict[str, Any] = st.session_state[key].get("state") or {}
        if state.get("mount") == mount and state["number"] > taken.number:
            taken.number = state["number"]
            on_edit(state["rows"])

    _show(
        key=key,
        data={
            "mount": mount,
            "taken": taken.number,
            "rows": rows,
            "columns": [column._asdict() for column in columns],
            "marks": [mark._asdict() for mark in marks],
            "fixed": fixed,
            "separator": SEPARATOR,
            "label": label,
            "words": {
                "hint": _(
                    "直接打字就换掉原来的；按回车或双击修改；几个名字之间写“、”；在最下面一行添加，点行号选整行按 Delete 删除；"
                    "可与 Excel 互相复制粘贴，Ctrl+Z 退回。"
                ),
                "wide": _("粘贴的内容比表宽：最右边 {n} 列没有放进来。"),
                "tall": _("粘贴的内容比表长：最下面 {n} 行没有放进来。"),
                "row": _("第 {n} 行"),
                "new": _("新的一行"),
            },
        },
        on_state_change=changed,
    )


def cells_of(form: Form) -> Cells:
    """Return the rows of a form as a grid has them: the texts of its columns."""
    return [[_text(row.get(key)) for key in form.keys] for row in form.rows]


def _text(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def rows_of(form: Form, cells: Cells) -> list[Row]:
    """Return what a grid says as rows of its form; rows that say nothing at the end are left out.

    What is no number in a column of numbers stays as it was typed: the reader tells it."""
    rows: list[Row] = []
    for texts in cells:
        said = {key: text.strip() for key, text in zip(form.keys, texts, strict=True)}
        rows.append({key: _value(form, key, text) for key, text in said.items() if text})
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _value(form: Form, key: str, text: str) -> Value:
    if not form.is_number(key) or not _NUMBER.fullmatch(text):
        return text
    number = float(text)
    return int(number) if number.is_integer() else number
