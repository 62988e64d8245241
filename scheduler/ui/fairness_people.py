"""Lessons, service and flexible hours of people: how they are spread, who has most and least, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import pandas as pd
import streamlit as st

from scheduler.plan.fairness import Fairness, Measure, Spread
from scheduler.plan.layout import tells_service
from scheduler.plan.ledger import Account
from scheduler.school import School
from scheduler.school.shares import fair_shares, flexible_staff
from scheduler.ui.fairness_charts import Named, extremes, groups, histogram, in_order, number
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.session import Opened


@dataclass(frozen=True)
class People:
    """What some teachers give: their figures together, and the account of each; `everybody` tells whether all are meant."""

    school: School
    fair: Fairness
    ledger: Mapping[str, Account]
    everybody: bool


def show_loads(people: People, _found: Opened) -> None:
    """Show the lessons a week."""
    school = people.school
    teaching = [Named(name, account.lessons) for name, account in people.ledger.items() if account.lessons]
    if not teaching:
        st.info(_("这里没有任课教师。"))
        return
    ranked = sorted(teaching, key=lambda each: -each.value)
    mean = fmean(each.value for each in teaching)
    high, low = ranked[0].value, ranked[-1].value
    words = _("{n} 位任课教师平均每周 {mean} 节；最多 {high} 节（{most}），最少 {low} 节（{least}）").format(
        n=len(ranked),
        mean=number(mean),
        high=number(high),
        most=_who(ranked, high),
        low=number(low),
        least=_who(ranked, low),
    )
    if high == low:
        words = _("{n} 位任课教师每周都是 {mean} 节").format(n=len(ranked), mean=number(mean))
    _headline(words)
    left, right = st.columns([5, 3], gap="medium")
    parts: dict[str, list[Named]] = {}
    for each in teaching:
        parts.setdefault(school.teacher[each.name].subject_group or _("未分组"), []).append(each)
    with left:
        if len(parts) > 1:
            st.markdown(_("**各教研组：一个点是一位教师，红线是平均**"))
            groups(parts, _("周课时"), "loads-groups")
        else:
            st.markdown(_("**有多少人上多少节**"))
            histogram(teaching, _("周课时"), "loads-spread", (mean, _("平均 {n}").format(n=number(mean))))
    with right:
        st.markdown(_("**最多和最少的**"))
        extremes(teaching, "loads-extremes", center=mean)
    _table(
        {
            _("教师"): teacher.id,
            _("教研组"): teacher.subject_group,
            _("工作量 %"): teacher.fte,
            _("周课时"): account.lessons,
            _("任教"): "、".join(dict.fromkeys(course.subject for course in school.teacher_courses[teacher.id])),
            _("班级"): "、".join(
                dict.fromkeys(c for course in school.teacher_courses[teacher.id] for c in course.classes)
            ),
        }
        for teacher, account in ((school.teacher[each.name], people.ledger[each.name]) for each in ranked)
    )


def show_service(people: People, found: Opened) -> None:
    """Show the minutes of service beside the fair share."""
    serving = fair_shares(people.school)
    shares = [share for share in people.fair.shares if share.teacher in serving]
    if not _has_service(found) or not shares:
        st.info(_("这份课表没有课后服务，或这里没有人承担。"))
        return
    spread = people.fair.service.everybody
    bound = found.ranges.service if people.everybody else None
    _headline(_range_words(_("课后服务"), spread.range, bound))
    _figures(
        people.fair.service, bound, _("极差、标准差按“已承担减应承担”计算，应承担按工作量分摊") + "；" + _meaning()
    )
    beyond = [Named(share.teacher, share.beyond) for share in shares]
    left, right = st.columns([5, 3], gap="medium")
    with left:
        st.markdown(_("**多少人比应承担的多（橙）或少（蓝）多少分钟**"))
        histogram(beyond, _("已承担减应承担（分钟/周）"), "service-spread", (0, _("正好")))
    with right:
        st.markdown(_("**多承担和少承担最多的（分钟）**"))
        extremes(beyond, "service-extremes", plus=True)
    _table(
        {
            _("教师"): share.teacher,
            _("教研组"): people.school.teacher[share.teacher].subject_group,
            _("工作量 %"): people.school.teacher[share.teacher].fte,
            _("次数"): people.ledger[share.teacher].service_sessions,
            _("应承担分钟"): share.fair,
            _("已承担分钟"): share.minutes,
            _("相差"): share.beyond,
            _("高于或低于平均的原因"): "；".join(say(reason) for reason in share.reasons),
        }
        for share in sorted(people.fair.shares, key=lambda share: -abs(share.beyond))
    )


def show_balance(people: People, found: Opened) -> None:
    """Show what the time bank holds."""
    flexible = {teacher.id for teacher in flexible_staff(people.school)}
    shares = [share for share in people.fair.shares if share.teacher in flexible]
    if not _has_service(found) or not shares:
        st.info(_("这份课表没有弹性上下班，或这里没有人享受。学校写了工作时间才有弹性上下班。"))
        return
    spread, granted = people.fair.balance.everybody, people.fair.granted.everybody
    bound = found.ranges.balance if people.everybody else None
    mean = number(spread.mean)
    _headline(_range_words(_("弹性结余"), spread.range, bound))
    _figures(people.fair.balance, bound, _meaning(), granted)
    balances = [Named(share.teacher, share.closing) for share in shares]
    left, right = st.columns([5, 3], gap="medium")
    with left:
        st.markdown(_("**每人的结余，从多到少**"))
        words = (spread.mean, _("平均 {n}").format(n=mean))
        in_order(balances, _("周末结余（分钟）"), "balance-order", words)
    with right:
        st.markdown(_("**结余最多和最少的（分钟）**"))
        extremes(balances, "balance-extremes", center=spread.mean)
    accounts = [people.ledger[share.teacher] for share in shares]
    _table(
        {
            _("教师"): account.teacher,
            _("教研组"): people.school.teacher[account.teacher].subject_group,
            _("期初"): account.opening,
            _("存入"): account.earned,
            _("支取"): account.granted,
            _("结余"): account.closing,
        }
        for account in sorted(accounts, key=lambda account: -abs(account.closing - spread.mean))
    )


def _has_service(found: Opened) -> bool:
    return found.plan is not None and tells_service(found.plan)


def _range_words(what: str, minutes: int, bound: int | None) -> str:
    """Return how far apart the most and the least are, and whether it could be less."""
    if bound is None:
        return _("{what}：最多的人比最少的多 {n} 分钟").format(what=what, n=minutes)
    if minutes <= bound:
        return _("{what}：最多的人比最少的多 {n} 分钟，已证明不能再小").format(what=what, n=minutes)
    words = _("{what}：最多的人比最少的多 {n} 分钟，已证明至少要差 {bound} 分钟")
    return words.format(what=what, n=minutes, bound=bound)


def _who(found: Sequence[Named], value: float) -> str:
    """Return who has just so much: a name, or one with how many they are."""
    names = [each.name for each in found if each.value == value]
    return names[0] if len(names) == 1 else _("{name}等 {n} 人").format(name=names[0], n=len(names))


def _headline(words: str) -> None:
    st.markdown(f"##### {plain(words)}")


def _meaning() -> str:
    return _(
        "极差是最多的与最少的之差；下限是任何课表的极差都不会更小的数，排课时求证，只对全校而言；基尼系数 0 为完全均等"
    )


def _figures(measure: Measure, bound: int | None, meaning: str, granted: Spread | None = None) -> None:
    """Show the figures of everybody, and in a line those of the homeroom teachers."""
    spread = measure.everybody
    proven = _("未证明") if bound is None else number(bound)
    values = {
        _("人数"): str(spread.people),
        _("平均（分钟）"): number(spread.mean),
        _("极差（分钟）"): number(spread.range),
        _("极差的下限"): proven,
        _("标准差（分钟）"): number(spread.deviation),
        _("基尼系数"): f"{spread.gini:.3f}",
    }
    st.markdown("　".join(f"{plain(name)} **{plain(value)}**" for name, value in values.items()), help=plain(meaning))
    lines = []
    if measure.homeroom.people:
        lines.append(_figures_words(_("其中班主任"), measure.homeroom))
    if granted is not None:
        lines.append(_figures_words(_("每周支取"), granted))
    if lines:
        st.caption(plain("；".join(lines)))


def _figures_words(name: str, spread: Spread) -> str:
    words = _("{name} {n} 人：平均 {mean}，极差 {range}，标准差 {deviation}，基尼系数 {gini:.3f}")
    return words.format(
        name=name,
        n=spread.people,
        mean=number(spread.mean),
        range=spread.range,
        deviation=number(spread.deviation),
        gini=spread.gini,
    )


def _table(rows: Iterable[dict[str, object]]) -> None:
    st.dataframe(pd.DataFrame(rows), hide_index=True, height=320)
