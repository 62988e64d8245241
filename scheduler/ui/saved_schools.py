"""The schools in the store: open, take home, look back, remove."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import streamlit as st

from constraints.audit import audit
from scheduler.plan.adopt import adopted
from scheduler.store import SchoolEntry, StoreError
from scheduler.ui import session
from scheduler.ui.clicks import once
from scheduler.ui.drafts import discard, open_draft
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.session import Opened
from scheduler.ui.upload import file_name
from scheduler.ui.widgets import XLSX, moment
from scheduler.workbook import write_school
from scheduler.workbook.school.renewal import school_changes

EARLIER = "earlier"


def saved_schools() -> None:
    """List the schools, the one that was saved last first, and what is damaged. Raises StoreError."""
    for text in session.store().damage():
        st.warning(plain(say(text)))
    found = session.opened()
    for entry in session.store().schools.entries():
        is_open = found is not None and found.school_id == entry.id
        words, button = st.columns([3, 2], vertical_alignment="center")
        name = entry.name or _("已损坏的学校（编号 {n}）").format(n=entry.id)
        term = " :green-badge[" + _("本学期") + "]" if entry.current else ""
        words.markdown(f"**{plain(name)}**{term}  \n:small[{plain(_version(entry))}]")
        with button.container(horizontal=True, horizontal_alignment="right"):
            st.button(
                _("已打开") if is_open else _("打开"),
                key=f"open-{entry.id}",
                disabled=is_open,
                on_click=session.open_school,
                args=(entry.id,),
            )
            with st.popover("⋯", help=_("更多")):
                _more(entry)


def unfinished() -> None:
    """List the workbooks that are being mended. Raises StoreError."""
    for draft in session.store().drafts.entries():
        words, button = st.columns([3, 2], vertical_alignment="center")
        words.markdown(
            f"**{plain(draft.name)}** :orange-badge[" + _("没有改完") + "]  \n:small[" + plain(moment(draft.at)) + "]"
        )
        with button.container(horizontal=True, horizontal_alignment="right"):
            st.button(_("接着改"), key=f"draft-{draft.id}", on_click=open_draft, args=(draft.id,))
            st.button(
                "",
                key=f"discard-{draft.id}",
                icon=":material/delete:",
                help=_("删除“{name}”").format(name=plain(draft.name)),
                on_click=discard,
                args=(draft.id,),
            )


def _version(entry: SchoolEntry) -> str:
    if entry.latest is None:
        return _("没有一版读得出来")
    told = _("第 {n} 版，{when}").format(n=entry.latest.number, when=moment(entry.latest.at))
    return told + (f"　{entry.file}" if entry.file else "")


def _more(entry: SchoolEntry) -> None:
    if entry.latest is not None:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(_("名称"), entry.name, key=f"name-{entry.id}", width=260)
            st.button(_("改名"), key=f"rename-{entry.id}", on_click=_rename, args=(entry,))
        with st.container(horizontal=True):
            st.button(
                _("复制一份"), key=f"copy-{entry.id}", on_click=once(_copy, entry), icon=":material/content_copy:"
            )
            st.button(
                _("设为本学期"),
                key=f"current-{entry.id}",
                on_click=_make_current,
                args=(entry.id,),
                icon=":material/event:",
                disabled=entry.current,
                help=_("打开软件时先打开它"),
            )
    st.download_button(
        _("下载工作簿"),
        lambda: school_bytes(entry.id),
        file_name(f"{entry.name or entry.id}.xlsx"),
        XLSX,
        key=f"take-{entry.id}",
        on_click="ignore",
        icon=":material/download:",
    )
    st.divider()
    sure = st.checkbox(_("连同所有版本和课表一起删除，不能恢复"), key=f"sure-{entry.id}")
    st.button(
        _("删除这所学校"),
        key=f"remove-{entry.id}",
        disabled=not sure,
        on_click=_remove,
        args=(entry.id,),
        icon=":material/delete:",
    )


def _rename(entry: SchoolEntry) -> None:
    """Store a school under the name that was typed, as its next version."""
    name = str(st.session_state.get(f"name-{entry.id}", "")).strip()
    if not name or name == entry.name:
        return
    note = _("改名：{old} → {new}").format(old=entry.name, new=name)
    found = session.opened()
    try:
        latest, school = session.store().schools.load(entry.id)
        renamed = school.model_copy(update={"name": name})
        if found is not None and found.school_id == entry.id:
            session.save_school(found, renamed, note)
        else:
            save = session.store().schools.save
            save(entry.id, renamed, based_on=latest.number, author=session.author(), note=note)
    except StoreError as error:
        session.tell(error)


def _copy(entry: SchoolEntry) -> None:
    """Store the latest version of a school once more, with its plan and with what was assumed of it, and open that."""
    store = session.store()
    try:
        latest, school = store.schools.load(entry.id)
        named = school.model_copy(update={"name": _("{name}（副本）").format(name=school.name)})
        assumed = [replace(each, number=1) for each in store.assumptions.of(entry.id, latest.number)]
        school_id = session.add_school(named, _("复制自“{name}”第 {n} 版").format(name=entry.name, n=latest.number))
        store.assumptions.add(school_id, assumed)
        plans = store.plans.history(entry.id)
        if plans:
            stored = store.plans.load(entry.id)
            plan = stored.plan if stored.school == school else adopted(named, stored.plan)
            note = _("复制自第 {n} 版").format(n=plans[0].number)
            store.plans.save(
                school_id, audit(named, plan), school_number=1, based_on=0, author=session.author(), note=note
            )
    except StoreError as error:
        session.tell(error)


def _make_current(school_id: int) -> None:
    try:
        session.store().schools.make_current(school_id)
    except StoreError as error:
        session.tell(error)


def _remove(school_id: int) -> None:
    try:
        session.store().schools.remove(school_id)
    except StoreError as error:
        session.tell(error)
        return
    session.forget()
    if session.wanted() == school_id:
        session.close()


def school_bytes(school_id: int) -> bytes:
    """Return the latest version of a school as a workbook. Raises StoreError."""
    school = session.store().schools.load(school_id)[1]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "school.xlsx"
        write_school(school, path)
        return path.read_bytes()


def history(found: Opened) -> None:
    """Show the versions of the opened school; going back to one makes it the newest."""
    versions = session.store().schools.history(found.school_id)
    st.dataframe(
        [
            {
                _("版本"): version.number,
                _("时间"): moment(version.at),
                _("作者"): version.author,
                _("说明"): version.note,
            }
            for version in versions
        ],
        hide_index=True,
        height=min(35 * (len(versions) + 1) + 3, 250),
    )
    earlier = [version.number for version in versions if version.number != found.number]
    if not earlier:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            _("比较或回到哪一版"), earlier, format_func=lambda n: _("第 {n} 版").format(n=n), width=200, key=EARLIER
        )
        st.button(_("回到这一版"), key="go-back", on_click=once(_go_back, found))
    _compare(found, number)


def _go_back(found: Opened) -> None:
    number = int(st.session_state[EARLIER])
    session.go_back_to_school(found, number, _("回到第 {n} 版").format(n=number))


def _compare(found: Opened, number: int) -> None:
    """List what the open version has otherwise than another."""
    try:
        other = session.school_version(found.school_id, number)
        older, newer = (other, found.school) if number < found.number else (found.school, other)
        lines = [say(text) for text in school_changes(older, newer)]
    except (StoreError, ValueError) as error:
        st.caption(plain(say(error.text) if isinstance(error, StoreError) else str(error)))
        return
    words = _("第 {n} 版到第 {m} 版：{k} 处不同") if lines else _("第 {n} 版和第 {m} 版内容一样")
    st.markdown(words.format(n=min(number, found.number), m=max(number, found.number), k=len(lines)))
    if lines:
        with st.container(height=min(200, 40 + 28 * len(lines)), border=False):
            st.markdown("\n".join(f"- {plain(line)}" for line in lines))
