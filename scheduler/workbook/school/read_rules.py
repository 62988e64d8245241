"""Reads 规则: what the school has changed of the rules, a row for each parameter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from pydantic.fields import FieldInfo

from constraints.catalogue import SettingProblem, resolve, rule_by_id
from constraints.figures import figures_of, limit_words, usual_parameters
from constraints.places.law import Law, law_of
from constraints.rule import RuleWords
from constraints.settings import RETIRED, changed_setting
from scheduler.model.owner import LEVEL_NAMES, Level
from scheduler.school import RuleSetting
from scheduler.school.wishes import MOST_WEIGHT
from scheduler.text import Text
from scheduler.workbook.names import nearest
from scheduler.workbook.notation import read_whole_number
from scheduler.workbook.school.draft import NOWHERE, Draft
from scheduler.workbook.school.layout import RULES
from scheduler.workbook.school.write_rules import parameter_value
from scheduler.workbook.tables import Cell, ReadingReport, Row, read_tables, title_key, word_key

_YES_NO = {True: Text("是", "yes"), False: Text("否", "no")}
_MORE_YES_NO = {"true": True, "1": True, "√": True, "启用": True, "false": False, "0": False, "×": False, "停用": False}


@dataclass
class _Setting:
    """What the rows of one rule say, and where."""

    enabled: bool | None = None
    level: Level | None = None
    weight: int | None = None
    parameters: dict[str, str] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)  # by the parameter that each is about


def read_rules(book: Workbook, draft: Draft) -> None:
    """Put what differs from the rules' defaults into the draft; what cannot be used is told."""
    settings: dict[str, _Setting] = {}
    named = _rules_by_name()
    for table in read_tables(book, RULES, draft.report):
        rule = None
        for row in table.rows:
            if row["rule"].text:
                rule = _find_rule(draft.report, named, row["rule"])
            if rule is not None:
                _read_row(draft.report, row, rule, settings.setdefault(rule.id, _Setting()))
    at = law_of(draft)
    changed = tuple(
        changed_setting(
            rule_by_id()[name],
            enabled=setting.enabled,
            level=setting.level,
            weight=setting.weight,
            parameters=setting.parameters,
            at=at,
        )
        for name, setting in settings.items()
    )
    _, problems = resolve(changed, draft.subjects.values(), at)
    for problem in problems:
        _tell(draft.report, settings[problem.rule], problem, at)
    draft.rule_settings.extend(each for each in changed if each != RuleSetting(rule=each.rule))


def _find_rule(report: ReadingReport, named: dict[str, RuleWords[Any]], cell: Cell) -> RuleWords[Any] | None:
    """Return the rule of an id or a Chinese title, or None, told, when there is no such rule."""
    found = named.get(title_key(cell.text))
    if found is None:
        like = nearest(cell.text, rule_by_id())
        report.error(
            cell,
            Text(f"没有名为 {cell.text} 的规则", f"There is no rule {cell.text}"),
            Text(
                f"是不是 {like}？否则删去这一行" if like else "删去这一行",
                f"Is it {like}? Otherwise delete the row" if like else "Delete the row",
            ),
        )
    return found


def _rules_by_name() -> dict[str, RuleWords[Any]]:
    """Return the rules by the keys of their ids and Chinese titles."""
    rules = rule_by_id().values()
    return {title_key(rule.id): rule for rule in rules} | {title_key(rule.title.zh): rule for rule in rules}


def _read_row(report: ReadingReport, row: Row, rule: RuleWords[Any], setting: _Setting) -> None:
    _tell_repeated(report, row, rule, setting)
    for column in _OF_THE_RULE:
        if row[column].text:
            setting.cells.setdefault(column, row[column])
    enabled = _MORE_YES_NO.get(word_key(row["enabled"].text))
    if enabled is None:
        enabled = report.word(row["enabled"], _YES_NO, None)
    setting.enabled = enabled if setting.enabled is None else setting.enabled
    setting.level = setting.level or report.word(row["level"], LEVEL_NAMES, None)
    weight = report.read(row["weight"], lambda value: read_whole_number(value, 0, MOST_WEIGHT), None)
    setting.weight = weight if setting.weight is None else setting.weight
    if row["value"].text or row["parameter"].text:
        name = _parameter(report, row, rule)
        if name is not None and row["value"].text:
            setting.cells[name] = row["value"]
            setting.parameters[name] = _value(rule, name, row["value"])


_OF_THE_RULE = ("enabled", "level", "weight")


def _tell_repeated(report: ReadingReport, row: Row, rule: RuleWords[Any], setting: _Setting) -> None:
    """Tell of a row that stands twice, and of one that says of the rule, or of its parameter, what an earlier one denies."""
    first = setting.rows.setdefault(_parameter_named(rule, row["parameter"].text) or row["parameter"].text, row)
    pairs = [(setting.cells.get(column, NOWHERE), row[column]) for column in _OF_THE_RULE]
    pairs += [(first["value"], row["value"])] if first is not row else []
    differing = [(earlier, now) for earlier, now in pairs if earlier.text and now.text and earlier.text != now.text]
    for earlier, now in differing:
        report.error(
            now,
            Text(
                f"“{rule.title.zh}”在 {earlier.name} 写的是“{earlier.text}”，这里是“{now.text}”",
                f"{rule.id} says “{earlier.text}” in {earlier.name} and “{now.text}” here",
            ),
            Text("只留一处", "Keep one of them"),
        )
    if first is not row and not differing:
        cell = row["rule"] if row["rule"].text else row["parameter"]
        report.warning(
            cell,
            Text(
                f"“{rule.title.zh}”的这一行重复，{first.grid.cell(first.number, first.columns['rule']).name} 已经有了",
                f"This row of {rule.id} stands twice, first in row {first.number}",
            ),
            Text("删去一行", "Delete one of the rows"),
        )


def _parameter(report: ReadingReport, row: Row, rule: RuleWords[Any]) -> str | None:
    """Return the parameter that a row is about, by its name or title; None, told, when the rule has no such."""
    fields: dict[str, FieldInfo] = rule.parameters.model_fields
    text = row["parameter"].text
    found = _parameter_named(rule, text)
    if found is not None:
        return found
    retired = next((title for (name, key), title in RETIRED.items() if name == rule.id and text in (key, title)), None)
    if retired is not None:
        report.note(
            f"“规则”里“{rule.title.zh}”的“{retired}”不再用：全校的“晚间起点”写在“学校”表里",
            f"{rule.id}: “{text}” is not used any more; 学校 says when the evening begins",
        )
        return None
    known = "、".join(info.title or name for name, info in fields.items())
    report.error(
        row["parameter"] if text else row["value"],
        Text(f"“{rule.title.zh}”没有参数“{text}”", f"{rule.id} has no parameter “{text}”"),
        Text(f"参数只有：{known}" if known else "这条规则没有参数，清空这两格", f"Its parameters: {', '.join(fields)}"),
    )
    return None


def _parameter_named(rule: RuleWords[Any], text: str) -> str | None:
    """Return the parameter of a name or title; without one the only parameter of a rule."""
    fields: dict[str, FieldInfo] = rule.parameters.model_fields
    if not text and len(fields) == 1:
        return next(iter(fields))
    names = {title_key(text): name for name, info in fields.items() for text in (name, info.title or name)}
    return names.get(title_key(text))


def _value(rule: RuleWords[Any], name: str, cell: Cell) -> str:
    """Return a value as the rule reads it; 是 and 否 where it asks for one of them."""
    if rule.parameters.model_fields[name].annotation is bool:
        words: Mapping[str, str] = {"是": "true", "否": "false"}
        return words.get(cell.text, cell.text)
    return cell.text


def _tell(report: ReadingReport, setting: _Setting, problem: SettingProblem, at: Law) -> None:
    rule = rule_by_id()[problem.rule]
    cell = setting.cells.get(problem.field, NOWHERE)
    cure = setting_cure(rule, problem.field, at)
    report.error(cell, problem.text, cure)


def setting_cure(rule: RuleWords[Any], name: str, at: Law) -> Text:
    """Return what to do about a setting of a rule that cannot be used: enabled, level, weight or a parameter's name.

    Its default and its limits are those of the law `at` the school's place.
    """
    if name == "enabled":
        return Text("改成“是”", "Type yes")
    if name == "level":
        levels = [LEVEL_NAMES[level] for level in dict.fromkeys((rule.level, *rule.levels))]
        return Text(f"只能是：{'、'.join(t.zh for t in levels)}", f"One of: {', '.join(t.en for t in levels)}")
    info = rule.parameters.model_fields.get(name)
    default = parameter_value(usual_parameters(rule, at).model_dump(mode="json").get(name))
    asked = figures_of(rule, at).get(name)
    limits = "，".join(
        f"{word} {getattr(rule_limit, attribute)}"
        for rule_limit in (info.metadata if info else ())
        for attribute, word in (("ge", "不小于"), ("le", "不大于"), ("gt", "大于"), ("lt", "小于"))
        if getattr(rule_limit, attribute, None) is not None
    )
    if asked is not None:
        limits = f"{limit_words(asked).zh} {asked.value}"
    return Text(
        f"改成合适的值（{limits}），或清空用默认值" if limits else f"改成合适的值，或清空用默认值（{default}）",
        f"Type a fitting value ({info.description if info else ''}), or clear the cell for the default",
    )
