"""A repair: how far it is, what it would move and why, and whether that is taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from scheduler.export.changes import KIND_NAMES
from scheduler.plan import Plan
from scheduler.plan.changes import ChangeKind
from scheduler.school import Slot
from scheduler.store import Run, RunStatus, RunTask
from scheduler.ui import session
from scheduler.ui.clicks import once
from scheduler.ui.language import _, language, say
from scheduler.ui.markdown import plain
from scheduler.ui.plan_grid import plan_grid
from scheduler.ui.run_view import seconds_of, seconds_text
from scheduler.ui.session import Opened
from scheduler.ui.solve_page import POLL_SECONDS, STEADY
from scheduler.ui.widgets import choice_table

Record = Mapping[str, Any]
TABLE_TALL = 400


def is_waiting(found: Opened, run: Run) -> bool:
    """Tell whether a run is a repair of the opened versions about which nobody has decided yet."""
    same = (run.school_number, run.plan_number) == (found.number, found.plan_number) and not run.alive
    latest = found.plan_number == found.latest_plan and found.number == found.latest
    return run.task is RunTask.REPAIR and same and latest and run.saved_as is None


@st.fragment(run_every=POLL_SECONDS)
def watch_repair(run_id: int) -> None:
    """Show a running repair, again every second; the whole page anew once it has ended."""
    store = session.store()
    run = store.runs.get(run_id)
    if not run.alive:
        st.rerun()
    st.html(STEADY)
    seconds = seconds_of(run)
    bar, button = st.columns([5, 1], vertical_alignment="bottom")
    text = _("正在修复课表：已 {spent}，最多 {limit}").format(
        spent=seconds_text(seconds), limit=seconds_text(run.seconds)
    )
    bar.progress(min(1.0, seconds / run.seconds), _("正在停止，找到的会留下……") if run.stop else text)
    button.button(
        _("停止"),
        on_click=store.runs.stop,
        args=(run.id,),
        disabled=run.stop,
        icon=":material/stop_circle:",
        width="stretch",
    )
    _interim(store.runs.outcome(run_id))


def _interim(record: Record | None) -> None:
    """Say how far a repair is. The first legal plan may move hundreds of lessons where a few suffice: what would be moved is
    listed only once it is proven that no fewer lessons can be."""
    if record is None:
        st.caption(_("正在找动得最少的办法……可以离开这一页，过一会儿再来看。"))
    elif record["proven"]["lessons"]:
        st.markdown(_("现在最好的办法：") + summary(record))
        st.dataframe([_row(change) for change in record["changes"]], hide_index=True)
    else:
        words = _("已经有合规的办法，正在减少要动的课：已证明至少 {least} 节，现在减到 {n} 节，还在减。")
        st.markdown(words.format(least=int(record["moved_lessons_bound"]), n=int(record["moved_lessons"])))
        st.caption(_("减完了才列出要动哪些课；您同意之前，课表不会变。可以离开这一页，过一会儿再来看。"))


def show_repair(found: Opened, run: Run) -> None:
    """Show what a repair would move, to be taken or not; where it found nothing, why."""
    store = session.store()
    record, plan = store.runs.outcome(run.id), store.runs.best(run.id)
    if record is None or plan is None:
        _nothing(run)
        _dismiss(run, _("知道了"))
        return
    if not record["changes"]:
        st.success(_("课表已经合规，一节课也不用动。"), icon=":material/check_circle:")
        _dismiss(run, _("知道了"))
        return
    st.success(summary(record), icon=":material/healing:")
    _decide(found, run)
    left, right = st.columns([5, 6], gap="small")
    with left:
        chosen = choice_table([_row(each) for each in record["changes"]], key="repair-changes", tall=TABLE_TALL)
        change = record["changes"][chosen]
        st.caption(f"**{plain(change['title'])}**　{plain(_moved(change))}")
    with right:
        _new_week(found, plan, record, chosen)


def summary(record: Record) -> str:
    """Return what a repair changes, and what is proven of it."""
    lessons = [change for change in record["changes"] if change["kind"] == ChangeKind.LESSON]
    words = [_("移动 {n} 节课").format(n=record["moved_lessons"])]
    for end, word in (("from", _("补 {n} 节")), ("to", _("去掉 {n} 节"))):
        many = sum(1 for change in lessons if change[end] is None)
        words += [word.format(n=many)] if many else []
    for kind, many in record["counts"].items():
        if many and kind != ChangeKind.LESSON:
            words.append(_("{kind}改动 {n} 处").format(kind=say(KIND_NAMES[ChangeKind(kind)]), n=many))
    if record["proven"]["lessons"]:
        proof = _("已证明不能移得更少")
    else:
        proof = _("还没有证明最少，至少要移 {n} 节").format(n=record["moved_lessons_bound"])
    return "，".join(words) + f"（{proof}）"


def _decide(found: Opened, run: Run) -> None:
    """Offer to take the moves or not, beside what they do to the cost."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("接受，存为新版本"),
            type="primary",
            icon=":material/check:",
            key="accept-repair",
            on_click=once(_accept, found, run),
        )
        _dismiss(run, _("不要这些改动"))
        if run.cost is not None and found.report is not None:
            words = _("修复后合规；软规则扣分 {cost}（原来 {before}）")
            st.markdown(words.format(cost=run.cost, before=found.report.cost), width="content")


def _accept(found: Opened, run: Run) -> None:
    """Store what a repair has found as the next version of the plan."""
    note = _("修复：{what}").format(what=summary(session.store().runs.outcome(run.id) or {}))
    version = session.store().take(run.id, based_on=found.latest_plan, author=session.author(), note=note)
    session.go_to_plan(version.number)


def _dismiss(run: Run, label: str) -> None:
    st.button(plain(label), key="dismiss-repair", on_click=once(session.store().runs.remove, run.id))


def _nothing(run: Run) -> None:
    """Say why a repair has nothing to offer."""
    match run.status:
        case RunStatus.INFEASIBLE:
            words = _("已证明：现在的要求互相矛盾，怎么调都不能合规。请到“生成”找原因和改法。")
        case RunStatus.FAILED:
            words = _("修复没有做完：程序出错了（{place}），这不是您的数据的问题，请把这一行告诉维护者。")
            words = words.format(place=plain(run.failure))
        case RunStatus.LOST:
            words = _("修复没有做完：程序被关掉了，或电脑睡过去了。请重新开始。")
        case _:
            words = _("用了 {spent}，没有找到合规的课表，也没有证明没有。请加长时间再修。")
            words = words.format(spent=seconds_text(seconds_of(run)))
    st.error(words, icon=":material/block:")


def _row(change: Record) -> dict[str, object]:
    return {
        _("什么"): change["title"],
        _("原来"): _spot(change, "from"),
        _("现在"): _spot(change, "to"),
        _("原因"): _why(change),
        _("类别"): say(KIND_NAMES[ChangeKind(change["kind"])]),
    }


def _spot(change: Record, end: str) -> str:
    spot = change[end]
    return "—" if spot is None else str(spot["text" if language() == "zh" else "text_en"])


def _moved(change: Record) -> str:
    return f"{_spot(change, 'from')} → {_spot(change, 'to')}　{_why(change)}"


def _why(change: Record) -> str:
    return str(change["why" if language() == "zh" else "why_en"])


def _new_week(found: Opened, plan: Plan, record: Record, chosen: int) -> None:
    """Show the week of a class as it would be, with what is new in it; first that of the chosen change."""
    lessons = [each for each in record["changes"] if each["kind"] == ChangeKind.LESSON and each["to"] is not None]
    names = list(dict.fromkeys(name for each in lessons for name in each["classes"]))
    if not names:
        return
    first = next((name for name in record["changes"][chosen]["classes"] if name in names), names[0])
    who = st.selectbox(
        _("改后的班级课表"),
        names,
        index=names.index(first),
        key=f"repair-class-{chosen}",
        format_func=_after,
        label_visibility="collapsed",
    )
    fresh = {
        (each["id"], Slot(**each["to"]["slot"])): _("原来：{before}").format(before=_spot(each, "from"))
        for each in lessons
    }
    plan_grid(found.school, plan, who, key="repair-grid", fresh=fresh)


def _after(name: str) -> str:
    return _("{name} 改后的课表，→ 是动过的课").format(name=name)
