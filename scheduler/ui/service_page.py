"""课后服务: groups, clubs, duties, flexible hours and the ledger, changed by hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from constraints.audit import Report
from scheduler.plan import PlanView
from scheduler.plan.ledger import accounts
from scheduler.school import School, Teacher
from scheduler.ui import session
from scheduler.ui.broken_places import broken_cells, broken_list
from scheduler.ui.language import N_, _, grade_label, language
from scheduler.ui.plan_head import plan_head
from scheduler.ui.service_panel import choose, chosen, service_panel
from scheduler.ui.service_views import ServiceViews, read_turn
from scheduler.ui.session import Key, last_step
from scheduler.ui.timetable_grid import Event, Grid, timetable_grid

KINDS = {
    "groups": N_("班组"),
    "clubs": N_("社团"),
    "duties": N_("巡查值守"),
    "flexible": N_("弹性上下班"),
    "ledger": N_("台账"),
}
TALL = 560  # pixels


def service_page() -> None:
    """Show the page."""
    found = session.demand()
    if not found.school.service.stations:
        st.title(_("课后服务"))
        st.info(_("这所学校没有填课后服务。请到“学校”填时段、社团和值守。"))
        return
    if found.report is None:
        st.title(_("课后服务"))
        st.info(_("还没有课表。请到“生成”排一个，或到“检查”读入一个。"))
        return
    names = partial(_names, found.school)
    kind, who = plan_head(found, _("看什么"), KINDS, names, key="service", widths=(25, 7))
    key = found.key
    view = _view(key, found.report)
    if kind == "ledger":
        _ledger(key, view)
    else:
        turn = chosen()
        grid = _grid(ServiceViews(view, broken_cells(found.report), turn), kind, who)
        left, right = st.columns([13, 5], gap="small")
        with left:
            _show(grid, kind, last_step(found))
        with right:
            service_panel(found, view, turn)
    broken_list(found.report, service=True)


def _names(school: School, kind: str) -> list[str]:
    """Return the names that a kind of view is chosen by."""
    return {"groups": _grades(school), "flexible": list(_subject_groups(school))}.get(kind, [])


def _grades(school: School) -> list[str]:
    return [grade_label(grade) for grade in school.service.served_grades]


def _subject_groups(school: School) -> dict[str, list[Teacher]]:
    found: dict[str, list[Teacher]] = {}
    for teacher in school.teachers:
        if school.may_have_grants(teacher):
            found.setdefault(teacher.subject_group or _("其他"), []).append(teacher)
    return found


def _grid(views: ServiceViews, kind: str, who: str) -> Grid:
    school = views.school
    makers: dict[str, Callable[[], Grid]] = {
        "groups": lambda: views.groups(next((g for g in school.service.served_grades if grade_label(g) == who), 0)),
        "clubs": views.clubs,
        "duties": views.duties,
        "flexible": lambda: views.flexible(_subject_groups(school).get(who, [])),
    }
    return makers[kind]()


def _show(grid: Grid, kind: str, step: str) -> None:
    if not grid.rows or not grid.columns:
        st.info(_("学校没有填这一项。"))
        return
    timetable_grid(
        grid,
        key=f"service-grid-{kind}",
        label=_(KINDS[kind]),
        hint=step or _("方向键移动，回车选中，Esc 取消"),
        on_event=_on_event,
        tall=TALL,
    )


def _on_event(event: Event) -> None:
    choose(read_turn(event["id"]) if event["do"] == "pick" and event["id"] else None)


def _ledger(key: Key, view: PlanView) -> None:
    st.dataframe(_accounts(key, language(), view), hide_index=True, height=TALL)


@st.cache_resource(max_entries=session.VERSIONS_KEPT, show_spinner=False)
def _view(key: Key, _report: Report) -> PlanView:
    return PlanView(_report.school, _report.plan)


@st.cache_data(max_entries=session.VERSIONS_KEPT, show_spinner=False)
def _accounts(key: Key, language: str, _view: PlanView) -> list[dict[str, object]]:
    return [
        {
            _("教师"): account.teacher,
            _("教研组"): _view.school.teacher[account.teacher].subject_group or "",
            _("课时"): account.lessons,
            _("服务次数"): account.service_sessions,
            _("服务分钟"): account.service_minutes,
            _("时间银行期初"): account.opening,
            _("存入"): account.earned,
            _("支取"): account.granted,
            _("结余"): account.closing,
            _("补助（元）"): account.pay,
        }
        for account in accounts(_view).values()
    ]
