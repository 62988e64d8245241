"""What is being changed of the rules, kept in the session until it is saved as one version of the school."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from constraints.places.law import Law
from constraints.rule import RuleWords
from constraints.settings import changed_setting, with_setting
from scheduler.model.owner import Level
from scheduler.school import RuleSetting
from scheduler.ui.session import Opened

KEY = "rules_draft"
Settings = tuple[RuleSetting, ...]


@dataclass
class RulesDraft:
    """The settings of rules that were changed and not saved, by rule; all other rules are as the opened school has them.

    `mounts` counts, for each rule, how often its setting came from elsewhere than the widgets that show it. Changed in place.
    """

    changed: dict[str, RuleSetting] = field(default_factory=dict)
    mounts: dict[str, int] = field(default_factory=dict)

    def put(self, stored: Settings, setting: RuleSetting) -> None:
        """Keep what is wanted of a rule; what is stored already is no change."""
        if setting == stored_setting(stored, setting.rule):
            self.changed.pop(setting.rule, None)
        else:
            self.changed[setting.rule] = setting

    def remount(self, stored: Settings, setting: RuleSetting) -> None:
        """Keep what is wanted of a rule and have its widgets show that."""
        self.put(stored, setting)
        self.mounts[setting.rule] = self.mounts.get(setting.rule, 0) + 1

    def setting(self, stored: Settings, rule_id: str) -> RuleSetting:
        """Return what is wanted of a rule."""
        return self.changed.get(rule_id) or stored_setting(stored, rule_id)

    def settings(self, stored: Settings) -> Settings:
        """Return the settings of all rules as they are wanted."""
        for setting in self.changed.values():
            stored = with_setting(stored, setting)
        return stored

    def drop(self) -> None:
        """Give up what was changed and not saved."""
        for rule_id in self.changed:
            self.mounts[rule_id] = self.mounts.get(rule_id, 0) + 1
        self.changed.clear()


def rules_draft(found: Opened) -> RulesDraft:
    """Return what is being changed of the opened school's rules; each school has its own."""
    draft: RulesDraft = st.session_state.setdefault(f"{KEY}-{found.school_id}", RulesDraft())
    for setting in list(draft.changed.values()):  # what somebody else has stored meanwhile is no change any more
        draft.put(found.school.rule_settings, setting)
    return draft


def stored_setting(stored: Settings, rule_id: str) -> RuleSetting:
    """Return what a school says of a rule."""
    return next((each for each in stored if each.rule == rule_id), RuleSetting(rule=rule_id))


def level_of(rule: RuleWords[Any], setting: RuleSetting) -> Level:
    """Return the level of a rule under a setting."""
    return Level(setting.level) if setting.level is not None else rule.level


def is_enabled(rule: RuleWords[Any], setting: RuleSetting) -> bool:
    """Tell whether a rule is in use under a setting."""
    return rule.enabled if setting.enabled is None else setting.enabled


def weight_of(rule: RuleWords[Any], setting: RuleSetting) -> int:
    """Return the weight of a rule under a setting, which counts while it is soft."""
    return rule.weight if setting.weight is None else setting.weight


def levels_of(rule: RuleWords[Any]) -> list[Level]:
    """Return the levels between which a school may choose."""
    return [each for each in Level if each in (rule.level, *rule.levels)]


def edited(rule: RuleWords[Any], setting: RuleSetting, what: str, value: Any, at: Law) -> RuleSetting:
    """Return a setting with one thing changed: `enabled`, `level`, `weight` or `parameters`; defaults are those of the law."""
    now: dict[str, Any] = {
        "enabled": is_enabled(rule, setting),
        "level": level_of(rule, setting).value,
        "weight": setting.weight,
        "parameters": setting.parameters,
    }
    return changed_setting(rule, at=at, **{**now, what: value})
