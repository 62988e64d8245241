"""Beside 任课: what each teacher has to give by the sheets as they are edited now, against what would be even among colleagues."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import streamlit as st

from scheduler.plan import PlanView
from scheduler.school import School, Week
from scheduler.school.shares import fair_shares
from scheduler.school.station import SERVICE
from scheduler.ui.language import _
from scheduler.ui.session import Opened

SHEETS = frozenset({"assignment", "assignment_list"})
HEIGHT = 330
KEY = "assignment_loads"


class Load(NamedTuple):
    """The lessons a week of a teacher and their even share in his subject group, by workload; the same of the minutes of service.

    `served` is what the opened plan gives him, None without a plan.
    """

    teacher: str
    lessons: float
    share: float
    fair: int
    served: int | None


def loads_of(school: School, view: PlanView | None) -> list[Load]:
    """Return the loads of those who teach or serve; whoever is furthest above his share stands first."""
    lessons = {
        teacher.id: sum(
            course.lessons * (1 if course.week is Week.EVERY else 0.5) for course in school.teacher_courses[teacher.id]
        )
        for teacher in school.teachers
    }
    shares, fair = _shares(school, lessons), fair_shares(school)
    known = view.school.teacher if view is not None else {}
    found = [
        Load(
            name,
            given,
            shares.get(name, 0.0),
            fair.get(name, 0),
            view.minutes_of(name, SERVICE) if view is not None and name in known else None,
        )
        for name, given in lessons.items()
        if given or fair.get(name)
    ]
    return sorted(found, key=lambda load: (load.share - load.lessons, load.teacher))


def _shares(school: School, lessons: dict[str, float]) -> dict[str, float]:
    """Return the even share of lessons: those of a subject group among its teachers who teach, by workload."""
    groups: dict[str, list[str]] = defaultdict(list)
    for teacher in school.teachers:
        if lessons[teacher.id]:
            groups[teacher.subject_group or _most_taught(school, teacher.id)].append(teacher.id)
    found: dict[str, float] = {}
    for names in groups.values():
        posts = sum(school.teacher[name].fte for name in names)
        total = sum(lessons[name] for name in names)
        found |= {name: total * school.teacher[name].fte / posts for name in names}
    return found


def _most_taught(school: School, teacher: str) -> str:
    """Return the subject that a teacher of no group gives most lessons of."""
    found: dict[str, int] = defaultdict(int)
    for course in school.teacher_courses[teacher]:
        found[course.subject] += course.lessons
    return max(found, key=lambda name: found[name])


def show_loads(found: Opened, school: School | None) -> None:
    """Show the loads by the sheets as they are edited; nothing where these cannot be read."""
    if school is None:
        st.caption(_("改好下面的问题，这里就算出每位教师的课时。"))
        return
    kept = st.session_state.get(KEY)
    if kept is None or kept[0] is not school or kept[1] != found.key:
        view = PlanView(found.school, found.plan) if found.plan is not None else None
        kept = st.session_state[KEY] = (school, found.key, loads_of(school, view))
    loads: list[Load] = kept[2]
    st.dataframe(
        [_row(load) for load in loads],
        hide_index=True,
        height=HEIGHT,
        column_config={
            _("教师"): st.column_config.TextColumn(width=64),
            _("课时"): st.column_config.NumberColumn(width=46),
            _("应约"): st.column_config.NumberColumn(
                help=_("同一教研组的课按各人工作量分摊，这位教师该有几节；没有教研组的按主教学科算"),
                format="%.1f",
                width=52,
            ),
            _("服务"): st.column_config.NumberColumn(help=_("打开的课表里，一周课后服务多少分钟"), width=50),
            _("应担"): st.column_config.NumberColumn(help=_("全校课后服务按工作量分摊，应承担多少分钟"), width=50),
        },
    )


def _row(load: Load) -> dict[str, object]:
    row: dict[str, object] = {_("教师"): load.teacher, _("课时"): load.lessons, _("应约"): round(load.share, 1)}
    if load.served is not None:
        row[_("服务")] = load.served
    if load.fair:
        row[_("应担")] = load.fair
    return row
