"""公平与统计: loads, service, flexible hours, lessons against the standard and venues: what stands out first, everybody below it."""

from __future__ import annotations

import streamlit as st

from constraints.audit import Report
from scheduler.plan import PlanView
from scheduler.plan.fairness import fairness
from scheduler.plan.ledger import accounts
from scheduler.ui import session
from scheduler.ui.fairness_hours import class_hours, show_hours
from scheduler.ui.fairness_people import People, show_balance, show_loads, show_service
from scheduler.ui.fairness_venues import show_venues
from scheduler.ui.language import N_, _, grade_label
from scheduler.ui.plan_head import kind_choice
from scheduler.ui.session import Key, Opened

TOPICS = {
    "loads": N_("周课时"),
    "service": N_("课后服务"),
    "balance": N_("弹性上下班"),
    "hours": N_("课时核对"),
    "venues": N_("场地"),
}
OF_PEOPLE = ("loads", "service", "balance")


def fairness_page() -> None:
    """Show the page."""
    head = st.columns([4, 11, 4, 3], vertical_alignment="center", gap="small")
    with head[0]:
        st.title(_("公平与统计"))
    found = session.demand()
    if found.report is None:
        st.info(_("还没有课表。请到“生成”排一个，或到“检查”读入一个。"))
        return
    topic = kind_choice(head[1], _("看什么"), TOPICS, "fairness_topic")
    group, grade = None, None
    if topic in OF_PEOPLE:
        group = head[2].selectbox(
            _("教研组"),
            _groups(found),
            index=None,
            placeholder=_("全部教研组"),
            key="fairness_group",
            label_visibility="collapsed",
        )
    if topic != "venues":
        grade = head[3].selectbox(
            _("年级"),
            found.school.grades,
            index=None,
            placeholder=_("全部年级"),
            format_func=grade_label,
            key="fairness_grade",
            label_visibility="collapsed",
        )
    _show(found, found.report, topic, group, grade)


def _show(found: Opened, report: Report, topic: str, group: str | None, grade: int | None) -> None:
    key = found.key
    if topic == "venues":
        show_venues(key, report)
    elif topic == "hours":
        show_hours(found.school, class_hours(key, report), grade)
    else:
        people = _people(key, report, group, grade)
        show = {"loads": show_loads, "service": show_service, "balance": show_balance}[topic]
        show(people, found)


def _groups(found: Opened) -> list[str]:
    return list(dict.fromkeys(t.subject_group for t in found.school.teachers if t.subject_group))


@st.cache_resource(max_entries=4 * session.VERSIONS_KEPT, show_spinner=False)
def _people(key: Key, _report: Report, group: str | None, grade: int | None) -> People:
    """Return the figures of the teachers of a subject group and of those who teach in a grade."""
    school, view = _report.school, PlanView(_report.school, _report.plan)
    names = [
        teacher.id
        for teacher in school.teachers
        if group in (None, teacher.subject_group)
        and (grade is None or any(school.grade_of(course) == grade for course in school.teacher_courses[teacher.id]))
    ]
    ledger = accounts(view)
    everybody = group is None and grade is None
    return People(school, fairness(view, frozenset(names)), {name: ledger[name] for name in names}, everybody)
