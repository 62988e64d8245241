"""The schools in the store: open, take home, look back, remove."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from scheduler.store import SchoolEntry, StoreError
from scheduler.ui import session
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.session import Opened
from scheduler.ui.upload import XLSX, file_name
from scheduler.ui.widgets import moment
from scheduler.workbook import write_school


def saved_schools() -> None:
    """List the schools, the one that was saved last first, and what is damaged. Raises StoreError."""
    for text in session.store().damage():
        st.warning(plain(say(text)))
    found = session.opened()
    for entry in session.store().schools.entries():
        is_open = found is not None and found.school_id == entry.id
        words, button = st.columns([3, 2], vertical_alignment="center")
        name = entry.name or _("已损坏的学校（编号 {n}）").format(n=entry.id)
        words.markdown(f"**{plain(name)}**  \n:small[{plain(_version(entry))}]")
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


def _version(entry: SchoolEntry) -> str:
    if entry.latest is None:
        return _("没有一版读得出来")
    return _("第 {n} 版，{when}").format(n=entry.latest.number, when=moment(entry.latest.at))


def _more(entry: SchoolEntry) -> None:
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


def _remove(school_id: int) -> None:
    try:
        session.store().schools.remove(school_id)
    except StoreError as error:
        session.tell(error)
        return
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
        number = st.selectbox(_("回到哪一版"), earlier, format_func=lambda n: _("第 {n} 版").format(n=n), width=200)
        if st.button(_("回到这一版"), key="go-back"):
            session.go_back_to_school(found, number, _("回到第 {n} 版").format(n=number))
            st.rerun()
