"""Charts of how something is spread: over people, over groups. Each value stands beside its mark; colours are readable on white and black."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import Any, NamedTuple

import altair as alt
import pandas as pd
import streamlit as st

from scheduler.ui.language import _

ABOVE, BELOW, EVEN = "#c2410c", "#2563eb", "#6b7785"
HEIGHT = 290
LINE = 19  # pixels of a bar with a name
MOST_BARS = 16
MOST_NAMED = 45  # people of whom each has room for a name below a bar
STEPS = (0.5, 1, 2, 5, 10, 15, 30, 60, 120, 240, 480)
EXTREMES = 7  # at either end
GAP = "⋯"
TIGHT = {"top": 16, "left": 0, "right": 8, "bottom": 0}


class Named(NamedTuple):
    """A value with whose it is."""

    name: str
    value: float


def ink() -> str:
    """Return the colour of words in a chart, for this session's theme."""
    return "#fafafa" if st.context.theme.type == "dark" else "#31333f"


def number(value: float) -> str:
    """Return a number as it is said: 14, 14.5."""
    return f"{round(value, 1):g}"


def signed(value: float) -> str:
    """Return a difference with its sign; nothing has none."""
    return number(value) if not round(value, 1) else f"{round(value, 1):+g}"


def show(chart: Any, key: str) -> None:
    """Show a chart as wide as its place; who hears the page has the table below it, not each mark in English."""
    st.altair_chart(chart.properties(padding=TIGHT).configure(aria=False).configure_view(strokeWidth=0), key=key)


# How many have how much.


def histogram(found: Sequence[Named], unit: str, key: str, middle: tuple[float, str]) -> None:
    """Show how many people have how much, and a line at the middle with its words; what lies above and below it differ in colour."""
    center, words = middle
    bars = pd.DataFrame(bars_of([each.value for each in found], center))
    x = alt.X(
        "start:Q",
        title=unit,
        scale=alt.Scale(zero=False),
        axis=alt.Axis(values=list(bars["tick"]), grid=False, labelOverlap=True, labelFlush=False, format="~f"),
    )
    base = alt.Chart(bars, height=HEIGHT)
    tip = [alt.Tooltip("label:N", title=unit), alt.Tooltip("count:Q", title=_("人数"))]
    columns = base.mark_rect().encode(
        x=x, x2="end:Q", y=alt.Y("count:Q", axis=None), y2=alt.Y2Datum(0), color=_colours(), tooltip=tip
    )
    counts = base.transform_filter("datum.count > 0").transform_calculate(at="(datum.start + datum.end) / 2")
    labels = counts.mark_text(dy=-7, color=ink(), fontSize=12).encode(x="at:Q", y="count:Q", text="count:Q")
    line = alt.Chart(pd.DataFrame({"at": [center], "words": [words]}))
    rule = line.mark_rule(color=ink(), strokeDash=[4, 3]).encode(x="at:Q")
    told = line.mark_text(color=ink(), align="left", dx=4, y=-16, fontSize=12).encode(x="at:Q", text="words:N")
    show(columns + labels + rule + told, key)


def bars_of(values: Sequence[float], center: float) -> list[dict[str, Any]]:
    """Return at most MOST_BARS bars of one width that hold all values; where each holds one value only, they stand on it."""
    step, exact = _step(sorted(set(values)))
    first, last = math.floor(min(values) / step), math.floor(max(values) / step)
    found = []
    for index in range(first, last + 1):
        within = [value for value in values if math.floor(value / step) == index]
        low, half = index * step, step / 2 if exact else 0.0
        found.append(
            {
                "start": low - half + step * 0.06,
                "end": low + step - half - step * 0.06,
                "tick": low,
                "side": _side(min(within, default=low), max(within, default=low), center),
                "label": number(low) if exact else f"{number(low)} – {number(low + step)}",
                "count": len(within),
            }
        )
    return found


def _step(values: Sequence[float]) -> tuple[float, bool]:
    """Return the width of bars, and whether every value stands at the beginning of one."""
    wide = [step for step in STEPS if (values[-1] - values[0]) / step < MOST_BARS] or [STEPS[-1]]
    exact = [step for step in wide if all(value % step == 0 for value in values)]
    return (exact or wide)[0], bool(exact)


def _side(lowest: float, highest: float, center: float) -> str:
    if lowest > center:
        return "above"
    return "below" if highest < center else "even"


def _colours() -> alt.Color:
    scale = alt.Scale(domain=["above", "even", "below"], range=[ABOVE, EVEN, BELOW])
    return alt.Color("side:N", scale=scale, legend=None)


# Everybody in order.


def in_order(found: Sequence[Named], unit: str, key: str, middle: tuple[float, str]) -> None:
    """Show what everybody has, the most first, and a line at the middle with its words; the name of each is told on pointing at it."""
    center, words = middle
    ranked = sorted(found, key=lambda each: (-each.value, each.name))
    rows = pd.DataFrame(
        {
            "at": range(1, len(ranked) + 1),
            "name": [each.name for each in ranked],
            "value": [each.value for each in ranked],
            "side": [_side(each.value, each.value, center) for each in ranked],
        }
    )
    named = len(ranked) <= MOST_NAMED
    axis = alt.Axis(labelAngle=-90, ticks=False, domain=False, labelOverlap=False) if named else None
    x = alt.X("name:N", sort=None, title=None, axis=axis)
    tip = [
        alt.Tooltip("at:Q", title=_("名次")),
        alt.Tooltip("name:N", title=_("教师")),
        alt.Tooltip("value:Q", title=unit),
    ]
    bars = (
        alt.Chart(rows, height=HEIGHT)
        .mark_bar()
        .encode(x=x, y=alt.Y("value:Q", title=unit), color=_colours(), tooltip=tip)
    )
    line = alt.Chart(pd.DataFrame({"at": [center], "words": [words]}))
    rule = line.mark_rule(color=ink(), strokeDash=[4, 3]).encode(y="at:Q")
    told = line.mark_text(color=ink(), align="right", x="width", dx=-4, dy=-7, fontSize=12).encode(
        y="at:Q", text="words:N"
    )
    show(bars + rule + told, key)


# Who has most and least.


def extremes(found: Iterable[Named], key: str, *, center: float = 0.0, plus: bool = False) -> None:
    """Show who has most and who has least, all where these are few; `plus` writes the sign of what is above 0."""
    ranked = sorted(found, key=lambda each: -each.value)
    if len(ranked) > 2 * EXTREMES + 1 and ranked[0].value == ranked[-1].value:
        st.caption(_("人人一样。"))
        return
    if len(ranked) > 2 * EXTREMES + 1:
        ranked = [*ranked[:EXTREMES], Named(GAP, 0.0), *ranked[-EXTREMES:]]
    words = signed if plus else number
    rows = pd.DataFrame(
        {
            "name": [each.name for each in ranked],
            "value": [each.value for each in ranked],
            "words": ["" if each.name == GAP else words(each.value) for each in ranked],
            "side": [_side(each.value, each.value, center) for each in ranked],
        }
    )
    base = alt.Chart(rows, height=LINE * len(ranked))
    room = alt.Scale(nice=False, zero=True, padding=34)
    y = alt.Y(
        "name:N",
        sort=None,
        title=None,
        axis=alt.Axis(labelLimit=110, labelOverlap=False, labelFlush=False, ticks=False, domain=False),
    )
    x = alt.X("value:Q", axis=None, scale=room)
    bars = base.mark_bar(height=LINE - 6).encode(y=y, x=x, color=_colours())
    right = base.transform_filter("datum.value >= 0").mark_text(align="left", dx=4, color=ink(), fontSize=12)
    left = base.transform_filter("datum.value < 0").mark_text(align="right", dx=-4, color=ink(), fontSize=12)
    show(bars + right.encode(y=y, x=x, text="words:N") + left.encode(y=y, x=x, text="words:N"), key)


def shares(found: Sequence[Named], key: str) -> None:
    """Show shares of a whole as bars, with the percentage at their ends."""
    rows = pd.DataFrame({"name": [each.name for each in found], "value": [each.value for each in found]})
    base = alt.Chart(rows, height=27 * max(2, len(rows)))
    y = alt.Y(
        "name:N",
        sort=None,
        title=None,
        axis=alt.Axis(labelLimit=150, labelOverlap=False, labelFlush=False, ticks=False, domain=False),
    )
    x = alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, 1.12]))
    bars = base.mark_bar(height=16, color=BELOW).encode(y=y, x=x)
    words = base.mark_text(align="left", dx=4, color=ink(), fontSize=12)
    show(bars + words.encode(y=y, x=x, text=alt.Text("value:Q", format=".0%")), key)


# Groups side by side.


def groups(found: Mapping[str, Sequence[Named]], unit: str, key: str) -> None:
    """Show the people of each group as dots on a line, with the group's mean; the largest mean stands first."""
    means = {name: fmean(each.value for each in people) for name, people in found.items()}
    ranked = [(name, means[name], found[name]) for name in sorted(means, key=lambda name: -means[name])]
    order = [name for name, _mean, _people in ranked]
    dots = pd.DataFrame(
        [(name, person.name, person.value) for name, _mean, people in ranked for person in people],
        columns=["group", "name", "value"],
    )
    lines = pd.DataFrame(
        [
            (name, mean, min(p.value for p in people), max(p.value for p in people), _range_words(mean, people))
            for name, mean, people in ranked
        ],
        columns=["group", "mean", "low", "high", "words"],
    )
    height = max(LINE * 3, min(HEIGHT, 26 * len(order)))
    y = alt.Y(
        "group:N",
        sort=order,
        title=None,
        axis=alt.Axis(labelLimit=130, labelOverlap=False, labelFlush=False, ticks=False, domain=False),
    )
    scale = alt.Scale(zero=True, nice=True)
    spans = alt.Chart(lines, height=height).mark_rule(color=EVEN, strokeWidth=2)
    people = alt.Chart(dots).mark_circle(size=46, color=BELOW, opacity=0.55)
    ticks = alt.Chart(lines).mark_tick(color=ABOVE, thickness=3, height=15)
    words = alt.Chart(lines).mark_text(align="left", dx=9, color=ink(), fontSize=12)
    tip = [alt.Tooltip("name:N", title=_("教师")), alt.Tooltip("value:Q", title=unit)]
    show(
        spans.encode(y=y, x=alt.X("low:Q", title=unit, scale=scale), x2="high:Q")
        + people.encode(y=y, x="value:Q", tooltip=tip)
        + ticks.encode(y=y, x="mean:Q")
        + words.encode(y=y, x="high:Q", text="words:N"),
        key,
    )


def _range_words(mean: float, people: Sequence[Named]) -> str:
    return _("平均 {mean}，{n} 人").format(mean=number(mean), n=len(people))


# A table of cells.


def heat(
    cells: pd.DataFrame, key: str, *, rows: Sequence[str], columns: Sequence[str], line: int, tip: dict[str, str]
) -> None:
    """Show cells by `row` and `column`: `words` over a shade of `shade` (0 to 1) in the colour of `side`; `tip` names more columns."""
    x = alt.X(
        "column:N",
        sort=list(columns),
        title=None,
        axis=alt.Axis(orient="top", labelAngle=0, labelOverlap=False, labelFlush=False, ticks=False, domain=False),
    )
    y = alt.Y(
        "row:N",
        sort=list(rows),
        title=None,
        axis=alt.Axis(labelOverlap=False, labelFlush=False, ticks=False, domain=False, labelLimit=130),
    )
    base = alt.Chart(cells, height=max(2, len(rows)) * line)
    opacity = alt.Opacity("shade:Q", scale=alt.Scale(domain=[0, 1], range=[0.06, 0.5]), legend=None)
    tips = [alt.Tooltip(f"{name}:N", title=title) for name, title in tip.items()]
    boxes = base.mark_rect(cornerRadius=2).encode(x=x, y=y, opacity=opacity, color=_colours(), tooltip=tips)
    words = base.mark_text(color=ink(), fontSize=12).encode(x=x, y=y, text="words:N", tooltip=tips)
    show(boxes + words, key)
