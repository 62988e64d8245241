"""An uploaded school workbook: what is wrong with it, the marked copy, and whether it is a new school or a new version."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from scheduler.export.marked_school import write_marked_school
from scheduler.school import School
from scheduler.ui import session
from scheduler.ui.language import _, language
from scheduler.ui.markdown import plain
from scheduler.ui.problem_table import problem_table
from scheduler.workbook import Reading, read_school
from scheduler.workbook.problem import Problem

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 20  # MB
_ROUND = "upload_round"  # counts what was taken, so that the widget is empty afterwards
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def ask_workbook() -> UploadedFile | None:
    """Ask for a workbook and return it."""
    key = f"upload-{st.session_state.setdefault(_ROUND, 0)}"
    label = _("学校工作簿（.xlsx，不超过 {n} MB）").format(n=LARGEST)
    return st.file_uploader(label, type="xlsx", key=key, max_upload_size=LARGEST)


def show_workbook(uploaded: UploadedFile) -> None:
    """Show what is wrong with a workbook, or offer to open its school. Raises StoreError."""
    data, name = uploaded.getvalue(), file_name(uploaded.name)
    reading = _read(data, name)
    if reading.school is not None:
        _offer(reading.school, name)
    if reading.problems:
        _show_problems(reading, data, name)
    if reading.notes:
        with st.expander(_("没有写、按默认处理的 {n} 处").format(n=len(reading.notes))):
            st.markdown("\n".join(f"- {plain(note.text.get(language()))}" for note in reading.notes))


def file_name(given: str) -> str:
    """Return the name of an uploaded file as every system can store it; a school without a name takes it."""
    return _UNFIT.sub("_", given)[-80:]


def _offer(school: School, name: str) -> None:
    """Offer to open what was read, as a new school or as the next version of the one that is open."""
    found = session.opened()
    as_version = False
    if found is not None:
        choices = [True, False] if found.school.name == school.name else [False, True]
        words = {
            True: _("作为“{name}”的新版本").format(name=plain(found.school.name)),
            False: _("作为一所新学校"),
        }
        as_version = st.radio(
            _("读好了“{name}”，怎么打开？").format(name=plain(school.name)),
            choices,
            format_func=words.__getitem__,
            horizontal=True,
        )
    if st.button(_("打开“{name}”").format(name=plain(school.name)), type="primary", key="take-upload"):
        note = _("上传 {file}").format(file=name)
        if found is not None and as_version:
            session.save_school(found, school, note)
        else:
            session.add_school(school, note)
        st.session_state[_ROUND] += 1
        st.rerun()


def _show_problems(reading: Reading, data: bytes, name: str) -> None:
    errors = sum(1 for problem in reading.problems if problem.blocks)
    left, right = st.columns([4, 1], vertical_alignment="center")
    with left:
        if errors:
            st.error(_("有 {n} 处需要改正，改好后重新上传").format(n=errors))
        else:
            st.warning(_("有 {n} 处提醒，不影响排课").format(n=len(reading.problems)))
    marked = _marked(data, name, reading.problems, language())
    if marked is not None:
        target = _("标注 {file}").format(file=name)
        right.download_button(
            _("下载标注好的工作簿"), marked, target, XLSX, on_click="ignore", icon=":material/download:", key="marked"
        )
    problem_table(reading.problems)


@st.cache_data(max_entries=4, show_spinner="正在读取…… / Reading …")
def _read(data: bytes, name: str) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(data)
        return read_school(file)


@st.cache_data(max_entries=4, show_spinner="正在标注…… / Marking …")
def _marked(data: bytes, name: str, problems: tuple[Problem, ...], language: str) -> bytes | None:
    """Return the marked workbook; None where the file is none."""
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / name, Path(folder) / "marked.xlsx"
        file.write_bytes(data)
        try:
            write_marked_school(file, problems, out, language=language)
        except ValueError:
            return None
        return out.read_bytes()
