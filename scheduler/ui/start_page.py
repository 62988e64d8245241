"""开始: go on with a saved school, upload a workbook, open a sample, take a template."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from scheduler.store import StoreError
from scheduler.ui import session
from scheduler.ui.language import _, say
from scheduler.ui.samples import SAMPLES, open_sample
from scheduler.workbook import Reading, read_school, write_template

STAGES = {"primary": "小学", "junior": "初中", "nine-year": "九年一贯制"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKBOOK = "学校.xlsx"


def start_page() -> None:
    """Show the page."""
    st.title(_("开始"))
    try:
        _saved()
        _upload()
        _samples()
    except StoreError as error:
        st.error(say(error.text))
    _template()


def _saved() -> None:
    entries = session.store().schools.entries()
    if not entries:
        return
    st.subheader(_("接着排"))
    for entry in entries:
        name, when, button = st.columns([4, 3, 1], vertical_alignment="center")
        name.write(entry.name)
        when.caption(
            _("第 {n} 版，{when}").format(n=entry.latest.number, when=f"{entry.latest.at.astimezone():%Y-%m-%d %H:%M}")
        )
        button.button(_("打开"), key=f"open-{entry.id}", on_click=session.open_school, args=(entry.id,))


def _upload() -> None:
    st.subheader(_("上传自己的工作簿"))
    uploaded = st.file_uploader(_("学校工作簿（.xlsx），只留在这台电脑上"), type="xlsx")
    if uploaded is None:
        return
    reading = _read(uploaded.getvalue())
    _show_problems(reading)
    if reading.school is not None and st.button(_("打开“{name}”").format(name=reading.school.name), type="primary"):
        session.add_school(reading.school, uploaded.name)
        st.rerun()


@st.cache_data(max_entries=4, show_spinner="正在读取…… / Reading …")
def _read(data: bytes) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / WORKBOOK
        file.write_bytes(data)
        return read_school(file)


def _show_problems(reading: Reading) -> None:
    if not reading.problems:
        return
    errors = sum(1 for problem in reading.problems if problem.severity == "error")
    if errors:
        st.error(_("有 {n} 处需要改正，改好后重新上传").format(n=errors))
    else:
        st.warning(_("有 {n} 处提醒，不影响排课").format(n=len(reading.problems)))
    st.dataframe(
        [
            {
                "": _("错误") if problem.severity == "error" else _("提醒"),
                _("工作表"): problem.sheet,
                _("单元格"): problem.cell,
                _("现在的内容"): problem.value,
                _("问题"): say(problem.text),
                _("怎么改"): say(problem.cure),
            }
            for problem in reading.problems
        ],
        hide_index=True,
    )


def _samples() -> None:
    st.subheader(_("打开一所样例学校"))
    for column, (name, title) in zip(st.columns(len(SAMPLES)), SAMPLES.items(), strict=True):
        column.button(_(title), key=f"sample-{name}", on_click=open_sample, args=(name,))


def _template() -> None:
    with st.expander(_("要一份空白模板")):
        stage = st.selectbox(_("学段"), list(STAGES), format_func=lambda key: _(STAGES[key]))
        classes = st.number_input(_("班数"), min_value=1, max_value=200, value=36)
        st.download_button(
            _("下载模板"), lambda: template_bytes(stage, int(classes)), WORKBOOK, XLSX, on_click="ignore"
        )


def template_bytes(stage: str, classes: int) -> bytes:
    """Return an empty school workbook."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / WORKBOOK
        write_template(file, stage, classes)
        return file.read_bytes()
