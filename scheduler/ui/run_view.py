"""A run of the solver to look at: how far it is, its cost and bound over time, what its best plan pays for."""

from __future__ import annotations

from datetime import UTC, datetime

import altair as alt
import pandas as pd
import streamlit as st

from constraints.catalogue import rule_by_id
from scheduler.export.lessons import Lessons
from scheduler.plan import PlanView
from scheduler.school import School
from scheduler.store import Run, RunProgress, RunTask
from scheduler.ui import session
from scheduler.ui.language import _, language, say
from scheduler.ui.week_table import week_table

COST, BOUND = "#c2410c", "#2563eb"  # both readable on white and on black
CHART_HEIGHT = 330
MARGIN = 1.05  # of the curves, above and below
STEPS = "run_steps"


def show_run(run: Run, school: School) -> None:
    """Show what a run has reached; `school` is the version that it solves."""
    steps = _steps(run)
    _figures(run)
    course, best = st.tabs([_("扣分"), _("看一眼最好的课表")])
    with course:
        left, right = st.columns([3, 2])
        with left:
            _curve(steps, run)
        with right:
            _by_rule(steps)
    with best:
        _best(run, school)


def seconds_text(seconds: float) -> str:
    """Return a duration as it is said: 45 秒, 3 分 20 秒."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return _("{n} 秒").format(n=rest)
    return _("{m} 分 {n} 秒").format(m=minutes, n=rest) if rest else _("{m} 分钟").format(m=minutes)


def seconds_of(run: Run) -> float:
    """Return how long a run has lasted: to its end, or until now."""
    until = run.ended or (datetime.now(UTC) if run.alive else run.heartbeat)
    return max(0.0, (until - run.started).total_seconds())


def task_words(task: RunTask) -> str:
    """Return what is being done."""
    names = {
        RunTask.WEEK: _("正在排整周"),
        RunTask.TIMETABLE: _("正在排课表"),
        RunTask.SERVICE: _("正在排课后服务和弹性上下班"),
        RunTask.EXPLAIN: _("正在找排不出的原因和改法"),
        RunTask.REPAIR: _("正在修复课表"),
    }
    return names[task]


def _figures(run: Run) -> None:
    """Show the numbers that sum a run up."""
    cost, bound, gap, plans = st.columns(4)
    unknown = "—"
    cost.metric(_("最好课表的扣分"), unknown if run.cost is None else run.cost, help=_("软规则的扣分之和，越低越好"))
    bound.metric(_("已证明的下限"), run.bound, help=_("任何课表的扣分都不会比它低"))
    gap.metric(_("最多还能少扣"), unknown if run.cost is None else max(0, run.cost - run.bound))
    plans.metric(_("找到的课表"), run.plans)


def _steps(run: Run) -> list[RunProgress]:
    """Return the steps of a run; those that this session has read are not read again."""
    known: tuple[int, list[RunProgress]] = st.session_state.get(STEPS, (0, []))
    steps = known[1] if known[0] == run.id else []
    steps = steps + session.store().runs.progress(run.id, steps[-1].number if steps else 0)
    st.session_state[STEPS] = (run.id, steps)
    return steps


def _curve(steps: list[RunProgress], run: Run) -> None:
    priced = [step for step in steps if step.cost is not None]
    if not priced:
        st.caption(_("还没有算出扣分的课表。") if run.alive else _("没有可画的曲线。"))
        return
    last = max(seconds_of(run), steps[-1].seconds)
    names = {"cost": _("最好课表的扣分"), "bound": _("已证明的下限")}
    rows = [(s.seconds, names["cost"], s.cost) for s in priced] + [(last, names["cost"], priced[-1].cost)]
    rows += [(s.seconds, names["bound"], s.bound) for s in steps] + [(last, names["bound"], steps[-1].bound)]
    # A cost falls from thousands to a little above the bound: only a logarithm shows both, and it shows no zero.
    logarithmic = priced[-1].cost != 0
    data = pd.DataFrame([row for row in rows if row[2] or not logarithmic], columns=["seconds", "what", "cost"])
    least, most = data["cost"].min(), data["cost"].max()
    scale = alt.Scale(type="log", domain=[least / MARGIN, most * MARGIN], nice=False) if logarithmic else alt.Scale()
    chart = (
        alt.Chart(data, height=CHART_HEIGHT)
        .mark_line(interpolate="step-after", strokeWidth=2.5, clip=True)
        .encode(
            x=alt.X("seconds:Q", title=_("秒"), scale=alt.Scale(domain=[0, max(1.0, last)], nice=False)),
            y=alt.Y("cost:Q", title=None, scale=scale, axis=alt.Axis(format="d", tickCount=6)),
            color=alt.Color(
                "what:N",
                title=None,
                scale=alt.Scale(domain=list(names.values()), range=[COST, BOUND]),
                legend=alt.Legend(orient="top"),
            ),
            strokeDash=alt.StrokeDash(
                "what:N", scale=alt.Scale(domain=list(names.values()), range=[[1, 0], [5, 3]]), legend=None
            ),
            tooltip=[
                alt.Tooltip("what:N", title=_("曲线")),
                alt.Tooltip("seconds:Q", title=_("秒"), format=".1f"),
                alt.Tooltip("cost:Q", title=_("扣分")),
            ],
        )
    )
    st.altair_chart(chart, key="curve")


def _by_rule(steps: list[RunProgress]) -> None:
    told = [step.by_rule for step in steps if step.by_rule is not None]
    costs = {rule: cost for rule, cost in told[-1].items() if cost} if told else {}
    if not costs:
        st.caption(_("没有扣分。") if told else _("核查完一份课表后显示。"))
        return
    ranked = sorted(costs.items(), key=lambda item: -item[1])
    rules = rule_by_id()
    names = [say(rules[rule].title) if rule in rules else rule for rule, _cost in ranked]
    table = pd.DataFrame({_("规则"): names, _("扣分"): [cost for _rule, cost in ranked]})
    bar = st.column_config.ProgressColumn(format="%d", min_value=0, max_value=ranked[0][1])
    st.dataframe(table, hide_index=True, height=CHART_HEIGHT, column_config={_("扣分"): bar})


def _best(run: Run, school: School) -> None:
    """Let the best plan so far be looked at, class by class."""
    lessons = None
    if run.plans:
        lessons = _lessons(session.store().url, session.owner(), run.id, run.plans, language(), school)
    if lessons is None:
        st.caption(_("还没有找到课表。"))
        return
    classes = [klass.id for klass in school.classes]
    class_id = st.selectbox(_("班级"), classes, key="best_class", width=200)
    if class_id is not None:
        week_table(lessons, class_id)


@st.cache_resource(max_entries=4, show_spinner=False)
def _lessons(url: str, owner: str, run_id: int, plans: int, words: str, _school: School) -> Lessons | None:
    """Return the best plan of a run, asked by class; None where it has none yet."""
    plan = session.store().runs.best(run_id)
    return None if plan is None else Lessons(PlanView(_school, plan), words)
