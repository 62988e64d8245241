"""规则: every rule in plain words; what a school may change of them; sets of weights."""

from __future__ import annotations

from typing import Any

import streamlit as st

from constraints.catalogue import SECTIONS, catalogue, rule_by_id, section_of
from constraints.presets import PRESETS, preset_of, with_preset
from constraints.rule import Rule
from scheduler.model.owner import LEVEL_NAMES, Level
from scheduler.school import RuleSetting
from scheduler.ui import session
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.rule_editor import rule_editor
from scheduler.ui.session import Opened
from scheduler.workbook.school.write_rules import parameter_value

TABLE_HEIGHT = 560
CHOSEN = "rule-chosen"


def rules_page() -> None:
    """Show the page."""
    found = session.demand()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(_("规则"), width="content")
        st.caption(_("法规锁定；硬性必须满足；软性违反一个单位扣“权重”分，扣分相加。"), width="stretch")
        _presets(found)
        _unavoidable(found)
    left, right = st.columns([6, 4], gap="medium")
    with left:
        rules = _filtered(found)
        chosen = _table(found, rules)
    with right, st.container(border=True, height=TABLE_HEIGHT + 56):
        if chosen is None:
            st.info(_("没有符合条件的规则，换个条件试试。"))
        else:
            rule_editor(found, chosen)


def _unavoidable(found: Opened) -> None:
    """Show what is proven of the plan at hand: who must pay for what in any plan."""
    if found.ranges.unavoidable:
        with st.popover(_("不可避免的扣分"), icon=":material/verified:"):
            for text in found.ranges.unavoidable:
                st.markdown(plain(say(text)))
            st.caption(_("已证明：任何合规课表在这些地方都至少扣这么多分。"))


def _presets(found: Opened) -> None:
    current = preset_of(found.school.rule_settings)
    label = _("权重：{name}").format(name=plain(say(current.title)) if current is not None else _("自定"))
    with st.popover(label, icon=":material/tune:"):
        preset = st.radio(
            _("整套权重"),
            PRESETS,
            index=PRESETS.index(current) if current is not None else 0,
            format_func=lambda each: plain(say(each.title)),
            captions=[plain(say(each.words)) for each in PRESETS],
            key="preset",
        )
        changed = with_preset(found.school.rule_settings, preset)
        st.caption(_("只改软性规则的权重，级别和参数不动。"))
        same = set(map(repr, changed)) == set(map(repr, found.school.rule_settings))
        if st.button(_("套用"), type="primary", disabled=same, key="take-preset"):
            school = found.school.model_copy(update={"rule_settings": changed})
            session.save_school(found, school, _("规则权重：{name}").format(name=say(preset.title)))
            st.rerun()


def _filtered(found: Opened) -> list[Rule[Any]]:
    """Ask which rules are wanted and return them."""
    section = st.segmented_control(
        _("部分"),
        [section.title for section in SECTIONS],
        format_func=lambda each: plain(say(each)),
        key="rule-section",
        label_visibility="collapsed",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        words = st.text_input(
            _("搜索"), placeholder=_("搜名称、说明或依据"), key="rule-search", label_visibility="collapsed", width=260
        )
        level = st.pills(
            _("级别"),
            list(Level),
            format_func=lambda each: plain(say(LEVEL_NAMES[each])),
            key="rule-level",
            label_visibility="collapsed",
        )
        only_changed = st.toggle(_("改过的"), key="rule-changed")
    own = {setting.rule: setting for setting in found.school.rule_settings}
    return [
        rule
        for rule in catalogue()
        if (section is None or section_of(rule).title == section)
        and (level is None or _level(rule, own.get(rule.id)) is level)
        and (not only_changed or rule.id in own)
        and words.strip().casefold() in _all_words(rule)
    ]


def _all_words(rule: Rule[Any]) -> str:
    article = [*rule.article.cited, *rule.article.asks] if rule.article is not None else []
    titles = [field.title or "" for field in rule.parameters.model_fields.values()]
    return " ".join([rule.id, *rule.title, *rule.words, *titles, *article]).casefold()


def _table(found: Opened, rules: list[Rule[Any]]) -> Rule[Any] | None:
    """Show rules as a table and return the one that was chosen, at first the first."""
    if not rules:
        return None
    own = {setting.rule: setting for setting in found.school.rule_settings}
    costs: dict[str, int] = found.report.cost_by_rule() if found.report is not None else {}
    event = st.dataframe(
        [_row(rule, own.get(rule.id), costs.get(rule.id)) for rule in rules],
        hide_index=True,
        height=min(35 * (len(rules) + 1) + 3, TABLE_HEIGHT - 36),
        on_select="rerun",
        selection_mode="single-cell",
        placeholder="",
        key="rules-" + str(hash(tuple(rule.id for rule in rules))),
        column_config={
            _("规则"): st.column_config.TextColumn(width=150),
            _("级别"): st.column_config.TextColumn(width=88),
            _("权重"): st.column_config.NumberColumn(width=50),
            _("扣分"): st.column_config.NumberColumn(width=50, help=_("现在的课表因这条规则扣的分")),
            _("参数"): st.column_config.TextColumn(width=90),
            _("依据"): st.column_config.TextColumn(width=110),
        },
    )
    picked = event["selection"]["cells"]
    if picked and picked[0][0] < len(rules):
        st.session_state[CHOSEN] = rules[picked[0][0]].id
    kept = rule_by_id().get(st.session_state.get(CHOSEN, ""))
    return kept if kept in rules else rules[0]


def _row(rule: Rule[Any], setting: RuleSetting | None, cost: int | None) -> dict[str, Any]:
    setting = setting or RuleSetting(rule=rule.id)
    enabled = rule.enabled if setting.enabled is None else setting.enabled
    level = _level(rule, setting)
    soft = enabled and level is Level.SOFT
    defaults = rule.parameters().model_dump(mode="json")
    values = [setting.parameters.get(name, parameter_value(default)) for name, default in defaults.items()]
    return {
        _("规则"): say(rule.title),
        _("级别"): _shown_level(level) if enabled else _("停用"),
        _("权重"): (rule.weight if setting.weight is None else setting.weight) if soft else None,
        _("扣分"): cost if soft else None,
        _("参数"): "；".join(str(value) for value in values if value is not None),
        _("依据"): say(rule.article.cited) if rule.article is not None else "",
        _("改过"): _("是") if setting != RuleSetting(rule=rule.id) else "",
    }


def _shown_level(level: Level) -> str:
    return _("法规（锁定）") if level is Level.REGULATION else say(LEVEL_NAMES[level])


def _level(rule: Rule[Any], setting: RuleSetting | None) -> Level:
    return Level(setting.level) if setting is not None and setting.level is not None else rule.level
