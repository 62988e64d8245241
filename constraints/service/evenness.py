"""What the rules on fairness share: a range, counted in steps beyond what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from ortools.sat.python import cp_model
from pydantic import Field

from constraints.rule import RuleParameters, Verdict, Violation
from scheduler.model.owner import Owner
from scheduler.model.poster import Poster
from scheduler.school import School
from scheduler.text import Text


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

    def steps(self, minutes: Fraction | int) -> int:
        """Return how many steps some minutes are beyond the slack, rounded up."""
        return max(0, ceil((minutes - self.slack) / Fraction(self.step)))


class Range(NamedTuple):
    """Who of some people has the most minutes, and who the least."""

    highest: str
    most: Fraction | int
    lowest: str
    least: Fraction | int

    @property
    def minutes(self) -> Fraction | int:
        """By how much the two differ."""
        return self.most - self.least


def bounds_of(variable: cp_model.IntVar) -> tuple[int, int]:
    """Return the smallest and the largest value that a variable may take."""
    domain = list(variable.proto.domain)
    return domain[0], domain[-1]


def post_range(
    poster: Poster,
    values: Mapping[str, cp_model.IntVar],
    targets: Mapping[str, int],
    parameters: EvennessParameters,
    owner: Owner,
    parts: int = 1,
) -> None:
    """Ensure that the range of values less their targets is within the slack; a soft rule pays for each step beyond it.

    Values and targets are in so many parts of a minute.
    """
    if len(values) < 2:
        return
    bounds = {name: bounds_of(variable) for name, variable in values.items()}
    least = min(low - targets.get(name, 0) for name, (low, _) in bounds.items())
    most = max(high - targets.get(name, 0) for name, (_, high) in bounds.items())
    excess = poster.count(parameters.steps(Fraction(most - least, parts)))
    highest, lowest = (poster.model.new_int_var(least, most, "") for _ in range(2))
    for name, variable in values.items():
        poster.define(highest >= variable - targets.get(name, 0))
        poster.define(lowest <= variable - targets.get(name, 0))
    poster.define(parts * parameters.step * excess >= highest - lowest - parts * parameters.slack)
    poster.none(excess, owner)


def check_ranges(
    groups: Mapping[Owner, Mapping[str, Fraction | int]],
    parameters: EvennessParameters,
    words: Callable[[Owner, Range], Text],
) -> Verdict:
    """Measure the range of the minutes of each group of people; the amount is the steps beyond the slack."""
    judged, violations = 0, []
    for owner, minutes in groups.items():
        if len(minutes) > 1:
            judged += 1
            highest, lowest = max(minutes, key=minutes.__getitem__), min(minutes, key=minutes.__getitem__)
            found = Range(highest, minutes[highest], lowest, minutes[lowest])
            amount = parameters.steps(found.minutes)
            if amount:
                violations.append(Violation(owner, amount, words(owner, found), (), (highest, lowest)))
    return Verdict(judged, tuple(violations))


# The minutes of service beyond the fair share: of the whole school, or of a subject group, which is the owner's name.


def beyond_share_text(owner: Owner, found: Range) -> Text:
    """Return how far apart people are in their service."""
    whose = Text(f"{owner.id}教师", f"{owner.id}: ") if owner.id else Text("全校", "")
    return Text(
        f"{whose.zh}服务时长与应承担的差：{found.highest} {int(found.most):+} 分钟，{found.lowest} {int(found.least):+} 分钟，"
        f"相差 {found.minutes} 分钟",
        f"{whose.en}minutes of service beyond the fair share: {found.highest} {int(found.most):+}, "
        f"{found.lowest} {int(found.least):+}, {found.minutes} apart",
    )


def asks_of_shares(school: School, parameters: EvennessParameters, group: str) -> Text:
    """Say how far apart people may be in their service."""
    return Text(
        f"{group or '全校'}教师服务分钟数与应承担的差，最大与最小相差不超过 {parameters.slack} 分钟",
        f"{group or 'all staff'}: minutes of service beyond the fair share are at most {parameters.slack} apart",
    )
