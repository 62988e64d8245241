"""The grid of lessons that is clicked: a table of days and periods, or of classes and slots."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypedDict

import streamlit as st

from scheduler.school import Area
from scheduler.ui.language import _

_HERE = Path(__file__).parent
_show = st.components.v2.component(
    "paike_timetable_grid",
    html='<div class="grid"><div class="frame"></div><div class="tray"></div><div class="line" aria-live="polite"></div></div>',
    css=(_HERE / "timetable_grid.css").read_text(encoding="utf-8"),
    js=(_HERE / "timetable_grid.js").read_text(encoding="utf-8"),
)


class Event(TypedDict):
    """What was done in a grid: an item picked, a legal target chosen, another one in spite of what it breaks, an item laid into the
    tray, the choice given up. `id` is the item's or the target's, `of` what was picked where it was done."""

    number: int
    do: Literal["pick", "move", "force", "park", "clear"]
    id: str | None
    of: str


class Heading(NamedTuple):
    """The head of a row or column. A column that is the `first` of a group bears its name; a row with `part` begins a half-day."""

    label: str
    sub: str = ""
    first: bool = False
    group: str = ""
    part: bool = False


@dataclass(frozen=True)
class Item:
    """Something held in a cell. Without an `id` it cannot be picked; a `fresh` one was elsewhere before.

    It has the colour of its `area`, or of its `tint`: late, early.
    """

    lines: tuple[str, ...]
    id: str = ""
    area: Area | None = None
    title: str = ""
    selected: bool = False
    broken: bool = False
    fresh: bool = False
    locked: bool = False
    tint: str = ""

    def record(self) -> dict[str, Any]:
        """Return the item as the grid's script reads it; what is not so is left out."""
        known = {**vars(self), "lines": list(self.lines), "area": None if self.area is None else self.area.value}
        if self.locked:
            known["lock"] = _("锁")
        return {key: value for key, value in known.items() if value}


@dataclass(frozen=True)
class Target:
    """A place to which the picked item could go: what that changes, or why not."""

    id: str
    legal: bool
    badge: str
    title: str
    dearer: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell. `id` is that of the empty cell, where it can be picked."""

    items: tuple[Item, ...] = ()
    target: Target | None = None
    id: str = ""
    title: str = ""
    selected: bool = False

    def record(self) -> dict[str, Any] | None:
        """Return the cell as the grid's script reads it."""
        found: dict[str, Any] = {"items": [item.record() for item in self.items]} if self.items else {}
        if self.target is not None:
            found["target"] = vars(self.target)
        found |= {key: value for key in ("id", "title", "selected") if (value := getattr(self, key))}
        return found or None


@dataclass(frozen=True)
class Grid:
    """A whole grid: `cells` by row and column. A compact one has narrow cells and scrolls."""

    columns: Sequence[Heading]
    rows: Sequence[Heading]
    cells: Sequence[Sequence[Cell]]
    corner: str
    compact: bool = False


@dataclass(frozen=True)
class Hands:
    """How a grid is worked with by dragging: the items in its `tray`, and the key of the page's button that Ctrl+Z presses while there
    are some."""

    tray: tuple[Item, ...] = ()
    back: str = ""


@dataclass
class Taken:
    """The number of the last event that was answered."""

    number: int = 0


def timetable_grid(
    grid: Grid,
    *,
    key: str,
    label: str,
    hint: str,
    on_event: Callable[[Event], None],
    tall: int | None = None,
    hands: Hands | None = None,
    picked: str = "",
) -> None:
    """Show a grid; `on_event` is called for each event before the next run of the page.

    `label` is for who cannot see it; `picked` is what an event will name as picked when it came about; `tall` is the height in pixels beyond which it scrolls. With `hands` its items can be dragged,
    also beside it.
    """

    taken: Taken = st.session_state.setdefault(f"{key}-taken", Taken())

    def changed() -> None:
        for event in st.session_state[key].get("events") or ():
            if event["number"] > taken.number:
                taken.number = event["number"]
                on_event(event)

    _show(
        key=key,
        data={
            "columns": [heading._asdict() for heading in grid.columns],
            "rows": [heading._asdict() for heading in grid.rows],
            "cells": [[cell.record() for cell in row] for row in grid.cells],
            "compact": grid.compact,
            "tall": tall,
            "picked": picked,
            "taken": taken.number,
            "hint": hint,
            "tray": None if hands is None else [item.record() for item in hands.tray],
            "back": "" if hands is None else hands.back,
            "words": {
                "corner": grid.corner,
                "table": label,
                "instead": _("改选这一节"),
                "force": _("明知违反，仍调到这里"),
                "tray": _("寄放处"),
                "empty": _("把课拖到这里先放一放"),
            },
        },
        on_events_change=changed,
    )
