"""Sets of weights for schools that want a direction and no table of figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from constraints.catalogue import catalogue, rule_by_id
from constraints.settings import changed_setting, with_setting
from scheduler.model.owner import Level
from scheduler.school import RuleSetting
from scheduler.text import Text


class Preset(NamedTuple):
    """Weights of soft rules by id; a rule that is not named has its usual weight. `enabled` are switched on besides."""

    id: str
    title: Text
    words: Text
    weights: Mapping[str, int]
    enabled: frozenset[str] = frozenset()


PRESETS = (
    Preset(
        "balanced",
        Text("均衡", "Balanced"),
        Text("各方面兼顾，即程序的默认权重。", "A bit of everything: the usual weights."),
        {},
    ),
    Preset(
        "pupils",
        Text("学生优先", "Pupils first"),
        Text(
            "主科在上午、同科分散、体育隔天、每天负担均匀、课后服务由熟悉的教师带。",
            "Core subjects in the morning, subjects spread over the week, even days, familiar adults after school.",
        ),
        {
            "core_in_morning": 5,
            "core_per_day": 5,
            "subject_spread": 8,
            "pe_days_apart": 8,
            "same_period": 3,
            "subject_neighbours": 3,
            "first_lesson_variety": 2,
            "class_gaps": 8,
            "familiar_adults": 3,
            "homeroom_first": 4,
            "stable_adults": 3,
            "tutor_spread": 2,
            "clubs_spread": 2,
        },
    ),
    Preset(
        "teachers",
        Text("教师优先", "Teachers first"),
        Text(
            "尽量照顾教师的时间意愿、少空节、不连上、午间能休息、晚归能晚到。",
            "Teachers' wishes, few gaps, rests between lessons and at noon, late starts after evenings.",
        ),
        {
            "avoided_slots": 10,
            "preferred_slots": 3,
            "teacher_balance": 4,
            "teacher_rest": 5,
            "noon_rest": 5,
            "part_timer_days": 6,
            "teacher_gaps": 2,
            "rest_after_evening": 5,
            "service_wishes": 4,
            "flex_use": 4,
            "homeroom_flex": 4,
        },
        frozenset({"teacher_gaps"}),
    ),
    Preset(
        "fairness",
        Text("公平优先", "Fairness first"),
        Text(
            "课后服务时长、周五与晚间、弹性结余、每天课量都尽量人人一样。",
            "Service minutes, Fridays and evenings, time banks and lessons a day as even as can be.",
        ),
        {
            "service_fair": 5,
            "service_group_fair": 4,
            "service_range": 8,
            "unpopular_fair": 4,
            "flex_fair": 4,
            "homeroom_flex": 4,
            "teacher_balance": 5,
            "parallel_progress": 5,
        },
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
    soft = {rule: weight for rule, weight in weights.items() if rule in rule_by_id() and _is_soft(rule)}
    for preset in PRESETS:
        usual = {name: weight for name, weight in preset.weights.items() if weight != rule_by_id()[name].weight}
        if usual == soft:
            return preset
    return None


def _is_soft(rule: str) -> bool:
    return rule_by_id()[rule].level is Level.SOFT
