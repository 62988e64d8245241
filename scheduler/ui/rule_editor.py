"""One rule in plain words, with what a school may change of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from constraints.figures import figure_of, usual_parameters
from constraints.places.law import Law, law_of
from constraints.rule import RuleWords
from scheduler.export.law import article_words, asked_words, source_words
from scheduler.model.owner import LEVEL_NAMES, Level
from scheduler.school import RuleSetting
from scheduler.school.wishes import MOST_WEIGHT
from scheduler.ui.language import _, language, say
from scheduler.ui.markdown import plain
from scheduler.ui.rules_draft import RulesDraft, edited, is_enabled, level_of, levels_of, weight_of
from scheduler.ui.session import Opened
from scheduler.workbook.school.write_rules import parameter_value
from scheduler.workbook.spelling import NO, YES


@dataclass(frozen=True)
class _Place:
    """Where a rule is edited: its draft over what is stored, and the end of the keys of its widgets.

    The key is another for each version, so that the widgets show what is stored. What is chosen goes into the draft by a callback that
    names its rule: it may come together with a click that shows another.
    """

    draft: RulesDraft
    stored: tuple[RuleSetting, ...]
    rule: RuleWords[Any]
    at: Law
    key: str

    @property
    def setting(self) -> RuleSetting:
        """What is wanted of the rule now."""
        return self.draft.setting(self.stored, self.rule.id)

    def take(self, what: str, key: str) -> None:
        """Put what a widget says into the draft."""
        self.draft.put(self.stored, edited(self.rule, self.setting, what, st.session_state[key], self.at))

    def take_parameter(self, name: str, key: str) -> None:
        """Put what a widget says of a parameter into the draft, '' for its default."""
        said = str(st.session_state[key] or "").strip()
        value = {YES: "true", NO: "false"}.get(said, said)
        parameters = {**self.setting.parameters, name: value}
        kept = {each: words for each, words in parameters.items() if words}
        self.draft.put(self.stored, edited(self.rule, self.setting, "parameters", kept, self.at))


def rule_editor(found: Opened, draft: RulesDraft, rule: RuleWords[Any]) -> None:
    """Show a rule and let it be changed in the draft."""
    stored, at = found.school.rule_settings, law_of(found.school)
    article = at.article(rule.article)
    st.markdown(f"#### {plain(say(rule.title))}")
    st.markdown(plain(say(rule.words)))
    if article is not None:
        st.caption(_("依据：{article}").format(article=plain(say(article_words(article, at.newer(rule.article))))))
    _tell_plan(found, rule)
    mount = f"{rule.id}-{found.school_id}-{found.number}-{draft.mounts.get(rule.id, 0)}"
    place = _Place(draft, stored, rule, at, mount)
    _switches(place)
    for name in rule.parameters.model_fields:
        _parameter(place, name)
    if rule.level is Level.REGULATION and not rule.parameters.model_fields:
        return
    plainly = RuleSetting(rule=rule.id)
    st.button(
        _("恢复默认"),
        disabled=place.setting == plainly,
        key="reset-rule",
        on_click=draft.remount,
        args=(stored, plainly),
        help=_("再点“保存”才存"),
    )


def _switches(place: _Place) -> None:
    """Show whether a rule is in use, its level and its weight."""
    rule, setting = place.rule, place.setting
    if rule.level is Level.REGULATION:
        words = _("法规要求，一直启用，不能停用。")
        if rule.parameters.model_fields:
            words += _("数字只能改得更严。")
        st.info(words, icon=":material/lock:")
        return
    enabled, level, levels = is_enabled(rule, setting), level_of(rule, setting), levels_of(rule)
    switch, choice, number = (f"{what}-{place.key}" for what in ("enabled", "level", "weight"))
    st.toggle(_("启用"), value=enabled, key=switch, on_change=place.take, args=("enabled", switch))
    if len(levels) == 1:
        st.caption(_level_words(level))
    else:
        st.segmented_control(
            _("级别"),
            levels,
            default=level,
            required=True,
            format_func=_level_words,
            key=choice,
            disabled=not enabled,
            on_change=place.take,
            args=("level", choice),
        )
    if level is Level.SOFT:
        st.number_input(
            _("权重：每违反 1 个单位（{unit}）扣多少分").format(unit=plain(say(rule.unit))),
            min_value=0,
            max_value=MOST_WEIGHT,
            value=weight_of(rule, setting),
            key=number,
            disabled=not enabled,
            on_change=place.take,
            args=("weight", number),
        )


def _level_words(level: Level) -> str:
    meaning = {
        Level.REGULATION: _("法规要求"),
        Level.HARD: _("必须满足"),
        Level.SOFT: _("尽量满足，违反扣分"),
    }
    return f"{say(LEVEL_NAMES[level])}：{meaning[level]}"


def _parameter(place: _Place, name: str) -> None:
    """Show a parameter, empty for its default."""
    rule = place.rule
    field = rule.parameters.model_fields[name]
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    usual = parameter_value(usual_parameters(rule, place.at).model_dump(mode="json")[name])
    title = (field.title if language() == "zh" else field.description) or name
    unit = f"（{extra['unit']}）" if extra.get("unit") else ""
    stored = place.setting.parameters.get(name, "" if usual is None else str(usual))
    key = f"parameter-{name}-{place.key}"
    if field.annotation is bool:
        st.segmented_control(
            plain(title),
            [YES, NO],
            default={"true": YES, "false": NO}.get(stored, stored),
            required=True,
            key=key,
            on_change=place.take_parameter,
            args=(name, key),
        )
        return
    helped = _("清空即用默认值 {value}").format(value="—" if usual is None else plain(usual))
    st.text_input(
        plain(f"{title}{unit}"), value=stored, help=helped, key=key, on_change=place.take_parameter, args=(name, key)
    )
    _tell_source(place, name)


def _tell_source(place: _Place, name: str) -> None:
    """Say from which document a figure of the law is and what it asks, or why it is not known."""
    figure_key = figure_of(place.rule, name)
    if figure_key is None:
        return
    figure = place.at.figures.get(figure_key)
    if figure is None:
        why = _("{why}；知道的写在这里").format(why=plain(say(place.at.why_unknown(figure_key))))
        st.caption(why)
        return
    words = f"{plain(say(asked_words(figure)))}：{plain(say(source_words(figure)))}"
    st.caption(
        words,
        help=plain("；".join(part for part in map(say, (figure.article.asks, figure.note, figure.source)) if part)),
    )


def _tell_plan(found: Opened, rule: RuleWords[Any]) -> None:
    """Say what the plan in sight makes of the rule."""
    if found.report is None:
        return
    finding = next((each for each in found.report.findings if each.active.rule.id == rule.id), None)
    if finding is None:
        return
    if finding.verdict.unjudged is not None:
        st.caption(plain(say(finding.verdict.unjudged)))
        return
    if finding.kept:
        st.caption(_("现在的课表全部做到。"))
        return
    count = len(finding.verdict.violations)
    words = _("现在的课表有 {n} 处没做到").format(n=count)
    if finding.active.level is Level.SOFT:
        words += _("，扣 {cost} 分").format(cost=finding.cost)
    st.caption(words)
