"""Sets of weights for schools that want a direction and no table of figures."""

from __future__ import annotations

from typing import NamedTuple

from constraints.catalogue import catalogue, week_rule_by_id
from constraints.settings import changed_setting, with_setting
from scheduler.model.owner import Level
from scheduler.school import RuleSetting
from scheduler.text import Text


class Preset(NamedTuple):
    """A direction: each soft rule says itself what it weighs there (`Rule.presets`), else it has its usual weight."""

    id: str
    title: Text
    words: Text

    @property
    def weights(self) -> dict[str, int]:
        """The weights of those soft rules that the preset changes, by id."""
        return {rule.id: rule.presets[self.id] for rule in catalogue() if self.id in rule.presets}

    @property
    def enabled(self) -> frozenset[str]:
        """The rules that are off by default and on here: those that it gives a weight."""
        return frozenset(rule.id for rule in catalogue() if self.id in rule.presets and not rule.enabled)


PRESETS = (
    Preset(
        "balanced",
        Text("均衡", "Balanced"),
        Text("各方面兼顾，即程序的默认权重。", "A bit of everything: the usual weights."),
    ),
    Preset(
        "pupils",
        Text("学生优先", "Pupils first"),
        Text(
            "主科在上午、同科分散、体育隔天、每天负担均匀、课后服务由熟悉的教师带。",
            "Core subjects in the morning, subjects spread over the week, even days, familiar adults after school.",
        ),
    ),
    Preset(
        "teachers",
        Text("教师优先", "Teachers first"),
        Text(
            "尽量照顾教师的时间意愿、少空节、不连上、午间能休息、晚归能晚到。",
            "Teachers' wishes, few gaps, rests between lessons and at noon, late starts after evenings.",
        ),
    ),
    Preset(
        "fairness",
        Text("公平优先", "Fairness first"),
        Text(
            "课后服务时长、周五与晚间、弹性结余、每天课量都尽量人人一样。",
            "Service minutes, Fridays and evenings, time banks and lessons a day as even as can be.",
        ),
    ),
)


def with_preset(settings: tuple[RuleSetting, ...], preset: Preset) -> tuple[RuleSetting, ...]:
    """Return settings with the weights of a preset for every soft rule; levels, parameters and what else is switched stay."""
    chosen = {setting.rule: setting for setting in settings}
    for rule in catalogue():
        if rule.level is not Level.SOFT:
            continue
        old = chosen.get(rule.id, RuleSetting(rule=rule.id))
        new = changed_setting(
            rule,
            enabled=True if rule.id in preset.enabled else old.enabled,
            level=old.level,
            weight=preset.weights.get(rule.id, rule.weight),
            parameters=old.parameters,
        )
        settings = with_setting(settings, new)
    return settings


def preset_of(settings: tuple[RuleSetting, ...]) -> Preset | None:
    """Return the preset whose weights a school uses, if any."""
    weights = {setting.rule: setting.weight for setting in settings if setting.weight is not None}
    soft = {rule: weight for rule, weight in weights.items() if rule in week_rule_by_id() and _is_soft(rule)}
    for preset in PRESETS:
        usual = {name: weight for name, weight in preset.weights.items() if weight != week_rule_by_id()[name].weight}
        if usual == soft:
            return preset
    return None


def _is_soft(rule: str) -> bool:
    return week_rule_by_id()[rule].level is Level.SOFT
