"""A plan that was uploaded beside the one that is open, before it becomes a version: what differs, and what each rule says of both."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from constraints.audit import Report, audit
from scheduler.export.changes import KIND_NAMES
from scheduler.model.owner import LEVEL_NAMES, Level
from scheduler.plan.changes import Change, ChangeKind, changes
from scheduler.ui import session
from scheduler.ui.checked_plan import Checked, as_version
from scheduler.ui.language import _, language, say
from scheduler.ui.session import Opened

SHOWN, TALL = 500, 330


class Comparison(NamedTuple):
    """The open plan, the version that a file would become, and what changes from one to the other."""

    before: Report
    after: Report
    changes: tuple[Change, ...]


class RuleScore(NamedTuple):
    """What a rule says of two plans: places that break it, or what they cost where it is soft."""

    title: str
    level: Level
    before: int
    after: int


def comparison_of(found: Opened, checked: Checked) -> Comparison | None:
    """Return how a file compares with the open plan; None where there is no such plan, or no file."""
    if found.report is None or checked.data is None or checked.check is None:
        return None
    key = (session.store().url, found.key, checked.name, hash(checked.data))
    return _compared(key, found, checked)


@st.cache_resource(max_entries=2, show_spinner="正在与打开的课表比较…… / Comparing …")
def _compared(key: tuple[object, ...], _found: Opened, _checked: Checked) -> Comparison:
    assert _found.report is not None
    after = audit(_found.school, as_version(_found, _checked))
    return Comparison(_found.report, after, changes(_found.school, _found.report.plan, after.plan))


def comparison_line(found: Opened, compared: Comparison) -> str:
    """Return the comparison in a line."""
    lessons = sum(1 for change in compared.changes if change.kind is ChangeKind.LESSON)
    others = len(compared.changes) - lessons
    words = _("与打开的课表第 {n} 版相比：").format(n=found.plan_number)
    if not compared.changes:
        return words + _("内容一样")
    parts = [_("{n} 节课不同").format(n=lessons)] + ([_("另有 {n} 处不同").format(n=others)] if others else [])
    broken = tuple(
        sum(1 for _each in r.violations(Level.REGULATION, Level.HARD)) for r in (compared.before, compared.after)
    )
    parts.append(_("违规 {before} → {after} 处").format(before=broken[0], after=broken[1]))
    parts.append(_("扣分 {before} → {after}").format(before=compared.before.cost, after=compared.after.cost))
    return words + ("，" if language() == "zh" else ", ").join(parts)


def show_comparison(compared: Comparison) -> None:
    """List what differs beside what each rule says of both plans."""
    left, right = st.columns([7, 5], gap="small")
    with left:
        if compared.changes:
            rows = [_change_row(change) for change in compared.changes[:SHOWN]]
            st.dataframe(rows, hide_index=True, height=min(TALL, 38 + 35 * len(rows)))
            if len(compared.changes) > SHOWN:
                st.caption(_("……另有 {n} 处").format(n=len(compared.changes) - SHOWN))
        else:
            st.caption(_("两份课表内容一样。"))
    with right:
        scores = rule_scores(compared.before, compared.after)
        if scores:
            rows = [_score_row(score) for score in scores]
            st.dataframe(rows, hide_index=True, height=min(TALL, 38 + 35 * len(rows)))
        else:
            st.caption(_("每条规则在两份课表上都一样。"))


def rule_scores(before: Report, after: Report) -> list[RuleScore]:
    """Return the rules that say something else of two plans of one school, the worst changes first."""
    old = {finding.active.rule.id: finding for finding in before.findings}
    found = []
    for finding in after.findings:
        active = finding.active
        soft = active.level is Level.SOFT
        one, other = (each.cost if soft else len(each.verdict.violations) for each in (old[active.rule.id], finding))
        if one != other:
            found.append(RuleScore(say(active.rule.title), active.level, one, other))
    return sorted(found, key=lambda score: (score.level is Level.SOFT, score.before - score.after))


def _change_row(change: Change) -> dict[str, object]:
    return {
        _("什么"): say(change.title),
        _("打开的"): say(change.before.text) if change.before else "—",
        _("这份"): say(change.after.text) if change.after else "—",
        _("类别"): say(KIND_NAMES[change.kind]),
    }


def _score_row(score: RuleScore) -> dict[str, object]:
    soft = score.level is Level.SOFT
    return {
        _("规则"): score.title,
        _("打开的"): score.before,
        _("这份"): score.after,
        _("变化"): f"{score.after - score.before:+d}",
        _("单位"): _("扣分") if soft else _("处（{level}）").format(level=say(LEVEL_NAMES[score.level])),
    }
