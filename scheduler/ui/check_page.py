"""检查: what the opened plan or an uploaded one breaks and where, its marked workbook, and the shortest way to a legal plan."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from constraints.audit import audit
from constraints.rule import ActiveRule, Violation
from scheduler.export.check import Check, verdict_text
from scheduler.export.score import unjudged_lines
from scheduler.export.two_timetables import TwoTimetables
from scheduler.model.owner import Level
from scheduler.store import RunTask, StoreError
from scheduler.text import Text
from scheduler.ui import session
from scheduler.ui.broken_places import LEVEL_NAMES, broken_cells
from scheduler.ui.checked_plan import Checked, as_version, checked_file, checked_opened, marked_bytes
from scheduler.ui.failures import show_refusal
from scheduler.ui.held import held_of, show_held
from scheduler.ui.language import _, language, say
from scheduler.ui.markdown import plain
from scheduler.ui.plan_comparison import Comparison, comparison_line, comparison_of, show_comparison
from scheduler.ui.plan_grid import plan_grid
from scheduler.ui.problem_table import problem_table
from scheduler.ui.repair_view import is_waiting, show_repair, watch_repair
from scheduler.ui.run_view import seconds_text
from scheduler.ui.session import Opened
from scheduler.ui.start_run import latest_run, start_run
from scheduler.ui.upload import LARGEST, file_name
from scheduler.ui.widgets import XLSX, choice_table
from scheduler.workbook.plan.places import places_text

LIMITS = (30, 60, 120, 300, 600)
USUAL_LIMIT = 60
SHOWN, SHOWN_CELLS = 500, 4
GRID_TALL, TABLE_TALL = 420, 330
_ROUND = "check_round"  # counts what was taken, so that the widget is empty afterwards


def check_page() -> None:
    """Show the page."""
    found = session.demand()
    try:
        run = latest_run(found)
        if run is not None and run.task is RunTask.REPAIR and run.alive:
            st.title(_("检查"))
            watch_repair(run.id)
        elif run is not None and is_waiting(found, run):
            st.title(_("检查"))
            show_repair(found, run)
        else:
            _check(found, busy=run is not None and run.alive)
    except StoreError as error:
        show_refusal(error)


def _check(found: Opened, *, busy: bool) -> None:
    left, right = st.columns([4, 7], gap="medium")
    with left:
        st.title(_("检查"))
        uploaded = _ask()
    checked = checked_file(found, uploaded.getvalue(), file_name(uploaded.name)) if uploaded is not None else None
    if checked is None and found.report is not None:
        checked = checked_opened(found.report)
    with right:
        if checked is None:
            st.info(_("还没有课表。请上传一份，或到“生成”排一个。"))
            return
        if checked.check is None:
            st.error(_("{file} 里没有读到课表，原因见下表。").format(file=plain(checked.name)))
        else:
            _verdict(found, checked, checked.check)
            compared = comparison_of(found, checked)
            if compared is not None:
                st.markdown(comparison_line(found, compared))
            _actions(found, checked, checked.check, busy)
    if checked.check is None:
        problem_table(checked.reading.problems)
    else:
        _details(checked, checked.check, comparison_of(found, checked), held_of(found, checked))


def _ask() -> UploadedFile | None:
    """Ask for a plan and return it."""
    return st.file_uploader(
        _("核查别的课表：在这里上传"),
        type=["xlsx", "json"],
        key=f"check-upload-{st.session_state.setdefault(_ROUND, 0)}",
        max_upload_size=LARGEST,
        help=_("本软件导出后改过的，别处按班级、按教师或按星期排的课表，一行一节课的清单，都可以"),
    )


def _verdict(found: Opened, checked: Checked, check: Check) -> None:
    what = checked.name if checked.data is not None else _("打开的课表第 {n} 版").format(n=found.plan_number)
    words = f"**{plain(what)}**　" + plain(say(verdict_text(check)))
    if check.report.compliant and not check.unread:
        st.success(words, icon=":material/check_circle:")
    else:
        st.error(words, icon=":material/error:")


# What to do.


def _actions(found: Opened, checked: Checked, check: Check, busy: bool) -> None:
    file, broken = checked.data is not None, not check.report.compliant or bool(check.report.plan.strays)
    latest = found.plan_number == found.latest_plan and found.number == found.latest
    with st.container(horizontal=True, vertical_alignment="bottom"):
        limit = USUAL_LIMIT
        if broken:
            label = _("存为新版本并修复") if file else _("修复这份课表")
            limit = st.selectbox(
                _("最多修多久"),
                LIMITS,
                index=LIMITS.index(USUAL_LIMIT),
                format_func=seconds_text,
                key="repair_limit",
                width=120,
            )
            mend = st.button(
                label,
                type="primary",
                icon=":material/healing:",
                key="repair",
                disabled=busy or not latest,
                help=_("找一份合规的、动得最少的课表；改动先列出来，您同意了才存"),
            )
            if mend and (not file or _take(found, checked)):
                start_run(found, RunTask.REPAIR, limit)
        if file and st.button(
            _("存为新版本"), icon=":material/download_done:", key="take", help=_("成为课表的新一版，原来的版本都还在")
        ):
            _take(found, checked)
            st.rerun()
        st.download_button(
            _("标注好的工作簿"),
            partial(marked_bytes, checked, language()),
            _("标注 {file}").format(file=checked.name.rsplit(".", 1)[0] if file else found.school.name) + ".xlsx",
            XLSX,
            on_click="ignore",
            icon=":material/download:",
            key="marked-plan",
            help=_("违规的格子标红并写明原因，附问题清单"),
        )
    if busy:
        st.caption(_("这所学校正在排课，结束后才能修复。"))


def _take(found: Opened, checked: Checked) -> bool:
    """Store an uploaded plan as the next version; tell whether that worked (otherwise the page says why)."""
    note = _("读入 {file}").format(file=checked.name)
    version = session.save_plan(found, audit(found.school, as_version(found, checked)), note, bound=found.bound)
    if version is not None:
        st.session_state[_ROUND] += 1
    return version is not None


# What was found.


def _details(checked: Checked, check: Check, compared: Comparison | None, held: TwoTimetables | None) -> None:
    broken = list(check.report.violations(Level.REGULATION, Level.HARD))
    wishes = sorted(check.report.violations(Level.SOFT), key=lambda pair: -pair[0].weight * pair[1].amount)
    problems, unjudged = checked.reading.problems, unjudged_lines(check.report)
    differ = _("与打开的课表比较")
    labels = [
        *([differ] if compared is not None else []),
        _("违规 {n} 处").format(n=len(broken)),
        _("没有满足的愿望 {n} 处").format(n=len(wishes)),
        *([_("读取时的问题 {n} 处").format(n=len(problems))] if problems else []),
        *([_("公示与实际 {n} 节").format(n=len(held.differences))] if held is not None and held.hours else []),
        *([_("没法判断的")] if unjudged else []),
        *([_("按猜测处理的 {n} 处").format(n=len(checked.reading.notes))] if checked.reading.notes else []),
    ]
    first = 0 if compared is None else 1
    default = labels[0] if compared is not None or broken or not wishes else labels[1]
    tabs = st.tabs(labels, default=default, key=f"check-tabs-{bool(broken)}-{compared is not None}")
    rest = iter(tabs[first + 2 :])
    if compared is not None:
        with tabs[0]:
            show_comparison(compared)
    with tabs[first]:
        _violations(check, broken, "hard")
    with tabs[first + 1]:
        _violations(check, wishes, "soft")
    if problems:
        with next(rest):
            problem_table(problems)
    if held is not None and held.hours:
        with next(rest):
            show_held(held)
    if unjudged:
        with next(rest):
            _lines(unjudged)
    if checked.reading.notes:
        with next(rest):
            _lines([note.text for note in checked.reading.notes])


def _lines(texts: Sequence[Text]) -> None:
    st.markdown("\n".join(f"- {plain(say(text))}" for text in texts))


def _violations(check: Check, found: list[tuple[ActiveRule, Violation]], key: str) -> None:
    """List violations beside the week of whom the chosen one is about; where there are none say so."""
    if not found:
        st.caption(_("没有扣分。") if key == "soft" else _("没有违反法规和硬规则的地方。"))
        return
    left, right = st.columns([5, 6], gap="small")
    with left:
        chosen = choice_table([_row(check, *each) for each in found[:SHOWN]], key=f"check-{key}", tall=TABLE_TALL)
        if len(found) > SHOWN:
            st.caption(_("……另有 {n} 处，见标注好的工作簿").format(n=len(found) - SHOWN))
        _full_words(check, *found[chosen])
    with right:
        _week(check, found, chosen, key)


def _row(check: Check, active: ActiveRule, violation: Violation) -> dict[str, object]:
    cost = active.weight * violation.amount if active.level is Level.SOFT else 0
    last = {_("扣分"): cost} if cost else {_("级别"): say(LEVEL_NAMES[active.level])}
    cells = check.places(active, violation)
    return {
        _("规则"): say(active.rule.title),
        **last,
        _("哪里"): say(violation.text),
        **({_("单元格"): say(places_text(cells, SHOWN_CELLS))} if check.reading.cells else {}),
    }


def _full_words(check: Check, active: ActiveRule, violation: Violation) -> None:
    """Tell all of one violation: the table cuts long words."""
    words = f"**{plain(say(active.rule.title))}**　{plain(say(violation.text))}"
    if active.article is not None:
        words += f"（{plain(say(active.article.cited))}）"
    st.caption(words)


def _week(check: Check, found: list[tuple[ActiveRule, Violation]], chosen: int, key: str) -> None:
    school, violation = check.report.school, found[chosen][1]
    names = [
        name
        for name in (*violation.classes, *violation.teachers)
        if name in school.school_class or name in school.teacher
    ]
    if not names:
        st.caption(_("这一处不在哪个班或哪位教师的格子里，是全校的事。"))
        return
    names = list(dict.fromkeys(names))
    who = st.segmented_control(
        _("看谁的课表"),
        names[:5],
        default=names[0],
        format_func=plain,
        key=f"check-who-{key}-{chosen}",
        required=True,
        label_visibility="collapsed",
    )
    marks = broken_cells(check.report)
    if key == "soft":
        marks = {(name, slot): [violation.text] for name in names for slot in violation.slots}
    plan_grid(school, check.report.plan, who or names[0], key=f"check-grid-{key}", broken=marks, tall=GRID_TALL)
