"""What is different between two verdicts of a rule: before something moves, and after."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from constraints.rule import ActiveRule, Verdict, Violation
from scheduler.model.owner import Level, Owner


class Difference(NamedTuple):
    """What moved lessons change: the cost, and where a regulation or hard rule is broken that was not, or more than before."""

    cost: int
    broken: tuple[tuple[ActiveRule, Violation], ...] = ()


class Comparison(NamedTuple):
    """Two verdicts of a rule on one group of lessons: cost, amount by owner and violations, each as far as they differ."""

    cost: int
    rise: Mapping[Owner, int]
    new: tuple[Violation, ...]


def difference(active: ActiveRule, before: Verdict, after: Verdict) -> Difference:
    """Return what is different between two verdicts of a rule."""
    return joined(active, [compared(active, before, after)])


def compared(active: ActiveRule, before: Verdict, after: Verdict) -> Comparison:
    """Compare what a rule says of one group of lessons before and after."""
    if active.level is Level.SOFT:
        return Comparison(active.cost(after) - active.cost(before), {}, ())
    rise: dict[Owner, int] = defaultdict(int)
    for sign, verdict in ((-1, before), (1, after)):
        for violation in verdict.violations:
            rise[violation.owner] += sign * violation.amount
    return Comparison(0, rise, tuple(Counter(after.violations) - Counter(before.violations)))


def joined(active: ActiveRule, found: Sequence[Comparison]) -> Difference:
    """Return what groups of lessons change together: of one owner something may become worse and something better."""
    rise: dict[Owner, int] = defaultdict(int)
    for each in found:
        for owner, amount in each.rise.items():
            rise[owner] += amount
    broken = tuple((active, violation) for each in found for violation in each.new if rise[violation.owner] > 0)
    return Difference(sum(each.cost for each in found), broken)
