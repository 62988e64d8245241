"""A rule that a defect keeps out of the model; its check stays, and must say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from constraints.catalogue import active_rules
from constraints.rule import ActiveRule
from scheduler.school import School


def rules_without(rule_id: str) -> Callable[[School], tuple[ActiveRule, ...]]:
    """Return `active_rules` with one rule that posts nothing."""

    def post_nothing(*_: Any) -> None:
        pass

    def rules(school: School) -> tuple[ActiveRule, ...]:
        return tuple(
            replace(active, rule=replace(active.rule, post=post_nothing)) if active.rule.id == rule_id else active
            for active in active_rules(school)
        )

    return rules
