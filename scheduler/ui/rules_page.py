"""规则: every rule in plain words; what a school may change of them; sets of weights."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from constraints.catalogue import COVER, SECTIONS, catalogue, every_rule, resolve, rule_by_id, section_of
from constraints.figures import usual_parameters
from constraints.places.law import Law, law_of
from constraints.places.place_file import SURE_NAMES
from constraints.presets import PRESETS, preset_of, with_preset
from constraints.rule import RuleWords
from scheduler.export.law import figure_name, law_title
from scheduler.model.owner import LEVEL_NAMES, Level
from scheduler.school import RuleSetting
from scheduler.ui import session
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.rule_editor import rule_editor
from scheduler.ui.rules_draft import (
    RulesDraft,
    edited,
    is_enabled,
    level_of,
    levels_of,
    rules_draft,
    stored_setting,
    weight_of,
)
from scheduler.ui.rules_table import Action, RuleRow, rules_table
from scheduler.ui.session import Opened
from scheduler.ui.widgets import leave_guard, pick_of
from scheduler.workbook.school.read_rules import setting_cure
from scheduler.workbook.school.write_rules import parameter_value

TABLE_HEIGHT = 520
CHOSEN = "rule-chosen"
NAMES_IN_NOTE, MOST_PROBLEMS = 3, 3


def rules_page() -> None:
    """Show the page."""
    found = session.demand()
    draft = rules_draft(found)
    head = st.container(horizontal=True, vertical_alignment="center", wrap=False)
    told = st.container()
    left, right = st.columns([6, 4], gap="medium")
    with left:
        _tell_law(found)
        rules = _filtered(found, draft)
        table = st.container()
    chosen = _chosen(rules)
    with right, st.container(border=True, height=TABLE_HEIGHT + 100):
        if chosen is None:
            st.info(_("没有符合条件的规则，换个条件试试。"))
        else:
            rule_editor(found, draft, chosen)
    with table:
        _table(found, draft, rules, chosen)
    with head:
        _head(found, draft, told)
    leave_guard(unsaved=bool(draft.changed))


def _head(found: Opened, draft: RulesDraft, told: Any) -> None:
    """Show what is not saved, and save it as one version of the school; what cannot be used is `told`."""
    st.title(
        _("规则"),
        width="content",
        help=_("法规锁定；硬性必须满足；软性违反一个单位扣“权重”分，扣分相加。"),
    )
    unsaved = _(":orange[**未保存：{names}**]").format(names=plain(_names(draft))) if draft.changed else ""
    st.markdown(unsaved, width="stretch")
    _presets(found, draft)
    _unavoidable(found)
    settings = draft.settings(found.school.rule_settings)
    problems = [
        each for each in resolve(settings, found.school.subjects, law_of(found.school))[1] if each.rule in draft.changed
    ]
    for problem in problems[:MOST_PROBLEMS]:
        rule = rule_by_id()[problem.rule]
        words = (
            f"{say(rule.title)}：{say(problem.text)} → {say(setting_cure(rule, problem.field, law_of(found.school)))}"
        )
        told.error(plain(words))
    st.button(_("放弃改动"), disabled=not draft.changed, key="drop-rules", on_click=draft.drop)
    # Never disabled for want of a change: who types a number and clicks has not changed it before the click.
    save = st.button(_("保存"), type="primary", disabled=bool(problems), key="save-rules", icon=":material/save:")
    if save and draft.changed:
        note = _("修改规则：{names}").format(names=_names(draft))
        version = session.save_school(found, found.school.model_copy(update={"rule_settings": settings}), note)
        if version is not None:
            draft.changed.clear()
            st.toast(_("已保存为第 {n} 版").format(n=version.number), icon=":material/check:")
        st.rerun()


def _tell_law(found: Opened) -> None:
    """Say of which place and date the rules are, what was assumed of these, and which documents hold."""
    at = law_of(found.school)
    words = "；".join(say(text) for text in (law_title(at), *at.notes))
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.caption(plain(words), width="stretch")
        with st.popover(_("文件 {n} 件").format(n=len(at.documents)), icon=":material/description:"):
            for document in at.documents:
                line = f"{plain(say(document.title))}　{plain(document.number)} {plain(document.date.text)}"
                st.markdown(
                    line,
                    help=plain(
                        "；".join(
                            say(part) for part in (SURE_NAMES[document.sure], document.source, document.note) if part.zh
                        )
                    ),
                )
            for key, why in at.unknown.items():
                st.caption(_("未知：{name}——{why}").format(name=plain(say(figure_name(key))), why=plain(say(why))))


def _names(draft: RulesDraft) -> str:
    """Return which rules are changed."""
    titles = [say(rule_by_id()[name].title) for name in draft.changed if name in rule_by_id()]
    words = "、".join(titles[:NAMES_IN_NOTE])
    return words if len(titles) <= NAMES_IN_NOTE else _("{names} 等 {n} 条").format(names=words, n=len(titles))


def _unavoidable(found: Opened) -> None:
    """Show what is proven of the plan at hand: who must pay for what in any plan."""
    if found.ranges.unavoidable:
        with st.popover(_("不可避免的扣分"), icon=":material/verified:"):
            for text in found.ranges.unavoidable:
                st.markdown(plain(say(text)))
            st.caption(_("已证明：任何合规课表在这些地方都至少扣这么多分。"))


def _presets(found: Opened, draft: RulesDraft) -> None:
    stored = found.school.rule_settings
    now = draft.settings(stored)
    current = preset_of(now)
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
        changed = with_preset(now, preset)
        st.caption(_("只改软性规则的权重，级别和参数不动。套用后看一看，再保存。"))
        same = set(map(repr, changed)) == set(map(repr, now))
        if st.button(_("套用"), type="primary", disabled=same, key="take-preset"):
            for rule in catalogue():
                wanted = stored_setting(changed, rule.id)
                if wanted != draft.setting(stored, rule.id):
                    draft.remount(stored, wanted)
            st.rerun()


def _filtered(found: Opened, draft: RulesDraft) -> list[RuleWords[Any]]:
    """Ask which rules are wanted and return them."""
    section = st.segmented_control(
        _("部分"),
        [section.title for section in (*SECTIONS, COVER)],
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
    own = {setting.rule: setting for setting in draft.settings(found.school.rule_settings)}
    at = law_of(found.school)
    return [
        rule
        for rule in every_rule()
        if (section is None or section_of(rule).title == section)
        and (level is None or level_of(rule, own.get(rule.id, RuleSetting(rule=rule.id))) is level)
        and (not only_changed or rule.id in own or rule.id in draft.changed)
        and words.strip().casefold() in _all_words(rule, at)
    ]


def _all_words(rule: RuleWords[Any], at: Law) -> str:
    article = [words for each in at.articles(rule.article) for words in (*each.cited, *each.asks)]
    titles = [field.title or "" for field in rule.parameters.model_fields.values()]
    return " ".join([rule.id, *rule.title, *rule.words, *titles, *article]).casefold()


def _chosen(rules: list[RuleWords[Any]]) -> RuleWords[Any] | None:
    """Return the rule that is picked, at first the first."""
    kept = rule_by_id().get(pick_of(CHOSEN).what or "")
    return kept if kept in rules else rules[0] if rules else None


def _table(found: Opened, draft: RulesDraft, rules: list[RuleWords[Any]], chosen: RuleWords[Any] | None) -> None:
    """Show rules as a table in which they are picked and changed."""
    stored, at = found.school.rule_settings, law_of(found.school)
    costs: dict[str, int] = found.report.cost_by_rule() if found.report is not None else {}

    if rules:
        rows = [_row(rule, draft, stored, at, costs.get(rule.id), rule is chosen) for rule in rules]
        rules_table(rows, key="rules-table", tall=TABLE_HEIGHT, on_action=partial(take, draft, stored, at))


def take(draft: RulesDraft, stored: tuple[RuleSetting, ...], at: Law, action: Action) -> None:
    """Do what was done in the table."""
    if action.what == "pick":
        pick_of(CHOSEN).what = action.rule
    else:
        rule = rule_by_id()[action.rule]
        draft.remount(stored, edited(rule, draft.setting(stored, rule.id), action.what, action.value, at))


def _row(
    rule: RuleWords[Any], draft: RulesDraft, stored: tuple[RuleSetting, ...], at: Law, cost: int | None, picked: bool
) -> RuleRow:
    setting = draft.setting(stored, rule.id)
    enabled, level = is_enabled(rule, setting), level_of(rule, setting)
    soft = level is Level.SOFT
    defaults = usual_parameters(rule, at).model_dump(mode="json")
    values = [setting.parameters.get(name, parameter_value(default)) for name, default in defaults.items()]
    return RuleRow(
        rule=rule.id,
        title=say(rule.title),
        enabled=enabled,
        locked=rule.level is Level.REGULATION,
        level=level.value,
        levels=[(each.value, _shown_level(each)) for each in levels_of(rule)],
        weight=weight_of(rule, setting) if soft else None,
        cost=cost if soft and enabled else None,
        parameters="；".join(str(value) for value in values if value is not None),
        own=setting != RuleSetting(rule=rule.id),
        unsaved=rule.id in draft.changed,
        picked=picked,
    )


def _shown_level(level: Level) -> str:
    return _("法规锁定") if level is Level.REGULATION else say(LEVEL_NAMES[level])
