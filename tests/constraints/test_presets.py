"""Presets name soft rules only, and change their weights alone."""

from __future__ import annotations

import pytest

from constraints.catalogue import catalogue, resolve, rule_by_id
from constraints.presets import PRESETS, Preset, preset_of, with_preset
from constraints.settings import changed_setting, with_setting
from scheduler.model.owner import Level
from scheduler.school import RuleSetting

OWN = (
    RuleSetting(rule="subject_per_day", parameters={"most": "1"}),
    RuleSetting(rule="core_in_morning", level="hard", weight=7, parameters={"shares": "语文:80"}),
    RuleSetting(rule="pe_days_apart", enabled=False),
)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_a_preset_changes_the_weights_of_soft_rules_alone(preset: Preset) -> None:
    assert all(rule_by_id()[name].level is Level.SOFT for name in preset.weights)
    assert preset.enabled <= preset.weights.keys()
    settings = with_preset(OWN, preset)
    active, problems = resolve(settings)
    assert not problems
    for each in active:
        if each.rule.level is Level.SOFT:
            assert each.weight == preset.weights.get(each.rule.id, each.rule.weight)
    chosen = {setting.rule: setting for setting in settings}
    assert chosen["subject_per_day"] == OWN[0]
    assert (chosen["core_in_morning"].level, chosen["core_in_morning"].parameters) == ("hard", {"shares": "语文:80"})
    assert chosen["pe_days_apart"].enabled is False
    assert preset_of(settings) is preset


def test_presets_differ_and_own_weights_are_no_preset() -> None:
    for preset in PRESETS:
        assert [other.id for other in PRESETS if preset_of(with_preset((), other)) is preset] == [preset.id]
    assert preset_of(OWN) is None


def test_a_setting_that_says_the_default_is_left_out() -> None:
    rule = rule_by_id()["subject_per_day"]
    default = str(rule.parameters().model_dump()["most"])
    same = changed_setting(rule, enabled=True, level="hard", weight=rule.weight, parameters={"most": default})
    assert same == RuleSetting(rule=rule.id)
    assert with_setting(OWN, same) == OWN[1:]
    other = changed_setting(rule, enabled=True, level="soft", weight=3, parameters={"most": "无"})
    assert with_setting(OWN, other) == (
        *OWN[1:],
        RuleSetting(rule=rule.id, level="soft", weight=3, parameters={"most": "无"}),
    )


def test_rules_speak_of_presets_that_there_are() -> None:
    known = {preset.id for preset in PRESETS}
    assert {name for rule in catalogue() for name in rule.presets} <= known
