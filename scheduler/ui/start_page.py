"""开始: go on with a saved school, upload a workbook, open a sample, take a template."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from scheduler.store import StoreError
from scheduler.ui import session
from scheduler.ui.drafts import opened_draft
from scheduler.ui.failures import show_refusal
from scheduler.ui.language import N_, _
from scheduler.ui.markdown import plain
from scheduler.ui.mending import show_draft
from scheduler.ui.samples import SAMPLES, open_sample
from scheduler.ui.saved_schools import history, saved_schools, unfinished
from scheduler.ui.upload import ask_workbook, take_workbook
from scheduler.ui.ways import way_to
from scheduler.ui.widgets import XLSX
from scheduler.workbook import write_template

STAGES = {"primary": N_("小学"), "junior": N_("初中"), "nine-year": N_("九年一贯制")}
USUAL = {2026: N_("2026 年起"), 2021: N_("2021 年的")}
WORKBOOK = "学校.xlsx"


def start_page() -> None:
    """Show the page; a workbook that is being mended takes it all until it is opened or put aside."""
    try:
        draft = opened_draft()
        if draft is not None:
            show_draft(draft)
            return
        st.title(_("开始"))
        _next_steps()
        above = st.container()
        left, right = st.columns(2, gap="medium")
        with left.container(border=True):
            st.markdown(_("#### 接着排"))
            _saved()
        with right.container(border=True):
            st.markdown(_("#### 从自己的任课表开始"))
            _template()
            st.markdown(_("**② 填好后上传**，有错也不要紧，就在这里改；数据只留在这台电脑上"))
            uploaded = ask_workbook()
        with right.container(border=True):
            st.markdown(_("**或者打开一所样例学校看看**"))
            _samples()
        if uploaded is not None:
            with above:
                take_workbook(uploaded)
    except StoreError as error:
        show_refusal(error)


def _next_steps() -> None:
    """Lead on from the school that is open."""
    found = session.opened()
    if found is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        words = _("**{name}** 已打开，下一步：").format(name=plain(found.school.name))
        st.markdown(words, width="content")
        way_to("guide", _("准备清单：还缺什么"), ":material/checklist:")
        way_to("solve", _("生成课表"), ":material/play_circle:")
        if found.report is not None:
            way_to("timetable", _("看课表"), ":material/calendar_view_week:")
            way_to("export", _("打印、发给老师"), ":material/ios_share:")


def _saved() -> None:
    with st.container(height=320, border=False):
        unfinished()
        saved_schools()
    found = session.opened()
    if found is None:
        if not session.store().schools.entries():
            st.info(_("还没有学校。请上传工作簿，或打开一所样例。"))
        return
    with st.expander(_("“{name}”的历史版本").format(name=plain(found.school.name))):
        history(found)


def _samples() -> None:
    for column, (name, title) in zip(st.columns(len(SAMPLES)), SAMPLES.items(), strict=True):
        column.button(_(title), key=f"sample-{name}", on_click=open_sample, args=(name,), width="stretch")


def _template() -> None:
    st.markdown(_("**① 要一份模板**，照着填；别的表格里已有的任课表也可以直接上传"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        stage = st.selectbox(_("学段"), list(STAGES), format_func=lambda key: _(STAGES[key]), width=150)
        classes = st.number_input(_("班数"), min_value=1, max_value=200, value=36, width=130)
        year = st.selectbox(_("作息和课时"), list(USUAL), format_func=lambda key: _(USUAL[key]), width=150)
        st.download_button(
            _("下载模板"),
            lambda: template_bytes(stage, int(classes), year),
            WORKBOOK,
            XLSX,
            on_click="ignore",
            icon=":material/download:",
        )


def template_bytes(stage: str, classes: int, year: int) -> bytes:
    """Return an empty school workbook with the usual bells and hours of a school year."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / WORKBOOK
        write_template(file, stage, classes, year)
        return file.read_bytes()
