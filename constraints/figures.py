"""Figures of the law as parameters of rules: where a school says nothing, what its place asks; never less."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constraints.places.law import Law
from constraints.places.place import Figure
from constraints.places.place_file import Bound
from constraints.rule import RuleParameters, RuleWords
from scheduler.text import Text

_OF_NUMBERS = {Bound.LEAST: Text("不少于", "at least"), Bound.MOST: Text("不超过", "at most")}
_OF_TIMES = {Bound.LEAST: Text("不早于", "not before"), Bound.MOST: Text("不晚于", "not after")}


def limit_words(figure: Figure) -> Text:
    """Return in words whether a figure is the least or the most: 不少于, 不晚于."""
    return (_OF_TIMES if isinstance(figure.value, str) else _OF_NUMBERS)[figure.bound]


def figure_of(rule: RuleWords[Any], name: str) -> str | None:
    """Return the key of the figure that a parameter is from, None where it is the school's own."""
    field = rule.parameters.model_fields.get(name)
    extra = field.json_schema_extra if field is not None and isinstance(field.json_schema_extra, dict) else {}
    key = extra.get("figure")
    return key if isinstance(key, str) else None


def figures_of(rule: RuleWords[Any], at: Law) -> dict[str, Figure]:
    """Return the figures of the law that a rule's parameters are from, by the names of these."""
    keys = {name: figure_of(rule, name) for name in rule.parameters.model_fields}
    return {name: at.figures[key] for name, key in keys.items() if key is not None and key in at.figures}


def unknown_of(rule: RuleWords[Any], at: Law) -> tuple[Text, ...]:
    """Return why figures of a rule's parameters are not known, each reason once, where a place file says it."""
    keys = [figure_of(rule, name) for name in rule.parameters.model_fields]
    return tuple(dict.fromkeys(at.unknown[key] for key in keys if key is not None and key in at.unknown))


def usual_parameters(rule: RuleWords[Any], at: Law, own: Mapping[str, str] | None = None) -> RuleParameters:
    """Return a rule's parameters where a school says nothing but its `own`. Raises ValidationError for what these cannot be."""
    asked = {name: figure.value for name, figure in figures_of(rule, at).items()}
    found: RuleParameters = rule.parameters.model_validate({**asked, **(own or {})})
    return found


def looser_than_law(rule: RuleWords[Any], parameters: RuleParameters, at: Law) -> dict[str, Figure]:
    """Return the figures of the law than which a rule's parameters ask for less, by the names of these."""
    return {
        name: figure for name, figure in figures_of(rule, at).items() if figure.is_looser(getattr(parameters, name))
    }
