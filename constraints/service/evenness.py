"""What the rules on fairness share: a range, counted in steps beyond what is allowed."""

from __future__ import annotations

from collections.abc import Mapping

from ortools.sat.python import cp_model
from pydantic import Field

from constraints.rule import RuleParameters
from scheduler.model.poster import Poster


class EvennessParameters(RuleParameters):
    """How uneven minutes may be, and in what steps the rest counts."""

    slack: int = Field(
        default=60,
        ge=0,
        le=2400,
        title="允许相差",
        description="minutes of difference that count for nothing",
        json_schema_extra={"unit": "分钟"},
    )
    step: int = Field(
        default=15,
        ge=1,
        le=240,
        title="计量步长",
        description="minutes of difference beyond the slack that count 1",
        json_schema_extra={"unit": "分钟"},
    )

    def steps(self, minutes: int) -> int:
        """Return how many steps some minutes are beyond the slack, rounded up."""
        return max(0, -(-(minutes - self.slack) // self.step))


def range_of(values: Mapping[str, int]) -> int:
    """Return the largest less the smallest value; 0 where there are none."""
    return max(values.values()) - min(values.values()) if values else 0


def extremes(values: Mapping[str, int]) -> tuple[str, str]:
    """Return whose value is the largest and whose the smallest."""
    return max(values, key=values.__getitem__), min(values, key=values.__getitem__)


def bounds_of(variable: cp_model.IntVar) -> tuple[int, int]:
    """Return the smallest and the largest value that a variable may take."""
    domain = list(variable.proto.domain)
    return domain[0], domain[-1]


def post_range(
    poster: Poster, values: Mapping[str, cp_model.IntVar], targets: Mapping[str, int], parameters: EvennessParameters
) -> None:
    """Pay for each step by which the range of values less their targets exceeds the slack."""
    if len(values) < 2:
        return
    bounds = {name: bounds_of(variable) for name, variable in values.items()}
    least = min(low - targets.get(name, 0) for name, (low, _) in bounds.items())
    most = max(high - targets.get(name, 0) for name, (_, high) in bounds.items())
    excess = poster.count(parameters.steps(most - least))
    highest, lowest = (poster.model.new_int_var(least, most, "") for _ in range(2))
    for name, variable in values.items():
        poster.define(highest >= variable - targets.get(name, 0))
        poster.define(lowest <= variable - targets.get(name, 0))
    poster.define(parameters.step * excess >= highest - lowest - parameters.slack)
    poster.cost(excess)
