"""One rule in plain words, with what a school may change of it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from constraints.catalogue import resolve
from constraints.rule import Rule
from constraints.settings import changed_setting, with_setting
from scheduler.model.owner import LEVEL_NAMES, Level
from scheduler.school import RuleSetting
from scheduler.school.wishes import MOST_WEIGHT
from scheduler.ui import session
from scheduler.ui.language import _, language, say
from scheduler.ui.markdown import plain
from scheduler.ui.session import Opened
from scheduler.workbook.school.read_rules import setting_cure
from scheduler.workbook.school.write_rules import parameter_value
from scheduler.workbook.spelling import NO, YES


def rule_editor(found: Opened, rule: Rule[Any]) -> None:
    """Show a rule and let it be changed; what cannot be used is told at once and cannot be saved."""
    chosen = {setting.rule: setting for setting in found.school.rule_settings}
    setting = chosen.get(rule.id, RuleSetting(rule=rule.id))
    st.markdown(f"#### {plain(say(rule.title))}")
    st.markdown(plain(say(rule.words)))
    if rule.article is not None:
        st.caption(_("依据：{article}").format(article=plain(say(rule.article.cited))))
    _tell_plan(found, rule)
    edited = _edit(rule, setting, f"{rule.id}-{found.number}")
    problems = [problem for problem in resolve((edited,), found.school.subjects)[1] if problem.rule == rule.id]
    for problem in problems:
        st.error(plain(f"{say(problem.text)} → {say(setting_cure(rule, problem.field))}"))
    if rule.level is Level.REGULATION and not rule.parameters.model_fields:
        return
    with st.container(horizontal=True):
        save = st.button(_("保存"), type="primary", disabled=bool(problems), key="save-rule", icon=":material/save:")
        if (
            save and edited != setting
        ):  # never disabled for that: who types a number and clicks has not changed it before the click
            _save(found, edited, _("修改规则 {name}").format(name=say(rule.title)))
        if st.button(_("恢复默认"), disabled=setting == RuleSetting(rule=rule.id), key="reset-rule"):
            _save(found, RuleSetting(rule=rule.id), _("规则恢复默认 {name}").format(name=say(rule.title)))


def _save(found: Opened, setting: RuleSetting, note: str) -> None:
    settings = with_setting(found.school.rule_settings, setting)
    version = session.save_school(found, found.school.model_copy(update={"rule_settings": settings}), note)
    if version is not None:
        st.toast(_("已保存为第 {n} 版").format(n=version.number), icon=":material/check:")
    st.rerun()


def _edit(rule: Rule[Any], setting: RuleSetting, key: str) -> RuleSetting:
    """Show what may be changed and return what is chosen; widgets of each version are others, so that they show what is stored."""
    enabled, level = _switches(rule, setting, key)
    weight = setting.weight
    if level is Level.SOFT:
        weight = int(
            st.number_input(
                _("权重：每违反 1 个单位（{unit}）扣多少分").format(unit=plain(say(rule.unit))),
                min_value=0,
                max_value=MOST_WEIGHT,
                value=rule.weight if setting.weight is None else setting.weight,
                key=f"weight-{key}",
                disabled=not enabled,
            )
        )
    parameters = {
        name: value for name in rule.parameters.model_fields if (value := _parameter(rule, setting, name, key))
    }
    return changed_setting(rule, enabled=enabled, level=level, weight=weight, parameters=parameters)


def _switches(rule: Rule[Any], setting: RuleSetting, key: str) -> tuple[bool, Level]:
    if rule.level is Level.REGULATION:
        words = _("法规要求，一直启用，不能停用。")
        if rule.parameters.model_fields:
            words += _("数字只能改得更严。")
        st.info(words, icon=":material/lock:")
        return True, Level.REGULATION
    enabled = st.toggle(
        _("启用"), value=rule.enabled if setting.enabled is None else setting.enabled, key=f"enabled-{key}"
    )
    level = Level(setting.level) if setting.level is not None else rule.level
    levels = [each for each in Level if each in (rule.level, *rule.levels)]
    if len(levels) == 1:
        st.caption(_level_words(level))
        return enabled, level
    chosen = st.segmented_control(
        _("级别"),
        levels,
        default=level,
        required=True,
        format_func=_level_words,
        key=f"level-{key}",
        disabled=not enabled,
    )
    return enabled, chosen or level


def _level_words(level: Level) -> str:
    meaning = {
        Level.REGULATION: _("法规要求"),
        Level.HARD: _("必须满足"),
        Level.SOFT: _("尽量满足，违反扣分"),
    }
    return f"{say(LEVEL_NAMES[level])}：{meaning[level]}"


def _parameter(rule: Rule[Any], setting: RuleSetting, name: str, key: str) -> str:
    """Return what a parameter says, empty for the default."""
    field = rule.parameters.model_fields[name]
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    usual = parameter_value(rule.parameters().model_dump(mode="json")[name])
    title = (field.title if language() == "zh" else field.description) or name
    unit = f"（{extra['unit']}）" if extra.get("unit") else ""
    stored = setting.parameters.get(name, "" if usual is None else str(usual))
    if field.annotation is bool:
        words = {"true": YES, "false": NO}
        value = st.segmented_control(
            plain(title), [YES, NO], default=words.get(stored, stored), required=True, key=f"parameter-{name}-{key}"
        )
        return {YES: "true", NO: "false"}.get(str(value), "")
    helped = _("清空即用默认值 {value}").format(value="—" if usual is None else plain(usual))
    value = st.text_input(plain(f"{title}{unit}"), value=stored, help=helped, key=f"parameter-{name}-{key}")
    return value.strip()


def _tell_plan(found: Opened, rule: Rule[Any]) -> None:
    """Say what the plan in sight makes of the rule."""
    if found.report is None:
        return
    finding = next((each for each in found.report.findings if each.active.rule.id == rule.id), None)
    if finding is None:
        return
    if finding.kept:
        st.caption(_("现在的课表全部做到。"))
        return
    count = len(finding.verdict.violations)
    words = _("现在的课表有 {n} 处没做到").format(n=count)
    if finding.active.level is Level.SOFT:
        words += _("，扣 {cost} 分").format(cost=finding.cost)
    st.caption(words)
