"""What a school has changed of the rules, kept as little as possible: whatever is a rule's default is left out.

And the changes of a rule that may make a plan possible: `soften`, `raise_for_all`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constraints.figures import figure_of, usual_parameters
from constraints.places.law import Law, law
from constraints.rule import RuleParameters, RuleWords
from scheduler.edits import costs
from scheduler.edits.edit import Edit, changed
from scheduler.model.owner import Level
from scheduler.school import RuleSetting, School, tables
from scheduler.text import Text


def changed_setting(
    rule: RuleWords[Any],
    *,
    enabled: bool | None = None,
    level: str | None = None,
    weight: int | None = None,
    parameters: Mapping[str, str] | None = None,
    at: Law | None = None,
) -> RuleSetting:
    """Return what differs from the rule's defaults; None says nothing. Values are not checked here: `resolve` does that.

    Defaults from the law are those `at` the school's place and date; none given: the usual place, the newest that is known.
    """
    usual = usual_parameters(rule, at or law())
    return RuleSetting(
        rule=rule.id,
        enabled=None if enabled == rule.enabled else enabled,
        level=None if level in (None, rule.level) else str(level),
        weight=None if weight == rule.weight else weight,
        parameters={
            name: value for name, value in (parameters or {}).items() if not _is_default(rule, usual, name, value)
        },
    )


def _is_default(rule: RuleWords[Any], usual: RuleParameters, name: str, value: str) -> bool:
    if value == "" and figure_of(rule, name) is not None:
        return True
    try:
        return bool(getattr(rule.parameters.model_validate({name: value}), name) == getattr(usual, name))
    except ValueError:
        return False


def with_setting(settings: tuple[RuleSetting, ...], setting: RuleSetting) -> tuple[RuleSetting, ...]:
    """Return settings in which one rule is set anew; a setting that changes nothing is left out."""
    kept = tuple(each for each in settings if each.rule != setting.rule)
    return kept if setting == RuleSetting(rule=setting.rule) else (*kept, setting)


def soften(rule: RuleWords[Any]) -> Edit:
    """Return the edit that makes a hard rule of the school's own a wish. Raises ValueError where that cannot be."""
    if Level.SOFT not in rule.levels or rule.level is Level.REGULATION:
        raise ValueError(f"{rule.id} cannot be softened")

    def change(school: School) -> School:
        old = setting_of(school, rule)
        level = None if rule.level is Level.SOFT else Level.SOFT.value
        return changed(
            school, rule_settings=with_setting(school.rule_settings, old.model_copy(update={"level": level}))
        )

    text = Text(f"规则“{rule.title.zh}”由必须改为尽量", f"the rule “{rule.title.en}” is a wish instead of a must")
    cost = costs.SOFTEN_AGAIN if rule.level is Level.SOFT else costs.SOFTEN
    return Edit("soften", cost, tables.RULES, rule.title.zh, text, change)


def raise_for_all(rule: RuleWords[Any], figure: str, value: int) -> Edit:
    """Return the edit that gives a figure of a rule, a limit for everybody who has none of his own, another value."""
    name = rule.parameters.model_fields[figure].title or figure

    def change(school: School) -> School:
        old = setting_of(school, rule)
        new = old.model_copy(update={"parameters": {**old.parameters, figure: str(value)}})
        return changed(school, rule_settings=with_setting(school.rule_settings, new))

    text = Text(
        f"规则“{rule.title.zh}”的“{name}”改为 {value}",
        f"the rule “{rule.title.en}” allows everybody {value} ({name})",
    )
    return Edit("raise_for_all", costs.RAISE_FOR_ALL, tables.RULES, rule.title.zh, text, change)


def setting_of(school: School, rule: RuleWords[Any]) -> RuleSetting:
    """Return what a school has changed of a rule."""
    return next((each for each in school.rule_settings if each.rule == rule.id), RuleSetting(rule=rule.id))


# Parameters of rules that the school says once for all, in 学校: what older files and stored schools still name.
RETIRED = {
    ("service_exempt", "evening"): "晚间起点",
    ("unpopular_fair", "evening"): "晚间起点",
    ("rest_after_evening", "ends"): "到几点算晚",
    ("flex_follows", "ends"): "到几点算晚",
}
