"""Steps back and forth through what was done to the school and its plan: buttons, keys, and the list of what was done."""

from __future__ import annotations

import streamlit as st

from scheduler.store import Step
from scheduler.ui import session
from scheduler.ui.language import _
from scheduler.ui.markdown import plain
from scheduler.ui.school_draft import has_unsaved_sheets
from scheduler.ui.session import Opened
from scheduler.ui.times_draft import unsaved_strokes
from scheduler.ui.widgets import HEAD_PIXELS, ROW_PIXELS, moment

SHOWN_STEPS = 200
_KEYS = """
export default function() {
  const typing = (at) => at && (at.isContentEditable || /^(TEXTAREA|SELECT)$/.test(at.tagName)
    || (at.tagName === "INPUT" && !/^(checkbox|radio|range|button|submit)$/.test(at.type)))
  const pressed = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || typing(event.composedPath()[0])) return
    const key = event.key.toLowerCase()
    const name = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : ""
    if (!name || document.querySelector("[role=dialog]")) return
    event.preventDefault()
    document.querySelector(`.st-key-${name} button:not(:disabled)`)?.click()
  }
  window.addEventListener("keydown", pressed)
  return () => window.removeEventListener("keydown", pressed)
}
"""
_keys = st.components.v2.component("paike_step_keys", js=_KEYS)


def step_buttons(found: Opened, page: str) -> None:
    """Show the buttons for a step back and forth, and the list of what was done; Ctrl+Z and Ctrl+Y press them.

    On the page `times` a stroke that is not saved is taken back first.
    """
    history = found.history
    back, forth = history.undone_next, history.done_next
    strokes = page == "times"  # may have been painted since the head was drawn
    strokes_words = _("撤销（Ctrl+Z）：没有保存的涂改一笔一笔退回，然后是存过的")
    st.button(
        _("撤销"),
        icon=":material/undo:",
        key="undo",
        type="tertiary",
        disabled=not strokes and (back is None or not found.newest),
        on_click=_step,
        args=(-1, page),
        help=plain(strokes_words if strokes else _help(found, back, _("撤销（Ctrl+Z）：{what}"), _("没有可撤销的"))),
    )
    st.button(
        _("重做"),
        icon=":material/redo:",
        key="redo",
        type="tertiary",
        disabled=forth is None or not found.newest,
        on_click=_step,
        args=(1, page),
        help=plain(_help(found, forth, _("重做（Ctrl+Y）：{what}"), _("没有可重做的"))),
    )
    steps = st.popover(_("记录"), icon=":material/history:", key="steps", type="tertiary", on_change="rerun")
    if steps.open:  # seldom, and it may be long
        with steps:
            _list(found)
    _keys(key="step-keys", width=1, height=1)


def step_words(step: Step) -> str:
    """Return what a step was, as its version says."""
    return step.version.note or _("（没有说明）")


def _help(found: Opened, step: Step | None, words: str, none: str) -> str:
    if not found.newest:
        return _("您看的不是最新的一版")
    return none if step is None else words.format(what=step_words(step))


def _step(direction: int, page: str) -> None:
    """Take a step back or forth: it stores the earlier content again as a new version."""
    found = session.demand()
    strokes = unsaved_strokes(found)
    if page == "times" and direction < 0 and strokes is not None:
        strokes.undo()
        return
    step = found.history.undone_next if direction < 0 else found.history.done_next
    if step is None or not found.newest:
        return
    if not step.of_plan and (strokes is not None or has_unsaved_sheets(found)):
        session.inform(_("“{what}”改的是学校。请先保存或放弃还没有保存的改动。").format(what=step_words(step)))
        return
    words = _("撤销：{note}") if direction < 0 else _("重做：{note}")
    note, (school, plan) = words.format(note=step_words(step)), found.history.target(direction)
    if step.of_plan:
        done = session.go_back_to_plan(found, plan, note, stepping=True) is not None
    else:
        done = session.go_back_to_school(found, school, note, stepping=True) is not None
    if done:
        session.note_step(note)


def _list(found: Opened) -> None:
    """List the steps, the latest first; those that were undone stand above where one is."""
    history = found.history
    st.caption(_("学校和课表的每一步，最近的在上面。撤销和重做一步一步地走，走过的版本都留着。"))
    rows = [
        {
            "": _("现在") if number == history.position else _("已撤销") if number > history.position else "",
            _("做了什么"): step_words(step),
            _("什么"): _("课表") if step.of_plan else _("学校"),
            _("时间"): moment(step.version.at, "%m-%d %H:%M"),
            _("谁"): step.version.author or _("本机"),
        }
        for number, step in enumerate(history.steps)
    ]
    st.dataframe(
        rows[::-1][:SHOWN_STEPS], hide_index=True, height=min(320, HEAD_PIXELS + ROW_PIXELS * len(rows)), width=620
    )
