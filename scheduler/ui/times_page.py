"""教师时间: whose time it is, painted; what that makes impossible is said before it is saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import streamlit as st

from constraints.rule import Violation
from scheduler.plan import Plan
from scheduler.school import AFTER_SCHOOL, BellSchedule, MarkLevel, MarkOwner, PeriodKind, School, Slot
from scheduler.school.marking import levels_at, painted, with_marks_of
from scheduler.text import clock_text
from scheduler.ui import session
from scheduler.ui.clicks import once
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.paint_grid import MIXED, PeriodRow, Square, paint_grid
from scheduler.ui.session import Opened
from scheduler.ui.times_draft import TimesDraft, times_draft
from scheduler.ui.times_notes import Notes, plan_notes, who_differs
from scheduler.ui.widgets import leave_guard
from scheduler.workbook.spelling import MARK_LEVEL_WORDS

PAINTED = frozenset({PeriodKind.MORNING_READING, PeriodKind.LESSON, PeriodKind.SELF_STUDY}) | AFTER_SCHOOL
NAMES_IN_NOTE, SHOWN_BROKEN = 3, 8


class Whose(NamedTuple):
    """Whose time is painted: one, or several at once under the name of their group."""

    kind: MarkOwner
    owners: tuple[str, ...]
    name: str


def times_page() -> None:
    """Show the page."""
    found = session.demand()
    _edit(found)


@st.fragment
def _edit(found: Opened) -> None:
    draft = times_draft(found)
    head = st.container(horizontal=True, vertical_alignment="center")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        whose = _choose(draft.school)
        if whose is None:
            return
        schedule = _choose_schedule(draft.school, whose)
        _copy(draft, whose)
    left, right = st.columns([7, 3], gap="medium")
    with left:
        _grid(found, draft, whose, schedule)
    with head:
        _head(found, draft)
    leave_guard(unsaved=draft.changed)
    with right, st.spinner(_("正在核算……")):
        _tell(draft, found.plan)


def _choose(school: School) -> Whose | None:
    """Ask whose time it is."""
    words = {
        "teacher": _("教师"),
        "group": _("教研组"),
        "everybody": _("全体教师"),
        "class": _("班级"),
        "subject": _("学科"),
        "venue": _("场地"),
    }
    chosen = st.segmented_control(
        _("谁的时间"), list(words), default="teacher", required=True, format_func=words.__getitem__, key="times-kind"
    )
    members = _members(school, str(chosen))
    if not members:
        st.info(_("没有可选的。请先在“学校”里填写。"))
        return None
    kind = MarkOwner.TEACHER if chosen in ("group", "everybody") else MarkOwner(str(chosen))
    if chosen == "everybody":
        return Whose(kind, members[""], _("全体教师"))
    name = st.selectbox(words[str(chosen)], list(members), key=f"times-{chosen}", width=180)
    return Whose(kind, members[name], name)


def _members(school: School, chosen: str) -> dict[str, tuple[str, ...]]:
    """Return what can be chosen, and who that is."""
    if chosen == "everybody":
        return {"": tuple(teacher.id for teacher in school.teachers)}
    if chosen == "group":
        found: dict[str, tuple[str, ...]] = {}
        for teacher in school.teachers:
            if teacher.subject_group is not None:
                found[teacher.subject_group] = (*found.get(teacher.subject_group, ()), teacher.id)
        return found
    nouns = {
        "teacher": [t.id for t in school.teachers],
        "class": [c.id for c in school.classes],
        "subject": [s.id for s in school.subjects],
        "venue": [v.id for v in school.venues],
    }
    return {name: (name,) for name in nouns[chosen]}


def _choose_schedule(school: School, whose: Whose) -> BellSchedule:
    """Ask for the bell schedule where there are several; the first is that in which the chosen one has lessons."""
    if len(school.schedules) == 1:
        return school.schedules[0]
    usual = [school.course_schedule(course) for course in school.courses if _is_about(whose, school, course.id)]
    order = list(dict.fromkeys([*usual, *school.schedule]))
    name = st.selectbox(_("作息表"), order, key=f"times-schedule-{whose.name}", width=180)
    return school.schedule[name]


def _is_about(whose: Whose, school: School, course_id: str) -> bool:
    course = school.course[course_id]
    concerned = {
        MarkOwner.TEACHER: course.teachers,
        MarkOwner.CLASS: course.classes,
        MarkOwner.SUBJECT: (course.subject,),
        MarkOwner.VENUE: (course.venue,),
    }[whose.kind]
    return any(owner in concerned for owner in whose.owners)


def _copy(draft: TimesDraft, whose: Whose) -> None:
    if len(whose.owners) > 1:
        return
    others = list(dict.fromkeys(m.owner for m in draft.school.marks if m.owner_kind is whose.kind))
    others = [other for other in others if other != whose.name]
    if not others:
        return
    with st.popover(_("照抄别人的…")):
        other = st.selectbox(_("抄谁的时间"), others, key="times-copied")
        take = once(_take_marks, draft, whose, other, under=["times-copied", "times-kind", f"times-{whose.kind}"])
        st.button(_("换成和这位一样"), key="times-copy", on_click=take)


def _take_marks(draft: TimesDraft, whose: Whose, other: str) -> None:
    draft.add(with_marks_of(draft.school, whose.kind, whose.name, other), whose.name)


def _grid(found: Opened, draft: TimesDraft, whose: Whose, schedule: BellSchedule) -> None:
    def paint(cells: list[tuple[int, int]], level: MarkLevel | None) -> None:
        slots = [Slot(schedule.id, day, period) for day, period in cells]
        draft.add(painted(draft.school, whose.kind, whose.owners, slots, level), whose.name)

    notes = plan_notes(found, whose.kind, whose.owners[0]) if len(whose.owners) == 1 else {}
    lines = list(_lines(draft.school, notes, whose, schedule))
    days = [say(schedule.day_text(day)) for day in schedule.days]
    label = _("{name}的时间").format(name=whose.name)
    paint_grid(days, lines, key=f"paint-{whose.kind}-{whose.name}-{schedule.id}", label=label, on_paint=paint)


def _lines(school: School, notes: Notes, whose: Whose, schedule: BellSchedule) -> Iterator[PeriodRow]:
    part = 0
    for index, period in enumerate(schedule.periods):
        if period.kind not in PAINTED:
            continue
        squares = [
            _square(school, whose, Slot(schedule.id, day, index), notes) if day in period.days else None
            for day in schedule.days
        ]
        now = 2 if period.kind in AFTER_SCHOOL else schedule.part(index)
        yield PeriodRow(period.name, f"{clock_text(period.start)}–{clock_text(period.end)}", squares, part=now != part)
        part = now


def _square(school: School, whose: Whose, slot: Slot, notes: Notes) -> Square:
    found = {levels_at(school, whose.kind, owner, slot) for owner in whose.owners}
    levels = next(iter(found))
    level = MIXED if len(found) > 1 or len(levels) > 1 else next((str(each) for each in levels), "")
    held = notes.get((slot.day, school.interval(slot).start), [])
    note = "、".join(held[:NAMES_IN_NOTE])
    words = [say(school.slot_text(slot))]
    if level:
        words.append(_mixed(school, whose, slot) if level == MIXED else say(MARK_LEVEL_WORDS[MarkLevel(level)]))
    if held:
        words.append(_("课表上：{lessons}").format(lessons="、".join(held)))
    return Square(slot.day, slot.period, level, note, "　".join(words))


def _mixed(school: School, whose: Whose, slot: Slot) -> str:
    return _("不一（{who}）").format(who=who_differs(school, whose.kind, whose.owners, slot))


def _tell(draft: TimesDraft, plan: Plan | None) -> None:
    """Say what is impossible, and what the marks break of the plan as it is."""
    try:
        new, old = draft.short()
        broken = draft.broken(plan) if plan is not None else ()
    except ValueError:
        st.warning(_("“规则”里有不能用的设置，没法核算。"))
        return
    with st.container(height=430, border=False):
        if new:
            st.error(_("这样改就排不出课表了："))
            st.markdown("\n".join(f"- {plain(say(each.text))}" for each in new))
        if old:
            st.warning(_("原来就排不出的：") if draft.changed else _("现在排不出课表："))
            st.markdown("\n".join(f"- {plain(say(each.text))}" for each in old))
        if not new and not old:
            st.success(_("算下来，时间够用。"), icon=":material/check_circle:")
        if broken:
            _tell_broken(broken)
        if not new and not old:
            st.caption(
                _(
                    "“禁”一定不排课、不排服务；“避”“优”尽量满足，按规则扣分。格里的小字是现在课表上的课、教研、值守和服务。"
                )
            )


def _tell_broken(broken: Sequence[Violation]) -> None:
    """Say what of the plan stands where it must not."""
    words = _("现在的课表有 {n} 处排在“禁”的时间，要修复（“检查”）或重排（“生成”）：").format(n=len(broken))
    st.error(words, icon=":material/error:")
    st.markdown("\n".join(f"- {plain(say(each.text))}" for each in broken[:SHOWN_BROKEN]))
    if len(broken) > SHOWN_BROKEN:
        st.caption(_("……另有 {n} 处").format(n=len(broken) - SHOWN_BROKEN))


def _head(found: Opened, draft: TimesDraft) -> None:
    st.title(_("教师时间"), width="content")
    names = "、".join(dict.fromkeys(draft.names))
    if draft.changed:
        st.markdown(_(":orange[**未保存：{names}**]").format(names=plain(names)), width="stretch")
    else:
        st.markdown("", width="stretch")
    st.button(_("放弃改动"), disabled=len(draft.steps) == 1, key="times-drop", on_click=draft.drop)
    st.button(
        _("保存"),
        type="primary",
        disabled=not draft.changed,
        key="times-save",
        icon=":material/save:",
        on_click=_save,
        args=(draft,),
    )


def _save(draft: TimesDraft) -> None:
    """Store what is painted, if it is not yet, as the next version of the school."""
    if draft.changed:
        names = "、".join(dict.fromkeys(draft.names))
        version = session.save_school(session.demand(), draft.school, _("修改教师时间：{names}").format(names=names))
        if version is not None:
            draft.saved()
            session.announce(_("已保存为第 {n} 版").format(n=version.number))
    st.rerun()  # the whole page: the part that is edited would go on with the version before
