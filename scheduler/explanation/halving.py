"""What is needed of many things, found by halving them (QuickXplain)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def needed(items: Sequence[T], suffices: Callable[[list[T]], bool]) -> list[T]:
    """Return some items that suffice, as all of them do; those that stand first are kept rather than those that stand last.

    Where `suffices` is exact, and more items never suffice less, none of them can be left out. Where it sometimes says no
    though they would suffice, more are returned than are needed.
    """

    def of(items: list[T], kept: list[T], more: bool) -> list[T]:
        if more and suffices(kept):
            return []
        if len(items) == 1:
            return items
        first, second = items[: len(items) // 2], items[len(items) // 2 :]
        of_second = of(second, kept + first, True)
        return of(first, kept + of_second, bool(of_second)) + of_second

    return of(list(items), [], False)
