"""Rules as schools might set them: any level, weight and parameters that the rule allows."""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Sequence
from random import Random
from typing import Annotated, Any, get_args, get_origin

from constraints.catalogue import catalogue
from constraints.figures import looser_than_law, usual_parameters
from constraints.places.law import Law, law
from constraints.rule import ActiveRule, Rule, RuleParameters
from scheduler.model.owner import Level
from scheduler.school import RuleSetting
from tests.chance import chance, some

KEYS = ("语文", "数学", "英语", "体育", "音乐", "物理", "劳动", "班会", "外语", "pe")


def random_settings(rng: Random) -> tuple[RuleSetting, ...]:
    """Return what a school might say of some of the rules: every line can be used."""
    found = []
    for rule in catalogue():
        if chance(rng, 50):
            level = rng.choice((rule.level, *rule.levels))
            enabled = None if rule.level is Level.REGULATION else not chance(rng, 15)
            active = random_rule(rng, rule, level, law())
            found.append(
                RuleSetting(
                    rule=rule.id,
                    enabled=enabled,
                    level=level,
                    weight=active.weight,
                    parameters=_as_text(active.parameters) if chance(rng, 50) else {},
                )
            )
    return tuple(found)


def random_rule(rng: Random, rule: Rule[Any], level: Level, at: Law | None = None) -> ActiveRule:
    """Return a rule at a level, with a weight and parameters that a school of today, or of 2023, might choose."""
    weight = rng.choice((rule.weight or 1, 1, 2, 7))
    at = at or (law(year=2023) if weight == 2 else law())  # by the weight, so that no other choice changes
    usual = usual_parameters(rule, at)
    parameters = random_parameters(rng, usual) if chance(rng, 60) else usual
    looser = {name: getattr(usual, name) for name in looser_than_law(rule, parameters, at)}
    return ActiveRule(rule, level, weight, parameters.model_copy(update=looser))


def random_parameters(rng: Random, usual: RuleParameters) -> RuleParameters:
    """Return parameters with some fields changed to values that they allow; a figure of the law is not None."""
    values = {name: getattr(usual, name) for name in type(usual).model_fields}
    for name, field in type(usual).model_fields.items():
        if chance(rng, 60):
            found = _random_value(rng, field.annotation, field.metadata, values[name])
            extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
            values[name] = values[name] if found is None and "figure" in extra else found
    return type(usual).model_validate(values)


def _random_value(rng: Random, annotation: Any, metadata: Iterable[Any], default: Any) -> Any:
    arguments = get_args(annotation)
    if get_origin(annotation) is Annotated:
        return _random_value(rng, arguments[0], (*annotation.__metadata__, *metadata), default)
    if get_origin(annotation) is types.UnionType:
        inner = next(a for a in arguments if a is not type(None))
        return None if chance(rng, 30) else _random_value(rng, inner, metadata, default)
    if get_origin(annotation) is dict:
        example = next(iter(default.values()), 1)
        return {key: _random_value(rng, arguments[1], (), example) for key in some(rng, KEYS, 0, 4)}
    if get_origin(annotation) is tuple:
        return tuple(_like(rng, default) for _ in range(rng.randint(0, 4))) if arguments[0] is str else default
    if annotation is str and re.fullmatch(r"\d\d:\d\d", default or ""):
        return f"{int(default[:2]) - rng.randint(0, 2):02d}:{rng.choice(('00', default[3:]))}"
    if annotation is bool:
        return chance(rng, 50)
    if annotation is int:
        return _random_integer(rng, metadata, default)
    return default


def _like(rng: Random, examples: Sequence[str]) -> str:
    """Return other names in the form of some example: one subject, or several with signs between them."""
    example = rng.choice(examples) if examples else "语文"
    return re.sub(r"\w+", lambda _: rng.choice(KEYS), example)


def _random_integer(rng: Random, metadata: Iterable[Any], default: int | None) -> int:
    """Return an integer within the bounds, near to the least or to the default."""
    bounds = [bound for item in metadata for bound in (item, *getattr(item, "metadata", ()))]
    least: int = max([0, *(bound.ge for bound in bounds if hasattr(bound, "ge"))])
    least = max([least, *(bound.gt + 1 for bound in bounds if hasattr(bound, "gt"))])
    near = least if default is None else default
    limits: list[int] = [bound.le for bound in bounds if hasattr(bound, "le")]
    limits += [bound.lt - 1 for bound in bounds if hasattr(bound, "lt")]
    most = min(limits, default=max(100, 2 * near))
    return min(most, max(least, rng.choice((least, near - 1, near + 1, least + 1, rng.randint(least, most)))))


def _as_text(parameters: RuleParameters) -> dict[str, str]:
    """Return parameters as a school writes them in its workbook."""
    found = {}
    for name in type(parameters).model_fields:
        value = getattr(parameters, name)
        if isinstance(value, dict):
            found[name] = " ".join(f"{key}:{item}" for key, item in value.items())
        elif isinstance(value, tuple):
            found[name] = " ".join(map(str, value))
        elif value is not None:
            found[name] = str(value)
    return found
