"""Schools that have no plan, each made from a sample school by one or two typical mistakes of a timetabler."""

from __future__ import annotations

from sample_data.counted_mistakes import COUNTED
from sample_data.hidden_mistakes import HIDDEN
from sample_data.mistake import Infeasible

INFEASIBLE: tuple[Infeasible, ...] = (*COUNTED, *HIDDEN)
