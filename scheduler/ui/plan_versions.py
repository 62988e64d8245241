"""The versions of the plan: who saved what when, what is different between two, and the way back to one."""

from __future__ import annotations

import streamlit as st

from scheduler.export.changes import KIND_NAMES
from scheduler.store import PlanVersion, StoreError, content_of
from scheduler.ui import session
from scheduler.ui.clicks import once
from scheduler.ui.failures import show_refusal
from scheduler.ui.head import verdict_words
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.session import Opened
from scheduler.ui.widgets import HEAD_PIXELS, ROW_PIXELS, moment

SHOWN_CHANGES = 200


def versions_button(found: Opened) -> None:
    """Show the button that opens the list of versions."""
    if st.button(
        _("版本"), icon=":material/history:", key="versions", width="stretch", help=_("看谁在什么时候改了什么")
    ):
        st.dialog(_("课表的版本"), width="large")(_versions)(found)


def _versions(found: Opened) -> None:
    try:
        versions = session.store().plans.history(found.school_id)
    except StoreError as error:
        show_refusal(error)
        return
    same = _same_schools(found)
    st.dataframe(
        [_row(version, found, same) for version in versions],
        hide_index=True,
        height=min(260, HEAD_PIXELS + ROW_PIXELS * len(versions)),
    )
    numbers = [version.number for version in versions]
    words = {version.number: _words(version) for version in versions}
    left, right = st.columns(2)
    earlier = numbers[1] if len(numbers) > 1 else numbers[0]
    old = left.selectbox(
        _("从这一版"), numbers, index=numbers.index(earlier), format_func=words.__getitem__, key="version_old"
    )
    new = right.selectbox(
        _("到这一版"),
        numbers,
        index=numbers.index(found.plan_number) if found.plan_number in numbers else 0,
        format_func=words.__getitem__,
        key="version_new",
    )
    _tell_verdicts(found, old, new)
    _compare(found, old, new)
    if old != found.plan_number:
        st.button(
            _("回到第 {n} 版").format(n=plain(old)),
            key="version_back",
            on_click=once(_back, old),
            help=_("内容存成最新的一版，中间的版本都还在"),
        )


def _back(number: int) -> None:
    session.go_back_to_plan(session.demand(), number, _("回到第 {n} 版").format(n=number))
    st.rerun()  # without the dialog


def _same_schools(found: Opened) -> set[int]:
    """Return the versions of the school that say what the opened one says, as the store knows."""
    content = {version.number: content_of(version) for version in session.store().schools.history(found.school_id)}
    return {number for number, own in content.items() if own == content.get(found.number)}


def _tell_verdicts(found: Opened, *numbers: int) -> None:
    """Say how versions are judged by the school as it is open now."""
    for number in dict.fromkeys(numbers):
        report = session.report_of(found, number)
        words = _("已损坏") if report is None else verdict_words(report)
        told = _("第 {n} 版，按现在的学校（第 {school} 版）：").format(n=number, school=found.number)
        st.markdown(f"{plain(told)}**{plain(words)}**")


def _verdict(version: PlanVersion, found: Opened, same: set[int]) -> str:
    """Return the verdict on a version: that of the school as it is open now where it is known, else which it had then."""
    if version.number == found.plan_number and found.report is not None:
        return "✓" if found.report.compliant else "✗"
    if version.compliant is None:
        return "—"
    mark = "✓" if version.compliant else "✗"
    return mark if version.school_number in same else _("当时 {mark}").format(mark=mark)


def _row(version: PlanVersion, found: Opened, same: set[int]) -> dict[str, object]:
    return {
        _("版本"): version.number,
        _("时间"): moment(version.at, "%Y-%m-%d %H:%M:%S"),
        _("谁"): version.author or _("本机"),
        _("说明"): version.note,
        _("扣分"): found.report.cost if version.number == found.plan_number and found.report else version.cost,
        _("合规"): _verdict(version, found, same),
        _("学校版本"): version.school_number,
        "": _("现在") if version.number == found.plan_number else "",
    }


def _words(version: PlanVersion) -> str:
    return _("第 {n} 版 {when} {note}").format(
        n=version.number, when=moment(version.at, "%m-%d %H:%M"), note=version.note
    )


def _compare(found: Opened, old: int, new: int) -> None:
    try:
        changes = session.store().plans.compare(found.school_id, old, new)
    except StoreError as error:
        show_refusal(error)
        return
    if not changes:
        st.caption(_("两版内容一样。"))
        return
    st.caption(_("有 {n} 处不同").format(n=len(changes)))
    st.dataframe(
        [
            {
                _("类别"): say(KIND_NAMES[change.kind]),
                _("什么"): say(change.title),
                _("原来"): say(change.before.text) if change.before else "—",
                _("现在"): say(change.after.text) if change.after else "—",
            }
            for change in changes[:SHOWN_CHANGES]
        ],
        hide_index=True,
        height=min(260, 38 + 35 * len(changes)),
    )
    if len(changes) > SHOWN_CHANGES:
        st.caption(_("……另有 {n} 处").format(n=len(changes) - SHOWN_CHANGES))
