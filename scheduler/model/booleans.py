"""Many Booleans at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from ortools.sat.python import cp_model

K = TypeVar("K")
BOOLEAN = cp_model.Domain(0, 1)


def booleans(model: cp_model.CpModel, keys: Iterable[K]) -> dict[K, cp_model.IntVar]:
    """Make a Boolean for each key, in their order: what `new_bool_var` does, in half of its time.

    None has a name: names would take time and room, and nobody reads them.
    """
    proto = model.proto
    return {key: cp_model.IntVar(proto).with_domain(BOOLEAN) for key in keys}
