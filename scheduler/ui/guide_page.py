"""准备清单: from 任课 to a full week in a sensible order: what there is, what is assumed, what is missing and what it is good for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from scheduler.school import School
from scheduler.store import Assumption, StoreError, UnreadableError
from scheduler.ui import session
from scheduler.ui.failures import show_refusal
from scheduler.ui.language import N_, _, say
from scheduler.ui.law_gaps import show_gaps
from scheduler.ui.markdown import plain
from scheduler.ui.school_draft import draft_of
from scheduler.ui.session import Opened
from scheduler.ui.usual_parts import fill_in, fillable, forms_of, said_rows
from scheduler.ui.ways import go_to, way_to
from scheduler.workbook.school.form import Form


class Part(NamedTuple):
    """A part of a school: the key of its sheet, what it is good for, the page where it is edited."""

    key: str
    good_for: str
    page: str = "school"


PARTS = (
    Part("assignment", N_("谁教哪个班的哪门课：有了它就能排课表")),
    Part("schedule", N_("每天几节、几点上下课；课后服务、午间的时间也在这里")),
    Part("curriculum", N_("每门课每周几节，用来核对国家课时标准")),
    Part("classes", N_("人数和班主任：课后服务按人数配教师，早读由班主任看护")),
    Part("teachers", N_("教研组、每天最多几节、能不能参加课后服务")),
    Part("venues", N_("操场、机房、音美教室够不够用：不填就不管场地会不会撞")),
    Part("meetings", N_("教研和集体备课时，组里的人都不排课")),
    Part("stages", N_("每天放学后的两小时：做什么、怎么分组、谁带")),
    Part("clubs", N_("学生自己选的社团：谁指导、在哪里、几个人")),
    Part("duties", N_("巡查、替补、食堂和午间看护、大课间值守由谁轮")),
    Part("working", N_("下班后的服务记时间，换晚到早走")),
    Part("times", N_("谁哪天来不了、哪节课尽量不排"), "times"),
    Part("locks", N_("全校班会、升旗这样固定在某一节的课")),
)
WIDTHS = (3, 6, 12, 7)


def guide_page() -> None:
    """Show the page."""
    found = session.demand()
    try:
        _guide(found)
    except (StoreError, ValueError) as error:
        if isinstance(error, StoreError):
            show_refusal(error)
        else:
            st.error(_("这所学校有工作簿写不下的内容，不能在表格里改：{error}").format(error=plain(error)))


def _guide(found: Opened) -> None:
    forms = forms_of(found.school)
    store = session.store()
    assumed = _assumed(found)
    usual = {each.sheet: each for each in assumed if each.sheet}
    can = fillable(store.url, session.owner(), found.school_id, found.number, found.school)
    st.title(_("准备清单"))
    _next(found, can)
    show_gaps(found)
    with st.container(gap=None):
        for part in PARTS:
            _row(found, part, forms[part.key], usual, part.key in can)
    _understood(found, [each for each in assumed if not each.sheet])


def _assumed(found: Opened) -> tuple[Assumption, ...]:
    """Return what is assumed of the open version; where that is damaged it is told, lest all pass for the school's own."""
    try:
        return session.store().assumptions.of(found.school_id, found.number)
    except UnreadableError as error:
        show_refusal(error)
        return ()


def _next(found: Opened, can: frozenset[str]) -> None:
    """Say how far it is, and lead on."""
    words, buttons = st.columns([5, 6], vertical_alignment="center", gap="small")
    with words:
        if can:
            st.markdown(
                _("课表已经能排。要排**整周**（课后服务、社团、值班），下面还有 {n} 项空着。").format(n=len(can))
            )
        else:
            st.markdown(_("该有的都有了，可以排整周。"))
    with buttons.container(horizontal=True, horizontal_alignment="right"):
        if can:
            st.button(
                _("空着的都填入本学段常用安排"),
                key="fill-all",
                icon=":material/auto_fix_high:",
                on_click=fill_in,
                args=(found, sorted(can)),
                help=_("填进去的会标明是常用安排，不当作学校写的；每一格都能改，也能退回"),
            )
        label = _("下一步：生成") if found.report is None else _("下一步：重新生成")
        if st.button(label, type="primary", key="guide-next", icon=":material/arrow_forward:"):
            go_to("solve")


def _row(found: Opened, part: Part, form: Form, usual: Mapping[str, Assumption], can: bool) -> None:
    title, state, good_for, buttons = st.columns(WIDTHS, vertical_alignment="center", gap="small")
    title.markdown(f"**{plain(say(form.sheet.title))}**")
    left = _unchecked(form, usual.get(part.key))
    state.markdown(_state(found.school, form, left, usual.get(part.key)))
    good_for.caption(_(part.good_for))
    with buttons.container(horizontal=True, horizontal_alignment="right"):
        if can:
            st.button(
                _("填入常用"),
                key=f"fill-{part.key}",
                on_click=fill_in,
                args=(found, [part.key]),
                help=_("按本学段学校的通常做法填一份，再改"),
            )
        if left:
            with st.popover(_("看填了什么")):
                _filled(found, part.key, usual[part.key], left)
        if st.button(_("打开"), key=f"edit-{part.key}", help=_("到这张表里改")):
            if part.page == "school":
                draft_of(found).shown = part.key
            go_to(part.page)


def _filled(found: Opened, key: str, assumed: Assumption, left: list[str]) -> None:
    st.markdown(_("这 {n} 行是按常用安排填的，学校没有写过：").format(n=len(left)))
    with st.container(height=260 if len(left) > 8 else "content", border=False):
        st.markdown("\n".join(f"- {plain(row)}" for row in left))
    st.button(
        _("核对过了，就这样"),
        key=f"checked-{key}",
        icon=":material/check:",
        on_click=session.store().assumptions.check,
        args=(found.school_id, assumed.text),
    )


def _unchecked(form: Form, assumed: Assumption | None) -> list[str]:
    """Return the rows of a sheet that stand there as they were filled in, and that nobody has looked through."""
    if assumed is None or assumed.checked:
        return []
    filled = set(assumed.rows)
    return [row for row in said_rows(form) if row in filled]


def _state(school: School, form: Form, left: list[str], assumed: Assumption | None) -> str:
    rows = [row for row in form.rows if row]
    if not rows:
        return ":gray-badge[" + _("空着") + "]"
    words = _count(school, form, len(rows))
    if left:
        return ":orange-badge[" + _("常用 {n} 行，没有核对").format(n=len(left)) + "]"
    if assumed is not None and assumed.checked:
        return f":green-badge[{words}] " + _("核对过")
    return f":green-badge[{words}]"


def _count(school: School, form: Form, rows: int) -> str:
    if form.sheet.key == "assignment":
        return _("{n} 个班、{m} 位教师").format(n=len(school.classes), m=len(school.teachers))
    return _("{n} 行").format(n=rows)


def _understood(found: Opened, notes: list[Assumption]) -> None:
    """List how the workbook was understood, to be confirmed one by one; it stays here."""
    if not notes:
        return
    left = [each for each in notes if not each.checked]
    label = _("读入时按默认理解的 {n} 处，{m} 处没有核对").format(n=len(notes), m=len(left))
    with st.expander(label, expanded=bool(left), icon=":material/info:"):
        for number, note in enumerate(notes):
            words, button = st.columns([8, 1], vertical_alignment="center")
            words.markdown(("✓ " if note.checked else "") + plain(say(note.text)))
            if not note.checked:
                button.button(
                    _("对"),
                    key=f"understood-{number}",
                    on_click=session.store().assumptions.check,
                    args=(found.school_id, note.text),
                )


def reminder(found: Opened) -> None:
    """Say, where a plan is sought or handed out, that something in it is usual and not the school's; lead to the list."""
    usual = [each for each in _assumed(found) if each.sheet and not each.checked]
    if not usual:
        return
    forms = forms_of(found.school)
    sheets = [say(forms[each.sheet].sheet.title) for each in usual if _unchecked(forms[each.sheet], each)]
    if sheets:
        with st.container(horizontal=True, vertical_alignment="center"):
            words = _("这些是常用安排，学校还没有核对：{sheets}").format(sheets=plain("、".join(sheets)))
            st.caption(words, width="content")
            way_to("guide", _("准备清单"), ":material/checklist:")
