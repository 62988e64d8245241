"""The use of venues: each kind, when it is full, each venue."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from constraints.audit import Report
from scheduler.plan.occupancy import Fill, Occupancy, of_kinds, of_venues
from scheduler.school import Interval, School
from scheduler.text import day_name
from scheduler.ui import session
from scheduler.ui.fairness_charts import Named, heat, number, shares
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.session import Key

LINE = 27


def show_venues(key: Key, report: Report) -> None:
    """Show how much each kind of venue is used, and when one of them is."""
    school = report.school
    kinds, venues = _uses(key, report)
    used = [kind for kind in kinds if kind.lessons or kind.sessions]
    if not used:
        st.info(_("这份课表没有用到专用场地。"))
        return
    ranked = sorted(used, key=lambda kind: -kind.share)
    first = ranked[0]
    words = _("{kind}最紧：上课时间用了 {share:.0%}，{full} 节全满").format(
        kind=first.name, share=first.share, full=first.full
    )
    st.markdown(f"##### {plain(words)}")
    left, right = st.columns([4, 5], gap="medium")
    with left:
        st.markdown(_("**各类场地：上课时间用了多少**"))
        shares(
            [Named(_("{kind} {n} 处").format(kind=k.name, n=len(k.venues)), k.share) for k in ranked], "venue-shares"
        )
    with right:
        names = [kind.name for kind in ranked]
        name = st.selectbox(_("看哪一类"), names, key="venue_kind", label_visibility="collapsed")
        kind = next((kind for kind in ranked if kind.name == name), first)
        st.markdown(_("**{kind}什么时候有空：在用的班数 / 能容的班数，橙色为全满**").format(kind=plain(kind.name)))
        _times(school, kind)
    st.dataframe(
        pd.DataFrame([_row(each) for each in sorted(venues, key=lambda each: -each.share)]), hide_index=True, height=320
    )


def _times(school: School, kind: Occupancy) -> None:
    cells = pd.DataFrame([_cell(school, interval, fill) for interval, fill in kind.at.items()])
    rows = list(dict.fromkeys(cells.sort_values("start")["row"]))
    days = [say(day_name(day)) for day in sorted({interval.day for interval in kind.at})]
    heat(
        cells,
        "venue-times",
        rows=rows,
        columns=days,
        line=LINE,
        tip={"column": _("星期"), "row": _("节次"), "words": _("用了 / 共有")},
    )


def _cell(school: School, interval: Interval, fill: Fill) -> dict[str, object]:
    full = fill.taken >= fill.room > 0
    return {
        "row": school.period(fill.slot).name,
        "column": say(day_name(interval.day)),
        "start": interval.start,
        "words": f"{fill.taken}/{fill.room}" if fill.room else _("不开"),
        "shade": min(1.0, fill.taken / fill.room) if fill.room else 0.0,
        "side": "above" if full else "below",
    }


def _row(each: Occupancy) -> dict[str, object]:
    venue = each.venues[0]
    return {
        _("场地"): each.name,
        _("类别"): venue.kind,
        _("同时容纳班数"): venue.capacity,
        _("每周课"): number(each.lessons),
        _("每周课后服务"): each.sessions,
        _("上课时间使用率"): f"{each.share:.0%}",
        _("全满的节数"): each.full,
    }


@st.cache_resource(max_entries=session.VERSIONS_KEPT, show_spinner=False)
def _uses(key: Key, _report: Report) -> tuple[list[Occupancy], list[Occupancy]]:
    return of_kinds(_report.school, _report.plan), of_venues(_report.school, _report.plan)
