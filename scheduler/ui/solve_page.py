"""生成: solve the opened school, watch it, stop it, take its best plan."""

from __future__ import annotations

import streamlit as st

from scheduler.engine.usual_time import usual_seconds
from scheduler.explanation.counting.counting import Shortage, shortages
from scheduler.school import School
from scheduler.store import Run, RunStatus, RunTask, StoreError
from scheduler.ui import session
from scheduler.ui.clicks import once, uninterrupted
from scheduler.ui.explanation_view import show_explanation, show_shortages
from scheduler.ui.failures import show_refusal
from scheduler.ui.guide_page import reminder
from scheduler.ui.head import verdict_words
from scheduler.ui.language import _, language, say
from scheduler.ui.markdown import plain
from scheduler.ui.run_view import seconds_of, seconds_text, show_run, task_words
from scheduler.ui.session import Opened
from scheduler.ui.start_run import latest_run, start_run
from scheduler.ui.ways import way_to

POLL_SECONDS = 1.0
SOLVES = (RunTask.WEEK, RunTask.TIMETABLE, RunTask.SERVICE)
EXPLAIN_SECONDS = 180
LIMITS = (30, 60, 120, 300, 600, 1800, 3600)
LIMIT, TASK = "solve_limit", "solve_task"
STEADY = "<style>[data-stale='true'] { opacity: 1 !important; transition: none !important; }</style>"  # no flicker
WATCHED = "watched_run"  # the run whose plan this session opens when it has ended


def solve_page() -> None:
    """Show the page."""
    st.title(_("生成"))
    found = session.demand()
    try:
        run = latest_run(found)
        if run is not None and run.alive:
            st.session_state[WATCHED] = run.id
            _watch(run.id)
            return
        with uninterrupted():
            went_on = run is not None and st.session_state.pop(WATCHED, None) == run.id and _go_on_after(found, run)
        if went_on:
            st.rerun()
        reminder(found)
        _offer(found, run)
        if found.report is not None and found.report.compliant:
            st.caption(_("现在的课表合规，会从它接着改进，只会更好。"))
        if run is None:
            st.caption(_("排课在后台进行：换一页、关掉浏览器都不会停，找到的最好课表随时存着。"))
        else:
            _ended(found, run)
    except StoreError as error:
        show_refusal(error)


@st.fragment(run_every=POLL_SECONDS)
def _watch(run_id: int) -> None:
    """Show a running task, again every second; the whole page anew once it has ended."""
    run = session.store().runs.get(run_id)
    if not run.alive:
        st.rerun()
    st.html(STEADY)
    words, button = st.columns([5, 1], vertical_alignment="bottom")
    seconds = seconds_of(run)
    text = _("{what}（按学校第 {n} 版）：已 {spent}，最多 {limit}").format(
        what=task_words(run.task),
        n=plain(run.school_number),
        spent=seconds_text(seconds),
        limit=seconds_text(run.seconds),
    )
    words.progress(min(1.0, seconds / run.seconds), _("正在停止，找到的会留下……") if run.stop else text)
    button.button(
        _("停止"),
        on_click=session.store().runs.stop,
        args=(run.id,),
        disabled=run.stop,
        icon=":material/stop_circle:",
        help=_("停下来，最好的课表会存为新的一版"),
        width="stretch",
    )
    school = session.school_version(run.school_id, run.school_number)
    found = session.opened()
    if found is not None and found.school_id == run.school_id and not _is_of_this_school(found, run):
        st.warning(_("学校已经改成第 {n} 版，这次排课不按它排。停下来再开始，才按新的排。").format(n=found.number))
    if run.task in SOLVES:
        show_run(run, school)
    else:
        st.caption(_("可以离开这一页，过一会儿再来看。"))
    if run.task is RunTask.EXPLAIN:
        _counted(run, school)


def _counted(run: Run, school: School) -> None:
    """Show at once what counting knows, while the rest is sought."""
    short = _shortages(session.store().url, session.owner(), run.school_id, run.school_number, school)
    if short:
        show_shortages([say(each.text) for each in short])
        st.caption(_("这些清点一下就知道；正在接着找互相矛盾的要求和试排过的改法……"))
    else:
        st.info(_("课时、时段、人手、场地清点下来都够；正在找互相矛盾的要求和试排过的改法……"))


def _go_on_after(found: Opened, run: Run) -> bool:
    """Look at the plan that a run has saved while this session watched it; seek why where there is none; tell whether either was to be
    done."""
    if run.saved_as is not None:
        session.go_to_plan(run.saved_as)
    elif run.status is RunStatus.INFEASIBLE and run.task in SOLVES and run.school_number == found.number:
        _start(found, RunTask.EXPLAIN, EXPLAIN_SECONDS)
    else:
        return False
    return True


def _offer(found: Opened, run: Run | None) -> None:
    """Offer to solve, or to find out why that cannot be, after what counting finds short."""
    short = _shortages(session.store().url, session.owner(), found.school_id, found.number, found.school)
    explained = run is not None and run.task is RunTask.EXPLAIN and run.school_number == found.number
    if short and not explained:
        show_shortages([say(each.text) for each in short])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if found.school.service.stations:
            tasks = SOLVES if found.latest_plan and found.damaged is None else SOLVES[:2]
            st.selectbox(_("排什么"), tasks, format_func=_choice, width=320, key=TASK)
        st.selectbox(
            _("最多排多久"), LIMITS, index=LIMITS.index(_usual(found)), format_func=seconds_text, key=LIMIT, width=160
        )
        st.button(
            _("开始排课"),
            type="secondary" if short else "primary",
            icon=":material/play_arrow:",
            width=160,
            on_click=once(_solve, found),
        )
        impossible = run is not None and run.status is RunStatus.INFEASIBLE
        if short or impossible:
            st.button(
                _("找原因和改法"),
                type="secondary" if explained else "primary",
                icon=":material/troubleshoot:",
                width=180,
                on_click=once(_explain, found),
            )


def _solve(found: Opened) -> None:
    """Start what is chosen."""
    _start(found, st.session_state.get(TASK, RunTask.TIMETABLE), st.session_state[LIMIT])


def _explain(found: Opened) -> None:
    """Start to find out why there is no plan, for as long as is chosen, but not too short."""
    _start(found, RunTask.EXPLAIN, max(st.session_state[LIMIT], EXPLAIN_SECONDS))


def _usual(found: Opened) -> int:
    return usual_seconds(len(found.school.classes))


def _start(found: Opened, task: RunTask, seconds: float) -> None:
    """Start a task on the opened version, and show it."""
    note = _("自动排课：{what}，{limit}").format(what=_choice(task), limit=seconds_text(seconds))
    start_run(found, task, seconds, note if task in SOLVES else "")


def _choice(task: RunTask) -> str:
    """Return what there is to choose."""
    names = {
        RunTask.WEEK: _("整周：课表、课后服务、弹性上下班"),
        RunTask.TIMETABLE: _("只排课表"),
        RunTask.SERVICE: _("只排课后服务和弹性上下班，课表不动"),
    }
    return names.get(task, task_words(task))


def _ended(found: Opened, run: Run) -> None:
    """Show the last run, which has ended somehow."""
    if run.status in (RunStatus.FAILED, RunStatus.LOST):
        _broken_off(run)
    elif run.task is RunTask.EXPLAIN:
        again = st.session_state.get(LIMIT, _usual(found))
        task = RunTask.WEEK if found.school.service.stations else RunTask.TIMETABLE
        show_explanation(found, run, lambda: _start(found, task, again))
    elif run.task in SOLVES:
        _verdict(found, run)
        _next_steps(found, run)
        _compare(found, run)
    if run.task in SOLVES and run.plans:
        if run.saved_as is None:
            _offer_to_take(found, run)
        show_run(run, session.school_version(run.school_id, run.school_number))


def _broken_off(run: Run) -> None:
    """Say that a run has died, and that nothing is lost."""
    kept = _("已经找到的课表没有丢，可以取用。") if run.plans and run.task in SOLVES else _("请重新开始。")
    if run.status is RunStatus.FAILED:
        words = _("上一次没有做完：程序出错了（{place}），这不是您的数据的问题，请把这一行告诉维护者。")
        st.error(words.format(place=plain(run.failure)) + kept, icon=":material/bug_report:")
    else:
        st.error(_("上一次没有做完：程序被关掉了，或电脑睡过去了。") + kept, icon=":material/power_off:")


def _verdict(found: Opened, run: Run) -> None:
    """Say how a solve ended, for which version of the school, and what that is worth where the school has changed since."""
    when = _("{when} 开始，用时 {spent}，按学校第 {n} 版。").format(
        when=f"{run.started.astimezone():%m-%d %H:%M}", spent=seconds_text(seconds_of(run)), n=plain(run.school_number)
    )
    if not _is_of_this_school(found, run):
        _since_changed(found, run, when)
        return
    match run.status:
        case RunStatus.OPTIMAL:
            words = _("排好了，扣分 {cost}，已证明不能再低。").format(cost=run.cost)
            st.success(words + when, icon=":material/check_circle:")
        case RunStatus.FEASIBLE:
            words = _("排好了，扣分 {cost}，时间更长也许还能再低。")
            if run.bound:
                words = _("排好了，扣分 {cost}；已证明不会低于 {bound}，时间更长也许还能再低。")
            st.success(words.format(cost=run.cost, bound=run.bound) + when, icon=":material/check_circle:")
        case RunStatus.INFEASIBLE:
            st.error(_("已证明：现在的要求互相矛盾，排不出课表。") + when, icon=":material/block:")
        case _:
            words = _("时限内没有找到课表，也没有证明排不出。请加长时间再排。")
            st.warning(words + when, icon=":material/hourglass_empty:")


def _next_steps(found: Opened, run: Run) -> None:
    """Lead on from a week that was found."""
    if run.saved_as is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_("**下一步**"), width="content")
        way_to("timetable", _("看课表，手工微调"), ":material/calendar_view_week:")
        if found.school.service.stations:
            way_to("service", _("看课后服务谁带哪班"), ":material/groups:")
            way_to("fairness", _("看公平不公平"), ":material/balance:")
        way_to("export", _("打印、发给老师"), ":material/ios_share:")


def _is_of_this_school(found: Opened, run: Run) -> bool:
    """Tell whether a run was made for what the school says now."""
    if run.school_number == found.number:
        return True
    try:
        return session.school_version(found.school_id, run.school_number) == found.school
    except StoreError:
        return False


def _since_changed(found: Opened, run: Run, when: str) -> None:
    """Say what came of a run while the school was changed: that is no verdict on the school as it is."""
    ended = {
        RunStatus.OPTIMAL: _("排好了，当时扣分 {cost}。"),
        RunStatus.FEASIBLE: _("排好了，当时扣分 {cost}。"),
        RunStatus.INFEASIBLE: _("当时的要求互相矛盾，排不出课表。"),
    }.get(run.status, _("时限内没有找到课表。"))
    words = [
        ended.format(cost=run.cost),
        when,
        _("学校后来改成了第 {n} 版，这个结果不是按它排的。").format(n=found.number),
    ]
    if found.report is not None and found.plan_number == run.saved_as:
        words.append(_("按现在的学校：{verdict}。").format(verdict=verdict_words(found.report)))
        if not found.report.compliant:
            words.append(_("请再排一次，或到“检查”修复。"))
    else:
        words.append(_("请再排一次。"))
    st.warning(plain(("" if language() == "zh" else " ").join(words)), icon=":material/history:")


def _compare(found: Opened, run: Run) -> None:
    """Offer the plan before where it was better than what came of a run, for the same version of the school."""
    if run.saved_as is None or not run.saved_as == found.plan_number == found.latest_plan:
        return
    versions = {version.number: version for version in session.store().plans.history(found.school_id)}
    before = versions.get(run.plan_number)
    if before is None or before.school_number != run.school_number or not before.compliant:
        return
    after = versions[run.saved_as].cost
    if before.cost is not None and after is not None and before.cost < after:
        with st.container(horizontal=True, vertical_alignment="center"):
            words = _("原来的第 {n} 版扣分 {cost}，比这次的低。").format(n=before.number, cost=before.cost)
            st.markdown(words, width="content")
            words = _("退回第 {n} 版").format(n=before.number)
            back = once(session.go_back_to_plan, found, before.number, words)
            st.button(plain(words), icon=":material/undo:", on_click=back)


def _offer_to_take(found: Opened, run: Run) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        cost = "—" if run.cost is None else run.cost
        st.markdown(_("它最好的课表还没有存为一版：扣分 {cost}。").format(cost=cost), width="content")
        st.button(_("取用这份课表"), type="primary", icon=":material/download_done:", on_click=once(_take, found, run))


def _take(found: Opened, run: Run) -> None:
    """Store the best plan of a run that has not stored it as the next version."""
    note = _("取用没有做完的排课的最好课表")
    version = session.store().take(run.id, based_on=found.latest_plan, author=session.author(), note=note)
    session.go_to_plan(version.number)


@st.cache_resource(max_entries=12, show_spinner=False)
def _shortages(url: str, owner: str, school_id: int, number: int, _school: School) -> tuple[Shortage, ...]:
    return shortages(_school)
