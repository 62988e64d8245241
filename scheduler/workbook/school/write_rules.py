"""The rows of 规则: every rule with its parameters, as the school has set them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from constraints.catalogue import every_rule, rule_by_id
from constraints.figures import figures_of, limit_words, usual_parameters
from constraints.places.law import Law, law_of
from constraints.places.place import Figure
from constraints.rule import RuleWords
from scheduler.model.owner import LEVEL_NAMES, Level
from scheduler.school import RuleSetting, School
from scheduler.workbook.school.form import OPTIONAL, Form, Row, Value
from scheduler.workbook.school.layout import RULES
from scheduler.workbook.spelling import NO, YES
from scheduler.workbook.spreadsheet import A3


def rules_form(school: School) -> Form:
    """Return 规则; the level of a rule is chosen among those that it may have."""
    rows = list(rule_rows(school.rule_settings, law_of(school)))
    own: dict[tuple[int, str], tuple[str, ...]] = {}
    for index, row in enumerate(rows):
        rule = rule_by_id()[str(row["rule"])]
        if "level" in row:
            levels = sorted({rule.level, *rule.levels}, key=list(Level).index)
            own[index, "level"] = tuple(LEVEL_NAMES[level].zh for level in levels)
            own[index, "enabled"] = (YES,) if rule.level is Level.REGULATION else (YES, NO)
    return Form(RULES, rows, fixed=2, wide=("words", "article"), own_choices=own, complete=True, paper=A3, tab=OPTIONAL)


def rule_rows(settings: tuple[RuleSetting, ...], at: Law) -> Iterator[Row]:
    """Yield a row for each parameter of each rule, at least one a rule. The first says all of the rule itself.

    Where the law says a figure, `at` the school's place, only what the school has made stricter stands as its value.
    """
    chosen = {setting.rule: setting for setting in settings}
    for rule in every_rule():
        setting = chosen.get(rule.id, RuleSetting(rule=rule.id))
        first = _rule(rule, setting, at)
        parameters = list(_parameters(rule, setting, at))
        yield {**first, **(parameters[0] if parameters else {})}
        for parameter in parameters[1:]:
            yield {"rule": rule.id, "title": rule.title.zh, **parameter}


def _rule(rule: RuleWords[Any], setting: RuleSetting, at: Law) -> dict[str, Value]:
    article = at.article(rule.article)
    level = Level(setting.level) if setting.level is not None else rule.level
    weight = rule.weight if setting.weight is None else setting.weight
    cost = f"扣分按{rule.unit.zh}计。" if Level.SOFT in (level, *rule.levels) else ""
    return {
        "rule": rule.id,
        "title": rule.title.zh,
        "enabled": YES if (rule.enabled if setting.enabled is None else setting.enabled) else NO,
        "level": LEVEL_NAMES[level].zh,
        "weight": weight if weight or level is Level.SOFT else None,
        "article": article.dated.zh if article else None,
        "words": rule.words.zh + cost,
    }


def _parameters(rule: RuleWords[Any], setting: RuleSetting, at: Law) -> Iterator[Row]:
    defaults, asked = usual_parameters(rule, at).model_dump(mode="json"), figures_of(rule, at)
    for name, field in rule.parameters.model_fields.items():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        yield {
            "parameter": field.title or name,
            "value": setting.parameters.get(name, None if name in asked else parameter_value(defaults[name])),
            "unit": _unit(str(extra.get("unit", "")), asked.get(name)),
        }


def _unit(unit: str, asked: Figure | None) -> str | None:
    """Return the unit of a parameter, and what the school's place asks of it: an empty value is that."""
    if asked is None:
        return unit or None
    return f"{unit}（不填即所在地的规定：{limit_words(asked).zh} {asked.value}）"


def parameter_value(value: Any) -> Value:
    """Return the value of a parameter as a cell says it: `语文:60 数学:60`, `体育 音乐`, 是, a number."""
    if isinstance(value, dict):
        return " ".join(f"{key}:{amount}" for key, amount in value.items())
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    if isinstance(value, bool):
        return YES if value else NO
    return value if value is None or isinstance(value, int | float) else str(value)
