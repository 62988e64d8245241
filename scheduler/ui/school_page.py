"""学校: the sheets of the school workbook as grids; every edit is read at once as the workbook would be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import streamlit as st
from openpyxl.utils.cell import coordinate_to_tuple

from scheduler.ui import session
from scheduler.ui.assignment_loads import SHEETS, show_loads
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.school_draft import SchoolDraft, draft_of
from scheduler.ui.session import Opened
from scheduler.ui.sheet_columns import grid_columns, row_name
from scheduler.ui.sheet_grid import CellMark, cells_of, rows_of, sheet_grid
from scheduler.ui.widgets import leave_guard
from scheduler.workbook import Reading
from scheduler.workbook.problem import SEVERITY_WORDS, Problem
from scheduler.workbook.school.form import FIRST_ROW, Form
from scheduler.workbook.school.guide import PURPOSES

ROW_HEIGHT, MOST_PROBLEMS, MOST_OFFERS = 35, 4, 2
COMPLETE = frozenset({"school", "working"})  # sheets of one row
CHOSEN = "school-sheet"


def school_page() -> None:
    """Show the page."""
    _edit(session.demand())


@st.fragment
def _edit(found: Opened) -> None:
    try:
        draft = draft_of(found)
    except ValueError as error:
        st.error(_("这所学校有工作簿写不下的内容，不能在表格里改：{error}").format(error=plain(error)))
        return
    head = st.container(horizontal=True, vertical_alignment="center")
    chosen = st.pills(
        _("工作表"),
        list(draft.forms),
        default=draft.shown or "assignment",
        required=True,
        format_func=lambda key: plain(say(draft.forms[key].sheet.title)),
        key=CHOSEN,
        label_visibility="collapsed",
    )
    if draft.shown != chosen:
        draft.show(str(chosen))
    reading = draft.reading(found.school)
    left, right = st.columns([11, 4], gap="small") if chosen in SHEETS else (st.container(), None)
    with left:
        _grid(found, draft, str(chosen), reading)
    if right is not None:
        with right:
            show_loads(found, reading.school)
    with head:
        _head(found, draft, reading)
    _offer_names(found, draft)
    _show_problems(draft, reading)
    leave_guard(unsaved=bool(draft.changed))


def _grid(found: Opened, draft: SchoolDraft, key: str, reading: Reading) -> None:
    """Show a sheet, with what is wrong in its cells, and take what is edited."""
    form = draft.forms[key]
    st.caption(plain(say(PURPOSES[key])))
    sheet_grid(
        cells_of(form),
        grid_columns(form, draft.forms),
        list(_marks(form, reading)),
        key=f"sheet-{found.school_id}",
        mount=f"{key}-{draft.mounts}",
        label=say(form.sheet.title),
        fixed=key in COMPLETE and len(form.rows) > 0,
        on_edit=lambda cells: draft.take(replace(form, rows=rows_of(form, cells))),
    )


def _marks(form: Form, reading: Reading) -> Iterator[CellMark]:
    """Yield what is wrong in the cells of a form."""
    for problem in reading.problems:
        if problem.sheet == form.sheet.title.zh and problem.cell:
            number, place = coordinate_to_tuple(problem.cell)
            words = "　→ ".join(filter(None, (say(problem.text), say(problem.cure))))
            if number >= FIRST_ROW:
                yield CellMark(number - FIRST_ROW, place - 1, problem.blocks, words)


def _head(found: Opened, draft: SchoolDraft, reading: Reading) -> None:
    st.title(_("学校"), width="content")
    changed, wrong = draft.changed, any(problem.blocks for problem in reading.problems)
    if draft.number != found.number:
        st.warning(_("未保存的改动是在第 {n} 版上做的，保存会盖过后来的改动。").format(n=draft.number))
    if changed:
        sheets = "、".join(say(form.sheet.title) for form in changed)
        st.markdown(_(":orange[**未保存：{sheets}**]").format(sheets=plain(sheets)), width="stretch")
    else:
        st.markdown("", width="stretch")
    st.button(_("放弃改动"), disabled=not changed, key="drop-school", on_click=draft.drop)
    st.button(
        _("保存"),
        type="primary",
        disabled=wrong or not changed,
        key="save-school",
        icon=":material/save:",
        on_click=_save,
        args=(draft,),
    )


def _save(draft: SchoolDraft) -> None:
    """Store what the sheets say now, if it is not stored yet and can be read, as the next version of the school."""
    found = session.demand()
    school = draft.reading(found.school).school
    if draft.changed and school is not None:
        sheets = "、".join(form.sheet.title.zh for form in draft.changed)
        version = session.save_school(found, school, _("修改 {sheets}").format(sheets=sheets))
        if version is not None:
            draft.saved(version.number, school)
            session.announce(_("已保存为第 {n} 版").format(n=version.number))
    st.rerun()  # the whole page: the part that is edited would go on with the version before


def _offer_names(found: Opened, draft: SchoolDraft) -> None:
    """Offer to change a name everywhere that was changed in its own list."""
    for old, new in draft.half_renamed(found.school)[:MOST_OFFERS]:
        words = _("别的表里的“{old}”也都改成“{new}”").format(old=plain(old), new=plain(new))
        st.button(words, key=f"rename-{old}", icon=":material/find_replace:", on_click=draft.rename, args=(old, new))


def _show_problems(draft: SchoolDraft, reading: Reading) -> None:
    """List what is wrong, that of the sheet in sight first."""
    if not reading.problems:
        st.caption(_("✓ 没有问题"))
        return
    sheets = {form.sheet.title.zh: form for form in draft.forms.values()}
    here = draft.forms[draft.shown].sheet.title.zh
    ordered = sorted(reading.problems, key=lambda problem: (problem.sheet != here, problem.severity != "error"))
    st.dataframe(
        [_line(problem, sheets.get(problem.sheet)) for problem in ordered],
        hide_index=True,
        height=ROW_HEIGHT * (min(len(ordered), MOST_PROBLEMS) + 1) + 3,
        column_config={_("级别"): st.column_config.TextColumn(width=60)},
    )


def _line(problem: Problem, form: Form | None) -> dict[str, str]:
    row = column = ""
    if form is not None and problem.cell:
        number, place = coordinate_to_tuple(problem.cell)
        row = row_name(form, number - FIRST_ROW + 1) if number >= FIRST_ROW else ""
        titles = [say(each.title) for each in form.sheet.columns] + list(form.further)
        column = titles[place - 1] if place <= len(titles) else ""
    return {
        _("级别"): say(SEVERITY_WORDS[problem.severity]),
        _("工作表"): problem.sheet,
        _("行"): row,
        _("列"): column,
        _("问题"): say(problem.text),
        _("怎么改"): say(problem.cure),
    }
