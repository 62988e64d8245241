"""An uploaded school workbook: what is wrong with it, what it asks, what it changes; opened as a new school or a new version."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from scheduler.export.marked_school import write_marked_school
from scheduler.school import School
from scheduler.ui import session
from scheduler.ui.language import _, language, say
from scheduler.ui.markdown import plain
from scheduler.ui.problem_table import problem_table
from scheduler.ui.questions import answers_to, ask
from scheduler.workbook import Reading, read_school
from scheduler.workbook.problem import Problem
from scheduler.workbook.school.renewal import Renewal, renew

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 20  # MB
_ROUND = "upload_round"  # counts what was taken, so that the widget is empty afterwards
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class _Upload(NamedTuple):
    """A workbook as it was uploaded."""

    data: bytes
    name: str


def ask_workbook() -> UploadedFile | None:
    """Ask for a workbook and return it."""
    key = f"upload-{st.session_state.setdefault(_ROUND, 0)}"
    label = _("学校工作簿（.xlsx，不超过 {n} MB）").format(n=LARGEST)
    return st.file_uploader(label, type="xlsx", key=key, max_upload_size=LARGEST)


def show_workbook(uploaded: UploadedFile) -> None:
    """Show what is wrong with a workbook and what it leaves uncertain, or offer to open its school. Raises StoreError."""
    upload = _Upload(uploaded.getvalue(), file_name(uploaded.name))
    answers = answers_to(upload.data)
    alone = _read(*upload, answers)
    found = session.opened()
    renewal = None
    if found is not None and _is_version(found, alone):
        renewal = _renew(*upload, answers, found.school_id, found.number, found.school)
    reading = alone if renewal is None else renewal.reading
    if reading.school is not None:
        if renewal is not None and found is not None:
            _show_changes(renewal, found.school.name)
        _offer(reading.school, upload.name, found if renewal is not None else None)
    ask(reading.problems, answers)
    if reading.problems:
        _show_problems(reading, *upload)
    if reading.notes:
        with st.expander(_("读的时候这样理解的 {n} 处").format(n=len(reading.notes)), expanded=True):
            st.markdown("\n".join(f"- {plain(note.text.get(language()))}" for note in reading.notes))


def file_name(given: str) -> str:
    """Return the name of an uploaded file as every system can store it; a school without a name takes it."""
    return _UNFIT.sub("_", given)[-80:]


def _is_version(found: session.Opened, alone: Reading) -> bool:
    """Ask whether a workbook is the next version of the school that is open, and tell; likely is what has its classes."""
    same = alone.school is not None and (
        alone.school.name == found.school.name or _share(alone.school, found.school) > 0.5
    )
    words = {
        True: _("作为“{name}”的新版本").format(name=plain(found.school.name)),
        False: _("作为一所新学校"),
    }
    return bool(
        st.radio(
            _("怎么打开这个工作簿？"),
            [True, False],
            index=0 if same else 1,
            format_func=words.__getitem__,
            horizontal=True,
            key="upload-as",
        )
    )


def _share(one: School, other: School) -> float:
    """Return the share of classes that two schools have in common."""
    both = set(one.school_class) | set(other.school_class)
    return len(set(one.school_class) & set(other.school_class)) / len(both) if both else 0.0


def _show_changes(renewal: Renewal, name: str) -> None:
    """Show what a new version changes, what stays and what is lost, to be looked at before it is opened."""
    lines = [say(text) for text in renewal.changes]
    if renewal.kept:
        kept = "、".join(say(title) for title in renewal.kept)
        st.info(_("工作簿里没有的表照旧：{kept}").format(kept=plain(kept)))
    if renewal.dropped:
        gone = "\n".join(f"- {plain(say(text))}" for text in renewal.dropped)
        st.warning(_("原来的这些不再成立，会去掉：") + "\n\n" + gone)
    title = _("与“{name}”现在的版本相比，有 {n} 处不同").format(name=plain(name), n=len(lines))
    if not lines:
        st.info(_("与“{name}”现在的版本没有不同").format(name=plain(name)))
        return
    with st.expander(title, expanded=True), st.container(height=min(260, 40 + 28 * len(lines)), border=False):
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _offer(school: School, name: str, found: session.Opened | None) -> None:
    """Offer to open what was read: as the next version of a school, or as a new one."""
    words = _("确认并打开“{name}”") if found is not None else _("打开“{name}”")
    if st.button(words.format(name=plain(school.name)), type="primary", key="take-upload"):
        note = _("上传 {file}").format(file=name)
        if found is not None:
            session.save_school(found, school, note)
        else:
            session.add_school(school, note)
        st.session_state[_ROUND] += 1
        st.rerun()


def _show_problems(reading: Reading, data: bytes, name: str) -> None:
    errors = sum(1 for problem in reading.problems if problem.severity == "error")
    asked = sum(1 for problem in reading.problems if problem.severity == "question")
    left, right = st.columns([4, 1], vertical_alignment="center")
    with left:
        if errors:
            st.error(_("有 {n} 处需要改正，改好后重新上传").format(n=errors))
        elif asked:
            st.warning(_("还有 {n} 处要确认").format(n=asked))
        else:
            st.warning(_("有 {n} 处提醒，不影响排课").format(n=len(reading.problems)))
    marked = _marked(data, name, reading.problems, language())
    if marked is not None:
        target = _("标注 {file}").format(file=name)
        right.download_button(
            _("下载标注好的工作簿"), marked, target, XLSX, on_click="ignore", icon=":material/download:", key="marked"
        )
    others = [problem for problem in reading.problems if not problem.candidates or problem.severity != "question"]
    if others:
        problem_table(others)


def _stored(data: bytes, name: str, folder: str) -> Path:
    file = Path(folder) / name
    file.write_bytes(data)
    return file


@st.cache_data(max_entries=4, show_spinner="正在读取…… / Reading …")
def _read(data: bytes, name: str, answers: dict[str, str]) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        return read_school(_stored(data, name, folder), answers)


@st.cache_data(max_entries=4, show_spinner="正在比较…… / Comparing …")
def _renew(data: bytes, name: str, answers: dict[str, str], school_id: int, number: int, _old: School) -> Renewal:
    """Return the next version of a school, which is known by its id and number."""
    with tempfile.TemporaryDirectory() as folder:
        return renew(_stored(data, name, folder), _old, answers)


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
