"""The week of which cells are painted with 禁, 避, 优: by click, by dragging over them, or with the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from scheduler.school import MarkLevel
from scheduler.ui.language import _, say
from scheduler.workbook.spelling import MARK_LEVEL_WORDS

_HERE = Path(__file__).parent
_show = st.components.v2.component(
    "paike_paint_grid",
    html='<div class="paint"></div>',
    css=(_HERE / "paint_grid.css").read_text(encoding="utf-8"),
    js=(_HERE / "paint_grid.js").read_text(encoding="utf-8"),
)
MIXED = "mixed"


class Square(NamedTuple):
    """A cell that can be painted: a level, '' for none, or `MIXED` where it is about several who differ."""

    day: int
    period: int
    level: str
    note: str
    title: str


class PeriodRow(NamedTuple):
    """A row: a period of the day with its clock time, and its squares by day; None where the day has no such period."""

    label: str
    clock: str
    squares: Sequence[Square | None]
    part: bool = False


@dataclass
class Taken:
    """The number of the last stroke of a grid that was answered."""

    number: int = 0


Painted = Callable[[list[tuple[int, int]], MarkLevel | None], None]


def paint_grid(days: Sequence[str], lines: Sequence[PeriodRow], *, key: str, label: str, on_paint: Painted) -> None:
    """Show a week; `on_paint` gets (day, period) of the cells of a stroke and the level, None for the eraser, before the next run."""
    taken: Taken = st.session_state.setdefault(f"{key}-taken", Taken())

    def changed() -> None:
        for stroke in st.session_state[key].get("strokes") or ():
            if stroke["number"] > taken.number:
                taken.number = stroke["number"]
                on_paint(
                    [_place(each) for each in stroke["cells"]], MarkLevel(stroke["level"]) if stroke["level"] else None
                )

    _show(
        key=key,
        data={
            "columns": [
                {"label": day, "ids": [_id(s) for line in lines if (s := line.squares[column]) is not None]}
                for column, day in enumerate(days)
            ],
            "rows": [_row(line) for line in lines],
            "taken": taken.number,
            "brushes": [
                *({"level": str(level), "label": _brush(level), "key": str(n)} for n, level in enumerate(MarkLevel, 1)),
                {"level": "", "label": _("擦除"), "key": "0"},
            ],
            "marks": {**{str(level): say(word) for level, word in MARK_LEVEL_WORDS.items()}, MIXED: _("不一")},
            "words": {
                "table": label,
                "brush": _("画笔"),
                "corner": "",
                "all": _("整行或整列"),
                "hint": _("点或拖过格子来涂；点表头涂整行整列；键盘：方向键、回车，1 2 3 0 换画笔"),
            },
        },
        on_strokes_change=changed,
    )


def _brush(level: MarkLevel) -> str:
    words = {
        MarkLevel.FORBIDDEN: _("禁 不能排"),
        MarkLevel.AVOIDED: _("避 尽量不排"),
        MarkLevel.PREFERRED: _("优 尽量排"),
    }
    return words[level]


def _row(line: PeriodRow) -> dict[str, object]:
    cells = [
        None if square is None else {"id": _id(square), **{k: getattr(square, k) for k in ("level", "note", "title")}}
        for square in line.squares
    ]
    return {"label": line.label, "sub": line.clock, "part": line.part, "cells": cells}


def _id(square: Square) -> str:
    return f"{square.day}-{square.period}"


def _place(square_id: str) -> tuple[int, int]:
    day, period = map(int, square_id.split("-"))
    return day, period
