"""What a school has changed of the rules, kept as little as possible: whatever is a rule's default is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constraints.rule import Rule
from scheduler.school import RuleSetting


def changed_setting(
    rule: Rule[Any],
    *,
    enabled: bool | None = None,
    level: str | None = None,
    weight: int | None = None,
    parameters: Mapping[str, str] | None = None,
) -> RuleSetting:
    """Return what differs from the rule's defaults; None says nothing. Values are not checked here: `resolve` does that."""
    return RuleSetting(
        rule=rule.id,
        enabled=None if enabled == rule.enabled else enabled,
        level=None if level in (None, rule.level) else str(level),
        weight=None if weight == rule.weight else weight,
        parameters={name: value for name, value in (parameters or {}).items() if not _is_default(rule, name, value)},
    )


def _is_default(rule: Rule[Any], name: str, value: str) -> bool:
    try:
        return bool(getattr(rule.parameters.model_validate({name: value}), name) == getattr(rule.parameters(), name))
    except ValueError:
        return False


def with_setting(settings: tuple[RuleSetting, ...], setting: RuleSetting) -> tuple[RuleSetting, ...]:
    """Return settings in which one rule is set anew; a setting that changes nothing is left out."""
    kept = tuple(each for each in settings if each.rule != setting.rule)
    return kept if setting == RuleSetting(rule=setting.rule) else (*kept, setting)
