"""The catalogue of rules for readers: as records and as `docs/rules.md`."""

from __future__ import annotations

from typing import Any

from constraints.catalogue import every_rule, section_of
from constraints.figures import figure_of, usual_parameters
from constraints.places.law import Law, law
from constraints.rule import RuleWords
from scheduler.export.law import article_words, figure_record, law_markdown, law_title, source_words, table_row
from scheduler.model.owner import Level

LEVEL_WORDS = {Level.REGULATION: "法规 regulation", Level.HARD: "硬性 hard", Level.SOFT: "软性 soft"}
HEADINGS = ("规则 id", "名称 title", "级别 level", "权重 weight", "依据 article", "参数 parameters", "说明 words")


def rule_records(at: Law | None = None) -> list[dict[str, Any]]:
    """Return every rule as JSON-ready data, in the catalogue's order, with what the law asks `at` a place and date."""
    return [_record(rule, at or law()) for rule in every_rule()]


def rules_markdown(at: Law | None = None) -> str:
    """Return the text of `docs/rules.md`: a table for each section of the catalogue, then documents and figures of the law.

    `at` is the place and date; none given: the usual place, the newest that is known.
    """
    at = at or law()
    title = law_title(at)
    lines = [
        "# 规则 · The rules",
        "",
        "本页由 `paike rules --markdown` 生成，请勿手改。This page is generated; do not edit it.",
        "",
        "法规（regulation）不能停用，学校只能更严；硬性（hard）必须满足；软性（soft）每违反一个单位扣“权重”分，扣分相加。",
        "A regulation cannot be switched off; a hard rule must hold; a soft rule costs its weight for each unit.",
        "",
        f"依据和数字：{title.zh}。别处的用 `paike rules --place 广东 --date 2026-09-01` 看。",
        f"Articles and figures: {title.en}. Those of another place: `paike rules --place 广东 --date 2026-09-01`.",
    ]
    section = None
    for record in rule_records(at):
        if record["section"] != section:
            section = record["section"]
            lines += [
                "",
                f"## {section} · {record['section_en']}",
                "",
                table_row(HEADINGS),
                table_row(["---"] * len(HEADINGS)),
            ]
        lines.append(table_row(_cells(record)))
    return "\n".join([*lines, *law_markdown(at)]) + "\n"


def _record(rule: RuleWords[Any], at: Law) -> dict[str, Any]:
    section, defaults = section_of(rule).title, usual_parameters(rule, at)
    article, newer = at.article(rule.article), at.newer(rule.article)
    return {
        "id": rule.id,
        "section": section.zh,
        "section_en": section.en,
        "title": rule.title.zh,
        "title_en": rule.title.en,
        "words": rule.words.zh,
        "words_en": rule.words.en,
        "level": rule.level.value,
        "levels": [level.value for level in rule.levels],
        "enabled": rule.enabled,
        "weight": rule.weight,
        "unit": rule.unit.zh,
        "unit_en": rule.unit.en,
        "article": article.cited.zh if article else None,
        "article_en": article.cited.en if article else None,
        "dated": article_words(article, newer).zh if article else None,
        "dated_en": article_words(article, newer).en if article else None,
        "asks": article.asks.zh if article else None,
        "parameters": [_parameter(rule, at, name, value) for name, value in defaults.model_dump(mode="json").items()],
    }


def _parameter(rule: RuleWords[Any], at: Law, name: str, default: Any) -> dict[str, Any]:
    field, key = rule.parameters.model_fields[name], figure_of(rule, name)
    figure = at.figures.get(key) if key is not None else None
    why = at.why_unknown(key) if key is not None and figure is None else None
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    return {
        "name": name,
        "title": field.title or name,
        "title_en": field.description or name,
        "unit": extra.get("unit", ""),
        "default": default,
        "figure": figure_record(figure) if figure is not None else None,
        "source": source_words(figure).zh if figure is not None else None,
        "source_en": source_words(figure).en if figure is not None else None,
        "unknown": why.zh if why is not None else None,
        "unknown_en": why.en if why is not None else None,
    }


def _cells(record: dict[str, Any]) -> list[str]:
    level = LEVEL_WORDS[Level(record["level"])]
    others = [LEVEL_WORDS[Level(level)] for level in record["levels"] if level != record["level"]]
    if others:
        level += "<br>可改为 or " + "、".join(others)
    if not record["enabled"]:
        level += "<br>默认停用 off by default"
    unit = f"{record['unit']} {record['unit_en']}"
    return [
        f"`{record['id']}`",
        f"{record['title']}<br>{record['title_en']}",
        level,
        f"{record['weight']} / {unit}" if record["weight"] else unit,
        record["dated"] or "",
        "<br>".join(_parameter_words(parameter) for parameter in record["parameters"]),
        f"{record['words']}<br>{record['words_en']}",
    ]


def _parameter_words(parameter: dict[str, Any]) -> str:
    unit = f"（{parameter['unit']}）" if parameter["unit"] else ""
    words = f"`{parameter['name']}` {parameter['title']}{unit} = {parameter_text(parameter['default'])}"
    if parameter["source"] is not None:
        return f"{words} ← {parameter['source']}"
    return words if parameter["unknown"] is None else f"{words}：{parameter['unknown']}"


def parameter_text(value: Any) -> str:
    """Return a parameter's value as a school writes it on the 规则 sheet, — where it has none."""
    if isinstance(value, dict):
        return " ".join(f"{key}:{amount}" for key, amount in value.items()) or "—"
    if isinstance(value, list):
        return " ".join(map(str, value)) or "—"
    return "—" if value in (None, "") else str(value)
