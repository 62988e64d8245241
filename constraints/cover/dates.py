"""What rules of cover share: how something on a date is called, duties with the option that asks them."""

from __future__ import annotations

from scheduler.term.calendar import date_text
from scheduler.term.day import Item
from scheduler.term.options import Duty
from scheduler.text import Text, clock_text

Duties = list[tuple[Duty, int]]
"""Duties with the option, by its place, that asks each."""


def item_text(item: Item) -> Text:
    """Return how people name something on a date: 12月8日周二 08:20 三(1)班体育."""
    day, who = date_text(item.date), "、".join(item.classes[:2]) + ("等" if len(item.classes) > 2 else "")
    clock = clock_text(item.start)
    return Text(f"{day.zh} {clock} {who}{item.title}", f"{day.en} {clock} {who} {item.title}")
